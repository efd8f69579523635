"""Who takes which goal for themselves, and committing to them: their cycle and its meetings.

Nobody is assigned: each says it for themselves, at their own terminal or when they are called."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.enums import Taking as Word
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.proposals import commit_goals, goal_cycle, living, meter, take
from okrboard.domain.records import Cycle, Proposal
from okrboard.glyphs import bar
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.cycle import new_cycle
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.goals import place_form
from okrboard.tui.meeting.blind import call_on, speaker
from okrboard.tui.meeting.proposing import too_many
from okrboard.tui.meeting.shaping import not_doing
from okrboard.tui.meeting.stage import (
    BLANK,
    NEXT,
    ListStage,
    Page,
    StageServices,
    StageView,
    ask_once,
    entry,
    look_at,
    many,
)
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


NEW = "new"


class Commit(ListStage[Proposal]):
    """Is this what we go for?"""

    hints = (
        Hint(("meeting.keep",), "commit"),
        Hint(("meeting.cycle",), "another cycle"),
        NEXT,
    )
    nothing = "there is no goal yet; go back to propose one"

    def items(self, view: StageView) -> list[Proposal]:
        """Return the goals."""
        return living(view.board, view.meeting)

    def page(self, view: StageView) -> Page:
        """Return the goals, what is still open about them, and the cycle."""
        return super().page(view)._replace(rows=())

    def above(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return the cycle."""
        cycle = goal_cycle(view.board, view.meeting)
        days = f"{cycle.first.day} {cycle.first:%b} to {cycle.last.day} {cycle.last:%b %Y}"
        name = (view.fit(clean(cycle.name), 30), "title")
        head: Line = [("  ", "text"), name, (f"   {days}   {cycle.state}", "dim")]
        return [head, BLANK, *too_many(view, len(items))]

    def below(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return what we shall not do."""
        del items
        return not_doing(view)

    def before_next(self, host: StageServices) -> bool:
        """Ask once when nobody has committed to what is there."""
        goals = self.items(host.look())
        if not goals or any(proposal.state == "adopted" for proposal in goals):
            return True
        message = "nothing is committed to yet: y commits to these goals; or go on without"
        return ask_once(host, "commit", message)

    def on_keep(self, host: StageServices, view: StageView) -> None:
        """Commit to the goals."""
        if not view.leads:
            host.tell("the terminal that leads commits, for all of us")
            return
        cycle = goal_cycle(view.board, view.meeting)
        made = host.change(
            "commit", lambda draft: commit_goals(draft, view.meeting.id, cycle.id, new_uid)
        )
        if made is not None:
            refs = ", ".join(reference("objectives", objective.id) for objective in made)
            begun = host.look().board.cycles[cycle.id].state == "running"
            how = "runs" if begun else f"begins on {short_day(cycle.first)}"
            host.tell(f"{refs}: {clean(cycle.name)} {how}, and its meetings are planned")

    on_open = on_keep

    def on_cycle(self, host: StageServices, view: StageView) -> None:
        """Choose the cycle that the goals are for, or make one."""
        if not view.leads:
            host.tell("the terminal that leads chooses the cycle")
            return
        cycles = sorted(
            (cycle for cycle in view.board.cycles.values() if cycle.state != "closed"),
            key=lambda cycle: cycle.first,
        )[-8:]
        options: list[tuple[str, str, object]] = [
            (str(number), f"{cycle.name}, {cycle.first} to {cycle.last}, {cycle.state}", cycle.id)
            for number, cycle in enumerate(cycles, 1)
        ]

        def made(done: object) -> None:
            cycle: Cycle | None = getattr(done, "value", None)
            if cycle is not None:
                look_at(host, f"cycle {cycle.id}")

        def chosen(choice: object) -> None:
            if choice == NEW:
                now = host.look()
                host.ask(new_cycle(now.board, now.stamp, after=now.cycle), made)
            elif isinstance(choice, int):
                look_at(host, f"cycle {choice}")

        host.ask(Choices("For which cycle?", [*options, ("n", "a new one", NEW)]), chosen)

    def row(self, view: StageView, item: Proposal, index: int) -> list[Line]:
        """Return a goal with its owner, and what its key results lack."""
        del index
        signs, count = view.glyphs, len(item.key_results)
        owner = next((each.member for each in item.taken if each.taking == "own"), 0)
        adopted = item.state == "adopted"
        ref = reference("objectives", item.objective) if adopted else f"P{item.id}"
        head: Line = [
            (f"  {signs.of('done') if adopted else signs.dot} ", "done" if adopted else "dim"),
            (left(ref, 5), "dim"),
        ]
        tail: Line = [
            (f"{view.left(view.handle(owner), 12)}  ", "text" if owner else "at_risk"),
            (left(many(count, "key result"), 15), "text" if count else "at_risk"),
        ]
        lines = entry(view, head, item.title, "strong", tail)
        targetless = [
            clean(each.title)
            for each in item.key_results
            if each.kind != "milestones" and each.target is None
        ]
        if targetless:
            missing = view.fit(f"no target yet: {', '.join(targetless)}", view.width - 12)
            lines.append([("         ", "text"), (missing, "at_risk")])
        return lines
