"""The rhythm of a cycle as days: where a series' rule puts its meetings, and the usual days.

Pure arithmetic on calendar days; what a clock or a calendar program makes of them is
`okrboard.calendar`'s matter.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from typing import Final

from okrboard.domain.board import Board
from okrboard.domain.days import MONTHS, WEEKDAYS
from okrboard.domain.enums import MeetingKind
from okrboard.domain.records import Cycle, Holiday, HolidayList, Series
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
    day = series.first + timedelta(days=(series.weekday - series.first.weekday()) % 7)
    days = []
    while day <= series.last:
        days.append(day)
        day += timedelta(weeks=series.every)
    return days


def days_off(board: Board) -> dict[date, tuple[str, ...]]:
    """Return the days without meetings for everybody, with the names of each; do not change it."""

    def collect() -> dict[date, tuple[str, ...]]:
        found: dict[date, tuple[str, ...]] = {}
        for listed in board.holidays.values():
            for day in counting(listed) if not listed.member else ():
                known = found.get(day.on, ())
                if day.name and day.name not in known:
                    known = (*known, day.name)
                found[day.on] = known
        return found

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
    before = None
    if series.holidays == "before":
        free = days_off(board)
        before = working_day_before(day, series.first, series.weekday, series.every, free)
    if before is not None:
        return f"is held on {before}, for {day} is{called[1:]}"
    return f"is off, for {day} is{called[1:]}; restore it once more to hold it all the same"


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
    if not rest:
        return text == first
    at = len(first) if text.startswith(first) else -1
    for part in rest[:-1]:
        found = text.find(part, at) if at >= 0 else -1
        at = found + len(part) if found >= 0 else -1
    return at >= 0 and text.endswith(rest[-1]) and len(text) - at >= len(rest[-1])


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
