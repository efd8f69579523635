"""The arithmetic of the design's section 3, with its source where that is another one.

Progress, pace and gap; the line through the last check-ins; votes and the order of an agenda;
scores, calibration and rhythm. What word of health they come to is in `measure`.

All of them take plain numbers and days and promise: a finite number comes out or None, where None
means that there is nothing to say; a number that is not finite raises `ValueError`; numbers beyond
±10^15 are held there, so that no sum or quotient overflows. The trend's line is the Theil–Sen one:
the median of the slopes between all pairs of points, so that one wrong value does not turn it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite, sqrt
from typing import Literal

from okrboard.domain.enums import Commitment, Health, Keep, KeyResultKind
from okrboard.domain.record import Record

LARGEST = 1e15
"""The largest magnitude a value, a share or a slope has."""


class Mean(Record):
    """An objective's progress."""

    value: float
    """Weighted mean of the key results' clamped progress, 0 to 1."""
    raw: float
    """The same with progress as it is: above 1 and below 0 where key results are."""


def bounded(value: float) -> float:
    """Return `value` as a float within ±`LARGEST`; ValueError when it is not finite."""
    if not isfinite(value):
        raise ValueError("a number has to be finite")
    return min(max(float(value), -LARGEST), LARGEST)


def plausible(value: float, known: Iterable[float], times: float = 10.0) -> bool:
    """Say whether a value may be one beside what is known: start, target, every earlier value.

    It may within `times` their range beyond the lowest and the highest of them; where they are all
    the same, within `times` its size; beside nothing, or nothing but zeros, always. What is not is
    a question to the person, or refused where nobody can be asked: never a silent entry.
    """
    values = [bounded(each) for each in known]
    low, high = min(values, default=0.0), max(values, default=0.0)
    reach = times * ((high - low) or abs(high))
    return not reach or low - reach <= value <= high + reach


def progress(start: float, target: float, current: float) -> float | None:
    """Return `(current − start) / (target − start)`: 0 at the start, 1 at the target.

    The sign of the way gives the direction; nothing is clamped (1.88 stays 1.88). None when start
    and target are the same: that is no way to go, and a threshold says it better.
    Source: reference/method.md 3.1 (linear and direction-aware).
    """
    start, target, current = bounded(start), bounded(target), bounded(current)
    if start == target:
        return None
    way = (current - start) / (target - start)
    # Added to 0.0, a zero has no sign: nobody moved by -0 %.
    return min(max(way, -LARGEST), LARGEST) + 0.0


def threshold_progress(values: Iterable[float], bound: float, keep: Keep = "above") -> float | None:
    """Return the share of check-ins at or inside the bound, 0 to 1; None without check-ins."""
    bound = bounded(bound)
    inside = [
        bounded(value) >= bound if keep == "above" else bounded(value) <= bound for value in values
    ]
    return sum(inside) / len(inside) if inside else None


def milestone_progress(steps: Iterable[tuple[float, bool]]) -> float | None:
    """Return weight done / weight of all, 0 to 1, from `(weight, done)`.

    None when no step counts (no steps, or only weights of 0); ValueError for a weight below 0.
    """
    return weighted_mean((1.0 if done else 0.0, weight) for weight, done in steps)


def clamped(share: float) -> float:
    """Return `share` held within 0 to 1: what is scored."""
    return min(max(bounded(share), 0.0), 1.0)


