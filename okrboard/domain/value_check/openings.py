"""Finds where a goal begins: behind “KR1:”, “By end of June,”, “Ana to”, “We will successfully”."""

from __future__ import annotations

from okrboard.domain.value_check import small_words as small
from okrboard.domain.value_check.verbs import PLAIN_WORK, VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.value_check.tokens import Token

_ROUNDS = 6
_TIME_WORDS = frozenset("by in until till during within before throughout from this next every each "
                        "as at for after over starting end through per on".split())
_FREQUENCIES = frozenset("daily weekly monthly quarterly yearly early only hourly nightly".split())
_PROMISES = frozenset(
    "will shall must should can to want wants aim aims plan plans intend strive commit try let's "
    "lets we i please".split()
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
    return token.form == "base" and (token.base in VERBS or token.base in PLAIN_WORK)


def _numbering(words: list[Token], start: int) -> int:
    while start < len(words):
        token = words[start]
        following = words[start + 1].low if start + 1 < len(words) else ""
        if token.sort == "symbol" and token.low in "-–—•*·#.,:;)]>|'\"" and following:
            start += 1
        elif token.sort == "name" and token.low[:-1].rstrip("0123456789.") in ("kr", "o", "okr"):
            start += 1
        elif token.low == "kr" and start + 1 < len(words) and words[start + 1].sort == "number":
            start += 2
        elif token.sort == "number" and following in (".", ")", ":"):
            start += 2
        elif token.sort == "number" and "." in token.text and starts_command(words, start + 1):
            start += 1
        elif token.low == "@" and words[start].end == words[start + 1].start if following else False:
            start += 2
        else:
            break
    return start


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
        position += 1
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
