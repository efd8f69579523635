"""Signs that work reaches somebody: a measured effect, take-up by people, a level of service."""

from __future__ import annotations

from okrboard.domain.value_check.language import Span, is_plural
from okrboard.domain.value_check.lexicon import CLASSES, PHRASALS, VERBS, any_of
from okrboard.domain.value_check.measures import NamedMeasure
from okrboard.domain.value_check.reading import Reading

_SERVICE = ";".join(map(" ".join, CLASSES["service_phrases"]))
_RESULTS = (
    "driving|generating|producing|saving|thereby|whereby|yielding; resulting|results in; "
    "leading|leads to; so|such that; that|which brings; that saves|lets|helps; "
    "brings|bringing in; until at"
)


def effect(reading: Reading) -> Span | None:
    """Return a measured effect behind the work: “… to cut waiting from 5 to 3 days”."""
    rules = (_taken_up, _purpose, _with_quality, _result_clause)
    return next((span for rule in rules if (span := rule(reading))), None)


def purpose(reading: Reading) -> Span | None:
    """Return a purpose without a number: “… to improve satisfaction”."""
    for place in range(reading.body, reading.last):
        if reading.low(place) == "to" and _changes(reading, place + 1):
            return Span(place, place + 4)
    return None


def service_level(reading: Reading, begin: int | None = None) -> Span | None:
    """Return “within 4 hours”, “on time”, “without errors” said of what people wait for.

    Only what stands from `begin` on counts, otherwise from the reading's start.
    """
    begin = reading.start if begin is None else begin
    shared = _is_shared(reading)
    for measure in reading.measures:
        timed = measure.unit == "time" or (measure.unit == "long" and shared)
        if timed and measure.relation in ("within", "upper") and measure.first >= begin:
            return Span(measure.first, measure.last)
    phrase = reading.find(_SERVICE, begin)
    without = reading.find("without", begin) if shared else None
    if without and (phrase is None or without.first < phrase.first):
        return Span(without.first, without.first + 2)
    return phrase


def in_general(reading: Reading) -> bool:
    """Whether it is said of all or of a share (“90 % of tickets”, “orders”), not of one thing."""
    subject = reading.subject
    before = reading.lows(reading.body, subject.first)
    if _is_shared(reading) or before & any_of("all every each any"):
        return True
    if any(m.first < subject.first and not m.unit for m in reading.measures):
        return False
    head = subject.head if subject.head >= 0 else subject.last
    return subject.last < subject.first or is_plural(reading.low(head))


def used_by_others(reading: Reading) -> Span | None:
    """“used by every clinic”, “read by all nurses”: use by others, though no number says how much.

    What is counted before it is what we made, “12 posts read by customers”; “used by March” is a
    deadline.
    """
    if reading.counted:
        return None
    for place in range(reading.start + 1, reading.last - 1):
        by, first = reading.low(place + 1), reading.low(place + 2)
        people = any(word.kind == "people" for word in reading[place + 2 : place + 5])
        group = first in any_of("all both each every most")
        group = group or (by == "by" and (people or is_plural(first)))
        if group and by in ("by", "in", "at") and reading.low(place) in any_of("@used"):
            return Span(place, place + 3)
    return None


def _is_shared(reading: Reading) -> bool:
    return any(m.unit == "share" and m.relation != "by" for m in reading.measures)


def _after(reading: Reading, place: int) -> NamedMeasure | None:
    """Return the first measure behind a token that is no mere deadline."""
    return next((m for m in reading.counted if m.first > place), None)


def _taken_up(reading: Reading) -> Span | None:
    """“used by 80 % of field staff”, “with 60 % adoption”."""
    for place in range(reading.start + 1, reading.last):
        low, following = reading.low(place), reading.low(place + 1)
        if low in any_of("@adoption") and following in any_of("by weekly daily monthly at in"):
            measure = _after(reading, place)
            if measure:
                return Span(place, measure.last)
            people = any(word.kind == "people" for word in reading[place + 2 : place + 5])
            if people and reading.counted and following == "by":
                return Span(place, place + 2)
        if low in any_of("@use") and reading.command and place > reading.subject.first:
            near = next((m for m in reading.strong if abs(m.first - place) <= 3), None)
            if near and near.unit == "share":
                return Span(min(place, near.first), max(place, near.last))
    return None


def _changes(reading: Reading, place: int) -> bool:
    """Whether a token is a verb that speaks of a change, not of work."""
    base = reading.at(place).base
    name = PHRASALS.get((base, reading.low(place + 1))) or VERBS.get(base)
    return name in ("up", "down", "reach", "keep", "get", "help", "ensure")


def _purpose(reading: Reading) -> Span | None:
    """“to cut …”, “which raises …”, “and increase …” with a measure behind it."""
    for place in range(reading.body, reading.last):
        low, token = reading.low(place), reading[place + 1]
        leader = low in any_of("& , . ; and by so that thereby to which who")
        moves = token.base in any_of("@change") and token.form in ("ing", "ed", "s")
        if not (leader or moves) or not _changes(reading, place + 1):
            continue
        measure = _after(reading, place)
        if measure:
            kinds = [word.kind for word in reading[place + 2 :]]
            makes = not measure.strong and "output" in kinds[:4] and "metric" not in kinds
            if not makes:  # “and get 5 reports” only counts what was made.
                return Span(place if leader and low != "," else place + 1, measure.last)
    return None


def _with_quality(reading: Reading) -> Span | None:
    """“with a rating of 4.5/5”, “with fewer than 5 defects”, “at 95 % accuracy”."""
    for measure in reading.strong:
        first, last = measure.first, measure.last
        if measure.unit == "rating":
            return Span(first, last)
        before = reading.lows(max(reading.body, first - 4), first + 1)
        if first > reading.subject.first and before & {"with", "at"}:
            for place in range(max(first - 3, reading.body + 1), min(last + 4, len(reading))):
                if reading[place].kind == "metric":
                    return Span(min(place, first), max(place, last))
    return None


def _result_clause(reading: Reading) -> Span | None:
    """“resulting in …”, “leading to …”, “so that …”, “generating …” with a measure behind it."""
    for place in range(reading.body, reading.last):
        measure = _after(reading, place) if reading.find(_RESULTS, place, place + 1) else None
        if measure:
            return Span(place, measure.last)
    return None
