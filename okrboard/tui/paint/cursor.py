"""Puts the cursor into a painted line: the character it stands on gets its style, whole."""

from __future__ import annotations

from okrboard.cells import clusters
from okrboard.cells import width as width_of
from okrboard.tui.paint.line import Line, line_width


def with_cursor(line: Line, cell: int) -> Line:
    """Return the line with the style `cursor` on the character at a cell, or on a space behind."""
    wide = line_width(line)
    if cell >= wide:
        return [*line, (" " * (cell - wide), "text"), (" ", "cursor")]
    found: Line = []
    left = 0
    for text, style in line:
        here = width_of(text)
        if left <= cell < left + here:
            before, under, after = _split(text, cell - left)
            found += [(before, style), (under, "cursor"), (after, style)]
        else:
            found.append((text, style))
        left += here
    return [run for run in found if run[0]]


def _split(text: str, cell: int) -> tuple[str, str, str]:
    if text.isascii():
        return text[:cell], text[cell : cell + 1], text[cell + 1 :]
    left = 0
    for start, end, wide in clusters(text):
        if left <= cell < left + wide:
            return text[:start], text[start:end], text[end:]
        left += wide
    return text, "", ""
