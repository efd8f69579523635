"""Re-reading any iCalendar file: every instant in it, and where it breaks the contract.

It shares no code with the writer but the time zones' data, and takes hostile files: whatever
cannot be read becomes one sentence. A file without breaches is read alike by all clients we know.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

from okrboard.calendar.check_events import Instant, Series, check_series
from okrboard.calendar.check_zones import disagreement, zone_breaches
from okrboard.calendar.contentlines import MAX_EVENTS, Component, decode, parse
from okrboard.calendar.values import When
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BREACHES = 200
MAX_INSTANTS = 20_000
_SECONDS = 0.8
"""A file that takes longer is reported as too much work."""


class Report(Record):
    """What a file holds."""

    instants: tuple[Instant, ...]
    """Every meeting, in order of time."""
    breaches: tuple[str, ...]
    """One sentence each; empty when the file keeps the contract."""


def check(data: bytes) -> Report:
    """Return the instants and the breaches of a file; never raises for what a file holds."""
    instants: list[Instant] = []
    try:
        decode(data)
    except OkrboardError as error:
        return Report((), (str(error),))
    breaches = list(islice(_byte_breaches(data), MAX_BREACHES))
    try:
        calendars = parse(data)
    except OkrboardError as error:
        # Of a file that is something else, how its lines are folded is nobody's business.
        meant = b"BEGIN:VCALENDAR" in data.upper()
        return Report((), (str(error), *(breaches if meant else ())))
    if len(calendars) > 1:
        breaches.append("The file holds several calendars; most clients read the first only.")
    for calendar in calendars:
        found, told = _calendar(calendar)
        instants += found
        breaches += told
    instants.sort(key=lambda each: (each.start.astimezone(UTC), each.uid))
    unique = list(dict.fromkeys(breaches))
    return Report(tuple(instants[:MAX_INSTANTS]), tuple(unique[:MAX_BREACHES]))


def _calendar(calendar: Component) -> tuple[list[Instant], list[str]]:
    from time import thread_time

    deadline = thread_time() + _SECONDS
    events = calendar.kinds("VEVENT")
    breaches = list(_head_breaches(calendar, events))
    instants: list[Instant] = []
    used: dict[str, list[When]] = {}
    by_uid: dict[str, list[Component]] = {}
    for event in events[:MAX_EVENTS]:
        by_uid.setdefault(event.value("UID").strip(), []).append(event)
    for uid, members in by_uid.items():
        if thread_time() > deadline or len(instants) > MAX_INSTANTS:
            breaches.append("The file holds too many meetings: the rest was not read.")
            break
        series = Series(uid, members)
        instants += check_series(series, breaches)
        for zoned in series.zoned:
            used.setdefault(zoned.tzid, []).append(zoned)
    breaches += _zones(calendar, used)
    return instants, breaches


def _byte_breaches(data: bytes) -> Iterator[str]:
    """Yield what is wrong with the bytes (RFC 5545 3.1)."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "The file begins with a BOM; several readers refuse it."
    if not data.endswith(b"\r\n"):
        yield "The last line does not end with CRLF."
    bare = data.count(b"\n") - data.count(b"\r\n"), data.count(b"\r") - data.count(b"\r\n")
    if any(bare):
        yield "Some lines do not end with CRLF."
    lines = data.replace(b"\n", b"\r\n" if bare[0] == data.count(b"\n") else b"\n").split(b"\r\n")
    for number, line in enumerate(lines[:-1], 1):
        if not line.strip():
            yield f"Line {number} is empty."
        elif len(line) > 75:
            yield f"Line {number} has {len(line)} octets; fold after 75."
        if any((octet < 32 and octet != 9) or octet == 127 for octet in line):
            yield f"Line {number} holds a control character."
        if line and _is_cut(line):
            yield f"Line {number} is folded inside a character."


def _is_cut(line: bytes) -> bool:
    """Whether a line starts or ends inside a UTF-8 sequence."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _head_breaches(calendar: Component, events: list[Component]) -> Iterator[str]:
    """Yield breaches of the calendar's own properties and order (contract 1.2)."""
    if calendar.value("VERSION") != "2.0":
        yield "VERSION must be 2.0."
    if not calendar.value("PRODID"):
        yield "PRODID is missing."
    if not calendar.children:
        yield "The calendar holds nothing."
    for prop in calendar.properties:
        if calendar.children and prop.line > calendar.children[0].line:
            yield f"Line {prop.line}: {clean(prop.name, 40)} stands after a component."
    zones = [each.line for each in calendar.kinds("VTIMEZONE")]
    if zones and events and max(zones) > min(each.line for each in events):
        yield "A VTIMEZONE stands after an event; put them first."
    refresh = calendar.get("REFRESH-INTERVAL")
    if refresh is not None and refresh.param("VALUE").upper() != "DURATION":
        yield "REFRESH-INTERVAL needs VALUE=DURATION."
    if bool(calendar.get("NAME")) != bool(calendar.get("X-WR-CALNAME")):
        yield "NAME and X-WR-CALNAME belong together; each is read by other clients."
    yield from _method_breaches(calendar.value("METHOD").upper(), events)


def _method_breaches(method: str, events: list[Component]) -> Iterator[str]:
    """Yield breaches of RFC 5546 3.2."""
    uids = {event.value("UID") for event in events}
    if method not in ("", "PUBLISH", "REQUEST", "CANCEL"):
        yield f"METHOD:{clean(method, 20)} is not for a file of meetings."
    if method in ("REQUEST", "CANCEL") and len(uids) > 1:
        yield f"METHOD:{method} with several meetings: Outlook reads only the first."
    if method and not all(event.get("ORGANIZER") for event in events):
        yield f"METHOD:{method} asks for an ORGANIZER in every event."
    if method in ("", "PUBLISH") and any(event.get("ATTENDEE") for event in events):
        yield "ATTENDEE does not belong into a published file: an import would reset the answers."


def _zones(calendar: Component, used: dict[str, list[When]]) -> Iterator[str]:
    """Yield where zones are missing, doubled, badly made or wrong (contract 1.3)."""
    found: dict[str, Component] = {}
    for timezone in calendar.kinds("VTIMEZONE"):
        tzid = timezone.value("TZID")
        if tzid in found:
            yield f"VTIMEZONE {clean(tzid, 60)} is there twice."
        found[tzid] = timezone
        yield from zone_breaches(timezone, set(used))
    for tzid, times in sorted(used.items()):
        if tzid not in found:
            yield f"There is no VTIMEZONE for {clean(tzid, 60)}; some clients shift the meetings."
            continue
        for at in times:
            wrong = _disagreement(found[tzid], at)
            if wrong:
                yield wrong
                break


def _disagreement(timezone: Component, at: When) -> str:
    try:
        return disagreement(timezone, at)
    except OkrboardError:
        return ""


def local_and_utc(instant: datetime) -> tuple[str, str]:
    """Return an aware time as the two texts that `calendar check` prints."""
    return (
        instant.isoformat(timespec="minutes"),
        instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
    )
