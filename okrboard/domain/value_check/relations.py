"""How a number is meant, from the words around it: a limit, a level, a step, a time span."""

from __future__ import annotations

from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_FILLERS = wordlist(
    """
    a about all an approx approximately around at average ca circa equal just of only or roughly
    some than the to total value
    """
)
_SPANS = wordlist(
    """
    after another during each every first following for last next past per since
    """
)


def low_at(words: list[Token], position: int) -> str:
    """Return the lower-case token at a place, or ""."""
    return words[position].low if 0 <= position < len(words) else ""


def before_number(words: list[Token], first: int, unit: str) -> tuple[int, str]:
    """Return where the measure begins and how it is meant, from the words before its number."""
    position = first - 1
    negated = False
    relation = ""
    begin = first
    for _ in range(4):
        low = low_at(words, position)
        if low in small.UPPER or low in ("exceeding", "longer", "later"):
            relation, begin = "upper", position
        elif low in small.LOWER:
            relation, begin = "lower", position
        elif low in ("no", "not", "never") and relation:
            negated, begin = True, position
        elif low == "±":
            relation, begin = "upper", position
        elif low not in _FILLERS or relation:
            break
        position -= 1
    if relation:
        return begin, _turned(relation, negated)
    return _plain_before(words, first, unit)


def _turned(relation: str, negated: bool) -> str:
    if not negated:
        return relation
    return "upper" if relation == "lower" else "lower"


def _plain_before(words: list[Token], first: int, unit: str) -> tuple[int, str]:
    low = low_at(words, first - 1)
    if low in ("a", "an", "the", "about", "around", "approximately", "just"):
        low = low_at(words, first - 2)
    timed = unit in ("time", "long")
    if timed and low in _SPANS:
        return first, "span"
    if timed and low in ("within", "in", "inside"):
        return first - 1, "within"
    if low == "by" or (low in ("+", "-", "−", "–") and words[first].glued):
        return first - 1, "by"
    if low in ("to", "at", "=", ":", "from", "of") or low in small.ARROWS:
        return first - 1, "of" if low in (":", "of", "from") else "to"
    return first, "plain"


def behind_number(words: list[Token], last: int) -> tuple[int, str]:
    """“+”, “or less”, “or better”, “max” after the number."""
    low = low_at(words, last + 1)
    if low == "+":
        return last + 1, "lower"
    if low in ("max", "maximum"):
        return last + 1, "upper"
    if low in ("min", "minimum") and words[last].low not in small.TIMES:
        return last + 1, "lower"
    if low in ("or", "and") and low_at(words, last + 2) in small.BETTER_BEHIND:
        upper = low_at(words, last + 2) in ("less", "fewer", "lower", "below", "under")
        return last + 2, "upper" if upper else "lower"
    return last, ""
