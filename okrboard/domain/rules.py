"""What the values of a board have to keep besides their types: one set of rules for everybody.

A field's rule is the annotation that it is declared with (`weight: Weight`); rules over several
fields of a record, and over several records, stand here beside them. Editing and importing refuse
with a rule's words; `okrboard doctor` names every record that breaks one. Reading never fails for
it: it takes the nearest value that keeps the rule (`usable`), so that nothing that works on a board
has to expect a series that repeats every 0 weeks, or a year that no clock can go past.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from okrboard.domain.lookup import REFERENCES, ids_in
from okrboard.domain.record import Record
from okrboard.domain.records import (
    Cycle,
    HolidayList,
    KeyResult,
    Proposal,
    Series,
    Settings,
    Step,
    Vote,
)
from okrboard.domain.schedule import days_of
from okrboard.domain.schema import Type, types_of
from okrboard.domain.types import MAX_HANDLE, Mend, is_handle
from okrboard.errors import Refused
from okrboard.text import article, shorten

Keeps = Callable[[Any], bool]
Check = tuple[int, Keeps, Mend]


MAX_STEPS = 200
MAX_DRAFTS = 50
MAX_HOLIDAYS = 2000

LONGEST_DAYS = 366 * 5
"""A cycle beyond this is a slip of the hand in the year."""

MOST_DAYS = 366 * 6
"""A series of one cycle is no longer; beyond it is a slip of the hand in the year."""


class Broken(Record):
    """A rule that a record breaks."""

    field: str
    words: str
    found: str = ""
    """The value, where it is one field's."""

    @property
    def sentence(self) -> str:
        """What is right, and what is there instead."""
        return f"{self.words}, not {self.found}" if self.found else self.words

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}"


class Clash(Record):
    """A rule that a record breaks together with others of the board."""

    table: str
    id: int
    words: str
    field: str
    """Empty where the record itself is one too many."""
    value: object = None
    """What the field holds when it is mended."""


_OF_SEVERAL_FIELDS = {Settings, Cycle, KeyResult, Series, Vote, HolidayList, Proposal}
"""Kinds of records that keep rules over several of their fields."""


