"""Dates and times of iCalendar files: read as written, never through a zone of the file.

Source: RFC 5545 3.3.4, 3.3.5, 3.3.6, 3.8.2.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from okrboard.calendar.timezone import zone
from okrboard.domain.record import Record
from okrboard.errors import Unreadable, UsageError
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from okrboard.calendar.contentlines import Component, Property

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

    @property
    def day(self) -> date:
        """The calendar day, as written."""
        return self.wall.date()

    def instant(self) -> datetime:
        """Return the aware time, by this machine's zones; a floating time or a DATE is in UTC.

        Raises UsageError for a TZID that is no IANA zone.
        """
        if self.form == "zoned":
            return self.wall.replace(tzinfo=zone(self.tzid))
        return self.wall.replace(tzinfo=UTC)


def when(prop: Property, value: str | None = None) -> When:
    """Return the date or time of a property; raises Unreadable with its line."""
    text = (prop.value if value is None else value).strip()
    tzid = prop.param("TZID")
    try:
        if len(text) == 8:
            return When(_digits(text, "000000"), "date")
        if len(text) == 16 and text[8] == "T" and text[15] == "Z":
            return When(_digits(text[:8], text[9:15]), "utc", tzid)
        if len(text) == 15 and text[8] == "T":
            wall = _digits(text[:8], text[9:])
            return When(wall, "zoned" if tzid else "floating", tzid)
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


def known_zone(tzid: str) -> bool:
    """Whether a TZID is an IANA name that this machine knows."""
    try:
        zone(tzid)
    except UsageError:
        return False
    return True


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
