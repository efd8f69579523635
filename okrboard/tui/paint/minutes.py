"""Paints minutes: their Markdown as it reads, heads in a style of their own.

Pure: a text goes in, lines come out, each in a margin of two cells.
"""

from __future__ import annotations

from okrboard.cells import fold
from okrboard.glyphs import Glyphs
from okrboard.report.format import unescaped
from okrboard.text import clean
from okrboard.tui.paint.line import Line

MARGIN = 2
"""Cells left and right of the text."""

WIDEST = 100
"""Cells of a line at most: longer ones are hard to read."""

MOST_ROWS = 24
"""Rows of one line of the minutes; no line that a form takes is longer on a usual terminal."""

_LEAST = 10


def minutes_lines(text: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return a text of minutes in rows of `width` cells; what was escaped reads as it was typed."""
    room = max(_LEAST, min(width, WIDEST) - 2 * MARGIN)
    lines: list[Line] = []
    for row in text.splitlines():
        shown, style, indent = _read(row)
        blank = " " * indent
        parts = fold(clean(shown), max(_LEAST, room - indent), MOST_ROWS, glyphs.cut)
        for index, part in enumerate(parts):
            before = row[:indent] if index == 0 else blank
            lines.append([(" " * MARGIN, "text"), (f"{before}{part}", style)])
    return lines


def _read(row: str) -> tuple[str, str, int]:
    """Return what a row says, its style, and how many cells of it stand before the text."""
    if row.startswith("#"):
        # Only the first two levels are heads of the page: the third is one thing among others.
        style = "strong" if row.startswith("###") else "title"
        return unescaped(row.lstrip("#").strip()), style, 0
    if row.startswith("**") and row.endswith("**"):
        return unescaped(row[2:-2]), "label", 0
    bare = row.lstrip(" ")
    indent = len(row) - len(bare) + 2 if bare.startswith("- ") else 0
    return unescaped(row[indent:]), "text", indent
