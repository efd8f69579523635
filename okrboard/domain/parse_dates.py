"""`parse_day()` and `parse_moment()`: days, and times for meetings, as people type them.

The one reader of days for every door: commands, forms, sheets. It reads every day that this program
prints. Today is passed in. Nothing here guesses between two orders of day and month: `3/4` is in
doubt, unless its neighbours prove the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from okrboard.errors import InDoubt
from okrboard.text import shortened, squeeze

Order = Literal["", "dm", "md"]
"""Which of day and month stands first where both are numbers; empty when nobody knows."""


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GERMAN_WEEKDAYS = (
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_GERMAN_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september"),
    *("oktober", "november", "dezember"),
)
FARTHEST = 3660
"""Days from today that `+N` may reach: ten years."""

_WAYS = "write 2026-11-27, 27 Nov, 27.11., fri, next fri, W48, +7 or tomorrow"
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NAMED |= {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
# Compiled by the first day that is read: most commands read none.
_RELATIVE = (
    "(in |vor |[+-]|)([0-9]{1,4}|a|one|einem|einer)"
    "( days?| tag| tagen?| weeks?| wochen?| [dw]|[dw]|)( ago|)"
)
_OF_WEEKS = "(?:(next|nächste[nr]?)|(last|letzte[nr]?)|(this|diese[nr]?)) ([^ ]+)"
_WEEK = "[ -]*(?:([0-9]{4})[ -]+)?(?:week |kw ?|w)([0-9]{1,4})(?:[ -]+([^ -]+))?[ -]*"


def parse_day(text: str, today: date, *, past: bool = False, order: Order = "") -> date:
    """Return the day that a text names; letters of either case, English or German names.

    - `2026-11-27`, `2026/11/27`, `27 Nov 2026`, `27-Nov-26`, `27.11.2026`, `27.11.26`,
      `Nov 27th, 2026`: that day; of a year in two digits the one nearest to today. A time of day
      behind it is left out.
    - `27 Nov`, `Nov 27`, `27.11.`: the first such day from today on.
    - `Fri 27 Nov`: the one nearest to today that is a Friday.
    - `fri`, `friday` (two letters are enough): the first Friday after today, `next fri` the one of
      the next calendar week (weeks begin on Monday), `last fri` the last one before today.
    - `2026-W48`, `W48`, `W48 fri`, `2026-W48-5`: a day of an ISO week, its Monday without another.
    - `+7`, `+2w`, `-3`, `in 3 days`, `2 weeks ago`: days or weeks from today. `today`, `tomorrow`,
      `yesterday`.
    - `11/27/2026`, `27/11`, `27-11-2026`: that day where only one order gives one or `order` says
      which, as `day_order()` learns it from a column.

    With `past` (for a day that has been, as in a check-in) a day or week without a year and a
    weekday are the last such one up to today instead.

    Raises `InDoubt` for a day that may be two, `12/11`, and `ValueError` for what is none; each has
    one line that says what can be written.
    """
    words = _words(text)
    if not words:
        raise ValueError(f"a day is missing: {_WAYS}")
    try:
        days = _days(words, today, past, order)
    except (ValueError, OverflowError):
        days = []
    if not days:
        raise ValueError(f"“{shortened(text)}” is not a day: {_WAYS}")
    if len(days) > 1:
        ways = [day.isoformat() for day in days]
        raise InDoubt(
            f"“{shortened(text)}” may be either day: write {' or '.join(ways)}", text, ways
        )
    return days[0]


def day_order(texts: Iterable[str]) -> Order:
    """Return the order of day and month that days written by one hand prove, as `13/11` does.

    Empty when none does, or when they contradict one another.
    """
    orders: set[Order] = set()
    for text in texts:
        word = " ".join(_words(text)[:1])
        match = re.fullmatch("([0-9]{1,2})[/-]([0-9]{1,4})(?:[/-][0-9]{1,4})?", word)
        if match:
            first, second = int(match[1]), int(match[2])
            if (first > 12) != (second > 12):
                orders.add("dm" if first > 12 else "md")
    return orders.pop() if len(orders) == 1 else ""


def _named_weekday(word: str) -> int | None:
    """Return the weekday that a word of two or more letters names or begins, 0 for Monday."""
    return _begun(word.casefold().removesuffix("."), 2, WEEKDAYS, _GERMAN_WEEKDAYS)


def _words(text: str) -> list[str]:
    """Return the words of a day, without a time of day behind it."""
    words = squeeze(text, 60).casefold().replace(",", " ").replace("\u2212", "-").split()
    if words and words[0][10:11] == "t" and words[0][11:13].isdigit():
        words[0] = words[0][:10]
    if len(words) > 1 and words[-1] in ("am", "pm", "uhr", "z"):
        words.pop()
    if len(words) > 1 and ":" in words[-1]:
        words.pop()
        if words[-1] in ("at", "um"):
            words.pop()
    return words


def _days(words: list[str], today: date, past: bool, order: Order) -> list[date]:
    """Return the day that words name, two when they may be either, none when they are no day."""
    line = " ".join(words)
    relative = _relative(line, today) or _weekday(line, today, past)
    if relative is not None:
        return [relative]
    weekday = _named_weekday(words[0]) if len(words) > 1 else None
    if weekday is not None:
        line = " ".join(words[1:])
    week = _week(line, weekday, today, past)
    if week is not None:
        return [week]
    days = [_dated(*parts, weekday, today, past) for parts in _written(line, today, order)]
    return list(dict.fromkeys(day for day in days if day is not None))


def _relative(line: str, today: date) -> date | None:
    """Return the day of `+7`, `-2w`, `in 3 days`, `2 weeks ago` or `tomorrow`."""
    if line in _NAMED:
        return today + timedelta(_NAMED[line])
    match = re.fullmatch(_RELATIVE, line)
    if match is None:
        if line[0] in "+-" and " " not in line:
            raise ValueError(line)
        return None
    lead, count, unit, ago = match.groups()
    alone = not unit.startswith(" ")
    if bool(lead) == bool(ago) or (alone and (lead not in ("+", "-") or not count.isdigit())):
        return None
    days = int(count if count.isdigit() else 1) * (7 if unit.strip()[:1] == "w" else 1)
    if days > FARTHEST:
        return None
    return today + timedelta(-days if ago or lead in ("vor ", "-") else days)


def _weekday(line: str, today: date, past: bool) -> date | None:
    """Return the day of `fri`, `next fri`, `last fri` or `this fri`."""
    match = re.fullmatch(_OF_WEEKS, line)
    following, last, this, name = match.groups() if match else (None, None, None, line)
    weekday = None if " " in name else _named_weekday(name)
    if weekday is None:
        return None
    if following or this:
        return today + timedelta(weekday - today.weekday() + (7 if following else 0))
    if last:
        return today - timedelta((today.weekday() - weekday - 1) % 7 + 1)
    if past:
        return today - timedelta((today.weekday() - weekday) % 7)
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _week(line: str, weekday: int | None, today: date, past: bool) -> date | None:
    """Return a day of a week of ISO 8601: `2026-W48-5`, `W48 fri`, `KW 48`."""
    match = re.fullmatch(_WEEK, line)
    if match is None:
        return None
    year, week, name = match.groups()
    if name is not None:
        of_week = int(name) - 1 if _is_number(name) else _named_weekday(name)
        if of_week is None or weekday is not None:
            return None
        weekday = of_week
    if year:
        return date.fromisocalendar(int(year), int(week), (weekday or 0) + 1)
    this_year, this_week, _ = today.isocalendar()
    for years in range(9):
        iso_year = this_year + (-years if past else years)
        try:
            day = date.fromisocalendar(iso_year, int(week), (weekday or 0) + 1)
        except ValueError:
            continue
        # The week that runs is meant with all its days.
        runs = (iso_year, int(week)) == (this_year, this_week)
        if runs or (day <= today if past else day >= today):
            return day
    return None


def _written(line: str, today: date, order: Order) -> list[tuple[int, int, int]]:
    """Return year (0 when there is none), month and day of a written day, in each order."""
    if any(map(str.isalpha, line)):
        return _with_name(line.replace("-", " ").replace("/", " ").split(), today)
    if re.fullmatch("[0-9]{4}-.{5}", line):
        day = date.fromisoformat(line)
        return [(day.year, day.month, day.day)]
    mark = next((one for one in "-/." if one in line), "")
    parts = line.removesuffix(".").split(mark or None)
    if len(parts) not in (2, 3) or " " in line or any(len(part) > 2 for part in parts[1:-1]):
        return []
    if len(parts) == 3 and len(parts[0]) == 4:
        year, month, day_of_month = map(_number, parts)
        return [(year, month, day_of_month)] if mark != "-" else []
    year = _year(parts[2], today) if len(parts) == 3 else 0
    first, second = _number(parts[0]), _number(parts[1])
    day_first, month_first = (year, second, first), (year, first, second)
    if mark == "." or order == "dm":
        return [day_first]
    return [month_first] if order else [day_first, month_first]


def _with_name(words: list[str], today: date) -> list[tuple[int, int, int]]:
    """Return the parts of `27 Nov 2026`, `Nov 27th` or `27. November`."""
    if len(words) not in (2, 3):
        return []
    day, name = (words[0], words[1]) if words[0][0].isdigit() else (words[1], words[0])
    name = name.removesuffix(".").replace("maerz", "märz").replace("mrz", "märz")
    month = _begun(name, 3, MONTHS, _GERMAN_MONTHS)
    if month is None:
        return []
    for ending in (".", "st", "nd", "rd", "th"):
        day = day.removesuffix(ending)
    return [(_year(words[2], today) if len(words) == 3 else 0, month + 1, _number(day))]


def _dated(
    year: int, month: int, day: int, weekday: int | None, today: date, past: bool
) -> date | None:
    """Return the day of a year; without one the nearest on the right side of today.

    With a weekday the nearest on either side that is one; 29 February may be years away.
    """
    days = []
    for each in (year,) if year else range(today.year - 28, today.year + 29):
        try:
            days.append(date(each, month, day))
        except ValueError:
            continue
    if weekday is not None:
        days = [one for one in days if one.weekday() == weekday]
    elif not year:
        days = [one for one in days if (one <= today if past else one >= today)]
    return min(days, key=lambda one: (abs(one - today), abs(one.year - today.year)), default=None)


def _year(digits: str, today: date) -> int:
    """Return a year; one of two digits is that of the hundred years around today."""
    year = _number(digits.lstrip("'’"))
    if len(digits) == 4:
        return year or -1
    if len(digits.lstrip("'’")) != 2:
        raise ValueError(digits)
    return min(range(year, 10_000, 100), key=lambda one: abs(one - today.year)) or -1


def _begun(word: str, least: int, *languages: tuple[str, ...]) -> int | None:
    """Return which name a word begins in the first language that has one; `least` letters do."""
    names = (pair for names in languages for pair in enumerate(names))
    return next((at for at, name in names if len(word) >= least and name.startswith(word)), None)


def _number(digits: str) -> int:
    if not _is_number(digits):
        raise ValueError(digits)
    return int(digits)


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 4


_MOMENT_WAYS = "write 2026-11-26 10:00, thu 10:00, thu or 10:00"


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
            raise ValueError(f"“{typed[:40]}” is no day and time; {_MOMENT_WAYS}") from None
    words = typed.replace(",", " ").split()
    if not words:
        raise ValueError(f"the new time is missing; {_MOMENT_WAYS}")
    if len(words) > 1 and words[-1].casefold() in ("am", "pm", "uhr"):
        words[-2:] = ["".join(words[-2:])]
    clock = _clock(words[-1])
    if clock is not None:
        words.pop()
        if words and words[-1].casefold() in ("at", "um"):
            words.pop()
    typed_day = " ".join(words)
    weekday = _named_weekday(typed_day)
    if weekday is not None:
        day += timedelta(weekday - day.weekday())
    elif typed_day:
        day = parse_day(typed_day, today)
    return datetime.combine(day, at if clock is None else clock)


def _clock(word: str) -> time | None:
    """Return the time that a word says, None for a word that says none."""
    low = word.casefold()
    halved = low[:1].isdigit() and low.endswith(("am", "pm"))
    if not (halved or ":" in low or low.endswith("uhr")):
        return None
    match = re.fullmatch("([0-9]{1,2})(?::([0-5][0-9]))?(am|pm|uhr|)", low)
    if match is None or int(match[1]) > (12 if halved else 23):
        raise ValueError(f"“{word[:20]}” is no time of day; {_MOMENT_WAYS}")
    hour = int(match[1]) % 12 + (12 if match[3] == "pm" else 0) if halved else int(match[1])
    return time(hour, int(match[2] or 0))
