"""Cells: what Textual counts, cut and filled without ever splitting what a reader sees as one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size, split_graphemes
from support.hostile import HOSTILE
from support.marks import sieges

from okrboard.cells import (
    _NARROW,
    clusters,
    fit,
    fold,
    left,
    right,
    to_ascii,
    to_ascii_cells,
    width,
)
from okrboard.text import clean
from okrboard.tui.paint.line import fit_line, line_width

if TYPE_CHECKING:
    from collections.abc import Callable

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ODD = (
    "",
    "plain",
    "Grüße",
    "漢字かな",
    f"a{FAMILY}b",
    "e\u0301e\u0301",
    "🇩🇪🇫🇷",
    "1️⃣ ❤️",
    "שלום",
    "﷽",
)
clustered = st.text(
    alphabet=[*"aé漢क1", "\u0301", "\u093f", "\u200d", "\ufe0f", "\u20e3", *"❤👨👩👧🇩🇪🏽☀©"],
    max_size=9,
)
texts = st.one_of(st.text(max_size=40), st.sampled_from(ODD), st.sampled_from(HOSTILE)).map(clean)


def test_what_is_counted_without_tables_takes_one_cell_in_them() -> None:
    assert [character for character in _NARROW if cell_len(character) != 1] == []
    assert cell_len("".join(_NARROW)) == len(_NARROW)


@given(texts)
@settings(max_examples=150)
def test_a_text_is_as_wide_as_textual_says(text: str) -> None:
    assert width(text) == cell_len(text)


@pytest.mark.parametrize("step", [13, *sieges([1])])
def test_every_character_is_as_wide_as_textual_says(step: int) -> None:
    rare = [*range(0x3000, 0xD800, step), *range(0xE000, sys.maxunicode + 1, step)]
    points = [*range(0x20, 0x7F), *range(0xA0, 0x3000), *rare]
    odd = [ascii(one) for one in map(chr, points) if width(one) != get_character_cell_size(one)]
    assert odd == []


@given(clustered)
@settings(max_examples=300)
def test_clusters_are_those_of_textual(text: str) -> None:
    assert list(clusters(text)) == split_graphemes(text)[0]
    assert width(text) == cell_len(text)


@pytest.mark.parametrize("write", [to_ascii, to_ascii_cells])
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Jürgen", "Jurgen"),
        ("Ju\u0308rgen", "Jurgen"),
        ("Zoë Łuk", "Zoe ?uk"),
        ("½ m²", "1/2 m2"),
        ("8 €", "8 EUR"),
        ("漢字", "????"),
        (f"a {FAMILY} b", "a ?? b"),
        ("🇩🇪!", "??!"),
        ("👍🏽 ❤️", "?? ??"),
        ("≥ 3 × 2", ">= 3 x 2"),
    ],
)
def test_there_is_one_way_to_write_a_name(
    write: Callable[[str], str], text: str, written: str
) -> None:
    assert write(text).rstrip() == written


@given(texts)
def test_what_stands_in_columns_stays_there_in_ascii(text: str) -> None:
    text = text.strip("\u200d")
    plain = to_ascii_cells(text)
    assert plain.isascii()
    assert len(plain) >= width(text)
    assert len(to_ascii_cells("→漢字… 🇩🇪 1️⃣ Jürgen")) == width("→漢字… 🇩🇪 1️⃣ Jürgen")


@given(texts, st.integers(0, 60))
@settings(max_examples=200)
def test_what_is_cut_fits_and_begins_as_the_text_does(text: str, cells: int) -> None:
    found = fit(text, cells)
    assert width(found) <= cells
    if found != text:
        assert text.strip("\u200d").startswith(found.removesuffix("…").rstrip())


@given(texts, st.integers(0, 60))
@settings(max_examples=150)
def test_columns_are_straight_whatever_stands_in_them(text: str, cells: int) -> None:
    assert width(left(text, cells)) == cells
    assert width(right(text, cells)) == cells


@given(texts, st.integers(2, 40), st.integers(1, 4))
@settings(max_examples=200)
def test_a_folded_text_fits_its_rows(text: str, cells: int, rows: int) -> None:
    found = fold(text, cells, rows)
    assert 1 <= len(found) <= rows
    assert all(width(row) <= cells for row in found)


def test_a_joiner_at_an_end_swallows_nothing_beside_it() -> None:
    assert left("ab\u200d", 4) == "ab  "


def test_a_family_stays_together_or_goes() -> None:
    assert fit(f"ab{FAMILY}cd", 4, "") == f"ab{FAMILY}"
    assert fit(f"ab{FAMILY}cd", 3, "") == "ab"


def test_a_letter_keeps_its_accent() -> None:
    assert fit("re\u0301sume\u0301", 2, "") == "re\u0301"


def test_a_text_is_folded_between_words_and_cut_in_the_last_row() -> None:
    assert fold("Releases stop waking people", 10, 2) == ["Releases", "stop waki…"]
    assert fold("Releases stop", 40, 2) == ["Releases stop"]
    assert fold("", 10, 2) == [""]


def test_a_number_stays_with_its_unit() -> None:
    assert fold("120 behind, silent 82 d: Count", 20, 2) == ["120 behind, silent", "82 d: Count"]
    assert fold("120 behind, in week 12 already", 24, 2) == ["120 behind, in week 12", "already"]
    assert fold("82 d", 2, 2) == ["82", "d"]


def test_a_word_longer_than_a_row_is_broken_within() -> None:
    assert fold("x" * 25, 10, 3) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_very_long_title_is_not_measured_whole() -> None:
    assert fit("漢" * 1_000_000, 10) == "漢漢漢漢…"


def test_a_line_is_cut_and_filled_to_its_width() -> None:
    line = [("ab", "text"), ("漢字", "dim")]
    assert fit_line(line, 4) == [("ab", "text"), ("漢", "dim")]
    assert fit_line(line, 5) == [("ab", "text"), ("漢 ", "dim")]
    assert fit_line(line, 8) == [("ab", "text"), ("漢字", "dim"), ("  ", "text")]
    assert all(line_width(fit_line(line, cells)) == cells for cells in range(12))
