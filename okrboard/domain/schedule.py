"""The rhythm of a cycle as days: where series put meetings, and when people meet next.

Pure arithmetic on calendar days, with their skips, moves and holidays; what a clock or a calendar
program makes of them is `okrboard.calendar`'s matter, and a test holds the two together. A team
that has found its time, its room and its holiday rule keeps them: every kind of meeting is modelled
on the one that the cycle before ended with. Minutes, `due`, the brief and the forms have one answer
to when the next meeting is; where no series of a kind has one ahead, check-ins are on the board's
weekday.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import Final

from okrboard.domain.board import Board
from okrboard.domain.enums import MeetingKind
from okrboard.domain.parse_dates import MONTHS, WEEKDAYS
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Holiday, HolidayList, Move, Series
from okrboard.text import squeeze

KINDS: Final[dict[str, tuple[str, str, int]]] = {
    "check-in": ("OKR check-in", "15:00", 30),
    "reflect": ("OKR rest & reflect", "13:00", 90),
    "goals": ("OKR goal setting", "13:00", 120),
}
"""What each kind of meeting is called in a calendar, its usual time and minutes.

The long ones end before a check-in begins, for the days on which a holiday brings them together.
"""

CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays as calendars write them; 0 is Monday."""

_FREE: Final = 4
"""Days between goal setting and the cycle's end, so that goals are there when the next begins."""


def days_of(series: Series) -> list[date]:
    """Return the days on which the rule alone puts a meeting, in order."""
    return weekdays_between(series.first, series.last, series.weekday, series.every)


def changed_by_hand(series: Series) -> set[date]:
    """Return the days whose meetings somebody has skipped or moved."""
    return {skip.on for skip in series.skips} | {move.on for move in series.moves}


def weekdays_between(first: date, last: date, weekday: int, every: int = 1) -> list[date]:
    """Return each day of a weekday (0 is Monday) in a span, or those of every so many weeks."""
    first += timedelta(days=(weekday - first.weekday()) % 7)
    return [first + timedelta(days=way) for way in range(0, (last - first).days + 1, 7 * every)]


def days_off(board: Board) -> dict[date, tuple[str, ...]]:
    """Return the days without meetings for everybody, with the names of each; do not change it."""

    def collect() -> dict[date, tuple[str, ...]]:
        off: dict[date, tuple[str, ...]] = {}
        for listed in board.holidays.values():
            for day in counting(listed) if not listed.member else ():
                known = off.get(day.on, ())
                if day.name and day.name not in known:
                    known = (*known, day.name)
                off[day.on] = known
        return off

    return board.memo("days without meetings", collect)


def as_holiday(board: Board, day: date) -> str:
    """Return `, a holiday (Christmas)` for a day without meetings, else nothing."""
    names = days_off(board).get(day)
    called = squeeze(", ".join(names or ()), 80)
    return "" if names is None else f", a holiday ({called})" if called else ", a holiday"


def holiday_fate(board: Board, series: Series, day: date) -> str:
    """Return what a holiday makes of the meeting that a rule puts on it, in words; else nothing."""
    called = as_holiday(board, day)
    if not called:
        return ""
    before = _brought_forward(series, day, days_off(board))
    if before is not None:
        return f"is held on {before}, for {day} is{called[1:]}"
    return f"is off, for {day} is{called[1:]}; restore it once more to hold it all the same"


def _brought_forward(series: Series, day: date, free: Container[date]) -> date | None:
    """Return the day on which a series is held instead of a holiday; None where it is off."""
    if series.holidays != "before":
        return None
    return working_day_before(day, series.first, series.weekday, series.every, free)


def counting(listed: HolidayList) -> tuple[Holiday, ...]:
    """Return the days of a list that are days without meetings, by what people chose."""
    if not listed.choices:
        return listed.days
    return tuple(day for day in listed.days if counts(listed, day))