def _together(kept: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield of each rule over several fields that a record breaks a field, words, and it mended."""
    match kept:
        case Cycle():
            yield from _cycle(kept)
        case KeyResult():
            yield from _key_result(kept)
        case Series():
            yield from _series(kept)
        case Settings() if kept.at_risk_gap > kept.off_track_gap:
            gaps: dict[str, Any] = {
                "at_risk_gap": kept.off_track_gap,
                "off_track_gap": kept.at_risk_gap,
            }
            yield "at_risk_gap", "at_risk_gap is not above off_track_gap", kept._replace(**gaps)
        # Cards and proposals get dots, as many as the settings say; else a vote is 0 to 10.
        case Vote() if (kept.value or 0) > 10 and not kept.about.startswith(("C", "P")):
            words = f"a vote is a whole number from 0 to 10, not {kept.value}"
            yield "value", words, kept._replace(value=10)
        case HolidayList() if len(kept.days) > MAX_HOLIDAYS:
            words = f"it names more than {MAX_HOLIDAYS} days; that is no list of holidays"
            yield "days", words, kept
        case Proposal() if len(kept.key_results) > MAX_DRAFTS:
            words = f"that is more than {MAX_DRAFTS} key results; a goal needs two to five"
            yield "key_results", words, kept


def _cycle(kept: Cycle) -> Iterator[tuple[str, str, Cycle]]:
    first, last = kept.first, kept.last
    if last <= first:
        words = f"a cycle ends after it begins; {last} is not after {first}"
        after = max(first, last + timedelta(days=1))
        yield "last", words, kept._replace(first=last, last=after)
    elif (last - first).days > LONGEST_DAYS:
        words = f"{first} to {last} is longer than five years; check the year"
        yield "last", words, kept._replace(last=first + timedelta(days=LONGEST_DAYS))


def _key_result(kept: KeyResult) -> Iterator[tuple[str, str, KeyResult]]:
    weight = sum(step.weight for step in kept.steps)
    if kept.kind == "metric" and kept.start == kept.target:
        words = (
            "start and target are the same; to keep a value make it a threshold "
            "(--kind threshold), to do a thing make it milestones"
        )
        yield "target", words, kept
    elif kept.kind == "milestones" and not 0 < len(kept.steps) <= MAX_STEPS:
        one = (Step(kept.title),)
        mended = kept if kept.steps else kept._replace(steps=one, start=0.0, target=1.0)
        yield "steps", f"milestones have 1 to {MAX_STEPS} steps", mended
    elif kept.kind == "milestones" and abs(kept.target - weight) > 1e-6:
        words = f"the target of milestones is the weight of all steps ({weight:g})"
        yield "target", words, kept._replace(target=weight)


def _series(kept: Series) -> Iterator[tuple[str, str, Series]]:
    first, last = kept.first, kept.last
    if not kept.uid:
        yield "uid", "a series needs a UID of its own", kept._replace(uid=f"series-{kept.id}")
    if first.year < 1980 or last.year > 2200:
        words = "a series lies between the years 1980 and 2200"
        since = max(first, first.replace(year=1980, day=min(first.day, 28)))
        yield "first", words, kept._replace(first=since)
    elif (last - first).days > MOST_DAYS:
        words = f"{first} to {last} is longer than six years; check the year"
        yield "last", words, kept._replace(last=first + timedelta(days=MOST_DAYS))
    elif not days_of(kept):
        words = f"there is no such weekday between {first} and {last}"
        swapped = kept._replace(first=last, last=first)
        yield "last", words, swapped if last < first and days_of(swapped) else kept


def broken(record: Any) -> Iterator[Broken]:
    """Yield every rule that a record breaks."""
    kind, sound = type(record), True
    for (name, declared), value in zip(types_of(kind).items(), record, strict=True):
        for each in _broken_values(declared, value, kind.__name__):
            sound = False
            yield each._replace(field=f"{name}: {each.field}" if each.field else name)
    if sound:
        yield from (Broken(field, words) for field, words, _ in _together(record))


def refuse_broken(record: Any) -> None:
    """Raise `Refused` with the words of the first rule that a record breaks."""
    for each in broken(record):
        raise Refused(each.sentence)


def refuse_broken_values(record: Any, fields: Collection[str]) -> None:
    """Raise `Refused` for the first of some fields whose value breaks its own rule."""
    kind = type(record)
    for name, declared in types_of(kind).items():
        if name in fields:
            for each in _broken_values(declared, getattr(record, name), kind.__name__):
                raise Refused(each.sentence)


def usable(record: Any) -> Any:
    """Return a record as reading takes it: as it is, or with the nearest values that can be used.

    What only a person can put right, and does no harm, stays.
    """
    kind = type(record)
    checks = _checks.get(kind) or _checks_of(kind)
    for index, keeps, mend in checks:
        if not keeps(record[index]):
            record = record._replace(**{kind._fields[index]: mend(record[index])})
    # What is mended may break the next rule: a span that is put in order may be too long.
    for _ in range(4 if kind in _OF_SEVERAL_FIELDS else 0):
        offered = (mended for _, _, mended in _together(record))
        better = next((mended for mended in offered if mended != record), None)
        if better is None:
            break
        record = better
    return record


_checks: dict[type, tuple[Check, ...]] = {}


def _checks_of(kind: type[Any]) -> tuple[Check, ...]:
    """Return of each field with a rule its place, whether a value keeps it, and what mends one."""
    checks = ((place, _check_of(one)) for place, one in enumerate(types_of(kind).values()))
    _checks[kind] = tuple((place, *check) for place, check in checks if check is not None)
    return _checks[kind]


def _check_of(declared: Type) -> tuple[Keeps, Mend] | None:
    """Return whether a value of a type keeps its rule, and what mends it; None without a rule."""
    keeps: Keeps
    mend: Mend
    if declared.rule is not None:
        keeps, mend = declared.rule.keeps, declared.rule.mend
    elif declared.nested is not None and _checks_of(declared.nested):
        keeps, mend = _is_usable, usable
    else:
        return None
    if declared.many:
        return (
            lambda values: not values or all(map(keeps, values)),
            lambda values: tuple(each if keeps(each) else mend(each) for each in values),
        )
    return (lambda value: value is None or keeps(value)) if declared.optional else keeps, mend


def _is_usable(record: Any) -> bool:
    return all(keeps(record[index]) for index, keeps, _ in _checks[type(record)])


def _broken_values(declared: Type, value: Any, of: str) -> Iterator[Broken]:
    """Yield the rules that a value breaks, with the fields inside it where it has some."""
    rule, nested = declared.rule, declared.nested
    for each in value if declared.many else (value,):
        if each is None:
            continue
        if rule is not None and not rule.keeps(each):
            yield Broken("", rule.words.replace("{a}", article(of)), shorten(str(each), 40))
        elif nested is not None:
            yield from broken(each)


# What several records keep together.

_NAMES = (
    ("members", "handle", "-"),
    ("teams", "name", " "),
    ("cycles", "name", " "),
    ("series", "uid", "-"),
)
"""Fields that name one record of a table, and what stands before a number behind such a name."""

_CHAINS = [
    (table, field)
    for table, fields in REFERENCES.items()
    for field, target in fields
    if target == table and field != "supports"
]
"""Fields that lead to records of the same table, and must come to an end."""


def clashes(table: Callable[[str], Mapping[int, Any]]) -> Iterator[Clash]:
    """Yield what the records of a board, given by the names of their tables, break together."""
    for id in table("settings"):
        if id != 1:
            yield Clash("settings", id, "a board has one record of them, number 1", "")
    for name, field, before in _NAMES:
        yield from _twice(name, table(name), field, before)
    for name, field in _CHAINS:
        yield from _circles(name, table(name), field)


def _twice(name: str, rows: Mapping[int, Any], field: str, before: str) -> Iterator[Clash]:
    used = {getattr(record, field).casefold() for record in rows.values()}
    seen: set[str] = set()
    for id, record in rows.items():
        value: str = getattr(record, field)
        if value.casefold() in seen:
            free = next(each for each in _numbered(value, before) if each.casefold() not in used)
            used.add(free.casefold())
            yield Clash(name, id, f"there are two {name} {shorten(value, 40)}", field, free)
        seen.add(value.casefold())


def _numbered(value: str, before: str) -> Iterator[str]:
    """Yield a name with a number behind it, from 2 on; a handle stays as short as one may be."""
    for number in count(2):
        end = f"{before}{number}"
        yield (value[: MAX_HANDLE - len(end)] if is_handle(value) else value) + end


def _circles(name: str, rows: Mapping[int, Any], field: str) -> Iterator[Clash]:
    """Yield of each circle the record that closes it, with what its field is without that."""
    ended: set[int] = set()
    for start in rows:
        path = {} if start in ended else {start: iter(ids_in(getattr(rows[start], field)))}
        while path:
            id = next(reversed(path))
            into = next(path[id], None)
            if into is None:
                del path[id]
                ended.add(id)
            elif into in path:
                words = f"it leads back to itself by its {field}"
                value = getattr(rows[id], field)
                left = tuple(one for one in value if one != into) if value != into else 0
                yield Clash(name, id, words, field, left)
            elif into in rows and into not in ended:
                path[into] = iter(ids_in(getattr(rows[into], field)))
