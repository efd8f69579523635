"""Tells a number that measures from one that names or dates: “ISO 27001”, “tier 1”, “30 June”."""

from __future__ import annotations

from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_GLUED_UNITS = (
    small.MAGNITUDES
    | small.TIMES
    | small.PHYSICAL
    | small.SHARE_UNITS
    | small.CURRENCIES
    | {"x", "%"}
)


def is_name_or_date(words: list[Token], position: int, named: int) -> bool:
    """Whether the number at `position` is no measure; `named` is where the last such number was."""
    before = words[position - 1] if position else None
    after = words[position + 1] if position + 1 < len(words) else None
    if _is_glued_name(words[position], after) or _is_ratio_name(words, position):
        return True
    if _is_date(words, position, before, after):
        return True
    if before is None:
        return False
    if before.low == "every" and words[position].low in ("second", "third", "other"):
        return False
    if before.low == "top" and _is_rank(words, position):
        return False
    if before.low in small.ORDINAL_BEFORE and before.low != "another":
        return True
    if before.low == "per" or before.low == "#":
        return True
    unit = after is not None and after.low in _GLUED_UNITS | small.CURRENCY_SIGNS
    if not unit and _is_chained(words, position, named):
        return True
    return _follows_a_name(words, position, after)


def _is_rank(words: list[Token], position: int) -> bool:
    """“reach the top 3”, “in the top 10”, “top 5 ranking”: a place, not “the top 5 customers”."""
    before = {token.low for token in words[max(0, position - 4) : position - 1]}
    behind = {token.low for token in words[position + 1 : position + 3]}
    return bool(before & _INTO or behind & _RANKS)


_INTO = wordlist("in among into reach hit enter achieve become be attain rank")
_RANKS = wordlist("ranking rankings rank position positions place spot")


def _is_glued_name(number: Token, after: Token | None) -> bool:
    """“5S”, “2FA”, “1st”."""
    if after is None or not after.glued or after.sort != "word":
        return False
    full_word = len(after.low) > 3
    if after.text in ("G", "D", "S") and len(number.text) == 1:
        return True
    return after.low in _ORDINALS or (after.low not in _GLUED_UNITS and not full_word)


def _is_ratio_name(words: list[Token], position: int) -> bool:
    """“1:1”, “24/7”, “360-degree”."""
    token = words[position]
    if token.text in ("360", "24"):
        behind = "".join(word.low for word in words[position + 1 : position + 3])
        return behind.startswith(("degree", "/7", "x7", "°"))
    for near, far in ((position + 1, position + 2), (position - 1, position - 2)):
        if 0 <= near < len(words) and 0 <= far < len(words) and words[near].low == ":":
            glued = words[max(near, far, position)].glued and words[near].glued
            if glued and words[far].sort == "number" and token.sort == "number":
                return True
    return token.text == "7" and position > 1 and words[position - 2].text == "24"


def _is_date(words: list[Token], position: int, before: Token | None, after: Token | None) -> bool:
    token = words[position]
    lows = {near.low for near in (before, after) if near is not None}
    beyond = words[position + 2].low if position + 2 < len(words) else ""
    if token.text.isdigit() and int(token.text[:6]) <= 31:
        if lows & small.MONTHS and not (lows & small.MONTHS <= {"may", "mar"} and before is None):
            return True
        if after is not None and after.low == "of" and beyond in small.MONTHS:
            return True
    if not (len(token.text) == 4 and token.text.isdigit() and "2015" <= token.text <= "2049"):
        return False
    if before is not None and (
        before.low in small.DATE_PREPOSITIONS | small.MONTHS | small.PERIODS
        or before.sort in ("name", "symbol")
    ):
        return after is None or after.kind == "" or before.low in ("in", "by")
    return after is None or after.sort == "symbol" or position == 0


def _is_chained(words: list[Token], position: int, named: int) -> bool:
    """The “2” of “scope 1 and 2”, the “16” of “PostgreSQL from 12 to 16”."""
    gap = position - named
    if gap not in (1, 2):
        return False
    between = words[position - 1].low
    if words[named].low in small.MONTHS or not words[named - 1].low:
        return False
    previous = words[named - 1].low if named else ""
    return between in ("and", "or", ",", "/", "-", "–", "to") and (
        previous in small.NAME_BEFORE or previous == "from"
    )


def _follows_a_name(words: list[Token], position: int, after: Token | None) -> bool:
    before = words[position - 1]
    if before.low in ("-", "–") and before.glued and words[position].glued and position > 1:
        return words[position - 2].sort == "word" and words[position - 2].kind != "metric"
    name = before
    if before.low == "from" and position > 1 and words[position - 2].low in small.VERSIONED:
        name = words[position - 2]
    if name.low not in small.NAME_BEFORE:
        return False
    if name.low == "day" and position > 1 and words[position - 2].low in small.WORKING:
        return False
    return after is None or after.low not in small.SHARE_UNITS | {"x", "×", "→", "->"}
