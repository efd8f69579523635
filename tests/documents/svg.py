"""`draw()`: a screen's cells as an SVG picture that looks the same wherever it is shown.

Nothing is fetched: no font comes with it. Block characters and lines are drawn as shapes, so that
bars close without gaps in any font; every run of text is fitted to its columns.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import ColorType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.color import Color
    from rich.segment import Segment
    from rich.style import Style

WIDE, HIGH = 8.4, 18.0
"""A cell, in units of the picture."""
BASE = 13.4
"""From the top of a cell to the line that letters stand on."""
MARGIN = 12.0
FONT = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace"

EIGHTHS = {"█": 8, "▉": 7, "▊": 6, "▋": 5, "▌": 4, "▍": 3, "▎": 2, "▏": 1}
"""Blocks that fill a cell from the left, in eighths."""
RISING = {"▁": 1, "▂": 2, "▃": 3, "▄": 4, "▅": 5, "▆": 6, "▇": 7}
"""Blocks that fill a cell from below, in eighths."""
LINES = {
    "─": "lr", "│": "ud", "╭": "rd", "┌": "rd", "╮": "ld", "┐": "ld", "╰": "ru", "└": "ru",
    "╯": "lu", "┘": "lu", "├": "udr", "┤": "udl", "┬": "lrd", "┴": "lru", "┼": "lrud",
    "━": "LR", "┃": "UD", "┏": "RD", "┓": "LD", "┗": "RU", "┛": "LU", "┣": "UDR", "┫": "UDL",
    "┳": "LRD", "┻": "LRU", "╋": "LRUD", "╸": "L", "╺": "R", "╹": "U", "╻": "D",
}  # fmt: skip
"""Lines by the sides they touch; capitals are heavy."""


DRAWN = frozenset({*EIGHTHS, *RISING, *LINES, "▐", "▀"})
BEHIND = "\0"
"""Stands in the second column of a wide character."""
WORDS = re.compile(r"[^ ]+(?: [^ ]+)*")


class Cell(NamedTuple):
    """What stands in one place of the screen; a wide character leaves "" to its right."""

    text: str
    ink: str
    ground: str
    weight: str


def draw(rows: Iterable[Iterable[Segment]], *, ink: str, ground: str, title: str) -> str:
    """Return the picture of a screen whose own colours are `ink` on `ground`, as `#rrggbb`."""
    grid = [list(_cells(row, ink, ground)) for row in rows]
    width = max(map(len, grid)) * WIDE + 2 * MARGIN
    height = len(grid) * HIGH + 2 * MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img"',
        f'     font-family="{FONT}" font-size="14">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{ground}"/>',
    ]
    for y, row in enumerate(grid):
        lines += _grounds(row, MARGIN + y * HIGH, ground)
        lines += _marks(row, MARGIN + y * HIGH)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _cells(row: Iterable[Segment], ink: str, ground: str) -> Iterable[Cell]:
    for text, style, control in row:
        if control:
            continue
        look = _look(style, ink, ground)
        for character in text:
            wide = cell_len(character)
            if wide:
                yield Cell(character, *look)
            for _ in range(wide - 1):
                yield Cell("", *look)


def _look(style: Style | None, ink: str, ground: str) -> tuple[str, str, str]:
    if style is None:
        return ink, ground, ""
    front, back = _hex(style.color, ink), _hex(style.bgcolor, ground)
    if style.reverse:
        front, back = back, front
    if style.dim:
        front = _between(front, back)
    return front, back, "bold" if style.bold else ""


def _hex(color: Color | None, usual: str) -> str:
    if color is None or color.type is ColorType.DEFAULT:
        return usual
    return color.get_truecolor().hex


def _between(one: str, other: str) -> str:
    parts = ((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _grounds(row: Sequence[Cell], top: float, usual: str) -> Iterable[str]:
    for ground, group in groupby(enumerate(row), key=lambda each: each[1].ground):
        places = [x for x, _ in group]
        if ground != usual:
            yield _box(places[0], top, len(places) * WIDE, HIGH, ground)


def _marks(row: Sequence[Cell], top: float) -> Iterable[str]:
    """Yield the words and shapes of a row; words are apart where two blanks or looks are."""
    for (drawn, *look), group in groupby(enumerate(row), lambda each: _kind(each[1])):
        cells = list(group)
        if drawn:
            for x, cell in cells:
                yield from _shape(cell, x, top)
            continue
        columns = "".join(cell.text or BEHIND for _, cell in cells)
        for words in WORDS.finditer(columns):
            yield _text(words[0], cells[0][0] + words.start(), top, look)


def _kind(cell: Cell) -> tuple[bool, str, str, str]:
    return (cell.text in DRAWN, *cell[1:])


def _text(columns: str, x: int, top: float, look: Sequence[str]) -> str:
    ink, _, weight = look
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{MARGIN + x * WIDE:.5g}" y="{top + BASE:.5g}" fill="{ink}"{bold} '
        f'textLength="{len(columns) * WIDE:.5g}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(columns.replace(BEHIND, ''))}</text>"
    )


def _shape(cell: Cell, x: int, top: float) -> list[str]:
    if cell.text in EIGHTHS:
        return [_box(x, top, WIDE * EIGHTHS[cell.text] / 8, HIGH, cell.ink)]
    if cell.text in RISING:
        high = HIGH * RISING[cell.text] / 8
        return [_box(x, top + HIGH - high, WIDE, high, cell.ink)]
    if cell.text == "▐":
        return [_box(x + 0.5, top, WIDE / 2, HIGH, cell.ink)]
    if cell.text == "▀":
        return [_box(x, top, WIDE, HIGH / 2, cell.ink)]
    return [_line(side, x, top, cell.ink) for side in LINES.get(cell.text, "")]


def _line(side: str, x: int, top: float, ink: str) -> str:
    thick = 2.4 if side.isupper() else 1.2
    half_wide, half_high = (WIDE + thick) / 2, (HIGH + thick) / 2
    left = WIDE / 2 - thick / 2 if side.lower() in "rud" else 0.0
    down = HIGH / 2 - thick / 2 if side.lower() in "lrd" else 0.0
    flat = side.lower() in "lr"
    wide, high = (half_wide, thick) if flat else (thick, half_high)
    return _box(x + left / WIDE, top + down, wide, high, ink)


def _box(x: float, top: float, wide: float, high: float, ink: str) -> str:
    return (
        f'<rect x="{MARGIN + x * WIDE:.5g}" y="{top:.5g}" width="{wide:.4g}" height="{high:.4g}" '
        f'fill="{ink}" shape-rendering="crispEdges"/>'
    )
