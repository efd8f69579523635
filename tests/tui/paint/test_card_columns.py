"""Cards in columns: each in its place once, found by the mouse where it is drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.glyphs import ASCII, UNICODE
from okrboard.tui.paint.card_columns import CardColumn, NoteCard, flowing, paint_columns
from okrboard.tui.paint.line import Line, PaintedPage, line_width

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=90)


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def at(page: PaintedPage, index: int) -> str:
    """Return what is drawn in the first row of a card."""
    row, (first, last) = page.rows[index][0], page.columns[index]
    return "".join(text for text, _ in page.lines[row])[first : last + 1].strip(" ▌")


def numbered(count: int) -> list[NoteCard]:
    return [NoteCard(f"card {number}") for number in range(count)]


@given(
    cards=st.lists(st.builds(NoteCard, texts, texts, st.integers(0, 20)), max_size=12),
    cells=st.integers(24, 160),
    cursor=st.integers(-1, 12),
    plain=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_any_cards_fit_their_page(
    cards: list[NoteCard], cells: int, cursor: int, plain: bool
) -> None:
    page = paint_columns(flowing(cards, cells), cursor, cells, ASCII if plain else UNICODE)
    assert len(page.rows) == len(page.columns) == len(cards)
    assert all(line_width(line) <= cells for line in page.lines)
    assert all(0 <= first <= last < len(page.lines) for first, last in page.rows)
    assert all(0 <= first <= last < cells for first, last in page.columns)


def test_a_card_is_where_the_page_says() -> None:
    for cells in (30, 80, 120):
        page = paint_columns(flowing(numbered(7), cells), 0, cells, UNICODE)
        assert [at(page, index) for index in range(7)] == [f"card {n}" for n in range(7)]


def test_four_rounds_stand_beside_each_other_or_two_by_two() -> None:
    columns = [CardColumn(numbered(1), head) for head in ("drove us", "held us", "learned", "why")]
    wide = text_of(paint_columns(columns, 0, 120, UNICODE).lines)
    assert all(head in wide[0] for head in ("drove us", "held us", "learned", "why"))
    narrow = text_of(paint_columns(columns, 0, 76, UNICODE).lines)
    assert "held us" in narrow[0]
    assert "learned" not in narrow[0]
    assert sum("learned" in row and "why" in row for row in narrow) == 1


def test_a_card_shows_its_dots_and_who_wrote_it() -> None:
    card = NoteCard("Second reader", "ana", dots=3)
    text = "\n".join(text_of(paint_columns([CardColumn([card])], 0, 60, UNICODE).lines))
    assert "●●● 3  ana" in text


def test_only_the_card_under_the_cursor_is_raised() -> None:
    page = paint_columns([CardColumn(numbered(3))], 1, 60, UNICODE)
    raised = [row for row, line in enumerate(page.lines) if any("@raised" in s for _, s in line)]
    assert raised == [page.rows[1][0]]


def test_an_empty_column_says_so() -> None:
    columns = [CardColumn([], "drove us", "What moved us?", "no card")]
    assert text_of(paint_columns(columns, 0, 60, UNICODE).lines) == [
        "drove us",
        "What moved us?",
        "",
        "no card",
    ]
