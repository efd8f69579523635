"""The trend: exact on lines, unmoved by one wrong value, honest about what it does not know."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain import formulas as t

quick = settings(max_examples=100, deadline=None)
anything = st.floats(allow_nan=False, allow_infinity=False)
modest = st.floats(-1e4, 1e4)
DAY = date(2026, 9, 4)


def weekly(*values: float) -> list[tuple[date, float]]:
    return [(DAY + timedelta(weeks=week), value) for week, value in enumerate(values)]


@quick
@given(modest, modest, st.lists(st.integers(0, 400), min_size=2, max_size=6, unique=True))
def test_the_slope_of_a_line_is_its_slope(slope: float, base: float, xs: list[int]) -> None:
    points = [(float(x), base + slope * x) for x in xs]
    assert t.theil_sen(points) == pytest.approx(slope, abs=1e-6)


@quick
@given(st.floats(-100, 100), st.integers(5, 6), st.data(), anything)
def test_one_wrong_value_does_not_turn_the_line(
    slope: float, count: int, data: st.DataObject, wrong: float
) -> None:
    points = [(float(x), slope * x) for x in range(count)]
    place = data.draw(st.integers(0, count - 1))
    points[place] = (float(place), wrong)
    assert t.theil_sen(points) == pytest.approx(slope, abs=1e-9)


def test_the_slope_is_the_median_over_all_pairs() -> None:
    # Slopes: 1, 2, 4, 3, 5.5, 8: the middle two are 3 and 4.
    assert t.theil_sen([(0, 0), (1, 1), (2, 4), (3, 12)]) == pytest.approx(3.5)


def test_points_above_each_other_have_no_slope() -> None:
    assert t.theil_sen([(1, 2), (1, 3)]) is None
    assert t.theil_sen([]) is None


def test_a_week_brings_the_slope_of_the_last_six_values() -> None:
    assert t.made_per_week(weekly(0, 0, 0, 0, 3, 5, 7, 9, 11, 13)) == pytest.approx(2)
    assert t.made_per_week(weekly(31, 30, 29, 28)) == pytest.approx(-1)


def test_the_seventh_value_back_has_no_say() -> None:
    noisy = weekly(0, 1, 3, 6, 10, 15)
    shifted = [(day + timedelta(weeks=1), value) for day, value in noisy]
    assert t.made_per_week([(DAY, 500.0), *shifted]) == t.made_per_week(noisy)


def test_there_is_no_trend_below_four_days_with_values() -> None:
    same_day = [*weekly(1, 2, 3), (DAY + timedelta(weeks=2), 9.0)]
    for points in ([], weekly(1, 2, 3), same_day):
        assert t.made_per_week(points) is None
        assert t.forecast(points, DAY) is None


def test_of_several_values_on_a_day_the_last_counts() -> None:
    points = [*reversed(weekly(1, 2, 3, 99)), (DAY + timedelta(weeks=3), 4.0)]
    assert t.recent(points) == weekly(1, 2, 3, 4)
    assert t.made_per_week(points) == pytest.approx(1)


def test_a_forecast_on_a_line_is_the_line_without_a_band() -> None:
    found = t.forecast(weekly(10, 12, 14, 16, 18), DAY + timedelta(weeks=10))
    assert found is not None
    assert list(found) == pytest.approx([30, 30, 30])


def test_a_forecast_has_a_band_that_widens_with_the_distance() -> None:
    points = weekly(10, 13, 13, 17, 17, 21)
    near, far = (t.forecast(points, DAY + timedelta(weeks=weeks)) for weeks in (6, 16))
    assert near is not None
    assert far is not None
    assert near.low < near.value < near.high
    assert far.high - far.low > 1.5 * (near.high - near.low)


def test_one_wrong_value_hardly_moves_a_forecast() -> None:
    found = t.forecast(weekly(10, 12, 1400, 16, 18, 20), DAY + timedelta(weeks=10))
    assert found is not None
    assert found.value == pytest.approx(30)


@quick
@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), anything), max_size=9),
    st.dates(),
)
def test_a_forecast_of_anything_is_finite_and_inside_its_band(
    points: list[tuple[date, float]], last_day: date
) -> None:
    made, found = t.made_per_week(points), t.forecast(points, last_day)
    assert (made is None) == (found is None) == (len({day for day, _ in points}) < 4)
    if made is not None and found is not None:
        assert all(map(isfinite, (made, *found)))
        assert found.low <= found.value <= found.high


@quick
@given(st.lists(modest, min_size=1, max_size=9), st.floats(0, 1))
def test_a_quantile_lies_within_the_values(values: list[float], share: float) -> None:
    ordered = sorted(values)
    assert ordered[0] <= t.quantile(ordered, share) <= ordered[-1]
    assert t.quantile(ordered, 0) == ordered[0]
    assert t.quantile(ordered, 1) == ordered[-1]


def test_a_median_is_the_middle() -> None:
    assert t.median([3, 1, 2]) == 2
    assert t.median([4, 1, 2, 3]) == 2.5
    with pytest.raises(ValueError, match="no values"):
        t.median([])


@pytest.mark.parametrize(
    ("start", "target", "value", "score"),
    [(31, 8, 21, 10 / 23), (0, 100, 188, 1), (0, 100, -5, 0), (5, 5, 5, None)],
)
def test_a_forecast_is_scored_as_a_value_is(
    start: float, target: float, value: float, score: float | None
) -> None:
    found = t.forecast_score(start, target, value)
    assert found == (None if score is None else pytest.approx(score))
