"""Lines of a screen: runs of text with the names of their styles, cut and filled to columns; words
in them: headings with a rule, labels with a text beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from okrboard.cells import clusters, fit, fold, left, width
from okrboard.cells import width as width_of
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.text import clean, clean_lines

Run = tuple[str, str]
"""A text without line breaks, and the name of its style."""
Line = list[Run]
"""A row of the screen, left to right."""


class PaintedPage(Record):
    """A painted page with things in it that the cursor can be on."""

    lines: list[Line]
    rows: Sequence[tuple[int, int]]
    """First and last row of each of them, from top to bottom."""
    columns: Sequence[tuple[int, int]] = ()
    """First and last column of each, where things stand beside each other."""


def line_width(line: Line) -> int:
    """Return the cells of a line."""
    return sum(width(text) for text, _ in line)


def fit_line(line: Line, cells: int, style: str = "text") -> Line:
    """Return the line in exactly `cells` cells: cut at the right, or filled in `style`."""
    found: Line = []
    room = cells
    for text, name in line:
        if room <= 0:
            break
        wide = width(text)
        if wide > room:
            text = left(text, room, "")
            wide = room
        found.append((text, name))
        room -= wide
    if room > 0:
        found.append((" " * room, style))
    return found


def side_by_side(columns: Sequence[list[Line]], widths: Sequence[int], gap: int) -> list[Line]:
    """Return columns of so many cells beside each other, `gap` cells apart."""
    rows = zip_longest(*columns, fillvalue=())
    lines = []
    for row in rows:
        line: Line = []
        for own, cells in zip(row, widths, strict=True):
            line += [*fit_line(list(own), cells), (" " * gap, "text")]
        lines.append(line[:-1])
    return lines


def on(ground: str, line: Line) -> Line:
    """Return a line that stands on a ground: `surface` or `raised`."""
    return [(text, f"{style}@{ground}") for text, style in line]


def with_cursor(line: Line, cell: int) -> Line:
    """Return the line with the style `cursor` on the character at a cell, or on a space behind."""
    wide = line_width(line)
    if cell >= wide:
        return [*line, (" " * (cell - wide), "text"), (" ", "cursor")]
    runs: Line = []
    begin = 0
    for text, style in line:
        end = begin + width(text)
        if begin <= cell < end:
            first, last = cluster_at(text, cell - begin)
            runs += [(text[:first], style), (text[first:last], "cursor"), (text[last:], style)]
        else:
            runs.append((text, style))
        begin = end
    return [run for run in runs if run[0]]


def cluster_at(text: str, cell: int) -> tuple[int, int]:
    """Return where the character begins and ends that covers a cell, or the end of the text."""
    begin = 0
    for first, last, wide in clusters(text):
        if cell < begin + wide:
            return first, last
        begin += wide
    return len(text), len(text)


LABEL = 16
"""Cells of the column of labels."""

MOST_ROWS = 6
"""Rows of one text; who wants more opens it in a form."""


def heading(text: str, width: int, glyphs: Glyphs) -> Line:
    """Return a section's head with a rule to the end of its column."""
    rule = glyphs.rule * max(0, width - width_of(text) - 4)
    return [("  ", "text"), (text, "title"), (f" {rule}", "rule")]


def labelled(
    label: str, text: str, width: int, glyphs: Glyphs, *, style: str = "text"
) -> list[Line]:
    """Return a label and a text of several lines beside it, in a margin of two cells."""
    rows: list[str] = []
    for line in clean_lines(text).strip().split("\n"):
        rows += fold(line, max(8, width - LABEL - 1), MOST_ROWS + 1, glyphs.cut)
    if len(rows) > MOST_ROWS:
        rows = [*rows[: MOST_ROWS - 1], fit(rows[MOST_ROWS - 1] + " " + glyphs.cut, width - LABEL)]
    shown = fit(clean(label), LABEL - 1, glyphs.cut)
    found: list[Line] = []
    for index, row in enumerate(rows):
        head = shown if index == 0 else ""
        found.append(
            [("  ", "text"), (head + " " * (LABEL - width_of(head)), "label"), (row, style)]
        )
    return found


def folded(text: str, width: int, style: str, glyphs: Glyphs, *, indent: int = 0) -> list[Line]:
    """Return a text in rows of `width` cells; all but the first are set in by `indent`."""
    rows: list[str] = []
    for line in clean_lines(text).strip().split("\n"):
        rows += fold(line, max(8, width - indent), MOST_ROWS, glyphs.cut)
    return [[(" " * (indent if index else 0) + row, style)] for index, row in enumerate(rows)]


def typeset(number: str, glyphs: Glyphs) -> str:
    """Return formatted numbers with a true minus sign, and the arrow between two of them."""
    return number.replace("-", glyphs.minus).replace("→", glyphs.arrow)


def rough(value: float) -> float:
    """Return an estimate in the digits it deserves: three of them."""
    return float(f"{value:.3g}")
