"""When people meet next, as days: the one answer that minutes, `due`, the brief and the forms give.

Pure arithmetic on the schedule, with its skips, moves and holidays; on which instant a meeting
begins is `okrboard.calendar.plan`'s matter, and a test holds the two together. Where no series of
a kind has a meeting ahead, check-ins are on the board's weekday.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.records import Move, Series
from okrboard.domain.schedule import days_of, days_off, working_day_before

_LONG_AGO = timedelta(weeks=12)
"""A check-in before that is no measure of what was reported in time."""


def next_check_in(board: Board, today: date, team: int = 0) -> date:
    """Return the day of the next check-in after a day."""
    found = next_day(board, "check-in", today, team)
    ahead = (board.settings.check_in_weekday - today.weekday() - 1) % 7 + 1
    return found or today + timedelta(days=ahead)


def check_in_due(board: Board, today: date, team: int = 0) -> date:
    """Return the day of the check-in that comes next; today when it is today and was not held."""
    return next_check_in(board, today if _is_over(board, today, team) else _before(today), team)


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
        found = min(days, default=None)
        if found is not None:
            return found
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


def _before(day: date) -> date:
    return day - timedelta(days=1)


def held_days(board: Board, series: Series) -> list[date]:
    """Return the days on which a series is really held, in order; none of a cancelled one."""
    if series.state == "cancelled":
        return []
    skipped = {skip.on for skip in series.skips}
    moved = {move.on: _day(move) for move in series.moves}
    free = days_off(board)
    found = []
    for day in days_of(series):
        on: date | None = moved.get(day, day)
        if day in skipped:
            on = None
        elif day not in moved and day in free:
            on = None
            if series.holidays == "before":
                on = working_day_before(day, series.first, series.weekday, series.every, free)
        if on is not None:
            found.append(on)
    return sorted(found)


def reach(series: Series) -> date:
    """Return the last day on which a series may have a meeting."""
    return max((series.last, *(_day(move) for move in series.moves)))


def team_of(board: Board, member: int) -> int:
    """Return a member's team, 0 for none and for nobody."""
    found = board.members.get(member)
    return found.team if found is not None else 0


def _goes_to(board: Board, kind: str, team: int) -> Iterator[Series]:
    for series in board.series.values():
        if series.kind == kind and (not team or series.team in (0, team)):
            yield series


def _day(move: Move) -> date:
    return move.held or move.start.date()
