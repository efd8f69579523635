"""From a text to its words, numbers and signs, each with its place in the text.

Linear in the length of the text, whatever the text: the pattern has no nested repetition. Only the
first `LONGEST` characters are read; what a key result says, it says there.
"""

from __future__ import annotations

import re

from okrboard.domain.record import Record
from okrboard.domain.value_check.forms import kind_of, verb
from okrboard.domain.value_check.lexicon.things import PAIRS
from okrboard.domain.value_check.lexicon.wordlist import wordlist
from okrboard.text import squeeze

LONGEST = 400
"""Characters of a text that are looked at."""

_PATTERN = re.compile(
    r"(?P<date>\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d{1,2}\.\d{1,2}\.\d{2,4}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{4}-[HQTST]\d)"
    r"|(?P<number>\d{1,2}:\d\d(?!\d)|[.]?\d+(?:[.,’']\d+)*)"
    r"|(?P<compound>(?:re|co|pre|de|cross|fine|soft|fast|beta|stress|load|double|sub|dry)"
    r"[-‑][^\W\d_]+|(?:on|off|in|up|out|over|under|to|at|by|non)[-‑][^\W\d_]+(?:[-‑][^\W\d_]+)*"
    r"|[^\W\d_]+[-‑](?:to|in|off|up|out|on|over|by|of|for|and|back|through)(?:[-‑][^\W\d_]+)*(?![^\W\d_]))"
    r"|(?P<name>[^\W\d_]+\d[\w.]*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<symbol>-->|->|=>|>=|<=|!=|\S)",
    re.IGNORECASE,
)


class Token(Record):
    """One word, number, name (letters and digits), date or sign of a text."""

    text: str
    low: str
    """Lower case."""
    sort: str
    """word, number, name, date or symbol."""
    start: int
    end: int
    base: str = ""
    """A verb's base form, when the word can be one."""
    form: str = ""
    """base, s, ed or ing."""
    kind: str = ""
    """A noun's kind, when the word is a listed noun."""
    glued: bool = False
    """Follows the token before it without a space."""


def tidy(text: str) -> str:
    """Return the text as it is read and quoted: clean, one line, quotation marks made plain."""
    cleaned = squeeze(text[: LONGEST * 4])[:LONGEST]
    for mark in "“”„«»":
        cleaned = cleaned.replace(mark, '"')
    return cleaned


_PREFIXES = wordlist(
    """
    beta co cross de double dry fast fine load pre re soft stress sub
    """
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a tidy text; a hyphen inside a word is dropped, its halves stay."""
    found: list[Token] = []
    for match in _PATTERN.finditer(text):
        sort = match.lastgroup or "symbol"
        piece = match.group()
        start, end = match.span()
        glued = start > 0 and text[start - 1] != " "
        if piece in "-‑–" and glued and end < len(text) and text[end].isalpha():
            continue
        low = piece.lower()
        base, form, kind = "", "", ""
        if sort == "word":
            base, form = verb(low)
            kind = kind_of(low)
        elif sort == "compound":
            sort, kind = "word", _compound_kind(low)
            prefix, _, rest = low.replace("‑", "-").partition("-")
            if prefix in _PREFIXES:
                base, form = verb(rest)
        if found and sort == "word":
            kind = PAIRS.get((found[-1].low, low), kind)
        found.append(Token(piece, low, sort, start, end, base, form, kind, glued))
    return found


def _compound_kind(low: str) -> str:
    """The kind of “time-to-hire” (time), “follow-up”, “on-time” (its last part)."""
    parts = low.replace("‑", "-").split("-")
    if len(parts) > 2 and parts[1] == "to":
        return kind_of(parts[0])
    return kind_of("".join(parts)) or kind_of(parts[-1]) or kind_of(parts[0])
