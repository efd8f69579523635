"""Numbers and days as people read them on paper, and what keeps their words from being Markdown.

Numbers have a true minus sign. What can be pasted back into a command, and what programs read,
keeps the hyphen; so does every place without Unicode, where `to_ascii()` makes one of it again.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.describe import day_and_month
from okrboard.domain.format_numbers import format_change, format_move, format_share, format_value
from okrboard.domain.lookup import name_of
from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.records import Cycle, KeyResult
from okrboard.text import clean

_MINUS = "−"

_MARKUP = frozenset("\\`*_[]<>|~&")
"""What Markdown reads anywhere in a line."""

_OF_SITES = frozenset("{}#$@^")
"""What sites that show Markdown read besides."""


def typeset(numbers: str) -> str:
    """Return formatted numbers, such as `-3 → 5 pages` or `24 - 3 = 21`, with true minus signs.

    A hyphen inside a unit or between words stays what it is.
    """
    if "-" not in numbers:
        return numbers
    before = " " + numbers
    return "".join(
        _MINUS
        if sign == "-" and before[at] in " (" and _begins_number(numbers[at + 1 :].lstrip())
        else sign
        for at, sign in enumerate(numbers)
    )


def _begins_number(number: str) -> bool:
    sign = number[:1]
    return sign.isdigit() or (sign != "" and sign in CURRENCIES)


def share_text(share: float | None) -> str:
    """Return `format_share()`, typeset."""
    return typeset(format_share(share))


def change_text(value: float, unit: str = "") -> str:
    """Return `format_change()`, typeset."""
    return typeset(format_change(value, unit))


def value_text(value: float, unit: str = "") -> str:
    """Return `format_value()`, typeset."""
    return typeset(format_value(value, unit))


def values_of(key_result: KeyResult, current: float | None) -> str:
    """Return where a key result is and goes.

    `26 → 8 pages`, `99.95 % (keep ≥ 99.9 %)`, `2/5 steps`, `done`. `current` is None before the
    first check-in.
    """
    unit = key_result.unit
    if key_result.kind == "milestones":
        done = sum(step.done is not None for step in key_result.steps)
        if len(key_result.steps) == 1:
            return "done" if done else "not done"
        return f"{done}/{len(key_result.steps)} steps"
    if key_result.kind == "threshold":
        now = "–" if current is None else value_text(current, unit)
        sign = "≥" if key_result.keep == "above" else "≤"
        return f"{now} (keep {sign} {value_text(key_result.target, unit)})"
    begin = key_result.start if current is None else current
    return typeset(format_move(begin, key_result.target, unit))


def rough(value: float) -> float:
    """Return a computed value with as many digits as anybody believes: 0.64, 12.5, 8140."""
    return float(f"{value:.2g}") if abs(value) < 10 else float(f"{value:.3g}")


def handle(board: Board, member: int) -> str | None:
    """Return a member's handle, or None."""
    return name_of(board, "members", member)


def team_name(board: Board, team: int) -> str | None:
    """Return a team's name, or None."""
    return name_of(board, "teams", team)


def escaped(text: str, *, for_sites: bool = False) -> str:
    """Return a person's line so that Markdown shows it as it was typed.

    No emphasis, link, list or table comes out of it, and, `for_sites` that show it, no mention,
    emoji or address; and no more backslashes than that takes.
    """
    line = clean(text)
    return "".join(
        f"\\{sign}" if _means_more(line, at, for_sites) else sign for at, sign in enumerate(line)
    )


def _means_more(line: str, at: int, for_sites: bool) -> bool:
    """Say whether a sign of a line would be read as more than itself."""
    sign, behind = line[at], line[at + 1 : at + 2]
    if sign == ":":
        return for_sites and behind.strip() != ""
    if sign == ".":
        listed = line[:at].isdigit() and not behind.strip()
        return listed or (for_sites and line[max(0, at - 3) : at].lower() == "www")
    if sign == ")":
        return line[:at].isdigit()
    if sign in "+-=":
        # In a table before a digit it is a number's sign: no list and no rule begins so.
        return at == 0 and not (for_sites and behind.isdigit())
    return sign in _MARKUP or (sign == "#" and at == 0) or (for_sites and sign in _OF_SITES)


def inline(text: str) -> str:
    """Return text for the middle of a line so that Markdown shows it as it was typed."""
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in clean(text))


def unescaped(text: str) -> str:
    """Return Markdown without the signs that kept a person's own from being read as Markdown."""
    signs = iter(text)
    return "".join(next(signs, sign) if sign == "\\" else sign for sign in signs)


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
