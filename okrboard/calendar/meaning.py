"""What a calendar resource means, as a digest: equal for what differs in bytes only.

Servers re-order, refold and rewrite time zones; SEQUENCE, DTSTAMP and LAST-MODIFIED move without
a change that people see. None of it is part of the meaning.
"""

from __future__ import annotations

from datetime import UTC

from okrboard.calendar.contentlines import Component, Property, parse
from okrboard.calendar.values import When, duration, when, whens, zone_name
from okrboard.errors import OkrboardError

HASH = "X-OKRBOARD-HASH"
"""The property that keeps the digest of a resource as we wrote it."""

_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")


def meaning(data: bytes) -> str:
    """Return the digest of a resource; raises Unreadable when it cannot be read."""
    from hashlib import sha256

    told = sorted(_told(event) for calendar in parse(data) for event in calendar.kinds("VEVENT"))
    return sha256("\n".join(told).encode("utf-8")).hexdigest()[:32]


def stated(data: bytes) -> str:
    """Return the digest that a resource carries, or an empty string."""
    for calendar in parse(data):
        for event in calendar.kinds("VEVENT"):
            found = event.get(HASH)
            if found is not None:
                return found.text.strip()
    return ""


def _told(event: Component) -> str:
    start = event.get("DTSTART")
    parts = [
        event.value("UID").strip(),
        _each(event, "RECURRENCE-ID"),
        _each(event, "DTSTART"),
        "" if start is None else zone_name(start.param("TZID")),
        _end(event),
        ";".join(sorted(event.value("RRULE").upper().replace("WKST=MO", "").split(";"))),
        _each(event, "EXDATE"),
        _each(event, "RDATE"),
        event.value("STATUS").upper() or "CONFIRMED",
        *(_text(event.get(name)) for name in _TEXTS),
        *sorted(alarm.value("TRIGGER") for alarm in event.kinds("VALARM")),
    ]
    return "\x1f".join(parts)


def _text(prop: Property | None) -> str:
    return "" if prop is None else " ".join(prop.text.split())


def _each(event: Component, name: str) -> str:
    return ",".join(sorted(_instant(each) for each in whens(event, name)))


def _end(event: Component) -> str:
    end, length, start = event.get("DTEND"), event.get("DURATION"), event.get("DTSTART")
    if end is not None:
        return _instant(when(end))
    if length is None or start is None:
        return ""
    begun = when(start)
    try:
        return f"{begun.instant().astimezone(UTC) + duration(length):%Y%m%dT%H%M%SZ}"
    except (OkrboardError, OverflowError):
        return length.value


def _instant(at: When) -> str:
    if at.form in ("date", "floating"):
        return f"{at.form}{at.wall.isoformat()}"
    try:
        return f"{at.instant().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except (OkrboardError, OverflowError):
        return f"{at.tzid}:{at.wall.isoformat()}"


def uids(data: bytes) -> set[str]:
    """Return the UIDs of a resource's events; empty when it cannot be read."""
    try:
        calendars = parse(data)
    except OkrboardError:
        return set()
    return {
        event.value("UID").strip() for calendar in calendars for event in calendar.kinds("VEVENT")
    }
