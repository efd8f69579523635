"""`to_ascii()`: text for places that have no Unicode: old terminals, `--ascii`, other encodings."""

from __future__ import annotations

from okrboard.report.cells import width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_SIGNS: Final[dict[str, str]] = {
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "→": "->",
    "←": "<-",
    "·": "-",
    "▸": ">",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "×": "x",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "€": "EUR ",
    "£": "GBP ",
    "●": "o",
    "▲": "!",
    "■": "x",
    "◌": "?",
    "✓": "+",
}


def to_ascii(text: str) -> str:
    """Return the text in ASCII: letters without their marks, `?` for what has no likeness.

    Line breaks stay. Wide characters become two question marks, so that columns stay straight.
    """
    return text if text.isascii() else "".join(map(_ascii, text))


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    # Imported here: only names in other scripts get this far.
    from unicodedata import normalize

    base = normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return base if base.isprintable() and base else "?" * width(character)
