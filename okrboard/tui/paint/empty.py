"""What an empty board says: what to do next, in a few quiet lines in the middle."""

from __future__ import annotations

from okrboard.cells import fit, width
from okrboard.domain.view import View
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.line import Line

Keys = dict[str, str]


def empty_board(view: View, new: str, clear: str) -> list[Line]:
    """Return what there is to say when no card is shown; nothing when there are cards.

    `new` and `clear` are the keys for a new objective and for clearing the filter, as shown.
    """
    if view.shown:
        return []
    if view.cycle is None:
        return [
            [("No cycle yet.", "strong")],
            [],
            [("A cycle is the span you set goals for: four months, a quarter, any.", "text")],
            [(new, "key"), (" makes the first one", "text")] if new else [],
        ]
    if view.total:
        many = f"{view.total} objective{'s' if view.total > 1 else ''}"
        return [
            [("Nothing matches.", "strong")],
            [],
            [(clear, "key"), (f" shows all {many} again", "text")],
        ]
    return [
        [(f"{view.cycle.name} has no objective yet.", "strong")],
        [],
        [("What should be better for somebody at its end?", "text")],
        [(new, "key"), (" proposes the first objective", "text")] if new else [],
    ]


def centred(lines: list[Line], cells: int, rows: int, glyphs: Glyphs) -> list[Line]:
    """Return lines in the middle of a place of `rows` rows, each exactly `cells` cells wide."""
    above = max((rows - len(lines)) // 3, 0)
    blank: Line = [(" " * cells, "text")]
    found = [blank] * above
    for line in lines:
        wide = sum(width(text) for text, _ in line)
        if wide > cells:
            line = [(fit("".join(text for text, _ in line), cells, glyphs.cut), "text")]
            wide = width(line[0][0])
        left = (cells - wide) // 2
        found.append([(" " * left, "text"), *line, (" " * (cells - wide - left), "text")])
    return (found + [blank] * rows)[:rows]
