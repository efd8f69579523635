"""What the cycle looked like at the end of one of its weeks, and what was new in it."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.formulas import elapsed, objective_progress
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Driver, KeyResult


class Told(Record):
    """A driver that somebody named in a week, with its part of the key result's whole way."""

    key_result: KeyResult
    driver: Driver
    weight: float
    """Share of the way from start to target, signed: above 0 it led towards the target."""


class Week(Record):
    """A cycle at the end of a day."""

    day: date
    progress: float | None
    """Of the whole cycle; None while there is nothing to measure."""
    pace: float
    goals: tuple[ObjectiveMeasure, ...]
    drivers: tuple[Told, ...]
    """What was said in the days since the week before, the largest part first."""


def week_of(board: Board, cycle: Cycle, day: date, since: date | None, team: int = 0) -> Week:
    """Return a week from the board as it was at the end of its day.

    `since` is the day of the week before, None for the first one. A day on which the board did not
    know the cycle yet has no goals.
    """
    goals = tuple(
        measure_objective(board, objective, cycle, day)
        for objective in board.objectives_in(cycle.id)
        if objective.stage != "proposed" and team in (0, objective.team)
    )
    mean = objective_progress(
        (goal.progress.value, 1.0) for goal in goals if goal.progress is not None
    )
    return Week(
        day,
        mean.value if mean else None,
        elapsed(cycle.first, cycle.last, day),
        goals,
        tuple(sorted(_told(board, goals, day, since), key=lambda told: -abs(told.weight))),
    )


def _told(
    board: Board, goals: tuple[ObjectiveMeasure, ...], day: date, since: date | None
) -> list[Told]:
    found = []
    for goal in goals:
        for measured in goal.measures:
            key_result = measured.key_result
            way = key_result.target - key_result.start
            for check_in in board.check_ins_of(key_result.id):
                if check_in.on <= day and (since is None or check_in.on > since):
                    found += [
                        Told(key_result, driver, driver.share / way if way else driver.share)
                        for driver in check_in.drivers
                    ]
    return found
