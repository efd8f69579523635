"""Commit: what we go for, in which cycle; its meetings are planned, and it starts on its day."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.changes import Stamp
from okrboard.domain.edit.proposals import MANY
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.committing import commit_goals, goal_cycle, living
from okrboard.domain.records import Cycle, Proposal
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.shaping_view import not_doing
from okrboard.tui.meeting.stage import NEXT, Host, Stage, ask_once, empty, look_at
from okrboard.tui.paint.line import Line

NEW = "new"


class Commit(Stage):
    """Is this what we go for?"""

    hints = (
        Hint(("meeting.keep",), "commit"),
        Hint(("meeting.cycle",), "another cycle"),
        NEXT,
    )

    def page(self, room: Room) -> Page:
        """Return the goals, what is still open about them, and the cycle."""
        found = living(room.board, room.meeting)
        cycle = goal_cycle(room.board, room.meeting)
        if not found:
            return empty("there is no goal yet; go back to propose one", room)
        days = f"{cycle.first.day} {cycle.first:%b} to {cycle.last.day} {cycle.last:%b %Y}"
        lines: list[Line] = [
            [
                ("  ", "text"),
                (fit(clean(cycle.name), 30, room.glyphs.cut), "title"),
                (f"   {days}   {cycle.state}", "dim"),
            ],
            [("", "text")],
        ]
        if len(found) > MANY:
            said = f"{len(found)} goals: more than {MANY} are a lot to keep in mind"
            lines += [[("  ", "text"), (said, "at_risk")], [("", "text")]]
        for proposal in found:
            lines += self._goal(room, proposal)
        return Page([*lines, *not_doing(room)])

    def before_next(self, host: Host) -> bool:
        """Ask once when nobody has committed to what is there."""
        room = host.room()
        found = living(room.board, room.meeting)
        if not found or any(proposal.state == "adopted" for proposal in found):
            return True
        said = "nothing is committed to yet: y commits to these goals; or go on without"
        return ask_once(host, "commit", said)

    def on_keep(self, host: Host) -> None:
        """Commit to the goals."""
        room = host.room()
        if not room.leads:
            host.tell("the terminal that leads commits, for all of us")
            return
        cycle = goal_cycle(room.board, room.meeting)
        made = host.change(
            "commit", lambda draft: commit_goals(draft, room.meeting.id, cycle.id, new_uid)
        )
        if made is not None:
            refs = ", ".join(reference("objectives", objective.id) for objective in made)
            begun = host.room().board.cycles[cycle.id].state == "running"
            how = "runs" if begun else f"begins on {short_day(cycle.first)}"
            host.tell(f"{refs}: {clean(cycle.name)} {how}, and its meetings are planned")

    on_open = on_keep

    def on_cycle(self, host: Host) -> None:
        """Choose the cycle that the goals are for, or make one."""
        room = host.room()
        if not room.leads:
            host.tell("the terminal that leads chooses the cycle")
            return
        cycles = sorted(
            (cycle for cycle in room.board.cycles.values() if cycle.state != "closed"),
            key=lambda cycle: cycle.first,
        )[-8:]
        options: list[tuple[str, str, object]] = [
            (str(number), f"{cycle.name}, {cycle.first} to {cycle.last}, {cycle.state}", cycle.id)
            for number, cycle in enumerate(cycles, 1)
        ]

        def chosen(choice: object) -> None:
            if choice == NEW:
                self._make(host)
            elif isinstance(choice, int):
                look_at(host, f"cycle {choice}")

        host.ask(Choices("For which cycle?", [*options, ("n", "a new one", NEW)]), chosen)

    def _make(self, host: Host) -> None:
        from okrboard.tui.forms.cycle import new_cycle

        room = host.room()
        stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)

        def made(done: object) -> None:
            cycle: Cycle | None = getattr(done, "value", None)
            if cycle is not None:
                look_at(host, f"cycle {cycle.id}")

        host.ask(new_cycle(room.board, stamp, after=room.cycle), made)

    @staticmethod
    def _goal(room: Room, proposal: Proposal) -> list[Line]:
        signs = room.glyphs
        owner = next((each.member for each in proposal.taken if each.taking == "own"), 0)
        count = len(proposal.key_results)
        open_ones = [
            each.title
            for each in proposal.key_results
            if each.kind != "milestones" and each.target is None
        ]
        adopted = proposal.state == "adopted"
        ref = reference("objectives", proposal.objective) if adopted else f"P{proposal.id}"
        said = f"{count} key result{'s' if count != 1 else ''}"
        head: Line = [
            (f"  {signs.of('done') if adopted else signs.dot} ", "done" if adopted else "dim"),
            (left(ref, 5), "dim"),
        ]
        tail: Line = [
            (f"{left(room.handle(owner), 12, signs.cut)}  ", "text" if owner else "at_risk"),
            (left(said, 15), "text" if count else "at_risk"),
        ]
        lines = entry(room, head, proposal.title, "strong", tail)
        if not open_ones:
            return lines
        missing = fit(
            f"no target yet: {', '.join(map(clean, open_ones))}", room.width - 12, signs.cut
        )
        return [*lines, [("         ", "text"), (missing, "at_risk")]]
