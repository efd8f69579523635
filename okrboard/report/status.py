"""The health that reports, lists and programs are told, and objectives grouped by it or by others.

The numbers of a proposal say `off track` as soon as half a cycle is over, although nothing runs
yet: what nobody has committed to has no health, and all that this package writes says `proposed`.
What people read says of a closed goal how it ended, and nothing of pace; programs are told what
the numbers say, with stage and outcome beside it.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import closed_health, column_of, done_first, ended_as, last_column
from okrboard.domain.enums import HEALTH_LABELS, LEVELS, STATUSES
from okrboard.domain.lookup import name_of
from okrboard.domain.measure import Measure, ObjectiveMeasure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle


def health_of(board: Board, measured: Measure) -> str:
    """Return a key result's health, or `proposed`."""
    return "proposed" if _stage(board, measured) == "proposed" else measured.health


def shown_health(board: Board, measured: Measure) -> str:
    """Return a key result's health as people read it: `done` or `ended` once it is closed."""
    objective = board.objectives[measured.key_result.objective]
    if objective.stage == "closed":
        return ended_as(measured, objective)
    return health_of(board, measured)


def shown_objective_health(measured: ObjectiveMeasure) -> str:
    """Return an objective's health as people read it: `done` or `ended` once it is closed."""
    if measured.objective.stage == "closed":
        return closed_health(measured.objective)
    return objective_health(measured)


def pace_of(board: Board, measured: Measure) -> float | None:
    """Return where a key result should be, 0 to 1; None where nothing is due: not committed to."""
    return measured.pace if _stage(board, measured) == "committed" else None


def objective_health(measured: ObjectiveMeasure) -> str:
    """Return an objective's health as it is shown, or `proposed`."""
    return "proposed" if measured.objective.stage == "proposed" else measured.health


def _stage(board: Board, measured: Measure) -> str:
    return board.objectives[measured.key_result.objective].stage


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
        labels: list[str] = list(LEVELS)
        own: list[str] = [one.objective.level for one in measured]
    else:
        table = "members" if by == "owner" else "teams"
        own = [name_of(board, table, getattr(one.objective, by)) or "" for one in measured]
        labels = sorted(set(own), key=lambda label: (not label, label.casefold()))
    return [
        Group(
            label,
            label or f"no {by}",
            "",
            tuple(one for one, its in zip(measured, own, strict=True) if its == label),
        )
        for label in labels
    ]


def _by_status(key: str, measured: list[ObjectiveMeasure]) -> Group:
    members = [one for one in measured if status_of(one) == key]
    health, label = key, HEALTH_LABELS[key]
    if key == "done":
        members.sort(key=lambda one: done_first(one.objective))
        health, label = last_column(one.objective for one in members)
    return Group(key, label, health, tuple(members))
