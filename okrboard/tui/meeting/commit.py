"""Commit: what we go for, in which cycle; its meetings are planned, and it starts on its day."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.proposals import commit_goals, goal_cycle, living
from okrboard.domain.records import Cycle, Proposal
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.cycle import new_cycle
from okrboard.tui.forms.form import Choices
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
