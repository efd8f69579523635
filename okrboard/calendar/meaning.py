"""What a calendar resource means: facts that can be compared, and a digest of them.

Servers re-order, refold and rewrite time zones and rules; SEQUENCE, DTSTAMP and LAST-MODIFIED move
without a change that people see; an alarm is everybody's own. None of it is part of the meaning.

Facts are one flat table, so that two versions of a resource can be merged property by property:

    at            15:00, the local start of the series; `date` for whole days; none for one meeting
    2026-10-02    `=` at that time; `2026-10-01T09:00` moved; missing: no meeting on that day
    minutes       30
    summary …     texts, as digests
    2026-10-02 minutes    what one meeting has otherwise than the series
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256

from okrboard.calendar.reading import (
    Component,
    Property,
    When,
    duration,
    expand,
    length_of,
    parse,
    start_of,
    when,
    whens,
    zone_name,
)
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import squeeze

Facts = Mapping[str, str]


HASH = "X-OKRBOARD-HASH"
"""The property that keeps the digest of a resource as we wrote it."""

USUAL = "="
"""The value of a day on which the meeting is at the usual time of its series."""

TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
_MAX_LIST = 1500
_DAYS = "days"


class Meaning(Record):
    """A resource as facts, with the words behind the digests."""

    facts: dict[str, str]
    texts: dict[str, str]
    """Summary, location and url in words."""
    excluded: frozenset[str] = frozenset()
    """Days that were taken out one by one, by an exception and not by the rule's ends."""


class _Reader:
    """Reads one resource into facts."""

    def __init__(self, zone: tzinfo, only: date | None) -> None:
        self._zone = zone
        self._only = only
        self.facts: dict[str, str] = {}
        self.excluded: set[str] = set()
        self._walls: dict[str, datetime] = {}

    def series(self, head: Component, horizon: datetime) -> None:
        begin = start_of(head)
        walls = {begin.wall}
        for rule in head.all("RRULE"):
            walls.update(expand(begin, rule, begin.wall, horizon))
        starts = [begin._replace(wall=wall) for wall in sorted(walls)]
        starts += [each for each in whens(head, "RDATE") if each.wall not in walls]
        usual = _clock(begin, self.local(begin))
        if self._only is None:
            self.facts["at"] = usual
        for start in starts:
            local = self.local(start)
            first = start is starts[0] and self._only is not None
            day = self._only if first and self._only is not None else local.date()
            self._put(day, local, _clock(start, local))
        for each in whens(head, "EXDATE"):
            day = self.local(each).date()
            self.excluded.add(day.isoformat())
            self.facts.pop(day.isoformat(), None)

    def override(self, event: Component, head: Component) -> None:
        original = whens(event, "RECURRENCE-ID")[0]
        was = self.local(original)
        key = was.date().isoformat()
        if event.value("STATUS").upper() == "CANCELLED":
            self.excluded.add(key)
            self.facts.pop(key, None)
            return
        start = start_of(event)
        local = self.local(start)
        days = [key]
        if follows(event):
            days += [day for day in sorted(self._walls) if day > key and day in self.facts]
        for day in days:
            moved = self._walls.get(day, was) + (local - was)
            self._put(date.fromisoformat(day), moved, _clock(start, moved))
            self._own(day, event, head)

    def _own(self, day: str, event: Component, head: Component) -> None:
        """Add what one meeting has otherwise than its series."""
        own, usual = _words(event), _words(head)
        for name in sorted({*own, *usual}):
            if own.get(name, "") != usual.get(name, ""):
                self.facts[f"{day} {name}"] = own.get(name, "") or "-"

    def _put(self, day: date, local: datetime, clock: str) -> None:
        key = day.isoformat()
        self._walls.setdefault(key, local)
        here = self._only is None and local.date() == day and clock == self.facts.get("at")
        shown = f"{local:%Y-%m-%d}" if clock == "date" else f"{local:%Y-%m-%dT%H:%M}"
        self.facts[key] = USUAL if here else shown

    def local(self, at: When) -> datetime:
        return local_time(at, self._zone)


