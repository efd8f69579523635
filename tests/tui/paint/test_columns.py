"""Where columns stand: slim ones without cards, wide ones with them, the cursor's in sight."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.tui.paint.picture import LEAST, MOST, SLIM, lay_out


def wides(filled: list[bool], cells: int, cursor: int = 0) -> list[int]:
    return [wide for _, wide in lay_out(filled, cells, cursor).places]


def test_columns_with_cards_share_what_the_empty_ones_leave() -> None:
    assert wides([False, True, False, True, False], 120) == [16, 36, 16, 36, 16]
    assert wides([True] * 5, 120) == [24] * 5
    assert wides([True, True, False], 81) == [33, 32, 16]


def test_what_nobody_can_read_goes_back_to_the_empty_columns() -> None:
    assert wides([False, True, False, False, False], 120) == [19, 44, 19, 19, 19]
    assert wides([False, True, False, False, False], 300) == [24, 44, 24, 24, 24]
    assert wides([False] * 5, 120) == [24] * 5


def test_more_columns_are_in_sight_where_some_are_slim() -> None:
    assert len(wides([True, True, True, True, True], 80)) == 3
    assert wides([True, False, True, False, True], 80) == [24, 16, 24, 16]
    assert wides([True, False, True, False, False], 96) == [24, 16, 24, 16, 16]


def test_a_column_stays_as_wide_as_it_is_while_the_cursor_moves() -> None:
    filled = [True, False, True, False, True]
    assert len({tuple(wides(filled, 100, cursor)) for cursor in (0, 2)}) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.booleans(), min_size=1, max_size=12),
    st.integers(1, 320),
    st.integers(0, 11),
    st.integers(0, 11),
)
def test_the_cursors_column_is_in_sight_and_none_stands_on_another(
    filled: list[bool], cells: int, cursor: int, first: int
) -> None:
    cursor = min(cursor, len(filled) - 1)
    made = lay_out(filled, cells, cursor, first)
    assert made.first <= cursor <= made.last
    end = 0
    for number, (left, wide) in enumerate(made.places, made.first):
        assert left == end
        assert 0 < wide <= MOST or len(made.places) == 1
        if cells >= LEAST:
            assert wide >= (LEAST if filled[number] else SLIM)
        end = left + wide
    assert end <= cells
    again = lay_out(filled, cells, cursor, made.first)
    assert again == made


@pytest.mark.parametrize("cells", [0, -1])
def test_no_room_shows_no_column(cells: int) -> None:
    assert lay_out([True], cells).places == ()
    assert lay_out([], 80).places == ()
