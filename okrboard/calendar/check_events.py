"""What the events of one UID say: their instants, and where clients read them differently.

Each sentence names the line. Source of each rule: RFC 5545, RFC 5546, MS-OXCICAL and what was
measured with eleven readers (contract 1.4).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from okrboard.calendar.contentlines import Component, Property
from okrboard.calendar.recurrence import expand
from okrboard.calendar.values import When, duration, when, whens
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HORIZON = timedelta(days=365 * 30)
"""A rule without end is listed for so long."""

_UID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-")
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


def check_series(series: Series, breaches: list[str]) -> list[Instant]:
    """Return the meetings of a UID; sentences are added to `breaches`."""
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
        try:
            instants += _master(series, event, breaches)
        except OkrboardError as error:
            breaches.append(str(error))
    for event in series.overrides:
        try:
            instants += _listed(series, event, [_start(event)])
        except OkrboardError as error:
            breaches.append(str(error))
    return instants


def _master(series: Series, event: Component, breaches: list[str]) -> list[Instant]:
    start = _start(event)
    rule = event.get("RRULE")
    if rule is None:
        if event.get("EXDATE"):
            breaches.append(f"Line {event.line}: EXDATE without a rule.")
        return _listed(series, event, [start])
    breaches += _rule_breaches(rule, start)
    walls = expand(start, rule, start.wall, start.wall + HORIZON)
    if start.wall not in walls:
        breaches.append(f"Line {rule.line}: DTSTART is no instance of the rule; readers differ.")
        walls = [start.wall, *walls]
    breaches += _until_breaches(rule, start, walls[-1])
    breaches += _exception_breaches(event, start, walls)
    excluded = {_wall(each, start) for each in whens(event, "EXDATE")}
    replaced = set()
    for override in series.overrides:
        breaches += _override_breaches(override, start, walls, excluded)
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
    yield from _time_breaches(event, where)
    for alarm in event.kinds("VALARM"):
        if not all(alarm.get(name) for name in ("ACTION", "TRIGGER")):
            yield f"Line {alarm.line}: the alarm needs ACTION and TRIGGER."


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
    override: Component, start: When, walls: list[datetime], excluded: set[datetime]
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
        wall = _wall(at, start)
        if "RANGE" in prop.params:
            yield f"{where} uses RANGE, which few clients read."
        if wall in excluded:
            yield f"{where} is excluded as well; some clients lose it."
        if wall not in walls:
            yield f"{where} replaces nothing: {wall:%Y-%m-%d %H:%M} is not an instance."
            return
        place = walls.index(wall)
        day = _wall(now, start).date()
        if any(day <= each.date() for each in walls[max(0, place - 1) : place]) or any(
            day >= each.date() for each in walls[place + 1 : place + 2]
        ):
            yield f"{where} leaves its place between its neighbours; Outlook refuses that."
    except OkrboardError as error:
        yield str(error)
