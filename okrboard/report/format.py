"""Numbers as people read them on paper: with a true minus sign.

What can be pasted back into a command, and what programs read, keeps the hyphen; so does every
place without Unicode, where `to_ascii()` makes one of it again.
"""

from __future__ import annotations

from okrboard.domain.format_numbers import format_change, format_share, format_value
from okrboard.domain.reading import CURRENCIES

MINUS = "−"


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
