"""A thing of a list in a meeting: its title is readable in any room, what is beside it keeps its
column."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.glyphs import glyphs
from okrboard.tui.meeting.stage import StageView
from okrboard.tui.paint.line import line_width

if TYPE_CHECKING:
    from okrboard.tui.paint.line import Line

HEAD: Line = [("▌ ", "accent"), ("KR12  ", "dim")]
TAIL: Line = [("  62 % ", "text"), ("9 → 3", "dim")]
TITLE = "Severe misses that a customer found before we did"


def shown(title: str, width: int) -> list[str]:
    view = cast("StageView", SimpleNamespace(width=width, glyphs=glyphs(ascii=False)))
    lines = StageView.entry(view, list(HEAD), title, "strong", list(TAIL))
    return ["".join(text for text, _ in line) for line in lines]


def test_a_short_title_has_one_row_with_the_rest_beside_it() -> None:
    assert shown("Churn", 50) == ["▌ KR12  Churn                           62 % 9 → 3"]


def test_a_long_title_takes_a_second_row_in_its_column() -> None:
    assert shown(TITLE, 50) == [
        "▌ KR12  Severe misses that a customer   62 % 9 → 3",
        "        found before we did           ",
    ]


def test_a_title_needing_more_has_rows_with_the_rest_below() -> None:
    assert shown(TITLE, 40) == [
        "▌ KR12  Severe misses that a customer   ",
        "        found before we did             ",
        "                              62 % 9 → 3",
    ]


def test_a_short_title_has_the_rest_beside_it_if_narrow_too() -> None:
    assert shown("Churn", 40) == ["▌ KR12  Churn                 62 % 9 → 3"]


def test_markup_stays_text() -> None:
    assert "[/foo]" in shown("[/foo]", 50)[0]


@pytest.mark.parametrize("width", [20, 40, 57, 90])
@given(title=st.text(max_size=200))
def test_no_row_is_wider_than_the_room(width: int, title: str) -> None:
    view = cast("StageView", SimpleNamespace(width=width, glyphs=glyphs(ascii=False)))
    lines = StageView.entry(view, list(HEAD), title, "strong", list(TAIL))
    assert all(line_width(line) <= width for line in lines)
