"""Scores, calibration, kept and moved, rhythm: what became of what a team set out to do.

Pure: plain numbers and days in, numbers, records and a few words out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from okrboard.domain.enums import Commitment
from okrboard.domain.formulas import clamped, held, weighted_mean
from okrboard.domain.record import Record

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

    Judged as it is printed, with two decimals. Source: design section 3; reference/method.md 3.5
    (whatmatters.com's Google playbook: 0.0–0.3, 0.4–0.6, 0.7–1.0).
    """
    printed = round(held(score), 2)
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

    A score of None is left out; a mean without scores is None. Source: design section 3.
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
    Source: design section 3; Brier 1950, "Verification of forecasts expressed in terms of
    probability".
    """
    given = [(held(confidence) / 10, bool(reached)) for confidence, reached in pairs]
    if any(not 0 <= said <= 1 for said, _ in given):
        raise ValueError("a confidence is a number from 0 to 10")
    count = len(given)
    if count < LEAST_PAIRS:
        sentence = f"Too little to say: {count} of the {LEAST_PAIRS} key results it needs."
        return Calibration(count, False, None, (), sentence)
    brier = sum((said - reached) ** 2 for said, reached in given) / count
    table = tuple(filter(None, (_row(given, low) for low in range(0, 10, 2))))
    return Calibration(count, True, brier, table, _calibrated(table))


def _row(given: list[tuple[float, bool]], low: int) -> Reliability | None:
    row = [pair for pair in given if min(int(pair[0] * 10 + 1e-9) // 2 * 2, 8) == low]
    if not row:
        return None
    said = sum(said for said, _ in row) / len(row)
    reached = sum(reached for _, reached in row) / len(row)
    return Reliability(low, low + 2, len(row), said, reached)


def _calibrated(table: tuple[Reliability, ...]) -> str:
    row = max(table, key=lambda row: (abs(row.said - row.reached) * row.pairs, row.low))
    return (
        f"When we say {row.said * 10:.1f} of 10, we reach it in {row.reached * 100:.0f} % "
        f"({row.pairs} key results)."
    )


def kept_and_moved(kept: bool, moved: bool) -> Yield:
    """Return what an action was: value, busy work, luck or stuck.

    `kept` says that it was done, `moved` that its key result moved in the right direction.
    Source: design section 3.
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
    """Return check-ins made in time / due, 0 to 1; None when nothing was due.

    Source: design section 3.
    """
    return clamped(made_in_time / due) if due > 0 else None


def diagnosis(score: float | None, rhythm: float | None) -> Diagnosis:
    """Say what a cycle's score (0 to 1) and rhythm (0 to 1) mean together.

    Source: design section 3 (a low score with a good rhythm is a strategy problem, with a bad one
    a cadence problem); the lines at 0.6 and 75 %: reference/method.md 3.6.
    """
    if score is None or rhythm is None:
        return Diagnosis("unknown", "Too little to say: it takes a score and check-ins to be due.")
    told = f"Score {clamped(score):.2f}, {clamped(rhythm) * 100:.0f} % of the check-ins in time: "
    if score >= LOW_SCORE:
        easy = "it works. Was it ambitious enough?"
        lucky = "it came this far without the rhythm. Skill, luck, or an easy target?"
        return Diagnosis("none", told + (easy if rhythm >= GOOD_RHYTHM else lucky))
    if rhythm >= GOOD_RHYTHM:
        strategy = "a strategy problem. We looked every week; what we tried did not work."
        return Diagnosis("strategy", told + strategy)
    return Diagnosis("cadence", told + "a cadence problem. We did not look often enough to steer.")
