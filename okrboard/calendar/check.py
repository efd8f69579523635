"""Re-reading any iCalendar file: every instant in it, and where it breaks the contract.

It shares no code with the writer but the time zones' data, and takes hostile files: whatever
cannot be read becomes one sentence. A file without breaches is read alike by all clients we know.
What the events say is in `check_events`; here are the file as a whole and its VTIMEZONEs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from okrboard.calendar.check_events import Instant, Series, check_series, text_breaches
from okrboard.calendar.contentlines import MAX_EVENTS, Component, decode, parse
from okrboard.calendar.timezone import iana_name, is_zone, switches, yearly_law, zone
from okrboard.calendar.values import When, file_zone, utc_offset, when
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError
from okrboard.text import clean

MAX_BREACHES = 200
MAX_INSTANTS = 20_000
_SECONDS = 0.8
"""Of work for a whole file; one that takes longer is listed so far, and that is said."""
_SEEN = timedelta(days=366 * 3)
"""For so long the changes of a zone are compared, from the first time in it on."""
_YEAR = timedelta(days=366)
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


class Report(Record):
    """What a file holds."""

    instants: tuple[Instant, ...]
    """Every meeting, in order of time."""
    breaches: tuple[str, ...]
    """One sentence each; empty when the file keeps the contract."""


def check(data: bytes) -> Report:
    """Return the instants and the breaches of a file; never raises for what a file holds."""
    from time import thread_time

    deadline = thread_time() + _SECONDS
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
        found, told = _calendar(calendar, deadline, MAX_INSTANTS - len(instants))
        instants += found
        breaches += told
    instants.sort(key=lambda each: (each.start.astimezone(UTC), each.uid))
    breaches += _doubles(instants)
    if thread_time() > deadline or len(instants) > MAX_INSTANTS:
        # First of all: among many breaches it would be missed.
        breaches.insert(0, "The file takes too long to work out: the rest was not read.")
    unique = list(dict.fromkeys(breaches))
    return Report(tuple(instants[:MAX_INSTANTS]), tuple(unique[:MAX_BREACHES]))


def _calendar(calendar: Component, deadline: float, room: int) -> tuple[list[Instant], list[str]]:
    """Return the meetings and the breaches of a calendar, as far as time and room go."""
    from time import thread_time

    events = calendar.kinds("VEVENT")
    breaches = list(_head_breaches(calendar, events))
    instants: list[Instant] = []
    used: dict[str, list[When]] = {}
    by_uid: dict[str, list[Component]] = {}
    for event in events[:MAX_EVENTS]:
        by_uid.setdefault(event.value("UID").strip(), []).append(event)
    for uid, members in by_uid.items():
        series = Series(uid, members)
        instants += check_series(series, breaches, deadline)
        for zoned in series.zoned:
            used.setdefault(zoned.tzid, []).append(zoned)
        if thread_time() > deadline or len(instants) > room:
            break
    breaches += _zones(calendar, used)
    return instants, breaches


def _doubles(instants: list[Instant]) -> Iterator[str]:
    """Yield where the same meeting is cancelled under one UID and alive under another."""
    off = {(each.start, each.summary): each for each in instants if each.cancelled}
    for each in instants if off else ():
        gone = off.get((each.start, each.summary))
        if gone is not None and not each.cancelled and gone.uid != each.uid:
            yield (
                f"UID {gone.uid} is cancelled at {each.start:%Y-%m-%d %H:%M}, where the same"
                f" meeting takes place as {each.uid}; clients show both."
            )


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
    yield from text_breaches(calendar)
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


# VTIMEZONEs (contract 1.3).


def _zones(calendar: Component, used: dict[str, list[When]]) -> Iterator[str]:
    """Yield where zones are missing, doubled, badly made or wrong."""
    found: dict[str, Component] = {}
    for timezone in calendar.kinds("VTIMEZONE"):
        tzid = timezone.value("TZID")
        if tzid in found:
            yield f"VTIMEZONE {clean(tzid, 60)} is there twice."
        found.setdefault(tzid, timezone)
        yield from _zone_breaches(timezone, set(used))
    for tzid, times in sorted(used.items()):
        if tzid not in found:
            yield f"There is no VTIMEZONE for {clean(tzid, 60)}; some clients shift the meetings."
            continue
        try:
            yield from _disagreements(found[tzid], times)
        except OkrboardError as error:
            yield str(error)


def _zone_breaches(timezone: Component, used: set[str]) -> Iterator[str]:
    """Yield a sentence for each breach of the form of one VTIMEZONE."""
    tzid = clean(timezone.value("TZID"), 60)
    name = f"VTIMEZONE {tzid}"
    if not tzid:
        yield f"Line {timezone.line}: a VTIMEZONE has no TZID."
    elif timezone.value("TZID") not in used:
        yield f"{name} is not used by any time in the file."
    if not is_zone(timezone.value("TZID")):
        known = iana_name(timezone.value("TZID"))
        yield f"{name}: the name is no IANA time zone{known and f'; it means {known}'}."
    blocks = timezone.children
    ruled = [each for each in blocks if each.get("RRULE")]
    if not any(each.name == "STANDARD" for each in blocks):
        yield f"{name} has no STANDARD part; Outlook asks for one."
    if ruled and (len(ruled) != len(blocks) or len(blocks) > 2):
        yield f"{name} mixes yearly rules with other parts; Outlook reads one pair of rules."
    for block in blocks:
        yield from _block_breaches(name, block)


def _block_breaches(name: str, block: Component) -> Iterator[str]:
    where = f"{name}, {block.name} in line {block.line}"
    if block.get("RDATE"):
        yield f"{where}: a list of dates instead of a rule; Outlook and ical.js do not read it."
    if block.get("COMMENT"):
        yield f"{where}: a COMMENT does not belong here."
    try:
        start = block.get("DTSTART")
        if start is None or when(start).form != "floating":
            yield f"{where}: DTSTART must be local time without a zone."
        utc_offset(block, "TZOFFSETFROM"), utc_offset(block, "TZOFFSETTO")
        if block.get("RRULE") and not _names_one_day(block.value("RRULE")):
            yield f"{where}: the rule must be FREQ=YEARLY;BYMONTH=month;BYDAY=one day with number."
    except OkrboardError as error:
        yield str(error)


def _names_one_day(rule: str) -> bool:
    """Whether a rule names one day of every year: a weekday of a month, by number or in a week.

    `BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR` is how Jerusalem's law reads, and says no less.
    """
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    if parts.pop("INTERVAL", "1") != "1" or parts.pop("FREQ", "") != "YEARLY":
        return False
    parts.pop("WKST", None)
    month, weekday = parts.pop("BYMONTH", ""), parts.pop("BYDAY", "")
    week = parts.pop("BYMONTHDAY", "")
    if parts or not month.isdecimal() or not 1 <= int(month[:3]) <= 12:
        return False
    if weekday[-2:] not in _DAYS:
        return False
    if not week:
        return weekday[:-2].removeprefix("+") in ("1", "2", "3", "4", "-1")
    days = [int(day) for day in week.split(",") if day.isdecimal() and len(day) < 3]
    whole = len(days) == week.count(",") + 1 == 7
    return whole and len(weekday) == 2 and days == list(range(days[0], days[0] + 7))


def _disagreements(timezone: Component, times: list[When]) -> Iterator[str]:
    """Yield where a VTIMEZONE tells other times than the zone's own data; raises Unreadable."""
    tzid, name = timezone.value("TZID"), iana_name(timezone.value("TZID"))
    zones = times[0].zones
    described = None if zones is None else file_zone(tzid, zones)
    if not name or described is None:
        return
    called, actual = f"VTIMEZONE {clean(tzid, 60)}", zone(name)
    for at in times:
        real = at.wall.replace(tzinfo=actual)
        told = described.utcoffset(at.wall)
        if real.utcoffset() == real.replace(fold=1).utcoffset() and told != real.utcoffset():
            yield (
                f"{called} says {told} for {at.wall:%Y-%m-%d %H:%M},"
                f" the time zone says {real.utcoffset()}."
            )
            break
    walls = [at.wall for at in times]
    first = min(walls).replace(tzinfo=actual)
    last = min(max(walls), min(walls) + _SEEN).replace(tzinfo=actual)
    onsets = described.onsets
    if yearly_law(name, first, last) and not any(each.get("RRULE") for each in timezone.children):
        yield (
            f"{called} tells single changes and none after {onsets[-1].wall:%Y-%m-%d},"
            " where the law is a yearly rule; Outlook reads rules only."
        )
    real_ones = switches(name, first - _YEAR, last + _YEAR)
    for onset in onsets:
        for switch in real_ones:
            away = abs(onset.instant - switch.at.replace(tzinfo=None))
            alike = (onset.before, onset.after) == (switch.before, switch.after)
            if alike and timedelta(minutes=1) < away < timedelta(hours=26):
                right = switch.at.replace(tzinfo=None) + switch.before
                yield (
                    f"{called} changes at {onset.wall:%Y-%m-%d %H:%M}, the clock at"
                    f" {right:%H:%M}: DTSTART is the local time before the change."
                )
                return


def local_and_utc(instant: datetime) -> tuple[str, str]:
    """Return an aware time as the two texts that `calendar check` prints."""
    return (
        instant.isoformat(timespec="minutes"),
        instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
    )
