"""Time zones: the newest data of this machine, and a VTIMEZONE that every client reads.

A VTIMEZONE says exactly what the zone does between two instants. Where the zone's law is one pair
of yearly rules it is written so (one STANDARD, one DAYLIGHT), because Outlook reads nothing else
(MS-OXCICAL 2.1.3.1.1.19); any other zone gets one sub-component a switch. Same input, same text.
What the VTIMEZONE of a stranger tells is a zone to reckon with: `FileZone`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthcalendar, monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from zoneinfo import TZPATH, ZoneInfo

from okrboard.domain.record import Record
from okrboard.domain.schedule import CODES
from okrboard.errors import UsageError
from okrboard.text import clean

_BASE_YEAR = 1970
"""Yearly rules start here: before any meeting, and the same for every cycle."""

_UTC_NAMES = frozenset(
    ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal")
)
_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")
_FAR = 2400
"""From this year on, a zone is known by its law alone."""
_SECOND = timedelta(seconds=1)

_MOST_LETTERS = 100
"""Of a name that Windows displays."""


class Switch(Record):
    """One change of a zone's offset."""

    at: datetime
    """The instant, in UTC."""
    before: timedelta
    after: timedelta
    name: str = ""
    """The zone's abbreviation from then on."""

    @property
    def wall(self) -> datetime:
        """The naive local time, by the clock before the change."""
        return (self.at + self.before).replace(tzinfo=None)


