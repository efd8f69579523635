"""Writing an event of ours where somebody has made it theirs as well.

What is written is ours; what is left alone (`left`, facts) and what is personal is carried over
line by line as it stands there: alarms, what other programs keep in the event, an answer to "free
or busy", invitations. A resource that holds something of somebody else carries no digest of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from okrboard.calendar.meaning import HASH, alarm_minutes, day_of, local_time
from okrboard.calendar.merge import Pair
from okrboard.calendar.reading import (
    Component,
    When,
    Zones,
    content_line,
    decode,
    parse,
    unfold,
    when,
)
from okrboard.domain.record import Record
from okrboard.text import clean

_TEXTS = {"summary": ("SUMMARY",), "location": ("LOCATION", "X-APPLE-STRUCTURED-LOCATION"),
          "url": ("URL", "CONFERENCE"), "description": ("DESCRIPTION", "X-ALT-DESC"),
          "status": ("STATUS",)}  # fmt: skip
_FRAME = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE")
_PERSONAL = ("TRANSP", "CATEGORIES")
_OWN = frozenset(
    (*_FRAME, *_PERSONAL, *(name for names in _TEXTS.values() for name in names), HASH, "BEGIN",
     "END", "UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "RECURRENCE-ID", "EXRULE")
)  # fmt: skip


class Node:
    """A component as lines: nothing in it is interpreted that is only carried."""

    def __init__(self, name: str, zones: Zones) -> None:
        self.name = name
        self.zones = zones
        self.lines: list[str] = []
        self.children: list[Node] = []

    def named(self, *names: str) -> list[str]:
        """Return the lines of some names."""
        return [line for line in self.lines if _name(line) in names]

    def put(self, names: Collection[str], lines: list[str]) -> None:
        """Replace the lines of some names."""
        self.lines = [line for line in self.lines if _name(line) not in names] + lines

    def first(self, name: str) -> str:
        """Return the first line of a name, or an empty string."""
        return next(iter(self.named(name)), "")

    def when(self, name: str) -> When:
        """Return the date or time of a property."""
        return when(content_line(self.first(name), 0, self.zones))

    def kinds(self, name: str) -> list[Node]:
        """Return the sub-components of a name."""
        return [child for child in self.children if child.name == name]

    def copy(self) -> Node:
        """Return one that can be changed by itself."""
        made = Node(self.name, self.zones)
        made.lines = list(self.lines)
        made.children = [child.copy() for child in self.children]
        return made

    def written(self) -> Iterator[str]:
        """Yield the lines, unfolded."""
        yield f"BEGIN:{self.name}"
        yield from self.lines
        for child in self.children:
            yield from child.written()
        yield f"END:{self.name}"


class _Event(Record):
    """The nodes of one UID."""

    head: Node
    days: dict[str, Node]
    """Overrides by the day that they replace."""


def carried(pair: Pair, left: Collection[str], zone: tzinfo) -> bytes:
    """Return what to write for a pair, with the facts in `left` as they are in the calendar."""
    assert pair.resource is not None
    zones = Zones()
    for data in (pair.resource.data, pair.data):
        for described in parse(data)[0].kinds("VTIMEZONE"):
            zones.components[described.value("TZID")] = described
    ours, theirs = tree(pair.data, zones), tree(pair.resource.data, zones)
    mine, other = _event(ours, pair.uid, zone), _event(theirs, pair.uid, zone)
    days = dict(mine.days)
    if left and pair.ours is not None and pair.theirs is not None:
        days = _kept(pair, frozenset(left), mine, other, zone)
    _personal(pair, mine.head, other.head)
    for day, node in days.items():
        if node is mine.days.get(day):
            _personal(pair, node, other.days.get(day, other.head))
    _numbered([mine.head, *days.values()], [other.head, *other.days.values()])
    events = [mine.head, *(days[day] for day in sorted(days))]
    if left:
        for node in events:
            node.put((HASH,), [])
    ours.children = [*ours.kinds("VTIMEZONE"), *_zones(ours, theirs, events), *events]
    return _bytes(ours)


def _kept(
    pair: Pair, left: frozenset[str], mine: _Event, other: _Event, zone: tzinfo
) -> dict[str, Node]:
    """Put what is left alone into our event; return its overrides by day."""
    assert pair.ours is not None
    assert pair.theirs is not None
    here, there = pair.ours.facts, pair.theirs.facts
    changed = {key for key in {*here, *there} if here.get(key) != there.get(key)} - left
    wanted = sorted(
        day
        for day in filter(_is_day, {*here, *there})
        if (here if day in changed else there).get(day)
    )
    whole = "at" in left or not _fits(mine.head, wanted, zone)
    if pair.day is not None:
        whole = bool(set(map(day_of, left)) - {""})
    days = dict(mine.days)
    excluded = _exceptions(mine.head, zone)
    if whole:
        mine.head.put(_FRAME, other.head.named(*_FRAME))
        excluded = _exceptions(other.head, zone)
        days = {day: node.copy() for day, node in other.days.items()}
        for day in filter(_is_day, changed):
            days.pop(day, None)
            excluded.pop(day, None)
            if not here.get(day):
                excluded[day] = ""
            elif day in mine.days:
                days[day] = mine.days[day]
    else:
        for day in {day_of(key) for key in left} - {""}:
            _one_day(pair, day, left, mine, other, days, excluded)
        if pair.day is None and wanted:
            excluded = _fitted(mine.head, wanted, zone)
    _texts(mine, other, days, left, changed)
    for day, node in days.items():
        follows = "RANGE=THISANDFUTURE" in node.first("RECURRENCE-ID").upper()
        name = "RECURRENCE-ID;RANGE=THISANDFUTURE" if follows else "RECURRENCE-ID"
        node.put(("RECURRENCE-ID",), [_at(mine.head, name, day, zone)])
    if pair.day is None:
        lines = [_at(mine.head, "EXDATE", day, zone) for day in sorted(excluded)]
        mine.head.put(("EXDATE",), lines)
    if there.get("at") != "date":
        lasts = (there if "minutes" in left else here).get("minutes")
        _last(mine.head, (there if whole else here).get("minutes"), lasts)
        for day, node in days.items():
            if f"{day} minutes" not in left:
                _last(node, (here if node is mine.days.get(day) else there).get("minutes"), lasts)
    return days


def _last(node: Node, now: str | None, minutes: str | None) -> None:
    """Give a meeting another length."""
    if minutes and now != minutes:
        node.put(("DTEND", "DURATION"), [f"DURATION:PT{minutes}M"])


def _one_day(
    pair: Pair, day: str, left: frozenset[str], mine: _Event, other: _Event,
    days: dict[str, Node], excluded: dict[str, str],
) -> None:  # fmt: skip
    """Leave one meeting as it is in the calendar, or what is its own of it."""
    assert pair.theirs is not None
    if day not in left and day in mine.days and day in other.days:
        for key in (key for key in left if day_of(key) == day):
            names = ("DTEND", "DURATION") if key[11:] == "minutes" else _TEXTS.get(key[11:], ())
            lines = other.days[day].named(*names)
            if key[11:] == "minutes":
                lines = [f"DURATION:PT{pair.theirs.facts.get(key, '')}M"]
            days[day].put(names, lines)
        return
    if day not in left and not (pair.ours and pair.ours.facts.get(day)):
        return
    days.pop(day, None)
    excluded.pop(day, None)
    if day in other.days:
        days[day] = other.days[day].copy()
    elif not pair.theirs.facts.get(day):
        excluded[day] = ""


def _step(head: Node) -> int:
    """Return the days between the meetings of our own rule; 0 where it has none."""
    parts = head.first("RRULE").partition(":")[2].split(";")
    if not any(parts):
        return 0
    every = next((part[9:] for part in parts if part.startswith("INTERVAL=")), "1")
    return 7 * int(every)


def _fits(head: Node, wanted: list[str], zone: tzinfo) -> bool:
    """Whether our rule, perhaps begun or ended elsewhere, has all these days."""
    first = local_time(head.when("DTSTART"), zone).date()
    step = _step(head)
    return all(
        (date.fromisoformat(day) - first).days % step == 0 if step else day == first.isoformat()
        for day in wanted
    )


def _fitted(head: Node, wanted: list[str], zone: tzinfo) -> dict[str, str]:
    """Let our rule reach from the first to the last of some days; return its exceptions."""
    start, step = _at(head, "DTSTART", wanted[0], zone), _step(head)
    if not step:
        return {}
    last = when(content_line(_at(head, "DTSTART", wanted[-1], zone), 0, head.zones)).instant()
    until = f"UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    name, _, rule = head.first("RRULE").partition(":")
    parts = [until if part.startswith("UNTIL=") else part for part in rule.split(";")]
    if start != head.first("DTSTART"):
        begin, end = (head.when(key) for key in ("DTSTART", "DTEND"))
        minutes = int((end.instant() - begin.instant()).total_seconds()) // 60
        head.put(("DTSTART", "DTEND"), [start, f"DURATION:PT{minutes}M"])
    head.put(("RRULE",), [f"{name}:{';'.join(parts)}"])
    first, final = (date.fromisoformat(wanted[index]) for index in (0, -1))
    grid = ((first + timedelta(days=at)).isoformat() for at in range(0, (final - first).days, step))
    return {day: "" for day in grid if day not in wanted}


def _texts(
    mine: _Event, other: _Event, days: dict[str, Node], left: frozenset[str], changed: set[str]
) -> None:
    """Keep their words where they are left alone; put ours into overrides that are theirs."""
    ours = {day for day, node in days.items() if node is mine.days.get(day)}
    for key, names in _TEXTS.items():
        if key in left:
            for node in (mine.head, *(days[day] for day in ours)):
                node.put(names, other.head.named(*names))
        elif key in changed:
            for day in days.keys() - ours:
                if f"{day} {key}" not in left:
                    days[day].put(names, mine.head.named(*names))


def _personal(pair: Pair, node: Node, there: Node) -> None:
    """Carry over what is a person's own: alarms, what other programs keep, free or busy."""
    kept = [line for line in there.lines if _name(line) not in _OWN]
    node.lines += [line for line in kept if line not in node.lines]
    for name in _PERSONAL:
        if there.named(name):
            node.put((name,), there.named(name))
    alarms = there.kinds("VALARM")
    said = "" if pair.base is None else pair.base.said.get("alarm", "")
    wanted = "" if pair.ours is None else pair.ours.facts.get("alarm", "")
    if pair.base is not None and wanted != said:
        alarms = [alarm for alarm in alarms if str(_minutes(alarm) or "") != said or not said]
        alarms += node.kinds("VALARM")
    node.children = [child for child in node.children if child.name != "VALARM"] + alarms


