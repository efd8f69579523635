"""Finds where a goal begins: behind “KR1:”, “By end of June,”, “Ana to”, “We will successfully”."""

from __future__ import annotations

from okrboard.domain.value_check.lexicon import small
from okrboard.domain.value_check.lexicon.verbs import PHRASALS, PLAIN_WORK, VERBS
from okrboard.domain.value_check.lexicon.wordlist import wordlist

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_ROUNDS = 6
_TIME_WORDS = wordlist(
    """
    after as at before by during each end every for from in next on over per starting this
    through throughout till until within
    """
)
_FREQUENCIES = wordlist(
    """
    daily early hourly monthly nightly only quarterly weekly yearly
    """
)
_PROMISES = wordlist(
    """
    aim aims can commit i i'll intend i’ll let's lets must plan plans please shall should strive
    to try want wants we we'll we’ll will
    """
)


def opening(words: list[Token]) -> int:
    """Return the first token that counts; the number of tokens when there is none."""
    start = 0
    for _ in range(_ROUNDS):
        before = start
        for skip in (_numbering, _bracket, _label, _time, _owner, _promise, _adverb):
            start = skip(words, start)
        if start == before:
            break
    return min(start, len(words))


def starts_command(words: list[Token], position: int) -> bool:
    """Whether the token is a verb in its base form that a goal could begin with."""
    if position >= len(words):
        return False
    token = words[position]
    if token.form != "base":
        return False
    phrasal = (token.base, _low(words, position + 1)) in PHRASALS
    return phrasal or token.base in VERBS or token.base in PLAIN_WORK


def _numbering(words: list[Token], start: int) -> int:
    """“1.”, “KR2:”, “- ”, “@ana”."""
    while start + 1 < len(words):
        step = _label_length(words[start], words[start + 1])
        if not step and words[start].sort == "number" and "." in words[start].text:
            step = int(starts_command(words, start + 1))
        if not step:
            break
        start += step
    return start


def _label_length(token: Token, following: Token) -> int:
    """Return how many tokens of numbering begin here."""
    if token.low == "@" and following.glued:
        return 2
    if token.sort == "symbol" and token.low in _BULLETS:
        return 1
    if token.sort == "name" and token.low.rstrip("0123456789.") in ("kr", "o", "okr"):
        return 1
    if token.low == "kr" and following.sort == "number":
        return 2
    return 2 if token.sort == "number" and following.low in (".", ")", ":") else 0


_BULLETS = "-–—•*·#.,:;)]>|'\""


def _bracket(words: list[Token], start: int) -> int:
    if start >= len(words) or words[start].low not in "[(":
        return start
    for position in range(start + 1, min(start + 8, len(words))):
        if words[position].low in "])":
            return position + 1
    return start


def _label(words: list[Token], start: int) -> int:
    """“Marketing: publish 12 posts”, but not “Time to hire: 30 days”."""
    for position in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[position]
        if token.low in (":", "|") or (token.low in "-–—" and not token.glued):
            label = words[start:position]
            if starts_command(words, start) and words[start].low not in small.OWN:
                return start
            metric = any(word.kind == "metric" for word in label)
            rest = words[position + 1 :]
            if starts_command(words, position + 1) and _is_bare(rest[1:2], metric):
                return position + 1
            stranger = all(not (word.kind or word.base) for word in label) and len(label) < 3
            if stranger and words[start].text[:1].isupper() and rest[0].sort == "word":
                return position + 1
            clause = any(word.kind == "people" or word.base for word in rest)
            return position + 1 if clause and not metric and len(rest) > 3 else start
        if token.sort not in ("word", "name"):
            return start
    return start


def _is_bare(following: list[Token], metric: bool) -> bool:
    """A metric's name before the colon is only a label when a sentence follows it."""
    return not metric or bool(following)


def _time(words: list[Token], start: int) -> int:
    if start >= len(words) or words[start].low not in _TIME_WORDS:
        return start
    if words[start].low in ("each", "every") and _low(words, start + 1) not in small.PERIODS:
        return start
    for position in range(start + 1, min(start + 11, len(words))):
        if words[position].low in ("%", "percent"):
            return start
        if words[position].low == ",":
            return position + 1
    return _dates(words, start)


def _dates(words: list[Token], start: int) -> int:
    position = start
    while position < len(words) and _is_dateish(words[position]):
        position += 1
    if position > start + 1 and position < len(words):
        following = words[position].low
        if following in small.PRONOUNS | small.DETERMINERS or starts_command(words, position):
            return position
    return start


def _is_dateish(token: Token) -> bool:
    return (
        token.sort in ("number", "name", "date")
        or token.low in _TIME_WORDS
        or token.low in small.MONTHS | small.PERIODS | small.WEEKDAYS
        or token.low in ("the", "end", "of", "year", "cycle", "latest", "st", "th", "nd", "rd")
    )


def _owner(words: list[Token], start: int) -> int:
    """“Ana and Ben to run 5 webinars”, “HR to hire …”, but not “time to hire”."""
    for position in range(start + 1, min(start + 5, len(words) - 1)):
        token = words[position]
        if token.low == "to" and starts_command(words, position + 1):
            named = words[start:position]
            own = all(word.low in small.OWN or not (word.kind or word.base) for word in named)
            capital = words[start].text[:1].isupper() or named[-1].low in small.OWN
            return position + 1 if own and capital else start
        if token.sort not in ("word", "name") and token.low not in "&,/":
            return start
    return start


def _promise(words: list[Token], start: int) -> int:
    """“We will”, “our goal is to”, “the team wants to”."""
    position = start
    promised = False
    while position < len(words) and words[position].low in small.SOFT_STARTS:
        promised = promised or words[position].low in _PROMISES
        position = _adverb(words, position + 1)
        if promised and starts_command(words, position) and not _is_soft(words, position):
            return position
    return start


def _is_soft(words: list[Token], position: int) -> bool:
    """“start to publish”, “continue to grow”: the verb that counts comes behind."""
    soft = words[position].low in small.SOFT_STARTS
    return soft and _low(words, position + 1) in ("to", "with")


def _adverb(words: list[Token], start: int) -> int:
    if start + 1 >= len(words):
        return start
    low = words[start].low
    if low.endswith("ly") and low not in _FREQUENCIES and words[start + 1].base:
        return start + 1
    return start


def _low(words: list[Token], position: int) -> str:
    return words[position].low if 0 <= position < len(words) else ""
