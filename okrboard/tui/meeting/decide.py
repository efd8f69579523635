"""The reset: each goal is kept, changed, dropped or put off; at the end it closes or is carried.

What ends a goal or the cycle is done at the terminal that leads, for all of the room: a key that
was meant for something else must not end a goal.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cells import fit, left, right
from okrboard.domain.cards import closed_health
from okrboard.domain.edit.cycles import (
    close_cycle,
    objective_score,
    open_actions,
    usual_outcome,
)
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure_objective
from okrboard.domain.meeting.committing import next_cycle
from okrboard.domain.meeting.deciding import Decision, decide, decided, goals, is_ending, undecided
from okrboard.domain.records import Objective
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices
from okrboard.tui.meeting.entry import entry, listed
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, empty, section
from okrboard.tui.meeting.stage import said as rows_of
from okrboard.tui.paint.line import Line

SHOWN = {
    "keep": "on_track",
    "change": "at_risk",
    "drop": "off_track",
    "put off": "stale",
    "close": "done",
    "carry over": "done",
}


CYCLE = Hint(("meeting.cycle",), "close the cycle")
DROP = Hint(("meeting.drop",), "drop")
MIDDLE = (
    Hint(("meeting.keep",), "keep"),
    Hint(("meeting.edit",), "change"),
    DROP,
    Hint(("meeting.put_off",), "put off"),
    NEXT,
    CYCLE,
)
END = (
    Hint(("meeting.carry",), "carry over"),
    Hint(("meeting.end",), "close"),
    DROP,
    CYCLE,
    NEXT,
)
LOOK = "the terminal that leads decides, for all of us"


class Decide(Stage):
    """Keep, change, drop or put off?"""

    hints = MIDDLE

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return the keys of this time of the cycle; none where others decide."""
        if not room.leads:
            return ()
        if room.cycle.state == "closed":
            return (NEXT,)
        if not _goals(room):
            return (CYCLE, NEXT) if room.cycle.state == "running" else (NEXT,)
        return END if is_ending(room.cycle, room.today) else MIDDLE

    def title(self, room: Room) -> str:
        """Ask what this time of the cycle asks."""
        if is_ending(room.cycle, room.today):
            return "How does each goal end, and what goes on?"
        return super().title(room)

    def page(self, room: Room) -> Page:
        """Return the goals with where they stand and what was decided."""
        found = _goals(room)
        if not found:
            return empty("no goal is open in this cycle; there is nothing to decide", room)
        lines: list[Line] = []
        shown = (_lines(room, objective, index) for index, objective in enumerate(found))
        rows = listed(lines, shown)
        lines += [[("", "text")], *_below(room)]
        return Page(lines, rows)

    def on_open(self, host: Host) -> None:
        """Ask what becomes of the goal; what is offered first in the foot stands first."""
        found = self._led(host)
        if found is None:
            return
        room, objective = host.room(), found
        ref = reference("objectives", objective.id)
        acts: dict[str, tuple[str, Callable[[Host], None]]] = {
            "y": ("keep: it goes on as it is", self.on_keep),
            "e": ("change: it goes on, but differently", self.on_edit),
            "o": ("carry over: it goes on in the next cycle", self.on_carry),
            "E": ("close: it ends with its score", self.on_end),
            "x": ("drop: nobody works on it any more", self.on_drop),
            "O": ("put off: not now", self.on_put_off),
        }
        keys = "oEx" if is_ending(room.cycle, room.today) else "yexO"
        if objective.stage == "proposed":
            keys = "ox"
        options = [(key, acts[key][0], acts[key][1]) for key in keys]

        def chosen(act: object) -> None:
            ids = [each.id for each in _goals(host.room())]
            if callable(act) and objective.id not in ids:
                host.tell(f"{ref} is no longer among them; somebody ended it meanwhile")
            elif callable(act):
                # Others may have ended a goal above it while the question stood there.
                host.cursor = ids.index(objective.id)
                act(host)

        host.ask(Choices(f"{ref} {objective.title}", options), chosen)

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

        objective = self._led(host)
        if objective is None:
            return
        room = host.room()
        if is_ending(room.cycle, room.today):
            self._decide(host, "change")
            return
        id = objective.id

        def changed(done: object) -> None:
            if done is not None and host.room().board.objectives[id] != objective:
                self._decide(host, "change", id)

        host.ask(change_objective(room.board, id), changed)

    def on_carry(self, host: Host) -> None:
        """It goes on in the next cycle, with its lineage; without a next cycle make one."""
        objective = self._led(host)
        if objective is None:
            return
        room = host.room()
        following = next_cycle(room.board, room.cycle)
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

        host.ask(new_cycle(room.board, stamp, after=room.cycle), made)
        host.tell("there is no later cycle yet: make it, then the goal is carried into it")

    def on_cycle(self, host: Host) -> None:
        """Close the cycle with what is still open in it, after a question."""
        room = host.room()
        cycle = room.cycle
        if not room.leads:
            host.tell(LOOK)
            return
        if cycle.state != "running":
            host.tell(f"{clean(cycle.name)} is {cycle.state}; there is nothing to close")
            return

        def chosen(answer: object) -> None:
            if not answer:
                return
            closed = host.change(
                "close cycle",
                lambda draft: close_cycle(draft, cycle.id, keep_actions=answer == "keep"),
            )
            if closed is not None:
                host.tell(f"{clean(cycle.name)} is closed; undo takes it back")

        actions = len(open_actions(room.board, cycle.id))
        options: list[tuple[str, str, str | None]] = [
            ("y", "close it: scores are frozen", "close"),
            ("n", "not yet", None),
        ]
        if actions:
            those = "the open action" if actions == 1 else f"the {actions} open actions"
            options.insert(1, ("k", f"close it, but {those} shall go on", "keep"))
        about = _ends_with(room, actions)
        question = Choices(f"Close {cycle.name}?", options, about=about, at=len(options) - 1)
        host.ask(question, chosen)

    def _decide(self, host: Host, word: Decision, id: int = 0, into: int = 0) -> None:
        objective = self._led(host, id)
        if objective is None:
            return
        room, ref = host.room(), objective.id
        made = host.change(
            "decide", lambda draft: decide(draft, room.meeting.id, ref, word, into=into)
        )
        if made is not None:
            host.cursor = min(host.cursor + 1, max(0, self.count(host.room()) - 1))

    @staticmethod
    def _led(host: Host, id: int = 0) -> Objective | None:
        """Return the goal in hand, if this terminal may decide about it; else say why not."""
        room = host.room()
        found = _goals(room)
        if not room.leads:
            host.tell(LOOK)
        elif not found:
            host.tell("there is no goal here")
        else:
            objective = room.board.objectives.get(id)
            objective = objective or found[min(room.cursor, len(found) - 1)]
            if objective.stage != "closed":
                return objective
            ref = reference("objectives", objective.id)
            host.tell(f"{ref} is closed: {objective.outcome}; undo brings it back")
        return None


