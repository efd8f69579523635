"""The health that reports, lists and programs are told: what nobody has committed to has none.

What people read says of a closed goal how it ended, and nothing of pace; programs are told what
the numbers say, with stage and outcome beside it.

The numbers of a proposal say `off track` as soon as half a cycle is over, although nothing runs
yet. Everything that this package writes asks here, so that all of it says `proposed`.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.cards import closed_health, ended_as
from okrboard.domain.enums import Health
from okrboard.domain.measure import Measure, ObjectiveMeasure

PROPOSED = "proposed"


def health_of(board: Board, measured: Measure) -> str:
    """Return a key result's health, or `proposed`."""
    return PROPOSED if _is_proposed(board, measured) else measured.health


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
    committed = board.objectives[measured.key_result.objective].stage == "committed"
    return measured.pace if committed else None


def gap_of(board: Board, measured: Measure) -> float | None:
    """Return the percentage points that a key result is behind its pace; None for a proposal."""
    return None if _is_proposed(board, measured) else measured.gap


def objective_health(measured: ObjectiveMeasure) -> str:
    """Return an objective's health as it is shown, or `proposed`."""
    return _unless_proposed(measured, measured.health)


def computed_health(measured: ObjectiveMeasure) -> str:
    """Return what the numbers say of an objective, or `proposed`."""
    return _unless_proposed(measured, measured.computed)


def _is_proposed(board: Board, measured: Measure) -> bool:
    return board.objectives[measured.key_result.objective].stage == PROPOSED


def _unless_proposed(measured: ObjectiveMeasure, health: Health) -> str:
    return PROPOSED if measured.objective.stage == PROPOSED else health
