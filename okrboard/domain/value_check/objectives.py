"""Is an objective strong or weak? Points for what somebody would feel, points off for tasks.

The words that gave or cost points are named; `STRONG_FROM` points make an objective strong.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check import verdict as say
from okrboard.domain.value_check.language import is_english, is_plural
from okrboard.domain.value_check.lexicon import entries, word_class, wordlist
from okrboard.domain.value_check.reading import Reading, read
from okrboard.domain.value_check.verdict import Verdict

SUPERLATIVES = {word[:-2] + "est" for word in lexicon.COMPARATIVES if word.endswith("er")}
LIFTS = word_class("objectives/lifts") | SUPERLATIVES
LIFTING_PAIRS = {tuple(words) for words in entries("objectives/lifting_pairs")}
RAISES = word_class("objectives/raises")
RAISES_A_LITTLE = word_class("objectives/raises_a_little")
FLAT = word_class("objectives/flat")
EMPTY_WORDS = word_class("objectives/empty_words")
SAME_AS_EVER = word_class("objectives/same_as_ever")


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
    if reading.start >= len(reading.words) or not is_english(reading.words[reading.start :]):
        return Verdict("unclear", (say.CANNOT_TELL,))
    points = [point for rule in OBJECTIVE_RULES for point in rule(reading)]
    strong = sum(point.weight for point in points) >= STRONG_FROM
    reasons = [point.reason for point in points if (point.weight > 0) == strong]
    if strong:
        return Verdict("strong", tuple(dict.fromkeys(reasons)))
    reasons = reasons or [say.NOBODY]
    return Verdict("weak", tuple(dict.fromkeys(reasons)), say.OBJECTIVE_QUESTION)


def lifting_words(reading: Reading) -> list[Point]:
    """“effortless”, “trusted”, “safest”, “first choice”: somebody feels it."""
    found = []
    for position in range(reading.start, len(reading.words)):
        low = reading.low(position)
        pair = (low, reading.low(position + 1))
        if pair in LIFTING_PAIRS:
            found.append(Point(2, say.lifts(reading.quote(position, position + 1))))
        elif low in LIFTS:
            found.append(Point(2, say.lifts(reading.quote(position))))
        elif low == "most" and reading.words[position].sort == "word" and position > reading.start:
            found.append(Point(2, say.lifts(reading.quote(position, position + 1))))
    return found[:2]


def somebody_gains(reading: Reading) -> list[Point]:
    """“customers recommend”, “every child can”: what people do; or at least “for clinics”."""
    deed = _deed_of_people(reading)
    if deed >= 0:
        quoted = reading.quote(reading.subject.first, deed)
        return [Point(3, say.somebody(quoted))]
    for position in range(reading.start, len(reading.words) - 1):
        if reading.words[position].kind == "people" and not _is_own(reading, position):
            end = _deed_behind(reading, position)
            if end >= 0:
                return [Point(3, say.somebody(reading.quote(position, end)))]
    for position in range(reading.start, len(reading.words)):
        token = reading.words[position]
        if token.kind == "people" and (is_plural(token.low) or token.low in _EVERYBODY):
            return [Point(1, say.somebody(reading.quote(position)))]
    return []


def _is_own(reading: Reading, position: int) -> bool:
    """“the sales team”: whom the objective is for, when it is the object of a task."""
    return reading.low(position) in _OURSELVES and position == reading.subject.head


def _deed_behind(reading: Reading, position: int) -> int:
    """Return the verb right behind people, or a “can” a few words on; or -1."""
    following = reading.words[position + 1]
    if following.base in lexicon.OTHERS and not following.kind:
        return position + 1
    if following.low in ("will", "get", "no", "are", "who"):
        return position + 1
    near = range(position + 1, min(position + 6, len(reading.words)))
    return next((here for here in near if reading.low(here) == "can"), -1)


_OURSELVES = wordlist("company department organisation organization staff team teams")


def _deed_of_people(reading: Reading) -> int:
    """Return the verb of a statement about people, also behind “in our district”; or -1."""
    if reading.command or reading.subject.kind != "people":
        return -1
    if reading.predicate >= 0:
        return reading.predicate
    for position in range(reading.subject.last + 1, len(reading.words)):
        token = reading.words[position]
        if token.base in lexicon.OTHERS and token.form in ("s", "base"):
            return position
    return -1


_EVERYBODY = wordlist("community everybody everyone nobody people public staff")


def felt_by_somebody(reading: Reading) -> list[Point]:
    """Both a feeling and those who have it: more than the sum."""
    if lifting_words(reading) and somebody_gains(reading):
        return [Point(1, somebody_gains(reading)[0].reason)]
    return []


def raising_verb(reading: Reading) -> list[Point]:
    """“Become”, “give”, “delight”: the verb promises somebody a difference."""
    place = reading.start if reading.command else _raising_place(reading)
    base = reading.words[place].base if place >= 0 else ""
    if base not in RAISES:
        return []
    if base in ("turn", "transform") and "into" in [word.low for word in reading.words]:
        return [Point(2, say.promises(reading.quote(place)))]
    weight = 1 if base in RAISES_A_LITTLE else 2
    return [Point(weight, say.promises(reading.quote(place)))]


def _raising_place(reading: Reading) -> int:
    """Return the verb of a statement that promises somebody a difference, or -1."""
    for position in range(reading.start + 1, len(reading.words)):
        token = reading.words[position]
        if token.base in RAISES and token.form in ("s", "base") and not token.kind:
            return position
    return -1


def task_verb(reading: Reading) -> list[Point]:
    """“Launch”, “hire”, “migrate”: a task, unless what follows lifts it."""
    token = reading.words[reading.start]
    if reading.command == "work" and token.base not in RAISES:
        weight = -2 if token.base not in FLAT else -1
        return [Point(weight, say.does(reading.quote(reading.start, reading.body - 1)))]
    return []


def flat_verb(reading: Reading) -> list[Point]:
    """“Improve”, “optimize”, “support”: fits every objective."""
    token = reading.words[reading.start]
    if reading.command and token.base in FLAT:
        weight = -1 if reading.command in ("dual", "ensure") else -2
        return [Point(weight, say.flat(reading.quote(reading.start)))]
    return []


def same_as_ever(reading: Reading) -> list[Point]:
    """“Maintain current service levels”: nothing changes."""
    first = reading.words[reading.start]
    if first.base in SAME_AS_EVER:
        return [Point(-2, say.same(reading.quote(reading.start)))]
    return []


def a_number(reading: Reading) -> list[Point]:
    """“by 20 %”: a number belongs to a key result."""
    if not reading.counted:
        return []
    measure = reading.counted[0]
    weight = -3 if measure.strong or reading.command in ("work", "up", "down", "get") else -1
    return [Point(weight, say.number(reading.quote(measure.first, measure.last)))]


def too_short_or_long(reading: Reading) -> list[Point]:
    """One or two words name a field; more than twenty-five nobody remembers."""
    words = [t for t in reading.words[reading.start :] if t.sort in ("word", "name", "number")]
    if len(words) < FEWEST_WORDS and not any(t.low in LIFTS for t in words):
        return [Point(-3, say.short(reading.quote(reading.start, len(reading.words) - 1)))]
    if len(words) > MOST_WORDS:
        return [Point(-1, say.LONG)]
    return []


def empty_words(reading: Reading) -> list[Point]:
    """“processes”, “efficiency”: a field, not a change."""
    for position in range(reading.start, len(reading.words)):
        if reading.low(position) in EMPTY_WORDS:
            return [Point(-1, say.field(reading.quote(position)))]
    return []


OBJECTIVE_RULES = (
    lifting_words,
    somebody_gains,
    felt_by_somebody,
    raising_verb,
    task_verb,
    flat_verb,
    same_as_ever,
    a_number,
    too_short_or_long,
    empty_words,
)
