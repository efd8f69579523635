"""Reading iCalendar files of strangers: bytes to components, within limits, and what they say.

Promises: never more than `MAX_BYTES` read, no recursion, no file opened because a value names one,
no rule expanded and no zone looked up unless a function for it is called. Whatever cannot be read
raises Unreadable with one line. A TZID is looked up as an IANA name first, which this machine knows
better than any file; then in the file's own VTIMEZONEs, then as what Outlook and others call a
zone. Source: RFC 5545 3.1 (content lines), 3.3.4 to 3.3.6, 3.3.11 (TEXT), 3.3.14, 3.6.5, 3.8.2;
RFC 6868 (parameter values).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from okrboard.calendar.recurrence import Recurrence, TimeLimit, instances, read_rule
from okrboard.calendar.timezone import FileZone, Switch, iana_name, is_zone, zone
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean, clean_lines

Form = Literal["date", "floating", "utc", "zoned"]

MAX_BYTES = 2_000_000
_MAX_LINES = 120_000
_MAX_LINE = 100_000
"""Characters of one unfolded line."""
MAX_EVENTS = 5000
_MAX_DEPTH = 6

_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
"""What stands before the first colon outside of quotes; possessive, for nothing is tried twice."""
_BACKSLASH, _CIRCUMFLEX = (re.compile(rf"{mark}(.?)", re.DOTALL) for mark in (r"\\", r"\^"))
_LISTED = re.compile(r"(?:[^\\,]|\\.?)+", re.DOTALL)
_DURATION = re.compile(
    r"[+-]*P(?=.)(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
    r"T?(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+)S)?"
)
_MAX_DURATION = timedelta(days=3660)
_MAX_LIST = 1000
"""Values of EXDATE or RDATE of one event."""
_FIRST_YEAR, _LAST_YEAR = 1600, 2500
"""No date of a file lies outside; Outlook starts its time zones in 1601."""

_MAX_ONSETS = 5000
_FIRST_ONSET, _LAST_ONSET = datetime(1970, 1, 1), datetime(2100, 1, 1)
"""Rules of a VTIMEZONE are worked out for so long; a single onset may lie before."""
_EARLIEST = 1904
"""Windows has its rules begin in 1601; from this leap year on they are the same."""


class Zones:
    """The VTIMEZONEs of one calendar by TZID, and what was made of them."""

    __slots__ = ("components", "made", "seconds")

    def __init__(self) -> None:
        self.components: dict[str, Component] = {}
        self.made: dict[str, FileZone | OkrboardError] = {}
        self.seconds = 0.4
        """Of work that is left for all of them."""


class Property(Record):
    """One content line."""

    name: str
    """Upper case."""
    value: str
    """As written: still escaped."""
    params: dict[str, tuple[str, ...]]
    line: int
    """Line of the file where it starts, from 1."""
    zones: Zones | None = None
    """Those of its calendar; what its TZID means is looked up there first."""
    source: str = ""
    """The whole line, unfolded."""

    def param(self, name: str) -> str:
        """Return the first value of a parameter, or an empty string."""
        return self.params.get(name, ("",))[0]

    @property
    def text(self) -> str:
        """The value as TEXT, cleaned."""
        return unescape(self.value)


class Component(Record):
    """What stands between BEGIN and END."""

    name: str
    line: int
    properties: list[Property]
    children: list[Component]
    unread: str = ""
    """Why its first line that is no content line cannot be read; only where that is tolerated."""

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, in order."""
        return [each for each in self.properties if each.name == name]

    def get(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next((each for each in self.properties if each.name == name), None)

    def value(self, name: str) -> str:
        """Return the first value of a name as written, or an empty string."""
        prop = self.get(name)
        return "" if prop is None else prop.value

    def text(self, name: str) -> str:
        """Return the first value of a name as TEXT, or an empty string."""
        prop = self.get(name)
        return "" if prop is None else prop.text

    def kinds(self, name: str) -> list[Component]:
        """Return the direct sub-components of a name."""
        return [each for each in self.children if each.name == name]


def parse(data: bytes, *, tolerant: bool = False) -> list[Component]:
    """Return the VCALENDARs of a file; line ends may be LF, a BOM is passed over.

    To a `tolerant` reader a line that is no content line makes its event `unread`. Raises
    Unreadable for anything that is not a complete iCalendar file within the limits.
    """
    text = decode(data)
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise Unreadable(_what_it_is(text))
    calendars: list[Component] = []
    stack: list[Component] = []
    events, zones = 0, Zones()
    for number, line in _unfolded(text):
        try:
            prop = content_line(line, number, zones)
        except Unreadable as error:
            if not tolerant or len(stack) < 2:
                raise
            stack[-1] = broken = stack[-1]._replace(unread=stack[-1].unread or str(error))
            stack[-2].children[-1] = broken
            continue
        name = prop.value.strip().upper() if prop.name in ("BEGIN", "END") else ""
        if prop.name == "BEGIN":
            events += name == "VEVENT"
            if len(stack) >= _MAX_DEPTH or events > MAX_EVENTS:
                raise Unreadable(f"More than {MAX_EVENTS} events or nested too deeply: not read.")
            component = Component(clean(name, 60), number, [], [])
            (stack[-1].children if stack else calendars).append(component)
            stack.append(component)
            zones = zones if len(stack) > 1 else Zones()
        elif prop.name == "END":
            if not stack or stack[-1].name != name:
                raise Unreadable(f"Line {number}: END:{clean(name, 60)} closes nothing open.")
            closed = stack.pop()
            if name == "VTIMEZONE":
                zones.components.setdefault(closed.value("TZID"), closed)
        elif not stack:
            raise Unreadable(f"Line {number} stands outside of a calendar.")
        else:
            stack[-1].properties.append(prop)
    if stack:
        raise Unreadable(f"The file is cut off: {stack[-1].name} is never closed.")
    return calendars


def decode(data: bytes) -> str:
    """Return the text of a file within the limits; raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file has more than {MAX_BYTES // 1_000_000} MB: not read.")
    if data.count(b"\n") + data.count(b"\r") > 2 * _MAX_LINES:
        raise Unreadable(f"The file has more than {_MAX_LINES} lines: not read.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise Unreadable("The file is not UTF-8 text (perhaps UTF-16): save it as UTF-8.")
    if data.startswith(b"\x1f\x8b"):
        raise Unreadable("The file is compressed: unpack it first.")
    try:
        return data.decode("utf-8").removeprefix("\ufeff").lstrip("\r\n\t ")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The file is not UTF-8 (byte {error.start + 1}): save it as UTF-8."
        ) from None


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, unfolded line), empty lines left out; raises Unreadable if too long."""
    number = 1
    for folded in re.split(r"\n(?![ \t])", text.replace("\r\n", "\n")):
        line = re.sub(r"\n[ \t]", "", folded)
        if len(line) > _MAX_LINE:
            raise Unreadable(f"Line {number} is longer than {_MAX_LINE} characters: not read.")
        if line.strip():
            yield number, line
        number += 1 + folded.count("\n")


def content_line(line: str, number: int, zones: Zones | None = None) -> Property:
    """Return the parts of an unfolded line; raises Unreadable when it has no name or no colon."""
    head, colon, value = line.partition(":")
    if colon and '"' in head:
        match = _HEAD.match(line)
        head, colon, value = (match[1], ":", line[match.end() :]) if match else (line, "", "")
    name, *raw = _split(head, ";")
    name = name.strip().upper()
    if not colon or not name.replace("-", "").isalnum() or not name.isascii():
        raise Unreadable(f"Line {number} is no iCalendar line: {clean(line, 40)!r}.")
    params: dict[str, tuple[str, ...]] = {}
    for each in raw:
        key, _, values = each.partition("=")
        params[key.strip().upper()] = tuple(_param(one) for one in _split(values, ","))
    return Property(name, value, params, number, zones, line)


def split_list(value: str) -> list[str]:
    """Return the parts of a list of TEXT values that are not empty, still escaped (3.3.11)."""
    return _LISTED.findall(value)


def unescape(value: str) -> str:
    """Return a TEXT value without its escapes, as text that is safe on one or several lines."""
    return clean_lines(_replaced(value, _BACKSLASH, {"n": "\n", "N": "\n"}))


def _replaced(value: str, escapes: re.Pattern[str], meanings: dict[str, str]) -> str:
    """Return a value whose escapes are replaced by what they mean."""
    return escapes.sub(lambda match: meanings.get(match[1], match[1]), value)


def _param(value: str) -> str:
    return clean(_replaced(value.strip('"'), _CIRCUMFLEX, {"n": "\n", "'": '"'}), 400)


def _split(text: str, separator: str) -> list[str]:
    """Split where the separator stands outside of quotes, in one pass."""
    if '"' not in text:
        return text.split(separator)
    parts = [""]
    for index, piece in enumerate(text.split('"')):
        if index % 2:
            parts[-1] += f'"{piece}"'
        else:
            first, *more = piece.split(separator)
            parts[-1] += first
            parts += more
    return parts


def _what_it_is(text: str) -> str:
    if not text:
        return "The file is empty."
    if text.startswith("<"):
        return "This is a web page (perhaps a login page), not a calendar file."
    return "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR."


# Values: dates and times as they are written, and the instants that they mean.


class When(Record):
    """A DATE or DATE-TIME as it stands in a file."""

    wall: datetime
    """Naive; midnight for a DATE."""
    form: Form
    tzid: str = ""
    zones: Zones | None = None
    """The VTIMEZONEs of its calendar."""

    def instant(self) -> datetime:
        """Return the aware time; a floating time or a DATE is in UTC.

        Raises Unreadable for a TZID of which neither the file nor anybody else says what it is.
        """
        if self.form == "zoned":
            return self.wall.replace(tzinfo=zone_of(self.tzid, self.zones))
        return self.wall.replace(tzinfo=UTC)


def when(prop: Property, value: str | None = None) -> When:
    """Return the date or time of a property; raises Unreadable with its line."""
    text = (prop.value if value is None else value).strip()
    if prop.param("VALUE").upper() == "PERIOD":
        text = text.partition("/")[0]
    tzid = prop.param("TZID")
    try:
        if len(text) == 8:
            return When(_digits(text, "000000"), "date")
        if len(text) == 16 and text[8] == "T" and text[15] == "Z":
            return When(_digits(text[:8], text[9:15]), "utc", tzid)
        if len(text) == 15 and text[8] == "T":
            wall = _digits(text[:8], text[9:])
            return When(wall, "zoned" if tzid else "floating", tzid, prop.zones)
    except ValueError:
        pass
    raise Unreadable(f"Line {prop.line}: {prop.name} is no date or time: {clean(text, 30)!r}.")


def whens(component: Component, name: str) -> list[When]:
    """Return all values of a list property such as EXDATE."""
    times: list[When] = []
    for prop in component.all(name):
        parts = [part for part in prop.value.split(",") if part]
        if len(times) + len(parts) > _MAX_LIST:
            raise Unreadable(f"Line {prop.line}: more than {_MAX_LIST} values of {name}: not read.")
        times += [when(prop, part) for part in parts]
    return times


def start_of(component: Component) -> When:
    """Return the DTSTART of a component; raises Unreadable with its line when there is none."""
    prop = component.get("DTSTART")
    if prop is None:
        what = "the event" if component.name == "VEVENT" else component.name
        raise Unreadable(f"Line {component.line}: {what} has no DTSTART.")
    return when(prop)


def length_of(event: Component) -> timedelta:
    """Return how long an event takes in real time (RFC 5545 3.6.1)."""
    start, end, length = start_of(event), event.get("DTEND"), event.get("DURATION")
    if end is not None:
        return when(end).instant().astimezone(UTC) - start.instant().astimezone(UTC)
    if length is not None:
        return duration(length)
    return timedelta(days=start.form == "date")


def duration(prop: Property) -> timedelta:
    """Return a DURATION; raises Unreadable with its line."""
    text = prop.value.strip()
    match = _DURATION.fullmatch(text) if len(text) < 40 else None
    parts = match.groupdict("0") if match else {"days": "9999"}
    total = timedelta(**{unit: min(int(number), 10**6) for unit, number in parts.items()})
    if total > _MAX_DURATION:
        raise Unreadable(
            f"Line {prop.line}: {prop.name} is no length of time: {clean(text, 30)!r}."
        )
    return -total if text.startswith("-") else total


def expand(start: When, prop: Property, low: datetime, high: datetime) -> list[datetime]:
    """Return the wall-clock instances of a rule from `low` to `high` (naive), in order.

    Raises Unreadable for a rule that is not read, or has too many instances in the span.
    """
    rule = read_rule(prop.value, prop.line)
    last = min(high, _until(start, prop, rule)) if rule.until else high
    return instances(rule, start.wall, low, last)


def zone_of(tzid: str, zones: Zones | None = None) -> tzinfo:
    """Return what a TZID means, in a calendar with such VTIMEZONEs; raises Unreadable."""
    if is_zone(tzid):
        return zone(tzid)
    try:
        described = None if zones is None else file_zone(tzid, zones)
    except OkrboardError:
        described = None
    if described is not None:
        return described
    name = iana_name(tzid)
    if not name:
        raise Unreadable(f"There is no time zone {clean(tzid, 60)!r}, and the file has none.")
    return zone(name)


def zone_name(tzid: str) -> str:
    """Return the IANA name that a TZID means to us, or the TZID itself."""
    return iana_name(tzid) or tzid


def file_zone(tzid: str, zones: Zones) -> FileZone | None:
    """Return the zone that a calendar's own VTIMEZONE describes, or None where it has none.

    Raises Unreadable for one that cannot be worked out.
    """
    component = zones.components.get(tzid)
    if component is None:
        return None
    if tzid not in zones.made:
        limit = TimeLimit(zones.seconds)
        try:
            zones.made[tzid] = _described(tzid, component, limit)
        except OkrboardError as error:
            zones.made[tzid] = error
        zones.seconds = limit.left
    made = zones.made[tzid]
    if isinstance(made, OkrboardError):
        raise made
    return made


def _described(tzid: str, component: Component, limit: TimeLimit) -> FileZone:
    """Return a VTIMEZONE as a zone to reckon with; raises Unreadable."""
    changes: dict[Switch, None] = {}
    for part in component.children:
        changes.update(dict.fromkeys(_onsets(part)))
        if len(changes) > _MAX_ONSETS or limit.over:
            raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} takes too long to work out.")
    if not changes:
        raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} says nothing.")
    return FileZone(tzid, sorted(changes, key=lambda change: change.at))


