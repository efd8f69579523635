"""The Friday brief: where the cycle stands, in exactly 12 plain lines of at most 72 columns.

Made for motd, mail and a narrow pane: no colours, nothing to measure, always the same lines in the
same order.
"""

from __future__ import annotations

from datetime import date, datetime

from okrboard.cells import fit
from okrboard.domain.board import Board
from okrboard.domain.cards import closed_health
from okrboard.domain.enums import HEALTH_LABELS, STATUSES
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure, measure_cycle
from okrboard.domain.meeting.topics import Ranked, ranked
from okrboard.domain.records import Action, Cycle, Meeting
from okrboard.domain.schedule import check_in_due
from okrboard.report.due import owed_by
from okrboard.report.format import share_text
from okrboard.report.groups import measured_objectives, status_of
from okrboard.report.jsonable import handle
from okrboard.report.rows import values_of
from okrboard.report.weeks import WEEKDAYS, short_day, waits, week_of
from okrboard.text import clean

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
            _actions(board, today),
            _plan(board, today),
            _owed(board, today),
            f"next check-in {short_day(check_in_due(board, today))}",
        ]
    lines += [""] * (LINES - len(lines))
    return [fit(clean(line), COLUMNS) for line in lines[:LINES]]


def _standing(board: Board, cycle: Cycle, today: date) -> list[str]:
    mean, expected = measure_cycle(board, cycle, today)
    pace = share_text(expected)
    said = f"nothing measured yet, pace {pace}"
    if cycle.state == "closed":
        said = f"{share_text(mean.value if mean else None)} of the way, and its scores are frozen"
    elif mean is not None:
        behind = round((expected - mean.value) * 100)
        words = f"{abs(behind)} points {'behind' if behind > 0 else 'ahead'}"
        said = f"{share_text(mean.value)} of the way, pace {pace}: {words if behind else 'even'}"
    measured = measured_objectives(board, cycle, today)
    statuses = [_status(one) for one in measured]
    counts = [(HEALTH_LABELS[key], statuses.count(key)) for key in (*STATUSES, "ended")]
    listed = ", ".join(f"{count} {label}" for label, count in counts if count)
    noun = "objective" if len(measured) == 1 else "objectives"
    return [said, f"{len(measured)} {noun}" + (f": {listed}" if listed else "")]


def _status(measured: ObjectiveMeasure) -> str:
    objective = measured.objective
    return closed_health(objective) if objective.stage == "closed" else status_of(measured)


def _talk(found: list[Ranked], nothing: str) -> list[str]:
    lines = ["talk about first:" if found else f"talk about first: {nothing}"]
    for one in found[:TALK]:
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
    return lines + ["  –"] * (TALK - len(found))


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


def _actions(board: Board, today: date) -> str:
    found = [action for action in board.actions.live.values() if action.state == "open"]
    late = [action for action in found if action.due is not None and action.due < today]
    carried = sum(action.carried > 0 for action in found)
    said = f"actions: {len(found)} open, {len(late)} overdue, {carried} carried over"
    return said + (f" ({_people(board, late)})" if late else "")


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
