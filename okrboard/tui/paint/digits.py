"""Large digits, three or five rows high: a value that is read across a meeting room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from okrboard.cells import width

ROWS = 3
LARGE_ROWS = 5

_PLAIN: Final[dict[str, tuple[str, str, str]]] = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    "%": ("o /", " / ", "/ o"),
    "+": ("   ", " + ", "   "),
    "-": ("   ", " - ", "   "),
    ".": (" ", " ", "."),
    ",": (" ", " ", ","),
    ":": (" ", ".", "."),
    "/": ("  /", " / ", "/  "),
    " ": (" ", " ", " "),
}

_POINTS = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "%": "#.# ..# .#. #.. #.#",
    "+": "... .#. ### .#. ...",
    "-": "... ... ### ... ...",
    ".": ". . . . #",
    ",": ". . . # #",
    "/": "..# ..# .#. #.. #..",
    ":": ". # . # .",
    " ": ". . . . .",
}
"""The rows of each sign from top to bottom, `#` where there is a point."""


def digits(text: str, *, ascii: bool = False) -> tuple[str, str, str]:
    """Return a number in three rows of one width, a blank column between its signs.

    Two points of a sign stand in one cell, as half blocks. Signs that have no large form, a unit's
    letters for instance, stand small in the lowest row.
    """
    top, middle, low = _drawn(text, _PLAIN if ascii else _HALVES, ROWS, " ")
    return top, middle, low


def large(text: str, *, ascii: bool = False) -> list[str]:
    """Return a number in five rows of one width, each point two cells wide; see `digits()`."""
    point = "##" if ascii else "██"
    signs = {
        sign: [row.replace("#", point).replace(".", "  ") for row in points.split()]
        for sign, points in _POINTS.items()
    }
    return _drawn(text, signs, LARGE_ROWS, "  ")


def _drawn(text: str, signs: Mapping[str, Sequence[str]], rows: int, gap: str) -> list[str]:
    drawn: list[Sequence[str]] = []
    for known, group in groupby(text.replace("−", "-"), signs.__contains__):
        if known:
            drawn += [signs[sign] for sign in group]
        else:
            small = "".join(group)
            drawn.append([*[" " * width(small)] * (rows - 1), small])
    return [gap.join(sign[row] for sign in drawn) for row in range(rows)]


def _halves(points: str) -> tuple[str, str, str]:
    """Return five rows of points as three rows of half blocks."""
    rows = [*points.split(), ""]
    blocks = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄"}
    top, middle, low = (
        "".join(
            blocks.get((upper, lower), " ")
            for upper, lower in zip(rows[at], rows[at + 1].ljust(len(rows[at]), "."), strict=True)
        )
        for at in (0, 2, 4)
    )
    return top, middle, low


_HALVES = {sign: _halves(points) for sign, points in _POINTS.items()}
