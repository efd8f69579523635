"""The text a person is typing: keys in, text out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from okrboard.tui.forms.editors import MAX_LINE, Editor, LineEditor

KEYS = [
    "left", "right", "home", "end", "ctrl+a", "ctrl+left", "ctrl+right", "backspace", "delete",
    "ctrl+w", "ctrl+u", "ctrl+k", "up", "down",
]  # fmt: skip


def typed(editor: LineEditor, text: str) -> LineEditor:
    for character in text:
        assert editor.press("x", character)
    return editor


def folded(editor: Editor, width: int) -> list[tuple[int, int]]:
    editor.fold(width)
    return editor.rows()


def test_what_is_typed_stands_where_the_cursor_is() -> None:
    editor = typed(LineEditor(), "abd")
    editor.press("left")
    typed(editor, "c")
    assert (editor.text, editor.at) == ("abcd", 3)


@pytest.mark.parametrize("cluster", ["👨‍👩‍👧", "é", "漢", "❤️"])
def test_one_key_crosses_and_cuts_one_character_of_a_reader(cluster: str) -> None:
    editor = LineEditor(f"a{cluster}b")
    editor.press("left")
    editor.press("left")
    assert editor.at == 1
    editor.press("right")
    assert editor.at == 1 + len(cluster)
    editor.press("backspace")
    assert editor.text == "ab"


def test_words_and_lines_are_cut_as_in_a_shell() -> None:
    editor = LineEditor("one two three")
    editor.press("ctrl+w")
    assert editor.text == "one two "
    editor.press("ctrl+left")
    editor.press("ctrl+k")
    assert editor.text == "one "
    editor.press("ctrl+u")
    assert editor.text == ""


def test_a_line_takes_no_break_and_a_text_takes_it_with_ctrl_j() -> None:
    line, text = LineEditor("a"), Editor("a")
    assert not line.press("ctrl+j")
    assert text.press("ctrl+j")
    assert text.text == "a\n"


def test_up_and_down_keep_the_column_and_stop_at_the_ends() -> None:
    text = Editor("long line\nx\nlong line")
    text.fold(80)
    text.put_at(0, 4)
    assert not text.press("up")
    assert text.press("down")
    assert text.place() == (1, 1)
    text.press("down")
    assert not text.press("down")


def test_what_is_pasted_is_clean_and_a_line_stays_one() -> None:
    line = LineEditor()
    line.type_in("a\r\nb\x1b]52;c;x\x07\t‮")
    assert line.text == "a b\ufffd]52;c;x\ufffd \ufffd"
    text = Editor()
    text.type_in("a\rb\r\nc\x9b")
    assert text.text == "a\nb\nc\ufffd"


def test_a_monstrous_paste_stops_at_the_limit() -> None:
    editor = LineEditor()
    editor.type_in("x" * (MAX_LINE + 5))
    assert len(editor.text) == MAX_LINE


def test_long_lines_fold_between_words() -> None:
    text = "the quick brown fox"
    rows = folded(Editor(text), 10)
    assert [text[start:end] for start, end in rows] == [
        "the quick ",
        "brown fox",
    ]


def test_a_word_that_is_wider_than_the_place_is_cut() -> None:
    assert folded(Editor("abcdefgh"), 3) == [(0, 3), (3, 6), (6, 8)]


TEXTS = st.lists(st.sampled_from([*"ab 漢é\n", "👩\u200d👧"]), max_size=60).map("".join)


@settings(max_examples=150)
@given(TEXTS, st.integers(2, 20))
def test_folded_rows_cover_the_text_and_fit(text: str, width: int) -> None:
    rows = folded(Editor(text), width)
    assert "".join(text[start:end] for start, end in rows) == text.replace("\n", "")
    assert all(cell_len(text[start:end].rstrip(" ")) <= width for start, end in rows)
    assert all(before[1] <= after[0] for before, after in pairwise(rows))


@settings(max_examples=100)
@given(st.text(max_size=30), st.lists(st.sampled_from(KEYS), max_size=30), st.integers(1, 12))
def test_no_keys_lead_out_of_the_text(text: str, keys: list[str], width: int) -> None:
    editor = Editor(text)
    editor.fold(width)
    for key in keys:
        editor.press(key)
        assert 0 <= editor.at <= len(editor.text)
        row, cell = editor.place()
        assert 0 <= row < len(editor.rows())
        assert cell >= 0
