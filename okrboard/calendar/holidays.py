"""Days without meetings from an iCalendar file of strangers, or from an address.

Promises: under a second and under 100 MB whatever the bytes are; no zone of the file is evaluated
(a day is what the file writes, on its own wall clock; what it writes in UTC is read in the board's
zone); what cannot be read is one clear line. An entry that cannot be read hides no other. An
address is fetched within limits, and asked again only for what changed.
Source: RFC 5545 3.6.1 (DTEND is exclusive; without it one day), 3.8.4.4, 3.8.5.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256

from okrboard.calendar.reading import (
    MAX_BYTES,
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
from okrboard.calendar.timezone import zone_or_utc
from okrboard.connect.http import Request, fetch, place
from okrboard.connect.secrets import origin
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.series import put_holidays
from okrboard.domain.record import Record
from okrboard.domain.records import Holiday, HolidayList
from okrboard.domain.schedule import counting
from okrboard.errors import OkrboardError, Unreachable, Unreadable, UsageError
from okrboard.files import read_file
from okrboard.text import clean, squeeze

_MAX_DAYS = 2000
"""Days of a list; nobody has more holidays in a few years."""
_MAX_LENGTH = 366
"""Days of one event."""
_MAX_NAMES = 5
"""Names kept of one day."""
_MAX_YEARS = 12
_CATEGORY = 40
"""Characters of a description that may be a category; a longer one is prose."""
_SECONDS = 0.6
"""Of work for a whole file."""
_YEARS = 3
"""Years ahead of which holidays are read, besides those of the cycles."""
_ACCEPT = ("Accept", "text/calendar, */*;q=0.1")


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
    if last < first or (last - first).days > 366 * _MAX_YEARS:
        raise UsageError(f"Holidays are read for a span of 0 to {_MAX_YEARS} years.")
    limit = TimeLimit(_SECONDS)
    by_day: dict[date, dict[str, tuple[str, ...]]] = {}
    name, entries = "", 0
    unread: list[str] = []
    for calendar in parse(data, tolerant=True):
        name = name or squeeze(calendar.text("X-WR-CALNAME") or calendar.text("NAME"), 200)
        overridden = _overridden(calendar, home)
        for event in calendar.kinds("VEVENT"):
            if limit.over:
                raise Unreadable("The file's rules take too long to work out: not read.")
            entries += 1
            try:
                covered = sorted(_days_of(event, overridden, first, last, home))
            except OkrboardError as error:
                unread.append(str(error))
                continue
            title = squeeze(event.text("SUMMARY"), 200) or "holiday"
            for on in covered:
                names = by_day.setdefault(on, {})
                if title in names or len(names) < _MAX_NAMES:
                    names[title] = _categories(event)
            if len(by_day) > _MAX_DAYS:
                raise Unreadable(
                    f"The file names more than {_MAX_DAYS} days: this is no holiday list."
                )
    if entries and len(unread) == entries:
        raise Unreadable(unread[0])
    days = [Holiday(on, *one) for on, names in sorted(by_day.items()) for one in names.items()]
    return HolidayFile(name, tuple(days), tuple(unread))


def _overridden(calendar: Component, home: tzinfo) -> dict[str, set[date]]:
    """Return the days that overrides take the place of, by UID."""
    replaced: dict[str, set[date]] = {}
    for event in calendar.kinds("VEVENT"):
        try:
            days = {_day(at, home) for at in whens(event, "RECURRENCE-ID")}
        except OkrboardError:
            # Told when the event itself is read.
            continue
        replaced.setdefault(event.value("UID"), set()).update(days)
    return replaced


def _days_of(
    event: Component, overridden: dict[str, set[date]], first: date, last: date, home: tzinfo
) -> set[date]:
    """Return the days that an event covers, of a span; raises Unreadable."""
    if event.unread:
        raise Unreadable(event.unread)
    if event.value("STATUS").strip().upper() == "CANCELLED":
        return set()
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE"):
        if len(event.all(name)) > 1:
            raise Unreadable(f"Line {event.line}: the event has {name} twice.")
    start = start_of(event)
    end = _end(event, start)
    if start.form == "utc" and start.wall == _midnight(start.wall) and end == _midnight(end):
        # Whole days of UTC: somebody wrote the day itself.
        home = UTC
    # DTEND is exclusive: an end at midnight does not touch its day.
    ends = _local(start._replace(wall=end), home) - timedelta(microseconds=1)
    length = max(1, (ends - _midnight(_local(start, home))).days + 1)
    if length > _MAX_LENGTH:
        raise Unreadable(
            f"Line {event.line}: an event of more than {_MAX_LENGTH} days is no holiday."
        )
    gone = {_day(at, home) for at in whens(event, "EXDATE")}
    if not whens(event, "RECURRENCE-ID"):
        gone |= overridden.get(event.value("UID"), set())
    starts = _starts(event, start, first - timedelta(days=length), last, home) - gone
    days = {day + timedelta(days=step) for day in starts for step in range(length)}
    return {day for day in days if first <= day <= last}


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
    return tuple(dict.fromkeys(filter(None, named)))[:_MAX_NAMES]


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


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time())


# From an address.


_WEBCAL = ("webcal://", "webcals://")


def web_address(source: str) -> str:
    """Return the https address that a webcal address means, any other one as it is."""
    is_webcal = source.lower().startswith(_WEBCAL)
    return f"https://{source.partition('://')[2]}" if is_webcal else source


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file."""
    return source.lower().startswith((*_WEBCAL, "https://", "http://"))


