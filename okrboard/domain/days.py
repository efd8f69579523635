"""`parse_day()`: a day as people type it, understood or refused in one line.

Today is passed in. Nothing here guesses between two orders of day and month: `3/4` is refused.
"""

from __future__ import annotations

from datetime import date, timedelta

from okrboard.text import squeeze

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

FARTHEST = 3660
"""Days from today that `+N` may reach: ten years."""

_WAYS = "write 2026-11-27, 27 Nov, 27.11., fri, next fri, +7 or tomorrow"


def parse_day(text: str, today: date, *, past: bool = False) -> date:
    """Return the day that a text names; letters of either case.

    - `2026-11-27`, `27 Nov 2026`, `27.11.2026`: that day.
    - `27 Nov`, `Nov 27`, `27.11.`: the first such day from today on.
    - `fri`, `friday` (two letters are enough): the first Friday after today, `next fri` the one of
      the next calendar week (weeks begin on Monday), `last fri` the last one before today.
    - `+7`, `+2w`, `-3`: days or weeks from today. `today`, `tomorrow`, `yesterday`.

    With `past` (for a day that has been, as in a check-in) a day without a year and a weekday are
    the last such day up to today instead.

    Raises `ValueError` with one line that says what can be written.
    """
    words = squeeze(text, 60).casefold().replace(",", " ").split()
    if not words:
        raise ValueError(f"a day is missing: {_WAYS}")
    try:
        found = (
            _relative(words, today) or _weekday(words, today, past) or _dated(words, today, past)
        )
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValueError(f"“{_short(text)}” is not a day: {_WAYS}")
    return found


def _relative(words: list[str], today: date) -> date | None:
    if len(words) > 1:
        return None
    word = words[0].replace("\u2212", "-")
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in named:
        return today + timedelta(named[word])
    if word[0] not in "+-":
        return None
    unit = {"d": 1, "w": 7}.get(word[-1], 0)
    days = _number(word[1:-1] if unit else word[1:]) * (unit or 1)
    if days > FARTHEST:
        return None
    return today + timedelta(days if word[0] == "+" else -days)


def _weekday(words: list[str], today: date, past: bool) -> date | None:
    which = words[0] if len(words) == 2 and words[0] in ("next", "last", "this") else ""
    if len(words) != (2 if which else 1):
        return None
    name = _named(words[-1], WEEKDAYS, 2)
    if name is None:
        return None
    monday = today - timedelta(today.weekday())
    if which == "next":
        return monday + timedelta(7 + name)
    if which == "this":
        return monday + timedelta(name)
    if which == "last":
        return today - timedelta((today.weekday() - name - 1) % 7 + 1)
    if past:
        return today - timedelta((today.weekday() - name) % 7)
    return today + timedelta((name - today.weekday() - 1) % 7 + 1)


def _dated(words: list[str], today: date, past: bool) -> date | None:
    if len(words) == 1:
        word = words[0]
        if word.count("-") == 2:
            return date.fromisoformat(word) if len(word) == 10 else None
        parts = word.removesuffix(".").split(".")
        if len(parts) == 2:
            return _yearless(_number(parts[0]), _number(parts[1]), today, past)
        if len(parts) == 3 and len(parts[2]) == 4:
            return date(_number(parts[2]), _number(parts[1]), _number(parts[0]))
        return None
    if len(words) > 3:
        return None
    day, name = (words[0], words[1]) if words[0][0].isdigit() else (words[1], words[0])
    month = _named(name.removesuffix("."), MONTHS, 3)
    if month is None:
        return None
    number = _number(day.removesuffix("."))
    if len(words) == 2:
        return _yearless(number, month + 1, today, past)
    return date(_number(words[2]), month + 1, number) if len(words[2]) == 4 else None


def _yearless(day: int, month: int, today: date, past: bool) -> date | None:
    """Return the nearest such day on the right side of today; 29 February may be years away."""
    for years in range(9):
        try:
            found = date(today.year + (-years if past else years), month, day)
        except ValueError:
            continue
        if found <= today if past else found >= today:
            return found
    return None


def _named(word: str, names: tuple[str, ...], least: int) -> int | None:
    if len(word) < least:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise ValueError(digits)
    return int(digits)


def _short(text: str) -> str:
    shown = squeeze(text, 60)
    return shown if len(shown) <= 24 else shown[:23] + "…"
