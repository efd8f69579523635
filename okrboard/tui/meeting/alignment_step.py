"""Alignment both ways: what each goal serves and gives, and who takes it for themselves.

Nobody is assigned: each says it for themselves, at their own terminal or when they are called.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.enums import Taking as Word
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.proposals import goal_cycle, living, meter, take
from okrboard.domain.records import Proposal
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.goals import place_form
from okrboard.tui.meeting.blind import call_on, speaker
from okrboard.tui.meeting.stage import BLANK, NEXT, ListStage, StageServices, StageView
from okrboard.tui.paint.line import Line

HALF = 0.5
"""Share of key results from the team that is aimed at; reference/method.md 2.5, row 55."""


class Taking(ListStage[Proposal]):
    """What do I take, and what for?"""

    hints = (
        Hint(("meeting.keep",), "I own it"),
        Hint(("meeting.carry",), "contribute"),
        Hint(("meeting.drop",), "not mine"),
        NEXT,
        Hint(("meeting.vote",), "the next one"),
        Hint(("meeting.edit",), "what it is for"),
    )
    nothing = "there is no goal yet; go back to propose one"
    choices = {"keep": "own", "carry": "contribute", "drop": "not mine"}

    def items(self, view: StageView) -> list[Proposal]:
        """Return the goals."""
        return living(view.board, view.meeting)

    def choose(self, host: StageServices, view: StageView, choice: Word) -> None:
        """Say what the one who is called takes of the goal under the cursor."""
        proposal, member = self.under(view), speaker(view)
        if proposal is None:
            return
        if not member:
            host.tell("only members take goals; join first: okrboard member add HANDLE")
            return
        host.calls = member if view.leads else 0
        id = proposal.id
        if host.change("take", lambda draft: take(draft, id, choice, member)) is not None:
            self.go_down(host)

    def on_vote(self, host: StageServices, view: StageView) -> None:
        """Call the next one."""
        host.calls = speaker(view)
        call_on(host)
        host.cursor = 0

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Say what the goal serves, and what the company and I get."""
        proposal = self.under(view)
        if proposal is not None:
            host.ask(place_form(view.board, proposal, goal_cycle(view.board, view.meeting)))

    on_open = on_edit

    def above(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return who is asked."""
        del items
        member = speaker(view)
        if not member:
            return [view.line("everybody takes goals at their own terminal", "dim", 2), BLANK]
        asked = f"{view.handle(member)}: own it, contribute, or not mine?"
        return [view.line(asked, "accent", 2), BLANK]

    def row(self, view: StageView, item: Proposal, index: int) -> list[Line]:
        """Return a goal with what it serves and who takes it."""
        title = view.left(clean(item.title), max(12, view.width - 24))
        ref = (left(f"P{item.id}", 5), "dim")
        lines: list[Line] = [
            [view.mark(index), ref, (title, "title"), (f"  {item.level}", "dim")],
        ]
        for label, text, missing, style in (
            ("serves", _serves(view, item), "nothing yet", "at_risk"),
            ("company gets", clean(item.company_gets), "nobody said", "text"),
            ("I get", clean(item.owner_gets), "nobody said", "text"),
            ("taken by", _takers(view, item), "nobody", "at_risk"),
        ):
            shown = view.fit(text or missing, max(8, view.width - 24))
            label_run = (left(label, 14), "label")
            lines.append([("       ", "text"), label_run, (shown, "text" if text else style)])
        return [*lines, BLANK]

    def below(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return how much of the goals is the team's own, and what nobody takes."""
        del items
        totals = meter(view.board, view.meeting)
        lines = view.section("So far")[1:]
        if totals.bottom_up is not None:
            style = "on_track" if totals.bottom_up >= HALF else "at_risk"
            lines.append(
                [
                    ("    ", "text"),
                    (left("from the team", 16), "label"),
                    *bar(totals.bottom_up, HALF, 12, style, view.glyphs),
                    (f"  {format_share(totals.bottom_up)} of key results", "text"),
                ]
            )
        for label, names in (
            ("nobody took", [f"P{proposal.id}" for proposal in totals.untaken]),
            ("took too much", [view.handle(member) for member in totals.overloaded]),
        ):
            if names:
                shown = view.fit(", ".join(names), max(8, view.width - 24))
                lines.append([("    ", "text"), (left(label, 16), "label"), (shown, "at_risk")])
        return lines


def _serves(view: StageView, proposal: Proposal) -> str:
    objectives = view.board.objectives
    parts = []
    if proposal.contributes_to in objectives:
        record = objectives[proposal.contributes_to]
        parts.append(f"{reference('objectives', record.id)} {clean(record.title)}")
    if proposal.supports:
        refs = ", ".join(reference("objectives", id) for id in proposal.supports)
        parts.append(f"supports {refs}")
    if proposal.stands_alone:
        parts.append(f"stands alone: {clean(proposal.stands_alone)}")
    if not parts and proposal.level == "company":
        return "the company's own"
    return "; ".join(parts)


def _takers(view: StageView, proposal: Proposal) -> str:
    return ", ".join(
        f"{view.handle(each.member)}{' owns it' if each.taking == 'own' else ''}"
        for word in ("own", "contribute")
        for each in proposal.taken
        if each.taking == word
    )