def counts(listed: HolidayList, day: Holiday) -> bool:
    """Say whether a day of a list is one without meetings; the last choice that fits decides."""
    for choice in reversed(listed.choices):
        if is_meant(choice.pattern, day):
            return choice.counts
    return True


def is_meant(pattern: str, day: Holiday) -> bool:
    """Say whether a pattern is the name of a holiday, one of its categories or its day."""
    return any(_fits(pattern, text) for text in (day.name, day.on.isoformat(), *day.categories))


def _fits(pattern: str, text: str) -> bool:
    """Say whether a text is what a pattern says, in which `*` stands for anything."""
    first, *rest = pattern.casefold().split("*")
    text = text.casefold()
    if not rest or not text.startswith(first):
        return text == first
    at = len(first)
    for part in rest[:-1]:
        at = text.find(part, at) + len(part)
        if at < len(part):
            return False
    return text.endswith(rest[-1]) and len(text) - at >= len(rest[-1])


def rhythm(series: Series) -> str:
    """Return when a series is, in words: `Fridays 15:00, 30 min, Europe/Berlin`."""
    days = days_of(series)
    name = WEEKDAYS[series.weekday].capitalize()
    if len(days) == 1:
        when = f"{name[:3]} {days[0].day} {MONTHS[days[0].month - 1][:3].capitalize()}"
    elif series.every == 1:
        when = f"{name}s"
    else:
        when = f"{name}s every {series.every} weeks"
    return f"{when} {series.at}, {series.minutes} min, {squeeze(series.zone, 60)}"


def week_of(cycle: Cycle, today: date) -> tuple[int, int]:
    """Return which week of a cycle a day is in, and how many there are; 0 before the first day."""
    weeks = ((cycle.last - cycle.first).days + 7) // 7
    week = (today - cycle.first).days // 7 + 1
    return min(max(week, 0), weeks), weeks


def working_day_before(
    day: date, first: date, weekday: int, every: int, free: Container[date]
) -> date | None:
    """Return the nearest earlier day of work after the meeting before, or None.

    Of a series that may be held from `first` on, every so many weeks; `free` are days without
    meetings. Saturday and Sunday are days of work only for a series that meets on one of them.
    """
    earliest = max(first, day - timedelta(days=7 * every - 1))
    for way in range(1, (day - earliest).days + 1):
        before = day - timedelta(days=way)
        if (before.weekday() < 5 or before.weekday() == weekday) and before not in free:
            return before
    return None


class Models(Record):
    """The series that a cycle's usual ones are modelled on."""

    cycle: str = ""
    """The name of the cycle that they are of; empty where there is none."""
    by_kind: dict[str, list[Series]] = {}
    """In the order of their days; of check-ins the one that was held last."""

    def of(self, kind: str, place: int = 0) -> Series | None:
        """Return the model of the meeting of a kind in a place of their order."""
        listed = self.by_kind.get(kind)
        return listed[min(place, len(listed) - 1)] if listed else None

    def weekday(self, kind: str, usual: int) -> int:
        """Return the weekday of the first meeting of a kind, the `usual` one without a model."""
        model = self.of(kind)
        return usual if model is None else model.weekday


def models(board: Board, cycle: Cycle, team: int = 0) -> Models:
    """Return what the usual series of a team, 0 for everybody, are modelled on in a cycle."""
    by_team: dict[int, list[Series]] = {}
    for series in board.series.values():
        its = board.cycles.get(series.cycle)
        earlier = its is not None and its.id != cycle.id and its.first < cycle.first
        if earlier and series.team == team and series.state == "confirmed" and days_of(series):
            by_team.setdefault(series.cycle, []).append(series)
    if not by_team:
        return Models()
    before = board.cycles[max(by_team, key=lambda id: (board.cycles[id].first, id))]
    by_kind: dict[str, list[Series]] = {}
    for series in sorted(by_team[before.id], key=lambda one: (days_of(one)[-1], one.id)):
        by_kind.setdefault(series.kind, []).append(series)
    if "check-in" in by_kind:
        by_kind["check-in"] = by_kind["check-in"][-1:]
    return Models(before.name, by_kind)


