"""`clean()`: nothing that drives a terminal leaves it, and nothing readable is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.text import MAX_LINE, REPLACEMENT, clean, clean_lines, shorten, squeeze

FORBIDDEN = {"Cc", "Cs", "Zl", "Zp"}
any_text = st.text(st.characters(codec=None), max_size=60)


@given(any_text)
def test_no_control_or_format_character_leaves(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in FORBIDDEN
        assert unicodedata.category(character) != "Cf" or character in "\u200c\u200d"


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(any_text.filter(lambda text: "\r\n" not in text))
def test_the_length_stays_so_columns_do_not_shift(text: str) -> None:
    assert len(clean(text)) == len(text)


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M")), max_size=40))
def test_letters_marks_and_symbols_stay_as_they_are(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b]52;c;aGk=\x07", f"{REPLACEMENT}]52;c;aGk={REPLACEMENT}"),
        ("a\u202eb", f"a{REPLACEMENT}b"),
        ("a\udc80b", f"a{REPLACEMENT}b"),
        ("one\r\ntwo\tthree", "one two three"),
        ("a\u2028b\u00a0c", "a b c"),
        ("\x9b2J", f"{REPLACEMENT}2J"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("[/foo] [@click=app.quit]x[/]", "[/foo] [@click=app.quit]x[/]"),
    ],
)
def test_hostile_text_becomes_a_harmless_line(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


def test_lines_keep_their_breaks_and_nothing_else() -> None:
    assert clean_lines("a\r\nb\rc\n\x1bd") == f"a\nb\nc\n{REPLACEMENT}d"


def test_a_monstrous_line_is_cut() -> None:
    assert len(clean("x" * (MAX_LINE + 5))) == MAX_LINE


def test_squeeze_drops_outer_and_doubled_spaces() -> None:
    assert squeeze("  Audit \t  accuracy\n") == "Audit accuracy"


def test_a_text_for_a_message_is_cut_and_says_so() -> None:
    assert shorten("x" * 120) == "x" * 120
    assert shorten("x" * 121) == "x" * 119 + "…"
    assert shorten("ab cd", 4) == "ab…"
    assert shorten("a\x1bb") == "a\ufffdb"
