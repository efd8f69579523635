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
