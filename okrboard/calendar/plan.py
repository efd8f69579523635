"""A recurring meeting as plain data, its occurrences, and the calendar events that tell them.

Pure: no clock, no files. What this lists is what a screen shows and what is exported.
A day names an occurrence by where the rule alone would put it, so a skip or a move keeps its
meaning when other days change.

The promises for events, each for a client that breaks on the opposite: the series starts at its
first real meeting and ends at its last; what is skipped is an exception; a moved meeting stays in
the series only strictly between its neighbours' days; a meeting whose local time the clock shows
twice, never, or that spans a switch is an event of its own in UTC. What a meeting is once, rule,
exception or event of its own, it stays while others change, for its UID hangs on that. One
exception gives way: nothing may come before the first day of the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from okrboard.calendar.timezone import zone
from okrboard.domain.enums import HolidayRule, MeetingKind, SeriesState
from okrboard.domain.record import Record
from okrboard.domain.schedule import weekdays_between, working_day_before
from okrboard.errors import Refused

State = Literal["planned", "skipped", "moved", "cancelled", "holiday"]

MAX_MINUTES = 24 * 60
MAX_OCCURRENCES = 1000
"""A series has an end: nearly twenty years of weeks are more than any cycle."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Moved(Record):
    """Another time for one occurrence."""

    start: datetime
    """Aware, or the local time in the series' zone."""
    reason: str = ""
    uid: str = ""
    """UID of the event of its own, for a move that leaves the series; empty: derived."""


class SeriesPlan(Record):
    """One recurring meeting of one cycle."""

    uid: str
    kind: MeetingKind
    summary: str
    weekday: int
    """0 is Monday."""
    at: time
    zone: str
    first: date
    """The first day that can hold a meeting."""
    last: date
    """The last day that can hold a meeting."""
    minutes: int = 30
    every: int = 1
    skips: Mapping[date, str] = {}
    """Day of the occurrence and why it does not take place."""
    moves: Mapping[date, Moved] = {}
    holidays: Mapping[date, str] = {}
    """Days without meetings and their names."""
    holiday_rule: HolidayRule = "skip"
    location: str = ""
    url: str = ""
    alarm_minutes: int = 0
    """Minutes before the start; 0: no alarm."""
    sequence: int = 0
    created: datetime = EPOCH
    modified: datetime = EPOCH
    status: SeriesState = "confirmed"
    description: str = ""
    withdrawn: Mapping[str, datetime] = {}
    """UIDs of single events that were exported once and are gone, with their last start."""
    overrides: Collection[date] = ()
    """Days whose meetings were exported as exceptions of the rule, and stay that if they can."""
    singles: Collection[date] = ()
    """Days whose meetings were exported as events of their own, and stay that."""
    root: str = ""
    """UID of the first series of those that this one continues; empty: it continues none."""


class Occurrence(Record):
    """One meeting of a series."""

    uid: str
    """The series' UID."""
    kind: MeetingKind
    summary: str
    original: datetime
    """Where the rule alone puts it, aware, in the series' zone; the clock may not show it."""
    start: datetime
    """Where it takes place (or would), aware, a time that the clock really shows."""
    end: datetime
    state: State = "planned"
    reason: str = ""
    own_uid: str = ""
    """UID of its own when it leaves the series."""

    @property
    def day(self) -> date:
        """The day that names it in skips and moves."""
        return self.original.date()


def occurrences(plan: SeriesPlan) -> list[Occurrence]:
    """Return every occurrence in the order of the rule, what is skipped included.

    Raises Refused when the plan itself is impossible (a length, an interval, a span).
    """
    _refuse_the_impossible(plan)
    tz = zone(plan.zone)
    return [_occurrence(plan, tz, day) for day in rule_days(plan)]


def rule_days(plan: SeriesPlan) -> list[date]:
    """Return the days on which the rule alone puts a meeting."""
    return weekdays_between(plan.first, plan.last, plan.weekday, plan.every)