def _onsets(part: Component) -> Iterator[Switch]:
    """Yield the changes that a STANDARD or DAYLIGHT part tells."""
    before, after = (utc_offset(part, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    begins = start_of(part).wall
    walls = [begins, *(each.wall for each in whens(part, "RDATE"))]
    prop = part.get("RRULE")
    if prop is not None:
        rule, high = read_rule(prop.value, prop.line), _LAST_ONSET
        if rule.until:
            end = when(prop, rule.until)
            high = min(high, end.wall + before if end.form == "utc" else end.wall)
        start = max(begins, begins.replace(year=_EARLIEST))
        walls += instances(rule, start, max(start, _FIRST_ONSET), high)
    return (Switch(wall.replace(tzinfo=UTC) - before, before, after) for wall in walls)


def utc_offset(component: Component, name: str) -> timedelta:
    """Return a UTC-OFFSET (RFC 5545 3.3.14); raises Unreadable."""
    text = component.value(name).strip()
    digits = text[1:]
    if text[:1] not in ("+", "-") or not digits.isdecimal() or len(digits) not in (4, 6):
        raise Unreadable(f"Line {component.line}: {name} is no offset: {clean(text, 20)!r}.")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:] or 0))
    if size >= timedelta(days=1):
        raise Unreadable(f"Line {component.line}: {name} is more than a day.")
    return -size if text[0] == "-" else size


def _until(start: When, prop: Property, rule: Recurrence) -> datetime:
    """Return an UNTIL as wall-clock time of the series; a DATE is midnight, as most readers do."""
    until = when(prop, rule.until)
    if until.form == "utc" and start.form == "zoned":
        try:
            there = start.instant().tzinfo
        except OkrboardError:
            return until.wall
        return until.wall.replace(tzinfo=UTC).astimezone(there).replace(tzinfo=None)
    return until.wall


def _digits(day: str, clock: str) -> datetime:
    digits = day + clock
    if not (digits.isascii() and digits.isdigit() and _FIRST_YEAR <= int(day[:4]) <= _LAST_YEAR):
        raise ValueError(day)
    # A leap second is read as the second before (RFC 5545 3.3.12).
    month, on, hour, minute = (int(digits[at : at + 2]) for at in (4, 6, 8, 10))
    return datetime(int(day[:4]), month, on, hour, minute, min(int(clock[4:]), 59))
