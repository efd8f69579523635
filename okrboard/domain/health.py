"""Health: one word for how a key result or an objective is, from its numbers.

The words are those of the design's section 2; the order in which one is weaker than another is
here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain.enums import Health, KeyResultKind
from okrboard.domain.formulas import held
from okrboard.domain.record import Record

WEAKEST_FIRST: tuple[Health, ...] = (
    "off_track",
    "at_risk",
    "stale",
    "too_early",
    "on_track",
    "done",
)
"""A known shortfall is weaker than silence, silence is weaker than not knowing yet."""

_HIDDEN_BY_SILENCE = WEAKEST_FIRST[WEAKEST_FIRST.index("stale") :]

_DUST = 1e-9
"""Sums of weights such as 0.1 miss a whole by less than this."""


class Thresholds(Record):
    """Where one health ends and the next begins; a board may set its own."""

    at_risk: float = 10.0
    """Percentage points behind pace above which a key result is at risk."""
    off_track: float = 25.0
    """Percentage points behind pace above which it is off track."""
    early: float = 0.10
    """Share of a cycle in which it is too early to judge."""
    grace_days: int = 3
    """Days a check-in may come late."""
    cadence_days: int = 7
    """Days between two check-ins."""


DEFAULTS = Thresholds()


def silent_days(
    first: date, last: date, today: date, last_check_in: date | None, since: date | None = None
) -> int:
    """Return the days since a key result was last heard of, 0 or more.

    Counted within the cycle: from its first day when there was no check-in since, and up to its
    last day at most, so that what was in time when the cycle ended stays so. What was never heard
    of is silent `since` the day it was there to be checked in, where that came later.
    """
    begin = first.toordinal()
    if last_check_in is None and since is not None:
        begin = max(begin, since.toordinal())
    heard = begin if last_check_in is None else max(begin, last_check_in.toordinal())
    return max(0, min(today.toordinal(), last.toordinal()) - heard)


def is_new(
    since: date | None, today: date, thresholds: Thresholds = DEFAULTS, *, checked_in: bool
) -> bool:
    """Say whether nobody could be expected to have checked in a key result yet.

    That is so before its first check-in, less than the cadence and the grace after the day `since`
    when it was made or committed to; never where that day is not known.
    """
    if checked_in or since is None:
        return False
    return (today - since).days < thresholds.cadence_days + thresholds.grace_days


def is_stale(silent: int, thresholds: Thresholds = DEFAULTS) -> bool:
    """Say whether a key result was silent for more than the cadence and the grace.

    Source: design section 3; reference/method.md 3.3 ("silence is never green").
    """
    return silent > thresholds.cadence_days + thresholds.grace_days


def health(
    *,
    progress: float | None,
    gap: float | None,
    elapsed: float,
    silent: int,
    kind: KeyResultKind = "metric",
    new: bool = False,
    thresholds: Thresholds = DEFAULTS,
) -> Health:
    """Return a key result's health from its numbers.

    `progress` is 1 at the target and None when nobody can say; `gap` is in percentage points behind
    pace; `elapsed` the share of the cycle that is over; `silent` the days without a check-in; `new`
    says that the first check-in is still to come (`is_new`).

    In this order:
    - *done* at progress 1 or more. It stays so in silence, because nothing is owed any more; a
      threshold has to be kept, so it is done on the cycle's last day only.
    - *too early* while it is new: what was set in mid-cycle is behind a pace it never had.
    - *off track* and *at risk* from the gap, in silence too: stale overrides green and must not
      make a bad number look less bad.
    - *stale* when silent too long, whatever else the numbers say.
    - *too early* in the first part of the cycle, or when there is nothing to judge yet. Below 0 it
      is never too early: then it is at risk at least, which is what the gap of a straight pace
      says as soon as that part is over.
    - *on track*.
    Source: design section 3; reference/method.md 3.3.
    """
    if (
        progress is not None
        and held(progress) >= 1 - _DUST
        and (kind != "threshold" or elapsed >= 1)
    ):
        return "done"
    if new:
        return "too_early"
    judged = _judged(progress, gap, elapsed, thresholds)
    if is_stale(silent, thresholds) and judged in _HIDDEN_BY_SILENCE:
        return "stale"
    return judged


def _judged(
    progress: float | None, gap: float | None, elapsed: float, thresholds: Thresholds
) -> Health:
    if progress is None or gap is None:
        return "too_early"
    early = elapsed < thresholds.early
    if early and progress >= 0:
        return "too_early"
    if held(gap) > thresholds.off_track:
        return "off_track"
    if gap > thresholds.at_risk or early:
        return "at_risk"
    return "on_track"


def weakest(healths: Iterable[Health]) -> Health | None:
    """Return the weakest health, which is the objective's; None when there is none.

    The caller leaves out key results of weight 0. ValueError for an unknown word.
    Source: design section 3; reference/method.md 3.3 (objective = its weakest key result).
    """
    try:
        ranks = [WEAKEST_FIRST.index(word) for word in healths]
    except ValueError:
        raise ValueError(f"a health is one of {', '.join(WEAKEST_FIRST)}") from None
    return WEAKEST_FIRST[min(ranks)] if ranks else None
