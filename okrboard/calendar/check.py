"""Re-reading any iCalendar file: every instant in it, and where it breaks the contract.

It shares no code with the writer but the time zones' data, and takes hostile files: whatever
cannot be read becomes one sentence, which names the line. A file without breaches is read alike by
all clients we know. Source of each rule: RFC 5545, RFC 5546, MS-OXCICAL and what was measured with
eleven readers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from okrboard.calendar.reading import (
    MAX_EVENTS,
    Component,
    Property,
    When,
    decode,
    duration,
    expand,
    file_zone,
    length_of,
    parse,
    start_of,
    utc_offset,
    when,
    whens,
)
from okrboard.calendar.recurrence import TimeLimit, rule_parts
from okrboard.calendar.timezone import iana_name, is_zone, switches, yearly_law, zone
from okrboard.domain.record import Record
from okrboard.domain.schedule import CODES
from okrboard.errors import OkrboardError
from okrboard.text import clean, squeeze

_MAX_BREACHES = 200
_MAX_INSTANTS = 20_000
_SECONDS = 0.8
"""Of work for a whole file; one that takes longer is listed so far, and that is said."""
_SEEN = timedelta(days=366 * 3)
"""For so long the changes of a zone are compared, from the first time in it on."""
_YEAR = timedelta(days=366)
_HORIZON = timedelta(days=365 * 30)
"""A rule without end is listed for so long."""
_UID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
_ESCAPE, _SIGN = re.compile(r"\\[\\;,nN]"), re.compile(r"[\\;,]")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "NAME", "X-WR-CALNAME")
_ONCE = ("UID", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "RRULE", "DURATION")
_WORDS = {"STATUS": ("", "CONFIRMED", "CANCELLED", "TENTATIVE"),
          "TRANSP": ("", "OPAQUE", "TRANSPARENT")}  # fmt: skip
_OF_ALARMS = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
_NUMBERED_DAY = re.compile(rf"(\+?[1-4]|-1)({'|'.join(CODES)})")


class Instant(Record):
    """One meeting of a file."""

    uid: str
    summary: str
    start: datetime
    """Aware, in the zone of the file."""
    end: datetime
    all_day: bool = False
    moved: bool = False
    cancelled: bool = False

    @property
    def local(self) -> str:
        """When it begins, as its file says."""
        return self.start.isoformat(timespec="minutes")

    @property
    def utc(self) -> str:
        """When it begins, in UTC."""
        return f"{self.start.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


class Report(Record):
    """What a file holds."""

    instants: tuple[Instant, ...]
    """Every meeting, in order of time."""
    breaches: tuple[str, ...]
    """One sentence each; empty when the file keeps the contract."""


def check(data: bytes) -> Report:
    """Return the instants and the breaches of a file; never raises for what a file holds."""
    try:
        decode(data)
    except OkrboardError as error:
        return Report((), (str(error),))
    breaches = list(islice(_byte_breaches(data), _MAX_BREACHES))
    try:
        calendars = parse(data)
    except OkrboardError as error:
        # Of a file that is something else, how its lines are folded is nobody's business.
        meant = b"BEGIN:VCALENDAR" in data.upper()
        return Report((), (str(error), *(breaches if meant else ())))
    if len(calendars) > 1:
        breaches.append("The file holds several calendars; most clients read the first only.")
    limit, instants = TimeLimit(_SECONDS), list[Instant]()
    for calendar in calendars:
        events = calendar.kinds("VEVENT")
        breaches += _head_breaches(calendar, events)
        by_uid: dict[str, list[Component]] = {}
        for event in events[:MAX_EVENTS]:
            by_uid.setdefault(event.value("UID").strip(), []).append(event)
        used: dict[str, list[When]] = {}
        for uid, members in by_uid.items():
            series = _Series(uid, members, limit)
            instants += series.instants
            breaches += series.breaches
            for zoned in series.zoned:
                used.setdefault(zoned.tzid, []).append(zoned)
            if limit.over or len(instants) > _MAX_INSTANTS:
                break
        breaches += _zone_breaches(calendar, used)
    instants.sort(key=lambda each: (each.start.astimezone(UTC), each.uid))
    breaches += _doubles(instants)
    if limit.over or len(instants) > _MAX_INSTANTS:
        # First of all: among many breaches it would be missed.
        breaches.insert(0, "The file takes too long to work out: the rest was not read.")
    unique = list(dict.fromkeys(breaches))
    return Report(tuple(instants[:_MAX_INSTANTS]), tuple(unique[:_MAX_BREACHES]))


def _and_unreadable(breaches: Iterator[str]) -> Iterator[str]:
    """Yield breaches, and last why what comes behind them cannot be read."""
    try:
        yield from breaches
    except OkrboardError as error:
        yield str(error)


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
        if line.decode("utf-8", "ignore").encode() != line:
            yield f"Line {number} is folded inside a character."


def _head_breaches(calendar: Component, events: list[Component]) -> Iterator[str]:
    """Yield breaches of the calendar's own properties and order."""
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
    yield from _text_breaches(calendar)
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


