"""What of a board goes into the archive of a closed cycle, and when.

The goals themselves stay: objectives, key results and cycles are what everything else refers to.
What moves is their history: check-ins, ended actions, meetings with their votes, cards and
proposals, and the log up to the cycle's closing. What is open stays, so that nothing in an archive
ever has to change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.lookup import named
from okrboard.domain.record import Record
from okrboard.domain.records import Action, Cycle
from okrboard.errors import Refused

AT_HAND_DAYS = 30
"""Days that a closed cycle stays in the board's own file: so long its closing can be undone."""

OF_MEETINGS = ("votes", "cards", "proposals")
"""Tables whose records belong to one meeting each."""


class Parcel(Record):
    """What goes into the archive of one cycle."""

    cycle: int
    ids: dict[str, tuple[int, ...]]
    """By table, rising; tables of which nothing goes are left out."""


def ripe(board: Board, today: date) -> list[int]:
    """Return the closed cycles that have been at hand for long enough, and can go."""
    return [
        cycle.id
        for cycle in board.cycles.values()
        if cycle.state == "closed"
        and (cycle.closed_on or cycle.last) <= today - timedelta(days=AT_HAND_DAYS)
        and not why_not(board, cycle)
    ]


def why_not(board: Board, cycle: Cycle) -> str:
    """Return why a cycle cannot go into the archive now, in one line; empty when it can."""
    if cycle.id in board.archived:
        return f"{cycle.name} is in the archive already"
    if cycle.state != "closed":
        return f"{cycle.name} is {cycle.state}; close it first: okrboard cycle close {cycle.name}"
    for objective in board.objectives_in(cycle.id):
        if objective.stage != "closed":
            ref = named("objectives", objective.id)
            return f"{ref} is open in {cycle.name}; close it first"
    for meeting in board.meetings.live.values():
        if meeting.cycle == cycle.id and meeting.state != "closed":
            ref = named("meetings", meeting.id)
            return f"{ref} of {cycle.name} is open; end it first: okrboard meet {meeting.kind}"
    return ""


def parcels(board: Board, cycles: Iterable[int]) -> list[Parcel]:
    """Return what of each cycle moves, the one closed first in front.

    Raises `Refused` for a cycle that cannot go.
    """
    chosen = [board.cycles[id] for id in cycles]
    for reason in filter(None, (why_not(board, cycle) for cycle in chosen)):
        raise Refused(reason)
    taken: dict[str, set[int]] = {}
    packed = []
    for end, id in sorted((_last_change(board, cycle), cycle.id) for cycle in chosen):
        left: dict[str, tuple[int, ...]] = {}
        for name, ids in _history(board, board.cycles[id], end).items():
            if rest := ids - taken.setdefault(name, set()):
                left[name] = tuple(sorted(rest))
            taken[name] |= ids
        packed.append(Parcel(id, left))
    return packed


def _history(board: Board, cycle: Cycle, last_change: int) -> dict[str, set[int]]:
    key_results = {
        key_result.id
        for objective in board.objectives_in(cycle.id)
        for key_result in board.key_results_of(objective.id)
    }
    meetings = {id for id, one in board.meetings.live.items() if one.cycle == cycle.id}
    check_ins = board.check_ins.live
    moving = {
        "check_ins": {id for one in key_results for id in check_ins.ids_with("key_result", one)},
        "actions": {
            id
            for id, action in board.actions.live.items()
            if action.state != "open" and _belongs(board, action, cycle, key_results, meetings)
        },
        "meetings": meetings,
        "changes": {id for id in board.changes.live if id <= last_change},
    }
    for name in OF_MEETINGS:
        table = board.table(name).live
        moving[name] = {id for one in meetings for id in table.ids_with("meeting", one)}
    return moving


def _belongs(
    board: Board, action: Action, cycle: Cycle, key_results: set[int], meetings: set[int]
) -> bool:
    """Say whether an ended action goes with a cycle: its own, an older one's, or nobody's."""
    if action.key_result:
        objective = board.objectives[board.key_results[action.key_result].objective]
        return action.key_result in key_results or objective.cycle in board.archived
    ended = action.closed is not None and action.closed <= (cycle.closed_on or cycle.last)
    return action.meeting in meetings or ended


def _last_change(board: Board, cycle: Cycle) -> int:
    """Return the number in the log of the change that closed a cycle."""
    log = board.changes.live
    for id in reversed(log):
        for patch in log[id].patches:
            if (patch.table, patch.id) == ("cycles", cycle.id) and "state" in (patch.before or {}):
                return id
    # It came closed from an import: what was changed by its last day is its part of the log.
    until = cycle.closed_on or cycle.last
    return max((id for id in log if log[id].at.date() <= until), default=0)
