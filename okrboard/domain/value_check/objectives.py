"""Is an objective strong or weak? Points for what somebody would feel, points off for tasks.

The words that gave or cost points are named; `STRONG_FROM` points make an objective strong.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_english, is_plural
from okrboard.domain.value_check.lexicon import CLASSES, any_of
from okrboard.domain.value_check.reading import Reading, read
from okrboard.domain.value_check.verdict import Verdict

_SUPERLATIVES = {f"{word[:-2]}est" for word in any_of("@comparatives") if word.endswith("er")}
_LIFTS = any_of("@lifts") | _SUPERLATIVES
_LIFTING_PAIRS = ";".join(map(" ".join, CLASSES["lifting_pairs"]))

STRONG_FROM = 2
FEWEST_WORDS = 3
MOST_WORDS = 25


class Point(Record):
    """One rule's finding: how much it adds (or takes) and the sentence that says why."""

    weight: int
    reason: str


def judge(text: str) -> Verdict:
    """Return strong or weak with reasons, unclear when the text is not English."""
    reading = read(text)
    if reading.start > reading.last or not is_english(reading[reading.start :]):
        return say.NOT_ENGLISH
    points = [point for rule in OBJECTIVE_RULES for point in rule(reading)]
    strong = sum(point.weight for point in points) >= STRONG_FROM
    reasons = tuple(dict.fromkeys(p.reason for p in points if (p.weight > 0) == strong))
    if strong:
        return Verdict("strong", reasons)
    return Verdict("weak", reasons or (say.NOBODY,), say.OBJECTIVE_QUESTION)


def lifting_words(reading: Reading) -> list[Point]:
    """“effortless”, “trusted”, “safest”, “first choice”: somebody feels it."""
    points = []
    for place in range(reading.start, len(reading)):
        token = reading[place]
        most = token.low == "most" and token.sort == "word" and place > reading.start
        if reading.find(_LIFTING_PAIRS, place, place + 1):
            points.append(Point(2, reading.say(say.LIFTS, place, place + 1)))
        elif token.low in _LIFTS or most:
            points.append(Point(2, reading.say(say.LIFTS, place, place + most)))
    return points[:2]


def somebody_gains(reading: Reading) -> list[Point]:
    """“customers recommend”, “every child can”: what people do; or at least “for clinics”."""
    deed = _deed_of_people(reading)
    if deed >= 0:
        return [Point(3, reading.say(say.SOMEBODY, reading.subject.first, deed))]
    people = [at for at in range(reading.start, len(reading)) if reading[at].kind == "people"]
    for place in people:
        # “the sales team”: whom the objective is for, when it is the object of a task.
        ours = any_of("company department organisation organization staff team teams")
        if place != reading.subject.head or reading.low(place) not in ours:
            end = _deed_behind(reading, place)
            if end >= 0:
                return [Point(3, reading.say(say.SOMEBODY, place, end))]
    everybody = any_of("community everybody everyone nobody people public staff")
    for place in people:
        if is_plural(reading.low(place)) or reading.low(place) in everybody:
            return [Point(1, reading.say(say.SOMEBODY, place))]
    return []


def _deed_behind(reading: Reading, place: int) -> int:
    """Return the verb right behind people, or a “can” a few words on; or -1."""
    following = reading.at(place + 1)
    does = following.base in any_of("@others") and not following.kind
    if does or following.low in ("will", "get", "no", "are", "who"):
        return place + 1
    able = reading.find("can", place + 1, place + 6)
    return able.first if able else -1


def _deed_of_people(reading: Reading) -> int:
    """Return the verb of a statement about people, also behind “in our district”; or -1."""
    if reading.command or reading.subject.kind != "people":
        return -1
    if reading.predicate >= 0:
        return reading.predicate
    for place in range(reading.subject.last + 1, len(reading)):
        if reading[place].base in any_of("@others") and reading[place].form in ("s", "base"):
            return place
    return -1


def felt_by_somebody(reading: Reading) -> list[Point]:
    """Both a feeling and those who have it: more than the sum."""
    felt = lifting_words(reading)
    return [Point(1, gain.reason) for gain in somebody_gains(reading) if felt]


def raising_verb(reading: Reading) -> list[Point]:
    """“Become”, “give”, “delight”: the verb promises somebody a difference."""
    places = [reading.start]
    if not reading.command:
        behind = range(reading.start + 1, len(reading))
        places = [at for at in behind if reading[at].form in ("s", "base") and not reading[at].kind]
    place = next((at for at in places if reading[at].base in any_of("@raises")), -1)
    if place < 0:
        return []
    base = reading[place].base
    into = base in ("turn", "transform") and reading.find("into", 0)
    weight = 1 if base in any_of("@raises_a_little") and not into else 2
    return [Point(weight, reading.say(say.PROMISES, place))]


def plain_verb(reading: Reading) -> list[Point]:
    """“Launch” is a task, “improve” fits every objective, “maintain” says that nothing changes."""
    base, command, points = reading.base, reading.command, []
    flat = base in any_of("@flat")
    if command == "work" and base not in any_of("@raises"):
        does = reading.say(say.DOES, reading.start, reading.body - 1)
        points.append(Point(-1 if flat else -2, does))
    if command and flat:
        weight = -1 if command in ("dual", "ensure") else -2
        points.append(Point(weight, reading.say(say.FLAT, reading.start)))
    if base in any_of("@same_as_ever"):
        points.append(Point(-2, reading.say(say.SAME, reading.start)))
    return points


def a_number(reading: Reading) -> list[Point]:
    """“by 20 %”: a number belongs to a key result."""
    if not reading.counted:
        return []
    measure = reading.counted[0]
    weight = -3 if measure.strong or reading.command in ("work", "up", "down", "get") else -1
    return [Point(weight, reading.say(say.NUMBER, measure.first, measure.last))]


def too_short_or_long(reading: Reading) -> list[Point]:
    """One or two words name a field; more than twenty-five nobody remembers."""
    words = [t for t in reading[reading.start :] if t.sort in ("word", "name", "number")]
    if len(words) < FEWEST_WORDS and not any(token.low in _LIFTS for token in words):
        return [Point(-3, reading.say(say.SHORT, reading.start, reading.last))]
    return [Point(-1, say.LONG)] if len(words) > MOST_WORDS else []


def empty_words(reading: Reading) -> list[Point]:
    """“processes”, “efficiency”: a field, not a change."""
    empty = reading.find("@empty_words", reading.start)
    return [Point(-1, reading.say(say.FIELD, *empty))] if empty else []


OBJECTIVE_RULES = (
    lifting_words,
    somebody_gains,
    felt_by_somebody,
    raising_verb,
    plain_verb,
    a_number,
    too_short_or_long,
    empty_words,
)