def local_time(at: When, zone: tzinfo) -> datetime:
    """Return a time as the clock of a zone shows it; days and floating times as they stand."""
    if at.form in ("date", "floating"):
        return at.wall
    return at.instant().astimezone(zone).replace(tzinfo=None)


def read(data: bytes, uid: str, zone: tzinfo, last: date, only: date | None = None) -> Meaning:
    """Return what a resource means for a UID, in a zone, up to a year after the day `last`.

    `only` is the day that names a meeting which stands alone. Raises Unreadable.
    """
    events = [
        event
        for calendar in parse(data)
        for event in calendar.kinds("VEVENT")
        if event.value("UID").strip() == uid
    ]
    if not events:
        raise Unreadable("It holds no such event.")
    head = next((each for each in events if each.get("RECURRENCE-ID") is None), events[0])
    reader = _Reader(zone, only)
    try:
        reader.series(head, datetime.combine(last, datetime.min.time()) + timedelta(days=366))
        overrides = [each for each in events if each.get("RECURRENCE-ID") is not None]
        # One meeting of its own wins over a change of it and all that follow.
        for event in sorted(overrides, key=lambda each: not follows(each)):
            if event is not head:
                reader.override(event, head)
    except (OkrboardError, OverflowError, IndexError) as error:
        raise Unreadable(str(error) or "It has a time that cannot be read.") from None
    facts = {**reader.facts, **_words(head), **_hidden(head)}
    if head.value("STATUS").upper() == "CANCELLED":
        facts["status"] = "CANCELLED"
    texts = {name.lower(): _text(head.get(name)) for name in TEXTS}
    return Meaning(facts, texts, frozenset(reader.excluded))


def pack(facts: Facts) -> dict[str, object]:
    """Return facts in their short form: usual days as runs, `2026-09-04/7/17`."""
    usual = sorted(key for key, value in facts.items() if value == USUAL and _is_day(key))
    packed: dict[str, object] = {k: v for k, v in sorted(facts.items()) if k not in set(usual)}
    runs: list[list[date]] = []
    for each in map(date.fromisoformat, usual):
        run = runs[-1] if runs else []
        if run and (len(run) == 1 or each - run[-1] == run[1] - run[0]):
            run.append(each)
        else:
            runs.append([each])
    if runs:
        packed[_DAYS] = " ".join(
            f"{run[0]}/{(run[1] - run[0]).days if len(run) > 1 else 0}/{len(run)}" for run in runs
        )
    return packed


def unpack(packed: Mapping[str, object]) -> dict[str, str]:
    """Return the facts of a short form; what somebody broke by hand is left out."""
    facts = {key: value for key, value in packed.items() if isinstance(value, str)}
    for run in facts.pop(_DAYS, "").split():
        try:
            first, step, count = run.split("/")
            begin, days = date.fromisoformat(first), min(int(count), _MAX_LIST)
            for index in range(days):
                facts[(begin + timedelta(days=index * int(step))).isoformat()] = USUAL
        except (ValueError, OverflowError):
            continue
    return facts


def day_of(key: str) -> str:
    """Return the day that a fact is about, or an empty string."""
    return key[:10] if _is_day(key[:10]) else ""


def _is_day(key: str) -> bool:
    if len(key) != 10 or key[4] != "-" or key[7] != "-":
        return False
    try:
        date.fromisoformat(key)
    except ValueError:
        return False
    return True


def _words(event: Component) -> dict[str, str]:
    """Return length and texts of an event, those that it has."""
    words = {name.lower(): _short(_text(event.get(name))) for name in TEXTS}
    words["minutes"] = _minutes(event)
    return {name: value for name, value in words.items() if value}


def _hidden(head: Component) -> dict[str, str]:
    """Return what is ours to say and nobody's to change: the zone's name, the board's alarm."""
    start = head.get("DTSTART")
    tzid = "" if start is None else zone_name(start.param("TZID"))
    alarms = [minutes for alarm in head.kinds("VALARM") if (minutes := alarm_minutes(alarm))]
    hidden = {"zone": tzid, "alarm": str(alarms[0]) if alarms else ""}
    return {name: value for name, value in hidden.items() if value}


