"""Time zones: the newest data of this machine, and a VTIMEZONE that every client reads.

A VTIMEZONE says exactly what the zone does between two instants. Where the zone's law is one pair
of yearly rules it is written so (one STANDARD, one DAYLIGHT), because Outlook reads nothing else
(MS-OXCICAL 2.1.3.1.1.19); any other zone gets one sub-component a switch. Same input, same text.
A VTIMEZONE of a stranger becomes a zone to reckon with (`FileZone`), in bounded time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from zoneinfo import TZPATH, ZoneInfo

from okrboard.calendar.recurrence import Rule, TimeLimit, instances
from okrboard.domain.record import Record
from okrboard.errors import Unreadable, UsageError
from okrboard.text import clean

BASE_YEAR = 1970
"""Yearly rules start here: before any meeting, and the same for every cycle."""

_UTC_NAMES = frozenset(
    ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal")
)
_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_STEP = timedelta(hours=12)
_SECOND = timedelta(seconds=1)

_MOST_ALIASES = 200
_MOST_LETTERS = 100
"""Of a name that Windows displays."""

MAX_ONSETS = 5000
FIRST_ONSET, LAST_ONSET = datetime(1970, 1, 1), datetime(2100, 1, 1)
"""Rules of a file are worked out for so long; a single onset may lie before."""
_EARLIEST = 1904
"""Windows has its rules begin in 1601; from this leap year on they are the same."""

_zones: dict[str, ZoneInfo] = {}
_aliases: dict[str, str] = {}
_cities: dict[str, list[str]] = {}


class Switch(Record):
    """One change of a zone's offset."""

    at: datetime
    """The instant, in UTC."""
    before: timedelta
    after: timedelta
    name: str
    """The zone's abbreviation from then on."""


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name, from the newer of this machine's and the package's data.

    Raises UsageError for a name that is no zone (a folder, a path, a misspelling).
    """
    found = _zones.get(name)
    if found is None:
        found = _zones[name] = ZoneInfo.from_file(BytesIO(tzif(name)), key=written_as(name))
    return found


def written_as(name: str) -> str:
    """Return the TZID that a zone is written by: one for all the names of UTC.

    A series in UTC has a TZID and a VTIMEZONE as any other: of a moved meeting whose RECURRENCE-ID
    ends in Z some readers show the old time as well.
    """
    return "Etc/UTC" if name in _UTC_NAMES else name


def iana_name(tzid: str) -> str:
    """Return the IANA name that a TZID of another program means; empty when nobody knows.

    Read are IANA names, those with a vendor's prefix (`/freeassociation.sourceforge.net/Europe/
    Berlin`), Windows' own (`W. Europe Standard Time`) and those that Windows displays (`(UTC+01:00)
    Amsterdam, Berlin, Bern`). Source of the mapping: windowsZones.xml of CLDR, with icalendar.
    """
    found = _aliases.get(tzid)
    if found is None:
        found = _aliases[tzid] = _iana_name(tzid)
        if len(_aliases) > _MOST_ALIASES:
            _aliases.clear()
    return found


def tzif(name: str) -> bytes:
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


def footer(name: str) -> str:
    """Return the POSIX rule at the end of a zone's file; empty for a file of version 1."""
    data = tzif(name)
    if data[4:5] < b"2":
        return ""
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def switches(name: str, first: datetime, last: datetime) -> list[Switch]:
    """Return the zone's offset changes after `first` up to `last` (both aware), in order."""
    tz = zone(name)
    found = []
    here = first.astimezone(UTC)
    end = last.astimezone(UTC)
    while here < end:
        there = min(here + _STEP, end)
        if _offset(tz, here) != _offset(tz, there):
            at = _bisect(tz, here, there)
            before, after = _offset(tz, at - _SECOND), _offset(tz, at)
            found.append(Switch(at, before, after, at.astimezone(tz).tzname() or ""))
        here = there
    return found


def vtimezone(name: str, first: datetime, last: datetime) -> list[str]:
    """Return the unfolded lines of a VTIMEZONE that is right from `first` to `last` (aware).

    Source: RFC 5545 3.6.5. A day is added on both sides, so that the ends of meetings are inside.
    """
    law = yearly_law(name, first, last)
    body = _pair(law) if law is not None else _one_by_one(name, *_around(first, last))
    return ["BEGIN:VTIMEZONE", f"TZID:{written_as(name)}", *body, "END:VTIMEZONE"]


def yearly_law(name: str, first: datetime, last: datetime) -> PosixZone | None:
    """Return the pair of yearly rules that says all of a zone's switches from `first` to `last`.

    None where there is no such pair: a zone without switches, or with a law of another kind.
    """
    low, high = _around(first, last)
    law = parse_footer(footer(name))
    if law is None or law.begins is None:
        return None
    actual, offset = switches(name, low, high), _offset(zone(name), low)
    return law if _is_the_law(law, actual, offset, low, high) else None


def _around(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    return first.astimezone(UTC) - timedelta(days=1), last.astimezone(UTC) + timedelta(days=1)


def _iana_name(tzid: str) -> str:
    text = tzid.strip().strip('"')
    if not text:
        return ""
    parts = text.strip("/").split("/")
    # No IANA name has more than three parts.
    for count in range(min(3, len(parts)), 0, -1):
        name = "/".join(parts[-count:])
        if is_zone(name):
            return name
    if len(text) > _MOST_LETTERS or "/" in text:
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


def _of_cities(text: str, shown: str) -> str:
    """Return the zone of the first city of a list, whose standard time is the one in the label."""
    label = "".join(sign for sign in text.partition(")")[0] if sign in "+-0123456789")
    if label and (label[0] not in "+-" or len(label) != 5 or not label[1:].isdecimal()):
        return ""
    seconds = int(label[1:3]) * 3600 + int(label[3:]) * 60 if label else 0
    offset = -seconds if label[:1] == "-" else seconds
    if not _cities:
        from importlib.resources import files

        for name in files("tzdata").joinpath("zones").read_text(encoding="ascii").split():
            _cities.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    for city in shown.split(", "):
        for name in _cities.get(city.strip().replace(" ", "_").casefold(), ()):
            if _standard(name) == offset:
                return name
    return ""


def _standard(name: str) -> int:
    """Return a zone's offset in its winter, by its newest law, in seconds."""
    standard, rest = _posix_offset(_name(footer(name).partition(",")[0])[1])
    daylight = standard
    if rest:
        after = _name(rest)[1]
        daylight = _posix_offset(after)[0] if after else standard - 3600
    # POSIX counts seconds west of UTC.
    return -max(standard, daylight)


def _folders() -> list[str]:
    """Folders of time-zone files, newest data first."""
    spec = find_spec("tzdata")
    places = spec.submodule_search_locations if spec is not None else None
    package = [f"{place}/zoneinfo" for place in places or ()]
    if package and max(map(_version, TZPATH), default="") > _package_version():
        return [*TZPATH, *package]
    return [*package, *TZPATH]


def _package_version() -> str:
    return str(import_module("tzdata").IANA_VERSION)


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
    old = _offset(tz, low)
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if _offset(tz, middle) == old:
            low = middle
        else:
            high = middle
    return high


def _is_the_law(
    law: PosixZone, actual: list[Switch], offset: timedelta, low: datetime, high: datetime
) -> bool:
    """Whether the yearly pair gives exactly the switches that the zone makes in the span."""
    told = sorted(_lawful(law, range(low.year - 1, high.year + 2)))
    before = [switch for switch in told if switch[0] <= low]
    inside = [switch for switch in told if low < switch[0] <= high]
    seen = [(switch.at, switch.before, switch.after) for switch in actual]
    return inside == seen and before[-1][2] == offset


def _lawful(law: PosixZone, years: range) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    for rule, old, new in _sides(law):
        before, after = timedelta(seconds=old), timedelta(seconds=new)
        for year in years:
            yield rule_start(rule, year).replace(tzinfo=UTC) - before, before, after


def _sides(law: PosixZone) -> Iterator[tuple[YearlyRule, int, int]]:
    if law.begins is not None and law.ends is not None:
        yield law.begins, law.standard, law.daylight
        yield law.ends, law.daylight, law.standard


def _pair(law: PosixZone) -> list[str]:
    """Write a yearly pair; the side with the larger offset is DAYLIGHT (Dublin's law says less)."""
    names = {law.standard: law.standard_name, law.daylight: law.daylight_name}
    lines = []
    for rule, old, new in sorted(_sides(law), key=lambda side: side[2]):
        week = -1 if rule.week == 5 else rule.week
        every = f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={week}{_DAYS[rule.weekday]}"
        kind = "DAYLIGHT" if new > old else "STANDARD"
        start = rule_start(rule, BASE_YEAR)
        lines += _block(
            kind, start, timedelta(seconds=old), timedelta(seconds=new), names[new], every
        )
    return lines


def _one_by_one(name: str, low: datetime, high: datetime) -> list[str]:
    """Write the switch in force at `low` and each later one; without any, one STANDARD."""
    tz, actual = zone(name), switches(name, low, high)
    earlier = switches(name, low - timedelta(days=800), low) if actual else []
    if earlier:
        shown = [earlier[-1], *actual]
    else:
        offset = _offset(tz, low)
        start = datetime(BASE_YEAR, 1, 1, tzinfo=UTC) - offset
        shown = [Switch(start, offset, offset, low.astimezone(tz).tzname() or ""), *actual]
    least = min(switch.after for switch in shown)
    lines = []
    for switch in shown:
        kind = "STANDARD" if switch.after == least else "DAYLIGHT"
        start = (switch.at + switch.before).replace(tzinfo=None)
        lines += _block(kind, start, switch.before, switch.after, switch.name)
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


# The yearly rule at the end of a TZif file, `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 8536 3.3, and TZ of
# IEEE Std 1003.1, 8.3). Only what one pair of yearly iCalendar rules can say is understood.


