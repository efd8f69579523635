"""Numbers as people read them: few digits, no noise."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.format_numbers import (
    exact,
    format_change,
    format_move,
    format_share,
    format_value,
)
from okrboard.domain.parse_numbers import is_percent


def test_a_move_says_its_unit_once_and_its_money_twice() -> None:
    assert format_move(31, 8, "pages") == "31 → 8 pages"
    assert format_move(1e5, 2.5e5, "€") == "€100k → €250k"
    assert format_move(-5, 8, "€/month") == "-€5/month → €8/month"


quick = settings(max_examples=200, deadline=None)
anything = st.floats()


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (31, "", "31"),
        (31, "days", "31 days"),
        (99.1, "%", "99.1 %"),
        (1.2e6, "€", "€1.2M"),
        (-1.2e6, "€", "-€1.2M"),
        (12, "€/month", "€12/month"),
        (0, "", "0"),
        (-0.0, "", "0"),
        (-1e-9, "%", "0 %"),
        (0.1 + 0.2, "", "0.3"),
        (0.00412, "", "0.00412"),
        (0.0000049, "", "0.000005"),
        (1234.5678, "", "1235"),
        (12345.6, "", "12346"),
        (99999.4, "", "99999"),
        (99999.6, "", "100k"),
        (123456, "", "123.5k"),
        (999960, "", "1M"),
        (999.96, "", "1000"),
        (1234567, "", "1.235M"),
        (2.5e9, "", "2.5B"),
        (3e12, "", "3T"),
        (1e300, "", "1000T"),
        (nan, "%", "? %"),
        (-inf, "", "?"),
    ],
)
def test_a_value_is_shown_in_few_digits(value: float, unit: str, shown: str) -> None:
    assert format_value(value, unit) == shown


@quick
@given(anything)
def test_no_value_is_long_or_noisy(value: float) -> None:
    shown = format_value(value)
    assert len(shown) <= 9
    assert shown != "-0"
    assert "e" not in shown
    assert len([character for character in shown.lstrip("-0.") if character.isdigit()]) <= 5


@quick
@given(st.floats(-1e15, 1e15))
def test_a_value_in_full_has_no_exponent_and_no_dust(value: float) -> None:
    shown = exact(value)
    assert "e" not in shown
    assert shown != "-0"
    assert float(shown.replace(",", "")) == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert exact(31.2 + 0.1) == "31.3"


@pytest.mark.parametrize(
    ("value", "shown"), [(3, "+3 pages"), (-3, "-3 pages"), (0, "0 pages"), (1e-9, "0 pages")]
)
def test_a_change_has_its_sign(value: float, shown: str) -> None:
    assert format_change(value, "pages") == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (1.88, "188 %"),
        (-0.2, "-20 %"),
        (0.996, "99 %"),
        (0.99999999999999, "100 %"),
        (1.0, "100 %"),
        (0.002, "1 %"),
        (-0.002, "-1 %"),
        (0.0, "0 %"),
        (-0.0, "0 %"),
        (None, "–"),
        (nan, "?"),
        (inf, "?"),
    ],
)
def test_a_share_is_whole_per_cent_and_never_rounded_to_a_mark(
    share: float | None, shown: str
) -> None:
    assert format_share(share) == shown


def test_what_counts_in_per_cent() -> None:
    assert all(map(is_percent, ["%", " %", "% of orders", "percent", "Per cent"]))
    assert not any(map(is_percent, ["", "pages", "points", "pp"]))
