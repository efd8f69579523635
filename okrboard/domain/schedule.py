"""The rhythm of a cycle as days: where a series' rule puts its meetings, and the usual rhythm.

Pure arithmetic on calendar days; what a clock or a calendar program makes of them is
`okrboard.calendar`'s matter.
"""

from __future__ import annotations

from datetime import timedelta

from okrboard.domain.days import MONTHS, WEEKDAYS
from okrboard.domain.records import Series
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date
    from typing import Final

    from okrboard.domain.board import Board
    from okrboard.domain.records import Cycle
    from okrboard.domain.words import MeetingKind

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
    day = series.first + timedelta(days=(series.weekday - series.first.weekday()) % 7)
    days = []
    while day <= series.last:
        days.append(day)
        day += timedelta(weeks=series.every)
    return days


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


def usual_series(board: Board, cycle: Cycle, team: int = 0) -> list[Series]:
    """Return the usual rhythm of a cycle, in the board's zone, without UIDs and numbers.

    A check-in every week on the board's weekday, and one meeting at each turning point.
    """
    weekday = board.settings.check_in_weekday
    found = [
        usual_one(board, cycle, "check-in", weekday=weekday, first=cycle.first, last=cycle.last)
    ]
    for kind, day in filter(None, turning_points(cycle, weekday)):
        found.append(usual_one(board, cycle, kind, weekday=day.weekday(), on=day))
    return [series._replace(team=team) for series in found if days_of(series)]


def turning_points(cycle: Cycle, weekday: int) -> tuple[tuple[MeetingKind, date] | None, ...]:
    """Return the usual days of a cycle's single meetings, for check-ins on a weekday.

    Rest & reflect in the middle, once more near the end, each on the day before a check-in; goal
    setting a week later, before the next cycle begins. None for what a short cycle has no day for.
    """
    beside = weekday - 1 if 0 < weekday < 6 else weekday + 1 if weekday == 0 else 4
    goals = _on_or_before(cycle.last - timedelta(days=_FREE), beside)
    middle = _on_or_before(cycle.first + (cycle.last - cycle.first) / 2, beside)
    wanted: list[tuple[MeetingKind, date]] = [
        ("reflect", middle),
        ("reflect", goals - timedelta(weeks=1)),
        ("goals", goals),
    ]
    taken = [day for _, day in wanted]
    return tuple(
        (kind, day) if cycle.first <= day and day not in taken[:place] else None
        for place, (kind, day) in enumerate(wanted)
    )


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
    """Return one series of a kind as it usually is; `on` makes it a single meeting.

    A single meeting may be held up to six days before its day, when that is a holiday.
    """
    summary, at, minutes = KINDS[kind]
    first = first or cycle.first
    last = last or cycle.last
    if on is not None:
        first, last = on - timedelta(days=6), on
    return Series(
        0, kind, "", summary, weekday, at, minutes, board.settings.timezone, first, last,
        cycle=cycle.id, holidays="skip" if kind == "check-in" else "before",
    )  # fmt: skip


def working_day_before(
    day: date, first: date, weekday: int, every: int, free: Container[date]
) -> date | None:
    """Return the nearest earlier day of work after the meeting before, or None.

    Of a series that may be held from `first` on, every so many weeks; `free` are days without
    meetings. Saturday and Sunday are days of work only for a series that meets on one of them.
    """
    earliest = max(first, day - timedelta(days=7 * every - 1))
    before = day - timedelta(days=1)
    while before >= earliest:
        weekend = before.weekday() >= 5 and before.weekday() != weekday
        if not weekend and before not in free:
            return before
        before -= timedelta(days=1)
    return None


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)
