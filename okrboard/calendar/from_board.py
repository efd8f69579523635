"""From the board to the plans that are exported, and to the meetings that are shown.

Pure. Both come from the same plans, so what is shown is what is exported. Nothing here knows what
day it is: the same board gives the same plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from okrboard.calendar.plan import (
    Occurrence,
    Plan,
    events,
    occurrences,
    single_uid,
    takes_place,
)
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.records import Series
from okrboard.domain.rules import broken
from okrboard.domain.schedule import counting, days_of, days_off, held_days, reach
from okrboard.errors import OkrboardError, Refused


class Appointment(Record):
    """One meeting of the schedule, whether it takes place or not."""

    series: Series
    occurrence: Occurrence
    uid: str
    """UID of the event that it is exported in."""
    away: tuple[str, ...] = ()
    """Who is absent on the day of it, as `ben (sabbatical)`."""

    @property
    def start(self) -> datetime:
        """Where it takes place or would, in the series' zone."""
        return self.occurrence.start

    @property
    def day(self) -> date:
        """The day that names it: where the rule alone puts it."""
        return self.occurrence.day

    @property
    def ref(self) -> str:
        """The reference of its series."""
        return reference("series", self.series.id)


def series_in(board: Board, cycles: Iterable[int], team: int = 0) -> list[Series]:
    """Return the series of some cycles, oldest first.

    With a team those that its people go to: its own and everybody's.
    """
    teams, wanted = (0, team), set(cycles)
    listed = [series for series in board.series.values() if series.cycle in wanted]
    return [series for series in listed if not team or series.team in teams]


def kept_series(
    board: Board, team: int = 0, *, past: bool = False, since: date | None = None
) -> list[Series]:
    """Return the series that calendars are kept up to date with, oldest first.

    Those of the cycles that are not closed; and of the closed ones what still lay ahead when a
    cycle was closed last, for closing the goals calls no meeting off; with a day `since` only what
    has a meeting from then. With `past` also the other meetings of the cycle that was closed last:
    who subscribed to a file does not lose them at once. No more than that, so that the cost does
    not grow with the years.
    """
    closed = {
        one.id: one.closed_on or one.last for one in board.cycles.values() if one.state == "closed"
    }
    last = max(closed.values(), default=date.max)
    begin = max(last, since or last)
    return [
        series
        for series in series_in(board, board.cycles, team)
        if series.cycle not in closed
        or (reach(series) >= begin and _reaches(board, series, begin))
        or (past and closed[series.cycle] == last)
    ]


def carried_over(board: Board, team: int = 0, since: date | None = None) -> list[Series]:
    """Return of `kept_series` those of closed cycles."""
    kept = kept_series(board, team, since=since)
    return [series for series in kept if board.cycles[series.cycle].state == "closed"]


def _reaches(board: Board, series: Series, day: date) -> bool:
    """Whether a series has a meeting on a day or later, one that is called off included."""
    return any(on >= day for on in (*days_of(series)[-1:], *held_days(board, series)))


def plan_of(board: Board, series: Series) -> Plan:
    """Return the plan of a series, without a description."""
    off = days_off(board)
    inside = sorted(day for day in off if series.first <= day <= series.last)
    first, seen = series, {series.id}
    while (before := board.series.get(first.follows)) is not None and before.id not in seen:
        seen.add(before.id)
        first = before
    root = "" if first is series else first.uid
    return Plan(series, {day: ", ".join(off[day]) for day in inside}, root=root)


def meetings(board: Board, chosen: Iterable[Series]) -> list[Appointment]:
    """Return every meeting of some series, in the order in which they take place or would."""
    absences = _absences(board)
    listed = []
    for series in chosen:
        refuse_odd(board, series)
        plan = plan_of(board, series)
        used = {event.uid for event in events(plan)}
        for each in occurrences(plan):
            own = each.own_uid or single_uid(plan, each.day)
            uid = own if takes_place(each) and own in used else plan.uid
            away = absences.get(each.start.date(), ()) if takes_place(each) else ()
            listed.append(Appointment(series, each, uid, tuple(away)))
    return sorted(listed, key=lambda meeting: (meeting.start, meeting.series.id))


def readable(board: Board, chosen: Iterable[Series]) -> tuple[list[Appointment], list[str]]:
    """Return the meetings of those series that can be worked out, and a line for each other."""
    listed: list[Appointment] = []
    wrong = []
    for series in chosen:
        try:
            listed += meetings(board, [series])
        except OkrboardError as error:
            wrong.append(f"{reference('series', series.id)}: {error}")
    return sorted(listed, key=lambda meeting: (meeting.start, meeting.series.id)), wrong


def next_meeting(board: Board, kind: str, after: datetime, team: int = 0) -> Appointment | None:
    """Return the first meeting of a kind that begins after an instant, or None.

    Without a kind that of any; with a team of those its people go to. What a closed cycle still
    has ahead counts.
    """
    # A day more for zones: what begins after the instant may be on the day before, there.
    day = after.date() - timedelta(days=1)
    near = [
        series
        for series in series_in(board, board.cycles, team)
        if kind in ("", series.kind) and reach(series) >= day
    ]
    ahead = (one for one in readable(board, near)[0] if one.start > after)
    return next((one for one in ahead if takes_place(one.occurrence)), None)


def word_of(one: Appointment, now: datetime) -> str:
    """Return a meeting's state for people: the calendar's own, and `past` for what is over.

    Whether it was held is told by the minutes, not by the schedule.
    """
    over = takes_place(one.occurrence) and one.occurrence.end <= now
    return "past" if over else one.occurrence.state


def retired(board: Board) -> set[str]:
    """Return the UIDs of series that were taken off the board, as the log at hand remembers them.

    What was undone in a cycle that is archived is not asked for again at every publication.
    """
    there = {series.uid for series in board.series.values()}
    return {
        uid
        for change in board.changes.live.values()
        for patch in change.patches
        if patch.table == "series" and patch.before
        for uid in (patch.before.get("uid"),)
        if isinstance(uid, str) and uid and uid not in there
    }


def refuse_odd(board: Board, series: Series) -> None:
    """Raise `Refused` for a series that breaks a rule: no calendar is told what nobody meant."""
    odd = board.series.live.odd.get(series.id)
    for each in broken(odd) if odd is not None else ():
        ref = reference("series", series.id)
        raise Refused(f"{ref}: {each.sentence}; okrboard doctor --repair mends it")


def _absences(board: Board) -> dict[date, list[str]]:
    """Return who is absent on each day, and why."""
    absent: dict[date, list[str]] = {}
    for listed in board.holidays.values():
        member = board.members.get(listed.member)
        if member is None or member.left is not None:
            continue
        reasons: dict[date, list[str]] = {}
        for day in counting(listed):
            reasons.setdefault(day.on, []).extend(filter(None, [day.name]))
        for on, names in reasons.items():
            why = f" ({', '.join(names)})" if names else ""
            absent.setdefault(on, []).append(f"{member.handle}{why}")
    return absent
