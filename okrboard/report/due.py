"""What a person owes before the next check-in: numbers to report, actions to finish.

A key result is owed when it was not reported since the last weekly check-in, and overdue when it is
stale; an action is overdue after its due day.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import is_stale, measure, thresholds_of
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult
from okrboard.domain.schedule import check_in_before, check_in_due, team_of
from okrboard.report.output_style import Look
from okrboard.report.weeks import short_day
from okrboard.text import clean, shorten


class Owed(Record):
    """One thing that is owed."""

    kind: str
    """`check-in` or `action`."""
    ref: str
    title: str
    due: date
    overdue: bool
    why: str


def owed_by(board: Board, member: int, today: date) -> list[Owed]:
    """Return what a member owes, overdue things first, then by day."""
    team = team_of(board, member)
    next_one = check_in_due(board, today, team)
    since = check_in_before(board, next_one, team)
    found = _check_ins(board, member, today, next_one, since)
    found += _actions(board, member, today, next_one)
    return sorted(found, key=lambda owed: (not owed.overdue, owed.due, owed.kind, owed.ref))


def due_lines(who: str, owed: list[Owed], today: date, next_one: date, look: Look) -> list[str]:
    """Return what is owed before the next check-in as lines for a person."""
    when = "today" if next_one == today else f"on {short_day(next_one)}"
    if not owed:
        return [f"{clean(who)} owes nothing before the check-in {when}"]
    head = f"{clean(who)} owes {len(owed)} before the check-in {when}"
    late = sum(one.overdue for one in owed)
    lines = [look.style(f"{head}; {late} overdue" if late else head, "bold")]
    for one in owed:
        mark = look.style("!" if one.overdue else " ", "off_track")
        lines.append(f"{mark} {one.ref:<6} {shorten(one.title)} – {one.why}")
    return lines


def _check_ins(board: Board, member: int, today: date, next_one: date, since: date) -> list[Owed]:
    found = []
    for key_result in _running_key_results(board, today):
        objective = board.objectives[key_result.objective]
        latest = board.latest(key_result.id)
        if (key_result.owner or objective.owner) != member:
            continue
        measured = measure(board, key_result, board.cycles[objective.cycle], today)
        stale = is_stale(measured.silent, thresholds_of(board))
        if measured.health == "done" or (latest and latest.on > since and not stale):
            continue
        why = "no check-in yet" if latest is None else f"last check-in {short_day(latest.on)}"
        ref = reference("key_results", key_result.id)
        found.append(Owed("check-in", ref, key_result.title, next_one, stale, why))
    return found


def _running_key_results(board: Board, today: date) -> list[KeyResult]:
    cycles = {
        cycle.id
        for cycle in board.cycles.values()
        if cycle.state == "running" and cycle.first <= today
    }
    return [
        key_result
        for id in cycles
        for objective in board.objectives_in(id)
        if objective.stage == "committed"
        for key_result in board.key_results_of(objective.id)
    ]


def _actions(board: Board, member: int, today: date, next_one: date) -> list[Owed]:
    found = []
    for id in board.actions.live.ids_with("owner", member):
        action = board.actions[id]
        if action.state != "open":
            continue
        due = action.due or next_one
        overdue = due < today
        if not overdue and due > next_one:
            continue
        why = "due today" if due == today else f"{'was due' if overdue else 'due'} {short_day(due)}"
        found.append(Owed("action", reference("actions", id), action.title, due, overdue, why))
    return found