def takes_place(occurrence: Occurrence) -> bool:
    """Whether people meet."""
    return occurrence.state in ("planned", "moved")


def real(instant: datetime) -> datetime:
    """Return an aware time as the clock shows it.

    A time in the gap of a switch is read with the offset before it (RFC 5545 3.3.5).
    """
    return instant.astimezone(UTC).astimezone(instant.tzinfo)


def later(instant: datetime, minutes: int) -> datetime:
    """Return the time `minutes` of real time later, in the same zone."""
    return (instant.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(instant.tzinfo)


def _refuse_the_impossible(plan: SeriesPlan) -> None:
    if not 0 < plan.minutes <= MAX_MINUTES:
        raise Refused(f"A meeting of {plan.minutes} minutes: give 1 to {MAX_MINUTES}.")
    if not 1 <= plan.every <= 53 or not 0 <= plan.weekday <= 6:
        raise Refused("A meeting repeats on a weekday (0 to 6) every 1 to 53 weeks.")
    if (plan.last - plan.first).days > 7 * plan.every * MAX_OCCURRENCES:
        raise Refused("This series never ends; give it a last day within some years.")
    if plan.first.year < 1980 or plan.last.year > 2200:
        raise Refused("A series lies between the years 1980 and 2200.")


def _occurrence(plan: SeriesPlan, tz: ZoneInfo, day: date) -> Occurrence:
    original = datetime.combine(day, plan.at.replace(tzinfo=None, fold=0), tz)
    start, state, reason = _fate(plan, original)
    start = real(start)
    own_uid = ""
    if state == "moved":
        moved = plan.moves.get(day)
        own_uid = moved.uid if moved is not None else ""
    if plan.status == "cancelled" and state in ("planned", "moved"):
        state = "cancelled"
    if state == "planned" and start.replace(tzinfo=None) != original.replace(tzinfo=None):
        reason = f"the clock skips {original:%H:%M} that night"
    return Occurrence(
        plan.uid, plan.kind, plan.summary, original, start, later(start, plan.minutes),
        state, reason, own_uid,
    )  # fmt: skip


def _fate(plan: SeriesPlan, original: datetime) -> tuple[datetime, State, str]:
    """Return when an occurrence takes place, its state and why. A skip wins, then a move."""
    day = original.date()
    if day in plan.skips:
        return original, "skipped", plan.skips[day]
    moved = plan.moves.get(day)
    if moved is not None:
        start = _in_zone(moved.start, original)
        return start, "moved" if _differs(start, original) else "planned", moved.reason
    if day not in plan.holidays:
        return original, "planned", ""
    name = plan.holidays[day]
    if plan.holiday_rule == "before":
        before = working_day_before(day, plan.first, plan.weekday, plan.every, plan.holidays)
        if before is not None:
            return datetime.combine(before, original.timetz()), "moved", name
    return original, "holiday", name


def _in_zone(start: datetime, original: datetime) -> datetime:
    if start.tzinfo is None:
        return start.replace(tzinfo=original.tzinfo)
    return start.astimezone(original.tzinfo)


def _differs(start: datetime, original: datetime) -> bool:
    return start.astimezone(UTC) != original.astimezone(UTC)


# Events.


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
    listed = _laid_out(plan, wanted) if wanted else []
    if plan.status == "cancelled":
        listed = [event._replace(cancelled=True) for event in listed]
    return listed + _withdrawn(plan, listed)


def single_uid(plan: SeriesPlan, day: date) -> str:
    """Return the UID of the event that stands for one day of a series: the same for ever.

    Also when another series goes on from a day on, which has the day then.
    """
    # Not at the top: uuid asks what machine this is, which a look at the schedule need not.
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


def exported_days(plan: SeriesPlan) -> tuple[tuple[date, ...], tuple[date, ...]]:
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
    known = {index for index in own if wanted[index].day in plan.overrides}
    moved = {index for index in own if wanted[index].day in plan.moves} - known
    chosen: set[int] = set()
    for group in (known, set(own) - known - moved, moved):
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
