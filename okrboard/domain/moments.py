"""`parse_moment()`: a new time for a meeting as people type it.

Pure; the meeting's own day and time are what is not typed.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from okrboard.domain.days import WEEKDAYS, parse_day
from okrboard.text import squeeze

_WAYS = "write 2026-11-26 10:00, thu 10:00, thu or 10:00"


def parse_moment(text: str, day: date, at: time, today: date) -> datetime:
    """Return the date and time that a text names, for a meeting on `day` at `at`.

    - `2026-11-26T10:00`, with or without an offset: as written; aware only with an offset.
    - a day as `parse_day()` reads it, a time, or both; a bare weekday is that of the meeting's own
      week, since that is what one moves a meeting to.

    Raises `ValueError` with one line that says what can be written.
    """
    typed = squeeze(text, 60)
    if "T" in typed[8:12]:
        try:
            return datetime.fromisoformat(typed)
        except ValueError:
            raise ValueError(f"“{typed[:40]}” is no day and time; {_WAYS}") from None
    words = typed.replace(",", " ").split()
    if not words:
        raise ValueError(f"the new time is missing; {_WAYS}")
    clock = _clock(words[-1])
    if clock is not None:
        words.pop()
    return datetime.combine(_day(" ".join(words), day, today), at if clock is None else clock)


def _clock(word: str) -> time | None:
    hours, colon, minutes = word.partition(":")
    if not colon:
        return None
    good = all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes))
    if not good or int(hours) > 23 or int(minutes) > 59 or len(minutes) != 2:
        raise ValueError(f"“{word[:20]}” is no time of day; {_WAYS}")
    return time(int(hours), int(minutes))


def _day(text: str, day: date, today: date) -> date:
    if not text:
        return day
    name = text.casefold()
    if len(name) >= 2:
        for number, weekday in enumerate(WEEKDAYS):
            if weekday.startswith(name):
                return day + timedelta(days=number - day.weekday())
    return parse_day(text, today)