def alarm_minutes(alarm: Component) -> int:
    """Return the minutes before the start of an alarm that looks like one of ours, else 0."""
    trigger = alarm.get("TRIGGER")
    plain = not any(each.name.startswith("X-") or each.name == "UID" for each in alarm.properties)
    if trigger is None or trigger.params or not plain or alarm.value("ACTION") != "DISPLAY":
        return 0
    try:
        return max(0, -int(duration(trigger).total_seconds()) // 60)
    except OkrboardError:
        return 0


def _minutes(event: Component) -> str:
    if event.get("DTSTART") is None or start_of(event).form == "date":
        return ""
    return f"{int(length_of(event).total_seconds()) // 60}"


def _clock(start: When, local: datetime) -> str:
    return "date" if start.form == "date" else f"{local:%H:%M}"


def follows(event: Component) -> bool:
    """Whether an override changes all later meetings as well (RFC 5545 3.2.13)."""
    replaced = event.get("RECURRENCE-ID")
    return replaced is not None and replaced.param("RANGE").upper() == "THISANDFUTURE"


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:12] if text else ""


def _text(prop: Property | None) -> str:
    return "" if prop is None else squeeze(prop.text)


# One digest over all of it, which the resource itself carries.


def meaning(data: bytes) -> str:
    """Return the digest of a resource; raises Unreadable when it cannot be read."""
    events = sorted(
        _digested(event) for calendar in parse(data) for event in calendar.kinds("VEVENT")
    )
    return sha256("\n".join(events).encode("utf-8")).hexdigest()[:32]


def stated(data: bytes) -> str:
    """Return the digest that a resource carries, or an empty string."""
    for calendar in parse(data):
        for event in calendar.kinds("VEVENT"):
            prop = event.get(HASH)
            if prop is not None:
                return prop.text.strip()
    return ""


def untouched(data: bytes) -> bool:
    """Whether a resource says of itself that it is as an okrboard wrote it."""
    try:
        return stated(data) == meaning(data)
    except OkrboardError:
        return False


def _digested(event: Component) -> str:
    start = event.get("DTSTART")
    parts = [
        event.value("UID").strip(),
        _each(event, "RECURRENCE-ID"),
        _each(event, "DTSTART"),
        "" if start is None else zone_name(start.param("TZID")),
        _end(event),
        ";".join(sorted(event.value("RRULE").upper().replace("WKST=MO", "").split(";"))),
        _each(event, "EXDATE"),
        _each(event, "RDATE"),
        event.value("STATUS").upper() or "CONFIRMED",
        *(_plain(event.get(name)) for name in TEXTS),
    ]
    return "\x1f".join(parts)


def _plain(prop: Property | None) -> str:
    return "" if prop is None else " ".join(prop.text.split())


def _each(event: Component, name: str) -> str:
    return ",".join(sorted(_instant(each) for each in whens(event, name)))


def _end(event: Component) -> str:
    end, length, start = event.get("DTEND"), event.get("DURATION"), event.get("DTSTART")
    if end is not None:
        return _instant(when(end))
    if length is None or start is None:
        return ""
    begun = when(start)
    try:
        return f"{begun.instant().astimezone(UTC) + duration(length):%Y%m%dT%H%M%SZ}"
    except (OkrboardError, OverflowError):
        return length.value


def _instant(at: When) -> str:
    if at.form in ("date", "floating"):
        return f"{at.form}{at.wall.isoformat()}"
    try:
        return f"{at.instant().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (OkrboardError, OverflowError):
        return f"{at.tzid}:{at.wall.isoformat()}"


def uids(data: bytes) -> set[str]:
    """Return the UIDs of a resource's events; empty when it cannot be read."""
    try:
        calendars = parse(data)
    except OkrboardError:
        return set()
    return {
        event.value("UID").strip() for calendar in calendars for event in calendar.kinds("VEVENT")
    }
