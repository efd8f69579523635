"""`Ranges` against Python's own sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.storage.layout import Ranges, is_flat

ids = st.sets(st.integers(0, 60), max_size=40)


@given(ids)
def test_it_holds_what_a_set_holds(some: set[int]) -> None:
    ranges = Ranges.of(some)
    assert is_flat(ranges.flat)
    assert list(ranges) == sorted(some)
    assert list(reversed(ranges)) == sorted(some, reverse=True)
    assert len(ranges) == len(some)
    assert {id for id in range(-2, 70) if id in ranges} == some
    assert "1" not in ranges


@given(ids, ids)
def test_sets_without_anything_in_common_are_put_together(one: set[int], other: set[int]) -> None:
    parts = [Ranges.of(one), Ranges.of(other - one)]
    assert list(Ranges.union(parts)) == sorted(one | other)
    assert all((id in Ranges.union(parts)) == (id in one | other) for id in range(70))


@pytest.mark.parametrize(
    "value",
    [
        *(None, {}, "12", [1], [1.0, 2], [True, 2], ["1", "2"], [2, 1], [-1, 4]),
        *([1, 5, 5, 9], [1, 5, 3, 9], [6, 9, 1, 2], [1, 10**15], [1, 10**8], [1, 2, 4, 10**8]),
    ],
    ids=str,
)
def test_what_is_no_set_is_told_from_one(value: object) -> None:
    assert not is_flat(value)
