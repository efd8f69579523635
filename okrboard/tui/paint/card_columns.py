"""Paints cards of a meeting in columns, each a small surface: what was written, who wrote it, dots.

A column has a head, or the cards of one list flow through several of about one height. The cursor
goes down a column and on to the next one, as the cards are numbered.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, fold
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.text import clean
from okrboard.tui.paint.line import Line, PaintedPage, fit_line, line_width, on, side_by_side

FOUR, TWO = 104, 56
"""Cells from which there are four columns, and two."""

_GAP = 2
_TEXT_ROWS = 3
"""Rows of a card's text at most."""


class NoteCard(Record):
    """A card as it is shown."""

    text: str
    """A person's; it is cleaned here."""
    note: str = ""
    """Who wrote it, or of which round it is; empty where that is covered."""
    dots: int = 0
    style: str = "text"


class CardColumn(Record):
    """Cards under one head."""

    cards: Sequence[NoteCard]
    head: str = ""
    question: str = ""
    nothing: str = ""
    """What stands there instead of a card."""


def how_many_columns(cells: int) -> int:
    """Return how many columns a page has room for."""
    return 4 if cells >= FOUR else 2 if cells >= TWO else 1


def paint_columns(
    columns: Sequence[CardColumn], cursor: int, cells: int, glyphs: Glyphs
) -> PaintedPage:
    """Return columns beside each other, as many as there is room for, the others below them.

    Cards are numbered through all columns; `cursor` is the number of the one under the cursor.
    """
    across = min(how_many_columns(cells), len(columns)) or 1
    if len(columns) > across > 2:
        across = 2
    wide = (cells - _GAP * (across - 1)) // across
    lines: list[Line] = []
    rows: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    number = 0
    for first in range(0, len(columns), across):
        painted: list[list[Line]] = []
        top = len(lines) + (1 if lines else 0)
        for place, column in enumerate(columns[first : first + across]):
            begin = place * (wide + _GAP)
            own = _head(column, wide, glyphs)
            for card in column.cards:
                shown = _card(card, wide, glyphs, active=number == cursor)
                rows.append((top + len(own), top + len(own) + len(shown) - 2))
                spans.append((begin, begin + wide - 1))
                own += shown
                number += 1
            painted.append(own)
        lines += [[("", "text")]] if lines else []
        lines += side_by_side(painted, [wide] * len(painted), _GAP)
    return PaintedPage(lines, rows, spans)


def flowing(cards: Sequence[NoteCard], cells: int) -> list[CardColumn]:
    """Return cards of one list in as many columns as there is room for, in their order."""
    across = how_many_columns(cells)
    high = max(1, -(-len(cards) // across))
    return [CardColumn(cards[at * high : (at + 1) * high]) for at in range(across)]


def _head(column: CardColumn, cells: int, glyphs: Glyphs) -> list[Line]:
    if not column.head:
        return []
    lines: list[Line] = [[(fit(column.head, cells, glyphs.cut), "strong")]]
    if column.question:
        lines += [[(row, "dim")] for row in fold(column.question, cells, 2, glyphs.cut)]
    lines.append([("", "text")])
    if not column.cards and column.nothing:
        lines.append([(fit(column.nothing, cells, glyphs.cut), "dim")])
    return lines


def _card(card: NoteCard, cells: int, glyphs: Glyphs, *, active: bool) -> list[Line]:
    """Return a card: its text, what stands below it, and a blank row."""
    inner = cells - 3
    rows: list[Line] = [
        [(row, card.style)] for row in fold(clean(card.text), inner, _TEXT_ROWS, glyphs.cut)
    ]
    below: Line = []
    if card.dots:
        below.append((f"{glyphs.live * min(card.dots, 9)} {card.dots}  ", "accent"))
    if card.note:
        room = max(0, inner - line_width(below))
        below.append((fit(clean(card.note), room, glyphs.cut), "dim"))
    rows += [below] if below else []
    bar = glyphs.gutter if active else " "
    ground = "raised" if active else "surface"
    drawn = (fit_line([(f"{bar} ", "accent"), *row], cells) for row in rows)
    return [*(on(ground, line) for line in drawn), [("", "text")]]