class YearlyRule(Record):
    """A change of the clock on the `week`-th `weekday` of `month` in every year."""

    month: int
    week: int
    """1 to 4; -1 is the last one."""
    weekday: int
    """0 is Monday."""
    at: time
    """By the clock before the change."""
    before: timedelta
    after: timedelta
    name: str
    """The zone's abbreviation from then on."""

    def start(self, year: int) -> datetime:
        """Return the naive local time of the change in a year, by the clock before it."""
        days = [week[self.weekday] for week in monthcalendar(year, self.month)]
        days = [day for day in days if day]
        place = self.week if self.week < 0 else self.week - 1
        return datetime.combine(date(year, self.month, days[place]), self.at)


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name, from the newer of this machine's and the package's data.

    Raises UsageError for a name that is no zone (a folder, a path, a misspelling).
    """
    return ZoneInfo.from_file(BytesIO(_tzif(name)), key=_written_as(name))


def _written_as(name: str) -> str:
    """Return the TZID that a zone is written by: one for all the names of UTC.

    A series in UTC has a TZID and a VTIMEZONE as any other: of a moved meeting whose RECURRENCE-ID
    ends in Z some readers show the old time as well.
    """
    return "Etc/UTC" if name in _UTC_NAMES else name


def zone_or_utc(name: str) -> ZoneInfo:
    """Return the zone of a name, or UTC where a hand-edited board names none."""
    return zone(name if is_zone(name) else "UTC")


@lru_cache(200)
def iana_name(tzid: str) -> str:
    """Return the IANA name that a TZID of another program means; empty when nobody knows.

    Read are IANA names, those with a vendor's prefix (`/freeassociation.sourceforge.net/Europe/
    Berlin`), Windows' own (`W. Europe Standard Time`) and those that Windows displays (`(UTC+01:00)
    Amsterdam, Berlin, Bern`). Source of the mapping: windowsZones.xml of CLDR, with icalendar.
    """
    text = tzid.strip().strip('"')
    # No IANA name has more than three parts.
    parts = text.strip("/").split("/")[-3:]
    for start in range(len(parts)):
        name = "/".join(parts[start:])
        if is_zone(name):
            return name
    if not text or len(text) > _MOST_LETTERS or "/" in text:
        return ""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    shown = text.partition(") ")[2] if text.startswith("(") else text
    general = shown.partition(" (US ")[0].replace(" Time", " Standard Time")
    by_name = {name.casefold(): iana for name, iana in WINDOWS_TO_OLSON.items()}
    by_name["coordinated universal time"] = "Etc/UTC"
    for name in (text, shown, general):
        if name.casefold() in by_name:
            return by_name[name.casefold()]
    return _of_cities(text, shown) if shown != text else ""


def _tzif(name: str) -> bytes:
    """Return the bytes of a zone's TZif file (RFC 8536); raises UsageError when there is none."""
    if name and not name.startswith("/") and _NAME_CHARACTERS.issuperset(name):
        for folder in _folders():
            try:
                with open(f"{folder}/{name}", "rb") as file:
                    data = file.read()
            except OSError:
                continue
            if data.startswith(b"TZif"):
                return data
    raise UsageError(
        f"There is no time zone {clean(name, 60)!r}; write it like Europe/Berlin or UTC."
    )


def is_zone(name: str) -> bool:
    """Whether a name is an IANA zone that this machine knows."""
    try:
        zone(name)
    except UsageError:
        return False
    return True


def switches(name: str, first: datetime, last: datetime) -> list[Switch]:
    """Return the zone's offset changes after `first` up to `last` (both aware), in order."""
    return _switches(zone(name), first.astimezone(UTC), last.astimezone(UTC), timedelta(hours=12))


def _switches(tz: ZoneInfo, first: datetime, last: datetime, step: timedelta) -> list[Switch]:
    """Return the changes of a span in UTC; two in one `step` are not seen."""
    changes = []
    here, before = first, _offset(tz, first)
    while here < last:
        there = min(here + step, last)
        after = _offset(tz, there)
        if after != before:
            at = _bisect(tz, here, there)
            changes.append(Switch(at, before, after, at.astimezone(tz).tzname() or ""))
        here, before = there, after
    return changes


def vtimezone(name: str, first: datetime, last: datetime) -> list[str]:
    """Return the unfolded lines of a VTIMEZONE that is right from `first` to `last` (aware).

    Source: RFC 5545 3.6.5. A day is added on both sides, so that the ends of meetings are inside.
    """
    law = yearly_law(name, first, last)
    body = _pair(law) if law else _one_by_one(name, *_around(first, last))
    return ["BEGIN:VTIMEZONE", f"TZID:{_written_as(name)}", *body, "END:VTIMEZONE"]


def yearly_law(name: str, first: datetime, last: datetime) -> tuple[YearlyRule, ...]:
    """Return the pair of yearly rules that says all of a zone's switches from `first` to `last`.

    Empty where there is no such pair: a zone without switches, or with a law of another kind.
    """
    low, high = _around(first, last)
    rules = yearly_rules(zone(name))
    lawful = sorted(
        (rule.start(year).replace(tzinfo=UTC) - rule.before, rule.before, rule.after)
        for rule in rules
        for year in range(low.year - 1, high.year + 2)
    )
    actual = [(one.at, one.before, one.after) for one in switches(name, low, high)]
    earlier = [change for change in lawful if change[0] <= low]
    alike = [change for change in lawful if low < change[0] <= high] == actual
    return rules if earlier and alike and earlier[-1][2] == _offset(zone(name), low) else ()


@cache
def yearly_rules(tz: ZoneInfo) -> tuple[YearlyRule, ...]:
    """Return the pair of yearly rules by which a zone's clock changes for good, standard first.

    Empty where one pair of iCalendar rules cannot say it. Seen in years so late that no single
    change is known for them; within 28 every date has been on every weekday.
    """
    first, last = (datetime(year, 1, 1, tzinfo=UTC) for year in (_FAR, _FAR + 28))
    sides: dict[timedelta, list[Switch]] = {}
    for switch in _switches(tz, first, last, timedelta(days=7)):
        sides.setdefault(switch.after, []).append(switch)
    rules = [_rule(sides[after]) for after in sorted(sides)]
    whole = [rule for rule in rules if rule is not None]
    return tuple(whole) if len(rules) == len(whole) == 2 else ()


def _rule(changes: list[Switch]) -> YearlyRule | None:
    """Return the rule that gives changes to one offset, or None where none does."""
    walls = [change.wall for change in changes]
    names = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    weeks = {(wall.day - 1) // 7 + 1 for wall in walls}
    last = all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls)
    if len(names) > 1 or (len(weeks) > 1 and not last):
        return None
    month, weekday, at = names.pop()
    before, after, name = changes[0][1:]
    return YearlyRule(month, -1 if last else weeks.pop(), weekday, at, before, after, name)


def _around(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    return first.astimezone(UTC) - timedelta(days=1), last.astimezone(UTC) + timedelta(days=1)


def _of_cities(text: str, shown: str) -> str:
    """Return the zone of the first city of a list, whose standard time is the one in the label."""
    label = "".join(sign for sign in text.partition(")")[0] if sign in "+-0123456789")
    if label and (label[0] not in "+-" or len(label) != 5 or not label[1:].isdecimal()):
        return ""
    offset = timedelta(hours=int(label[1:3] or 0), minutes=int(label[3:] or 0))
    offset = -offset if label[:1] == "-" else offset
    # A zone's winter, by its newest law.
    solstices = [datetime(_FAR, month, 1, tzinfo=UTC) for month in (1, 7)]
    for city in shown.split(", "):
        for name in _names_by_city().get(city.strip().replace(" ", "_").casefold(), ()):
            if min(_offset(zone(name), at) for at in solstices) == offset:
                return name
    return ""


@cache
def _names_by_city() -> dict[str, list[str]]:
    from importlib.resources import files

    names: dict[str, list[str]] = {}
    for name in files("tzdata").joinpath("zones").read_text(encoding="ascii").split():
        names.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    return names


def _folders() -> list[str]:
    """Folders of time-zone files, newest data first."""
    spec = find_spec("tzdata")
    places = spec.submodule_search_locations if spec is not None else None
    package = [f"{place}/zoneinfo" for place in places or ()]
    if package and max(map(_version, TZPATH), default="") > import_module("tzdata").IANA_VERSION:
        return [*TZPATH, *package]
    return [*package, *TZPATH]


def _version(folder: str) -> str:
    try:
        with open(f"{folder}/tzdata.zi", encoding="ascii", errors="replace") as file:
            return file.readline(80).removeprefix("# version ").strip()
    except OSError:
        return ""


def _offset(tz: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


def _bisect(tz: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first whole second after `low` at which the offset of `high` holds."""
    old, begin = _offset(tz, low), low.replace(microsecond=0)
    seconds = range((high.replace(microsecond=0) - begin) // _SECOND)
    first = bisect_left(seconds, True, key=lambda at: _offset(tz, begin + at * _SECOND) != old)
    return begin + first * _SECOND


def _pair(law: tuple[YearlyRule, ...]) -> list[str]:
    """Write a yearly pair; the side with the larger offset is DAYLIGHT (Dublin's law says less)."""
    lines = []
    for rule in law:
        every = f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={rule.week}{CODES[rule.weekday]}"
        kind = "DAYLIGHT" if rule.after > rule.before else "STANDARD"
        start = rule.start(_BASE_YEAR)
        lines += _block(kind, start, rule.before, rule.after, rule.name, every)
    return lines


def _one_by_one(name: str, low: datetime, high: datetime) -> list[str]:
    """Write the switch in force at `low` and each later one; without any, one STANDARD."""
    tz, actual = zone(name), switches(name, low, high)
    earlier = switches(name, low - timedelta(days=800), low) if actual else []
    if earlier:
        shown = [earlier[-1], *actual]
    else:
        offset = _offset(tz, low)
        start = datetime(_BASE_YEAR, 1, 1, tzinfo=UTC) - offset
        shown = [Switch(start, offset, offset, low.astimezone(tz).tzname() or ""), *actual]
    least = min(switch.after for switch in shown)
    lines = []
    for switch in shown:
        kind = "STANDARD" if switch.after == least else "DAYLIGHT"
        lines += _block(kind, switch.wall, switch.before, switch.after, switch.name)
    return lines


def _block(
    kind: str, start: datetime, before: timedelta, after: timedelta, name: str, rule: str = ""
) -> list[str]:
    lines = [
        f"BEGIN:{kind}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_signed(before)}",
        f"TZOFFSETTO:{_signed(after)}",
    ]
    if name:
        lines.append(f"TZNAME:{name}")
    if rule:
        lines.append(rule)
    return [*lines, f"END:{kind}"]


def _signed(offset: timedelta) -> str:
    """Return a UTC-OFFSET (RFC 5545 3.3.14)."""
    total = offset // _SECOND
    sign = "-" if total < 0 else "+"
    hours, rest = divmod(abs(total), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")


class FileZone(tzinfo):
    """A zone that a file describes; before its first change the offset is that before it.

    Source: RFC 5545 3.6.5, and 3.3.5 for local times that the clock shows twice or never.
    """

    def __init__(self, tzid: str, onsets: list[Switch]) -> None:
        """Take the changes in their order, one at least."""
        self.key = tzid
        self.onsets = onsets
        # A time in the gap has the offset before it, one shown twice means the first (fold 0).
        self._walls = [
            [each.wall + pick(each.after - each.before, timedelta()) for each in onsets]
            for pick in (max, min)
        ]
        self._instants = [each.at for each in onsets]

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Return the offset of a local time."""
        if at is None:
            return self.onsets[-1].after
        return self._offset(bisect_right(self._walls[at.fold], at.replace(tzinfo=None, fold=0)))

    def dst(self, at: datetime | None) -> timedelta:
        """Return nothing: a file need not say which of its times is the standard."""
        del at
        return timedelta()

    def tzname(self, at: datetime | None) -> str:
        """Return the TZID."""
        del at
        return self.key

    def fromutc(self, at: datetime) -> datetime:
        """Return the local time of an instant."""
        offset = self._offset(bisect_right(self._instants, at.replace(tzinfo=UTC)))
        local = at.replace(tzinfo=self) + offset
        return local if local.utcoffset() == offset else local.replace(fold=1)

    def _offset(self, changes: int) -> timedelta:
        return self.onsets[changes - 1].after if changes else self.onsets[0].before
