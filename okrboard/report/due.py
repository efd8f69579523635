"""What people owe before the next check-in, and the Friday brief on where the cycle stands.

A key result is owed when it was not reported since the last weekly check-in, and overdue when it is
stale; an action is overdue after its due day. The brief has exactly 12 plain lines of at most 72
columns, made for motd, mail and a narrow pane: no colours, nothing to measure, always the same
lines in the same order.
"""

from __future__ import annotations

from datetime import date, datetime

from okrboard.cells import fit
from okrboard.domain.board import Board
from okrboard.domain.cards import closed_health
from okrboard.domain.enums import HEALTH_LABELS, STATUSES
from okrboard.domain.lookup import reference
from okrboard.domain.measure import (
    ObjectiveMeasure,
    is_stale,
    measure,
    measure_cycle,
)
from okrboard.domain.meeting.topics import Ranked, ranked
from okrboard.domain.record import Record
from okrboard.domain.records import Action, Cycle, KeyResult, Meeting
from okrboard.domain.schedule import check_in_before, check_in_due, team_of, week_of
from okrboard.report.board_text import values_of
from okrboard.report.format import WEEKDAYS, share_text, short_day, waits
from okrboard.report.jsonable import handle
from okrboard.report.output_style import Look
from okrboard.report.status import measured_objectives, status_of
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
    everything = _check_ins(board, member, today, next_one, since)
    everything += _actions(board, member, today, next_one)
    return sorted(everything, key=lambda owed: (not owed.overdue, owed.due, owed.kind, owed.ref))


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
    owed = []
    for key_result in _running_key_results(board, today):
        objective = board.objectives[key_result.objective]
        latest = board.latest(key_result.id)
        if (key_result.owner or objective.owner) != member:
            continue
        measured = measure(board, key_result, board.cycles[objective.cycle], today)
        stale = is_stale(measured.silent, board.settings)
        if measured.health == "done" or (latest and latest.on > since and not stale):
            continue
        why = "no check-in yet" if latest is None else f"last check-in {short_day(latest.on)}"
        ref = reference("key_results", key_result.id)
        owed.append(Owed("check-in", ref, key_result.title, next_one, stale, why))
    return owed


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
    owed = []
    for id in board.actions.live.ids_with("owner", member):
        action = board.actions[id]
        if action.state != "open":
            continue
        due = action.due or next_one
        overdue = due < today
        if not overdue and due > next_one:
            continue
        why = "due today" if due == today else f"{'was due' if overdue else 'due'} {short_day(due)}"
        owed.append(Owed("action", reference("actions", id), action.title, due, overdue, why))
    return owed


LINES = 12
COLUMNS = 72
TALK = 3
"""Key results to talk about first that are named."""


def brief_lines(board: Board, cycle: Cycle | None, now: datetime, today: date) -> list[str]:
    """Return the brief: `LINES` lines of at most `COLUMNS` cells."""
    name = clean(board.settings.name, 200)
    day = f"{WEEKDAYS[today.weekday()]} {today}"
    if cycle is None:
        lines = [
            f"{name} · {day}",
            "no cycle yet: okrboard cycle add NAME --from DAY --to DAY --running",
        ]
    else:
        week, weeks = week_of(cycle, today)
        when = f"week {week} of {weeks}"
        nothing = waits(cycle, today) or "nothing is measured yet"
        if cycle.state == "closed":
            when, nothing = "closed", f"nothing, {clean(cycle.name, 30)} is closed"
        lines = [
            f"{name} · {day} · {clean(cycle.name)}, {when}",
            *_standing(board, cycle, today),
            *_talk(ranked(board, Meeting(0, "check-in", cycle.id, now), today), nothing),
            _silent(board, cycle, today),
            _action_counts(board, today),
            _plan(board, today),
            _owed(board, today),
            f"next check-in {short_day(check_in_due(board, today))}",
        ]
    lines += [""] * (LINES - len(lines))
    return [fit(clean(line), COLUMNS) for line in lines[:LINES]]


