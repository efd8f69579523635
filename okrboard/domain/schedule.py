"""The rhythm of a cycle as days: where a series' rule puts its meetings, and the usual days.

Pure arithmetic on calendar days; what a clock or a calendar program makes of them is
`okrboard.calendar`'s matter.
"""

from __future__ import annotations

from datetime import timedelta

from okrboard.domain.days import MONTHS, WEEKDAYS
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date
    from typing import Final

    from okrboard.domain.records import Cycle, Series
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
