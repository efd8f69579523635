"""Readers: what people type into a field, as the value a use case takes and as it was understood.

Each takes a text and returns `(value, echo)`, or raises `ValueError` with one line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from okrboard.domain.board import Board
from okrboard.domain.edit.check_ins import known_values
from okrboard.domain.format_numbers import format_value, plain_number
from okrboard.domain.lookup import parse_reference
from okrboard.domain.parse_dates import parse_day
from okrboard.domain.parse_values import parse_value
from okrboard.domain.records import Checkpoint, KeyResult, Step
from okrboard.errors import InDoubt
from okrboard.text import clean_lines, squeeze
from okrboard.tui.forms.fields import Reader


def optional(read: Reader, empty: Any = None) -> Reader:
    """Return a reader that takes an empty text for `empty`."""
    return lambda text: read(text) if text.strip() else (empty, "")


_NUMBERS = "write a number such as 12, -3, 1.5k or 1,234.5"


def number(unit: Callable[[], str] = str, beside: Collection[float] = ()) -> Reader:
    """Return a reader of a number that stands for itself, so that `-3` is below zero.

    One that is not plausible beside what is known is in doubt.
    """

    def read(text: str) -> tuple[float, str]:
        found = parse_value(text, unit=unit(), beside=beside, change=False, ways=_NUMBERS)
        return found.value, found.echo

    return read


def value_of(board: Board, record: KeyResult, current: float) -> Reader:
    """Return a reader of a key result's value, which stands at `current` now: `26`, `+2`, `2/4`."""
    beside = known_values(board, record)

    def read(text: str) -> tuple[float, str]:
        found = parse_value(
            text,
            current=current,
            start=record.start,
            target=record.target,
            unit=record.unit,
            kind=record.kind,
            steps=[step.weight for step in record.steps],
            beside=beside,
        )
        return found.value, found.echo

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
    found = parse_value(text, unit="%")
    if not 0 <= found.value <= 100:
        raise ValueError("write a per cent from 0 to 100")
    return found.value / 100, f"{format_value(found.value)} %"


def day(today: date) -> Reader:
    """Return a reader of a day as people type it."""

    def read(text: str) -> tuple[date, str]:
        found = parse_day(text, today)
        return found, f"{found:%a} {found.day} {found:%b %Y}"

    return read


def labels(text: str) -> tuple[tuple[str, ...], str]:
    """Read labels as `labels_text()` writes them; also words apart by commas or spaces only."""
    line = squeeze(text)
    parts = line.replace("#", ",").split(",") if "#" in line or "," in line else line.split()
    found = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return found, labels_text(found)


def labels_text(known: Sequence[str]) -> str:
    """Write labels so that one may hold a space: `#cold chain #night`."""
    return " ".join(f"#{label}" for label in known)


def references(text: str) -> tuple[tuple[int, ...], str]:
    """Read references to objectives: `O3 O7`."""
    found: list[int] = []
    for word in squeeze(text).replace(",", " ").split():
        named = parse_reference(word)
        if named is None or named[0] != "objectives":
            raise ValueError(f"“{word[:20]}” is no objective; write references such as O3 O7")
        found.append(named[1])
    return tuple(dict.fromkeys(found)), ""


def steps(known: Sequence[Step] = ()) -> Reader:
    """Return a reader of steps, one a line, a weight behind `=`: `Quality manual = 2`.

    A step that keeps its name keeps the day on which it was done.
    """
    done = {step.name.casefold(): step.done for step in known}

    def read(text: str) -> tuple[tuple[Step, ...], str]:
        found: list[Step] = []
        for line in _lines(text):
            name, weight = _divided(line)
            found.append(Step(name, weight, done.get(name.casefold())))
        count = f"{len(found)} steps" if len(found) != 1 else "one step: yes or no"
        return tuple(found), count if found else ""

    return read


def steps_text(known: Sequence[Step]) -> str:
    """Write steps as `steps()` reads them."""
    return "\n".join(
        step.name if step.weight == 1 else f"{step.name} = {plain_number(step.weight)}"
        for step in known
    )


def checkpoints(today: date, unit: Callable[[], str] = str) -> Reader:
    """Return a reader of checkpoints, one a line: `1 Nov = 20`."""
    read_day, read_number = day(today), number(unit)

    def read(text: str) -> tuple[tuple[Checkpoint, ...], str]:
        found: list[Checkpoint] = []
        for line in _lines(text):
            when, divided, value = line.partition("=")
            if not divided:
                raise ValueError(f"“{line[:30]}” is no checkpoint; write a day = a value")
            found.append(Checkpoint(read_day(when)[0], read_number(value)[0]))
        shown = ", ".join(f"{one.on.day} {one.on:%b} {format_value(one.value)}" for one in found)
        return tuple(found), shown

    return read


def checkpoints_text(known: Sequence[Checkpoint]) -> str:
    """Write checkpoints as `checkpoints()` reads them."""
    return "\n".join(f"{one.on} = {plain_number(one.value)}" for one in known)


def zone(text: str) -> tuple[str, str]:
    """Read a time zone by its name in the tz database."""
    name = squeeze(text)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"“{name[:30]}” is no time zone; write one like Europe/Berlin") from None
    return name, ""


def _lines(text: str) -> list[str]:
    return [line for line in (squeeze(one) for one in clean_lines(text).split("\n")) if line]


def _divided(line: str) -> tuple[str, float]:
    """Return the name and weight of a step; a name may hold `=` where no number follows."""
    name, divided, weight = line.rpartition("=")
    try:
        return (name.strip(), parse_value(weight).value) if divided else (line, 1.0)
    except InDoubt:
        raise
    except ValueError:
        return line, 1.0
