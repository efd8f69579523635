"""`contributes_to` in a table: an objective named by its title, and by its number where it must.

Two objectives may have one title; then ` #3` behind it is the `objective_no` of the one meant, and
` #2026-T2/3` that of one in another cycle.
"""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.domain.board import Board
from okrboard.domain.limits import MAX_TITLE
from okrboard.domain.records import Objective
from okrboard.text import squeeze

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
