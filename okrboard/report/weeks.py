"""Weeks of a cycle, and days in words: small answers that every report gives."""

from __future__ import annotations

from datetime import date

from okrboard.domain.records import Cycle
from okrboard.text import clean

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def week_of(cycle: Cycle, today: date) -> tuple[int, int]:
    """Return which week of a cycle a day is in, and how many there are; 0 before the first day."""
    weeks = ((cycle.last - cycle.first).days + 7) // 7
    week = (today - cycle.first).days // 7 + 1
    return min(max(week, 0), weeks), weeks


def waits(cycle: Cycle, today: date) -> str:
    """Return how a cycle is started whose first day is over; nothing for any other."""
    if cycle.state != "planning" or cycle.first > today:
        return ""
    name = clean(cycle.name)
    return f"still in planning: okrboard cycle start {name if ' ' not in name else repr(name)}"


def short_day(day: date) -> str:
    """Return a day as `Fri 27 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def span_of(cycle: Cycle) -> str:
    """Return a cycle's days as `1 Sep – 31 Dec 2026`."""
    first, last = cycle.first, cycle.last
    year = f" {first.year}" if first.year != last.year else ""
    begin = f"{first.day} {MONTHS[first.month - 1]}{year}"
    return f"{begin} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def ago(days: int) -> str:
    """Return how long ago something was: `today`, `3 d`."""
    return "today" if days <= 0 else f"{days} d"
