"""The yearly rule at the end of a time-zone file: `CET-1CEST,M3.5.0,M10.5.0/3`, read and computed.

Source: RFC 8536 3.3 (the footer of a TZif file) and IEEE Std 1003.1, 8.3 (TZ). Only what one pair
of yearly iCalendar rules can say is understood; everything else answers None, and the caller
writes the switches one by one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from okrboard.domain.record import Record

DAY_SECONDS = 86_400


class YearlyRule(Record):
    """A switch at `seconds` wall-clock seconds into the `week`-th `weekday` of `month`."""

    month: int
    week: int
    """1 to 5; 5 is the last one."""
    weekday: int
    """0 is Sunday."""
    seconds: int


class PosixZone(Record):
    """A zone as its footer tells it; offsets are seconds east of UTC."""

    standard_name: str
    standard: int
    daylight_name: str = ""
    daylight: int = 0
    begins: YearlyRule | None = None
    """When daylight time begins, in standard time; None: no switches."""
    ends: YearlyRule | None = None
    """When daylight time ends, in daylight time."""


def parse_footer(footer: str) -> PosixZone | None:
    """Return what a footer says, or None where one pair of yearly rules cannot say it."""
    try:
        names, *rules = footer.split(",")
        standard_name, rest = _name(names)
        standard, rest = _offset(rest)
        if not rest:
            return PosixZone(standard_name, -standard) if not rules else None
        daylight_name, rest = _name(rest)
        daylight = _offset(rest)[0] if rest else standard - 3600
        begins, ends = (_rule(rule) for rule in rules)
    except (ValueError, IndexError):
        return None
    if begins is None or ends is None:
        return None
    return PosixZone(standard_name, -standard, daylight_name, -daylight, begins, ends)


def rule_day(rule: YearlyRule, year: int) -> date:
    """Return the day of `year` that a rule names."""
    if rule.week == 5:
        after = date(year + rule.month // 12, rule.month % 12 + 1, 1)
        last = after - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - rule.weekday) % 7)
    first = date(year, rule.month, 1)
    ahead = (rule.weekday - first.isoweekday()) % 7
    return first + timedelta(days=ahead + 7 * (rule.week - 1))


def rule_start(rule: YearlyRule, year: int) -> datetime:
    """Return the naive wall-clock time, before the switch, at which a rule switches in `year`."""
    day = rule_day(rule, year)
    return datetime(day.year, day.month, day.day) + timedelta(seconds=rule.seconds)


def _name(text: str) -> tuple[str, str]:
    if text.startswith("<"):
        end = text.index(">")
        return text[1:end], text[end + 1 :]
    end = 0
    while end < len(text) and text[end].isalpha():
        end += 1
    if end < 3:
        raise ValueError(text)
    return text[:end], text[end:]


def _offset(text: str) -> tuple[int, str]:
    end = 0
    while end < len(text) and (text[end].isdigit() or text[end] in "+-:"):
        end += 1
    return _seconds(text[:end]), text[end:]


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    parts += [0] * (3 - len(parts))
    return sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def _rule(text: str) -> YearlyRule | None:
    """Read `M3.5.0/2`; a day of the year or an hour outside its day is not one yearly BYDAY."""
    day, _, hour = text.partition("/")
    if not day.startswith("M"):
        return None
    month, week, weekday = (int(part) for part in day[1:].split("."))
    seconds = _seconds(hour) if hour else 7200
    if not 0 <= seconds < DAY_SECONDS:
        return None
    return YearlyRule(month, week, weekday, seconds)
