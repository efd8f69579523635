"""Arriving: who is here, how long we have, last week's wins and agreements at hand."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.domain.lookup import reference
from okrboard.domain.meeting.contributions import absent, agreed_on, attend, end_agreement
from okrboard.domain.meeting.topics import meeting_before, people
from okrboard.domain.records import Agreement, Member
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import minutes_form, word_form
from okrboard.tui.meeting.stage import NEXT, ListStage, StageServices, StageView
from okrboard.tui.paint.line import Line

MOST_AGREED = 6
"""Working agreements that are shown, the newest ones."""


class Arrive(ListStage[Member | Agreement]):
    """The first step of every meeting: the people with a tick, and what the last meeting left."""

    hints = (
        NEXT,
        Hint(("meeting.here",), "is here"),
        Hint(("meeting.minutes",), "minutes"),
        Hint(("meeting.word",), "one word"),
    )

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return the keys for people, or what ends an agreement."""
        if not isinstance(self.under(view), Agreement):
            return self.hints
        return (NEXT, Hint(("meeting.drop",), "no longer"), *self.hints[2:3])

    def items(self, view: StageView) -> list[Member | Agreement]:
        """Return the people, then what we agreed on."""
        members = people(view.board, view.meeting.team) or people(view.board)
        return [*members, *agreed_on(view.board)[-MOST_AGREED:]]

    def row(self, view: StageView, item: Member | Agreement, index: int) -> list[Line]:
        """Return a person with a tick, or an agreement."""
        if isinstance(item, Agreement):
            lines = view.bullet(item.text, view.width - 5)
            lines[0][0] = view.mark(index)
            return lines
        here = next((one for one in view.meeting.attendance if one.member == item.id), None)
        sign = (f"{view.glyphs.health['done']} ", "done") if here else ("- ", "dim")
        where = "on a terminal" if item.id in view.connected else ""
        word = f"“{here.word}”" if here and here.word else ""
        return [
            [
                view.mark(index),
                sign,
                (view.left(item.handle, 16), "strong" if here else "dim"),
                (view.left(where, 16), "dim"),
                (view.fit(word, max(0, view.width - 38)), "text"),
            ]
        ]

    def between(
        self, view: StageView, items: Sequence[Member | Agreement], index: int
    ) -> list[Line]:
        """Return last time's wins and a head before the first agreement."""
        if isinstance(items[index], Member) or (index and isinstance(items[index - 1], Agreement)):
            return []
        return [*_wins(view), *view.section("What we agreed on")]

    def below(self, view: StageView, items: Sequence[Member | Agreement]) -> list[Line]:
        """Return last time's wins where we agreed on nothing, and how much more we agreed on."""
        del items
        agreed = len(agreed_on(view.board))
        if not agreed:
            return _wins(view)
        older = agreed - MOST_AGREED
        return [view.line(f"and {older} older", "dim")] if older > 0 else []

    def on_here(self, host: StageServices, view: StageView) -> None:
        """Tick the member under the cursor, or take the tick away."""
        member = self.under(view)
        if not isinstance(member, Member):
            return
        id = member.id
        if not any(entry.member == id for entry in view.meeting.attendance):
            host.change("", lambda draft: attend(draft, view.meeting.id, id))
        elif id in view.connected:
            host.tell(f"{member.handle} is here, on a terminal")
        else:
            host.change("", lambda draft: absent(draft, view.meeting.id, id))

    on_open = on_here

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Ask the member under the cursor for one word."""
        member = self.under(view)
        if isinstance(member, Member):
            host.ask(word_form(view.meeting, member.id, member.handle))

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Let the working agreement under the cursor end."""
        agreement = self.under(view)
        if not isinstance(agreement, Agreement):
            host.tell("put the cursor on what we agreed on; it ends that")
        elif host.change("", lambda draft: end_agreement(draft, agreement.id)) is not None:
            host.tell("we no longer agree on that; undo takes it back")

    def on_minutes(self, host: StageServices, view: StageView) -> None:
        """Ask how long we have."""
        host.ask(minutes_form(view.meeting, host.terminal))


def _wins(view: StageView) -> list[Line]:
    before = meeting_before(view.board, view.meeting.kind, view.meeting.team, view.meeting.id)
    if before is None or not before.wins:
        return []
    lines = view.section(f"Last time's wins ({reference('meetings', before.id)})")
    for win in before.wins[:4]:
        text = view.fit(f"{clean(win.text)} — {view.handle(win.author)}", view.width - 5)
        lines.append([("  ", "text"), ("+ ", "done"), (text, "text")])
    return lines
