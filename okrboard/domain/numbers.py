"""Numbers as people type them: a check-in's value, a driver.

`parse_value()` says back in words how it understood what was typed. It reads whatever
`figures.format_value()` writes. What cannot be read raises `ValueError` with one line that helps.
"""

from __future__ import annotations

from okrboard.domain.figures import exact, with_unit
from okrboard.domain.formulas import LARGEST, held
from okrboard.domain.reading import CURRENCIES, is_percent, read_number
from okrboard.domain.record import Record
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrboard.domain.words import DriverKind, KeyResultKind

_WAYS = "write 12, +3, -3, =-3 for a negative one, 12%, 1.5k"
_YES_OR_NO = "write yes or no"
_YES = ("yes", "y", "done", "true")
_NO = ("no", "n", "open", "false")
_KINDS: tuple[DriverKind, ...] = ("action", "outside", "luck", "measurement")


class ParsedValue(Record):
    """A value as it was understood."""

    value: float
    echo: str
    """How it was understood, for a person to see before it is saved: `31 + 3 = 34 pages`."""


class ParsedDriver(Record):
    """A driver as it was typed: its name, its signed share in the key result's unit, its kind."""

    text: str
    share: float
    kind: DriverKind


def parse_value(
    text: str,
    *,
    current: float | None = None,
    start: float | None = None,
    target: float | None = None,
    unit: str = "",
    kind: KeyResultKind = "metric",
    steps: Sequence[float] = (),
    ways: str = "",
) -> ParsedValue:
    """Return the value that a text means for a key result, and how it was understood.

    - `12`, `=12`, `1,234.5`, `1.234,5`, `1 234,5`, `12k`, `1.5M`, `€12`, `12 pages`: that value.
      A comma before three digits groups thousands (`1,234` is 1234), a point never does unless it
      comes twice (`1.234` is 1.234); the echo says which it was.
    - `+3`, `-3`: that much more or less than `current` (than `start` before the first check-in).
      `=-3` is the value below zero.
    - `12%`: 12 where the unit is %, otherwise 12 % of the way from start to target; `+5%` is 5
      points more, or 5 % of the way more.
    - For milestones, whose `steps` are the weights in order: `2/4` is the weight of the first 2 of
      4 steps; `yes` and `no` are all and none. `yes` and `no` are also 1 and 0 on the way from 0
      to 1.

    `ways` is what an error says about how to write it, where that is not a check-in's value.

    Raises `ValueError` with one line for anything else, a value beyond ±10^15 included.
    """
    ways = ways or _ways(kind, steps)
    if len(text) > 200:
        raise ValueError(f"that is too long for a value: {ways}")
    typed = squeeze(text).replace("\u2212", "-").replace("\u2013", "-")
    if not typed:
        raise ValueError(f"a value is missing: {ways}")
    found = _word(typed, start, target, kind, steps) or _steps(typed, kind, steps, target)
    if found is None:
        found = _numeric(typed, current, start, target, unit, ways)
    if not abs(found.value) <= LARGEST:
        raise ValueError(f"“{_short(typed)}” is larger than a board can hold")
    return found


def parse_driver(text: str, unit: str = "") -> ParsedDriver:
    """Return what `TEXT=+N[:kind]` says, such as `onboarding mail=+9` or `holidays=-3:outside`.

    The share is in the key result's unit, which may be written behind it; without a kind it is our
    action. The last `=` divides, so that the name may hold one. Raises `ValueError` with one line.
    """
    name, divided, rest = squeeze(text).rpartition("=")
    share, _, word = rest.replace("\u2212", "-").partition(":")
    name, word = name.strip(), word.strip().casefold() or "action"
    if not divided or not name:
        raise ValueError(f"“{_short(text)}” is not a driver: write TEXT=+N or TEXT=-N:outside")
    kind = next((kind for kind in _KINDS if kind == word), None)
    if kind is None:
        raise ValueError(f"“{_short(word)}” is no kind of driver: it is one of {', '.join(_KINDS)}")
    try:
        sign, body = _signed(share.strip())
        number = held(read_number(_without_unit(body, unit))[0])
    except ValueError:
        raise ValueError(
            f"“{_short(share)}” is no share: write how much it moved, +9 or -3"
        ) from None
    return ParsedDriver(name, -number if sign == "-" else number, kind)


def _word(
    typed: str,
    start: float | None,
    target: float | None,
    kind: KeyResultKind,
    steps: Sequence[float],
) -> ParsedValue | None:
    word = typed.casefold()
    if word not in _YES + _NO:
        return None
    if kind == "milestones":
        whole = sum(steps) if steps else target or 0.0
        return ParsedValue(whole, "all done") if word in _YES else ParsedValue(0.0, "not done")
    if (start, target) == (0, 1):
        return ParsedValue(1.0, "yes") if word in _YES else ParsedValue(0.0, "no")
    raise ValueError(f"“{_short(typed)}” is for a key result of steps: {_WAYS}")


