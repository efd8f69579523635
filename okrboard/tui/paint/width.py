"""Cells: how wide text is in a terminal, and cutting and filling it so that columns stay straight.

The answers are those of Textual's own tables, which count by grapheme clusters; plain text and our
own signs are counted here, so that a board in one of the usual scripts never loads the tables.
Every text has been through `clean()`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Run = tuple[str, str]
    """A text without line breaks, and the name of its style."""
    Line = list[Run]
    """A row of the screen, left to right."""

# Latin, Greek and Cyrillic letters, punctuation, arrows, box drawing and the marks of health: what
# takes one cell in every table. What combines or may be drawn as an emoji is not in it.
_NARROW = frozenset(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA1, 0xA9)),
        *map(chr, range(0xAA, 0xAD)),
        *map(chr, range(0xAF, 0x300)),
        *map(chr, range(0x370, 0x483)),
        *"–—‘’“”•…←↑→↓−≤≥≈‹›€◌◔▸△▮▯✓\ufffd",
        *map(chr, range(0x2500, 0x25AA)),
        *"●▲■○",
    ]
)
_is_narrow = _NARROW.issuperset

_JOINER = "\u200d"
_ENDS = f" {_JOINER}"


def width(text: str) -> int:
    """Return the cells that a text takes."""
    if text.isascii() or _is_narrow(text):
        return len(text)
    return _tables().cell_len(text)


def fit(text: str, cells: int, more: str = "…") -> str:
    """Return the text cut to at most `cells` cells, with `more` at its end when it was cut.

    Never cuts through a character as a reader sees it: an emoji made of several or a letter with
    its accent stays whole or goes.
    """
    if cells <= 0:
        return ""
    if not text.isascii():
        # A joiner at an end joins nothing there, but would swallow what is put beside it.
        text = text.strip(_JOINER)
    # A cluster has at least one code point a cell; a title of thousands is not measured whole.
    short = text if len(text) <= cells * 16 else text[: cells * 16]
    if short is text and width(text) <= cells:
        return text
    room = cells - len(more)
    if room < 0:
        return more[:cells]
    if short.isascii() or _is_narrow(short):
        return short[:room].rstrip() + more
    end = 0
    for _, end_of, wide in _tables().split_graphemes(short)[0]:
        room -= wide
        if room < 0:
            break
        end = end_of
    return short[:end].rstrip(_ENDS) + more


def left(text: str, cells: int, more: str = "…") -> str:
    """Return the text in exactly `cells` cells, at their left."""
    text = fit(text, cells, more)
    return text + " " * (cells - width(text))


def right(text: str, cells: int, more: str = "…") -> str:
    """Return the text in exactly `cells` cells, at their right."""
    text = fit(text, cells, more)
    return " " * (cells - width(text)) + text


def fold(text: str, cells: int, rows: int, more: str = "…") -> list[str]:
    """Return the text in at most `rows` rows of at most `cells` cells, broken between words.

    What does not fit the last row is cut there. A word longer than a row is broken within it.
    """
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < rows - 1:
        if len(rest) <= cells and width(rest) <= cells:
            break
        head = fit(rest, cells, "")
        if len(head) < len(rest) and rest[len(head)] != " " and " " in head.rstrip():
            head = head[: head.rstrip().rindex(" ")]
        head = _with_unit(head, rest) or rest[:1]
        found.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    if rest or not found:
        found.append(fit(rest, cells, more))
    return found


def _with_unit(head: str, rest: str) -> str:
    """Return a row without the number at its end where the next row would begin with its unit."""
    before, _, number = head.rstrip().rpartition(" ")
    unit = rest[len(head) :].lstrip().partition(" ")[0].rstrip(",.;:")
    return before if before and number.isdecimal() and len(unit) == 1 else head


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


def _tables() -> _Tables:
    # Imported here: a board of plain text does without, also before Textual is there.
    import rich.cells

    return rich.cells


if TYPE_CHECKING:
    from typing import Protocol

    class _Tables(Protocol):
        def cell_len(self, text: str) -> int: ...
        def split_graphemes(self, text: str) -> tuple[list[tuple[int, int, int]], int]: ...
