"""Is it English? Counts words that only English has against words that only others have.

Promises a guess on the careful side: a text without any sign of English is not called English.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.everyday import EVERYDAY
from okrboard.domain.value_check.lexicon.foreign import (
    FOREIGN,
    FOREIGN_DEEDS,
    FOREIGN_ENDINGS,
    SHARED,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrboard.domain.value_check.tokens import Token

_LAST_LATIN = 0x24F
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_OTHER_SCRIPT_SHARE = 0.3
_SHARED_WEIGHT = 0.3
_ENDINGS = ("ness", "ship", "ful", "less", "ly", "ing", "ght", "ed", "wth", "ough", "ment")

_FUNCTION_WORDS = (
    small.DETERMINERS
    | small.PREPOSITIONS
    | small.CONJUNCTIONS
    | small.AUXILIARIES
    | small.PRONOUNS
    | small.SOFT_STARTS
    | small.COMPARATIVES
    | small.QUALITIES
    | small.UPPER
    | small.LOWER
    | small.TIMES
    | small.NUMBER_WORDS
    | small.MONTHS
    | small.MULTIPLES
    | small.OWN
    | small.ORDINAL_BEFORE
    | EVERYDAY
    | small.NEGATIONS
)


def is_english(words: Iterable[Token]) -> bool:
    """Whether the text can be judged by English rules."""
    english = foreign = 0.0
    unknown = letters = strange = 0
    before = ""
    for token in words:
        named, before = before == "@", token.low
        if token.sort != "word" or named:
            continue
        letters += len(token.low)
        if not token.low.isascii():
            strange += sum(map(_is_other_script, token.low))
            foreign += 0.5
        mine, theirs = _weights(token)
        english += mine
        foreign += theirs
        unknown += not mine and not theirs
    if letters and strange / letters >= _OTHER_SCRIPT_SHARE:
        return False
    if english <= 2 * _SHARED_WEIGHT and unknown >= 2:
        return False
    return english > foreign


def _weights(token: Token) -> tuple[float, float]:
    """Return how much a word speaks for English, and how much for another language."""
    low = token.low
    if low in FOREIGN_DEEDS:
        return 0, 2
    if low in FOREIGN:
        return 0, 1
    if low in SHARED or (token.text.isupper() and len(low) > 1 and low not in _FUNCTION_WORDS):
        return _SHARED_WEIGHT, 0
    if token.base or token.kind or low in _FUNCTION_WORDS:
        return 1, 0
    if len(low) > 6 and low.endswith(FOREIGN_ENDINGS):
        return 0, 1
    if len(low) > 5 and low.isascii() and low.endswith(_ENDINGS):
        return 0.5, 0
    return 0, 0


def _is_other_script(letter: str) -> bool:
    code = ord(letter)
    return code > _LAST_LATIN and code not in _LATIN_ADDITIONAL