Point = tuple[MeetingKind, date]
"""A single meeting of a cycle: its kind and its usual day."""


def usual_points(board: Board, cycle: Cycle, team: int = 0) -> tuple[Point | None, ...]:
    """Return the usual days of a cycle's single meetings; None for those it has no day for.

    Rest & reflect in the middle, once more near the end, each on the day before a check-in; goal
    setting a week later, before the next cycle begins. Each is in that week, on the weekday that it
    had in the cycle before.
    """
    points = _points(cycle, models(board, cycle, team), board.settings.check_in_weekday)
    return tuple(point and point[:2] for point in points)


def _points(
    cycle: Cycle, like: Models, weekday: int
) -> Iterator[tuple[MeetingKind, date, Series | None] | None]:
    """Yield the usual points, each with its model; check-ins without one are on `weekday`."""
    weekday = like.weekday("check-in", weekday)
    beside = weekday - 1 if 0 < weekday < 6 else weekday + 1 if weekday == 0 else 4
    goals = _on_or_before(cycle.last - timedelta(days=_FREE), beside)
    middle = _on_or_before(cycle.first + (cycle.last - cycle.first) / 2, beside)
    turns: list[Point] = [
        ("reflect", middle),
        ("reflect", goals - timedelta(weeks=1)),
        ("goals", goals),
    ]
    places = {"reflect": 0, "goals": 0}
    for at, (kind, day) in enumerate(turns):
        if day < cycle.first or day in [other for _, other in turns[:at]]:
            yield None
            continue
        model = like.of(kind, places[kind])
        places[kind] += 1
        moved = day if model is None else day + timedelta(days=model.weekday - day.weekday())
        yield kind, moved if cycle.first <= moved <= cycle.last else day, model


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def usual_series(
    board: Board, cycle: Cycle, team: int = 0, since: date | None = None
) -> list[Series]:
    """Return the usual rhythm of a cycle, without UIDs and numbers; from a day on if one is given.

    A check-in every week, on the board's weekday where the cycle before has none, and one meeting
    at each turning point.
    """
    begin = max(cycle.first, since or cycle.first)
    like = models(board, cycle, team)
    meetings = [_next(board, cycle, like, "check-in", begin)]
    for kind, day, model in filter(None, _points(cycle, like, board.settings.check_in_weekday)):
        if day >= begin:
            usual = usual_one(board, cycle, kind, weekday=day.weekday(), on=day)
            meetings.append(_like(usual, model, like.cycle))
    return [series._replace(team=team) for series in meetings if days_of(series)]


def usual_one(
    board: Board,
    cycle: Cycle,
    kind: MeetingKind,
    *,
    weekday: int,
    first: date | None = None,
    last: date | None = None,
    on: date | None = None,
) -> Series:
    """Return one series of a kind as it is without a cycle before; `on` makes it a single meeting.

    A single meeting may be held up to six days before its day, when that is a holiday.
    """
    summary, at, minutes = KINDS[kind]
    if on is not None:
        first, last = on - timedelta(days=6), on
    return Series(
        0, kind, "", summary, weekday, at, minutes, board.settings.timezone,
        first or cycle.first, last or cycle.last, cycle=cycle.id,
        holidays="skip" if kind == "check-in" else "before",
    )  # fmt: skip


def usual_next(board: Board, cycle: Cycle, kind: MeetingKind, first: date) -> Series:
    """Return a series of a kind from a day to a cycle's last, as the cycle before had its own."""
    return _next(board, cycle, models(board, cycle), kind, first)


def _next(board: Board, cycle: Cycle, like: Models, kind: MeetingKind, first: date) -> Series:
    weekday = like.weekday(kind, board.settings.check_in_weekday)
    usual = usual_one(board, cycle, kind, weekday=weekday, first=first, last=cycle.last)
    return _like(usual, like.of(kind), like.cycle)


