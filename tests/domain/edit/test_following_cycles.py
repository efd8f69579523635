"""What is proposed as the next cycle follows the length and the name of the one before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain.edit.cycles import following
from okrboard.domain.records import Cycle


@pytest.mark.parametrize(
    ("name", "first", "last", "then"),
    [
        ("2026-T3", (2026, 9, 1), (2026, 12, 31), ("2027-T1", "2027-01-01", "2027-04-30")),
        ("2026-T1", (2026, 1, 1), (2026, 4, 30), ("2026-T2", "2026-05-01", "2026-08-31")),
        ("2026-Q4", (2026, 10, 1), (2026, 12, 31), ("2027-Q1", "2027-01-01", "2027-03-31")),
        ("2026-Q3", (2026, 7, 1), (2026, 9, 30), ("2026-Q4", "2026-10-01", "2026-12-31")),
        ("2026 H2", (2026, 7, 1), (2026, 12, 31), ("2027 H1", "2027-01-01", "2027-06-30")),
        ("2026", (2026, 1, 1), (2026, 12, 31), ("2027", "2027-01-01", "2027-12-31")),
        ("Sprint 09", (2026, 11, 2), (2026, 11, 15), ("Sprint 10", "2026-11-16", "2026-11-29")),
        ("Autumn", (2026, 9, 21), (2026, 12, 20), ("Autumn 2", "2026-12-21", "2027-03-21")),
        ("2023-T3", (2023, 11, 1), (2024, 2, 29), ("2024-T1", "2024-03-01", "2024-06-30")),
    ],
)
def test_the_next_cycle_is_as_long_and_named_like_this_one(
    name: str, first: tuple[int, int, int], last: tuple[int, int, int], then: tuple[str, str, str]
) -> None:
    found = following(Cycle(1, name, date(*first), date(*last)))
    assert tuple(map(str, found)) == then


@given(
    st.text(max_size=12),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(1, 366 * 5),
)
@settings(max_examples=200, deadline=None)
def test_whatever_a_cycle_is_a_name_and_a_span_behind_it_come(
    name: str, first: date, days: int
) -> None:
    cycle = Cycle(1, name, first, first + timedelta(days=days))
    said, begin, end = following(cycle)
    assert said != name
    assert begin == cycle.last + timedelta(days=1)
    assert abs((end - begin).days - days) <= 4