def _minutes(node: Node) -> int:
    """Return the minutes of an alarm that looks like ours, else 0."""
    properties = [content_line(line, 0) for line in node.lines]
    return alarm_minutes(Component("VALARM", 0, properties, []))


def _numbered(ours: list[Node], theirs: list[Node]) -> None:
    """Let SEQUENCE never fall below what somebody's program made of it."""
    numbers = [
        int(value)
        for node in (*ours, *theirs)
        if (value := node.first("SEQUENCE").partition(":")[2].strip()).isdecimal()
        and len(value) < 10
    ]
    for node in ours:
        node.put(("SEQUENCE",), [f"SEQUENCE:{max(numbers, default=0)}"])


def _zones(ours: Node, theirs: Node, events: list[Node]) -> list[Node]:
    """Return the time zones that carried lines use and our calendar lacks."""
    there = {zone.first("TZID").partition(":")[2]: zone for zone in theirs.kinds("VTIMEZONE")}
    here = {zone.first("TZID").partition(":")[2] for zone in ours.kinds("VTIMEZONE")}
    lines = [line for event in events for line in event.written()]
    return [
        zone
        for name, zone in there.items()
        if name
        and name not in here
        and any(f"TZID={name}" in line.replace('"', "") for line in lines)
    ]


# Lines.


