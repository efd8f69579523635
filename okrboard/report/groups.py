"""Objectives in groups: by status, by owner, by team, by level, as the board's columns are."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import column_of, done_first, last_column
from okrboard.domain.enums import HEALTH_LABELS, LEVELS, STATUSES
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle
from okrboard.report.jsonable import handle, team_name


class Group(Record):
    """A column of the board."""

    key: str
    label: str
    health: str
    """The health that it stands for, or an empty text."""
    objectives: tuple[ObjectiveMeasure, ...]


def status_of(measured: ObjectiveMeasure) -> str:
    """Return the column of an objective by status."""
    if measured.objective.stage == "committed":
        return column_of(measured.health)
    return "proposed" if measured.objective.stage == "proposed" else "done"


def measured_objectives(board: Board, cycle: Cycle, today: date) -> list[ObjectiveMeasure]:
    """Return a cycle's objectives in their order, each with where it stands."""
    return [measure_objective(board, o, cycle, today) for o in board.objectives_in(cycle.id)]


def grouped(board: Board, measured: list[ObjectiveMeasure], by: str) -> list[Group]:
    """Return objectives in groups `by` one of `GROUPINGS`; those without an owner or team last."""
    if by == "status":
        return [_by_status(key, measured) for key in STATUSES]
    if by == "level":
        return [
            Group(key, key, "", tuple(one for one in measured if one.objective.level == key))
            for key in LEVELS
        ]
    name = handle if by == "owner" else team_name
    field = "owner" if by == "owner" else "team"
    names = [(name(board, getattr(one.objective, field)) or "", one) for one in measured]
    found = sorted({label for label, _ in names}, key=lambda label: (not label, label.casefold()))
    return [
        Group(
            label,
            label or f"no {by}",
            "",
            tuple(one for own, one in names if own == label),
        )
        for label in found
    ]


def _by_status(key: str, measured: list[ObjectiveMeasure]) -> Group:
    found = [one for one in measured if status_of(one) == key]
    health, label = key, HEALTH_LABELS[key]
    if key == "done":
        found.sort(key=lambda one: done_first(one.objective))
        health, label = last_column(one.objective for one in found)
    return Group(key, label, health, tuple(found))
