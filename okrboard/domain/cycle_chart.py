"""`cycle_chart()`: what a key result did over its cycle, as the points and lines of a picture."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.formulas import Forecast, forecast
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, KeyResult

Point = tuple[date, float]
"""A day and a value in the key result's unit."""


class Observation(Record):
    """A check-in's value."""

    on: date
    value: float
    drivers: tuple[str, ...] = ()
    """The causes that somebody named for it."""


class CycleChart(Record):
    """A key result from its cycle's first day to the last."""

    first: date
    last: date
    today: date
    observations: tuple[Observation, ...]
    """Those of the cycle until today, oldest first; of several on a day the newest."""
    pace: tuple[Point, ...]
    """The corners of the line that it should follow, checkpoints among them; for a threshold its
    bound on both days."""
    target: float
    forecast: Forecast | None = None

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value that a picture has to hold."""
        values = [value for _, value in self.pace] + [one.value for one in self.observations]
        low, high = min(values), max(values)
        if self.forecast is not None:
            # A forecast of few points may lie anywhere; it shall not flatten all that is known.
            room = (high - low) / 2
            low = min(low, max(self.forecast.low, low - room))
            high = max(high, min(self.forecast.high, high + room))
        return low, high


def cycle_chart(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> CycleChart:
    """Return the picture of a key result on a day; what came later is left out."""
    until = min(today, cycle.last)
    by_day = {
        check_in.on: Observation(
            check_in.on, check_in.value, tuple(driver.text for driver in check_in.drivers)
        )
        for check_in in board.check_ins_of(key_result.id)
        if cycle.first <= check_in.on <= until
    }
    observations = tuple(by_day[day] for day in sorted(by_day))
    projected = None
    if key_result.kind == "metric" and today < cycle.last:
        projected = forecast([(one.on, one.value) for one in observations], cycle.last)
    return CycleChart(
        cycle.first,
        cycle.last,
        today,
        observations,
        _pace(key_result, cycle),
        key_result.target,
        projected,
    )


def _pace(key_result: KeyResult, cycle: Cycle) -> tuple[Point, ...]:
    if key_result.kind == "threshold":
        return (cycle.first, key_result.target), (cycle.last, key_result.target)
    inner = {
        checkpoint.on: checkpoint.value
        for checkpoint in key_result.checkpoints
        if cycle.first < checkpoint.on < cycle.last
    }
    start = 0.0 if key_result.kind == "milestones" else key_result.start
    return (
        (cycle.first, start),
        *((on, inner[on]) for on in sorted(inner)),
        (cycle.last, key_result.target),
    )
