"""Paints a bridge as a waterfall: from the start value to where it ended, a step for each driver.

What nobody named is a step of its own at the end. Colour tells towards the target or away from it,
and the sign before each number says the same.
"""

from __future__ import annotations

from okrboard.cells import fit, left, right
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.measure import Bridge
from okrboard.glyphs import Glyphs
from okrboard.text import clean
from okrboard.tui.paint.line import Line, rough, typeset

_NUMBER = 9
_MOST_CELLS = 40
_LONGEST_NAME = 30


def waterfall(
    bridge: Bridge, unit: str, *, upwards: bool, width: int, glyphs: Glyphs
) -> list[Line]:
    """Return the bridge in lines of at most `width` cells, from the start to the end.

    `upwards` says in which direction the target lies.
    """
    rows = _rows(bridge)
    values = [
        bridge.start,
        bridge.end,
        *(each for _, before, after in rows for each in (before, after)),
    ]
    low, high = min(values), max(values)
    longest = max([len(name) for name, _, _ in rows], default=5)
    name_cells = min(_LONGEST_NAME, max(8, longest), max(8, width // 3))
    cells = min(_MOST_CELLS, max(6, width - name_cells - _NUMBER - 6))
    lines = [_end("from", bridge.start, low, high, unit, name_cells, cells, glyphs)]
    for name, before, after in rows:
        style = "on_track" if (after > before) == upwards else "off_track"
        if name == _UNEXPLAINED:
            style = "dim"
        at, to = sorted((_cell(before, low, high, cells), _cell(after, low, high, cells)))
        block = glyphs.block * max(1, to - at)
        number = typeset(format_change(rough(after - before)), glyphs)
        lines.append(
            [
                ("    ", "text"),
                (left(fit(clean(name), name_cells, glyphs.cut), name_cells), "text"),
                (right(number, _NUMBER, glyphs.cut), "dim" if style == "dim" else "strong"),
                (" " * (min(at, cells - 1) + 2), "text"),
                (block, style),
            ]
        )
    lines.append(_end("to", bridge.end, low, high, unit, name_cells, cells, glyphs))
    return lines


_UNEXPLAINED = "unexplained"


def _rows(bridge: Bridge) -> list[tuple[str, float, float]]:
    """Return name, value before and value after of each step."""
    rows = []
    at = bridge.start
    for span in bridge.spans:
        rows.append((span.text, at, at + span.share))
        at += span.share
    if bridge.unexplained:
        rows.append((_UNEXPLAINED, at, at + bridge.unexplained))
    return rows


def _end(
    name: str,
    value: float,
    low: float,
    high: float,
    unit: str,
    name_cells: int,
    cells: int,
    glyphs: Glyphs,
) -> Line:
    number = typeset(format_value(value, unit if len(unit) <= 2 else ""), glyphs)
    return [
        ("    ", "text"),
        (left(name, name_cells), "dim"),
        (right(number, _NUMBER, glyphs.cut), "strong"),
        ("  ", "text"),
        (glyphs.rule * _cell(value, low, high, cells) + glyphs.tick, "rule"),
    ]


def _cell(value: float, low: float, high: float, cells: int) -> int:
    return round((value - low) / (high - low) * (cells - 1)) if high > low else 0