class YearlyRule(Record):
    """A switch at `seconds` wall-clock seconds into the `week`-th `weekday` of `month`."""

    month: int
    week: int
    """1 to 5; 5 is the last one."""
    weekday: int
    """0 is Sunday."""
    seconds: int


class PosixZone(Record):
    """A zone as its footer tells it; offsets are seconds east of UTC."""

    standard_name: str
    standard: int
    daylight_name: str = ""
    daylight: int = 0
    begins: YearlyRule | None = None
    """When daylight time begins, in standard time; None: no switches."""
    ends: YearlyRule | None = None
    """When daylight time ends, in daylight time."""


def parse_footer(footer: str) -> PosixZone | None:
    """Return what a footer says, or None where one pair of yearly rules cannot say it."""
    try:
        names, *rules = footer.split(",")
        standard_name, rest = _name(names)
        standard, rest = _posix_offset(rest)
        if not rest:
            return PosixZone(standard_name, -standard) if not rules else None
        daylight_name, rest = _name(rest)
        daylight = _posix_offset(rest)[0] if rest else standard - 3600
        begins, ends = (_rule(rule) for rule in rules)
    except (ValueError, IndexError):
        return None
    if begins is None or ends is None:
        return None
    return PosixZone(standard_name, -standard, daylight_name, -daylight, begins, ends)


