"""Readers: what people type into a field, as the value a use case takes and as it was understood.

Each takes a text and returns `(value, echo)`, or raises `ValueError` with one line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from okrboard.domain.edit.series import clock
from okrboard.domain.format_numbers import format_value, plain_number
from okrboard.domain.lookup import parse_reference
from okrboard.domain.parse_dates import parse_day
from okrboard.domain.parse_values import parse_value
from okrboard.domain.records import Checkpoint, Step
from okrboard.domain.schema import Type
from okrboard.errors import InDoubt, Refused
from okrboard.text import squeeze
from okrboard.tui.forms.fields import Reader


def reader_of(type: Type, today: date) -> Reader | None:
    """Return what reads a field of a record by what it is declared to hold; None for plain text."""
    known = {"date": day(today), "Zone": zone, "Clock": time, "Share": share, "Gap": number("%")}
    read = known.get(type.name)
    if read is None and type.many:
        return optional(labels if type.base == "str" else references, ())
    if read is None and type.base == "float":
        read = number()
    elif read is None and type.base == "int" and type.rule and type.rule.span:
        read = whole(*map(int, type.rule.span))
    return optional(read) if read is not None and type.optional else read


def optional(read: Reader, empty: Any = None) -> Reader:
    """Return a reader that takes an empty text for `empty`."""
    return lambda text: read(text) if text.strip() else (empty, "")


def number(unit: str | Callable[[], str] = "", beside: Collection[float] = ()) -> Reader:
    """Return a reader of a number that stands for itself, so that `-3` is below zero.

    One that is not plausible beside what is known is in doubt.
    """

    def read(text: str) -> tuple[float, str]:
        parsed = parse_value(
            text,
            unit=unit if isinstance(unit, str) else unit(),
            beside=beside,
            change=False,
            ways="write a number such as 12, -3, 1.5k or 1,234.5",
        )
        return parsed.value, parsed.echo

    return read


def whole(least: int, most: int) -> Reader:
    """Return a reader of a whole number within bounds."""

    def read(text: str) -> tuple[int, str]:
        typed = text.strip()
        digits = len(typed) < 10 and typed.isascii() and typed.isdigit()
        if not digits or not least <= int(typed) <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return int(typed), ""

    return read


def share(text: str) -> tuple[float, str]:
    """Read whole or broken per cent as a share from 0 to 1."""
    percent = parse_value(text, unit="%").value
    if not 0 <= percent <= 100:
        raise ValueError("write a per cent from 0 to 100")
    return percent / 100, f"{format_value(percent)} %"


def day(today: date, *, past: bool = False, remark: Callable[[date], str] = lambda _: "") -> Reader:
    """Return a reader of a day as people type it; `remark` says what else there is to know of it.

    With `past` a day without a year is one that has been.
    """

    def read(text: str) -> tuple[date, str]:
        parsed = parse_day(text, today, past=past)
        echo = f"{parsed:%a} {parsed.day} {parsed:%b %Y}"
        return parsed, ", ".join(filter(None, (echo, remark(parsed))))

    return read


def time(text: str) -> tuple[str, str]:
    """Read a time of day."""
    try:
        parsed = clock(text)
    except Refused as error:
        raise ValueError(str(error)) from None
    return parsed, parsed


def zone(text: str) -> tuple[str, str]:
    """Read a time zone by its name in the tz database."""
    name = squeeze(text)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"“{name[:30]}” is no time zone; write one like Europe/Berlin") from None
    return name, ""


def labels(text: str) -> tuple[tuple[str, ...], str]:
    """Read labels such as `#cold chain #night`, or words apart by commas or spaces."""
    line = squeeze(text)
    parts = line.replace("#", ",").split(",") if "#" in line or "," in line else line.split()
    known = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return known, " ".join(f"#{label}" for label in known)


def references(text: str) -> tuple[tuple[int, ...], str]:
    """Read references to objectives: `O3 O7`."""
    ids: list[int] = []
    for word in squeeze(text).replace(",", " ").split():
        named = parse_reference(word)
        if named is None or named[0] != "objectives":
            raise ValueError(f"“{word[:20]}” is no objective; write references such as O3 O7")
        ids.append(named[1])
    return tuple(dict.fromkeys(ids)), ""


def steps(known: Sequence[Step] = ()) -> Reader:
    """Return a reader of steps, one a line, a weight behind `=`: `Quality manual = 2`.

    A step that keeps its name keeps the day on which it was done.
    """
    done = {step.name.casefold(): step.done for step in known}

    def read(text: str) -> tuple[tuple[Step, ...], str]:
        parsed = tuple(
            Step(name, weight, done.get(name.casefold()))
            for name, weight in map(_step, filter(None, map(squeeze, text.split("\n"))))
        )
        count = f"{len(parsed)} steps" if len(parsed) != 1 else "one step: yes or no"
        return parsed, count if parsed else ""

    return read


def _step(line: str) -> tuple[str, float]:
    """Return the name and weight of a step; a name may hold `=` where no number follows."""
    name, divided, weight = line.rpartition("=")
    try:
        return (name.strip(), parse_value(weight).value) if divided else (line, 1.0)
    except InDoubt:
        raise
    except ValueError:
        return line, 1.0


def checkpoints(today: date, unit: Callable[[], str] = str) -> Reader:
    """Return a reader of checkpoints, one a line: `1 Nov = 20`."""
    read_day, read_number = day(today), number(unit)

    def read(text: str) -> tuple[tuple[Checkpoint, ...], str]:
        parsed: list[Checkpoint] = []
        for line in filter(None, map(squeeze, text.split("\n"))):
            when, divided, value = line.partition("=")
            if not divided:
                raise ValueError(f"“{line[:30]}” is no checkpoint; write a day = a value")
            parsed.append(Checkpoint(read_day(when)[0], read_number(value)[0]))
        shown = ", ".join(f"{one.on.day} {one.on:%b} {format_value(one.value)}" for one in parsed)
        return tuple(parsed), shown

    return read


def _step_line(step: Step) -> str:
    return step.name if step.weight == 1 else f"{step.name} = {plain_number(step.weight)}"


LINES: dict[str, Callable[[Any], str]] = {
    "Step": _step_line,
    "Checkpoint": lambda one: f"{one.on} = {plain_number(one.value)}",
}
"""Writes one part of a record as the reader of such parts reads it."""
