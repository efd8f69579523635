"""The reset: each goal is kept, changed, dropped or put off; at the end it closes or is carried."""

from __future__ import annotations

from okrboard.domain.edit.closing import close_cycle, objective_score, usual_outcome
from okrboard.domain.figures import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure_objective
from okrboard.domain.meeting.committing import next_cycle
from okrboard.domain.meeting.deciding import decide, decided, goals, is_ending, undecided
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.choices import Choices
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page
from okrboard.tui.meeting.stage import Stage, cursor_mark, empty, section
from okrboard.tui.paint.width import fit, left, right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.meeting.deciding import Decision
    from okrboard.domain.records import Objective
    from okrboard.tui.meeting.room import Room
    from okrboard.tui.meeting.stage import Host
    from okrboard.tui.paint.width import Line

SHOWN = {
    "keep": "on_track",
    "change": "at_risk",
    "drop": "off_track",
    "put off": "stale",
    "close": "done",
    "carry over": "done",
}


class Decide(Stage):
    """Keep, change, drop or put off?"""

    hints = (
        Hint(("meeting.next", "meeting.previous"), "next, back"),
        Hint(("meeting.keep",), "keep"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.drop",), "drop"),
        Hint(("meeting.put_off",), "put off"),
        Hint(("meeting.end",), "close"),
        Hint(("meeting.carry",), "carry over"),
        Hint(("meeting.cycle",), "close the cycle"),
    )

    def title(self, room: Room) -> str:
        """Ask what this time of the cycle asks."""
        if is_ending(room.cycle, room.today):
            return "How does each goal end, and what goes on?"
        return super().title(room)

    def page(self, room: Room) -> Page:
        """Return the goals with where they stand and what was decided."""
        found = goals(room.board, room.meeting)
        if not found:
            return empty("no goal is open in this cycle; there is nothing to decide")
        lines: list[Line] = []
        rows = []
        for index, objective in enumerate(found):
            first = len(lines)
            lines += self._lines(room, objective, index)
            rows.append((first, len(lines) - 1))
        lines += [[("", "text")], *self._below(room)]
        return Page(lines, tuple(rows))

    def on_keep(self, host: Host) -> None:
        """It goes on as it is."""
        self._decide(host, "keep")

    def on_drop(self, host: Host) -> None:
        """It ends, and nobody works on it any more."""
        self._decide(host, "drop")

    def on_put_off(self, host: Host) -> None:
        """Not now."""
        self._decide(host, "put off")

    def on_end(self, host: Host) -> None:
        """It ends with its score."""
        self._decide(host, "close")

    def on_edit(self, host: Host) -> None:
        """It goes on, but differently: change it."""
        from okrboard.tui.forms.objective import change_objective

        objective = self._under(host.room())
        if objective is None or objective.stage == "closed":
            host.tell("there is nothing to change here")
            return
        id = objective.id

        def changed(done: object) -> None:
            if done is not None:
                self._decide(host, "change", id)

        host.ask(change_objective(host.room().board, id), changed)

    def on_carry(self, host: Host) -> None:
        """It goes on in the next cycle, with its lineage; without a next cycle make one."""
        room = host.room()
        following = next_cycle(room.board, room.cycle)
        objective = self._under(room)
        if objective is None:
            return
        id = objective.id
        if following is not None:
            self._decide(host, "carry", id, following.id)
            return
        from okrboard.domain.changes import Stamp
        from okrboard.tui.forms.cycle import new_cycle

        stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)

        def made(done: object) -> None:
            cycle = next_cycle(host.room().board, host.room().cycle) if done is not None else None
            if cycle is not None:
                self._decide(host, "carry", id, cycle.id)

        host.ask(new_cycle(room.board, stamp), made)
        host.tell("there is no later cycle yet: make it, then the goal is carried into it")

    on_open = on_keep

    def on_cycle(self, host: Host) -> None:
        """Close the cycle with what is still open in it, after a question."""
        room = host.room()
        cycle = room.cycle
        if cycle.state != "running":
            host.tell(f"{clean(cycle.name)} is {cycle.state}; there is nothing to close")
            return
        left_over = [each for each in goals(room.board, room.meeting) if each.stage == "committed"]
        about = f"{len(left_over)} goals are open and end with their scores" if left_over else ""

        def chosen(yes: object) -> None:
            if yes and host.change("close cycle", lambda draft: close_cycle(draft, cycle.id)):
                host.tell(f"{clean(cycle.name)} is closed; undo takes it back")

        options = [("y", "close it: scores are frozen", True), ("n", "not yet", False)]
        host.ask(Choices(f"Close {cycle.name}?", options, about=about, at=1), chosen)

    def _decide(self, host: Host, word: Decision, id: int = 0, into: int = 0) -> None:
        room = host.room()
        objective = room.board.objectives.get(id) or self._under(room)
        if objective is None:
            host.tell("there is no goal here")
            return
        ref = objective.id
        made = host.change(
            "decide", lambda draft: decide(draft, room.meeting.id, ref, word, into=into)
        )
        if made is not None:
            host.cursor = min(host.cursor + 1, max(0, self.count(host.room()) - 1))

    @staticmethod
    def _under(room: Room) -> Objective | None:
        found = goals(room.board, room.meeting)
        return found[min(room.cursor, len(found) - 1)] if found else None

    @staticmethod
    def _below(room: Room) -> list[Line]:
        count = len(undecided(room.board, room.meeting))
        said = f"{count} to decide" if count else "all decided"
        if room.cycle.state == "closed":
            said += f"   {clean(room.cycle.name)} is closed"
        following = next_cycle(room.board, room.cycle)
        lines: list[Line] = [[("  ", "text"), (said, "strong" if not count else "dim")]]
        if is_ending(room.cycle, room.today):
            to = clean(following.name) if following else "a cycle that is still to be made"
            shown = fit(f"what is carried goes into {to}", room.width - 3, room.glyphs.cut)
            lines += section(shown, room)[1:]
        return lines

    @staticmethod
    def _lines(room: Room, objective: Objective, index: int) -> list[Line]:
        signs = room.glyphs
        word = decided(room.board, room.meeting, objective.id)
        measured = measure_objective(room.board, objective, room.cycle, room.today)
        share = measured.progress.value if measured.progress else None
        score = objective_score(room.board, objective, room.today)
        outcome: str = objective.outcome
        if not outcome and is_ending(room.cycle, room.today):
            outcome = usual_outcome(score)
        said = f"{score:.2f} {outcome}" if score is not None else "no score"
        head: Line = [
            cursor_mark(room, index),
            (f"{signs.of(measured.health)} ", measured.health),
            (left(reference("objectives", objective.id), 5), "dim"),
        ]
        tail: Line = [
            (right(format_share(share), 7), "text"),
            (f"  {left(said, 14)}", "dim"),
            (left(word or "-", 11), SHOWN.get(word, "dim")),
        ]
        return entry(room, head, objective.title, "strong", tail)
