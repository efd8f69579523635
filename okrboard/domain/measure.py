"""`Measure`: where a key result stands on a day. Everything that shows or judges one asks here.

`measure()` computes what a card needs and reads no more check-ins than that; `trend()` adds what
only one key result at a time is asked for: need and made per week, and the forecast; `bridge()`
tells what led from its start to where it stands. The words of health are those of the design's
section 2; the order in which one is weaker than another is here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain import formulas
from okrboard.domain.board import Board
from okrboard.domain.enums import DriverKind, Health, KeyResultKind
from okrboard.domain.formulas import Forecast, Mean
from okrboard.domain.record import Record
from okrboard.domain.records import CheckIn, Cycle, KeyResult, Objective, Settings

WEAKEST_FIRST: tuple[Health, ...] = (
    "off_track",
    "at_risk",
    "stale",
    "too_early",
    "on_track",
    "done",
)
"""A known shortfall is weaker than silence, silence is weaker than not knowing yet."""

_DUST = 1e-9
"""Sums of weights such as 0.1 miss a whole by less than this."""


_USUAL = Settings()


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
    since: date | None, today: date, settings: Settings = _USUAL, *, checked_in: bool
) -> bool:
    """Say whether nobody could be expected to have checked in a key result yet.

    That is so before its first check-in, less than the cadence and the grace after the day `since`
    when it was made or committed to; never where that day is not known.
    """
    waited = None if checked_in or since is None else (today - since).days
    return waited is not None and waited < settings.cadence_days + settings.grace_days


def is_stale(silent: int, settings: Settings = _USUAL) -> bool:
    """Say whether a key result was silent for more than the cadence and the grace.

    Source: reference/method.md 3.3 ("silence is never green").
    """
    return silent > settings.cadence_days + settings.grace_days


def health(
    *,
    progress: float | None,
    gap: float | None,
    elapsed: float,
    silent: int,
    kind: KeyResultKind = "metric",
    new: bool = False,
    settings: Settings = _USUAL,
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
    Source: reference/method.md 3.3.
    """
    done = progress is not None and formulas.bounded(progress) >= 1 - _DUST
    if done and (kind != "threshold" or elapsed >= 1):
        return "done"
    if new:
        return "too_early"
    judged = _judged(progress, gap, elapsed, settings)
    if is_stale(silent, settings):
        return min(judged, "stale", key=WEAKEST_FIRST.index)
    return judged


def _judged(
    progress: float | None, gap: float | None, elapsed: float, settings: Settings
) -> Health:
    if progress is None or gap is None:
        return "too_early"
    early = elapsed < settings.early_share
    if early and progress >= 0:
        return "too_early"
    if formulas.bounded(gap) > settings.off_track_gap:
        return "off_track"
    return "at_risk" if gap > settings.at_risk_gap or early else "on_track"


def weakest(healths: Iterable[Health]) -> Health | None:
    """Return the weakest health, which is the objective's; None when there is none.

    The caller leaves out key results of weight 0. ValueError for an unknown word.
    Source: reference/method.md 3.3 (objective = its weakest key result).
    """
    words = list(healths)
    if not set(words) <= set(WEAKEST_FIRST):
        raise ValueError(f"a health is one of {', '.join(WEAKEST_FIRST)}")
    return min(words, key=WEAKEST_FIRST.index, default=None)


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


