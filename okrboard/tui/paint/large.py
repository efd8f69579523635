"""Numbers five rows high, drawn by points: what a large screen has room for."""

from __future__ import annotations

from okrboard.cells import width

ROWS = 5

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
}
"""The rows of each sign from top to bottom, `#` where there is a point."""


def large(text: str, *, ascii: bool = False) -> list[str]:
    """Return a number in five rows of one width, each point two cells wide.

    Signs that have no large form, a unit's letters for instance, stand small in the lowest row.
    """
    point = "##" if ascii else "██"
    drawn = [_sign(sign, point) for sign in text.replace("−", "-")]
    return ["  ".join(sign[row] for sign in drawn) for row in range(ROWS)]


def _sign(sign: str, point: str) -> list[str]:
    points = _POINTS.get(sign)
    if points is None:
        blank = " " * width(sign)
        return [blank] * (ROWS - 1) + [sign]
    return ["".join(point if each == "#" else "  " for each in row) for row in points.split()]
