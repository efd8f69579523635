"""Bars, trends, large digits and signs: what can be read off them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.cells import to_ascii_cells, width
from okrboard.glyphs import ASCII, UNICODE, Glyphs, bar
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import line_width

SETS = [UNICODE, ASCII]
shares = st.one_of(st.none(), st.floats(-5, 5), st.floats(0, 1))


def drawn(
    progress: float | None, pace: float | None, cells: int = 8, glyphs: Glyphs = UNICODE
) -> str:
    return "".join(text for text, _ in bar(progress, pace, cells, "on_track", glyphs))


@pytest.mark.parametrize(
    ("progress", "pace", "shown"),
    [
        (0.0, None, "────────"),
        (0.5, None, "━━━━────"),
        (0.5 + 1 / 16, None, "━━━━╸───"),
        (0.21, 0.64, "━╸───┃──"),
        (1.0, None, "━━━━━━━━"),
        (1.88, 0.64, "━━━━━┃━▸"),
        (-0.2, 0.5, "◂┄┄┄┃┄┄┄"),
        (None, 0.5, "────┃───"),
        (0.5, 1.0, "━━━━───┃"),
        (0.5, 0.0, "┃━━━────"),
        (0.001, None, "╸───────"),
        (0.999, None, "━━━━━━━╸"),
    ],
)
def test_a_bar_shows_progress_in_halves_with_the_pace_across(
    progress: float | None, pace: float | None, shown: str
) -> None:
    assert drawn(progress, pace) == shown


@pytest.mark.parametrize(
    ("progress", "shown"), [(0.5, "====|..."), (1.5, "====|==>"), (-1.0, "<---|---")]
)
def test_a_bar_is_read_in_ascii(progress: float, shown: str) -> None:
    assert drawn(progress, 0.5, glyphs=ASCII) == shown


@pytest.mark.parametrize("progress", [1.0, 0.2, -0.5])
def test_the_pace_is_as_bright_on_the_filled_part_as_beside_it(progress: float) -> None:
    assert ("┃", "tick") in bar(progress, 0.5, 8, "on_track", UNICODE)


@given(shares, shares, st.integers(0, 60), st.sampled_from(SETS))
@settings(max_examples=200)
def test_a_bar_is_exactly_as_wide_as_it_was_asked_for(
    progress: float | None, pace: float | None, cells: int, glyphs: Glyphs
) -> None:
    assert line_width(bar(progress, pace, cells, "done", glyphs)) == cells


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 40))
@settings(max_examples=200)
def test_more_progress_never_shows_less(one: float, other: float, cells: int) -> None:
    def halves(share: float) -> int:
        return sum(UNICODE.parts.index(sign) for sign in drawn(share, None, cells) if sign != "─")

    low, high = sorted((one, other))
    assert halves(low) <= halves(high)


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 40))
@settings(max_examples=150)
def test_a_bar_is_full_at_the_target_only(share: float, cells: int) -> None:
    full = "━" * cells
    assert drawn(1.0, None, cells) == full
    assert (drawn(share, None, cells) == full) == (share > 1 - 1e-9)


@pytest.mark.parametrize("ascii", [False, True])
@given(st.text(alphabet="0123456789%+-.,:/ k€漢", max_size=12))
@settings(max_examples=80)
def test_large_digits_are_three_rows_of_one_width(ascii: bool, text: str) -> None:
    rows = digits(text, ascii=ascii)
    assert len({width(row) for row in rows}) == 1


@pytest.mark.parametrize("ascii", [False, True])
def test_no_two_large_digits_look_alike(ascii: bool) -> None:
    drawn_digits = {digits(sign, ascii=ascii) for sign in "0123456789%+-.,/"}
    assert len(drawn_digits) == 16


def test_a_unit_stands_small_beside_large_digits() -> None:
    assert digits("1k")[2].endswith("k")
    assert "k" not in digits("1k")[0]


@pytest.mark.parametrize("glyphs", SETS)
def test_every_health_has_its_own_sign_but_two_that_say_nothing(
    glyphs: Glyphs,
) -> None:
    signs = [sign for health, sign in glyphs.health.items() if health != "proposed"]
    assert len(set(signs)) == len(signs)
    assert glyphs.word("at_risk") in ("▲ at risk", "! at risk")


def test_ascii_signs_and_texts_are_ascii() -> None:
    for sign in (*ASCII.health.values(), *(s for s in ASCII if isinstance(s, str))):
        assert sign.isascii()
    assert to_ascii_cells("30 → 5 € … 漢") == "30 > 5 EUR ~ ??"
    assert to_ascii_cells("plain") == "plain"