def weighted_mean(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    """Return the mean of `(value, weight)`; None when nothing counts.

    A weight of 0 leaves a value out, and so does a value of None: what cannot be judged is left
    out, not counted as 0. The mean lies between the smallest and the largest value that counts.
    ValueError for a weight below 0. Source: reference/method.md 3.5.
    """
    counted = [(bounded(value), _weight(weight)) for value, weight in pairs if value is not None]
    counted = [(value, weight) for value, weight in counted if weight > 0]
    if not counted:
        return None
    values = [value for value, _ in counted]
    largest = max(weight for _, weight in counted)
    shares = [weight / largest for _, weight in counted]
    total = sum(value * share for value, share in zip(values, shares, strict=True))
    return min(max(total / sum(shares), min(values)), max(values))


def objective_progress(pairs: Iterable[tuple[float | None, float]]) -> Mean | None:
    """Return an objective's progress from its key results' `(progress, weight)`.

    None when no key result counts.
    """
    pairs = list(pairs)
    raw = weighted_mean(pairs)
    value = weighted_mean((None if p is None else clamped(p), weight) for p, weight in pairs)
    return None if raw is None or value is None else Mean(value, raw)


def elapsed(first: date, last: date, today: date) -> float:
    """Return the share of a cycle that is over, 0 to 1: 0 on the first day, 1 on the last."""
    return pace(first, last, today)


def pace(
    first: date, last: date, today: date, checkpoints: Iterable[tuple[date, float]] = ()
) -> float:
    """Return the progress that is expected today: e(t).

    Piecewise linear through (first day, 0), the checkpoints as (day, progress) and (last day, 1);
    0 before the first day, 1 from the last day on. Checkpoints that are not between the two are
    ignored; of several on one day the last one given counts. In a cycle of one day that day is the
    last. ValueError when the last day is before the first.
    Source: reference/method.md 3.2 (elapsed share, phased targets).
    """
    begin, end, day = first.toordinal(), last.toordinal(), today.toordinal()
    if end < begin:
        raise ValueError("a cycle's last day cannot be before its first")
    if day >= end:
        return 1.0
    if day <= begin:
        return 0.0
    inner = {on.toordinal(): bounded(share) for on, share in checkpoints}
    line = [
        (begin, 0.0),
        *((on, inner[on]) for on in sorted(inner) if begin < on < end),
        (end, 1.0),
    ]
    after = next(index for index, (on, _) in enumerate(line) if on >= day)
    (left, low), (right, high) = line[after - 1], line[after]
    expected = low + (high - low) * ((day - left) / (right - left))
    return min(max(expected, min(low, high)), max(low, high))


def expected_progress(
    kind: KeyResultKind,
    first: date,
    last: date,
    today: date,
    checkpoints: Iterable[tuple[date, float]] = (),
) -> float:
    """Return the pace of a key result of a kind.

    A threshold is to be kept from the first check-in to the last, so its pace is 1 at any time: a
    share of 0.7 is 30 points behind in the second week as in the last. All others: `pace`.
    """
    return 1.0 if kind == "threshold" else pace(first, last, today, checkpoints)


def checkpoint_shares(
    start: float, target: float, checkpoints: Iterable[tuple[date, float]]
) -> list[tuple[date, float]]:
    """Return checkpoints given as (day, value in the key result's unit) as (day, progress)."""
    shares = [(on, progress(start, target, value)) for on, value in checkpoints]
    return [(on, share) for on, share in shares if share is not None]


def gap(expected: float, actual: float) -> float:
    """Return `(e − p) · 100`: percentage points behind pace, below 0 when ahead.

    Rounded to 9 decimals, so that 80 % against 70 % is 10 and not a hair more, which would be
    another health.
    """
    return round(bounded((bounded(expected) - bounded(actual)) * 100), 9)


def need_per_week(
    start: float, target: float, current: float, today: date, last: date
) -> float | None:
    """Return what every week has to bring from now on, signed, in the key result's unit.

    `(target − current) / weeks left`, where a week is seven days of those after today. 0 when the
    target is reached or passed; None when no day is left to do it in.
    Source: reference/method.md 3.7.
    """
    done = progress(start, target, current)
    if done is None or done >= 1:
        return 0.0
    days = last.toordinal() - today.toordinal()
    return None if days <= 0 else bounded((bounded(target) - bounded(current)) * 7 / days)


def unexplained(change: float, shares: Sequence[float]) -> float:
    """Return what of a change no driver accounts for, signed, in the key result's unit.

    Rounded to 9 decimals against the dust of binary fractions. Source: design section 2, *driver*.
    """
    return round(bounded(bounded(change) - sum(map(bounded, shares))), 9) + 0.0


def _weight(weight: float) -> float:
    if not isfinite(weight) or weight < 0:
        raise ValueError("a weight has to be 0 or more")
    return float(weight)


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
    low, high = bounded(ordered[below]), bounded(ordered[above])
    return min(max(low + (high - low) * (place - below), low), high)


def theil_sen(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the median slope over all pairs of `(x, y)` with different x; None without a pair.

    From five points on, one of them may be anything without moving the slope outside of those
    between the others. Source: Sen 1968, "Estimates of the regression coefficient based on
    Kendall's tau".
    """
    placed = [(bounded(x), bounded(y)) for x, y in points]
    slopes = [
        max(-LARGEST, min(LARGEST, (y2 - y1) / (x2 - x1)))
        for index, (x1, y1) in enumerate(placed)
        for x2, y2 in placed[index + 1 :]
        if x1 != x2
    ]
    return median(slopes) if slopes else None


def recent(points: Iterable[tuple[date, float]]) -> list[tuple[date, float]]:
    """Return the last 6 days' values by day; of several on one day the last one given."""
    by_day = {day.toordinal(): (day, bounded(value)) for day, value in points}
    return [by_day[day] for day in sorted(by_day)][-LAST:]


def made_per_week(points: Iterable[tuple[date, float]]) -> float | None:
    """Return what a week brought lately, signed, in the key result's unit.

    The Theil–Sen slope of the values of the last 6 days with a check-in; None with fewer than 4.
    """
    slope = theil_sen(_from_the_last(recent(points)))
    return None if slope is None else bounded(slope * 7)


def forecast(points: Iterable[tuple[date, float]], last_day: date) -> Forecast | None:
    """Return where the line of the last values is on the last day; None with fewer than 4.

    The band holds the middle 80 % of the residuals, widened with the distance to the last day as
    the prediction interval of a straight line is: √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²). There is no
    forecast for milestones: the caller does not ask.
    Source of the widening: Draper & Smith, Applied Regression Analysis, 1.4.
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
    value = bounded(base + slope * ahead)
    return Forecast(
        value,
        min(value, bounded(value + quantile(residuals, _LOW) * wide)),
        max(value, bounded(value + quantile(residuals, _HIGH) * wide)),
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


Band = Literal["red", "amber", "green"]
Yield = Literal["value", "busy_work", "luck", "stuck"]
Problem = Literal["none", "strategy", "cadence", "unknown"]


LEAST_PAIRS = 20
"""Pairs of confidence and outcome below which there is no calibration."""

LOW_SCORE = 0.6
"""Score of a cycle below which the rhythm is asked for the reason."""

GOOD_RHYTHM = 0.75
"""Share of check-ins in time from which the rhythm is not the reason."""


class Reliability(Record):
    """What became of the key results about which the confidence was between two values."""

    low: int
    high: int
    pairs: int
    said: float
    """Mean confidence, 0 to 1."""
    reached: float
    """Share that was reached, 0 to 1."""


class Calibration(Record):
    """How far confidence can be believed."""

    pairs: int
    enough: bool
    brier: float | None
    """Mean squared distance of confidence / 10 from the outcome; always saying 5 makes 0.25."""
    table: tuple[Reliability, ...]
    sentence: str


class Diagnosis(Record):
    """What a cycle's score and rhythm say together."""

    problem: Problem
    sentence: str


def score_band(score: float) -> Band:
    """Return the band of a score: red to 0.3, amber below 0.7, green from 0.7 on.

    Judged as it is printed, with two decimals. Source: reference/method.md 3.5 (whatmatters.com's
    Google playbook: 0.0–0.3, 0.4–0.6, 0.7–1.0).
    """
    printed = round(bounded(score), 2)
    if printed >= 0.7:
        return "green"
    return "amber" if printed > 0.3 else "red"


def expected_score(commitment: Commitment) -> float:
    """Return the score that counts as full success: 1.0 committed, 0.7 aspirational."""
    return 1.0 if commitment == "committed" else 0.7


def is_full(score: float, commitment: Commitment) -> bool:
    """Say whether a score is full success, for what its goal's kind expects."""
    return score >= expected_score(commitment) - 1e-9


def mean_scores(scores: Iterable[tuple[Commitment, float | None]]) -> dict[str, float | None]:
    """Return the mean score of the committed and of the aspirational ones, never of both.

    A score of None is left out; a mean without scores is None.
    """
    given = list(scores)
    return {
        kind: weighted_mean((score, 1.0) for commitment, score in given if commitment == kind)
        for kind in ("committed", "aspirational")
    }


def calibration(pairs: Iterable[tuple[float, bool]]) -> Calibration:
    """Return how confidence (0 to 10) went with "reached" over closed cycles.

    Below 20 pairs it says that it has too little: no score, no table. The table has a row for each
    two points of confidence that occur. ValueError for a confidence outside 0 to 10.
    Source: Brier 1950, "Verification of forecasts expressed in terms of probability".
    """
    given = [(bounded(confidence) / 10, bool(reached)) for confidence, reached in pairs]
    if any(not 0 <= sure <= 1 for sure, _ in given):
        raise ValueError("a confidence is a number from 0 to 10")
    count = len(given)
    if count < LEAST_PAIRS:
        sentence = f"Too little to say: {count} of the {LEAST_PAIRS} key results it needs."
        return Calibration(count, False, None, (), sentence)
    brier = sum((sure - reached) ** 2 for sure, reached in given) / count
    table = tuple(filter(None, (_row(given, low) for low in range(0, 10, 2))))
    return Calibration(count, True, brier, table, _calibrated(table))


def _row(given: list[tuple[float, bool]], low: int) -> Reliability | None:
    row = [pair for pair in given if min(int(pair[0] * 10 + 1e-9) // 2 * 2, 8) == low]
    if not row:
        return None
    confidence = sum(confidence for confidence, _ in row) / len(row)
    reached = sum(reached for _, reached in row) / len(row)
    return Reliability(low, low + 2, len(row), confidence, reached)


def _calibrated(table: tuple[Reliability, ...]) -> str:
    row = max(table, key=lambda row: (abs(row.said - row.reached) * row.pairs, row.low))
    return (
        f"When we say {row.said * 10:.1f} of 10, we reach it in {row.reached * 100:.0f} % "
        f"({row.pairs} key results)."
    )


def kept_and_moved(kept: bool, moved: bool) -> Yield:
    """Return what an action was: value, busy work, luck or stuck.

    `kept` says that it was done, `moved` that its key result moved in the right direction.
    """
    if kept:
        return "value" if moved else "busy_work"
    return "luck" if moved else "stuck"


def value_yield(words: Iterable[Yield]) -> float | None:
    """Return the share of kept actions whose key result moved; None when none was kept.

    Source: reference/method.md 6, N3.
    """
    kept = [word for word in words if word in ("value", "busy_work")]
    return kept.count("value") / len(kept) if kept else None


def in_time(due: Iterable[date], made: Iterable[date], grace_days: int = 3) -> int:
    """Return for how many due days there is a check-in in time.

    In time is after the grace of the due day before and not after the grace of its own, so that
    every check-in counts for one due day only.
    """
    days = sorted({day.toordinal() for day in due})
    done = [day.toordinal() for day in made]
    before = [0, *(day + grace_days for day in days)]
    return sum(
        any(after < day <= on + grace_days for day in done)
        for after, on in zip(before, days, strict=False)
    )


def rhythm(made_in_time: int, due: int) -> float | None:
    """Return check-ins made in time / due, 0 to 1; None when nothing was due."""
    return clamped(made_in_time / due) if due > 0 else None


def diagnosis(score: float | None, rhythm: float | None) -> Diagnosis:
    """Say what a cycle's score (0 to 1) and rhythm (0 to 1) mean together.

    A low score with a good rhythm is a strategy problem, with a bad one a cadence problem. Source
    of the lines at 0.6 and 75 %: reference/method.md 3.6.
    """
    if score is None or rhythm is None:
        return Diagnosis("unknown", "Too little to say: it takes a score and check-ins to be due.")
    facts = f"Score {clamped(score):.2f}, {clamped(rhythm) * 100:.0f} % of the check-ins in time: "
    if score >= LOW_SCORE:
        easy = "it works. Was it ambitious enough?"
        lucky = "it came this far without the rhythm. Skill, luck, or an easy target?"
        return Diagnosis("none", facts + (easy if rhythm >= GOOD_RHYTHM else lucky))
    if rhythm >= GOOD_RHYTHM:
        strategy = "a strategy problem. We looked every week; what we tried did not work."
        return Diagnosis("strategy", facts + strategy)
    return Diagnosis("cadence", facts + "a cadence problem. We did not look often enough to steer.")


TALK_SPREAD = 4
"""Spread of a vote from which the lowest and the highest are asked to speak."""

FELL_BY = 2
"""Points of confidence whose loss raises a key result on the agenda."""


class Confidence(Record):
    """What a blind vote on a key result came to."""

    median: float
    spread: int
    voters: int

    @property
    def split(self) -> bool:
        """Whether the lowest and the highest are asked to speak first."""
        return self.spread >= TALK_SPREAD


class PriorityReason(Record):
    """One reason of a priority and the points it brings."""

    why: str
    points: float


class Priority(Record):
    """How much a key result needs talk, with the reasons that are printed beside it."""

    total: float
    parts: tuple[PriorityReason, ...] = ()

    @property
    def printed(self) -> str:
        """The sum in words, such as `3.72 = 2.00 stale + 1.72 gap 43`; `0.00` without reasons."""
        # Adding nothing makes a zero of what is minus nothing.
        total = f"{round(self.total, 2) + 0.0:.2f}"
        if not self.parts:
            return total
        return f"{total} = " + " + ".join(f"{part.points:.2f} {part.why}" for part in self.parts)


def confidence_of(votes: Iterable[int | None]) -> Confidence | None:
    """Return median and spread (max − min) of votes from 0 to 10; None when all abstained (None).

    ValueError for a vote outside 0 to 10.
    """
    given = [vote for vote in votes if vote is not None]
    if any(not 0 <= vote <= 10 for vote in given):
        raise ValueError("a vote is a whole number from 0 to 10")
    return Confidence(median(given), max(given) - min(given), len(given)) if given else None


def agenda_priority(
    *,
    stale: bool = False,
    gap: float | None = None,
    spread: float | None = None,
    confidence_drop: float | None = None,
    reported: Health | None = None,
    forecast: float | None = None,
) -> Priority:
    """Return how much a key result needs talk.

    `2·[stale] + gap/25 + spread/4 + [confidence dropped by ≥ 2] + [reported on track and forecast
    < 0.5]`, where `gap` is in percentage points (ahead counts down), `spread` that of the last
    vote, `confidence_drop` the last but one confidence minus the last, `reported` the health that
    is shown and `forecast` the projected score. A gap counts to 100 points at most either way, so
    that one runaway number does not drown the other reasons.
    Source: reference/method.md 3.7.
    """
    behind = min(max(bounded(gap or 0.0), -100.0), 100.0)
    apart = bounded(spread or 0.0)
    fell = bounded(confidence_drop or 0.0)
    believed = reported == "on_track" and forecast is not None and bounded(forecast) < 0.5
    parts = [
        PriorityReason("stale", 2.0 if stale else 0.0),
        PriorityReason(f"gap {behind:.0f}" if behind > 0 else f"ahead {-behind:.0f}", behind / 25),
        PriorityReason(f"spread {apart:.0f}", apart / 4),
        PriorityReason(f"confidence fell by {fell:.0f}", 1.0 if fell >= FELL_BY else 0.0),
        PriorityReason(f"on track, forecast {forecast or 0.0:.2f}", 1.0 if believed else 0.0),
    ]
    return Priority(
        sum(part.points for part in parts), tuple(part for part in parts if round(part.points, 2))
    )
