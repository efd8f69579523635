"""A recurring meeting's occurrences, and the calendar events that tell them.

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

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from okrboard.calendar.timezone import zone
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.records import Series
from okrboard.domain.schedule import days_of, working_day_before
from okrboard.errors import Refused

State = Literal["planned", "skipped", "moved", "cancelled", "holiday"]

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MAX_MINUTES = 24 * 60
_MAX_OCCURRENCES = 1000
"""A series has an end: nearly twenty years of weeks are more than any cycle."""


class Plan(Record):
    """A series with what its board adds to it: all that its events are made of."""

    series: Series
    days_off: Mapping[date, str] = {}
    """Days without meetings and their names."""
    description: str = ""
    described: datetime = EPOCH
    """When that which the description tells was changed last."""
    root: str = ""
    """UID of the first series of those that this one continues; empty: it continues none."""

    @property
    def uid(self) -> str:
        """The series' UID."""
        return self.series.uid

    @property
    def modified(self) -> datetime:
        """When anything that is exported was changed last."""
        return max(self.series.modified or self.series.created or EPOCH, self.described)


class Occurrence(Record):
    """One meeting of a series."""

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


def occurrences(plan: Plan) -> list[Occurrence]:
    """Return every occurrence in the order of the rule, what is skipped included.

    Raises Refused when the series itself is impossible (a length, an interval, a span).
    """
    series = plan.series
    _refuse_the_impossible(series)
    at, tz = _time_of_day(series), zone(series.zone)
    skips = {skip.on: skip.reason for skip in series.skips}
    moves = {move.on: move for move in series.moves}
    listed = []
    for day in days_of(series):
        original = start = datetime.combine(day, at, tz)
        state: State = "planned"
        reason = own_uid = ""
        if day in skips:
            state, reason = "skipped", skips[day]
        elif day in moves:
            reason, start = moves[day].reason, _local(moves[day].start, tz)
            if start.astimezone(UTC) != original.astimezone(UTC):
                state, own_uid = "moved", moves[day].uid
        elif day in plan.days_off:
            state, reason = "holiday", plan.days_off[day]
            before = _day_before(plan, day)
            if before is not None:
                state, start = "moved", datetime.combine(before, at, tz)
        start = _real(start)
        if series.state == "cancelled" and state in ("planned", "moved"):
            state = "cancelled"
        if state == "planned" and start.replace(tzinfo=None) != original.replace(tzinfo=None):
            reason = f"the clock skips {original:%H:%M} that night"
        end = _later(start, series.minutes)
        listed.append(Occurrence(original, start, end, state, reason, own_uid))
    return listed


def takes_place(occurrence: Occurrence) -> bool:
    """Whether people meet."""
    return occurrence.state in ("planned", "moved")


def _refuse_the_impossible(series: Series) -> None:
    if not 0 < series.minutes <= _MAX_MINUTES:
        raise Refused(f"A meeting of {series.minutes} minutes: give 1 to {_MAX_MINUTES}.")
    if not 1 <= series.every <= 53 or not 0 <= series.weekday <= 6:
        raise Refused("A meeting repeats on a weekday (0 to 6) every 1 to 53 weeks.")
    if (series.last - series.first).days > 7 * series.every * _MAX_OCCURRENCES:
        raise Refused("This series never ends; give it a last day within some years.")
    if series.first.year < 1980 or series.last.year > 2200:
        raise Refused("A series lies between the years 1980 and 2200.")


def _time_of_day(series: Series) -> time:
    hour, _, minute = series.at.partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise Refused(f"{reference('series', series.id)} has no time of day: {series.at}") from None


def _day_before(plan: Plan, day: date) -> date | None:
    """Return the day on which the meeting of a holiday is held, None where it is off."""
    one = plan.series
    if one.holidays != "before":
        return None
    return working_day_before(day, one.first, one.weekday, one.every, plan.days_off)


def _local(at: datetime, tz: tzinfo) -> datetime:
    """Return a time in a zone; one without a zone is in that already."""
    return at.replace(tzinfo=tz) if at.tzinfo is None else at.astimezone(tz)


def _real(instant: datetime) -> datetime:
    """Return an aware time as the clock shows it.

    A time in the gap of a switch is read with the offset before it (RFC 5545 3.3.5).
    """
    return instant.astimezone(UTC).astimezone(instant.tzinfo)