def measure(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> Measure:
    """Return where a key result of a cycle stands on a day."""
    gone, settings = board.memo(
        ("day of a cycle", cycle, today),
        lambda: (formulas.elapsed(cycle.first, cycle.last, today), board.settings),
    )
    latest = board.latest(key_result.id)
    current = latest.value if latest else key_result.start
    share = _progress(board, key_result, current)
    expected = gone
    if key_result.checkpoints or key_result.kind == "threshold":
        shares = formulas.checkpoint_shares(
            key_result.start, key_result.target, key_result.checkpoints
        )
        expected = formulas.expected_progress(
            key_result.kind, cycle.first, cycle.last, today, shares
        )
    behind = None if share is None else formulas.gap(expected, share)
    since = None if latest else _there_since(board, key_result)
    silent = silent_days(cycle.first, cycle.last, today, latest.on if latest else None, since)
    new = is_new(since, today, settings, checked_in=latest is not None)
    word = health(
        progress=share,
        gap=behind,
        elapsed=gone,
        silent=silent,
        kind=key_result.kind,
        new=new,
        settings=settings,
    )
    return Measure(key_result, current, latest, share, expected, behind, word, silent, new)


def _progress(board: Board, key_result: KeyResult, current: float) -> float | None:
    if key_result.kind == "threshold":
        values = [check_in.value for check_in in board.check_ins_of(key_result.id)]
        return formulas.threshold_progress(values, key_result.target, key_result.keep)
    if key_result.kind == "milestones":
        return formulas.milestone_progress(
            (step.weight, step.done is not None) for step in key_result.steps
        )
    return formulas.progress(key_result.start, key_result.target, current)


def _there_since(board: Board, key_result: KeyResult) -> date | None:
    """Return the day a key result was made or its objective committed to, the later of the two."""
    objective = board.objectives.get(key_result.objective)
    days = (key_result.created, objective.committed if objective else None)
    return max((day for day in days if day is not None), default=None)


def trend(board: Board, measured: Measure, cycle: Cycle, today: date) -> Trend:
    """Return how fast a key result moves; a metric only, the others have no line to follow."""
    key_result = measured.key_result
    if key_result.kind != "metric":
        return Trend(None, None, None, None)
    start, target = key_result.start, key_result.target
    points = [(check_in.on, check_in.value) for check_in in board.check_ins_of(key_result.id)]
    end = formulas.forecast(points, cycle.last)
    need = formulas.need_per_week(start, target, measured.current, today, cycle.last)
    score = formulas.forecast_score(start, target, end.value) if end else None
    return Trend(need, formulas.made_per_week(points), end, score)


def measure_objective(
    board: Board, objective: Objective, cycle: Cycle, today: date
) -> ObjectiveMeasure:
    """Return where an objective stands: its key results, their mean, the weakest health."""
    measures = tuple(
        measure(board, key_result, cycle, today)
        for key_result in board.key_results_of(objective.id)
    )
    computed = weakest(one.health for one in measures if one.key_result.weight > 0) or "too_early"
    mean = formulas.objective_progress((one.progress, one.key_result.weight) for one in measures)
    silent = min((one.silent for one in measures), default=0)
    health = objective.override or computed
    return ObjectiveMeasure(objective, measures, mean, health, computed, silent)


def measure_cycle(board: Board, cycle: Cycle, today: date) -> tuple[Mean | None, float]:
    """Return a cycle's progress over its committed and closed objectives, and its pace."""
    means = [
        measure_objective(board, objective, cycle, today).progress
        for objective in board.objectives_in(cycle.id)
        if objective.stage != "proposed"
    ]
    mean = formulas.objective_progress((one.value, 1.0) for one in means if one is not None)
    return mean, formulas.elapsed(cycle.first, cycle.last, today)


MOST = 8
"""Drivers that a bridge names; what is smaller goes together."""


class BridgeSpan(Record):
    """One part of the way."""

    text: str
    share: float
    """Signed, in the key result's unit."""
    kind: DriverKind | None = None
    """None for what nobody named, and for many small ones together."""


class Bridge(Record):
    """The way from a start value to an end value; the spans add up to the difference."""

    start: float
    end: float
    spans: tuple[BridgeSpan, ...]
    unexplained: float


def bridge(
    board: Board, key_result: KeyResult, first: date | None = None, last: date | None = None
) -> Bridge:
    """Return the bridge over a key result's check-ins, of a span of days or of all of them.

    The same cause named in several weeks is one span. The largest come first, at most `MOST`.
    """
    check_ins = [
        check_in
        for check_in in board.check_ins_of(key_result.id)
        if (first is None or check_in.on >= first) and (last is None or check_in.on <= last)
    ]
    if not check_ins:
        return Bridge(key_result.start, key_result.start, (), 0.0)
    sums: dict[tuple[str, DriverKind], BridgeSpan] = {}
    for driver in (driver for check_in in check_ins for driver in check_in.drivers):
        key = (driver.text.casefold(), driver.kind)
        span = sums.get(key, BridgeSpan(driver.text, 0.0, driver.kind))
        sums[key] = span._replace(share=span.share + driver.share)
    spans = sorted(sums.values(), key=lambda span: -abs(span.share))
    if len(spans) > MOST:
        small = spans[MOST - 1 :]
        rest = BridgeSpan(f"{len(small)} smaller", sum(span.share for span in small))
        spans = [*spans[: MOST - 1], rest]
    end = check_ins[-1].value
    unnamed = formulas.unexplained(end - key_result.start, [span.share for span in spans])
    return Bridge(key_result.start, end, tuple(spans), unnamed)