def tree(data: bytes, zones: Zones) -> Node:
    """Return the first calendar of a file that was read without a complaint before."""
    stack = [Node("", zones)]
    for _, line in unfold(decode(data)):
        name = _name(line)
        value = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            node = Node(value, zones)
            stack[-1].children.append(node)
            stack.append(node)
        elif name == "END":
            stack.pop()
        else:
            stack[-1].lines.append(clean(line, len(line)))
    return stack[0].children[0]


def _event(calendar: Node, uid: str, zone: tzinfo) -> _Event:
    nodes = [
        node
        for node in calendar.kinds("VEVENT")
        if node.first("UID").partition(":")[2].strip() == uid
    ]
    heads = [node for node in nodes if not node.first("RECURRENCE-ID")]
    head = heads[0] if heads else nodes[0]
    days = {}
    for node in nodes:
        if node is not head:
            days[local_time(node.when("RECURRENCE-ID"), zone).date().isoformat()] = node
    return _Event(head, days)


def _exceptions(head: Node, zone: tzinfo) -> dict[str, str]:
    found = {}
    for line in head.named("EXDATE"):
        prop = content_line(line, 0, head.zones)
        for part in filter(None, prop.value.split(",")):
            found[local_time(when(prop, part), zone).date().isoformat()] = ""
    return found


def _at(head: Node, name: str, day: str, zone: tzinfo) -> str:
    """Return a property that names the meeting of a day in the form in which its series starts."""
    line = head.first("DTSTART")
    prop = content_line(line, 0)
    begin = head.when("DTSTART")
    shift: timedelta = begin.wall.date() - local_time(begin, zone).date()
    at = datetime.combine(date.fromisoformat(day) + shift, begin.wall.time())
    parameters = line[len("DTSTART") : len(line) - len(prop.value) - 1]
    value = f"{at:%Y%m%d}" if begin.form == "date" else f"{at:%Y%m%dT%H%M%S}"
    return f"{name}{parameters}:{value}{'Z' if begin.form == 'utc' else ''}"


def _is_day(key: str) -> bool:
    return day_of(key) == key


def _name(line: str) -> str:
    for index, sign in enumerate(line):
        if sign in ":;":
            return line[:index].strip().upper()
    return line.upper()


def _bytes(calendar: Node) -> bytes:
    from icalendar.parser import Contentline

    folded = [Contentline(line) for line in calendar.written()]  # type: ignore[no-untyped-call]
    lines = [line.to_ical() for line in folded]  # type: ignore[no-untyped-call]
    return b"".join(line + b"\r\n" for line in lines)
