"""`Measure`: where a key result stands on a day. Everything that shows or judges one asks here.

`measure()` computes what a card needs and reads no more check-ins than that; `trend()` adds what
only one key result at a time is asked for: need and made per week, and the forecast.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import Health
from okrboard.domain.formulas import (
    Mean,
    checkpoint_shares,
    elapsed,
    expected_progress,
    gap,
    milestone_progress,
    need_per_week,
    objective_progress,
    progress,
    threshold_progress,
)
from okrboard.domain.health import Thresholds, health, is_new, silent_days, weakest
from okrboard.domain.record import Record
from okrboard.domain.records import CheckIn, Cycle, KeyResult, Objective
from okrboard.domain.trend import Forecast, forecast, forecast_score, made_per_week


class Measure(Record):
    """A key result on a day."""

    key_result: KeyResult
    current: float
    """The newest value; the start before the first check-in."""
    latest: CheckIn | None
    progress: float | None
    """1.0 at the target, as it is; None when nobody can say yet."""
    pace: float
    """Where progress should be on this day, 0 to 1."""
    gap: float | None
    """Percentage points behind pace; below 0 ahead."""
    health: Health
    silent: int
    """Days since it was last heard of within the cycle."""
    new: bool = False
    """Whether its first check-in is still to come: it was set or committed to days ago."""

    @property
    def confidence(self) -> int | None:
        """The confidence of the newest check-in, 0 to 10."""
        return self.latest.confidence if self.latest else None


class Trend(Record):
    """How fast a key result moves, and where that leads."""

    need_per_week: float | None
    made_per_week: float | None
    forecast: Forecast | None
    forecast_score: float | None
    """The forecast's value as a score, 0 to 1."""


class ObjectiveMeasure(Record):
    """An objective on a day."""

    objective: Objective
    measures: tuple[Measure, ...]
    progress: Mean | None
    """Weighted mean of its key results; None when none counts."""
    health: Health
    """What a person said instead of the numbers, else what the numbers say."""
    computed: Health
    """What the numbers say."""
    silent: int
    """Days since any of its key results was heard of."""


def thresholds_of(board: Board) -> Thresholds:
    """Return a board's own thresholds of health."""
    settings = board.settings
    return Thresholds(
        at_risk=settings.at_risk_gap,
        off_track=settings.off_track_gap,
        early=settings.early_share,
        grace_days=settings.grace_days,
        cadence_days=settings.cadence_days,
    )


def measure(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> Measure:
    """Return where a key result of a cycle stands on a day."""
    gone, thresholds = board.memo(
        ("day of a cycle", cycle, today),
        lambda: (elapsed(cycle.first, cycle.last, today), thresholds_of(board)),
    )
    latest = board.latest(key_result.id)
    share = _progress(board, key_result, latest)
    expected = gone
    if key_result.checkpoints or key_result.kind == "threshold":
        shares = checkpoint_shares(key_result.start, key_result.target, key_result.checkpoints)
        expected = expected_progress(key_result.kind, cycle.first, cycle.last, today, shares)
    behind = None if share is None else gap(expected, share)
    since = None if latest else there_since(board, key_result)
    silent = silent_days(cycle.first, cycle.last, today, latest.on if latest else None, since)
    new = is_new(since, today, thresholds, checked_in=latest is not None)
    word = health(
        progress=share,
        gap=behind,
        elapsed=gone,
        silent=silent,
        kind=key_result.kind,
        new=new,
        thresholds=thresholds,
    )
    current = latest.value if latest else key_result.start
    return Measure(key_result, current, latest, share, expected, behind, word, silent, new)


def there_since(board: Board, key_result: KeyResult) -> date | None:
    """Return since when a key result is there to be checked in; None when nobody knows.

    That is the day it was made, or its objective was committed to, whichever came later.
    """
    objective = board.objectives.get(key_result.objective)
    days = (key_result.created, objective.committed if objective else None)
    return max((day for day in days if day is not None), default=None)


def trend(board: Board, measured: Measure, cycle: Cycle, today: date) -> Trend:
    """Return how fast a key result moves; a metric only, the others have no line to follow."""
    key_result = measured.key_result
    if key_result.kind != "metric":
        return Trend(None, None, None, None)
    points = [(check_in.on, check_in.value) for check_in in board.check_ins_of(key_result.id)]
    leads = forecast(points, cycle.last)
    return Trend(
        need_per_week(key_result.start, key_result.target, measured.current, today, cycle.last),
        made_per_week(points),
        leads,
        forecast_score(key_result.start, key_result.target, leads.value) if leads else None,
    )


def measure_objective(
    board: Board, objective: Objective, cycle: Cycle, today: date
) -> ObjectiveMeasure:
    """Return where an objective stands: its key results, their mean, the weakest health."""
    measures = tuple(
        measure(board, key_result, cycle, today)
        for key_result in board.key_results_of(objective.id)
    )
    counted = [measured for measured in measures if measured.key_result.weight > 0]
    computed = weakest(measured.health for measured in counted) or "too_early"
    return ObjectiveMeasure(
        objective,
        measures,
        objective_progress(
            (measured.progress, measured.key_result.weight) for measured in measures
        ),
        objective.override or computed,
        computed,
        min((measured.silent for measured in measures), default=0),
    )


def measure_cycle(board: Board, cycle: Cycle, today: date) -> tuple[Mean | None, float]:
    """Return a cycle's progress over its committed and closed objectives, and its pace."""
    means = []
    for objective in board.objectives_in(cycle.id):
        if objective.stage != "proposed":
            measured = measure_objective(board, objective, cycle, today)
            if measured.progress is not None:
                means.append((measured.progress.value, 1.0))
    return objective_progress(means), elapsed(cycle.first, cycle.last, today)


def _progress(board: Board, key_result: KeyResult, latest: CheckIn | None) -> float | None:
    if key_result.kind == "threshold":
        values = [check_in.value for check_in in board.check_ins_of(key_result.id)]
        return threshold_progress(values, key_result.target, key_result.keep)
    if key_result.kind == "milestones":
        return milestone_progress((step.weight, step.done is not None) for step in key_result.steps)
    return progress(
        key_result.start, key_result.target, latest.value if latest else key_result.start
    )
