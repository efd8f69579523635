"""Health: the table of the design, and that worse numbers never make a better word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.formulas import gap
from okrboard.domain.measure import (
    WEAKEST_FIRST,
    health,
    is_new,
    is_stale,
    silent_days,
    weakest,
)
from okrboard.domain.records import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.enums import Health, KeyResultKind

quick = settings(max_examples=150, deadline=None)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 30)
shares = st.floats(-2, 3)
kinds = st.sampled_from(["metric", "threshold", "milestones"])


def word(
    progress: float | None,
    elapsed: float,
    silent: int = 0,
    kind: KeyResultKind = "metric",
    own: Settings | None = None,
) -> Health:
    pace = 1.0 if kind == "threshold" else elapsed
    return health(
        progress=progress,
        gap=None if progress is None else gap(pace, progress),
        elapsed=elapsed,
        silent=silent,
        kind=kind,
        settings=own or Settings(),
    )


@pytest.mark.parametrize(
    ("progress", "elapsed", "silent", "expected"),
    [
        (0.50, 0.50, 0, "on_track"),
        (0.40, 0.50, 0, "on_track"),
        (0.399, 0.50, 0, "at_risk"),
        (0.25, 0.50, 0, "at_risk"),
        (0.249, 0.50, 0, "off_track"),
        (0.0, 0.05, 0, "too_early"),
        (0.0, 0.10, 0, "on_track"),
        (-0.01, 0.05, 0, "at_risk"),
        (-0.50, 0.05, 0, "off_track"),
        (0.50, 0.50, 10, "on_track"),
        (0.50, 0.50, 11, "stale"),
        (0.30, 0.50, 11, "at_risk"),
        (0.10, 0.50, 11, "off_track"),
        (0.0, 0.09, 11, "stale"),
        (1.0, 0.50, 0, "done"),
        (1.88, 0.05, 0, "done"),
        (1.0, 0.50, 40, "done"),
        (0.9999999999999999, 0.5, 0, "done"),
        (None, 0.50, 0, "too_early"),
        (None, 0.50, 11, "stale"),
    ],
)
def test_health_by_the_table(
    progress: float | None, elapsed: float, silent: int, expected: str
) -> None:
    assert word(progress, elapsed, silent) == expected


@pytest.mark.parametrize(
    ("progress", "elapsed", "silent", "expected"),
    [
        (1.0, 0.5, 0, "on_track"),
        (1.0, 0.5, 11, "stale"),
        (1.0, 1.0, 0, "done"),
        (0.95, 1.0, 0, "on_track"),
        (0.7, 0.3, 0, "off_track"),
        (0.8, 0.3, 0, "at_risk"),
        (0.0, 0.05, 0, "too_early"),
    ],
)
def test_a_threshold_is_done_on_the_last_day_only(
    progress: float, elapsed: float, silent: int, expected: str
) -> None:
    assert word(progress, elapsed, silent, "threshold") == expected


def test_a_board_sets_its_own_thresholds() -> None:
    strict = Settings(at_risk_gap=1, off_track_gap=2, early_share=0, grace_days=0, cadence_days=1)
    assert word(0.48, 0.5, 0, own=strict) == "at_risk"
    assert word(0.47, 0.5, 0, own=strict) == "off_track"
    assert word(0.5, 0.5, 2, own=strict) == "stale"
    assert word(0.0, 0.0, 0, own=strict) == "on_track"
    assert is_stale(2, strict)
    assert not is_stale(1, strict)


@quick
@given(shares, shares, st.floats(0, 1), st.integers(0, 30), kinds)
def test_less_progress_never_makes_a_better_word(
    one: float, other: float, elapsed: float, silent: int, kind: KeyResultKind
) -> None:
    less, more = sorted((one, other))
    words = [word(p, elapsed, silent, kind) for p in (less, more)]
    assert WEAKEST_FIRST.index(words[0]) <= WEAKEST_FIRST.index(words[1])


@quick
@given(st.none() | shares, st.floats(0, 1), st.integers(0, 30), st.integers(0, 30), kinds)
def test_longer_silence_never_makes_a_better_word_nor_green(
    progress: float | None, elapsed: float, one: int, other: int, kind: KeyResultKind
) -> None:
    short, long = sorted((one, other))
    words = [word(progress, elapsed, silent, kind) for silent in (short, long)]
    assert WEAKEST_FIRST.index(words[1]) <= WEAKEST_FIRST.index(words[0])
    if is_stale(long):
        assert words[1] not in ("on_track", "too_early")


def test_an_objective_is_as_healthy_as_its_weakest_key_result() -> None:
    assert weakest(["done", "on_track", "stale"]) == "stale"
    assert weakest(["stale", "at_risk"]) == "at_risk"
    assert weakest(["at_risk", "off_track", "done"]) == "off_track"
    assert weakest(["done", "done"]) == "done"
    assert weakest([]) is None


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="one of off_track"):
        weakest(["on_track", "green"])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("today", "last_check_in", "days"),
    [
        (FIRST + timedelta(20), FIRST + timedelta(9), 11),
        (FIRST + timedelta(20), None, 20),
        (FIRST + timedelta(20), FIRST - timedelta(50), 20),
        (FIRST - timedelta(20), None, 0),
        (FIRST + timedelta(5), FIRST + timedelta(6), 0),
        (LAST + timedelta(300), LAST - timedelta(4), 4),
    ],
)
def test_silence_is_counted_within_the_cycle(
    today: date, last_check_in: date | None, days: int
) -> None:
    assert silent_days(FIRST, LAST, today, last_check_in) == days


@pytest.mark.parametrize(
    ("since", "last_check_in", "days"),
    [
        (FIRST + timedelta(58), None, 2),
        (FIRST - timedelta(30), None, 60),
        (FIRST + timedelta(58), FIRST + timedelta(40), 20),
        (FIRST + timedelta(70), None, 0),
    ],
)
def test_what_was_set_mid_cycle_and_never_heard_of_is_silent(
    since: date, last_check_in: date | None, days: int
) -> None:
    assert silent_days(FIRST, LAST, FIRST + timedelta(60), last_check_in, since) == days


@pytest.mark.parametrize(
    ("days", "checked_in", "new"),
    [(0, False, True), (9, False, True), (10, False, False), (0, True, False), (-3, False, True)],
)
def test_new_is_what_waits_for_a_first_check_in_within_grace(
    days: int, checked_in: bool, new: bool
) -> None:
    assert is_new(FIRST, FIRST + timedelta(days), checked_in=checked_in) is new
    assert not is_new(None, FIRST, checked_in=False)


def test_what_is_new_is_too_early_to_judge_unless_done() -> None:
    for progress in (0.0, 0.4, None):
        gap_of = None if progress is None else gap(0.7, progress)
        assert health(progress=progress, gap=gap_of, elapsed=0.7, silent=0, new=True) == "too_early"
    assert health(progress=1.0, gap=-30.0, elapsed=0.7, silent=0, new=True) == "done"
