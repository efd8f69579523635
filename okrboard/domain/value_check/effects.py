"""Signs that work reaches somebody: a measured effect, take-up by people, a level of service."""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.value_check import lexicon
from okrboard.domain.value_check.language import is_plural
from okrboard.domain.value_check.lexicon import wordlist
from okrboard.domain.value_check.measures import Measure
from okrboard.domain.value_check.reading import Reading

_EFFECT_CLASSES = ("up", "down", "reach", "keep", "get", "help", "ensure")
_LEADERS = wordlist("& , . ; and by so that thereby to which who")
_USE = wordlist(
    """
    adoption completion coverage participation uptake usage use users
    """
)


class Span(Record):
    """Tokens from `first` to `last`."""

    first: int
    last: int


def effect(reading: Reading) -> Span | None:
    """Return a measured effect behind the work: “… to cut waiting from 5 to 3 days”."""
    for rule in (_taken_up, _purpose, _with_quality, _result_clause):
        span = rule(reading)
        if span:
            return span
    return None


def purpose(reading: Reading) -> Span | None:
    """Return a purpose without a number: “… to improve satisfaction”."""
    for position in range(reading.body, len(reading.words) - 1):
        if reading.low(position) == "to" and _changes(reading, position + 1):
            return Span(position, min(position + 4, len(reading.words) - 1))
    return None


def service_level(reading: Reading, begin: int) -> Span | None:
    """Return “within 4 hours”, “on time”, “without errors” said of what people wait for."""
    for measure in reading.measures:
        timed = measure.unit == "time" or (measure.unit == "long" and _shared(reading))
        if timed and measure.relation in ("within", "upper") and measure.first >= begin:
            return Span(measure.first, measure.last)
    for position in range(begin, len(reading.words)):
        for phrase in lexicon.SERVICE_PHRASES:
            if all(reading.low(position + gap) == word for gap, word in enumerate(phrase)):
                return Span(position, position + len(phrase) - 1)
        if reading.low(position) == "without" and _shared(reading):
            return Span(position, min(position + 2, len(reading.words) - 1))
    return None


def in_general(reading: Reading) -> bool:
    """Whether it is said of all or of a share (“90 % of tickets”, “orders”), not of one thing."""
    if _shared(reading):
        return True
    subject = reading.subject
    before = {reading.low(p) for p in range(reading.body, subject.first)}
    if before & {"all", "every", "each", "any"}:
        return True
    numbered = [m for m in reading.measures if m.first < subject.first and not m.unit]
    if numbered:
        return False
    if subject.last < subject.first:
        return True
    return is_plural(reading.low(subject.head if subject.head >= 0 else subject.last))


def _shared(reading: Reading) -> bool:
    return any(m.unit == "share" and m.relation != "by" for m in reading.measures)


def _after(reading: Reading, position: int) -> Measure | None:
    """Return the first measure behind a token that is no mere deadline."""
    return next((m for m in reading.counted if m.first > position), None)


def _taken_up(reading: Reading) -> Span | None:
    """“used by 80 % of field staff”, “with 60 % adoption”."""
    for position in range(reading.start + 1, len(reading.words) - 1):
        low = reading.low(position)
        by = reading.low(position + 1) in ("by", "weekly", "daily", "monthly", "at", "in")
        if low in lexicon.ADOPTION and by:
            measure = _after(reading, position)
            if measure:
                return Span(position, measure.last)
            behind = reading.words[position + 2 : position + 5]
            people = any(word.kind == "people" for word in behind)
            if people and reading.counted and reading.low(position + 1) == "by":
                return Span(position, position + 2)
        if low in _USE and reading.command:
            near = [m for m in reading.strong if abs(m.first - position) <= 3]
            if near and near[0].unit == "share" and position > reading.subject.first:
                return Span(min(position, near[0].first), max(position, near[0].last))
    return None


def used_by_others(reading: Reading) -> Span | None:
    """“used by every clinic”, “read by all nurses”: use by others, though no number says how much.

    What is counted before it is what we made, “12 posts read by customers”; “used by March” is a
    deadline.
    """
    if reading.counted:
        return None
    for position in range(reading.start + 1, len(reading.words) - 2):
        low, by = reading.low(position), reading.low(position + 1)
        first = reading.low(position + 2)
        group = first in _EVERYBODY
        if by == "by":
            behind = range(position + 2, min(position + 5, len(reading.words)))
            people = any(reading.words[at].kind == "people" for at in behind)
            group = group or people or is_plural(first)
        if low in _USED and group and by in ("by", "in", "at"):
            return Span(position, min(position + 3, len(reading.words) - 1))
    return None


_EVERYBODY = wordlist("all both each every most")
_USED = wordlist(
    "chosen loved preferred read recommended reused trusted used utilised utilized visited watched"
)


def _changes(reading: Reading, position: int) -> bool:
    """Whether a token is a verb that speaks of a change, not of work."""
    if position >= len(reading.words):
        return False
    base = reading.words[position].base
    following = reading.low(position + 1)
    name = lexicon.PHRASALS.get((base, following)) or lexicon.VERBS.get(base, "")
    return name in _EFFECT_CLASSES


def _purpose(reading: Reading) -> Span | None:
    """“to cut …”, “which raises …”, “and increase …” with a measure behind it."""
    for position in range(reading.body, len(reading.words) - 1):
        token = reading.words[position + 1]
        if not _changes(reading, position + 1):
            continue
        leader = reading.low(position) in _LEADERS
        change = token.base in lexicon.CHANGE and token.form in ("ing", "ed", "s")
        if not leader and not change:
            continue
        measure = _after(reading, position)
        if measure and not _is_output(reading, position + 2, measure):
            return Span(
                position + (0 if leader and reading.low(position) != "," else 1), measure.last
            )
    return None


def _is_output(reading: Reading, begin: int, measure: Measure) -> bool:
    """Whether the measure only counts made things: “and get 5 reports”."""
    behind = [reading.words[p].kind for p in range(begin, len(reading.words))]
    return not measure.strong and "output" in behind[:4] and "metric" not in behind


def _with_quality(reading: Reading) -> Span | None:
    """“with a rating of 4.5/5”, “with fewer than 5 defects”, “at 95 % accuracy”."""
    for measure in reading.strong:
        if measure.unit == "rating":
            return Span(measure.first, measure.last)
        if measure.first <= reading.subject.first:
            continue
        before = [
            reading.low(p) for p in range(max(reading.body, measure.first - 4), measure.first + 1)
        ]
        if not {"with", "at"} & set(before):
            continue
        for position in range(measure.first - 3, min(measure.last + 4, len(reading.words))):
            if position > reading.body and reading.words[position].kind == "metric":
                return Span(min(position, measure.first), max(position, measure.last))
    return None


def _result_clause(reading: Reading) -> Span | None:
    """“resulting in …”, “leading to …”, “so that …”, “generating …” with a measure behind it."""
    for position in range(reading.body, len(reading.words) - 1):
        pair = (reading.low(position), reading.low(position + 1))
        if pair in _RESULTS or pair[0] in _RESULT_WORDS:
            measure = _after(reading, position)
            if measure:
                return Span(position, measure.last)
    return None


_RESULTS = frozenset(
    (
        ("resulting", "in"), ("results", "in"), ("leading", "to"), ("leads", "to"), ("so", "that"),
        ("such", "that"), ("that", "brings"), ("which", "brings"), ("that", "saves"),
        ("brings", "in"), ("bringing", "in"), ("that", "lets"), ("that", "helps"), ("until", "at"),
    )
)  # fmt: skip
_RESULT_WORDS = wordlist("driving generating producing saving thereby whereby yielding")
