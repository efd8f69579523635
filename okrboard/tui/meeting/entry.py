"""`entry`: one thing of a list in a meeting, whose name can be read from across the room.

What stands beside a title keeps its column; where the title needs more than is left, it has its
rows for itself and the rest stands below it, in the same column.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.cells import fold, left, width
from okrboard.text import clean
from okrboard.tui.meeting.room import Room
from okrboard.tui.paint.line import Line, line_width

LEAST = 24
"""Cells from which a title may take two rows beside something; in fewer it has to fit one."""

MOST_ROWS = 2


def entry(room: Room, head: Line, title: str, style: str, tail: Line) -> list[Line]:
    """Return the rows of a thing: `head`, its title in at most two rows, and `tail`.

    Args:
        room: the room, for the page's width and the signs.
        head: what stands before the title: the cursor's mark, a sign, a reference.
        title: a person's text; it is cleaned here.
        style: the title's.
        tail: what stands beside the title or below it; as wide in all things of a list.
    """
    indent = line_width(head)
    whole = max(1, room.width - indent)
    beside = whole - line_width(tail)
    told = clean(title)
    below = not _is_read(told, beside)
    cells = whole if below else beside
    first, *others = fold(told, cells, MOST_ROWS, room.glyphs.cut)
    blank = " " * indent
    lines: list[Line] = [[*head, (left(first, cells), style)]]
    if not below:
        lines[0] += tail
    lines += [[(blank, "text"), (left(other, cells), style)] for other in others]
    if below:
        lines.append([(blank + " " * max(0, beside), "text"), *tail])
    return lines


def listed(lines: list[Line], things: Iterable[list[Line]]) -> tuple[tuple[int, int], ...]:
    """Add the rows of things to a page's lines; return the first and last row of each."""
    rows = []
    for each in things:
        first = len(lines)
        lines += each
        rows.append((first, len(lines) - 1))
    return tuple(rows)


def bullet(room: Room, text: str, cells: int) -> list[Line]:
    """Return a person's text behind a dot, in at most two rows of so many cells."""
    parts = fold(clean(text), max(10, cells), MOST_ROWS, room.glyphs.cut)
    return [
        [("  ", "text"), ("  " if number else f"{room.glyphs.dot} ", "dim"), (part, "text")]
        for number, part in enumerate(parts)
    ]


def _is_read(title: str, cells: int) -> bool:
    """Say whether a title can be read in a column of so many cells."""
    if cells < LEAST:
        return width(title) <= cells
    return len(fold(title, cells, MOST_ROWS + 1)) <= MOST_ROWS