def rule_start(rule: YearlyRule, year: int) -> datetime:
    """Return the naive wall-clock time, before the switch, at which a rule switches in `year`."""
    day = _rule_day(rule, year)
    return datetime(day.year, day.month, day.day) + timedelta(seconds=rule.seconds)


def _rule_day(rule: YearlyRule, year: int) -> date:
    if rule.week == 5:
        after = date(year + rule.month // 12, rule.month % 12 + 1, 1)
        last = after - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - rule.weekday) % 7)
    first = date(year, rule.month, 1)
    ahead = (rule.weekday - first.isoweekday()) % 7
    return first + timedelta(days=ahead + 7 * (rule.week - 1))


def _name(text: str) -> tuple[str, str]:
    if text.startswith("<"):
        end = text.index(">")
        return text[1:end], text[end + 1 :]
    end = 0
    while end < len(text) and text[end].isalpha():
        end += 1
    if end < 3:
        raise ValueError(text)
    return text[:end], text[end:]


def _posix_offset(text: str) -> tuple[int, str]:
    end = 0
    while end < len(text) and (text[end].isdigit() or text[end] in "+-:"):
        end += 1
    return _seconds(text[:end]), text[end:]


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    parts += [0] * (3 - len(parts))
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def _rule(text: str) -> YearlyRule | None:
    """Read `M3.5.0/2`; a day of the year or an hour outside its day is not one yearly BYDAY."""
    day, _, hour = text.partition("/")
    if not day.startswith("M"):
        return None
    month, week, weekday = (int(part) for part in day[1:].split("."))
    seconds = _seconds(hour) if hour else 7200
    if not 0 <= seconds < 86_400:
        return None
    return YearlyRule(month, week, weekday, seconds)