def _goals(room: Room) -> list[Objective]:
    return goals(room.board, room.meeting, ending=is_ending(room.cycle, room.today))


def _ends_with(room: Room, actions: int) -> str:
    """Say what closing the cycle does besides."""
    left = [one for one in room.board.objectives_in(room.cycle.id) if one.stage != "closed"]
    goals_left = sum(one.stage == "committed" for one in left)
    proposals = len(left) - goals_left
    said = []
    if goals_left:
        said.append(f"{_many(goals_left, 'goal')} closed as scored")
    if proposals:
        said.append(f"{_many(proposals, 'proposal')} put off")
    if actions:
        said.append(f"{_many(actions, 'open action')} dropped")
    return ", ".join(said)


def _below(room: Room) -> list[Line]:
    ending = is_ending(room.cycle, room.today)
    left = undecided(room.board, room.meeting, ending=ending)
    said = f"{len(left)} to decide" if left else "all decided"
    if room.cycle.state == "closed":
        # Only proposals are put off without anybody saying so.
        ended = sum(one.outcome != "put off" for one in left)
        said = f"{clean(room.cycle.name)} is closed"
        if ended:
            said += f"; {_many(ended, 'goal')} {_were(ended)} closed as scored, undecided"
        if off := len(left) - ended:
            said += f"; {_many(off, 'proposal')} {_were(off)} put off"
    style = "dim" if left and room.cycle.state != "closed" else "strong"
    lines = rows_of(said, room, style)
    if ending:
        following = next_cycle(room.board, room.cycle)
        to = clean(following.name) if following else "a cycle that is still to be made"
        shown = fit(f"what is carried goes into {to}", room.width - 3, room.glyphs.cut)
        lines += section(shown, room)[1:]
    return lines


def _lines(room: Room, objective: Objective, index: int) -> list[Line]:
    signs = room.glyphs
    word = decided(room.board, room.meeting, objective.id)
    measured = measure_objective(room.board, objective, room.cycle, room.today)
    share = measured.progress.value if measured.progress else None
    score = objective.score
    if objective.stage == "committed":
        score = objective_score(room.board, objective, room.today)
    outcome: str = objective.outcome
    if not outcome and is_ending(room.cycle, room.today):
        outcome = usual_outcome(score, objective.commitment)
    said = f"{score:.2f} {outcome}" if score is not None else outcome or "no score"
    sign: str = measured.health
    if objective.stage == "proposed":
        sign, said, share = "proposed", "a proposal", None
    if objective.stage == "closed":
        sign = closed_health(objective)
    style = SHOWN.get(word, "dim")
    head: Line = [
        cursor_mark(room, index),
        (f"{signs.of(sign)} ", sign),
        (left(reference("objectives", objective.id), 5), "dim"),
    ]
    tail: Line = [
        (right(format_share(share), 7), "text"),
        (f"  {left(said, 14)}", "dim"),
        (left(word or ("closed" if objective.stage == "closed" else "-"), 11), style),
    ]
    return entry(room, head, objective.title, "strong", tail)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count != 1 else ''}"