def _like(usual: Series, model: Series | None, cycle: str) -> Series:
    """Return a usual series with all of its model but the days; a name of that cycle is no name."""
    if model is None:
        return usual
    names = ["at", "zone", "minutes", "alarm_minutes", "holidays", "location", "url"]
    if not (cycle and cycle.casefold() in model.summary.casefold()):
        names.append("summary")
    if usual.kind == "check-in":
        names.append("every")
    return usual._replace(**{name: getattr(model, name) for name in names})


_LONG_AGO = timedelta(weeks=12)
"""A check-in before that is no measure of what was reported in time."""


def next_check_in(board: Board, today: date, team: int = 0) -> date:
    """Return the day of the next check-in after a day."""
    day = next_day(board, "check-in", today, team)
    ahead = (board.settings.check_in_weekday - today.weekday() - 1) % 7 + 1
    return day or today + timedelta(days=ahead)


def check_in_due(board: Board, today: date, team: int = 0) -> date:
    """Return the day of the check-in that comes next; today when it is today and was not held."""
    after = today if _is_over(board, today, team) else today - timedelta(days=1)
    return next_check_in(board, after, team)


def check_in_before(board: Board, day: date, team: int = 0) -> date:
    """Return the day of the last check-in before a day; without one that of the cadence before."""
    near = [one for one in _goes_to(board, "check-in", team) if reach(one) >= day - _LONG_AGO]
    held = (on for series in near for on in held_days(board, series))
    usual = day - timedelta(days=board.settings.cadence_days)
    return max((on for on in held if on < day), default=usual)


def next_day(board: Board, kind: str, after: date, team: int = 0) -> date | None:
    """Return the first day after another on which the schedule has a meeting of a kind.

    A team goes to its own meetings and to everybody's. Without a team these are everybody's, or
    any team's where everybody has none ahead. None when there is none.
    """
    every = [one for one in _goes_to(board, kind, team) if reach(one) > after]
    ours = every if team else [one for one in every if not one.team]
    for listed in (ours, every):
        days = (on for series in listed for on in held_days(board, series) if on > after)
        day = min(days, default=None)
        if day is not None:
            return day
    return None


def _is_over(board: Board, today: date, team: int) -> bool:
    """Say whether a check-in was closed that had its successor after today: it was today's.

    The day alone cannot be asked: a meeting begins at an instant, which is told in UTC and may be a
    day off where the board is at home. Nor can the successor: the schedule may have changed since.
    """
    return any(
        meeting.next_on is not None
        and meeting.next_on > today
        and abs((meeting.started.date() - today).days) <= 1
        for meeting in board.meetings.live.values()
        if meeting.state == "closed" and meeting.kind == "check-in" and meeting.team in (0, team)
    )


def held_days(board: Board, series: Series) -> list[date]:
    """Return the days on which a series is really held, in order; none of a cancelled one."""
    if series.state == "cancelled":
        return []
    free = days_off(board)
    moved: dict[date, date | None] = {move.on: _day(move) for move in series.moves}
    moved |= {skip.on: None for skip in series.skips}
    days = (
        moved[day] if day in moved else _brought_forward(series, day, free) if day in free else day
        for day in days_of(series)
    )
    return sorted(day for day in days if day is not None)


def reach(series: Series) -> date:
    """Return the last day on which a series may have a meeting."""
    return max((series.last, *(_day(move) for move in series.moves)))


def team_of(board: Board, member: int) -> int:
    """Return a member's team, 0 for none and for nobody."""
    known = board.members.get(member)
    return known.team if known is not None else 0


def _goes_to(board: Board, kind: str, team: int) -> Iterator[Series]:
    for series in board.series.values():
        if series.kind == kind and (not team or series.team in (0, team)):
            yield series


def _day(move: Move) -> date:
    return move.held or move.start.date()
