"""What somebody changed in the calendar on our meetings, as offers to the board.

Pure: reads resources, decides nothing. A person takes or declines each offer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from okrboard.calendar.contentlines import Component, parse
from okrboard.calendar.layout import single_uid
from okrboard.calendar.meaning import meaning, stated, uids
from okrboard.calendar.plan import rule_days
from okrboard.calendar.values import When, expand, when, whens
from okrboard.domain.record import Record
from okrboard.errors import OkrboardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from okrboard.calendar.caldav import Resource
    from okrboard.calendar.plan import SeriesPlan

    Change = Literal["moved", "skipped", "restored", "cancelled", "series", "text", "unreadable"]

_HORIZON = timedelta(days=366 * 20)


class Offer(Record):
    """One change that the board may take over."""

    change: Change
    series: str
    """UID of the series."""
    uid: str
    """UID of the resource; another one for a meeting that stands alone."""
    day: date | None = None
    """The occurrence, by the day that the rule gives it."""
    start: datetime | None = None
    """Its start in the calendar, aware; for `series` the new first start."""


class _Times(Record):
    """When the meetings of one resource are: original instant to actual one."""

    begins: datetime
    starts: dict[datetime, datetime | None]
    """In UTC; None: excluded or cancelled."""
    cancelled: bool


def offers(
    plans: Sequence[SeriesPlan], wanted: Mapping[str, bytes], remote: Sequence[Resource]
) -> list[Offer]:
    """Return what differs in resources that somebody changed after we wrote them."""
    owners = _owners(plans)
    found: list[Offer] = []
    for resource in remote:
        for uid in sorted(uids(resource.data)):
            if uid not in owners or uid not in wanted or not _changed(resource.data):
                continue
            plan, day = owners[uid]
            try:
                mine, theirs = _times(wanted[uid]), _times(resource.data)
            except OkrboardError:
                found.append(Offer("unreadable", plan.uid, uid))
                continue
            found += _compared(plan, uid, day, mine, theirs) or _text(plan, uid, wanted, resource)
    return found


def _owners(plans: Sequence[SeriesPlan]) -> dict[str, tuple[SeriesPlan, date | None]]:
    """Return the series of each UID, and the day of those that stand for one."""
    owners: dict[str, tuple[SeriesPlan, date | None]] = {}
    for plan in plans:
        owners[plan.uid] = plan, None
        for day in rule_days(plan):
            moved = plan.moves.get(day)
            own = moved.uid if moved is not None and moved.uid else single_uid(plan, day)
            owners[own] = plan, day
    return owners


def _changed(data: bytes) -> bool:
    try:
        return stated(data) != meaning(data)
    except OkrboardError:
        return True


def _compared(
    plan: SeriesPlan, uid: str, day: date | None, mine: _Times, theirs: _Times
) -> list[Offer]:
    if theirs.cancelled and not mine.cancelled:
        return [Offer("cancelled", plan.uid, uid, day)]
    if len(mine.starts) == 1 and len(theirs.starts) == 1:
        if theirs.begins.astimezone(UTC) == mine.begins.astimezone(UTC):
            return []
        only = day if day is not None else next(iter(rule_days(plan)), None)
        return [Offer("moved", plan.uid, uid, only, theirs.begins)]
    if not set(theirs.starts) & set(mine.starts):
        return [Offer("series", plan.uid, uid, None, theirs.begins)]
    zone = mine.begins.tzinfo
    found = []
    for original in sorted({*mine.starts, *theirs.starts}):
        ours, now = mine.starts.get(original), theirs.starts.get(original)
        if ours == now:
            continue
        change: Change = "skipped" if now is None else "restored" if ours is None else "moved"
        start = None if now is None else now.astimezone(zone)
        found.append(Offer(change, plan.uid, uid, original.astimezone(zone).date(), start))
    return found


def _text(
    plan: SeriesPlan, uid: str, wanted: Mapping[str, bytes], resource: Resource
) -> list[Offer]:
    """The times are the same: somebody changed the words, or the change is ours alone."""
    same = meaning(wanted[uid]) == meaning(resource.data)
    return [] if same else [Offer("text", plan.uid, uid)]


def _times(data: bytes) -> _Times:
    events = [event for calendar in parse(data) for event in calendar.kinds("VEVENT")]
    masters = [event for event in events if event.get("RECURRENCE-ID") is None]
    head = masters[0] if masters else events[0]
    begin = _start(head)
    rule = head.get("RRULE")
    walls = [begin.wall]
    if rule is not None:
        walls = expand(begin, rule, begin.wall, begin.wall + _HORIZON)
    starts: dict[datetime, datetime | None] = {}
    for wall in walls:
        at = _utc(begin._replace(wall=wall))
        starts[at] = at
    for excluded in whens(head, "EXDATE"):
        starts[_utc(excluded)] = None
    for event in events:
        for original in whens(event, "RECURRENCE-ID"):
            gone = event.value("STATUS").upper() == "CANCELLED"
            starts[_utc(original)] = None if gone else _utc(_start(event))
    return _Times(begin.instant(), starts, head.value("STATUS").upper() == "CANCELLED")


def _start(event: Component) -> When:
    from okrboard.errors import Unreadable

    prop = event.get("DTSTART")
    if prop is None:
        raise Unreadable(f"Line {event.line}: the event has no DTSTART.")
    return when(prop)


def _utc(at: When) -> datetime:
    return at.instant().astimezone(UTC)
