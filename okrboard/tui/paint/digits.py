"""Large digits, three or five rows high: a value that is read across a meeting room."""

from __future__ import annotations

from typing import Final

from okrboard.cells import width

ROWS = 3
LARGE_ROWS = 5

_LARGE: Final[dict[str, tuple[str, str, str]]] = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ╻ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    "%": ("◦ ╱", " ╱ ", "╱ ◦"),
    "+": ("   ", "╺╋╸", "   "),
    "-": ("   ", "╺━╸", "   "),
    ".": (" ", " ", "•"),
    ",": (" ", " ", "╹"),
    ":": (" ", "•", "•"),
    "/": ("  ╱", " ╱ ", "╱  "),
    " ": (" ", " ", " "),
}

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
}
"""The rows of each sign from top to bottom, `#` where there is a point."""


def digits(text: str, *, ascii: bool = False) -> tuple[str, str, str]:
    """Return a number in three rows of one width, a blank column between its signs.

    Signs that have no large form, a unit's letters for instance, stand small in the lowest row.
    """
    table = _PLAIN if ascii else _LARGE
    drawn = [table.get(sign) or _small(sign) for sign in text.replace("−", "-")]
    top, middle, low = (" ".join(sign[row] for sign in drawn) for row in range(ROWS))
    return top, middle, low


def _small(sign: str) -> tuple[str, str, str]:
    blank = " " * width(sign)
    return blank, blank, sign


def large(text: str, *, ascii: bool = False) -> list[str]:
    """Return a number in five rows of one width, each point two cells wide.

    Signs that have no large form, a unit's letters for instance, stand small in the lowest row.
    """
    point = "##" if ascii else "██"
    drawn = [_sign(sign, point) for sign in text.replace("−", "-")]
    return ["  ".join(sign[row] for sign in drawn) for row in range(LARGE_ROWS)]


def _sign(sign: str, point: str) -> list[str]:
    points = _POINTS.get(sign)
    if points is None:
        blank = " " * width(sign)
        return [blank] * (LARGE_ROWS - 1) + [sign]
    return ["".join(point if each == "#" else "  " for each in row) for row in points.split()]
