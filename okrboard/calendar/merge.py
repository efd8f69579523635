"""Three versions of a calendar event made into one: what the board says, what the calendar holds,
and what both were when they last agreed.

First as facts (`merge`), then as the bytes to write (`carried`): what is written is ours; what is
left alone and what is personal is carried over line by line as it stands there: alarms, what other
programs keep in the event, an answer to "free or busy", invitations. A resource that holds
something of somebody else carries no digest of ours.

Pure. The base has two sides, because a server may keep something else than it was told (a text
shortened, a field dropped): what we *said* is compared with what the board says now, what was
*kept* with what the calendar holds now. To decline a change is to take both sides as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from icalendar.parser import Contentline

from okrboard.calendar.caldav import Resource
from okrboard.calendar.meaning import (
    HASH,
    Facts,
    alarm_minutes,
    day_of,
    follows,
    is_day,
    local_time,
)
from okrboard.calendar.reading import (
    Component,
    Property,
    content_line,
    length_of,
    parse,
    start_of,
    when,
    whens,
)
from okrboard.calendar.recurrence import rule_parts
from okrboard.domain.record import Record
from okrboard.domain.records import Series
from okrboard.text import clean

_UNKNOWN = "?"
"""The base of a fact that the two sides never agreed on."""

HIDDEN = frozenset(("zone", "alarm"))
"""The zone's name (the times are compared), and the board's own alarm among everybody's."""

_NEVER_CONTESTED = "description"
"""The board writes it anew with every check-in: whoever edits it there keeps it."""


class Base(Record):
    """Where both sides stood when they were last seen together."""

    said: Facts
    kept: Facts
    gone: bool = False
    """It was deleted in the calendar, and somebody decided to leave it at that."""


class Merged(Record):
    """Which facts are whose; what is in none of these is the same on both sides."""

    ours: frozenset[str] = frozenset()
    """Changed on the board only: to be written."""
    theirs: frozenset[str] = frozenset()
    """Changed in the calendar only: offered, and left alone until it is taken."""
    both: frozenset[str] = frozenset()
    """Changed on both sides, differently: a person decides."""
    stand: frozenset[str] = frozenset()
    """Different on both sides, and known to be: declined, or kept otherwise by the server."""

    @property
    def left(self) -> frozenset[str]:
        """What somebody changed in the calendar, and nobody has decided about."""
        return self.theirs | self.both


class Pair(Record):
    """One event on both sides."""

    uid: str
    series: Series | None = None
    """The series that it is of; None for one that the board no longer has."""
    day: date | None = None
    """The day that names it, for a meeting that stands alone."""
    data: bytes = b""
    """What the board wants there; empty: nothing."""
    resource: Resource | None = None
    """What is there."""
    here: Facts = {}
    """The facts of the board; empty where it wants nothing."""
    there: Facts = {}
    """The facts of the calendar; empty where it holds nothing that can be read."""
    texts: Mapping[str, str] = {}
    """Summary, location, url and description in the calendar, in words."""
    excluded: frozenset[str] = frozenset()
    """Days that were taken out there one by one, and not by the rule's ends."""
    base: Base | None = None
    known: bool = False
    """Whether it was published there before."""
    problem: str = ""
    """Why what is there cannot be read."""

    @property
    def met(self) -> bool:
        """Whether there is something to read on both sides."""
        return bool(self.here and self.there)

    @property
    def said(self) -> Facts:
        """What the board said when both were seen together; empty where they never were."""
        return {} if self.base is None else self.base.said

    @property
    def merged(self) -> Merged:
        """Whose each difference is; empty where one side has nothing."""
        return merge(self.here, self.there, self.base) if self.met else Merged()

    @property
    def deleted(self) -> bool:
        """Whether somebody deleted in the calendar what the board wants there."""
        left = self.base is not None and self.base.gone
        return self.known and self.resource is None and bool(self.data) and not left


