"""From occurrences to calendar events: one rule, its exceptions, and what has to stand alone.

Pure. The promises, each for a client that breaks on the opposite (reference: calendar contract):
the series starts at its first real meeting and ends at its last; what is skipped is an exception;
a moved meeting stays in the series only strictly between its neighbours' days; a meeting whose
local time the clock shows twice, never, or that spans a switch is an event of its own in UTC.
What a meeting is once, rule, exception or event of its own, it stays while others change, for its
UID hangs on that. One exception gives way: nothing may come before the first day of the rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from okrboard.calendar.plan import (
    Occurrence,
    SeriesPlan,
    later,
    occurrences,
    real,
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
    found = _laid_out(plan, wanted) if wanted else []
    if plan.status == "cancelled":
        found = [event._replace(cancelled=True) for event in found]
    return found + _withdrawn(plan, found)


def single_uid(plan: SeriesPlan, day: date) -> str:
    """Return the UID of the event that stands for one day of a series: the same for ever.

    Also when another series goes on from a day on, which has the day then.
    """
    from uuid import NAMESPACE_URL, uuid5

    root = plan.root or plan.uid
    return str(uuid5(NAMESPACE_URL, f"okrboard:{root}:{day.isoformat()}"))


def own_uids(plan: SeriesPlan) -> set[str]:
    """Return every UID that this plan may ever have used."""
    moves = {moved.uid for moved in plan.moves.values() if moved.uid}
    singles = {single_uid(plan, day) for day in rule_days(plan)}
    return {plan.uid, *moves, *singles, *plan.withdrawn}


def exact(start: datetime, minutes: int) -> bool:
    """Whether everybody reads this local start and end alike: no switch touches them."""
    end = later(start, minutes)
    return start.utcoffset() == end.utcoffset() and all(
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() for at in (start, end)
    )


def _nothing_left(plan: SeriesPlan, wanted: list[Occurrence]) -> Event:
    """Nothing is told by the series: it is cancelled, which readers learn only when told.

    At a time at which nobody meets: beside a meeting it would look as if that were off.
    """
    held = {each.start for each in wanted if takes_place(each)}
    off = [each for each in wanted if not takes_place(each)]
    free = [each for each in off or wanted if real(each.original) not in held]
    first = (free or wanted)[0]
    start = real(first.original)
    return Event(plan.uid, *_written(plan, start), cancelled=True, reason=first.reason)


class Placed(Record):
    """Where the meetings of a plan are told that take place."""

    regular: list[Occurrence]
    """By the rule."""
    inside: list[Occurrence]
    """As its exceptions."""
    head: Occurrence | None
    """Alone, under the series' UID, when nothing is told by a rule."""
    outside: list[Occurrence]
    """As events of their own."""


def told_days(plan: SeriesPlan) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the days of the meetings that are exceptions, and of those that stand alone."""
    wanted = occurrences(plan._replace(status="confirmed"))
    placed = _placed(plan, wanted)
    return tuple(each.day for each in placed.inside), tuple(each.day for each in placed.outside)


def _placed(plan: SeriesPlan, wanted: list[Occurrence]) -> Placed:
    taking_place = [each for each in wanted if takes_place(each)]
    regular = [each for each in taking_place if _is_regular(plan, each)]
    if len(wanted) > 1 and regular:
        inside = _inside(plan, wanted, regular[0])
        gone = {each.day for each in (*regular, *inside)}
        return Placed(regular, inside, None, [one for one in taking_place if one.day not in gone])
    # Without a rule the series' UID is of the meeting that has it already.
    free = [each for each in taking_place if not each.own_uid and each.day not in plan.singles]
    head = min(free, key=lambda each: (each.day not in plan.overrides, each.day), default=None)
    return Placed([], [], head, [each for each in taking_place if each is not head])


def _laid_out(plan: SeriesPlan, wanted: list[Occurrence]) -> list[Event]:
    placed = _placed(plan, wanted)
    alone = [_single(plan, each) for each in placed.outside]
    if placed.head is not None:
        head = placed.head
        return [Event(plan.uid, *_written(plan, head.start), reason=head.reason), *alone]
    if not placed.regular:
        return [_nothing_left(plan, wanted), *alone]
    first = placed.regular[0]
    shown = sorted((*placed.regular, *placed.inside), key=lambda each: each.original)
    last, kept = shown[-1], {each.day for each in shown}
    span = [each for each in wanted if first.day <= each.day <= last.day]
    series = Event(
        plan.uid,
        *_written(plan, first.start),
        every=plan.every if len(span) > 1 else 0,
        until=last.original.astimezone(UTC) if len(span) > 1 else None,
        excluded=tuple(each.original for each in span if each.day not in kept),
    )
    overrides = [
        Event(plan.uid, *_written(plan, each.start), replaces=each.original, reason=each.reason)
        for each in placed.inside
    ]
    return [series, *overrides, *alone]


def _inside(plan: SeriesPlan, wanted: list[Occurrence], anchor: Occurrence) -> list[Occurrence]:
    """Return the meetings that are exceptions of a rule which begins with `anchor`.

    Those that are exceptions already choose their place first, then what a holiday moves.
    """
    own = [
        index
        for index, each in enumerate(wanted)
        if each.state == "moved"
        and each.day > anchor.day
        and not each.own_uid
        and each.day not in plan.singles
        and exact(each.original, plan.minutes)
        and exact(each.start, plan.minutes)
    ]
    told = {index for index in own if wanted[index].day in plan.overrides}
    moved = {index for index in own if wanted[index].day in plan.moves} - told
    chosen: set[int] = set()
    for group in (told, set(own) - told - moved, moved):
        near = chosen | group
        chosen |= {index for index in group if _between(wanted, index, near)}
    return [wanted[index] for index in sorted(chosen)]


def _between(wanted: list[Occurrence], index: int, near: set[int]) -> bool:
    """Whether a moved meeting keeps its place in the order, on a day of its own.

    Source: MS-OXCICAL 2.1.3.1.1.20.18. Skipped neighbours count too: clients differ there.
    """

    def days(at: int) -> list[date]:
        if not 0 <= at < len(wanted):
            return []
        return [wanted[at].day, *([wanted[at].start.date()] if at in near else ())]

    day = wanted[index].start.date()
    return all(day > each for each in days(index - 1)) and all(
        day < each for each in days(index + 1)
    )


def _is_regular(plan: SeriesPlan, each: Occurrence) -> bool:
    return each.state == "planned" and exact(each.original, plan.minutes)


def _single(plan: SeriesPlan, each: Occurrence) -> Event:
    uid = each.own_uid or single_uid(plan, each.day)
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
