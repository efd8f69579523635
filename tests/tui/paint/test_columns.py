"""Where columns stand: tabs, rails, and lanes that share the rest; the cursor's is in sight."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.tui.paint.columns import LEAST, MOST, RAIL, SECOND, TAB, Need, lay_out

EMPTY, ONE, RAILED = Need(0), Need(1), Need(1, rail=True)
BY_STATUS = [RAILED, ONE, ONE, ONE, RAILED]


def wides(needs: list[Need], cells: int, cursor: int = 1) -> list[int]:
    return [place.width for place in lay_out(needs, cells, cursor).places]


def test_tabs_and_rails_take_their_need_others_share_the_rest() -> None:
    assert wides(BY_STATUS, 120) == [RAIL, 30, 29, 29, RAIL]
    assert wides([EMPTY, ONE, EMPTY, ONE, EMPTY], 120) == [TAB, 56, TAB, 55, TAB]
    assert wides(BY_STATUS, 200) == [RAIL, 56, 56, 56, RAIL]
    assert wides([EMPTY] * 5, 120) == [TAB] * 5


def test_a_rail_with_the_cursor_is_a_column_like_the_others() -> None:
    assert wides(BY_STATUS, 200, cursor=0) == [46, 46, 46, 46, RAIL]


def test_rails_are_tabs_where_there_is_little_room() -> None:
    assert wides(BY_STATUS, 80) == [TAB, 39, 38]
    assert wides([RAILED, ONE, EMPTY, ONE, RAILED], 80) == [TAB, 36, TAB, 35, TAB]


def test_a_full_column_flows_into_another_lane_if_wide_enough() -> None:
    layout = lay_out([Need(1), Need(5), EMPTY], 4 * SECOND + TAB, 0)
    assert [place.lanes for place in layout.places] == [1, 3, 0]
    assert [place.lane for place in layout.places[:2]] == [SECOND, SECOND]
    assert [place.lanes for place in lay_out([Need(9)], 120).places] == [3]
    assert [place.lanes for place in lay_out([Need(2), Need(2)], 95).places] == [1, 1]


def test_a_column_stays_as_wide_as_it_is_while_the_cursor_moves() -> None:
    needs = [ONE, EMPTY, ONE, EMPTY, ONE]
    assert len({tuple(wides(needs, 100, cursor)) for cursor in (0, 2)}) == 1


needs = st.builds(Need, st.integers(0, 5), st.booleans())


@settings(max_examples=200, deadline=None)
@given(
    st.lists(needs, min_size=1, max_size=12),
    st.integers(1, 320),
    st.integers(0, 11),
    st.integers(0, 11),
)
def test_the_cursors_column_is_in_sight_and_none_overlap(
    needs: list[Need], cells: int, cursor: int, first: int
) -> None:
    cursor = min(cursor, len(needs) - 1)
    made = lay_out(needs, cells, cursor, first)
    assert made.first <= cursor <= made.last
    end = 0
    for number, place in enumerate(made.places, made.first):
        assert place.x == end
        assert place.width > 0
        assert place.lanes == 0 or place.lane <= MOST + 1
        if cells >= 100 and place.lanes:
            assert place.lane >= LEAST
        if not needs[number].lanes:
            assert place.width == min(TAB, cells)
        end = place.x + place.width
    assert end <= cells
    assert lay_out(needs, cells, cursor, made.first) == made


@pytest.mark.parametrize("cells", [0, -1])
def test_no_room_shows_no_column(cells: int) -> None:
    assert lay_out([ONE], cells).places == ()
    assert lay_out([], 80).places == ()
