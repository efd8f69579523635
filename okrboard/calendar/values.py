"""Dates and times of iCalendar files as they are written, and the instants that they mean.

A TZID is looked up as an IANA name first, which this machine knows better than any file; then in
the file's own VTIMEZONEs, then as what Outlook and others call a zone.
Source: RFC 5545 3.3.4, 3.3.5, 3.3.6, 3.3.14, 3.6.5, 3.8.2.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from okrboard.calendar.contentlines import Component, Property, Zones
from okrboard.calendar.recurrence import Rule, instances, read_rule
from okrboard.calendar.timezone import iana_name, is_zone, zone
from okrboard.calendar.vtimezone import FileZone, Observance
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean

Form = Literal["date", "floating", "utc", "zoned"]


MAX_DURATION = timedelta(days=3660)
MAX_LIST = 1000
"""Values of EXDATE or RDATE of one event."""
FIRST_YEAR, LAST_YEAR = 1600, 2500
"""No date of a file lies outside; Outlook starts its time zones in 1601."""


class When(Record):
    """A DATE or DATE-TIME as it stands in a file."""

    wall: datetime
    """Naive; midnight for a DATE."""
    form: Form
    tzid: str = ""
    zones: Zones | None = None
    """The VTIMEZONEs of its calendar."""

    @property
    def day(self) -> date:
        """The calendar day, as written."""
        return self.wall.date()

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
    found: list[When] = []
    for prop in component.all(name):
        parts = [part for part in prop.value.split(",") if part]
        if len(found) + len(parts) > MAX_LIST:
            raise Unreadable(f"Line {prop.line}: more than {MAX_LIST} values of {name}: not read.")
        found += [when(prop, part) for part in parts]
    return found


def duration(prop: Property) -> timedelta:
    """Return a DURATION; raises Unreadable with its line."""
    text = prop.value.strip()
    sign = -1 if text.startswith("-") else 1
    total, number, units = timedelta(), "", "WDTHMS"
    kinds = {"W": "weeks", "D": "days", "H": "hours", "M": "minutes", "S": "seconds"}
    body = text.lstrip("+-")
    good = body.startswith("P") and 1 < len(body) < 40
    for character in body[1:] if good else "":
        if character in "0123456789":
            number += character
        elif character in units and (number or character == "T"):
            units = units[units.index(character) + 1 :]
            if character != "T":
                total += timedelta(**{kinds[character]: min(int(number), 10**6)})
            number = ""
        else:
            good = False
    if not good or number or total > MAX_DURATION:
        raise Unreadable(
            f"Line {prop.line}: {prop.name} is no length of time: {clean(text, 30)!r}."
        )
    return sign * total


def expand(start: When, prop: Property, low: datetime, high: datetime) -> list[datetime]:
    """Return the wall-clock instances of a rule from `low` to `high` (naive), in order.

    Raises Unreadable for a rule that is not read, or has too many instances in the span.
    """
    rule = read_rule(prop)
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
    known = iana_name(tzid)
    if not known:
        raise Unreadable(f"There is no time zone {clean(tzid, 60)!r}, and the file has none.")
    return zone(known)


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
    made = zones.made.get(tzid)
    if made is None:
        from time import thread_time

        begun = thread_time()
        try:
            parts = [_observance(each) for each in component.children]
            made = FileZone(tzid, parts, zones.seconds)
        except OkrboardError as error:
            made = error
        zones.made[tzid] = made
        zones.seconds -= thread_time() - begun
    if isinstance(made, OkrboardError):
        raise made
    assert isinstance(made, FileZone)
    return made


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


def _observance(component: Component) -> Observance:
    before, after = (utc_offset(component, name) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start, prop = component.get("DTSTART"), component.get("RRULE")
    if start is None:
        raise Unreadable(f"Line {component.line}: {component.name} has no DTSTART.")
    rule = None if prop is None else read_rule(prop)
    until = None
    if prop is not None and rule is not None and rule.until:
        end = when(prop, rule.until)
        until = end.wall + before if end.form == "utc" else end.wall
    dates = tuple(each.wall for each in whens(component, "RDATE"))
    return Observance(when(start).wall, before, after, rule, until, dates)


def _until(start: When, prop: Property, rule: Rule) -> datetime:
    """Return an UNTIL as wall-clock time of the series; a DATE is midnight, as most readers do."""
    until = when(prop, rule.until)
    if until.form == "utc" and start.form == "zoned":
        try:
            zone = start.instant().tzinfo
        except OkrboardError:
            return until.wall
        return until.wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return until.wall


def _digits(day: str, clock: str) -> datetime:
    if not (day + clock).isascii() or not (day + clock).isdigit():
        raise ValueError(day)
    if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
        raise ValueError(day)
    # A leap second is read as the second before (RFC 5545 3.3.12).
    second = min(int(clock[4:]), 59)
    return datetime(
        int(day[:4]), int(day[4:6]), int(day[6:]), int(clock[:2]), int(clock[2:4]), second
    )
