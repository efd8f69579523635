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

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256

from okrboard.calendar.reading import (
    Component,
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

_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
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
    """Reads one event of a resource, with its overrides, into facts."""

    def __init__(self, head: Component, zone: tzinfo, only: date | None) -> None:
        self._head, self._zone, self._only = head, zone, only
        self.facts: dict[str, str] = {}
        self.excluded: set[str] = set()
        self._walls: dict[str, datetime] = {}

    def series(self, horizon: datetime) -> None:
        head = self._head
        begin = start_of(head)
        walls = {begin.wall}
        for rule in head.all("RRULE"):
            walls.update(expand(begin, rule, begin.wall, horizon))
        starts = [begin._replace(wall=wall) for wall in sorted(walls)]
        starts += [each for each in whens(head, "RDATE") if each.wall not in walls]
        if self._only is None:
            self.facts["at"] = _clock(begin, local_time(begin, self._zone))
        for index, start in enumerate(starts):
            local = local_time(start, self._zone)
            day = self._only if index == 0 and self._only is not None else local.date()
            self._put(day, start, local)
        for each in whens(head, "EXDATE"):
            self._exclude(local_time(each, self._zone))

    def override(self, event: Component) -> None:
        was = local_time(whens(event, "RECURRENCE-ID")[0], self._zone)
        if event.value("STATUS").upper() == "CANCELLED":
            self._exclude(was)
            return
        start = start_of(event)
        local, days = local_time(start, self._zone), [was.date().isoformat()]
        if follows(event):
            days += [day for day in sorted(self._walls) if day > days[0] and day in self.facts]
        own, usual = _words(event), _words(self._head)
        for day in days:
            self._put(date.fromisoformat(day), start, self._walls.get(day, was) + (local - was))
            # What one meeting has otherwise than its series.
            for name in sorted({*own, *usual}):
                if own.get(name, "") != usual.get(name, ""):
                    self.facts[f"{day} {name}"] = own.get(name, "") or "-"

    def _exclude(self, was: datetime) -> None:
        self.excluded.add(was.date().isoformat())
        self.facts.pop(was.date().isoformat(), None)

    def _put(self, day: date, start: When, local: datetime) -> None:
        key, clock = day.isoformat(), _clock(start, local)
        self._walls.setdefault(key, local)
        here = self._only is None and local.date() == day and clock == self.facts.get("at")
        shown = f"{local:%Y-%m-%d}" if clock == "date" else f"{local:%Y-%m-%dT%H:%M}"
        self.facts[key] = USUAL if here else shown


def local_time(at: When, zone: tzinfo) -> datetime:
    """Return a time as the clock of a zone shows it; days and floating times as they stand."""
    if at.form in ("date", "floating"):
        return at.wall
    return at.instant().astimezone(zone).replace(tzinfo=None)


def read(data: bytes, uid: str, zone: tzinfo, last: date, only: date | None = None) -> Meaning:
    """Return what a resource means for a UID, in a zone, up to a year after the day `last`.

    `only` is the day that names a meeting which stands alone. Raises Unreadable.
    """
    events = [event for event in _vevents(data) if event.value("UID").strip() == uid]
    if not events:
        raise Unreadable("It holds no such event.")
    head = next((each for each in events if each.get("RECURRENCE-ID") is None), events[0])
    overrides = [each for each in events if each.get("RECURRENCE-ID") and each is not head]
    reader = _Reader(head, zone, only)
    try:
        reader.series(datetime.combine(last, datetime.min.time()) + timedelta(days=366))
        # One meeting of its own wins over a change of it and all that follow.
        for event in sorted(overrides, key=lambda each: not follows(each)):
            reader.override(event)
    except (OkrboardError, OverflowError, IndexError) as error:
        raise Unreadable(str(error) or "It has a time that cannot be read.") from None
    facts = {**reader.facts, **_words(head), **_hidden(head)}
    if head.value("STATUS").upper() == "CANCELLED":
        facts["status"] = "CANCELLED"
    texts = {name.lower(): squeeze(head.text(name)) for name in _TEXTS}
    return Meaning(facts, texts, frozenset(reader.excluded))


def _vevents(data: bytes) -> Iterator[Component]:
    for calendar in parse(data):
        yield from calendar.kinds("VEVENT")


def pack(facts: Facts) -> dict[str, object]:
    """Return facts in their short form: usual days as runs, `2026-09-04/7/17`."""
    usual = sorted(key for key, value in facts.items() if value == USUAL and is_day(key))
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
    day = key[:10]
    try:
        return day if date.fromisoformat(day).isoformat() == day else ""
    except ValueError:
        return ""


def is_day(key: str) -> bool:
    """Whether a fact says when the meeting of a day is."""
    return bool(key) and day_of(key) == key


def _words(event: Component) -> dict[str, str]:
    """Return length and texts of an event, those that it has."""
    words = {name.lower(): squeeze(event.text(name)) for name in _TEXTS}
    words = {name: _digest(text)[:12] for name, text in words.items() if text}
    if event.get("DTSTART") is not None and start_of(event).form != "date":
        words["minutes"] = f"{int(length_of(event).total_seconds()) // 60}"
    return words


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


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


def _clock(start: When, local: datetime) -> str:
    return "date" if start.form == "date" else f"{local:%H:%M}"


def follows(event: Component) -> bool:
    """Whether an override changes all later meetings as well (RFC 5545 3.2.13)."""
    replaced = event.get("RECURRENCE-ID")
    return replaced is not None and replaced.param("RANGE").upper() == "THISANDFUTURE"


# One digest over all of it, which the resource itself carries.


def meaning(data: bytes) -> str:
    """Return the digest of a resource; raises Unreadable when it cannot be read."""
    return _digest("\n".join(sorted(map(_digested, _vevents(data)))))[:32]


def stated(data: bytes) -> str:
    """Return the digest that a resource carries, or an empty string."""
    carried = (event.text(HASH).strip() for event in _vevents(data) if event.get(HASH))
    return next(carried, "")


def untouched(data: bytes) -> bool:
    """Whether a resource says of itself that it is as an okrboard wrote it."""
    try:
        return stated(data) == meaning(data)
    except OkrboardError:
        return False


def uids(data: bytes) -> set[str]:
    """Return the UIDs of a resource's events; empty when it cannot be read."""
    try:
        return {event.value("UID").strip() for event in _vevents(data)}
    except OkrboardError:
        return set()


def _digested(event: Component) -> str:
    start = event.get("DTSTART")
    times = {
        name: ",".join(sorted(map(_instant, whens(event, name))))
        for name in ("RECURRENCE-ID", "DTSTART", "EXDATE", "RDATE")
    }
    parts = [
        event.value("UID").strip(),
        times["RECURRENCE-ID"],
        times["DTSTART"],
        "" if start is None else zone_name(start.param("TZID")),
        _end(event),
        ";".join(sorted(event.value("RRULE").upper().replace("WKST=MO", "").split(";"))),
        times["EXDATE"],
        times["RDATE"],
        event.value("STATUS").upper() or "CONFIRMED",
        *(" ".join(event.text(name).split()) for name in _TEXTS),
    ]
    return "\x1f".join(parts)


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
