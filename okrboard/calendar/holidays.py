"""Days without meetings from an iCalendar file of strangers.

Promises: under a second and under 100 MB whatever the bytes are; no zone of the file is evaluated
(a day is what the file writes, on its own wall clock; what it writes in UTC is read in the board's
zone); what cannot be read is one clear line. An entry that cannot be read hides no other.
Source: RFC 5545 3.6.1 (DTEND is exclusive; without it one day), 3.8.4.4, 3.8.5.1.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from okrboard.calendar.reading import (
    Component,
    When,
    duration,
    expand,
    parse,
    split_list,
    start_of,
    unescape,
    when,
    whens,
)
from okrboard.calendar.recurrence import TimeLimit
from okrboard.domain.record import Record
from okrboard.domain.records import Holiday
from okrboard.errors import OkrboardError, Unreadable, UsageError
from okrboard.text import squeeze

MAX_DAYS = 2000
"""Days of a list; nobody has more holidays in a few years."""
MAX_LENGTH = 366
"""Days of one event."""
MAX_NAMES = 5
"""Names kept of one day."""
MAX_YEARS = 12
_CATEGORY = 40
"""Characters of a description that may be a category; a longer one is prose."""
_SECONDS = 0.6
"""Of work for a whole file."""


class HolidayFile(Record):
    """What a file says about a span of days."""

    name: str
    """The calendar's own name, or an empty string."""
    days: tuple[Holiday, ...]
    """One for each name that a day has, in order."""
    unread: tuple[str, ...] = ()
    """Why an entry was left out, with its line."""


def read_holidays(data: bytes, first: date, last: date, home: tzinfo = UTC) -> HolidayFile:
    """Return the days of a file from `first` to `last`, both included, at most twelve years.

    `home` is the zone in which an instant in UTC is a day. Cancelled events and EXDATEs are left
    out, overrides replace their instance. Raises Unreadable with one line for anything else than a
    calendar, and for one of which no entry can be read.
    """
    if last < first or (last - first).days > 366 * MAX_YEARS:
        raise UsageError(f"Holidays are read for a span of 0 to {MAX_YEARS} years.")
    limit = TimeLimit(_SECONDS)
    found: dict[date, dict[str, tuple[str, ...]]] = {}
    name, entries = "", 0
    unread: list[str] = []
    for calendar in parse(data, tolerant=True):
        title = calendar.get("X-WR-CALNAME") or calendar.get("NAME")
        name = name or ("" if title is None else squeeze(title.text, 200))
        overridden = _overridden(calendar, home)
        for event in calendar.kinds("VEVENT"):
            if limit.over:
                raise Unreadable("The file's rules take too long to work out: not read.")
            entries += 1
            try:
                _collect(event, overridden, first, last, found, home)
            except OkrboardError as error:
                unread.append(str(error))
            if len(found) > MAX_DAYS:
                raise Unreadable(
                    f"The file names more than {MAX_DAYS} days: this is no holiday list."
                )
    if entries and len(unread) == entries:
        raise Unreadable(unread[0])
    days = [Holiday(on, *one) for on, names in sorted(found.items()) for one in names.items()]
    return HolidayFile(name, tuple(days), tuple(unread))


def _overridden(calendar: Component, home: tzinfo) -> dict[str, set[date]]:
    """Return the days that overrides take the place of, by UID."""
    found: dict[str, set[date]] = {}
    for event in calendar.kinds("VEVENT"):
        try:
            days = {_day(at, home) for at in whens(event, "RECURRENCE-ID")}
        except OkrboardError:
            # Told when the event itself is read.
            continue
        found.setdefault(event.value("UID"), set()).update(days)
    return found


def _collect(
    event: Component,
    overridden: dict[str, set[date]],
    first: date,
    last: date,
    found: dict[date, dict[str, tuple[str, ...]]],
    home: tzinfo,
) -> None:
    """Add the days of one event to `found`; raises Unreadable, and adds none then."""
    if event.unread:
        raise Unreadable(event.unread)
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE"):
        if len(event.all(name)) > 1:
            raise Unreadable(f"Line {event.line}: the event has {name} twice.")
    start = start_of(event)
    end = _end(event, start)
    if start.form == "utc" and start.wall == _midnight(start.wall) and end == _midnight(end):
        # Whole days of UTC: somebody wrote the day itself.
        home = UTC
    length = _days(event, _local(start, home), _local(start._replace(wall=end), home))
    name = squeeze(event.text("SUMMARY"), 200) or "holiday"
    gone = {_day(at, home) for at in whens(event, "EXDATE")}
    replaced = {_day(at, home) for at in whens(event, "RECURRENCE-ID")}
    if not replaced:
        gone |= overridden.get(event.value("UID"), set())
    for day in _starts(event, start, first - timedelta(days=length), last, home) - gone:
        for on in (day + timedelta(days=step) for step in range(length)):
            if first <= on <= last:
                names = found.setdefault(on, {})
                if name in names or len(names) < MAX_NAMES:
                    names[name] = _categories(event)


def _categories(event: Component) -> tuple[str, ...]:
    """Return what a calendar calls the kind of a holiday.

    Google writes it as the first line of the description: `Public holiday`, `Observance`.
    """
    named = [
        squeeze(unescape(part), 60)
        for prop in event.all("CATEGORIES")
        for part in split_list(prop.value)
    ]
    line = event.text("DESCRIPTION").partition("\n")[0].strip()
    if len(line) <= _CATEGORY:
        named.append(squeeze(line))
    return tuple(dict.fromkeys(filter(None, named)))[:MAX_NAMES]


def _starts(event: Component, start: When, low: date, high: date, home: tzinfo) -> set[date]:
    rule, dates = event.get("RRULE"), {_day(at, home) for at in whens(event, "RDATE")}
    if rule is None:
        return {_day(start, home), *dates}
    # A day more on both sides, for what is another day at home.
    begin = datetime.combine(low - timedelta(days=1), time())
    end = datetime.combine(high + timedelta(days=1), time.max)
    walls = expand(start, rule, begin, end)
    return {*(_day(start._replace(wall=wall), home) for wall in walls), *dates}


def _day(at: When, home: tzinfo) -> date:
    return _local(at, home).date()


def _local(at: When, home: tzinfo) -> datetime:
    """Return a time as written; one in UTC as the clock at home shows it."""
    if at.form != "utc":
        return at.wall
    return at.wall.replace(tzinfo=UTC).astimezone(home).replace(tzinfo=None)


def _end(event: Component, start: When) -> datetime:
    """Return the end of an event by the clock of its start; the start itself if there is none."""
    end, length = event.get("DTEND"), event.get("DURATION")
    if end is not None:
        return when(end).wall
    return start.wall if length is None else start.wall + duration(length)


def _days(event: Component, start: datetime, end: datetime) -> int:
    """Return how many days an event covers."""
    # DTEND is exclusive: an end at midnight does not touch its day.
    days = (end - timedelta(microseconds=1) - _midnight(start)).days + 1
    if days > MAX_LENGTH:
        raise Unreadable(
            f"Line {event.line}: an event of more than {MAX_LENGTH} days is no holiday."
        )
    return max(1, days)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time())
