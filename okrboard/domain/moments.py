"""`parse_moment()`: a new time for a meeting as people type it.

Pure; the meeting's own day and time are what is not typed.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from okrboard.domain.days import named_weekday, parse_day
from okrboard.text import squeeze

_WAYS = "write 2026-11-26 10:00, thu 10:00, thu or 10:00"


def parse_moment(text: str, day: date, at: time, today: date) -> datetime:
    """Return the date and time that a text names, for a meeting on `day` at `at`.

    - `2026-11-26T10:00`, with or without an offset: as written; aware only with an offset.
    - a day as `parse_day()` reads it, a time such as `10:00`, `3 pm` or `15 Uhr`, or both; a bare
      weekday is that of the meeting's own week, since that is what one moves a meeting to.

    Raises `InDoubt` for a day that may be two, and `ValueError` with one line for what is none.
    """
    typed = squeeze(text, 60)
    if typed[10:11] == "T":
        try:
            return datetime.fromisoformat(typed)
        except ValueError:
            raise ValueError(f"“{typed[:40]}” is no day and time; {_WAYS}") from None
    words = typed.replace(",", " ").split()
    if not words:
        raise ValueError(f"the new time is missing; {_WAYS}")
    half = words[-1].casefold()[-2:]
    if len(words) > 1 and words[-1].casefold() in ("am", "pm", "uhr"):
        words[-2:] = ["".join(words[-2:])]
    clock = _clock(words[-1], half)
    if clock is not None:
        words.pop()
        if words and words[-1].casefold() in ("at", "um"):
            words.pop()
    return datetime.combine(_day(" ".join(words), day, today), at if clock is None else clock)


def _clock(word: str, half: str) -> time | None:
    """Return the time that a word says, in a half of the day when that is `am` or `pm`."""
    halved = half in ("am", "pm") and word[:1].isdigit()
    named = halved or word.casefold().endswith("uhr")
    hours, colon, minutes = word.rstrip("AaMmPpUuHhRr" if named else "").partition(":")
    if not colon and not named:
        return None
    minutes = minutes if colon else "00"
    good = all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes))
    if not good or int(hours) > (12 if halved else 23) or int(minutes) > 59 or len(minutes) != 2:
        raise ValueError(f"“{word[:20]}” is no time of day; {_WAYS}")
    hour = int(hours) % 12 + (12 if half == "pm" else 0) if halved else int(hours)
    return time(hour, int(minutes))


def _day(text: str, day: date, today: date) -> date:
    if not text:
        return day
    weekday = named_weekday(text)
    if weekday is not None:
        return day + timedelta(days=weekday - day.weekday())
    return parse_day(text, today)