def source_label(url: str) -> str:
    """Return what the board remembers of an address: its host, and a digest to know it again."""
    address = web_address(url)
    origin(address)
    return f"{place(address)} ({sha256(address.encode('utf-8', 'replace')).hexdigest()[:12]})"


def fetch_calendar(source: str, etag: str = "", *, settings: Request) -> tuple[bytes, str]:
    """Return the calendar at an address, empty when it did not change since `etag`.

    With it what to hand in next time: an ETag, or a date of change. `settings` gives credential,
    proxy and time limit. Raises Unreachable, or Unreadable for what is no calendar (a login page
    answers 200, too).
    """
    url = web_address(source)
    headers = [_ACCEPT]
    if etag:
        # A date of change is no ETag: those are quoted.
        name = "If-None-Match" if '"' in etag else "If-Modified-Since"
        headers.append((name, etag))
    answer = fetch(settings._replace(url=url, headers=tuple(headers), max_bytes=MAX_BYTES))
    if answer.status == 304:
        return b"", etag
    if not answer.ok:
        raise Unreachable(f"{place(url)} answers {answer.status} instead of a calendar.")
    try:
        parse(answer.body)
    except Unreadable as error:
        raise Unreadable(f"{place(answer.url)}: {error}") from None
    return answer.body, answer.headers.get("etag", "") or answer.headers.get("last-modified", "")


# Onto the board.


class HolidayEdit(Record):
    """What puts the days of a calendar on the board."""

    edit: Callable[[Draft], HolidayList]
    unread: tuple[str, ...] = ()
    """Why some entries of the calendar were left out, with their lines."""


def holidays_in(
    board: Board, today: date, source: str, data: bytes, *, name: str = "", member: int = 0,
    etag: str = "",
) -> HolidayEdit:  # fmt: skip
    """Return the edit that puts the days of a calendar on the board, for all or for one member.

    Without a `name` the list has the calendar's, or its source's. Raises Unreadable.
    """
    first, last = _span(board, today)
    calendar = read_holidays(data, first, last, zone_or_utc(board.settings.timezone))
    title = name or calendar.name or source

    def edit(draft: Draft) -> HolidayList:
        return put_holidays(draft, title, calendar.days, source=source, member=member, etag=etag)

    return HolidayEdit(edit, calendar.unread)


def holidays_of_file(
    board: Board, today: date, path: str, *, name: str = "", member: int = 0
) -> HolidayEdit:
    """Return the edit that puts the days of a file on the board; see `holidays_in`.

    Raises OkrboardError when it cannot be read.
    """
    data = read_file(path, MAX_BYTES)
    return holidays_in(board, today, squeeze(path, 500), data, name=name, member=member)


def holidays_sentence(board: Board, listed: HolidayList, unread: Sequence[str] = ()) -> str:
    """Return what a list has become on the board, and what of it was not read, in one line."""
    member = board.members.get(listed.member)
    whose = f"absences of {clean(member.handle)}" if member is not None else "holidays"
    first, last = listed.days[0], listed.days[-1]
    count = len({day.on for day in listed.days})
    off = count - len({day.on for day in counting(listed)})
    parts = [
        f"{clean(listed.name)}: {count} day{'s' * (count > 1)} as {whose}, from {first.on} "
        f"({clean(first.name, 60)}) to {last.on}"
    ]
    if off:
        parts.append(f"{'one does' if off == 1 else f'{off} do'} not count, as chosen")
    if unread:
        entries = "one entry" if len(unread) == 1 else f"{len(unread)} entries"
        parts.append(f"{entries} not read: {clean(unread[0], 160).rstrip('.')}")
    return "; ".join(parts)


def _span(board: Board, today: date) -> tuple[date, date]:
    """Return the days that are read: this year and some, and those of the cycles near it."""
    first, last = today.replace(month=1, day=1), date(today.year + _YEARS, 12, 31)
    for cycle in board.cycles.values():
        if cycle.state != "closed" and abs((cycle.first - today).days) < 366 * 3:
            end = min(cycle.last, date(last.year + _YEARS, 12, 31))
            first, last = min(first, cycle.first), max(last, end)
    return first, last
