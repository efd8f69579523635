"""Numbers and days as people read them on paper, and what keeps their words from being Markdown.

Numbers have a true minus sign. What can be pasted back into a command, and what programs read,
keeps the hyphen; so does every place without Unicode, where `to_ascii()` makes one of it again.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.describe import day_and_month
from okrboard.domain.format_numbers import format_change, format_share, format_value
from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.records import Cycle
from okrboard.text import clean

MINUS = "−"

_MARKUP = frozenset("\\`*_[]<>|~&")
"""What Markdown reads anywhere in a line."""
_LEADING = frozenset(("#", "+", "-", "="))
"""What may begin a heading, a list or an underline."""


def typeset(numbers: str) -> str:
    """Return formatted numbers, such as `-3 → 5 pages` or `24 - 3 = 21`, with true minus signs.

    A hyphen inside a unit or between words stays what it is.
    """
    if "-" not in numbers:
        return numbers
    before = " " + numbers
    return "".join(
        MINUS
        if sign == "-" and before[at] in " (" and _begins(numbers[at + 1 :].lstrip())
        else sign
        for at, sign in enumerate(numbers)
    )


def share_text(share: float | None) -> str:
    """Return `format_share()`, typeset."""
    return typeset(format_share(share))


def change_text(value: float, unit: str = "") -> str:
    """Return `format_change()`, typeset."""
    return typeset(format_change(value, unit))


def value_text(value: float, unit: str = "") -> str:
    """Return `format_value()`, typeset."""
    return typeset(format_value(value, unit))


def _begins(number: str) -> bool:
    sign = number[:1]
    return sign.isdigit() or (sign != "" and sign in CURRENCIES)


def escaped(text: str) -> str:
    """Return a person's line so that Markdown shows it as it was typed."""
    shown = inline(text)
    digits = len(shown) - len(shown.lstrip("0123456789"))
    if digits and shown[digits : digits + 1] in (".", ")"):
        return f"{shown[:digits]}\\{shown[digits:]}"
    return f"\\{shown}" if shown[:1] in _LEADING else shown


def inline(text: str) -> str:
    """Return text for the middle of a line so that Markdown shows it as it was typed."""
    return "".join(f"\\{c}" if c in _MARKUP else c for c in clean(text))


def unescaped(text: str) -> str:
    """Return Markdown without the signs that kept a person's own from being read as Markdown."""
    if "\\" not in text:
        return text
    plain = []
    signs = iter(text)
    for sign in signs:
        plain.append(next(signs, sign) if sign == "\\" else sign)
    return "".join(plain)


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def waits(cycle: Cycle, today: date) -> str:
    """Return how a cycle is started whose first day is over; nothing for any other."""
    if cycle.state != "planning" or cycle.first > today:
        return ""
    name = clean(cycle.name)
    return f"still in planning: okrboard cycle start {name if ' ' not in name else repr(name)}"


def short_day(day: date) -> str:
    """Return a day as `Fri 27 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def span_of(cycle: Cycle) -> str:
    """Return a cycle's days as `1 Sep – 31 Dec 2026`."""
    first, last = cycle.first, cycle.last
    year = f" {first.year}" if first.year != last.year else ""
    return f"{day_and_month(first)}{year} – {day_and_month(last)} {last.year}"


def ago(days: int) -> str:
    """Return how long ago something was: `today`, `3 d`."""
    return "today" if days <= 0 else f"{days} d"
