"""Expanding the recurrence rules of strangers, in time that the rule cannot choose.

Rules by day, week, month and year are read, a whole period at a time, from the span's first period
to its last: a rule that never matches ends there too. Nothing repeats within a day, nothing has an
interval below one. Source: RFC 5545 3.3.10 (with its table of expanding and limiting parts).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from time import thread_time

from okrboard.domain.record import Record
from okrboard.domain.schedule import CODES
from okrboard.errors import Unreadable
from okrboard.text import clean

MAX_INSTANCES = 15_000
MAX_RULE = 600
"""Characters of a rule."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""A series starts in between, and is listed no further."""

_PARTS = frozenset(
    ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST")
)
_PERIODS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""The fewest days of a period."""


class TimeLimit:
    """Seconds of work, not of waiting: a busy machine makes no file unreadable."""

    def __init__(self, seconds: float) -> None:
        self._end = thread_time() + seconds

    @property
    def left(self) -> float:
        """Seconds of work that are left; negative when it is over."""
        return self._end - thread_time()

    @property
    def over(self) -> bool:
        """Whether they are used up."""
        return self.left < 0


class Rule(Record):
    """A recurrence rule as it is expanded here."""

    freq: str
    interval: int = 1
    most: int = 0
    """COUNT; 0: there is none."""
    until: str = ""
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    """(number or 0, weekday), 0 is Monday."""
    positions: tuple[int, ...] = ()
    week_start: int = 0
    line: int = 0
    """Line of the file where it stands."""


def read_rule(text: str, line: int) -> Rule:
    """Return a rule that stands in a line; raises Unreadable for one that is not expanded here."""
    text = text.strip().upper()
    where = f"Line {line}: the rule {clean(text, 60)!r}"
    if len(text) > MAX_RULE:
        raise Unreadable(f"Line {line}: the rule is longer than {MAX_RULE} characters.")
    parts = rule_parts(text)
    freq = parts.get("FREQ", "")
    if freq not in _PERIODS:
        raise Unreadable(f"{where} does not repeat by day, week, month or year.")
    if not _PARTS.issuperset(parts):
        unknown = min(set(parts) - _PARTS)
        raise Unreadable(f"{where} has a part that is not read here: {clean(unknown, 30)}.")
    try:
        rule = Rule(
            freq,
            _numbers(parts.get("INTERVAL", "1"), 1, 10_000)[0],
            _numbers(parts["COUNT"], 1, 100_000)[0] if "COUNT" in parts else 0,
            parts.get("UNTIL", ""),
            _numbers(parts.get("BYMONTH", ""), 1, 12),
            _numbers(parts.get("BYMONTHDAY", ""), -31, 31),
            tuple(_day(part) for part in parts.get("BYDAY", "").split(",") if part),
            _numbers(parts.get("BYSETPOS", ""), -366, 366),
            CODES.index(parts.get("WKST", "MO")),
            line,
        )
    except (ValueError, IndexError):
        raise Unreadable(f"{where} cannot be read.") from None
    if freq in ("DAILY", "WEEKLY") and any(number for number, _ in rule.days):
        raise Unreadable(f"{where} numbers a weekday in no month or year.")
    return rule


def rule_parts(text: str) -> dict[str, str]:
    """Return the parts of a rule by their names, in capitals."""
    return dict(part.partition("=")[::2] for part in text.strip().upper().split(";") if part)


def instances(rule: Rule, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    """Return the wall-clock instances of a rule from `low` to `high` (naive), in order.

    UNTIL is the caller's matter, for it may be told in another zone: `high` is no later. Raises
    Unreadable for a rule that starts too early or late, or has too many instances in the span.
    """
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Unreadable(
            f"Line {rule.line}: a series that starts in the year {start.year}"
            f" is not read (only {FIRST_YEAR} to {LAST_YEAR})."
        )
    begin = start if rule.most else max(start, low)
    listed: list[datetime] = []
    days = _days(rule, start.date(), begin.date(), high.date())
    for day in islice(days, rule.most or None):
        at = datetime.combine(day, start.time())
        if at > high:
            break
        if at >= low:
            listed.append(at)
            if len(listed) > MAX_INSTANCES:
                raise Unreadable(
                    f"Line {rule.line}: the rule has more than {MAX_INSTANCES} instances."
                )
    return listed


def _days(rule: Rule, start: date, begin: date, last: date) -> Iterator[date]:
    """Yield the days of a rule that starts on `start`, in order, near `begin` up to `last`."""
    step = _skipped(rule, start, begin)
    while (period := _period(rule, start, step)) is not None and period[0] <= last:
        for day in _chosen(rule, start, period):
            if day >= start and day >= begin:
                yield day
        step += rule.interval


def _skipped(rule: Rule, start: date, begin: date) -> int:
    """Return a number of periods, a multiple of the interval, that surely lie before `begin`."""
    longest = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.freq]
    periods = max(0, (begin - start).days // longest - 1)
    return periods - periods % rule.interval


def _period(rule: Rule, start: date, step: int) -> tuple[date, date] | None:
    """Return the first and last day of the period `step` after the one of `start`."""
    if rule.freq in ("DAILY", "WEEKLY"):
        length = _PERIODS[rule.freq]
        back = (start.weekday() - rule.week_start) % 7 if length == 7 else 0
        ahead = step * length - back
        if ahead > 366 * (LAST_YEAR - FIRST_YEAR + 1):
            return None
        first = start + timedelta(days=ahead)
        return first, first + timedelta(days=length - 1)
    if rule.freq == "MONTHLY":
        years, month = divmod(start.year * 12 + start.month - 1 + step, 12)
        return None if years > LAST_YEAR else _month(years, month + 1)
    year = start.year + step
    return None if year > LAST_YEAR else (date(year, 1, 1), date(year, 12, 31))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _chosen(rule: Rule, start: date, period: tuple[date, date]) -> list[date]:
    found = sorted(set(_candidates(rule, start, period)))
    if not rule.positions:
        return found
    size = len(found)
    picked = {at - 1 if at > 0 else size + at for at in rule.positions}
    return [day for index, day in enumerate(found) if index in picked]


def _candidates(rule: Rule, start: date, period: tuple[date, date]) -> Iterator[date]:
    """Yield the days of a period that a rule names, before BYSETPOS."""
    first, last = period
    if rule.freq in ("DAILY", "WEEKLY"):
        for index in range((last - first).days + 1):
            day = first + timedelta(days=index)
            same = rule.freq == "DAILY" or day.weekday() == start.weekday()
            if _passes(rule, day) and (rule.days or same):
                yield day
        return
    yearly = rule.freq == "YEARLY"
    # A numbered weekday counts in the year where no month is named, otherwise in the month.
    named = set(_numbered(rule, first, last)) if yearly and not rule.months else None
    if named is not None and rule.days and not rule.month_days:
        yield from named
        return
    months = range(1, 13) if rule.month_days else (start.month,)
    for month in rule.months or (months if yearly else (first.month,)):
        if yearly or month == first.month:
            yield from _in_month(rule, start, _month(first.year, month), named)


def _in_month(
    rule: Rule, start: date, month: tuple[date, date], named: set[date] | None
) -> Iterator[date]:
    first, last = month
    if named is None:
        named = set(_numbered(rule, first, last))
    if rule.month_days:
        for number in rule.month_days:
            index = number if number > 0 else last.day + 1 + number
            if 1 <= index <= last.day:
                day = first.replace(day=index)
                if not rule.days or day in named:
                    yield day
    elif rule.days:
        yield from named
    elif start.day <= last.day:
        yield first.replace(day=start.day)


def _numbered(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Yield the weekdays of a month or a year that BYDAY names, with or without numbers."""
    for number, weekday in rule.days:
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        size = (last - day).days // 7 + 1
        if number == 0:
            yield from (day + timedelta(weeks=index) for index in range(size))
        elif 0 <= (index := number - 1 if number > 0 else size + number) < size:
            yield day + timedelta(weeks=index)


def _passes(rule: Rule, day: date) -> bool:
    """Whether the limiting parts of a rule by day or week let a day through."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    return not rule.days or day.weekday() in {each for _, each in rule.days}


def _numbers(text: str, low: int, high: int) -> tuple[int, ...]:
    found = tuple(int(part) for part in text.split(",") if part)
    if any(not low <= number <= high or number == 0 for number in found):
        raise ValueError(text)
    return found


def _day(text: str) -> tuple[int, int]:
    number = int(text[:-2] or 0)
    if not -53 <= number <= 53:
        raise ValueError(text)
    return number, CODES.index(text[-2:])