# A VTIMEZONE of a file as a zone to reckon with, in time that the file cannot choose.
# Source: RFC 5545 3.6.5, and 3.3.5 for local times that the clock shows twice or never.


class Observance(Record):
    """A STANDARD or DAYLIGHT part."""

    begins: datetime
    """Naive, by the clock before the change."""
    before: timedelta
    after: timedelta
    rule: Rule | None = None
    until: datetime | None = None
    """The rule's end by the same clock."""
    dates: tuple[datetime, ...] = ()
    """Further onsets."""


class Onset(Record):
    """One change of the clock."""

    wall: datetime
    """Naive, by the clock before the change."""
    before: timedelta
    after: timedelta

    @property
    def instant(self) -> datetime:
        """The instant as a naive time in UTC."""
        return self.wall - self.before


class FileZone(tzinfo):
    """A zone that a file describes; before its first change the offset is that before it."""

    def __init__(self, tzid: str, observances: list[Observance], seconds: float) -> None:
        """Work the changes out. Raises Unreadable when there is none, or it takes too long."""
        self.key = tzid
        self.onsets = sorted(_onsets(tzid, observances, seconds), key=lambda each: each.instant)
        # A time in the gap has the offset before it, one shown twice means the first (fold 0).
        self._walls = [
            [each.wall + pick(each.after - each.before, timedelta()) for each in self.onsets]
            for pick in (max, min)
        ]
        self._instants = [each.instant for each in self.onsets]

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
        naive = at.replace(tzinfo=None)
        offset = self._offset(bisect_right(self._instants, naive))
        local = (naive + offset).replace(tzinfo=self)
        return local if local.utcoffset() == offset else local.replace(fold=1)

    def _offset(self, changes: int) -> timedelta:
        return self.onsets[changes - 1].after if changes else self.onsets[0].before


def _onsets(tzid: str, observances: list[Observance], seconds: float) -> list[Onset]:
    limit = TimeLimit(seconds)
    onsets: dict[tuple[datetime, timedelta, timedelta], None] = {}
    for each in observances:
        walls = [each.begins, *each.dates]
        if each.rule is not None:
            start = max(each.begins, each.begins.replace(year=_EARLIEST))
            high = LAST_ONSET if each.until is None else min(each.until, LAST_ONSET)
            walls += instances(each.rule, start, max(start, FIRST_ONSET), high)
        onsets.update(dict.fromkeys((wall, each.before, each.after) for wall in walls))
        if len(onsets) > MAX_ONSETS or limit.over:
            raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} takes too long to work out.")
    if not onsets:
        raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} says nothing.")
    return [Onset(*each) for each in onsets]
