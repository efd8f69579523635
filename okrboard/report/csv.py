"""A report as CSV: one row a key result, with what the numbers say about it.

Texts stand in quotes and begin with no sign that a spreadsheet takes for a formula; numbers are
bare. For a table that can be imported again there is `okrboard export`.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, trend
from okrboard.domain.records import Cycle
from okrboard.report.jsonable import handle, team_name
from okrboard.report.status import gap_of, health_of, measured_objectives, objective_health
from okrboard.transfer.rows import number_cell, text_cell

COLUMNS = (
    "day",
    "cycle",
    "objective",
    "objective_title",
    "objective_health",
    "team",
    "objective_owner",
    "key_result",
    "title",
    "kind",
    "start",
    "target",
    "unit",
    "current",
    "progress",
    "pace",
    "gap",
    "health",
    "confidence",
    "need_per_week",
    "made_per_week",
    "forecast",
    "owner",
    "last_check_in",
)


def csv(board: Board, cycle: Cycle, today: date) -> str:
    """Return the report with a header; lines end with CR LF (RFC 4180)."""
    rows = [",".join(text_cell(name) for name in COLUMNS)]
    for measured in measured_objectives(board, cycle, today):
        for each in measured.measures:
            rows.append(",".join(_cells(board, cycle, measured, each, today)))
    return "".join(f"{row}\r\n" for row in rows)


def _cells(
    board: Board, cycle: Cycle, measured: ObjectiveMeasure, each: Measure, today: date
) -> list[str]:
    objective, key_result = measured.objective, each.key_result
    led = trend(board, each, cycle, today)
    values: tuple[str | float | None, ...] = (
        str(today),
        cycle.name,
        reference("objectives", objective.id),
        objective.title,
        objective_health(measured),
        team_name(board, objective.team),
        handle(board, objective.owner),
        reference("key_results", key_result.id),
        key_result.title,
        key_result.kind,
        key_result.start,
        key_result.target,
        key_result.unit,
        each.current,
        each.progress,
        each.pace,
        gap_of(board, each),
        health_of(board, each),
        each.confidence,
        led.need_per_week,
        led.made_per_week,
        led.forecast.value if led.forecast else None,
        handle(board, key_result.owner or objective.owner),
        str(each.latest.on) if each.latest else None,
    )
    return [_cell(value) for value in values]


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return text_cell(value) if isinstance(value, str) else number_cell(value)