# VTIMEZONEs.


def _zone_breaches(calendar: Component, used: dict[str, list[When]]) -> Iterator[str]:
    """Yield where zones are missing, doubled, badly made or wrong."""
    by_tzid: dict[str, Component] = {}
    for timezone in calendar.kinds("VTIMEZONE"):
        tzid = timezone.value("TZID")
        if tzid in by_tzid:
            yield f"VTIMEZONE {clean(tzid, 60)} is there twice."
        by_tzid.setdefault(tzid, timezone)
        yield from _form_breaches(timezone, tzid, tzid in used)
    for tzid, times in sorted(used.items()):
        if tzid in by_tzid:
            yield from _and_unreadable(_disagreements(by_tzid[tzid], times))
        else:
            yield f"There is no VTIMEZONE for {clean(tzid, 60)}; some clients shift the meetings."


def _form_breaches(timezone: Component, tzid: str, is_used: bool) -> Iterator[str]:
    """Yield a sentence for each breach of the form of one VTIMEZONE."""
    name, blocks = f"VTIMEZONE {clean(tzid, 60)}", timezone.children
    ruled = [each for each in blocks if each.get("RRULE")]
    if not tzid:
        yield f"Line {timezone.line}: a VTIMEZONE has no TZID."
    elif not is_used:
        yield f"{name} is not used by any time in the file."
    if not is_zone(tzid):
        known = iana_name(tzid)
        yield f"{name}: the name is no IANA time zone{known and f'; it means {known}'}."
    if not any(each.name == "STANDARD" for each in blocks):
        yield f"{name} has no STANDARD part; Outlook asks for one."
    if ruled and (len(ruled) != len(blocks) or len(blocks) > 2):
        yield f"{name} mixes yearly rules with other parts; Outlook reads one pair of rules."
    for block in blocks:
        where = f"{name}, {block.name} in line {block.line}:"
        yield from _and_unreadable(_block_breaches(where, block))


def _block_breaches(where: str, block: Component) -> Iterator[str]:
    if block.get("RDATE"):
        yield f"{where} a list of dates instead of a rule; Outlook and ical.js do not read it."
    if block.get("COMMENT"):
        yield f"{where} a COMMENT does not belong here."
    start = block.get("DTSTART")
    if start is None or when(start).form != "floating":
        yield f"{where} DTSTART must be local time without a zone."
    utc_offset(block, "TZOFFSETFROM"), utc_offset(block, "TZOFFSETTO")
    if block.get("RRULE") and not _names_one_day(block.value("RRULE")):
        yield f"{where} the rule must be FREQ=YEARLY;BYMONTH=month;BYDAY=one day with number."


