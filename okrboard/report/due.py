"""What people owe before the next check-in, and the Friday brief on where the cycle stands.

A key result is owed when it was not reported since the last weekly check-in, and overdue when it is
stale; an action is overdue after its due day. The brief has exactly 12 plain lines of at most 72
columns, made for motd, mail and a narrow pane: no colours, nothing to measure, always the same
lines in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, KeyResult, Meeting
from okrboard.domain.schedule import check_in_before, check_in_due, team_of, week_of
from okrboard.report.format import WEEKDAYS, handle, share_text, short_day, values_of, waits
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
    owed = [
        *_check_ins(board, member, today, next_one, since),
        *_actions(board, member, today, next_one),
    ]
    return sorted(owed, key=lambda one: (not one.overdue, one.due, one.kind, one.ref))


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


def _check_ins(
    board: Board, member: int, today: date, next_one: date, since: date
) -> Iterator[Owed]:
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
        yield Owed("check-in", ref, key_result.title, next_one, stale, why)


def _running_key_results(board: Board, today: date) -> list[KeyResult]:
    return [
        key_result
        for cycle in board.cycles.values()
        if cycle.state == "running" and cycle.first <= today
        for objective in board.objectives_in(cycle.id)
        if objective.stage == "committed"
        for key_result in board.key_results_of(objective.id)
    ]


def _actions(board: Board, member: int, today: date, next_one: date) -> Iterator[Owed]:
    for id in board.actions.live.ids_with("owner", member):
        action = board.actions[id]
        due = action.due or next_one
        overdue = due < today
        if action.state != "open" or (not overdue and due > next_one):
            continue
        why = "due today" if due == today else f"{'was due' if overdue else 'due'} {short_day(due)}"
        yield Owed("action", reference("actions", id), action.title, due, overdue, why)


LINES = 12
COLUMNS = 72
_TALK = 3
"""Key results to talk about first that are named."""


def brief_lines(board: Board, cycle: Cycle | None, now: datetime, today: date) -> list[str]:
    """Return the brief: `LINES` lines of at most `COLUMNS` cells."""
    name = clean(board.settings.name, 200)
    day = f"{WEEKDAYS[today.weekday()]} {today}"
    if cycle is None:
        none = "no cycle yet: okrboard cycle add NAME --from DAY --to DAY --running"
        lines = [f"{name} · {day}", none]
    else:
        week, weeks = week_of(cycle, today)
        when = f"week {week} of {weeks}"
        nothing = waits(cycle, today) or "nothing is measured yet"
        if cycle.state == "closed":
            when, nothing = "closed", f"nothing, {clean(cycle.name, 30)} is closed"
        measured = measured_objectives(board, cycle, today)
        lines = [
            f"{name} · {day} · {clean(cycle.name)}, {when}",
            _progress(board, cycle, today),
            _counts(measured),
            *_talk(board, Meeting(0, "check-in", cycle.id, now), today, nothing),
            _silent(measured),
            *_action_counts(board, today),
            _unreported(board, today),
            f"next check-in {short_day(check_in_due(board, today))}",
        ]
    lines += [""] * (LINES - len(lines))
    return [fit(clean(line), COLUMNS) for line in lines[:LINES]]


def _progress(board: Board, cycle: Cycle, today: date) -> str:
    mean, expected = measure_cycle(board, cycle, today)
    share = f"{share_text(mean.value if mean else None)} of the way"
    if cycle.state == "closed":
        return f"{share}, and its scores are frozen"
    pace = f"pace {share_text(expected)}"
    if mean is None:
        return f"nothing measured yet, {pace}"
    behind = round((expected - mean.value) * 100)
    words = f"{abs(behind)} points {'behind' if behind > 0 else 'ahead'}" if behind else "even"
    return f"{share}, {pace}: {words}"


def _counts(measured: list[ObjectiveMeasure]) -> str:
    statuses = [
        closed_health(one.objective) if one.objective.stage == "closed" else status_of(one)
        for one in measured
    ]
    counts = [(HEALTH_LABELS[key], statuses.count(key)) for key in (*STATUSES, "ended")]
    listed = ", ".join(f"{count} {label}" for label, count in counts if count)
    noun = "objective" if len(measured) == 1 else "objectives"
    return f"{len(measured)} {noun}" + (f": {listed}" if listed else "")


def _talk(board: Board, meeting: Meeting, today: date, nothing: str) -> Iterator[str]:
    # Imported here: only the brief ranks, and what is due is asked at every start of a shell.
    from okrboard.domain.meeting.agendas import ranked

    ranking = ranked(board, meeting, today)
    yield "talk about first:" if ranking else f"talk about first: {nothing}"
    for one in ranking[:_TALK]:
        measured = one.measure
        current = measured.latest.value if measured.latest else None
        behind = ""
        if measured.new:
            behind = ", no check-in yet"
        elif measured.gap is not None:
            behind = f", {abs(measured.gap):.0f} {'behind' if measured.gap > 0 else 'ahead'}"
        # What rounds to nothing has no sign.
        priority = f"{round(one.priority.total, 1) + 0.0:.1f}"
        tail = f" {values_of(measured.key_result, current)}{behind} ({priority})"
        title = fit(clean(measured.key_result.title), max(12, COLUMNS - len(tail) - 9))
        yield f"  {one.ref} {title}{tail}"
    yield from ["  –"] * (_TALK - len(ranking))


def _silent(measured: list[ObjectiveMeasure]) -> str:
    stale = [
        f"{reference('key_results', each.key_result.id)} {each.silent} d"
        for one in measured
        if one.objective.stage == "committed"
        for each in one.measures
        if each.health == "stale"
    ]
    return f"silent: {', '.join(stale) or 'none'}"


def _action_counts(board: Board, today: date) -> Iterator[str]:
    until = check_in_due(board, today)
    still_open = [action for action in board.actions.live.values() if action.state == "open"]
    dated = [(action, action.due) for action in still_open if action.due is not None]
    late = {handle(board, action.owner) or "nobody" for action, due in dated if due < today}
    yield (
        f"actions: {len(still_open)} open, {sum(due < today for _, due in dated)} overdue, "
        f"{sum(action.carried > 0 for action in still_open)} carried over"
        + (f" ({', '.join(sorted(late))})" if late else "")
    )
    coming = [
        f"{reference('actions', action.id)} {handle(board, action.owner) or 'nobody'}"
        for action, due in dated
        if today <= due <= until
    ]
    yield f"due by then: {', '.join(coming) or 'nothing'}"


def _unreported(board: Board, today: date) -> str:
    owed = [
        (member.handle, sum(one.kind == "check-in" for one in owed_by(board, member.id, today)))
        for member in board.members.values()
        if member.left is None
    ]
    listed = ", ".join(f"{who} {count}" for who, count in sorted(owed) if count)
    return f"not reported yet: {listed or 'nothing'}"
