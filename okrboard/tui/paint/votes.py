"""Paints votes: a dot for who has voted, and after the reveal the dots over a scale of 0 to 10."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, left
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.line import Line

STEP = 4
"""Cells from one number of the scale to the next."""

MOST_HIGH = 6


def covered(names: Sequence[tuple[str, bool, bool]], width: int, glyphs: Glyphs) -> list[Line]:
    """Return who votes, some a line: a handle, whether they have voted, whether they are called."""
    cell = 16
    each_row = max(1, (width - 4) // cell)
    lines: list[Line] = []
    for first in range(0, len(names), each_row):
        row: Line = [("    ", "text")]
        for name, voted, called in names[first : first + each_row]:
            sign = glyphs.live if voted else glyphs.open if called else glyphs.dot
            style = "accent" if called else "strong" if voted else "dim"
            row.append((f"{sign} ", style))
            row.append((left(fit(name, cell - 3, glyphs.cut), cell - 2), style))
        lines.append(row)
    return lines


def distribution(values: Sequence[int], glyphs: Glyphs) -> list[Line]:
    """Return votes as dots stacked over a scale, the higher the more there are of one."""
    counts = [values.count(number) for number in range(11)]
    high = min(MOST_HIGH, max(counts, default=0))
    lines: list[Line] = []
    for level in range(high, 0, -1):
        row = "".join((glyphs.live if count >= level else " ").rjust(STEP) for count in counts)
        lines.append([("  ", "text"), (row, "strong")])
    lines.append([("  ", "text"), ((" " * (STEP - 1)) + glyphs.rule * (10 * STEP + 1), "rule")])
    scale = "".join(str(number).rjust(STEP) for number in range(11))
    lines.append([("  ", "text"), (scale, "dim")])
    if any(count > MOST_HIGH for count in counts):
        said = ", ".join(f"{count} x {n}" for n, count in enumerate(counts) if count > MOST_HIGH)
        lines.append([("    ", "text"), (said, "dim")])
    return lines
