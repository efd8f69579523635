"""From occurrences to calendar events: one rule, its exceptions, and what has to stand alone.

Pure. The promises, each for a client that breaks on the opposite (reference: calendar contract):
the series starts at its first real meeting and ends at its last; what is skipped is an exception;
a moved meeting stays in the series only strictly between its neighbours' days; a meeting whose
local time the clock shows twice, never, or that spans a switch is an event of its own in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from okrboard.calendar.plan import (
    Occurrence,
    SeriesPlan,
    later,
    occurrences,
    rule_days,
    takes_place,
)
from okrboard.calendar.timezone import zone
from okrboard.domain.record import Record


class Event(Record):
    """One VEVENT."""

    uid: str
    start: datetime
    """Aware: UTC, or in the series' zone."""
    end: datetime
    cancelled: bool = False
    every: int = 0
    """Weeks between the meetings of a rule; 0: no rule."""
    until: datetime | None = None
    """The last instance of the rule, in UTC."""
    excluded: tuple[datetime, ...] = ()
    """Instances of the rule that do not take place, in the zone of `start`."""
    replaces: datetime | None = None
    """The instance of the rule (by its original start) that this event replaces."""
    reason: str = ""
    """Why it is not where the rule puts it."""


def events(plan: SeriesPlan) -> list[Event]:
    """Return the events of a plan: the series first, its overrides, then single events."""
    wanted = occurrences(plan._replace(status="confirmed"))
    real_ones = [each for each in wanted if takes_place(each)]
    if not wanted:
        found = []
    elif not real_ones:
        found = [_nothing_left(plan, wanted)]
    else:
        found = _laid_out(plan, wanted, real_ones)
    if plan.status == "cancelled":
        found = [event._replace(cancelled=True) for event in found]
    return found + _withdrawn(plan, found)


def single_uid(series_uid: str, day: date) -> str:
    """Return the UID of the event that stands for one day of a series: the same for ever."""
    from uuid import NAMESPACE_URL, uuid5

    return str(uuid5(NAMESPACE_URL, f"okrboard:{series_uid}:{day.isoformat()}"))


def own_uids(plan: SeriesPlan) -> set[str]:
    """Return every UID that this plan may ever have used."""
    moves = {moved.uid for moved in plan.moves.values() if moved.uid}
    singles = {single_uid(plan.uid, day) for day in rule_days(plan)}
    return {plan.uid, *moves, *singles, *plan.withdrawn}


def exact(start: datetime, minutes: int) -> bool:
    """Whether everybody reads this local start and end alike: no switch touches them."""
    end = later(start, minutes)
    return start.utcoffset() == end.utcoffset() and all(
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() for at in (start, end)
    )


def _nothing_left(plan: SeriesPlan, wanted: list[Occurrence]) -> Event:
    """Everything is skipped: the series is cancelled, which readers learn only when told."""
    first = wanted[0]
    return Event(plan.uid, *_written(plan, first.start), cancelled=True, reason=first.reason)


def _laid_out(
    plan: SeriesPlan, wanted: list[Occurrence], real_ones: list[Occurrence]
) -> list[Event]:
    regular = [each for each in real_ones if _is_regular(plan, each)]
    if len(wanted) == 1 or not regular:
        # One meeting needs no rule: it keeps the series' UID wherever it is moved.
        head, *rest = real_ones
        alone = Event(plan.uid, *_written(plan, head.start), reason=head.reason)
        return [alone, *(_single(plan, each) for each in rest)]
    inside, outside = _split(plan, wanted, regular[0])
    last = max((*regular, *inside), key=lambda each: each.original)
    span = [each for each in wanted if regular[0].day <= each.day <= last.day]
    kept = {each.day for each in (*regular, *inside)}
    series = Event(
        plan.uid,
        *_written(plan, regular[0].start),
        every=plan.every if len(span) > 1 else 0,
        until=last.original.astimezone(UTC) if len(span) > 1 else None,
        excluded=tuple(each.original for each in span if each.day not in kept),
    )
    overrides = [
        Event(
            plan.uid,
            *_written(plan, each.start),
            replaces=each.original,
            reason=each.reason,
        )
        for each in inside
    ]
    return [series, *overrides, *(_single(plan, each) for each in outside)]


def _split(
    plan: SeriesPlan, wanted: list[Occurrence], anchor: Occurrence
) -> tuple[list[Occurrence], list[Occurrence]]:
    """Return the irregular meetings that can stay in the series, and those that cannot."""
    inside: list[Occurrence] = []
    outside: list[Occurrence] = []
    for index, each in enumerate(wanted):
        if not takes_place(each) or _is_regular(plan, each):
            continue
        stays = (
            each.day > anchor.day
            and each.state == "moved"
            and exact(each.original, plan.minutes)
            and exact(each.start, plan.minutes)
            and _between(wanted, index)
        )
        (inside if stays else outside).append(each)
    return inside, outside


def _between(wanted: list[Occurrence], index: int) -> bool:
    """Whether a moved meeting keeps its place in the order, on a day of its own.

    Source: MS-OXCICAL 2.1.3.1.1.20.18. Skipped neighbours count too: clients differ there.
    """
    day = wanted[index].start.date()
    before, after = wanted[index - 1], wanted[index + 1 : index + 2]
    return day > max(before.day, before.start.date()) and all(
        day < min(each.day, each.start.date()) for each in after
    )


def _is_regular(plan: SeriesPlan, each: Occurrence) -> bool:
    return each.state == "planned" and exact(each.original, plan.minutes)


def _single(plan: SeriesPlan, each: Occurrence) -> Event:
    uid = each.own_uid or single_uid(plan.uid, each.day)
    start, end = _written(plan, each.start)
    if each.state == "planned":
        # Here only for a switch in that night: UTC leaves nothing to interpret.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return Event(uid, start, end, reason=each.reason)


def _written(plan: SeriesPlan, start: datetime) -> tuple[datetime, datetime]:
    """Return start and end as they are written: local where that is clear, else UTC."""
    end = later(start, plan.minutes)
    if not exact(start, plan.minutes):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _withdrawn(plan: SeriesPlan, found: list[Event]) -> list[Event]:
    """Say once more that single events are off: importers keep what is merely absent."""
    used = {event.uid for event in found}
    tz = zone(plan.zone)
    gone = []
    for uid, start in sorted(plan.withdrawn.items()):
        if uid not in used:
            local = start.replace(tzinfo=tz) if start.tzinfo is None else start.astimezone(tz)
            gone.append(Event(uid, *_written(plan, local), cancelled=True))
    return gone


def span(found: list[Event]) -> tuple[datetime, datetime]:
    """Return the first and the last instant, in UTC, that the local times of events touch."""
    instants = [event.start.astimezone(UTC) for event in found]
    instants += [event.end.astimezone(UTC) for event in found]
    instants += [event.until for event in found if event.until is not None]
    instants += [event.replaces.astimezone(UTC) for event in found if event.replaces is not None]
    return min(instants), max(instants) + timedelta(days=1)
