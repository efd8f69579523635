"""The last line of a screen: the keys that matter now."""

from __future__ import annotations

from okrboard.cells import width
from okrboard.tui.paint.line import Line

_BETWEEN = "   "


def paint_keys(keys: list[tuple[str, str]], room: int) -> Line:
    """Return keys and words in one line of at most `room` cells.

    Where it is short the last one stays, which is the way to the help, and of the others as many
    from the left as fit.
    """
    shown = list(keys)
    while (
        shown and sum(_cells(*one) for one in shown) + len(_BETWEEN) * (len(shown) - 1) > room - 2
    ):
        del shown[-2 if len(shown) > 1 else -1]
    line: Line = [(" ", "text")]
    for key, word in shown:
        between = _BETWEEN if len(line) > 1 else ""
        line += [(between, "text"), (key, "key"), (f" {word}", "dim")]
    return line


def _cells(key: str, word: str) -> int:
    return width(key) + 1 + width(word)
