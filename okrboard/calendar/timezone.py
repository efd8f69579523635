"""Time zones: the newest data of this machine, and a VTIMEZONE that every client reads.

A VTIMEZONE says exactly what the zone does between two instants. Where the zone's law is one pair
of yearly rules it is written so (one STANDARD, one DAYLIGHT), because Outlook reads nothing else
(MS-OXCICAL 2.1.3.1.1.19); any other zone gets one sub-component a switch. Same input, same text.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from okrboard.calendar.posix import PosixZone, YearlyRule, parse_footer, rule_start
from okrboard.domain.record import Record
from okrboard.errors import UsageError
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

BASE_YEAR = 1970
"""Yearly rules start here: before any meeting, and the same for every cycle."""

_UTC_NAMES = frozenset(
    ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal")
)
_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_STEP = timedelta(hours=12)
_SECOND = timedelta(seconds=1)

_zones: dict[str, ZoneInfo] = {}


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
        from io import BytesIO
        from zoneinfo import ZoneInfo

        found = _zones[name] = ZoneInfo.from_file(BytesIO(tzif(name)), key=name)
    return found


def is_utc(name: str) -> bool:
    """Whether times of this zone are written with a Z and without a VTIMEZONE."""
    return name in _UTC_NAMES


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
    low, high = first.astimezone(UTC) - timedelta(days=1), last.astimezone(UTC) + timedelta(days=1)
    actual = switches(name, low, high)
    law = parse_footer(footer(name))
    offset = _offset(zone(name), low)
    if law is not None and law.begins is not None and _is_the_law(law, actual, offset, low, high):
        body = _pair(law)
    else:
        body = _one_by_one(name, actual, low)
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", *body, "END:VTIMEZONE"]


def _folders() -> list[str]:
    """Folders of time-zone files, newest data first."""
    from importlib.util import find_spec
    from zoneinfo import TZPATH

    spec = find_spec("tzdata")
    places = spec.submodule_search_locations if spec is not None else None
    package = [f"{place}/zoneinfo" for place in places or ()]
    if package and max(map(_version, TZPATH), default="") > _package_version():
        return [*TZPATH, *package]
    return [*package, *TZPATH]


def _package_version() -> str:
    from importlib import import_module

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


def _one_by_one(name: str, actual: list[Switch], low: datetime) -> list[str]:
    """Write the switch in force at `low` and each later one; without any, one STANDARD."""
    tz = zone(name)
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
