"""What numbers that people type mean for a key result: a value, a driver, its start and target.

`parse_value()` says back in words how it understood what was typed, and reads whatever
`format_value()` writes; `read_together()` brings start, target and current onto one scale. What
cannot be read raises `ValueError` with one line that helps.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import get_args

from okrboard.domain.enums import DriverKind, KeyResultKind
from okrboard.domain.format_numbers import exact, plain_number, with_unit
from okrboard.domain.formulas import LARGEST, bounded, plausible
from okrboard.domain.parse_numbers import (
    PERCENT,
    Quantity,
    decimal_mark,
    is_percent,
    read_quantity,
    tidy,
)
from okrboard.domain.record import Record
from okrboard.errors import InDoubt
from okrboard.text import shortened, squeeze

_WAYS = "write 12, +3, -3, =-3 for a negative one, 12%, 1.5k"
_YES = ("yes", "y", "done", "true")
_NO = ("no", "n", "open", "false")
_KINDS: dict[str, DriverKind] = {kind: kind for kind in get_args(DriverKind)}


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
    beside: Collection[float] | None = None,
    change: bool = True,
    ways: str = "",
) -> ParsedValue:
    """Return the value that a text means for a key result, and how it was understood.

    - `12`, `=12`, `1,234.5`, `1.234,5`, `1 234,5`, `12k`, `3,5 Mio`, `€12`, `12 pages`, `90 min`:
      that value, read as `read_quantity()` says; the echo tells what could have been another.
    - `+3`, `-3`: that much more or less than `current` (than `start` before the first check-in).
      `=-3` and `(3)` are the value below zero; so is `-3` without `change`.
    - `12%`: 12 where the unit is %, otherwise 12 % of the way from start to target. `+5%` is 5
      points more where the unit is %; otherwise it may be 5 % of the way or of the current value
      and is in doubt.
    - For milestones, whose `steps` are the weights in order: `2/4` is the weight of the first 2 of
      4 steps; `yes` and `no` are all and none. A part of a step is refused. `yes` and `no` are also
      1 and 0 on the way from 0 to 1.

    `beside` is what is known of the key result, see `check_ins.known_values()`: a value that is not
    plausible beside it is in doubt, unless `=` stands before it. `ways` is what an error says about
    how to write it, where that is not a check-in's value.

    Raises `InDoubt` for what may be several values or is hard to believe, and `ValueError` with one
    line for anything else, a value beyond ±10^15 included.
    """
    ways = ways or _ways(kind, steps)
    if len(text) > 200:
        raise ValueError(f"that is too long for a value: {ways}")
    typed = squeeze(text).replace("\u2212", "-").replace("\u2013", "-")
    if not typed:
        raise ValueError(f"a value is missing: {ways}")
    current, start, target = (
        None if number is None else bounded(number) for number in (current, start, target)
    )
    course = _Course(current, start, target, unit, kind, steps, change, ways)
    parsed = _word(typed, course) or _steps(typed, course)
    if parsed is None:
        try:
            parsed = _numeric(typed, course, beside)
        except InDoubt as doubt:
            # Whoever asks looks for the text as it was typed.
            raise InDoubt(str(doubt), text, doubt.ways) from None
        if kind == "milestones" and steps:
            _check_step(typed, parsed.value, course)
    if not abs(parsed.value) <= LARGEST:
        raise ValueError(f"“{shortened(typed)}” is larger than a board can hold")
    if beside and kind != "milestones" and typed[0] != "=" and not plausible(parsed.value, beside):
        raise far_off(text, parsed.value, unit, beside)
    return parsed


def far_off(text: str, value: float, unit: str, beside: Collection[float]) -> InDoubt:
    """Return the question whether a value is meant that is not plausible beside what is known."""
    low, high = exact(min(beside)), exact(max(beside))
    sure = _written(value, "=")
    known = f"{low} to {high}" if low != high else low
    return InDoubt(
        f"{with_unit(value, unit)} is far from all that is known, {known}: "
        f"write {sure} if it is right",
        text,
        [sure],
    )


def in_doubt(text: str, values: Sequence[float], sign: str = "=") -> InDoubt:
    """Return the question which of some values a text is; `sign` is how each of them is written.

    That is `=` for a value as it is, and `+` for a change.
    """
    ways = [_written(value, sign) for value in values[:3]]
    return InDoubt(f"“{shortened(text)}” may be {' or '.join(ways)}: write which", text, ways)


def _written(value: float, sign: str) -> str:
    if sign == "=":
        return f"={exact(value).replace(',', '')}"
    return plain_number(value) if value < 0 else f"{sign}{plain_number(value)}"


def parse_driver(text: str, unit: str = "") -> ParsedDriver:
    """Return what `TEXT=+N[:kind]` says, such as `onboarding mail=+9` or `holidays=-3:outside`.

    The share is in the key result's unit, which may be written behind it; without a kind it is our
    action. The last `=` divides, so that the name may hold one. Raises `ValueError` with one line.
    """
    name, divided, rest = squeeze(text).rpartition("=")
    share, _, word = rest.replace("\u2212", "-").partition(":")
    name, word = name.strip(), word.strip().casefold() or "action"
    if not divided or not name:
        raise ValueError(f"“{shortened(text)}” is not a driver: write TEXT=+N or TEXT=-N:outside")
    if word not in _KINDS:
        raise ValueError(
            f"“{shortened(word)}” is no kind of driver: it is one of {', '.join(_KINDS)}"
        )
    read = _quantity(share, unit)
    if read is None or (read.unit == "%" and not is_percent(unit)):
        raise ValueError(f"“{shortened(share)}” is no share: write how much it moved, +9 or -3")
    if read.others:
        raise in_doubt(share, (read.value, *read.others), "+")
    return ParsedDriver(name, bounded(read.value), _KINDS[word])


def parse_share(text: str) -> float:
    """Return a share of 1, as a score is: `0.8`, `0,8`, `80 %`. Raises `ValueError`."""
    read = _quantity(text)
    if read is None or read.unit not in ("", "%") or read.of is not None:
        raise ValueError(f"“{shortened(text)}” is no share: write 0.8 or 80 %")
    return tidy(read.value / 100) if read.unit else read.value


def _quantity(text: str, unit: str | None = None) -> Quantity | None:
    """Return the number that a text says, None for one that says none."""
    try:
        return read_quantity(text, unit)
    except ValueError:
        return None


class _Course(Record):
    """From where to where a key result goes, in what it counts, and how its values are written."""

    current: float | None
    start: float | None
    target: float | None
    unit: str
    kind: KeyResultKind
    steps: Sequence[float]
    change: bool
    """Whether a sign makes a change."""
    ways: str

    @property
    def base(self) -> float | None:
        """What a change starts from."""
        return self.start if self.current is None else self.current


def _ways(kind: KeyResultKind, steps: Sequence[float]) -> str:
    """Return how a value of a key result is written, for who wrote something else."""
    if kind != "milestones" or not steps:
        return _WAYS
    if len(steps) == 1:
        return "write yes or no"
    return f"write how many steps are done, as 1/{len(steps)}, or yes for all"


def _word(typed: str, course: _Course) -> ParsedValue | None:
    """Return what `yes` or `no` means."""
    word = typed.casefold()
    if word not in _YES + _NO:
        return None
    done = word in _YES
    if course.kind == "milestones":
        whole = float(sum(course.steps) if course.steps else course.target or 0)
        return ParsedValue(whole, "all done") if done else ParsedValue(0.0, "not done")
    if (course.start, course.target) != (0, 1):
        raise ValueError(f"“{shortened(typed)}” is for a key result of steps: {_WAYS}")
    return ParsedValue(1.0, "yes") if done else ParsedValue(0.0, "no")


def _steps(typed: str, course: _Course) -> ParsedValue | None:
    """Return what `2/4` or `2 of 4 steps` means."""
    fraction = re.sub(" steps?$| ", "", typed.removeprefix("=").casefold().replace(" of ", "/"))
    done, slash, of = fraction.partition("/")
    counted = re.fullmatch("[0-9]{1,6}/[0-9]{1,6}", fraction)
    if not slash or (course.kind != "milestones" and not counted):
        return None  # A unit such as €/month has a stroke too.
    if course.kind != "milestones":
        raise ValueError(f"“{shortened(typed)}” is for a key result of steps: {_WAYS}")
    count = len(course.steps) or int(course.target or 0)
    if not counted or int(of) != count or int(done) > count:
        raise ValueError(f"“{shortened(typed)}” does not fit its {count} steps: write 0/{count}")
    weight = sum(course.steps[: int(done)]) if course.steps else float(done)
    return ParsedValue(weight, f"the first {done} of {of} steps" if int(done) else "no step yet")


def _check_step(typed: str, value: float, course: _Course) -> None:
    """Raise `ValueError` for a value that no number of whole steps weighs, in their order."""
    whole = any(abs(value - reached) <= 1e-9 for reached in accumulate(course.steps, initial=0.0))
    part = "%" in typed and value not in (0, sum(course.steps))
    if part or not whole:
        what = "not yes or no" if len(course.steps) == 1 else "no whole step"
        raise ValueError(f"“{shortened(typed)}” is {what}: {course.ways}")


def _numeric(typed: str, course: _Course, beside: Collection[float] | None) -> ParsedValue:
    base, unit, change = course.base, course.unit, course.change
    known = beside or [each for each in course[:3] if each is not None]
    moved = base or 0.0 if change and typed[0] in "+-" else 0.0
    try:
        read = read_quantity(typed, unit, known=[each - moved for each in known])
    except ValueError:
        # A form or an option may have put the sign before it: people are told what they typed.
        shown, other = shortened(typed.removeprefix("=")), _quantity(typed)
        what = f"in {shortened(unit)}" if unit and other and other.unit else "a value"
        raise ValueError(f"“{shown}” is not {what}: {course.ways}") from None
    changes = change and bool(read.sign) and not read.exact
    if changes and base is None and read.unit != "%":
        raise ValueError(
            f"“{shortened(typed)}” needs a value to start from: write ={abs(read.value):g}"
        )
    if read.others:
        moved = base or 0.0 if changes else 0.0
        raise in_doubt(typed, [moved + value for value in (read.value, *read.others)])
    if not changes and not read.exact and _is_fraction(typed, read.value, unit, known):
        raise in_doubt(typed, [tidy(100 * read.value), read.value])
    if read.unit == "%" and not is_percent(unit):
        return _of_the_way(typed, course, read.value, changes)
    if not changes or base is None:
        echo, value = with_unit(read.value, unit), read.value
    else:
        value = tidy(base + read.value)
        echo = f"{exact(base)} {read.sign} {exact(abs(read.value))} = {with_unit(value, unit)}"
    return ParsedValue(value, f"{echo} ({read.hint})" if read.hint else echo)


def _is_fraction(typed: str, value: float, unit: str, known: Collection[float]) -> bool:
    """Say whether a value in per cent may be meant as a fraction: `0.84` where it was 80 so far."""
    if not is_percent(unit) or "%" in typed or not 0 < abs(value) < 1 or not any(known):
        return False
    return plausible(100 * value, known, 0.5) and not plausible(value, known, 0.5)


def _of_the_way(typed: str, course: _Course, percent: float, changes: bool) -> ParsedValue:
    """Return what a percentage means for what does not count in per cent."""
    base, start, target = course.base, course.start, course.target
    part = None if start is None or target is None else (target - start) * percent / 100
    has_way = part is not None and start != target
    amount = f"{exact(abs(percent))} %"
    if changes and base is not None:
        value = tidy(base + abs(base) * percent / 100)
        of_way = tidy(base + (part or 0.0))
        if has_way and value != of_way:
            more = "more" if percent > 0 else "less"
            ways = [_written(value, "="), _written(of_way, "=")]
            raise InDoubt(
                f"“{shortened(typed)}” may be {ways[0]} ({amount} {more} than now) or "
                f"{ways[1]} ({amount} of the way): write which",
                typed,
                ways,
            )
        calculation = f"{exact(base)} {'+' if percent > 0 else '-'} {amount} of it"
    elif start is None or target is None or part is None or not has_way:
        raise ValueError(f"“{shortened(typed)}” needs a start and a target: write the value itself")
    else:
        value = tidy(start + part)
        calculation = f"{exact(percent)} % of the way from {exact(start)} to {exact(target)}"
    return ParsedValue(value, f"{calculation} = {with_unit(value, course.unit)}")


class Together(Record):
    """The numbers of one key result, read on one scale."""

    values: dict[str, Quantity]
    """By the names they were given under."""
    unit: str
    notes: tuple[str, ...]
    """What was understood that somebody may have meant otherwise, one line each."""
    question: str
    """What has to be asked before any of it is taken, in one line; empty when nothing has."""


def read_together(
    texts: Mapping[str, str], unit: str = "", *, known: Collection[float] = (), decimal: str = ""
) -> Together:
    """Return the numbers of one key result on one scale, or what has to be asked.

    `texts` are its start, target and current value, as far as they are there; `unit` is what is
    said of it elsewhere, and `known` are values that it has had. Per cent beside fractions, `0.80,
    0.99, 84%`, are per cent all; where that could be meant in two ways, as with `0.8, 84%, 99`, it
    is a question. Two units are one.

    Raises `ValueError` with the name and the text of the first that is no number.
    """
    decimal = decimal or decimal_mark(texts.values())

    def number(name: str, known: Collection[float] = ()) -> Quantity:
        try:
            read = read_quantity(texts[name], unit or None, known=known, decimal=decimal)
        except ValueError:
            counted = f" in {unit}" if unit else ""
            shown = shortened(texts[name])
            raise ValueError(f"{name}: “{shown}” is no number{counted}") from None
        if abs(read.value) > LARGEST:
            raise ValueError(f"{name}: “{shortened(texts[name])}” is larger than a board can hold")
        return read

    read = {name: number(name) for name in texts}
    sure = [*known, *(one.value for one in read.values() if not one.others)]
    read = {name: number(name, sure) if one.others else one for name, one in read.items()}
    read, notes, question = _on_one_scale(texts, read, unit)
    units = list(dict.fromkeys(one.unit for one in read.values() if one.unit))
    longest = max(units, key=len, default="")
    if not question and not all(longest.casefold().startswith(each.casefold()) for each in units):
        named = " and ".join(f"“{each}”" for each in units[:2])
        question = f"its numbers are in {named}; write them in one unit"
    for name, one in read.items():
        if one.others and not question:
            question = f"{name}: {in_doubt(texts[name], (one.value, *one.others))}"
        elif one.hint:
            notes.append(f"{name}: {shortened(texts[name])}, {one.hint}")
    return Together(read, unit or longest, tuple(notes), question)


def _on_one_scale(
    texts: Mapping[str, str], read: dict[str, Quantity], unit: str
) -> tuple[dict[str, Quantity], list[str], str]:
    """Return the numbers with fractions made per cent where per cent stand beside them."""
    marked = [name for name in texts if squeeze(texts[name], 200).casefold().endswith(PERCENT)]
    bare = [name for name in texts if name not in marked and read[name].unit in ("", unit)]
    values = [read[name].value for name in bare]
    ends = set(values) <= {0, 1} and 1 in values
    fractions = ends or any(0 < abs(value) < 1 for value in values)
    if not marked or not fractions or (unit and not is_percent(unit)):
        return read, [], ""
    small = all(abs(read[name].value) < 1 for name in marked)
    if small or any(abs(value) > 1 for value in values):
        listed = ", ".join(map(shortened, texts.values()))
        return read, [], f"{listed}: fractions or per cent? write all of them with %"
    changed = {
        name: one._replace(value=tidy(one.value * 100), unit="%") if name in bare else one
        for name, one in read.items()
    }
    listed = " and ".join(shortened(texts[name]) for name in bare)
    note = f"{listed} read as fractions of 1, since {shortened(texts[marked[0]])} is beside"
    return changed, [note], ""
