"""Lines of a screen: runs of text with the names of their styles, cut and filled to columns."""

from __future__ import annotations

from okrboard.cells import left, width

Run = tuple[str, str]
"""A text without line breaks, and the name of its style."""
Line = list[Run]
"""A row of the screen, left to right."""


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
