"""Days without meetings from an iCalendar file of strangers.

Promises: under a second and under 100 MB whatever the bytes are; no zone of the file is evaluated
(a day is what the file writes, on its own wall clock); what cannot be read is one clear line.
Source: RFC 5545 3.6.1 (DTEND is exclusive; without it one day), 3.8.4.4, 3.8.5.1.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from time import thread_time

from okrboard.calendar.contentlines import Component, parse
from okrboard.calendar.values import When, duration, expand, when, whens
from okrboard.domain.record import Record
from okrboard.errors import Unreadable, UsageError
from okrboard.text import squeeze

MAX_DAYS = 2000
"""Days of a list; nobody has more holidays in a few years."""
MAX_LENGTH = 366
"""Days of one event."""
MAX_NAMES = 5
"""Names kept of one day."""
MAX_YEARS = 12
_SECONDS = 0.6
"""Of work, not of waiting: a busy machine makes no file unreadable."""


class HolidayDay(Record):
    """A day without meetings."""

    on: date
    name: str


class HolidayFile(Record):
    """What a file says about a span of days."""

    name: str
    """The calendar's own name, or an empty string."""
    days: tuple[HolidayDay, ...]
    """One entry a day, in order."""


def read_holidays(data: bytes, first: date, last: date) -> HolidayFile:
    """Return the days of a file from `first` to `last`, both included, at most twelve years.

    Cancelled events and EXDATEs are left out, overrides replace their instance. Raises Unreadable
    with one line for anything else than a calendar whose every event can be read.
    """
    if last < first or (last - first).days > 366 * MAX_YEARS:
        raise UsageError(f"Holidays are read for a span of 0 to {MAX_YEARS} years.")
    deadline = thread_time() + _SECONDS
    found: dict[date, list[str]] = {}
    name = ""
    for calendar in parse(data):
        title = calendar.get("X-WR-CALNAME") or calendar.get("NAME")
        name = name or ("" if title is None else squeeze(title.text, 200))
        overridden = _overridden(calendar)
        for event in calendar.kinds("VEVENT"):
            if thread_time() > deadline:
                raise Unreadable("The file's rules take too long to work out: not read.")
            _collect(event, overridden, first, last, found)
            if len(found) > MAX_DAYS:
                raise Unreadable(
                    f"The file names more than {MAX_DAYS} days: this is no holiday list."
                )
    days = [HolidayDay(on, ", ".join(names)) for on, names in sorted(found.items())]
    return HolidayFile(name, tuple(days))


def _overridden(calendar: Component) -> dict[str, set[date]]:
    """Return the days that overrides take the place of, by UID."""
    found: dict[str, set[date]] = {}
    for event in calendar.kinds("VEVENT"):
        for at in whens(event, "RECURRENCE-ID"):
            found.setdefault(event.value("UID"), set()).add(at.day)
    return found


def _collect(
    event: Component,
    overridden: dict[str, set[date]],
    first: date,
    last: date,
    found: dict[date, list[str]],
) -> None:
    """Add the days of one event to `found`."""
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE"):
        if len(event.all(name)) > 1:
            raise Unreadable(f"Line {event.line}: the event has {name} twice.")
    begin = event.get("DTSTART")
    if begin is None:
        raise Unreadable(f"Line {event.line}: the event has no DTSTART.")
    start = when(begin)
    length = _days(event, start)
    summary = event.get("SUMMARY")
    name = "holiday" if summary is None else squeeze(summary.text, 200) or "holiday"
    gone = {at.day for at in whens(event, "EXDATE")}
    if event.get("RECURRENCE-ID") is None:
        gone |= overridden.get(event.value("UID"), set())
    for day in _starts(event, start, first - timedelta(days=length), last) - gone:
        for on in (day + timedelta(days=step) for step in range(length)):
            if first <= on <= last:
                names = found.setdefault(on, [])
                if name not in names and len(names) < MAX_NAMES:
                    names.append(name)


def _starts(event: Component, start: When, low: date, high: date) -> set[date]:
    rule = event.get("RRULE")
    if rule is None:
        days = {start.day}
    else:
        end = datetime.combine(high, time.max)
        days = {at.date() for at in expand(start, rule, datetime.combine(low, time()), end)}
    return days | {at.day for at in whens(event, "RDATE")}


def _days(event: Component, start: When) -> int:
    """Return how many days an event covers."""
    end, length = event.get("DTEND"), event.get("DURATION")
    last = start.wall
    if end is not None:
        last = when(end).wall
    elif length is not None:
        last = start.wall + duration(length)
    # DTEND is exclusive: an end at midnight does not touch its day.
    days = (last - timedelta(microseconds=1) - _midnight(start.wall)).days + 1
    if days > MAX_LENGTH:
        raise Unreadable(
            f"Line {event.line}: an event of more than {MAX_LENGTH} days is no holiday."
        )
    return max(1, days)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time())
