"""Progress, pace and gap: where a key result is and where it should be.

Every formula of the design's section 3 is in one of five modules: this one, `health` (the words),
`trend` (slope, forecast), `priority` (votes, agenda) and `scoring` (scores, calibration, rhythm).

All of them take plain numbers and days and promise: a finite number comes out or None, where None
means that there is nothing to say; a number that is not finite raises `ValueError`; numbers beyond
±10^15 are held there, so that no sum or quotient overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite

from okrboard.domain.enums import Keep, KeyResultKind
from okrboard.domain.record import Record

LARGEST = 1e15
"""The largest magnitude a value, a share or a slope has."""


class Mean(Record):
    """An objective's progress."""

    value: float
    """Weighted mean of the key results' clamped progress, 0 to 1."""
    raw: float
    """The same with progress as it is: above 1 and below 0 where key results are."""


def held(value: float) -> float:
    """Return `value` as a float within ±`LARGEST`; ValueError when it is not finite."""
    if not isfinite(value):
        raise ValueError("a number has to be finite")
    return min(max(float(value), -LARGEST), LARGEST)


def plausible(value: float, known: Iterable[float], times: float = 10.0) -> bool:
    """Say whether a value may be one beside what is known: start, target, every earlier value.

    It may within `times` their range beyond the lowest and the highest of them; where they are all
    the same, within `times` its size; beside nothing, or nothing but zeros, always. What is not is
    a question to the person, or refused where nobody can be asked: never a silent entry.

    Source: design section 3, "plausible".
    """
    values = [held(each) for each in known]
    low, high = min(values, default=0.0), max(values, default=0.0)
    reach = times * ((high - low) or abs(high))
    return not reach or low - reach <= value <= high + reach


def progress(start: float, target: float, current: float) -> float | None:
    """Return `(current − start) / (target − start)`: 0 at the start, 1 at the target.

    The sign of the way gives the direction; nothing is clamped (1.88 stays 1.88). None when start
    and target are the same: that is no way to go, and a threshold says it better.
    Source: design section 3; reference/method.md 3.1 (linear and direction-aware).
    """
    start, target, current = held(start), held(target), held(current)
    if start == target:
        return None
    way = (current - start) / (target - start)
    # Added to 0.0, a zero has no sign: nobody moved by -0 %.
    return min(max(way, -LARGEST), LARGEST) + 0.0


def threshold_progress(values: Iterable[float], bound: float, keep: Keep = "above") -> float | None:
    """Return the share of check-ins at or inside the bound, 0 to 1; None without check-ins.

    Source: design section 3, "Threshold KR: share of check-ins inside".
    """
    bound = held(bound)
    inside = [held(value) >= bound if keep == "above" else held(value) <= bound for value in values]
    return sum(inside) / len(inside) if inside else None


def milestone_progress(steps: Iterable[tuple[float, bool]]) -> float | None:
    """Return weight done / weight of all, 0 to 1, from `(weight, done)`.

    None when no step counts (no steps, or only weights of 0); ValueError for a weight below 0.
    Source: design section 3.
    """
    return weighted_mean((1.0 if done else 0.0, weight) for weight, done in steps)


def clamped(share: float) -> float:
    """Return `share` held within 0 to 1: what is scored."""
    return min(max(held(share), 0.0), 1.0)


def weighted_mean(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    """Return the mean of `(value, weight)`; None when nothing counts.

    A weight of 0 leaves a value out, and so does a value of None: what cannot be judged is left
    out, not counted as 0. The mean lies between the smallest and the largest value that counts.
    ValueError for a weight below 0. Source: design section 3; reference/method.md 3.5.
    """
    counted = [(held(value), _weight(weight)) for value, weight in pairs if value is not None]
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

    None when no key result counts. Source: design section 3 ("the raw mean is kept beside it").
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
    Source: design section 3; reference/method.md 3.2 (elapsed share, phased targets).
    """
    begin, end, day = first.toordinal(), last.toordinal(), today.toordinal()
    if end < begin:
        raise ValueError("a cycle's last day cannot be before its first")
    if day >= end:
        return 1.0
    if day <= begin:
        return 0.0
    inner = {on.toordinal(): held(share) for on, share in checkpoints}
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
    another health. Source: design section 3.
    """
    return round(held((held(expected) - held(actual)) * 100), 9)


def need_per_week(
    start: float, target: float, current: float, today: date, last: date
) -> float | None:
    """Return what every week has to bring from now on, signed, in the key result's unit.

    `(target − current) / weeks left`, where a week is seven days of those after today. 0 when the
    target is reached or passed; None when no day is left to do it in.
    Source: design section 3; reference/method.md 3.7.
    """
    done = progress(start, target, current)
    if done is None or done >= 1:
        return 0.0
    days = last.toordinal() - today.toordinal()
    return None if days <= 0 else held((held(target) - held(current)) * 7 / days)


def unexplained(change: float, shares: Sequence[float]) -> float:
    """Return what of a change no driver accounts for, signed, in the key result's unit.

    Rounded to 9 decimals against the dust of binary fractions. Source: design section 2, *driver*.
    """
    return round(held(held(change) - sum(map(held, shares))), 9) + 0.0


def _weight(weight: float) -> float:
    if not isfinite(weight) or weight < 0:
        raise ValueError("a weight has to be 0 or more")
    return float(weight)
