"""A report as CSV: one row a key result, with what the numbers say about it.

Texts stand in quotes and begin with no sign that a spreadsheet takes for a formula; numbers are
bare. For a table that can be imported again there is `okrboard export`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, Trend, trend
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle
from okrboard.report.jsonable import handle, team_name
from okrboard.report.status import gap_of, health_of, measured_objectives, objective_health
from okrboard.transfer.rows import number_cell, text_cell

Value = str | float | None


class _Row(Record):
    """A key result and what the numbers say about it."""

    board: Board
    cycle: Cycle
    today: date
    of: ObjectiveMeasure
    each: Measure
    led: Trend


COLUMNS: dict[str, Callable[[_Row], Value]] = {
    "day": lambda row: str(row.today),
    "cycle": lambda row: row.cycle.name,
    "objective": lambda row: reference("objectives", row.of.objective.id),
    "objective_title": lambda row: row.of.objective.title,
    "objective_health": lambda row: objective_health(row.of),
    "team": lambda row: team_name(row.board, row.of.objective.team),
    "objective_owner": lambda row: handle(row.board, row.of.objective.owner),
    "key_result": lambda row: reference("key_results", row.each.key_result.id),
    "title": lambda row: row.each.key_result.title,
    "kind": lambda row: row.each.key_result.kind,
    "start": lambda row: row.each.key_result.start,
    "target": lambda row: row.each.key_result.target,
    "unit": lambda row: row.each.key_result.unit,
    "current": lambda row: row.each.current,
    "progress": lambda row: row.each.progress,
    "pace": lambda row: row.each.pace,
    "gap": lambda row: gap_of(row.board, row.each),
    "health": lambda row: health_of(row.board, row.each),
    "confidence": lambda row: row.each.confidence,
    "need_per_week": lambda row: row.led.need_per_week,
    "made_per_week": lambda row: row.led.made_per_week,
    "forecast": lambda row: row.led.forecast.value if row.led.forecast else None,
    "owner": lambda row: handle(row.board, row.each.key_result.owner or row.of.objective.owner),
    "last_check_in": lambda row: str(row.each.latest.on) if row.each.latest else None,
}
"""What each column says of a row, in their order."""


def csv(board: Board, cycle: Cycle, today: date) -> str:
    """Return the report with a header; lines end with CR LF (RFC 4180)."""
    lines = [",".join(map(text_cell, COLUMNS))]
    for measured in measured_objectives(board, cycle, today):
        for each in measured.measures:
            row = _Row(board, cycle, today, measured, each, trend(board, each, cycle, today))
            lines.append(",".join(_cell(value(row)) for value in COLUMNS.values()))
    return "".join(f"{line}\r\n" for line in lines)


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return text_cell(value) if isinstance(value, str) else number_cell(value)
