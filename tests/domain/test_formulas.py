"""Progress, pace and gap: what they are on examples, and what they are on anything."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf, isfinite, nan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okrboard.domain import formulas as f

quick = settings(max_examples=100, deadline=None)
anything = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.floats(-1e9, 1e9)
weights = st.floats(0, 1e6)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 30)


@pytest.mark.parametrize(
    ("start", "target", "current", "expected"),
    [
        (80, 99.1, 80, 0.0),
        (80, 99.1, 99.1, 1.0),
        (0, 100, 188, 1.88),
        (0, 100, -20, -0.2),
        (31, 8, 24, 7 / 23),
        (9, 3, 10, -1 / 6),
        (5, 5, 5, None),
        (-1e300, 1e300, 0, 0.5),
    ],
)
def test_progress_examples(
    start: float, target: float, current: float, expected: float | None
) -> None:
    assert f.progress(start, target, current) == (
        None if expected is None else pytest.approx(expected)
    )


@quick
@given(numbers, numbers)
def test_progress_is_0_at_the_start_and_1_at_the_target(start: float, target: float) -> None:
    assume(start != target)
    assert f.progress(start, target, start) == 0
    assert f.progress(start, target, target) == 1


@quick
@given(numbers, numbers, numbers, numbers)
def test_a_value_nearer_to_the_target_is_never_less_progress(
    start: float, target: float, one: float, other: float
) -> None:
    assume(start != target)
    low, high = sorted((one, other), reverse=target < start)
    less, more = f.progress(start, target, low), f.progress(start, target, high)
    assert less is not None
    assert more is not None
    assert less <= more


@quick
@given(anything, anything, anything)
def test_progress_of_any_finite_numbers_is_finite(a: float, b: float, c: float) -> None:
    found = f.progress(a, b, c)
    assert found is None or isfinite(found)


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_a_number_that_is_not_finite_is_refused_everywhere(bad: float) -> None:
    for call in (
        lambda: f.progress(0, 1, bad),
        lambda: f.progress(bad, 1, 0),
        lambda: f.threshold_progress([bad], 1),
        lambda: f.weighted_mean([(bad, 1)]),
        lambda: f.weighted_mean([(1, bad)]),
        lambda: f.clamped(bad),
        lambda: f.gap(bad, 0),
        lambda: f.unexplained(bad, []),
        lambda: f.pace(FIRST, LAST, date(2026, 10, 1), [(date(2026, 11, 1), bad)]),
    ):
        with pytest.raises(ValueError, match=r"finite|weight"):
            call()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("values", "bound", "keep", "expected"),
    [
        ([99, 97, 98], 98, "above", 2 / 3),
        ([99, 97, 98], 98, "below", 2 / 3),
        ([5], 4, "below", 0.0),
        ([4], 4, "below", 1.0),
        ([], 4, "below", None),
    ],
)
def test_a_threshold_counts_the_check_ins_at_or_inside_its_bound(
    values: list[float], bound: float, keep: str, expected: float | None
) -> None:
    assert f.threshold_progress(values, bound, "above" if keep == "above" else "below") == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], None),
        ([(0, True)], None),
        ([(1, False)], 0.0),
        ([(1, True)], 1.0),
        ([(1, True), (1, True), (2, False)], 0.5),
        ([(0.1, True)] * 10, 1.0),
        ([(1e308, True), (1e308, False)], 0.5),
    ],
)
def test_milestones_count_the_weight_done(
    steps: list[tuple[float, bool]], expected: float | None
) -> None:
    assert f.milestone_progress(steps) == expected


@pytest.mark.parametrize("weight", [-1.0, -1e-300])
def test_a_negative_weight_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        f.milestone_progress([(1, True), (weight, False)])
    with pytest.raises(ValueError, match="weight"):
        f.weighted_mean([(1, 1), (2, weight)])


def test_weight_0_and_an_unknown_value_leave_a_key_result_out() -> None:
    assert f.weighted_mean([(0.2, 1), (0.8, 1), (5.0, 0), (None, 3)]) == pytest.approx(0.5)
    assert f.weighted_mean([(0.2, 0), (None, 1)]) is None
    assert f.weighted_mean([]) is None


def test_an_objective_keeps_the_raw_mean_beside_the_clamped_one() -> None:
    mean = f.objective_progress([(1.88, 1), (-0.2, 1), (0.5, 2)])
    assert mean is not None
    assert mean.value == pytest.approx(0.5)
    assert mean.raw == pytest.approx((1.88 - 0.2 + 1.0) / 4)
    assert f.objective_progress([(None, 1)]) is None


@quick
@given(st.lists(st.tuples(anything, st.floats(0, 1e300)), max_size=6))
def test_a_mean_lies_between_what_it_is_the_mean_of(pairs: list[tuple[float, float]]) -> None:
    mean = f.weighted_mean(pairs)
    counted = [f.bounded(value) for value, weight in pairs if weight > 0]
    if mean is None:
        assert not counted
    else:
        assert min(counted) <= mean <= max(counted)


@quick
@given(st.lists(st.tuples(numbers, weights), min_size=1, max_size=6), st.floats(0.01, 100))
def test_a_mean_depends_on_the_proportion_of_weights_only(
    pairs: list[tuple[float, float]], factor: float
) -> None:
    pairs = [(value, 0.0 if weight < 1e-6 else weight) for value, weight in pairs]
    scaled = [(value, weight * factor) for value, weight in pairs]
    mean = f.weighted_mean(pairs)
    assert f.weighted_mean(scaled) == (None if mean is None else pytest.approx(mean, abs=1e-5))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 8, 1), 0.0),
        (FIRST, 0.0),
        (date(2026, 10, 1), 0.25),
        (date(2026, 10, 31), 0.5),
        (LAST, 1.0),
        (date(2027, 1, 5), 1.0),
    ],
)
def test_pace_without_checkpoints_is_the_elapsed_share(today: date, expected: float) -> None:
    assert f.pace(FIRST, LAST, today) == pytest.approx(expected)
    assert f.elapsed(FIRST, LAST, today) == f.pace(FIRST, LAST, today)


def test_pace_goes_straight_from_checkpoint_to_checkpoint() -> None:
    half = FIRST + timedelta(60)
    points = [(half, 0.2), (FIRST - timedelta(5), 0.9), (LAST, 0.1), (FIRST, 0.7)]
    assert f.pace(FIRST, LAST, FIRST, points) == 0
    assert f.pace(FIRST, LAST, FIRST + timedelta(30), points) == pytest.approx(0.1)
    assert f.pace(FIRST, LAST, half, points) == pytest.approx(0.2)
    assert f.pace(FIRST, LAST, FIRST + timedelta(90), points) == pytest.approx(0.6)
    assert f.pace(FIRST, LAST, LAST, points) == 1


def test_of_two_checkpoints_on_a_day_the_last_one_counts() -> None:
    day = FIRST + timedelta(60)
    assert f.pace(FIRST, LAST, day, [(day, 0.2), (day, 0.4)]) == pytest.approx(0.4)


def test_a_cycle_of_one_day_is_at_its_end_on_that_day() -> None:
    assert f.pace(FIRST, FIRST, FIRST - timedelta(1)) == 1 - f.pace(FIRST, FIRST, FIRST) == 0


def test_a_cycle_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="last day"):
        f.pace(LAST, FIRST, FIRST)


@quick
@given(days, st.integers(0, 400), st.data())
def test_pace_is_monotone_for_monotone_checkpoints(
    first: date, length: int, data: st.DataObject
) -> None:
    last = first + timedelta(length)
    on = st.integers(-20, length + 20).map(lambda n: first + timedelta(n))
    dates = data.draw(st.lists(on, max_size=5, unique=True).map(sorted))
    shares = data.draw(
        st.lists(st.floats(0, 1), min_size=len(dates), max_size=len(dates)).map(sorted)
    )
    points = list(zip(dates, shares, strict=True))
    paces = [f.pace(first, last, first + timedelta(n), points) for n in range(-2, length + 3)]
    assert paces == sorted(paces)
    assert (paces[0], paces[-1]) == (0, 1)


@quick
@given(days, days, days, st.lists(st.tuples(days, anything), max_size=4))
def test_pace_is_finite_or_a_value_error(
    first: date, last: date, today: date, points: list[tuple[date, float]]
) -> None:
    if last < first:
        with pytest.raises(ValueError, match="last day"):
            f.pace(first, last, today, points)
    else:
        assert isfinite(f.pace(first, last, today, points))


def test_a_threshold_is_to_be_kept_all_the_time() -> None:
    day = FIRST + timedelta(60)
    assert f.expected_progress("threshold", FIRST, LAST, day) == 1
    assert f.expected_progress("metric", FIRST, LAST, day) == pytest.approx(0.5)


def test_checkpoints_in_the_unit_become_shares_of_the_way() -> None:
    day = date(2026, 10, 1)
    assert f.checkpoint_shares(31, 8, [(day, 19.5)]) == [(day, 0.5)]
    assert f.checkpoint_shares(5, 5, [(day, 19.5)]) == []


@pytest.mark.parametrize(
    ("expected", "actual", "points"), [(0.64, 0.21, 43), (0.8, 0.7, 10), (0.2, 1.88, -168)]
)
def test_the_gap_is_in_points_without_the_dust_of_fractions(
    expected: float, actual: float, points: float
) -> None:
    assert f.gap(expected, actual) == points


@pytest.mark.parametrize(
    ("start", "target", "current", "today", "need"),
    [
        (0, 100, 30, LAST - timedelta(70), 7.0),
        (31, 8, 24, LAST - timedelta(7), -16.0),
        (0, 100, 188, LAST - timedelta(70), 0.0),
        (31, 8, 7, LAST - timedelta(70), 0.0),
        (0, 100, 30, LAST, None),
        (0, 100, 30, LAST + timedelta(9), None),
        (0, 100, 100, LAST, 0.0),
        (5, 5, 7, FIRST, 0.0),
    ],
)
def test_what_every_week_has_to_bring(
    start: float, target: float, current: float, today: date, need: float | None
) -> None:
    assert f.need_per_week(start, target, current, today, LAST) == need


@pytest.mark.parametrize(
    ("change", "shares", "rest"),
    [(2, [4, -3], 1), (0.3, [0.1, 0.2], 0), (5, [], 5), (0, [1], -1)],
)
def test_what_no_driver_names_is_unexplained(
    change: float, shares: list[float], rest: float
) -> None:
    assert f.unexplained(change, shares) == rest
    assert str(f.unexplained(0.1, [0.1])) == "0.0"


def test_nobody_moved_by_minus_nothing() -> None:
    assert str(f.progress(14, 5, 14)) == "0.0"