def merge(ours: Facts, theirs: Facts, base: Base | None) -> Merged:
    """Return whose each fact is that differs; without a base every one is contested."""
    mine, other, both, stand = set[str](), set[str](), set[str](), set[str]()
    for key in {*ours, *theirs}:
        here, there = ours.get(key, ""), theirs.get(key, "")
        if here == there:
            continue
        said = _UNKNOWN if base is None else base.said.get(key, "")
        kept = _UNKNOWN if base is None else base.kept.get(key, "")
        if key in HIDDEN:
            if here != said and said != _UNKNOWN:
                mine.add(key)
        elif there == kept:
            (mine if here != said else stand).add(key)
        elif here == said or key.endswith(_NEVER_CONTESTED):
            other.add(key)
        else:
            both.add(key)
    return Merged(frozenset(mine), frozenset(other), frozenset(both), frozenset(stand))


def agreed(ours: Facts, theirs: Facts, base: Base | None, left: Collection[str]) -> Base:
    """Return the next base: both sides as they are now, except for what is `left` undecided."""
    said = {key: _UNKNOWN if base is None else base.said.get(key, "") for key in left}
    kept = {key: _UNKNOWN if base is None else base.kept.get(key, "") for key in left}
    return Base(_updated(ours, said), _updated(theirs, kept))


def settled(
    ours: Facts, theirs: Facts, base: Base | None, keys: Collection[str], *, taken: bool
) -> Base:
    """Return the base after somebody decided about some facts.

    What was `taken` counts as agreed as it is in the calendar: what the board makes of it is
    written there. What was declined stays there, until one of the two sides changes again.
    """
    if base is None:
        differing = {key for key in {*ours, *theirs} if ours.get(key, "") != theirs.get(key, "")}
        base = agreed(ours, theirs, None, differing)
    said, kept = ({key: side.get(key, "") for key in keys} for side in (ours, theirs))
    return Base(_updated(base.said, kept if taken else said), _updated(base.kept, kept))


def _updated(facts: Facts, new: Facts) -> Facts:
    """Return facts with some new ones; an empty one is none."""
    return {key: value for key, value in {**facts, **new}.items() if value or key not in new}


# What is written.

_TEXTS = {"summary": ("SUMMARY",), "location": ("LOCATION", "X-APPLE-STRUCTURED-LOCATION"),
          "url": ("URL", "CONFERENCE"), "description": ("DESCRIPTION", "X-ALT-DESC"),
          "status": ("STATUS",)}  # fmt: skip
