"""What the calendar holds: series of meetings and days without them."""

from __future__ import annotations

from datetime import date, datetime

from okrboard.domain.enums import HolidayRule, MeetingKind, SeriesState
from okrboard.domain.limits import (
    Alarm,
    Clock,
    Count,
    Link,
    Minutes,
    Name,
    Weekday,
    Weeks,
    Zone,
)
from okrboard.domain.record import Record

Json = dict[str, object]


class Skip(Record):
    """An occurrence that does not take place."""

    on: date
    reason: str = ""


class Move(Record):
    """An occurrence that takes place at another time."""

    on: date
    start: datetime
    """The new start, aware."""
    reason: str = ""
    uid: str = ""
    """UID of the event of its own that it becomes when it leaves the series."""
    held: date | None = None
    """The day of the new start in the series' zone; None in older files."""


class Withdrawn(Record):
    """A single event that was planned once and is off."""

    uid: str
    start: datetime
    """When it would have been, aware."""


class Series(Record):
    """A recurring meeting in the calendar."""

    id: int
    kind: MeetingKind
    uid: str
    summary: Name
    weekday: Weekday
    """0 is Monday."""
    at: Clock
    """Local start, `HH:MM`."""
    minutes: Minutes
    zone: Zone
    first: date
    last: date
    every: Weeks = 1
    team: int = 0
    cycle: int = 0
    location: str = ""
    url: Link = ""
    alarm_minutes: Alarm = 0
    holidays: HolidayRule = "skip"
    skips: tuple[Skip, ...] = ()
    moves: tuple[Move, ...] = ()
    sequence: Count = 0
    state: SeriesState = "confirmed"
    created: datetime | None = None
    modified: datetime | None = None
    withdrawn: tuple[Withdrawn, ...] = ()
    """Events of their own that are no more, so that calendars which have them are told."""
    follows: int = 0
    """The series that this one continues after a change from a day on."""
    overrides: tuple[date, ...] = ()
    """Days whose meetings, not where the rule has them, calendars know as exceptions of it."""
    singles: tuple[date, ...] = ()
    """Days whose meetings calendars know, or knew, as events of their own."""


class Holiday(Record):
    """A day without meetings."""

    on: date
    name: str = ""
    categories: tuple[str, ...] = ()
    """What its calendar calls such days, as `Observance`."""


class HolidayChoice(Record):
    """Whether the days of a list that a pattern fits are days without meetings."""

    pattern: str
    """A name, a category or a day as `2026-12-24`, in any case; `*` stands for anything."""
    counts: bool = False


class HolidayList(Record):
    """A set of days without meetings, for everybody or for one member."""

    id: int
    name: str
    source: str = ""
    """File or address it was read from."""
    days: tuple[Holiday, ...] = ()
    member: int = 0
    etag: str = ""
    fetched: datetime | None = None
    choices: tuple[HolidayChoice, ...] = ()
    """The last one that fits a day decides; a day that none fits counts."""


class Publication(Record):
    """What was published last of one event of a calendar, and how its server kept it."""

    id: int
    calendar: str
    """Which calendar, as a digest of its address: an address may be secret."""
    uid: str
    """UID of the event."""
    said: Json = {}
    """What the board said, in the short form of `okrboard.calendar.meaning`."""
    kept: Json = {}
    """What the calendar held of it when somebody looked last; empty: the same."""
    gone: bool = False
    """It was deleted there, and somebody decided to leave it at that."""
