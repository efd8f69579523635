"""`table()`: rows in columns that stand straight, one line a row, as narrow as the place is.

On a terminal the flexible column gives way, then whole columns do; where nobody measures lines (a
pipe) no column does, and a cell is cut only where nobody would read on.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, to_ascii, width
from okrboard.report.output_style import Look
from okrboard.text import clean

Cell = str | tuple[str, str]
"""Text, or text and the name of its style."""


BETWEEN = "  "

LEAST = 16
"""Cells that the flexible column keeps while other columns can go."""

WIDEST_FILL = 48
"""Cells up to which a column is filled where lines have no limit."""


LONGEST = 400
"""Cells of a cell where lines have no limit; who wants a longer text takes `--json`."""


def table(
    look: Look,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    flexible: int = -1,
    numbers: Sequence[int] = (),
    drop: Sequence[int] = (),
) -> list[str]:
    """Return the lines of a table, its heads first, or nothing without rows.

    `flexible` is the column that is cut when the lines are too long, `numbers` are those that
    stand at the right of their column, `drop` those that a narrow place goes without, in order.
    """
    if not rows:
        return []
    texts = [[_text(look, cell) for cell in row] for row in rows]
    sizes = [max(map(width, column)) for column in zip(heads, *texts, strict=True)]
    shown = _fitting(look, sizes, flexible % len(heads), drop)
    lines = []
    for cells in ([(head, "dim") for head in heads], *rows):
        parts = [_part(look, cells[index], sizes[index], index in numbers) for index in shown]
        lines.append(BETWEEN.join(parts).rstrip())
    return lines


def _fitting(look: Look, sizes: list[int], flexible: int, drop: Sequence[int]) -> list[int]:
    """Return the columns that are shown, and set the sizes so that they fit."""
    shown = list(range(len(sizes)))
    if not look.width:
        sizes[:] = [min(size, WIDEST_FILL) for size in sizes]
        return shown
    least = min(sizes[flexible], LEAST)
    for index in (*drop, -1):
        others = sum(sizes[i] for i in shown if i != flexible) + len(BETWEEN) * (len(shown) - 1)
        room = look.width - others
        if room >= least or index < 0:
            sizes[flexible] = max(1, min(sizes[flexible], room))
            break
        shown.remove(index)
    return shown


def _part(look: Look, cell: Cell, size: int, is_number: bool) -> str:
    text = _text(look, cell)
    text = fit(text, size if look.width else LONGEST, look.more)
    fill = " " * (size - width(text))
    styled = text if isinstance(cell, str) else look.style(text, cell[1])
    return fill + styled if is_number else styled + fill


def _text(look: Look, cell: Cell) -> str:
    text = clean(cell if isinstance(cell, str) else cell[0])
    return text if look.unicode else to_ascii(text)
