"""A report as CSV: one row a key result, with what the numbers say about it.

Texts stand in quotes and begin with no sign that a spreadsheet takes for a formula; numbers are
bare. For a table that can be imported again there is `okrboard export`.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import trend
from okrboard.domain.records import Cycle
from okrboard.report.format import handle, team_name
from okrboard.report.jsonable import measure_json, rates_json
from okrboard.report.status import measured_objectives, objective_health
from okrboard.transfer.rows import number_cell, text_cell

COLUMNS = (
    "day", "cycle", "objective", "objective_title", "objective_health", "team", "objective_owner",
    "key_result", "title", "kind", "start", "target", "unit", "current", "progress", "pace", "gap",
    "health", "confidence", "need_per_week", "made_per_week", "forecast", "owner", "last_check_in",
)  # fmt: skip


def csv(board: Board, cycle: Cycle, today: date) -> str:
    """Return the report with a header; lines end with CR LF (RFC 4180)."""
    lines = [[text_cell(column) for column in COLUMNS]]
    for measured in measured_objectives(board, cycle, today):
        objective = measured.objective
        for each in measured.measures:
            rates = rates_json(trend(board, each, cycle, today))
            row = (
                measure_json(board, each)
                | rates
                | {
                    "day": str(today),
                    "cycle": cycle.name,
                    "objective": reference("objectives", objective.id),
                    "objective_title": objective.title,
                    "objective_health": objective_health(measured),
                    "team": team_name(board, objective.team),
                    "objective_owner": handle(board, objective.owner),
                    "key_result": reference("key_results", each.key_result.id),
                    "owner": handle(board, each.key_result.owner or objective.owner),
                    "last_check_in": str(each.latest.on) if each.latest else None,
                }
            )
            lines.append([_cell(row[column]) for column in COLUMNS])
    return "".join(f"{','.join(line)}\r\n" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return number_cell(value)
    return "" if value is None else text_cell(str(value))
