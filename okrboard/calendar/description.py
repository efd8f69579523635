"""What stands in an event: what the meeting is for, what to talk about first, how to join.

It is a function of the board alone: "now" is the newest change of the cycle's goals, so that the
same board exports the same bytes on any day. That instant is also the event's LAST-MODIFIED where
it is later than the schedule's own; SEQUENCE does not know of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from okrboard.calendar.from_board import plan_of, refuse_odd
from okrboard.calendar.plan import Plan
from okrboard.calendar.timezone import zone_or_utc
from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.format_numbers import format_value
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.agendas import STEPS, TALK, Ranked, ranked
from okrboard.domain.records import Meeting, Patch, Series
from okrboard.domain.rewind import newest_first
from okrboard.text import squeeze

_NAMED = 5
"""Key results that are named."""
_LONGEST = 120
"""Characters of a title."""

_PURPOSE = {
    "check-in": "What drove the key results, what the gap is, what did not work and its quick fix,"
    " what we do next week.",
    "reflect": "How far we got and why, what we learned, what we change.",
    "goals": "Where we go, what customers say, and the goals we choose together.",
}


def plans(board: Board, chosen: Iterable[Series]) -> list[Plan]:
    """Return the plans of some series as they are exported, with what to talk about."""
    chosen = list(chosen)
    for series in chosen:
        refuse_odd(board, series)
    return [_described(board, series) for series in chosen]


def _described(board: Board, series: Series) -> Plan:
    at = _goals_changed(board, series.cycle)
    agenda = " · ".join(step.title for step in STEPS[series.kind])
    parts = [_PURPOSE[series.kind], f"Agenda: {agenda}"]
    if at is not None and series.cycle in board.cycles and series.kind != "goals":
        parts += _talk(board, series, at)
    parts.append(f"Join: okrboard meet {series.kind}")
    plan = plan_of(board, series)._replace(description="\n\n".join(parts))
    return plan if at is None else plan._replace(described=at)


def _goals_changed(board: Board, cycle: int) -> datetime | None:
    """Return when the goals of a cycle were changed last, None when they never were."""

    def find() -> datetime | None:
        objectives = {objective.id for objective in board.objectives_in(cycle)}
        key_results = {kr.id for kr in board.key_results.values() if kr.objective in objectives}
        goals = {"objectives": objectives, "key_results": key_results}

        def is_about(patch: Patch) -> bool:
            if patch.table != "check_ins":
                return patch.id in goals.get(patch.table, ())
            check_in = board.check_ins.get(patch.id)
            return check_in is None or check_in.key_result in key_results

        # Without goals the whole log, archives included, would be searched for nothing.
        changes = newest_first(board) if objectives else ()
        return next((one.at for one in changes if any(map(is_about, one.patches))), None)

    return board.memo(("goals changed", cycle), find)


def _talk(board: Board, series: Series, at: datetime) -> list[str]:
    """Return the paragraph of what to talk about first, most urgent first; none without any."""
    today = at.astimezone(zone_or_utc(board.settings.timezone)).date()
    about = Meeting(0, series.kind, series.cycle, at, team=series.team)
    urgent = [each for each in ranked(board, about, today) if each.priority.total >= TALK]
    if not urgent:
        return []
    lines = ["Talk about first", *(_line(board, each) for each in urgent[:_NAMED])]
    if len(urgent) > _NAMED:
        lines.append(f"and {len(urgent) - _NAMED} more")
    return ["\n".join(lines)]


def _line(board: Board, each: Ranked) -> str:
    key_result = each.measure.key_result
    now = format_value(each.measure.current)
    target = format_value(key_result.target, squeeze(key_result.unit, 40))
    owner = board.members.get(key_result.owner)
    whose = f" ({owner.handle})" if owner else ""
    return (
        f"{reference('key_results', key_result.id)} {squeeze(key_result.title, _LONGEST)}{whose}:"
        f" {now} of {target}, {HEALTH_LABELS[each.measure.health]}"
    )
