"""`export_csv()`: the table of goals, one row a key result.

Texts and days stand in quotes, numbers bare, lines end with CR LF (RFC 4180). It covers what the
columns name; steps, drivers, actions, history and everything else of a board is in the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.domain.board import Board
from okrboard.domain.limits import MAX_TITLE
from okrboard.domain.records import Cycle, KeyResult, Objective
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
    team = board.teams.get(objective.team)
    closed = objective.stage == "closed"
    return {
        "cycle": text_cell(cycle.name),
        "cycle_from": text_cell(cycle.first.isoformat()),
        "cycle_to": text_cell(cycle.last.isoformat()),
        "objective_no": number_cell(number),
        "level": text_cell(objective.level),
        "team": text_cell(team.name) if team else "",
        "objective": text_cell(squeeze(objective.title, MAX_TITLE)),
        "owner": _handle(board, objective.owner),
        "commitment": text_cell(objective.commitment),
        "stage": text_cell(objective.stage),
        "outcome": text_cell(objective.outcome) if closed else "",
        "score": number_cell(objective.score) if closed and objective.score is not None else "",
        "lesson": text_cell(objective.lesson),
        "why": text_cell(objective.why),
        "company_gets": text_cell(objective.company_gets),
        "owner_gets": text_cell(objective.owner_gets),
        "labels": labels_cell(objective.labels),
        "contributes_to": text_cell(parent_cell(board, objective)),
    }


def _key_result_cells(board: Board, key_result: KeyResult) -> Cells:
    cells = {
        "key_result": text_cell(squeeze(key_result.title, MAX_TITLE)),
        "kind": text_cell(key_result.kind),
        "weight": number_cell(key_result.weight),
        "kr_owner": _handle(board, key_result.owner),
    }
    current = None
    latest = board.latest(key_result.id)
    if latest is not None:
        current = latest.value
        cells["last_check_in"] = text_cell(latest.on.isoformat())
        cells["note"] = text_cell(latest.note)
        if latest.confidence is not None:
            cells["confidence"] = number_cell(latest.confidence)
    if key_result.kind == "milestones":
        cells["steps"] = steps_cell(key_result.steps)
        if current is not None:
            current = float(sum(step.weight for step in key_result.steps if step.done))
    else:
        cells["start"] = number_cell(key_result.start)
        cells["target"] = number_cell(key_result.target)
        cells["unit"] = text_cell(squeeze(key_result.unit))
        if key_result.kind == "threshold":
            cells["keep"] = text_cell(key_result.keep)
    if current is not None:
        cells["current"] = number_cell(current)
    return cells


def _handle(board: Board, id: int) -> str:
    member = board.members.get(id)
    return text_cell(member.handle) if member else ""


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
