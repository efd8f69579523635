"""`parse_day()` and `parse_moment()`: days, and times for meetings, as people type them.

The one reader of days for every door: commands, forms, sheets. It reads every day that this program
prints. Today is passed in. Nothing here guesses between two orders of day and month: `3/4` is in
doubt, unless its neighbours prove the order.
"""

from __future__ import annotations

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
_GERMAN_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september"),
    *("oktober", "november", "dezember"),
)

FARTHEST = 3660
"""Days from today that `+N` may reach: ten years."""

_WAYS = "write 2026-11-27, 27 Nov, 27.11., fri, next fri, W48, +7 or tomorrow"
_NAMED = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "heute": 0,
    "morgen": 1,
    "gestern": -1,
    "übermorgen": 2,
    "vorgestern": -2,
}
_SPANS = {
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen"), 1),
    **dict.fromkeys(("w", "week", "weeks", "woche", "wochen"), 7),
}
_NEXT = ("next", "nächsten", "nächster", "nächste")
_LAST = ("last", "letzten", "letzter", "letzte")
_THIS = ("this", "diesen", "dieser", "diese")


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
        for word in _words(text)[:1]:
            parts = word.replace("-", "/").split("/")
            if len(parts) in (2, 3) and all(map(_is_number, parts)) and len(parts[0]) <= 2:
                first, second = int(parts[0]), int(parts[1])
                if (first > 12) != (second > 12):
                    orders.add("dm" if first > 12 else "md")
    return orders.pop() if len(orders) == 1 else ""


def named_weekday(word: str) -> int | None:
    """Return the weekday that a word of two or more letters names or begins, 0 for Monday."""
    name = word.casefold().removesuffix(".")
    return _index(name, WEEKDAYS, 2, _index(name, _GERMAN_WEEKDAYS, 2))


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
    relative = _relative(words, today) or _weekday(words, today, past)
    if relative is not None:
        return [relative]
    weekday = named_weekday(words[0]) if len(words) > 1 else None
    if weekday is not None:
        words = words[1:]
    week = _week(words, weekday, today, past)
    if week is not None:
        return [week]
    written = _written(words, today, order)
    days = [_dated(*parts, weekday, today, past) for parts in written]
    return list(dict.fromkeys(day for day in days if day is not None))


def _relative(words: list[str], today: date) -> date | None:
    if len(words) == 1:
        word = words[0]
        if word in _NAMED:
            return today + timedelta(_NAMED[word])
        if word[0] not in "+-":
            return None
        unit = _SPANS.get(word[-1], 0)
        return _shifted(today, word[1:-1] if unit else word[1:], unit or 1, word[0] == "-")
    ahead, ago = words[0] == "in", words[0] == "vor" or words[-1] == "ago"
    rest = words[1:] if words[0] in ("in", "vor") else words[:-1] if ago else words
    if len(rest) != 2 or rest[1] not in _SPANS or not (ahead or ago or words[0][0] in "+-"):
        return None
    count, back = rest[0], ago
    if not ahead and not ago:
        count, back = count[1:], count[0] == "-"
    count = "1" if count in ("a", "one", "einem", "einer") else count
    return _shifted(today, count, _SPANS[rest[1]], back)


def _shifted(today: date, count: str, unit: int, back: bool) -> date | None:
    days = _number(count) * unit
    return None if days > FARTHEST else today + timedelta(-days if back else days)


def _weekday(words: list[str], today: date, past: bool) -> date | None:
    which = words[0] if len(words) == 2 and words[0] in _NEXT + _LAST + _THIS else ""
    if len(words) != (2 if which else 1):
        return None
    name = named_weekday(words[-1])
    if name is None:
        return None
    monday = today - timedelta(today.weekday())
    if which in _NEXT:
        return monday + timedelta(7 + name)
    if which in _THIS:
        return monday + timedelta(name)
    if which in _LAST:
        return today - timedelta((today.weekday() - name - 1) % 7 + 1)
    if past:
        return today - timedelta((today.weekday() - name) % 7)
    return today + timedelta((name - today.weekday() - 1) % 7 + 1)


