"""The line through the last check-ins: how much a week brings and where that leads.

The line is the Theil–Sen one: the median of the slopes between all pairs of points, so that one
wrong value does not turn it. It is a projection of what was, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import sqrt

from okrboard.domain.formulas import LARGEST, clamped, held, progress
from okrboard.domain.record import Record

LAST = 6
"""Values that a trend looks back on."""

LEAST = 4
"""Values below which there is no trend."""

_LOW, _HIGH = 0.1, 0.9
"""Quantiles of the residuals that bound a forecast."""


class Forecast(Record):
    """The projected value at a cycle's end, in the key result's unit; low ≤ value ≤ high."""

    value: float
    low: float
    high: float


def median(values: Iterable[float]) -> float:
    """Return the middle value, or the mean of the two middle ones; ValueError without values."""
    return quantile(sorted(values), 0.5)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of ascending values lie.

    Linear between the values. Source: Hyndman & Fan 1996, definition 7.
    """
    if not ordered:
        raise ValueError("no values, no quantile")
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    low, high = held(ordered[below]), held(ordered[above])
    return min(max(low + (high - low) * (place - below), low), high)


def theil_sen(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the median slope over all pairs of `(x, y)` with different x; None without a pair.

    From five points on, one of them may be anything without moving the slope outside of those
    between the others. Source: Sen 1968, "Estimates of the regression coefficient based on
    Kendall's tau".
    """
    placed = [(held(x), held(y)) for x, y in points]
    slopes = [
        max(-LARGEST, min(LARGEST, (y2 - y1) / (x2 - x1)))
        for index, (x1, y1) in enumerate(placed)
        for x2, y2 in placed[index + 1 :]
        if x1 != x2
    ]
    return median(slopes) if slopes else None


def recent(points: Iterable[tuple[date, float]]) -> list[tuple[date, float]]:
    """Return the last 6 days' values by day; of several on one day the last one given."""
    by_day = {day.toordinal(): (day, held(value)) for day, value in points}
    return [by_day[day] for day in sorted(by_day)][-LAST:]


def made_per_week(points: Iterable[tuple[date, float]]) -> float | None:
    """Return what a week brought lately, signed, in the key result's unit.

    The Theil–Sen slope of the values of the last 6 days with a check-in; None with fewer than 4.
    Source: design section 3.
    """
    slope = theil_sen(_from_the_last(recent(points)))
    return None if slope is None else held(slope * 7)


def forecast(points: Iterable[tuple[date, float]], last_day: date) -> Forecast | None:
    """Return where the line of the last values is on the last day; None with fewer than 4.

    The band holds the middle 80 % of the residuals, widened with the distance to the last day as
    the prediction interval of a straight line is: √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²). There is no
    forecast for milestones: the caller does not ask.
    Source: design section 3; the widening: Draper & Smith, Applied Regression Analysis, 1.4.
    """
    kept = recent(points)
    line = _from_the_last(kept)
    slope = theil_sen(line)
    if slope is None:
        return None
    base = median(y - slope * x for x, y in line)
    residuals = sorted(y - slope * x - base for x, y in line)
    ahead = float(last_day.toordinal() - kept[-1][0].toordinal())
    wide = _widening([x for x, _ in line], ahead)
    value = held(base + slope * ahead)
    return Forecast(
        value,
        min(value, held(value + quantile(residuals, _LOW) * wide)),
        max(value, held(value + quantile(residuals, _HIGH) * wide)),
    )


def forecast_score(start: float, target: float, value: float) -> float | None:
    """Return the score, 0 to 1, that a forecast value would be; None when there is no way to go."""
    share = progress(start, target, value)
    return None if share is None else clamped(share)


def _from_the_last(points: list[tuple[date, float]]) -> list[tuple[float, float]]:
    """Return points as (days from the last point, value), or nothing when they are too few."""
    if len(points) < LEAST:
        return []
    end = points[-1][0].toordinal()
    return [(float(day.toordinal() - end), value) for day, value in points]


def _widening(days: list[float], ahead: float) -> float:
    middle = sum(days) / len(days)
    spread = sum((day - middle) ** 2 for day in days)
    return sqrt(1 + 1 / len(days) + (ahead - middle) ** 2 / spread)