def _standing(board: Board, cycle: Cycle, today: date) -> list[str]:
    mean, expected = measure_cycle(board, cycle, today)
    pace = share_text(expected)
    progress = f"nothing measured yet, pace {pace}"
    if cycle.state == "closed":
        progress = (
            f"{share_text(mean.value if mean else None)} of the way, and its scores are frozen"
        )
    elif mean is not None:
        behind = round((expected - mean.value) * 100)
        words = f"{abs(behind)} points {'behind' if behind > 0 else 'ahead'}"
        progress = (
            f"{share_text(mean.value)} of the way, pace {pace}: {words if behind else 'even'}"
        )
    measured = measured_objectives(board, cycle, today)
    statuses = [_status(one) for one in measured]
    counts = [(HEALTH_LABELS[key], statuses.count(key)) for key in (*STATUSES, "ended")]
    listed = ", ".join(f"{count} {label}" for label, count in counts if count)
    noun = "objective" if len(measured) == 1 else "objectives"
    return [progress, f"{len(measured)} {noun}" + (f": {listed}" if listed else "")]


def _status(measured: ObjectiveMeasure) -> str:
    objective = measured.objective
    return closed_health(objective) if objective.stage == "closed" else status_of(measured)


def _talk(ranking: list[Ranked], nothing: str) -> list[str]:
    lines = ["talk about first:" if ranking else f"talk about first: {nothing}"]
    for one in ranking[:TALK]:
        measured = one.measure
        current = measured.latest.value if measured.latest else None
        behind = ""
        if measured.new:
            behind = ", no check-in yet"
        elif measured.gap is not None:
            behind = f", {abs(measured.gap):.0f} {'behind' if measured.gap > 0 else 'ahead'}"
        tail = f" {values_of(measured.key_result, current)}{behind} ({_tenths(one.priority.total)})"
        title = fit(clean(measured.key_result.title), max(12, COLUMNS - len(tail) - 9))
        lines.append(f"  {one.ref} {title}{tail}")
    return lines + ["  –"] * (TALK - len(ranking))


def _tenths(number: float) -> str:
    """Return a number with one decimal; what rounds to nothing has no sign."""
    return f"{round(number, 1) + 0.0:.1f}"


def _silent(board: Board, cycle: Cycle, today: date) -> str:
    stale = [
        f"{reference('key_results', each.key_result.id)} {each.silent} d"
        for one in measured_objectives(board, cycle, today)
        if one.objective.stage == "committed"
        for each in one.measures
        if each.health == "stale"
    ]
    return f"silent: {', '.join(stale)}" if stale else "silent: none"


def _action_counts(board: Board, today: date) -> str:
    still_open = [action for action in board.actions.live.values() if action.state == "open"]
    late = [action for action in still_open if action.due is not None and action.due < today]
    carried = sum(action.carried > 0 for action in still_open)
    counts = f"actions: {len(still_open)} open, {len(late)} overdue, {carried} carried over"
    return counts + (f" ({_people(board, late)})" if late else "")


def _plan(board: Board, today: date) -> str:
    until = check_in_due(board, today)
    due = [
        action
        for action in board.actions.live.values()
        if action.state == "open" and action.due is not None and today <= action.due <= until
    ]
    listed = ", ".join(
        f"{reference('actions', action.id)} {handle(board, action.owner) or 'nobody'}"
        for action in due
    )
    return f"due by then: {listed}" if due else "due by then: nothing"


def _people(board: Board, actions: list[Action]) -> str:
    owners = {handle(board, action.owner) or "nobody" for action in actions}
    return ", ".join(sorted(owners))


def _owed(board: Board, today: date) -> str:
    owed = [
        (member.handle, sum(one.kind == "check-in" for one in owed_by(board, member.id, today)))
        for member in board.members.values()
        if member.left is None
    ]
    listed = ", ".join(f"{who} {count}" for who, count in sorted(owed) if count)
    return f"not reported yet: {listed}" if listed else "not reported yet: nothing"