def _week(words: list[str], weekday: int | None, today: date, past: bool) -> date | None:
    """Return a day of a week of ISO 8601: `2026-W48-5`, `W48 fri`, `KW 48`."""
    line = " ".join(words).replace("week ", "w").replace("kw ", "w").replace("kw", "w")
    parts = line.replace("-", " ").split()
    year = parts.pop(0) if parts and len(parts[0]) == 4 and _is_number(parts[0]) else ""
    if not parts or parts[0][0] != "w" or not _is_number(parts[0][1:]) or len(parts) > 2:
        return None
    if len(parts) == 2:
        of_week = int(parts[1]) - 1 if _is_number(parts[1]) else named_weekday(parts[1])
        if of_week is None or weekday is not None:
            return None
        weekday = of_week
    week = int(parts[0][1:])
    if year:
        return date.fromisocalendar(int(year), week, (weekday or 0) + 1)
    for years in range(9):
        iso_year = today.isocalendar().year + (-years if past else years)
        try:
            day = date.fromisocalendar(iso_year, week, (weekday or 0) + 1)
        except ValueError:
            continue
        # The week that runs is meant with all its days.
        runs = day.isocalendar()[:2] == today.isocalendar()[:2]
        if runs or (day <= today if past else day >= today):
            return day
    return None


def _written(words: list[str], today: date, order: Order) -> list[tuple[int, int, int]]:
    """Return year (0 when there is none), month and day of a written day, in each order."""
    line = " ".join(words)
    if any(character.isalpha() for character in line):
        return _with_name(line.replace("-", " ").replace("/", " ").split(), today)
    if len(words) != 1:
        return []
    mark = next((one for one in "-/." if one in line), "")
    parts = line.removesuffix(".").split(mark or None)
    if mark == "-" and len(parts[0]) == 4:
        day = date.fromisoformat(line)
        return [(day.year, day.month, day.day)] if len(line) == 10 else []
    if len(parts) not in (2, 3) or any(len(part) > 2 for part in parts[1:-1]):
        return []
    if len(parts) == 3 and len(parts[0]) == 4:
        return [(_number(parts[0]), _number(parts[1]), _number(parts[2]))]
    year = _year(parts[2], today) if len(parts) == 3 else 0
    first, second = _number(parts[0]), _number(parts[1])
    if mark == ".":
        return [(year, second, first)]
    both: dict[Order, tuple[int, int, int]] = {
        "dm": (year, second, first),
        "md": (year, first, second),
    }
    return [both[order]] if order else list(both.values())


def _with_name(words: list[str], today: date) -> list[tuple[int, int, int]]:
    """Return the parts of `27 Nov 2026`, `Nov 27th` or `27. November`."""
    if len(words) not in (2, 3):
        return []
    day, name = (words[0], words[1]) if words[0][0].isdigit() else (words[1], words[0])
    name = name.removesuffix(".").replace("maerz", "märz").replace("mrz", "märz")
    month = _index(name, MONTHS, 3, _index(name, _GERMAN_MONTHS, 3))
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
    years: Iterable[int] = (today.year + (-more if past else more) for more in range(9))
    if year or weekday is not None:
        around = sorted(
            range(today.year - 28, today.year + 29), key=lambda one: abs(one - today.year)
        )
        years = (year,) if year else around
    candidates = []
    for one in years:
        try:
            candidates.append(date(one, month, day))
        except ValueError:
            continue
    if weekday is not None:
        candidates = [one for one in candidates if one.weekday() == weekday]
        return min(candidates, key=lambda one: abs(one - today), default=None)
    if year:
        return candidates[0] if candidates else None
    return next((one for one in candidates if (one <= today if past else one >= today)), None)


def _year(digits: str, today: date) -> int:
    """Return a year; one of two digits is that of the hundred years around today."""
    year = _number(digits.lstrip("'’"))
    if len(digits) == 4:
        return year or -1
    if len(digits.lstrip("'’")) != 2:
        raise ValueError(digits)
    return min(range(year, 10_000, 100), key=lambda one: abs(one - today.year)) or -1


def _index(word: str, names: tuple[str, ...], least: int, other: int | None = None) -> int | None:
    """Return which name a word begins, `other` when none; too short a word begins none."""
    if len(word) < least:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), other)


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
        raise ValueError(f"“{word[:20]}” is no time of day; {_MOMENT_WAYS}")
    hour = int(hours) % 12 + (12 if half == "pm" else 0) if halved else int(hours)
    return time(hour, int(minutes))


def _day(text: str, day: date, today: date) -> date:
    if not text:
        return day
    weekday = named_weekday(text)
    if weekday is not None:
        return day + timedelta(days=weekday - day.weekday())
    return parse_day(text, today)
