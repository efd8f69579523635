"""`clean()`: the only door by which a person's text comes in or goes out.

A title may hold anything: terminal escapes that write a colleague's clipboard, bidi overrides,
markup, a lone surrogate from a wrong locale. What leaves this module holds printable characters,
spaces, the two joiners that scripts and emoji need, and (for `clean_lines`) newlines.
Each bad character becomes one U+FFFD, so lengths and columns do not shift.
"""

from __future__ import annotations

MAX_LINE = 20_000
"""Characters kept of one line; enough for any title, small enough for any screen."""

MAX_LINES = 100_000
"""Characters kept of a text of several lines."""

SHOWN = 120
"""Characters of a title in a message or a list; data for programs has it whole."""

REPLACEMENT = "\ufffd"

Lines = str
"""A text of several lines, in the annotations of records."""

_JOINERS = "\u200c\u200d"
_BAD_CATEGORIES = frozenset(("Cc", "Cf", "Cs"))
_BREAKS = frozenset(("Zl", "Zp", "Zs"))


def clean(text: str, limit: int = MAX_LINE) -> str:
    """Return `text` as one safe line of at most `limit` characters.

    Line breaks, tabs and the odd spaces of Unicode become a plain space; control, format, bidi and
    surrogate characters become U+FFFD. A character too new for this Python's Unicode stays.
    Idempotent.
    """
    if text.isprintable() and len(text) <= limit:
        return text
    return "".join(map(_line_character, text[:limit].replace("\r\n", "\n")))


def clean_lines(text: str, limit: int = MAX_LINES) -> str:
    """Return `text` with the same promise as `clean()`, but keeping its line breaks as `\\n`."""
    if text.isprintable() and len(text) <= limit:
        return text
    lines = text[:limit].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line, limit) for line in lines)


def squeeze(text: str, limit: int = MAX_LINE) -> str:
    """Return `clean(text)` without leading, trailing and doubled spaces: for titles and names."""
    return " ".join(clean(text, limit).split())


def shorten(text: str, limit: int = SHOWN) -> str:
    """Return `clean(text)` for a message or a list: at most `limit` characters, `…` when cut."""
    line = clean(text, limit + 1)
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def shortened(text: str) -> str:
    """Return what somebody typed as a message about it shows it: one line of 24 characters."""
    return shorten(squeeze(text, 60), 24)


def article(noun: str) -> str:
    """Return a noun with its article, in small letters: `an objective`, `a key result`."""
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in noun).strip()
    return f"an {words}" if words[:1] in "aeio" else f"a {words}"


def _line_character(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if character in "\n\r\t":
        return " "
    # Imported here: almost every text is printable and never comes this way.
    from unicodedata import category

    kind = category(character)
    if kind in _BREAKS:
        return " "
    return REPLACEMENT if kind in _BAD_CATEGORIES else character
