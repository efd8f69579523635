"""The help as a picture: what a search leaves, and that no line is wider than its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.glyphs import glyphs
from okrboard.tui.paint.help import HelpEntry, matching, paint_help
from okrboard.tui.paint.line import line_width

ENTRIES = [
    HelpEntry("Board", "enter", "open", "Everything about the objective", "board.open", "open"),
    HelpEntry("Board", "h ←", "left", "To the column on the left", "move.left", "move('left')"),
    HelpEntry(
        "Board", "H", "card left", "Move the card to the column on the left", "board.card_left"
    ),
    HelpEntry("Everywhere", "u", "undo", "Take back my newest change", "app.undo", "app.undo"),
    HelpEntry("Everywhere", "ctrl+p", "palette", "Find any action", "app.palette", "app.palette"),
]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["open", "left", "card left", "undo", "palette"]),
        ("left", ["left", "card left"]),
        ("LEFT card", ["card left"]),
        ("h", ["left"]),
        ("H", ["card left"]),
        ("ctrl+p", ["palette"]),
        ("newest", ["undo"]),
        ("board.open", ["open"]),
        ("everywhere", ["undo", "palette"]),
        ("nothing at all", []),
    ],
)
def test_a_search_finds_by_key_label_sentence_name_and_screen(
    query: str, labels: list[str]
) -> None:
    assert [entry.label for entry in matching(ENTRIES, query)] == labels


def test_each_entry_has_its_row_and_each_section_its_head() -> None:
    page = paint_help(ENTRIES, 1, 100, glyphs())
    texts = ["".join(text for text, _ in line) for line in page.lines]
    assert [text.strip() for text in texts if text.strip() in ("Board", "Everywhere")] == [
        "Board",
        "Everywhere",
    ]
    for entry, (first, last) in zip(ENTRIES, page.rows, strict=True):
        assert first == last
        assert entry.label in texts[first]
        assert entry.sentence in texts[first]
    marked = [text for text in texts if "▌" in text]
    assert len(marked) == 1
    assert "To the column on the left" in marked[0]


@pytest.mark.parametrize("cells", [60, 100])
def test_the_configurations_names_stand_in_a_column_if_asked(cells: int) -> None:
    page = paint_help(ENTRIES, 1, cells, glyphs(), named=True)
    texts = ["".join(text for text, _ in line) for line in page.lines]
    named = [entry for entry in ENTRIES if entry.id]
    columns = {texts[row].index(each.id) for each, (row, _) in zip(named, page.rows, strict=False)}
    assert len(columns) == 1
    unnamed = paint_help(ENTRIES, 1, cells, glyphs())
    assert not any("board.open" in text for line in unnamed.lines for text, _ in line)


@pytest.mark.parametrize("cells", [60, 80, 100])
def test_what_was_told_at_the_start_is_read_whole(cells: int) -> None:
    told = "keys: there is no action board.filtre; did you mean board.filter? " + "漢" * 60
    entries = [HelpEntry("Told at the start", "", "", told), *ENTRIES]
    page = paint_help(entries, 1, cells, glyphs())
    first, last = page.rows[0]
    texts = ["".join(text for text, _ in line) for line in page.lines]
    assert last > first
    assert "".join("".join(texts[first : last + 1]).split()) == "".join(told.split())
    assert all(line_width(line) <= cells for line in page.lines)
    assert "open" in texts[page.rows[1][0]]


def test_when_nothing_is_found_it_says_so() -> None:
    page = paint_help([], 0, 60, glyphs(), nothing="nothing here is called x")
    assert page.rows == []
    assert "nothing here is called x" in page.lines[1][0][0]


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)


@given(
    st.lists(st.builds(HelpEntry, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=4),
    st.integers(56, 200),
    st.booleans(),
)
def test_no_line_is_wider_than_its_place(entries: list[HelpEntry], cells: int, ascii: bool) -> None:
    page = paint_help(entries, 0, cells, glyphs(ascii=ascii))
    assert all(line_width(line) <= cells for line in page.lines)
    assert len(page.rows) == len(entries)
