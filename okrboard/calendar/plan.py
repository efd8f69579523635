"""A recurring meeting as plain data, and its occurrences: what takes place when, and why not.

Pure: no clock, no files. What this lists is what a screen shows and what is exported.
A day names an occurrence by where the rule alone would put it, so a skip or a move keeps its
meaning when other days change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from okrboard.calendar.timezone import zone
from okrboard.domain.record import Record
from okrboard.domain.schedule import working_day_before
from okrboard.errors import Refused

Kind = Literal["check-in", "reflect", "goals"]
HolidayRule = Literal["skip", "before"]
Status = Literal["confirmed", "cancelled"]
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
    kind: Kind
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
    status: Status = "confirmed"
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
    kind: Kind
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
    day = plan.first + timedelta(days=(plan.weekday - plan.first.weekday()) % 7)
    days = []
    while day <= plan.last:
        days.append(day)
        day += timedelta(weeks=plan.every)
    return days


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
