"""Is an objective strong or weak? Points for what somebody would feel, points off for tasks.

The words that gave or cost points are named; `_STRONG_FROM` of them make an objective strong.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from okrboard.domain.record import Record
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_english, is_plural
from okrboard.domain.value_check.lexicon import CLASSES, any_of
from okrboard.domain.value_check.reading import Reading, read
from okrboard.domain.value_check.verdict import Verdict

_SUPERLATIVES = {f"{word[:-2]}est" for word in any_of("@comparatives") if word.endswith("er")}
_LIFTS = any_of("@lifts") | _SUPERLATIVES
_LIFTING_PAIRS = ";".join(map(" ".join, CLASSES["lifting_pairs"]))

_STRONG_FROM = 2
_FEWEST_WORDS = 3
_MOST_WORDS = 25


class Point(Record):
    """One rule's finding: how much it adds (or takes) and the sentence that says why."""

    weight: int
    reason: str


Points = Iterator[Point]


def judge(text: str) -> Verdict:
    """Return strong or weak with reasons, unclear when the text is not English."""
    reading = read(text)
    if reading.start > reading.last or not is_english(reading[reading.start :]):
        return say.NOT_ENGLISH
    points = [point for rule in _OBJECTIVE_RULES for point in rule(reading)]
    strong = sum(point.weight for point in points) >= _STRONG_FROM
    reasons = tuple(dict.fromkeys(p.reason for p in points if (p.weight > 0) == strong))
    if strong:
        return Verdict("strong", reasons)
    return Verdict("weak", reasons or (say.NOBODY,), say.OBJECTIVE_QUESTION)


def _lifting_words(reading: Reading) -> Points:
    """“effortless”, “trusted”, “safest”, “first choice”: somebody feels it; two count."""
    lifts = []
    for place in range(reading.start, len(reading)):
        token = reading[place]
        most = token.low == "most" and token.sort == "word" and place > reading.start
        if most or reading.find(_LIFTING_PAIRS, place, place + 1):
            lifts.append((place, place + 1))
        elif token.low in _LIFTS:
            lifts.append((place, place))
    for first, last in lifts[:2]:
        yield Point(2, reading.say(say.LIFTS, first, last))


def _somebody_gains(reading: Reading) -> Points:
    """“customers recommend”, “every child can”: what people do; or at least “for clinics”.

    Those who gain and what they feel are more than the sum.
    """
    for weight, first, last in islice(_gains(reading), 1):
        more = any(_lifting_words(reading))
        yield Point(weight + more, reading.say(say.SOMEBODY, first, last))


def _gains(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Yield a weight and the words that say who gains, the best first."""
    subject, others = reading.subject, any_of("@others")
    if subject.kind == "people" and not reading.command:
        # Also behind “in our district”.
        behind = range(subject.last + 1, len(reading))
        deeds = [
            at for at in behind if reading[at].base in others and reading[at].form in ("s", "base")
        ]
        deeds = [reading.predicate] if reading.predicate >= 0 else deeds
        yield from ((3, subject.first, deed) for deed in deeds)
    people = [at for at in range(reading.start, len(reading)) if reading[at].kind == "people"]
    ours = any_of("company department organisation organization staff team teams")
    for place in people:
        if place == subject.head and reading.low(place) in ours:
            continue  # Whom the objective is for, when it is the object of a task.
        following, able = reading.at(place + 1), reading.find("can", place + 1, place + 6)
        does = following.base in others and not following.kind
        if does or following.low in ("will", "get", "no", "are", "who"):
            yield 3, place, place + 1
        if able:
            yield 3, place, able.first
    everybody = any_of("community everybody everyone nobody people public staff")
    for place in people:
        if is_plural(reading.low(place)) or reading.low(place) in everybody:
            yield 1, place, place


def _raising_verb(reading: Reading) -> Points:
    """“Become”, “give”, “delight”: the verb promises somebody a difference."""
    places = [reading.start]
    if not reading.command:
        behind = range(reading.start + 1, len(reading))
        places = [at for at in behind if reading[at].form in ("s", "base") and not reading[at].kind]
    for place in islice((at for at in places if reading[at].base in any_of("@raises")), 1):
        base = reading[place].base
        into = base in ("turn", "transform") and reading.find("into", 0)
        weight = 1 if base in any_of("@raises_a_little") and not into else 2
        yield Point(weight, reading.say(say.PROMISES, place))


def _plain_verb(reading: Reading) -> Points:
    """“Launch” is a task, “improve” fits every objective, “maintain” says that nothing changes."""
    base, command = reading.base, reading.command
    flat = base in any_of("@flat")
    if command == "work" and base not in any_of("@raises"):
        yield Point(-1 if flat else -2, reading.say(say.DOES, reading.start, reading.body - 1))
    if command and flat:
        weight = -1 if command in ("dual", "ensure") else -2
        yield Point(weight, reading.say(say.FLAT, reading.start))
    if base in any_of("@same_as_ever"):
        yield Point(-2, reading.say(say.SAME, reading.start))


def _a_number(reading: Reading) -> Points:
    """“by 20 %”: a number belongs to a key result."""
    for measure in reading.counted[:1]:
        heavy = measure.strong or reading.command in ("work", "up", "down", "get")
        yield Point(-3 if heavy else -1, reading.say(say.NUMBER, measure.first, measure.last))


def _too_short_or_long(reading: Reading) -> Points:
    """One or two words name a field; more than twenty-five nobody remembers."""
    words = [t for t in reading[reading.start :] if t.sort in ("word", "name", "number")]
    if len(words) < _FEWEST_WORDS and not any(token.low in _LIFTS for token in words):
        yield Point(-3, reading.say(say.SHORT, reading.start, reading.last))
    if len(words) > _MOST_WORDS:
        yield Point(-1, say.LONG)


def _empty_words(reading: Reading) -> Points:
    """“processes”, “efficiency”: a field, not a change."""
    empty = reading.find("@empty_words", reading.start)
    if empty:
        yield Point(-1, reading.say(say.FIELD, *empty))


_OBJECTIVE_RULES = (
    _lifting_words,
    _somebody_gains,
    _raising_verb,
    _plain_verb,
    _a_number,
    _too_short_or_long,
    _empty_words,
)
