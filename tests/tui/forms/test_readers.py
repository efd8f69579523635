"""Readers: what is typed into a field, as a value."""

from __future__ import annotations

import pytest

from okrboard.tui.forms.readers import whole


@pytest.mark.parametrize(("text", "value"), [("0", 0), (" 7 ", 7), ("010", 10)])
def test_a_whole_number_within_its_bounds_is_read(text: str, value: int) -> None:
    assert whole(0, 10)(text) == (value, "")


@pytest.mark.parametrize("text", ["", "11", "-1", "1.5", "٣", "0000000019", "9" * 5000])
def test_any_other_is_refused_with_its_bounds(text: str) -> None:
    with pytest.raises(ValueError, match="write a whole number from 0 to 10"):
        whole(0, 10)(text)
