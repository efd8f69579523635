"""How wide text is in a terminal, and cutting and filling it to columns.

Wide characters take two cells, marks that combine take none. Plain ASCII costs a `len()`.
"""

from __future__ import annotations


def width(text: str) -> int:
    """Return the cells that a clean line takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width_of, text))


def fit(text: str, cells: int, more: str = "…") -> str:
    """Return the text cut to at most `cells` cells, with `more` at its end when it was cut."""
    if width(text) <= cells:
        return text
    room = cells - len(more)
    if room < 0:
        return ""
    kept: list[str] = []
    for character in text:
        room -= _width_of(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + more


def folded(line: str, cells: int, more: int = 2) -> list[str]:
    """Return a line in lines of at most `cells` cells, broken at blanks; 0 cells break nothing.

    What follows is set in as the line is, and by `more` cells. Colours take no room and go on; a
    word that is longer than a line stays whole.
    """
    if not cells or _seen(line) <= cells:
        return [line]
    indent = len(line) - len(line.lstrip(" "))
    lines: list[str] = []
    now = line[:indent]
    taken, filled = indent, False
    for word in line[indent:].split(" "):
        size = _seen(word)
        if filled and taken + 1 + size > cells:
            lines.append(now.rstrip(" "))
            now, taken, filled = " " * (indent + more), indent + more, False
        if filled:
            now, taken = f"{now} ", taken + 1
        if word or filled:
            now, taken, filled = now + word, taken + size, True
    return [*lines, now]


def _seen(text: str) -> int:
    """Return the cells of a line that may hold colours."""
    if "\x1b" not in text:
        return width(text)
    first, *parts = text.split("\x1b[")
    return width(first) + sum(width(part.partition("m")[2]) for part in parts)


def left(text: str, cells: int) -> str:
    """Return the text with blanks behind it up to a width."""
    return text + " " * (cells - width(text))


def right(text: str, cells: int) -> str:
    """Return the text with blanks before it up to a width."""
    return " " * (cells - width(text)) + text


def _width_of(character: str) -> int:
    if character < "\u0300":
        return 1
    # Imported here: most boards never get this far.
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
