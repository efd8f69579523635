"""Numbers five rows high: straight, told apart, and with their unit."""

from __future__ import annotations

import pytest

from okrboard.cells import width
from okrboard.tui.paint.digits import LARGE_ROWS, large


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("text", ["0123456789", "+1.5k", "−3", "99.1%", "2/4", "€5", ""])
def test_all_rows_are_of_one_width(text: str, ascii: bool) -> None:
    rows = large(text, ascii=ascii)
    assert len(rows) == LARGE_ROWS
    assert len({width(row) for row in rows}) == 1


def test_every_sign_looks_like_no_other() -> None:
    drawn = {tuple(large(sign)) for sign in "0123456789%+-.,/"}
    assert len(drawn) == 16


def test_a_unit_stands_small_in_the_lowest_row() -> None:
    rows = large("1k")
    assert rows[-1].endswith("k")
    assert not any("k" in row for row in rows[:-1])


def test_plain_terminals_get_plain_signs() -> None:
    assert "".join(large("8", ascii=True)).isascii()
