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

_MAX_INSTANCES = 15_000
_MAX_RULE = 600
"""Characters of a rule."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
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


class Recurrence(Record):
    """A rule as it is expanded here."""

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


def read_rule(text: str, line: int) -> Recurrence:
    """Return a rule that stands in a line; raises Unreadable for one that is not expanded here."""
    text = text.strip().upper()
    where = f"Line {line}: the rule {clean(text, 60)!r}"
    if len(text) > _MAX_RULE:
        raise Unreadable(f"Line {line}: the rule is longer than {_MAX_RULE} characters.")
    parts = rule_parts(text)
    freq = parts.get("FREQ", "")
    if freq not in _PERIODS:
        raise Unreadable(f"{where} does not repeat by day, week, month or year.")
    if not _PARTS.issuperset(parts):
        unknown = min(set(parts) - _PARTS)
        raise Unreadable(f"{where} has a part that is not read here: {clean(unknown, 30)}.")
    try:
        rule = Recurrence(
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


def instances(rule: Recurrence, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    """Return the wall-clock instances of a rule from `low` to `high` (naive), in order.

    UNTIL is the caller's matter, for it may be told in another zone: `high` is no later. Raises
    Unreadable for a rule that starts too early or late, or has too many instances in the span.
    """
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        raise Unreadable(
            f"Line {rule.line}: a series that starts in the year {start.year}"
            f" is not read (only {_FIRST_YEAR} to {_LAST_YEAR})."
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
            if len(listed) > _MAX_INSTANCES:
                raise Unreadable(
                    f"Line {rule.line}: the rule has more than {_MAX_INSTANCES} instances."
                )
    return listed


def _days(rule: Recurrence, start: date, begin: date, last: date) -> Iterator[date]:
    """Yield the days of a rule that starts on `start`, in order, near `begin` up to `last`."""
    # Whole intervals that surely lie before `begin` are passed over.
    longest = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.freq]
    step = max(0, (begin - start).days // longest - 1)
    step -= step % rule.interval
    while (period := _period(rule, start, step)) is not None and period[0] <= last:
        days = sorted(set(_candidates(rule, start, *period)))
        if rule.positions:
            picked = {at - 1 if at > 0 else len(days) + at for at in rule.positions}
            days = [day for index, day in enumerate(days) if index in picked]
        yield from (day for day in days if day >= start and day >= begin)
        step += rule.interval


def _period(rule: Recurrence, start: date, step: int) -> tuple[date, date] | None:
    """Return the first and last day of the period `step` after the one of `start`."""
    if rule.freq in ("DAILY", "WEEKLY"):
        length = _PERIODS[rule.freq]
        back = (start.weekday() - rule.week_start) % 7 if length == 7 else 0
        ahead = step * length - back
        if ahead > 366 * (_LAST_YEAR - _FIRST_YEAR + 1):
            return None
        first = start + timedelta(days=ahead)
        return first, first + timedelta(days=length - 1)
    if rule.freq == "MONTHLY":
        years, month = divmod(start.year * 12 + start.month - 1 + step, 12)
        return None if years > _LAST_YEAR else _month(years, month + 1)
    year = start.year + step
    return None if year > _LAST_YEAR else (date(year, 1, 1), date(year, 12, 31))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _candidates(rule: Recurrence, start: date, first: date, last: date) -> Iterator[date]:
    """Yield the days of a period that a rule names, before BYSETPOS."""
    spans, is_named = [(first, last)], bool(rule.days or rule.month_days)
    if rule.freq == "YEARLY":
        months = rule.months or (range(1, 13) if is_named else (start.month,))
        spans = [_month(first.year, month) for month in months]
    for low, high in spans:
        if not is_named and rule.freq in ("MONTHLY", "YEARLY"):
            days = [low.replace(day=start.day)] if start.day <= high.day else []
        else:
            days = [low + timedelta(days=index) for index in range((high - low).days + 1)]
        # A numbered weekday counts in the year where no month is named, otherwise in the month.
        scope = (low, high) if rule.months else (first, last)
        yield from (day for day in days if _fits(rule, start, day, *scope))


def _fits(rule: Recurrence, start: date, day: date, first: date, last: date) -> bool:
    """Whether a rule lets a day through, which counts from the `first` or `last` of its scope."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if {day.day, day.day - length - 1}.isdisjoint(rule.month_days):
            return False
    if not rule.days:
        return rule.freq != "WEEKLY" or day.weekday() == start.weekday()
    numbers = (0, (day - first).days // 7 + 1, -((last - day).days // 7) - 1)
    return any(on == day.weekday() and number in numbers for number, on in rule.days)


def _numbers(text: str, low: int, high: int) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in text.split(",") if part)
    if any(not low <= number <= high or number == 0 for number in numbers):
        raise ValueError(text)
    return numbers


def _day(text: str) -> tuple[int, int]:
    number = int(text[:-2] or 0)
    if not -53 <= number <= 53:
        raise ValueError(text)
    return number, CODES.index(text[-2:])
