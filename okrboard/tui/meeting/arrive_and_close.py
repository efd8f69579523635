"""The plain steps of all meetings: arriving, wins, and the minutes at the close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from okrboard.domain.lookup import reference
from okrboard.domain.meeting.contributions import absent, agreed_on, attend, end_agreement
from okrboard.domain.meeting.topics import meeting_before, people
from okrboard.domain.records import Agreement, Member
from okrboard.report.minutes import file_name, minutes_of
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import minutes_form, win_form, word_form
from okrboard.tui.meeting.asking import NotesDecisions
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    DECISION,
    NEXT,
    ListStage,
    Page,
    Stage,
    StageServices,
    StageView,
)
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.minutes import minutes_lines

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


class Wins(Stage):
    """What went well."""

    hints = (Hint(("meeting.new",), "a win"), NEXT)

    def page(self, view: StageView) -> Page:
        """Return the wins with air between them."""
        if not view.meeting.wins:
            return Page(view.sentence("what are you glad about this week?"))
        lines: list[Line] = []
        for win in view.meeting.wins:
            rows = view.fold(win.text, view.width - 20)
            for index, row in enumerate(rows):
                sign = ("  + ", "done") if index == 0 else ("    ", "text")
                by = f"   {view.handle(win.author)}" if index == len(rows) - 1 else ""
                lines.append([sign, (row, "strong"), (by, "dim")])
            lines.append(BLANK)
        return Page(lines)

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Tell a win."""
        host.ask(win_form(view.meeting))

    on_open = on_new


class Closing(NotesDecisions, Stage):
    """The minutes on the screen."""

    hints = (
        Hint(("meeting.next",), "close the meeting"),
        Hint(("meeting.keep",), "to the clipboard"),
        Hint(("meeting.word",), "to a file"),
        DECISION,
        BACK,
    )

    def title(self, view: StageView) -> str:
        """Say whether the meeting is over."""
        if view.meeting.state == "closed":
            return f"{reference('meetings', view.meeting.id)} is closed"
        return super().title(view)

    def page(self, view: StageView) -> Page:
        """Return when we meet again, and the minutes as they read."""
        minutes = minutes_lines(self.text(view), view.width, view.glyphs)
        return Page([*self._again(view), *minutes])

    def on_keep(self, host: StageServices, view: StageView) -> None:
        """Send the minutes to the terminal's clipboard."""
        host.copy(self.text(view))

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Write the minutes to a file."""
        host.save(file_name(view.meeting, view.zone), self.text(view))

    @staticmethod
    def _again(view: StageView) -> list[Line]:
        """Return a line with the next meeting of the schedule, skips and moves minded."""
        # Imported here: the schedule is asked at the end of a meeting only.
        from okrboard.calendar.from_board import next_meeting

        tomorrow = datetime.combine(view.today + timedelta(days=1), time(), view.zone)
        found = next_meeting(view.board, "", tomorrow, view.meeting.team)
        if found is None:
            return []
        start = found.start.astimezone(view.zone)
        when = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}"
        what = view.fit(clean(found.series.summary), max(8, view.width - 40))
        return [
            [("  ", "text"), ("We meet again  ", "label"), (when, "strong"), (f"  {what}", "text")],
            BLANK,
        ]

    @staticmethod
    def text(view: StageView) -> str:
        """Return the minutes as they stand."""
        return minutes_of(view.board, view.meeting, view.zone)
