"""Numbers as people read them: few digits for a card, all of them where a value is echoed.

No exponent, no `-0`, no dust of binary fractions. `unit` is text that has been cleaned.
"""

from __future__ import annotations

from math import floor, isfinite, log10

from okrboard.domain.formulas import LARGEST
from okrboard.domain.parse_numbers import CURRENCIES

_SCALES = ((1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T"))


def format_value(value: float, unit: str = "") -> str:
    """Return a value with its unit in at most 5 digits: `31 days`, `99.1 %`, `€1.2M`, `0.004`.

    Four significant digits (five for whole numbers below 100,000), at most six decimals, k, M, B
    and T for the large ones; no exponent and no `-0`. What is not finite is `?`. A unit that begins
    with a sign of money stands before the number. `unit` is text that has been cleaned.
    """
    return _joined(_compact(value), unit)


def format_change(value: float, unit: str = "") -> str:
    """Return `format_value()` with its sign always: `+3 days`, `-€4`, `0 days`."""
    shown = format_value(value, unit)
    return f"+{shown}" if value > 0 and _compact(value) not in ("0", "?") else shown


def format_move(before: float, after: float, unit: str = "") -> str:
    """Return two values with their unit once, `31 → 8 pages`; money says it twice, `€5 → €8`."""
    return f"{format_value(before, money(unit))} → {format_value(after, unit)}"


def money(unit: str) -> str:
    """Return a unit that begins with a sign of money, nothing for any other."""
    return unit if unit and unit[0] in CURRENCIES else ""


def format_share(share: float | None) -> str:
    """Return a share as whole per cent: `188 %`, `-20 %`; `–` for None, `?` for what is no number.

    Never rounded to a mark that was not reached: 0.996 is `99 %`, -0.002 is `-1 %`.
    """
    if share is None:
        return "–"
    if not isfinite(share) or abs(share) > LARGEST:
        return "?"
    percent = share * 100
    whole = round(percent)
    if whole == 100 and percent < 100 - 1e-9:
        whole = 99
    if whole == 0 and abs(percent) > 1e-9:
        whole = 1 if percent > 0 else -1
    return f"{whole} %"


def plain_number(value: float) -> str:
    """Return all digits of a value so that it can be read in one way only: `1.2340`, not `1.234`.

    For what a person may change and hand back; no thousands are grouped, no exponent is used.
    """
    shown = exact(value).replace(",", "")
    return f"{shown}0" if shown[-4:-3] == "." else shown


def exact(value: float) -> str:
    """Return a value with all digits that a person could have typed, thousands grouped."""
    whole = len(str(int(abs(value))))
    shown = f"{value:,.{max(0, min(12, 15 - whole))}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown


def with_unit(value: float, unit: str) -> str:
    """Return `exact()` with a unit, money before the number."""
    return _joined(exact(value), unit)


def _joined(number: str, unit: str) -> str:
    if not unit:
        return number
    if unit[0] in CURRENCIES:
        minus, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
        return f"{minus}{unit[0]}{digits}{unit[1:]}"
    return f"{number} {unit}"


def _compact(value: float) -> str:
    if not isfinite(value):
        return "?"
    minus = "-" if value < 0 else ""
    for scale, letter in _SCALES:
        digits = _digits(abs(value) / scale)
        if float(digits) < (1000 if letter else 100_000):
            return digits if digits == "0" else f"{minus}{digits}{letter}"
    return f"{minus}1000T"


def _digits(magnitude: float) -> str:
    if magnitude < 5e-7:
        return "0"
    decimals = max(0, min(6, 3 - floor(log10(magnitude))))
    shown = f"{magnitude:.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if decimals else shown