def _steps(
    typed: str, kind: KeyResultKind, steps: Sequence[float], target: float | None
) -> ParsedValue | None:
    done, slash, of = (part.strip() for part in typed.removeprefix("=").partition("/"))
    if not slash:
        return None
    if kind != "milestones":
        if not (_is_digits(done) and _is_digits(of)):
            return None  # A unit such as €/month has a stroke too.
        raise ValueError(f"“{_short(typed)}” is for a key result of steps: {_WAYS}")
    count = len(steps) or int(target or 0)
    if not (_is_digits(done) and _is_digits(of)) or int(of) != count or int(done) > count:
        raise ValueError(f"“{_short(typed)}” does not fit its {count} steps: write 0/{count}")
    weight = sum(steps[: int(done)]) if steps else float(done)
    return ParsedValue(weight, f"the first {done} of {of} steps" if int(done) else "no step yet")


def _ways(kind: KeyResultKind, steps: Sequence[float]) -> str:
    """Return how a value of a key result is written, for who wrote something else."""
    if kind != "milestones" or not steps:
        return _WAYS
    if len(steps) == 1:
        return _YES_OR_NO
    return f"write how many steps are done, as 1/{len(steps)}, or yes for all"


def _numeric(
    typed: str,
    current: float | None,
    start: float | None,
    target: float | None,
    unit: str,
    ways: str,
) -> ParsedValue:
    current, start, target = (
        None if known is None else held(known) for known in (current, start, target)
    )
    absolute = typed.startswith("=")
    try:
        sign, body = _signed(typed.removeprefix("=").strip())
        body = _without_unit(body, unit)
        share = body.endswith("%")
        number, hint = read_number(body.removesuffix("%").rstrip())
    except ValueError:
        # A form or an option may have put the sign before it: people are told what they typed.
        shown = _short(typed.removeprefix("="))
        raise ValueError(f"“{shown}” is not a value: {ways}") from None
    signed = -number if sign == "-" else number
    of_the_way = share and not is_percent(unit)
    said = exact(number)
    if of_the_way:
        if start is None or target is None or start == target:
            raise ValueError(
                f"“{_short(typed)}” needs a start and a target: write the value itself"
            )
        said = f"{said} % of the way from {exact(start)} to {exact(target)}"
        signed = (target - start) * signed / 100
    if absolute or not sign:
        value = _tidy(start + signed if of_the_way and start is not None else signed)
        minus = "-" if of_the_way and sign == "-" else ""
        echo = f"{minus}{said} = {with_unit(value, unit)}" if of_the_way else with_unit(value, unit)
    else:
        base = current if current is not None else start
        if base is None:
            raise ValueError(f"“{_short(typed)}” needs a value to start from: write ={number:g}")
        value = _tidy(base + signed)
        echo = f"{exact(base)} {sign} {said} = {with_unit(value, unit)}"
    return ParsedValue(value, f"{echo} ({hint})" if hint else echo)


def _signed(body: str) -> tuple[str, str]:
    sign = body[:1] if body[:1] in ("+", "-") else ""
    return sign, body[len(sign) :].strip()


def _without_unit(body: str, unit: str) -> str:
    """Return a number without the key result's unit or a sign of money around it.

    One letter counts only in its own case, since `M` scales and `m` may be metres.
    """
    unit = unit.strip()
    if unit and not (unit[0].isdigit() or unit[0] in ".,"):
        same = str if len(unit) == 1 else str.casefold
        if same(body[-len(unit) :]) == same(unit):
            body = body[: -len(unit)].rstrip()
        elif same(body[: len(unit)]) == same(unit):
            body = body[len(unit) :].lstrip()
        elif unit[0] in CURRENCIES and same(body[-len(unit) + 1 :]) == same(unit[1:]):
            body = body[: -len(unit) + 1].rstrip()
    money = [sign for sign in CURRENCIES if sign in unit]
    for sign in money or CURRENCIES:
        body = body.removeprefix(sign).lstrip().removesuffix(sign).rstrip()
    return body


def _tidy(value: float) -> float:
    """Return a value without the dust of binary fractions, so that 31.2 + 0.1 is 31.3."""
    return float(f"{value:.15g}") + 0.0


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _short(text: str) -> str:
    shown = squeeze(text, 200)
    return shown if len(shown) <= 24 else shown[:23] + "…"