_FRAME = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE")
_PERSONAL = ("TRANSP", "CATEGORIES")
_OWN = frozenset(
    (*_FRAME, *_PERSONAL, *(name for names in _TEXTS.values() for name in names), HASH,
     "UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "RECURRENCE-ID", "EXRULE")
)  # fmt: skip


class _Event(Record):
    """The components of one UID."""

    head: Component
    days: dict[str, Component]
    """Overrides by the day that they replace."""


def carried(pair: Pair, left: Collection[str], zone: tzinfo) -> bytes:
    """Return what to write for a pair, with the facts in `left` as they are in the calendar."""
    assert pair.resource is not None
    ours, theirs = parse(pair.data)[0], parse(pair.resource.data)[0]
    mine, other = _event(ours, pair.uid, zone), _event(theirs, pair.uid, zone)
    days = mine.days
    if left and pair.met:
        days = _kept(pair, set(left), mine, other, zone)
    _personal(pair, mine.head, other.head)
    for day, node in days.items():
        if node is mine.days.get(day):
            _personal(pair, node, other.days.get(day, other.head))
    events = [mine.head, *(days[day] for day in sorted(days))]
    # SEQUENCE never falls below what somebody's program made of it.
    numbers = [
        int(value)
        for node in (*events, other.head, *other.days.values())
        if (value := node.value("SEQUENCE").strip()).isdecimal() and len(value) < 10
    ]
    for node in events:
        _put(node, ("SEQUENCE",), [content_line(f"SEQUENCE:{max(numbers, default=0)}", 0)])
        if left:
            _put(node, (HASH,), [])
    ours.children[:] = [*ours.kinds("VTIMEZONE"), *_zones(ours, theirs, events), *events]
    folded = [Contentline(line) for line in _written(ours)]  # type: ignore[no-untyped-call]
    return b"".join(line.to_ical() + b"\r\n" for line in folded)  # type: ignore[no-untyped-call]


def _kept(
    pair: Pair, left: set[str], mine: _Event, other: _Event, zone: tzinfo
) -> dict[str, Component]:
    """Put what is left alone into our event; return its overrides by day."""
    here, there = pair.here, pair.there
    changed = {key for key in {*here, *there} if here.get(key) != there.get(key)} - left
    known = sorted(filter(is_day, {*here, *there}))
    wanted = [day for day in known if (here if day in changed else there).get(day)]
    about = set(map(day_of, left)) - {""}
    whole = bool(about)
    if pair.day is None:
        whole = "at" in left or not _fits(mine.head, wanted, zone)
    if whole:
        _put(mine.head, _FRAME, _named(other.head, _FRAME))
        theirs = {*known, *other.days} - changed
        decided, side, excluded = changed, here, _exceptions(other.head, zone)
    else:
        # A day that one side has no override for is of one side as a whole.
        lone = {day for day in about if here.get(day)} - (mine.days.keys() & other.days.keys())
        theirs = (about & left) | lone
        decided, side, excluded = left, there, _exceptions(mine.head, zone)
    for day in filter(is_day, decided):
        (excluded.discard if side.get(day) else excluded.add)(day)
    if pair.day is None and wanted and not whole:
        excluded = _fitted(mine.head, wanted, zone)
    days = {day: node for day, node in mine.days.items() if day not in theirs}
    for key in left:
        node, name = days.get(day_of(key)), key[11:]
        if node is not None and day_of(key) in other.days:
            _last(node, None, there.get(key) if name == "minutes" else None)
            names = _TEXTS.get(name, ())
            _put(node, names, _named(other.days[day_of(key)], names))
    days |= {day: _copy(other.days[day]) for day in theirs & other.days.keys()}
    _texts(mine, other, days, left, changed)
    for day, node in days.items():
        name = "RECURRENCE-ID;RANGE=THISANDFUTURE" if follows(node) else "RECURRENCE-ID"
        _put(node, ("RECURRENCE-ID",), [_at(mine.head, name, day, zone)])
    if pair.day is None:
        lines = [_at(mine.head, "EXDATE", day, zone) for day in sorted(excluded)]
        _put(mine.head, ("EXDATE",), lines)
    if there.get("at") != "date":
        lasts = (there if "minutes" in left else here).get("minutes")
        _last(mine.head, (there if whole else here).get("minutes"), lasts)
        for day, node in days.items():
            if f"{day} minutes" not in left:
                _last(node, (there if day in theirs else here).get("minutes"), lasts)
    return days


def _last(node: Component, now: str | None, minutes: str | None) -> None:
    """Give a meeting another length."""
    if minutes and now != minutes:
        _put(node, ("DTEND", "DURATION"), [_lasting(minutes)])


def _step(head: Component) -> int:
    """Return the days between the meetings of our own rule; 0 where it has none."""
    parts = rule_parts(head.value("RRULE"))
    return 7 * int(parts.get("INTERVAL", "1")) if parts else 0


def _fits(head: Component, wanted: list[str], zone: tzinfo) -> bool:
    """Whether our rule, perhaps begun or ended elsewhere, has all these days."""
    first = local_time(start_of(head), zone).date()
    step = _step(head)
    return all(
        (date.fromisoformat(day) - first).days % step == 0 if step else day == first.isoformat()
        for day in wanted
    )


def _fitted(head: Component, wanted: list[str], zone: tzinfo) -> set[str]:
    """Let our rule reach from the first to the last of some days; return its exceptions."""
    start, step = _at(head, "DTSTART", wanted[0], zone), _step(head)
    if not step:
        return set()
    until = when(_at(head, "DTSTART", wanted[-1], zone)).instant().astimezone(UTC)
    parts = rule_parts(head.value("RRULE")) | {"UNTIL": f"{until:%Y%m%dT%H%M%SZ}"}
    if start.value != head.value("DTSTART"):
        minutes = int(length_of(head).total_seconds()) // 60
        _put(head, ("DTSTART", "DTEND"), [start, _lasting(minutes)])
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    _put(head, ("RRULE",), [content_line(f"RRULE:{rule}", 0)])
    first, final = (date.fromisoformat(wanted[index]) for index in (0, -1))
    grid = ((first + timedelta(days=at)).isoformat() for at in range(0, (final - first).days, step))
    return {day for day in grid if day not in wanted}


def _texts(
    mine: _Event, other: _Event, days: dict[str, Component], left: set[str], changed: set[str]
) -> None:
    """Keep their words where they are left alone; put ours into overrides that are theirs."""
    ours = {day for day, node in days.items() if node is mine.days.get(day)}
    for key, names in _TEXTS.items():
        if key in left:
            for node in (mine.head, *(days[day] for day in ours)):
                _put(node, names, _named(other.head, names))
        elif key in changed:
            for day in days.keys() - ours:
                if f"{day} {key}" not in left:
                    _put(days[day], names, _named(mine.head, names))


def _personal(pair: Pair, node: Component, there: Component) -> None:
    """Carry over what is a person's own: alarms, what other programs keep, free or busy."""
    known = {prop.source for prop in node.properties} | {""}
    node.properties.extend(
        prop for prop in there.properties if prop.name not in _OWN and prop.source not in known
    )
    for name in _PERSONAL:
        if there.get(name):
            _put(node, (name,), there.all(name))
    alarms = there.kinds("VALARM")
    said = pair.said.get("alarm", "")
    if pair.base is not None and pair.here.get("alarm", "") != said:
        alarms = [alarm for alarm in alarms if str(alarm_minutes(alarm) or "") != said or not said]
        alarms += node.kinds("VALARM")
    node.children[:] = [child for child in node.children if child.name != "VALARM"] + alarms


def _zones(ours: Component, theirs: Component, events: list[Component]) -> list[Component]:
    """Return the time zones that carried lines use and our calendar lacks."""
    here = {zone.value("TZID") for zone in ours.kinds("VTIMEZONE")}
    there = {zone.value("TZID"): zone for zone in theirs.kinds("VTIMEZONE")}
    lines = [line.replace('"', "") for event in events for line in _written(event)]
    return [
        zone
        for name, zone in there.items()
        if name and name not in here and any(f"TZID={name}" in line for line in lines)
    ]


# Components as lines: nothing in them is interpreted that is only carried.


def _named(node: Component, names: Collection[str]) -> list[Property]:
    return [prop for prop in node.properties if prop.name in names]


def _put(node: Component, names: Collection[str], properties: list[Property]) -> None:
    """Replace the properties of some names."""
    rest = [prop for prop in node.properties if prop.name not in names]
    node.properties[:] = [*rest, *properties]


def _lasting(minutes: str | int) -> Property:
    return content_line(f"DURATION:PT{minutes}M", 0)


def _copy(node: Component) -> Component:
    """Return one that can be changed by itself."""
    children = [_copy(child) for child in node.children]
    return node._replace(properties=list(node.properties), children=children)


def _written(node: Component) -> Iterator[str]:
    """Yield the lines, unfolded."""
    yield f"BEGIN:{node.name}"
    yield from (clean(prop.source, len(prop.source)) for prop in node.properties)
    for child in node.children:
        yield from _written(child)
    yield f"END:{node.name}"


def _event(calendar: Component, uid: str, zone: tzinfo) -> _Event:
    nodes = [node for node in calendar.kinds("VEVENT") if node.value("UID").strip() == uid]
    head = next((node for node in nodes if not node.get("RECURRENCE-ID")), nodes[0])
    days = {
        local_time(whens(node, "RECURRENCE-ID")[0], zone).date().isoformat(): node
        for node in nodes
        if node is not head
    }
    return _Event(head, days)


def _exceptions(head: Component, zone: tzinfo) -> set[str]:
    return {local_time(at, zone).date().isoformat() for at in whens(head, "EXDATE")}


def _at(head: Component, name: str, day: str, zone: tzinfo) -> Property:
    """Return a property that names the meeting of a day in the form in which its series starts."""
    prop, begin = head.all("DTSTART")[0], start_of(head)
    shift: timedelta = begin.wall.date() - local_time(begin, zone).date()
    at = datetime.combine(date.fromisoformat(day) + shift, begin.wall.time())
    parameters = prop.source[len("DTSTART") : len(prop.source) - len(prop.value) - 1]
    value = f"{at:%Y%m%d}" if begin.form == "date" else f"{at:%Y%m%dT%H%M%S}"
    text = f"{name}{parameters}:{value}{'Z' if begin.form == 'utc' else ''}"
    return content_line(text, 0, prop.zones)