def _names_one_day(rule: str) -> bool:
    """Whether a rule names one day of every year: a weekday of a month, by number or in a week.

    `BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR` is how Jerusalem's law reads, and says no less.
    """
    parts = {"INTERVAL": "1", **rule_parts(rule)}
    month, weekday, week = (parts.pop(name, "") for name in ("BYMONTH", "BYDAY", "BYMONTHDAY"))
    parts.pop("WKST", None)
    if parts != {"FREQ": "YEARLY", "INTERVAL": "1"} or not re.fullmatch("0?[1-9]|1[0-2]", month):
        return False
    if not week:
        return _NUMBERED_DAY.fullmatch(weekday) is not None
    days = [int(day) for day in week.split(",") if day.isdecimal() and len(day) < 3]
    whole = len(days) == week.count(",") + 1 == 7
    return whole and weekday in CODES and days == list(range(days[0], days[0] + 7))


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
        offset = described.utcoffset(at.wall)
        if real.utcoffset() == real.replace(fold=1).utcoffset() and offset != real.utcoffset():
            yield (
                f"{called} says {offset} for {at.wall:%Y-%m-%d %H:%M},"
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
            away = abs(onset.at - switch.at)
            alike = (onset.before, onset.after) == (switch.before, switch.after)
            if alike and timedelta(minutes=1) < away < timedelta(hours=26):
                yield (
                    f"{called} changes at {onset.wall:%Y-%m-%d %H:%M}, the clock at"
                    f" {switch.wall:%H:%M}: DTSTART is the local time before the change."
                )
                return


# What the events of one UID say.


class _Series:
    """The events of one UID, a master and its overrides: their meetings, and what is wrong."""

    def __init__(self, uid: str, events: list[Component], limit: TimeLimit) -> None:
        self.uid = clean(uid, 80)
        self.masters = [each for each in events if not each.get("RECURRENCE-ID")]
        self.overrides = [each for each in events if each.get("RECURRENCE-ID")]
        self.instants: list[Instant] = []
        self.zoned: list[When] = []
        """Every local time with a zone that readers have to turn into an instant."""
        self.breaches = list(self._uid_breaches())
        for event in (*self.masters, *self.overrides):
            self.breaches += _property_breaches(event)
        for event in (*self.masters, *self.overrides):
            if not limit.over:
                self.breaches += _and_unreadable(self._meetings(event))

    def _uid_breaches(self) -> Iterator[str]:
        name = self.uid or "(no UID)"
        if not self.uid or not _UID_CHARACTERS.issuperset(self.uid):
            yield f"UID {name!r}: use letters, digits and _.+- only."
        if len(self.masters) > 1:
            yield f"UID {name} is used by several events; clients keep only one."
        if not self.masters:
            yield f"UID {name} has an override but no series."

    def _meetings(self, event: Component) -> Iterator[str]:
        """List the meetings of an event; yield what is wrong with its rule and its exceptions."""
        start = start_of(event)
        rules, dates = event.all("RRULE"), whens(event, "RDATE")
        is_override = event.get("RECURRENCE-ID") is not None
        if is_override or not (rules or dates):
            if event.get("EXDATE") and not is_override:
                yield f"Line {event.line}: EXDATE without a rule."
            self._list(event, [start])
            return
        every = {start.wall, *(_wall(each, start) for each in dates)}
        for rule in rules:
            yield from _rule_breaches(rule, start)
            own = expand(start, rule, start.wall, start.wall + _HORIZON)
            yield from _end_breaches(rule, start, own)
            every.update(own)
        walls = sorted(every)
        yield from _exception_breaches(event, start, walls)
        excluded = {_wall(each, start) for each in whens(event, "EXDATE")}
        replaced = set()
        for override in self.overrides:
            yield from _and_unreadable(_override_breaches(override, start, walls, excluded))
            replaced |= {_wall(each, start) for each in whens(override, "RECURRENCE-ID")}
        if walls[0] in replaced:
            yield f"Line {event.line}: the first instance is moved; start the series later."
        kept = [wall for wall in walls if wall not in excluded and wall not in replaced]
        self._list(event, [start._replace(wall=wall) for wall in kept])

    def _list(self, event: Component, starts: list[When]) -> None:
        length = length_of(event)
        for each in starts:
            start = each.instant()
            if each.form == "zoned":
                self.zoned.append(each)
            end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
            self.instants.append(
                Instant(
                    self.uid, squeeze(event.text("SUMMARY")), start, end,
                    all_day=each.form == "date",
                    moved=event.get("RECURRENCE-ID") is not None,
                    cancelled=event.value("STATUS").upper() == "CANCELLED",
                )
            )  # fmt: skip


def _wall(at: When, start: When) -> datetime:
    """Return a time as the wall clock of the series shows it."""
    if at.form == start.form and at.tzid == start.tzid:
        return at.wall
    if "date" in (at.form, start.form) or "floating" in (at.form, start.form):
        return at.wall
    return at.instant().astimezone(start.instant().tzinfo).replace(tzinfo=None)


def _property_breaches(event: Component) -> Iterator[str]:
    """Yield breaches that one event shows by itself."""
    where, value = f"Line {event.line}: the event", event.value
    for name in _ONCE:
        if len(event.all(name)) > 1:
            yield f"{where} has {name} twice."
    if not value("SEQUENCE").isdecimal():
        yield f"{where} has no SEQUENCE; Outlook picks the revision by it."
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if not value(name).endswith("Z"):
            yield f"{where} has no {name} in UTC."
    for name, known in _WORDS.items():
        if value(name) not in known:
            yield f"{where} has a {name} that is not known."
    for name in ("RDATE", "EXRULE"):
        if event.get(name):
            yield f"{where} uses {name}, which few clients read."
    yield from _text_breaches(event)
    yield from _and_unreadable(_time_breaches(event, where))
    for alarm in event.kinds("VALARM"):
        yield from _and_unreadable(_alarm_breaches(alarm, event.get("RRULE") is not None))


def _text_breaches(component: Component) -> Iterator[str]:
    """Yield which texts of a component are not escaped (RFC 5545 3.3.11)."""
    for prop in component.properties:
        # A sign that lacks its backslash, or a backslash that has no sign.
        bare = _SIGN.search(_ESCAPE.sub("", prop.value)) if prop.name in _TEXTS else None
        if bare:
            yield f"Line {prop.line}: {prop.name} holds {bare[0]!r} without a backslash before it."


def _alarm_breaches(alarm: Component, is_recurring: bool) -> Iterator[str]:
    """Yield what an alarm lacks (RFC 5545 3.6.6, 3.8.6.3)."""
    where, trigger = f"Line {alarm.line}: the alarm", alarm.get("TRIGGER")
    action = alarm.value("ACTION").strip().upper()
    if action == "NONE":
        # Apple's way to say that there is none.
        return
    if not action or trigger is None:
        yield f"{where} needs ACTION and TRIGGER."
    for name in _OF_ALARMS.get(action, ()):
        if not alarm.get(name):
            yield f"{where} needs a {name} for {action}."
    if bool(alarm.get("DURATION")) != bool(alarm.get("REPEAT")):
        yield f"{where} needs DURATION and REPEAT together."
    if trigger is None:
        return
    value = trigger.value.strip()
    if value.lstrip("+-").startswith("P"):
        duration(trigger)
        return
    if trigger.param("VALUE").upper() != "DATE-TIME" or not value.endswith("Z"):
        yield f"{where} rings at a time that is not VALUE=DATE-TIME in UTC."
    if is_recurring:
        yield f"{where} of a series rings at one time only; give it minutes before the start."


def _time_breaches(event: Component, where: str) -> Iterator[str]:
    start, end = start_of(event), event.get("DTEND")
    if start.form == "floating":
        yield f"{where} starts at a floating time: everybody would see another hour."
    if start.form == "utc" and start.tzid:
        yield f"{where} starts in UTC but names a zone."
    if end is None:
        if event.get("DURATION") is None:
            yield f"{where} has no DTEND."
        return
    if not _is_alike(when(end), start):
        yield f"{where} ends in another zone or form than it starts."
    if length_of(event) <= timedelta():
        yield f"{where} does not end after its start."


def _is_alike(at: When, start: When) -> bool:
    return (at.form, at.tzid) == (start.form, start.tzid)


def _rule_breaches(rule: Property, start: When) -> Iterator[str]:
    parts, day = rule_parts(rule.value), CODES[start.wall.weekday()]
    until = parts.get("UNTIL", "")
    where = f"Line {rule.line}: the rule"
    if not rule.value.startswith("FREQ="):
        yield f"{where} must begin with FREQ."
    if ("UNTIL" in parts) == ("COUNT" in parts):
        yield f"{where} needs an end: UNTIL or COUNT, not both."
    if until and start.form in ("utc", "zoned") and not until.endswith("Z"):
        yield f"{where} ends at a local time; with UNTIL not in UTC readers lose a meeting."
    if until and start.form == "date" and len(until) != 8:
        yield f"{where} must end on a day, as the series starts on one."
    if parts.get("FREQ") == "WEEKLY" and parts.get("BYDAY", day) != day:
        yield f"{where} repeats on {clean(parts['BYDAY'], 30)}, the series starts on {day}."
    if parts.get("INTERVAL", "1") != "1" and "WKST" not in parts:
        yield f"{where} with an INTERVAL needs WKST."


def _end_breaches(rule: Property, start: When, own: list[datetime]) -> Iterator[str]:
    """Yield where the instances of a rule are not from its series' start to its UNTIL."""
    until = rule_parts(rule.value).get("UNTIL", "")
    if start.wall not in own:
        yield f"Line {rule.line}: DTSTART is no instance of the rule; readers differ."
    if start.form in ("utc", "zoned") and until.endswith("Z"):
        last = start._replace(wall=own[-1] if own else start.wall).instant().astimezone(UTC)
        if when(rule, until).wall != last.replace(tzinfo=None):
            yield f"Line {rule.line}: UNTIL is not the last instance, in UTC."


def _exception_breaches(event: Component, start: When, walls: list[datetime]) -> Iterator[str]:
    known = set(walls)
    for prop in event.all("EXDATE"):
        for part in prop.value.split(","):
            each = when(prop, part)
            if not _is_alike(each, start):
                yield f"Line {prop.line}: EXDATE has another form or zone than DTSTART."
            elif each.wall not in known:
                yield f"Line {prop.line}: EXDATE {clean(part, 20)} is not an instance of the rule."
            elif each.wall == walls[0]:
                yield f"Line {prop.line}: the first instance is excluded; start the series later."


def _override_breaches(
    override: Component, start: When, walls: list[datetime], excluded: set[datetime]
) -> Iterator[str]:
    where = f"Line {override.line}: the moved meeting"
    for name in ("RRULE", "RDATE", "EXDATE"):
        if override.get(name):
            yield f"{where} has {name} of its own."
    prop = override.all("RECURRENCE-ID")[0]
    at, now = when(prop), start_of(override)
    if not _is_alike(at, start):
        yield f"{where} names its instance in another form or zone than DTSTART."
    elif at.form == "utc":
        yield f"{where} names its instance in UTC; some clients show the old time as well."
    wall, day = _wall(at, start), _wall(now, start).date()
    if "RANGE" in prop.params:
        yield f"{where} uses RANGE, which few clients read."
    if wall in excluded:
        yield f"{where} is excluded as well; some clients lose it."
    place = bisect_left(walls, wall)
    if wall not in walls[place : place + 1]:
        yield f"{where} replaces nothing: {wall:%Y-%m-%d %H:%M} is not an instance."
        return
    before, after = walls[max(0, place - 1) : place], walls[place + 1 : place + 2]
    if any(day <= each.date() for each in before) or any(day >= each.date() for each in after):
        yield f"{where} leaves its place between its neighbours; Outlook refuses that."
