"""Votes and agenda priority: which key result needs talk first, and why.

The reasons are kept beside the number, since they are printed: nobody has to guess the order.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.domain.enums import Health
from okrboard.domain.formulas import held
from okrboard.domain.record import Record
from okrboard.domain.trend import median

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


class Part(Record):
    """One reason of a priority and the points it brings."""

    why: str
    points: float


class Priority(Record):
    """How much a key result needs talk, with the reasons that are printed beside it."""

    total: float
    parts: tuple[Part, ...] = ()

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

    ValueError for a vote outside 0 to 10. Source: design section 3.
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
    Source: design section 3; reference/method.md 3.7.
    """
    behind = min(max(held(gap or 0.0), -100.0), 100.0)
    apart = held(spread or 0.0)
    fell = held(confidence_drop or 0.0)
    believed = reported == "on_track" and forecast is not None and held(forecast) < 0.5
    parts = [
        Part("stale", 2.0 if stale else 0.0),
        Part(f"gap {behind:.0f}" if behind > 0 else f"ahead {-behind:.0f}", behind / 25),
        Part(f"spread {apart:.0f}", apart / 4),
        Part(f"confidence fell by {fell:.0f}", 1.0 if fell >= FELL_BY else 0.0),
        Part(f"on track, forecast {forecast or 0.0:.2f}", 1.0 if believed else 0.0),
    ]
    return Priority(
        sum(part.points for part in parts), tuple(part for part in parts if round(part.points, 2))
    )
