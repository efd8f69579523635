"""What the events of one UID say: their instants, and where clients read them differently.

Each sentence names the line. Source of each rule: RFC 5545, RFC 5546, MS-OXCICAL and what was
measured with eleven readers (contract 1.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from okrboard.calendar.contentlines import Component, Property
from okrboard.calendar.values import When, duration, expand, when, whens
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean, squeeze

HORIZON = timedelta(days=365 * 30)
"""A rule without end is listed for so long."""

_UID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "NAME", "X-WR-CALNAME")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


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


class Series:
    """The events of one UID: a master, its overrides, and what they say of time."""

    def __init__(self, uid: str, events: list[Component]) -> None:
        self.uid = clean(uid, 80)
        self.masters = [each for each in events if not each.get("RECURRENCE-ID")]
        self.overrides = [each for each in events if each.get("RECURRENCE-ID")]
        self.zoned: list[When] = []
        """Every local time with a zone that readers have to turn into an instant."""


def check_series(series: Series, breaches: list[str], deadline: float) -> list[Instant]:
    """Return the meetings of a UID, those until a deadline; sentences are added to `breaches`.

    The deadline is one of `time.thread_time`, and the caller's to tell.
    """
    from time import thread_time

    name = series.uid or "(no UID)"
    if not series.uid or not _UID_CHARACTERS.issuperset(series.uid):
        breaches.append(f"UID {name!r}: use letters, digits and _.+- only.")
    if len(series.masters) > 1:
        breaches.append(f"UID {name} is used by several events; clients keep only one.")
    if not series.masters:
        breaches.append(f"UID {name} has an override but no series.")
    for event in (*series.masters, *series.overrides):
        breaches += _property_breaches(event)
    instants: list[Instant] = []
    for event in series.masters:
        if thread_time() > deadline:
            break
        try:
            instants += _master(series, event, breaches)
        except OkrboardError as error:
            breaches.append(str(error))
    for event in series.overrides:
        if thread_time() > deadline:
            break
        try:
            instants += _listed(series, event, [_start(event)])
        except OkrboardError as error:
            breaches.append(str(error))
    return instants


def _master(series: Series, event: Component, breaches: list[str]) -> list[Instant]:
    start = _start(event)
    rules, dates = event.all("RRULE"), whens(event, "RDATE")
    if not rules and not dates:
        if event.get("EXDATE"):
            breaches.append(f"Line {event.line}: EXDATE without a rule.")
        return _listed(series, event, [start])
    every = {start.wall, *(_wall(each, start) for each in dates)}
    for rule in rules:
        breaches += _rule_breaches(rule, start)
        own = expand(start, rule, start.wall, start.wall + HORIZON)
        if start.wall not in own:
            breaches.append(
                f"Line {rule.line}: DTSTART is no instance of the rule; readers differ."
            )
        breaches += _until_breaches(rule, start, own[-1] if own else start.wall)
        every.update(own)
    walls = sorted(every)
    places = {wall: place for place, wall in enumerate(walls)}
    breaches += _exception_breaches(event, start, walls)
    excluded = {_wall(each, start) for each in whens(event, "EXDATE")}
    replaced = set()
    for override in series.overrides:
        breaches += _override_breaches(override, start, walls, places, excluded)
        replaced |= {_wall(each, start) for each in whens(override, "RECURRENCE-ID")}
    if walls[0] in replaced:
        breaches.append(f"Line {event.line}: the first instance is moved; start the series later.")
    kept = [wall for wall in walls if wall not in excluded and wall not in replaced]
    return _listed(series, event, [start._replace(wall=wall) for wall in kept])


def _listed(series: Series, event: Component, starts: list[When]) -> list[Instant]:
    length = _length(event)
    summary = event.get("SUMMARY")
    title = "" if summary is None else squeeze(summary.text)
    found = []
    for each in starts:
        start = each.instant()
        if each.form == "zoned":
            series.zoned.append(each)
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
        found.append(
            Instant(
                series.uid, title, start, end,
                all_day=each.form == "date",
                moved=event.get("RECURRENCE-ID") is not None,
                cancelled=event.value("STATUS").upper() == "CANCELLED",
            )
        )  # fmt: skip
    return found


def _start(event: Component) -> When:
    prop = event.get("DTSTART")
    if prop is None:
        raise Unreadable(f"Line {event.line}: the event has no DTSTART.")
    return when(prop)


def _length(event: Component) -> timedelta:
    """Return how long an event takes in real time (RFC 5545 3.6.1)."""
    start, end, length = _start(event), event.get("DTEND"), event.get("DURATION")
    if end is not None:
        return when(end).instant().astimezone(UTC) - start.instant().astimezone(UTC)
    if length is not None:
        return duration(length)
    return timedelta(days=start.form == "date")


def _wall(at: When, start: When) -> datetime:
    """Return a time as the wall clock of the series shows it."""
    if at.form == start.form and at.tzid == start.tzid:
        return at.wall
    if "date" in (at.form, start.form) or "floating" in (at.form, start.form):
        return at.wall
    return at.instant().astimezone(start.instant().tzinfo).replace(tzinfo=None)


def _property_breaches(event: Component) -> Iterator[str]:
    """Yield breaches that one event shows by itself."""
    where = f"Line {event.line}: the event"
    for name in ("UID", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "RRULE", "DURATION"):
        if len(event.all(name)) > 1:
            yield f"{where} has {name} twice."
    if not event.value("SEQUENCE").isdecimal():
        yield f"{where} has no SEQUENCE; Outlook picks the revision by it."
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if not event.value(name).endswith("Z"):
            yield f"{where} has no {name} in UTC."
    if event.value("STATUS") not in ("", "CONFIRMED", "CANCELLED", "TENTATIVE"):
        yield f"{where} has a STATUS that is not known."
    if event.value("TRANSP") not in ("", "OPAQUE", "TRANSPARENT"):
        yield f"{where} has a TRANSP that is not known."
    for name in ("RDATE", "EXRULE"):
        if event.get(name):
            yield f"{where} uses {name}, which few clients read."
    yield from text_breaches(event)
    yield from _time_breaches(event, where)
    for alarm in event.kinds("VALARM"):
        yield from _alarm_breaches(alarm, recurring=event.get("RRULE") is not None)


def text_breaches(component: Component) -> Iterator[str]:
    """Yield which texts of a component are not escaped (RFC 5545 3.3.11)."""
    for prop in component.properties:
        if prop.name in _TEXTS:
            bare = _bare(prop.value)
            if bare:
                yield f"Line {prop.line}: {prop.name} holds {bare!r} without a backslash before it."


def _bare(value: str) -> str:
    """Return the first sign of a TEXT that lacks its backslash, or a backslash that has no sign."""
    signs = iter(value)
    for sign in signs:
        if sign == "\\":
            if next(signs, "") not in ("\\", ";", ",", "n", "N"):
                return sign
        elif sign in ";,":
            return sign
    return ""


def _alarm_breaches(alarm: Component, *, recurring: bool) -> Iterator[str]:
    """Yield what an alarm lacks (RFC 5545 3.6.6, 3.8.6.3)."""
    where, trigger = f"Line {alarm.line}: the alarm", alarm.get("TRIGGER")
    action = alarm.value("ACTION").strip().upper()
    if action == "NONE":
        # Apple's way to say that there is none.
        return
    if not action or trigger is None:
        yield f"{where} needs ACTION and TRIGGER."
    needed = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
    for name in needed.get(action, ()):
        if not alarm.get(name):
            yield f"{where} needs a {name} for {action}."
    if bool(alarm.get("DURATION")) != bool(alarm.get("REPEAT")):
        yield f"{where} needs DURATION and REPEAT together."
    if trigger is None:
        return
    if trigger.value.strip().lstrip("+-").startswith("P"):
        try:
            duration(trigger)
        except OkrboardError as error:
            yield str(error)
        return
    if trigger.param("VALUE").upper() != "DATE-TIME" or not trigger.value.strip().endswith("Z"):
        yield f"{where} rings at a time that is not VALUE=DATE-TIME in UTC."
    if recurring:
        yield f"{where} of a series rings at one time only; give it minutes before the start."


def _time_breaches(event: Component, where: str) -> Iterator[str]:
    try:
        start = _start(event)
        if start.form == "floating":
            yield f"{where} starts at a floating time: everybody would see another hour."
        if start.form == "utc" and start.tzid:
            yield f"{where} starts in UTC but names a zone."
        end = event.get("DTEND")
        if end is not None:
            if when(end).form != start.form or when(end).tzid != start.tzid:
                yield f"{where} ends in another zone or form than it starts."
            if _length(event) <= timedelta():
                yield f"{where} does not end after its start."
        elif event.get("DURATION") is None:
            yield f"{where} has no DTEND."
    except OkrboardError as error:
        yield str(error)


def _rule_breaches(rule: Property, start: When) -> Iterator[str]:
    parts = dict(part.partition("=")[::2] for part in rule.value.split(";"))
    where = f"Line {rule.line}: the rule"
    if not rule.value.startswith("FREQ="):
        yield f"{where} must begin with FREQ."
    if ("UNTIL" in parts) == ("COUNT" in parts):
        yield f"{where} needs an end: UNTIL or COUNT, not both."
    until = parts.get("UNTIL", "")
    if until and start.form in ("utc", "zoned") and not until.endswith("Z"):
        yield f"{where} ends at a local time; with UNTIL not in UTC readers lose a meeting."
    if until and start.form == "date" and len(until) != 8:
        yield f"{where} must end on a day, as the series starts on one."
    day = _DAYS[start.wall.weekday()]
    if parts.get("FREQ") == "WEEKLY" and parts.get("BYDAY", day) != day:
        yield f"{where} repeats on {clean(parts['BYDAY'], 30)}, the series starts on {day}."
    if parts.get("INTERVAL", "1") != "1" and "WKST" not in parts:
        yield f"{where} with an INTERVAL needs WKST."


def _until_breaches(rule: Property, start: When, last: datetime) -> Iterator[str]:
    until = dict(part.partition("=")[::2] for part in rule.value.split(";")).get("UNTIL", "")
    if start.form in ("zoned", "utc") and until.endswith("Z"):
        final = start._replace(wall=last).instant().astimezone(UTC)
        if when(rule, until).wall != final.replace(tzinfo=None):
            yield f"Line {rule.line}: UNTIL is not the last instance, in UTC."


def _exception_breaches(event: Component, start: When, walls: list[datetime]) -> Iterator[str]:
    known = set(walls)
    for prop in event.all("EXDATE"):
        for part in prop.value.split(","):
            each = when(prop, part)
            if each.form != start.form or each.tzid != start.tzid:
                yield f"Line {prop.line}: EXDATE has another form or zone than DTSTART."
            elif each.wall not in known:
                yield f"Line {prop.line}: EXDATE {clean(part, 20)} is not an instance of the rule."
            elif each.wall == walls[0]:
                yield f"Line {prop.line}: the first instance is excluded; start the series later."


def _override_breaches(
    override: Component,
    start: When,
    walls: list[datetime],
    places: dict[datetime, int],
    excluded: set[datetime],
) -> Iterator[str]:
    where = f"Line {override.line}: the moved meeting"
    for name in ("RRULE", "RDATE", "EXDATE"):
        if override.get(name):
            yield f"{where} has {name} of its own."
    try:
        prop = override.all("RECURRENCE-ID")[0]
        at, now = when(prop), _start(override)
        if at.form != start.form or at.tzid != start.tzid:
            yield f"{where} names its instance in another form or zone than DTSTART."
        elif at.form == "utc":
            yield f"{where} names its instance in UTC; some clients show the old time as well."
        wall = _wall(at, start)
        if "RANGE" in prop.params:
            yield f"{where} uses RANGE, which few clients read."
        if wall in excluded:
            yield f"{where} is excluded as well; some clients lose it."
        if wall not in places:
            yield f"{where} replaces nothing: {wall:%Y-%m-%d %H:%M} is not an instance."
            return
        place = places[wall]
        day = _wall(now, start).date()
        if any(day <= each.date() for each in walls[max(0, place - 1) : place]) or any(
            day >= each.date() for each in walls[place + 1 : place + 2]
        ):
            yield f"{where} leaves its place between its neighbours; Outlook refuses that."
    except OkrboardError as error:
        yield str(error)
