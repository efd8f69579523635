"""The cycle again, week by week: the board as it was on each check-in day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from okrboard.domain.board import Board
from okrboard.domain.records import Change, Cycle
from okrboard.domain.rewind import newest_first, rewound


def weeks(board: Board, cycle: Cycle, today: date) -> list[date]:
    """Return the check-in days of a cycle up to today, and its last day or today at the end."""
    until = min(cycle.last, today)
    ahead = (board.settings.check_in_weekday - cycle.first.weekday()) % 7
    days = []
    day = cycle.first + timedelta(days=ahead)
    while day <= until:
        days.append(day)
        day += timedelta(days=7)
    if cycle.first <= until and (not days or days[-1] != until):
        days.append(until)
    return days


def replay(board: Board, days: list[date], zone: tzinfo) -> Iterator[tuple[date, Board]]:
    """Yield the board as it was at the end of each day, the newest day first.

    One walk back over the log serves all of them.
    """
    log = newest_first(board)
    waiting: Change | None = next(log, None)
    then = board
    for day in sorted(days, reverse=True):
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        later = []
        while waiting is not None and waiting.at >= end:
            later.append(waiting)
            waiting = next(log, None)
        if later:
            then = rewound(then, later)
        yield day, then
