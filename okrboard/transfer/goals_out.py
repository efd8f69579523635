"""`export_csv()`: the table of goals, one row a key result.

Texts and days stand in quotes, numbers bare, lines end with CR LF (RFC 4180). It covers what the
columns name; steps, drivers, actions, history and everything else of a board is in the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.fields import Field, kind_of, sheet_fields
from okrboard.domain.lookup import name_of
from okrboard.domain.records import TABLES, Cycle, KeyResult, Objective
from okrboard.domain.types import MAX_TITLE
from okrboard.text import squeeze
from okrboard.transfer.columns import COLUMNS
from okrboard.transfer.rows import labels_cell, number_cell, steps_cell, text_cell

Cells = dict[str, str]


def export_csv(board: Board) -> str:
    """Return every key result as a row, by cycle and in the board's order, under a header.

    An objective without key results has a row of its own.
    """
    rows = [",".join(f'"{name}"' for name in COLUMNS)]
    for cycle in sorted(board.cycles.values(), key=lambda cycle: (cycle.first, cycle.id)):
        for number, objective in enumerate(board.objectives_in(cycle.id), start=1):
            goal = _goal_cells(board, cycle, number, objective)
            key_results = board.key_results_of(objective.id)
            for cells in [_key_result_cells(board, kr) for kr in key_results] or [{}]:
                merged = {**goal, **cells}
                rows.append(",".join(merged.get(name, "") for name in COLUMNS))
    return "".join(f"{row}\r\n" for row in rows)


def _goal_cells(board: Board, cycle: Cycle, number: int, objective: Objective) -> Cells:
    cells = {
        **_cells(board, "cycles", cycle),
        "objective_no": number_cell(number),
        **_cells(board, "objectives", objective),
        "contributes_to": text_cell(parent_cell(board, objective)),
    }
    ended = objective.stage == "closed"
    return cells if ended else {**cells, "outcome": "", "score": ""}


def _key_result_cells(board: Board, key_result: KeyResult) -> Cells:
    cells = _cells(board, "key_results", key_result)
    latest = board.latest(key_result.id)
    if latest is not None:
        cells |= _cells(board, "check_ins", latest)
    if key_result.kind == "milestones":
        cells |= dict.fromkeys(("start", "target", "unit", "keep"), "")
        if latest is not None:
            done = sum(step.weight for step in key_result.steps if step.done)
            cells["current"] = number_cell(float(done))
    else:
        cells["steps"] = ""
        if key_result.kind == "metric":
            cells["keep"] = ""
    return cells


def _cells(board: Board, table: str, record: Any) -> Cells:
    return {field.header: _cell(board, table, field, record) for field in sheet_fields(table)}


def _cell(board: Board, table: str, field: Field, record: Any) -> str:
    value, kind = getattr(record, field.name), kind_of(table, field.name)
    if value is None:
        return ""
    if kind.base in TABLES:
        return text_cell(name_of(board, kind.base, value) or "")
    if kind.many:
        return labels_cell(value) if kind.base == "text" else steps_cell(value)
    if kind.base in ("number", "whole"):
        return number_cell(value)
    return text_cell(str(value) if kind.base == "lines" else squeeze(str(value), MAX_TITLE))


Numbers = Mapping[int, str]
"""The `objective_no` of each objective of a table."""


def parent_cell(board: Board, objective: Objective) -> str:
    """Return what names the objective that another contributes to; empty without one."""
    parent = board.objectives.get(objective.contributes_to)
    if parent is None:
        return ""
    title = squeeze(parent.title, MAX_TITLE)
    others = [one for one in _titled(board, objective, title) if one.id != parent.id]
    near = parent.cycle == objective.cycle
    if not any(one.cycle == parent.cycle or not near for one in others):
        return title
    number = [one.id for one in board.objectives_in(parent.cycle)].index(parent.id) + 1
    return _numbered(board, objective, parent, title, str(number))


def parents_called(
    board: Board, objective: Objective, told: str, numbers: Numbers
) -> list[Objective]:
    """Return which objectives a cell may mean, the likeliest first; none when none is called so.

    Those of the same cycle go first, and a title that is written alike before one that differs in
    its capitals. `numbers` are the `objective_no` of the objectives that stand in the table.
    """
    found = _titled(board, objective, told)
    if not found:
        wanted = told.casefold()
        found = [
            one
            for one in board.objectives.values()
            if one.id != objective.id
            and wanted.startswith(one.title.casefold())
            and one.id in numbers
            and _numbered(board, objective, one, one.title, numbers[one.id]).casefold() == wanted
        ]
    return sorted(
        found, key=lambda one: (one.cycle != objective.cycle, not told.startswith(one.title))
    )


def _titled(board: Board, objective: Objective, title: str) -> list[Objective]:
    """Return the other objectives that have a title, capitals aside."""
    wanted = title.casefold()
    return [
        one
        for one in board.objectives.values()
        if one.id != objective.id and one.title.casefold() == wanted
    ]


def _numbered(
    board: Board, objective: Objective, parent: Objective, title: str, number: str
) -> str:
    where = "" if parent.cycle == objective.cycle else f"{board.cycles[parent.cycle].name}/"
    return f"{title} #{where}{number}"