def _later(instant: datetime, minutes: int) -> datetime:
    """Return the time `minutes` of real time later, in the same zone."""
    return (instant.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(instant.tzinfo)


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


def events(plan: Plan) -> list[Event]:
    """Return the events of a plan: the series first, its overrides, then single events.

    Last those that were exported once and are gone: importers keep what is merely absent.
    """
    series = plan.series
    wanted = occurrences(_confirmed(plan))
    listed = _laid_out(plan, wanted) if wanted else []
    if series.state == "cancelled":
        listed = [event._replace(cancelled=True) for event in listed]
    used = {event.uid for event in listed}
    tz = zone(series.zone)
    return listed + [
        Event(gone.uid, *_written(plan, _local(gone.start, tz)), cancelled=True)
        for gone in sorted(series.withdrawn)
        if gone.uid not in used
    ]


def exported_days(plan: Plan) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return the days of the meetings that are exceptions, and of those that stand alone."""
    _, inside, alone = _placed(plan, occurrences(_confirmed(plan)))
    return tuple(each.day for each in inside), tuple(each.day for each in alone)


def single_uid(plan: Plan, day: date) -> str:
    """Return the UID of the event that stands for one day of a series: the same for ever.

    Also when another series goes on from a day on, which has the day then.
    """
    # Not at the top: uuid asks what machine this is, which a look at the schedule need not.
    from uuid import NAMESPACE_URL, uuid5

    return str(uuid5(NAMESPACE_URL, f"okrboard:{plan.root or plan.uid}:{day.isoformat()}"))


def own_uids(plan: Plan) -> set[str]:
    """Return every UID that this plan may ever have used."""
    moves = {move.uid for move in plan.series.moves if move.uid}
    singles = {single_uid(plan, day) for day in days_of(plan.series)}
    return {plan.uid, *moves, *singles, *(gone.uid for gone in plan.series.withdrawn)}


def _confirmed(plan: Plan) -> Plan:
    return plan._replace(series=plan.series._replace(state="confirmed"))


def _laid_out(plan: Plan, wanted: list[Occurrence]) -> list[Event]:
    by_rule, inside, outside = _placed(plan, wanted)
    alone = [_single(plan, each) for each in outside]
    if not by_rule:
        return [_nothing_left(plan, wanted), *alone]
    first = by_rule[0]
    shown = sorted((*by_rule, *inside), key=lambda each: each.original)
    last, kept = shown[-1], {each.day for each in shown}
    span = [each for each in wanted if first.day <= each.day <= last.day]
    is_rule = len(wanted) > 1 and _is_regular(plan, first)
    series = Event(
        plan.uid,
        *_written(plan, first.start),
        every=plan.series.every if len(span) > 1 else 0,
        until=last.original.astimezone(UTC) if len(span) > 1 else None,
        excluded=tuple(each.original for each in span if each.day not in kept),
        reason="" if is_rule else first.reason,
    )
    overrides = [
        Event(plan.uid, *_written(plan, each.start), replaces=each.original, reason=each.reason)
        for each in inside
    ]
    return [series, *overrides, *alone]


def _placed(
    plan: Plan, wanted: list[Occurrence]
) -> tuple[list[Occurrence], list[Occurrence], list[Occurrence]]:
    """Return the meetings that take place: by the rule, as its exceptions, as events of their own.

    Without a rule the first are the one meeting that has the series' UID, if any.
    """
    taking_place = [each for each in wanted if takes_place(each)]
    by_rule = [each for each in taking_place if _is_regular(plan, each)]
    inside: list[Occurrence] = []
    if len(wanted) > 1 and by_rule:
        inside = _inside(plan, wanted, by_rule[0])
    else:
        series = plan.series
        free = [
            each for each in taking_place if not each.own_uid and each.day not in series.singles
        ]
        by_rule = sorted(free, key=lambda each: (each.day not in series.overrides, each.day))[:1]
    gone = {each.day for each in (*by_rule, *inside)}
    return by_rule, inside, [each for each in taking_place if each.day not in gone]


def _inside(plan: Plan, wanted: list[Occurrence], anchor: Occurrence) -> list[Occurrence]:
    """Return the meetings that are exceptions of a rule which begins with `anchor`.

    Those that are exceptions already choose their place first, then what a holiday moves.
    """
    series = plan.series
    own = {
        index
        for index, each in enumerate(wanted)
        if each.state == "moved"
        and each.day > anchor.day
        and not each.own_uid
        and each.day not in series.singles
        and _is_exact(each.original, series.minutes)
        and _is_exact(each.start, series.minutes)
    }
    known = {index for index in own if wanted[index].day in series.overrides}
    by_hand = {move.on for move in series.moves}
    moved = {index for index in own - known if wanted[index].day in by_hand}
    chosen: set[int] = set()
    for group in (known, own - known - moved, moved):
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


def _is_regular(plan: Plan, each: Occurrence) -> bool:
    return each.state == "planned" and _is_exact(each.original, plan.series.minutes)


def _is_exact(start: datetime, minutes: int) -> bool:
    """Whether everybody reads this local start and end alike: no switch touches them."""
    end = _later(start, minutes)
    return start.utcoffset() == end.utcoffset() and all(
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() for at in (start, end)
    )


def _nothing_left(plan: Plan, wanted: list[Occurrence]) -> Event:
    """Nothing is told by the series: it is cancelled, which readers learn only when told.

    At a time at which nobody meets: beside a meeting it would look as if that were off.
    """
    held = {each.start for each in wanted if takes_place(each)}
    off = [each for each in wanted if not takes_place(each)] or wanted
    first = next((each for each in off if _real(each.original) not in held), wanted[0])
    start = _real(first.original)
    return Event(plan.uid, *_written(plan, start), cancelled=True, reason=first.reason)


def _single(plan: Plan, each: Occurrence) -> Event:
    start, end = _written(plan, each.start)
    if each.state == "planned":
        # Here only for a switch in that night: UTC leaves nothing to interpret.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return Event(each.own_uid or single_uid(plan, each.day), start, end, reason=each.reason)


def _written(plan: Plan, start: datetime) -> tuple[datetime, datetime]:
    """Return start and end as they are written: local where that is clear, else UTC."""
    end = _later(start, plan.series.minutes)
    if _is_exact(start, plan.series.minutes):
        return start, end
    return start.astimezone(UTC), end.astimezone(UTC)
