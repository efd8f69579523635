"""Cells of a table: written so that no spreadsheet runs them, and read as people type them.

A text whose first character could begin a formula gets an apostrophe in front, which reading takes
away again. Texts and days stand in quotes, numbers stand bare with a point, an empty cell is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite

from okrboard.domain.parse_numbers import Quantity
from okrboard.domain.parse_values import read_together
from okrboard.domain.record import Record
from okrboard.domain.records import Step
from okrboard.text import clean_lines, shorten, squeeze

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet may take for the beginning of a formula, in full width, too."""

LARGEST = 1e300
"""Numbers beyond this are none that a board holds."""

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_SECOND_NUMBER = re.compile(r"(?:^|\s)[0-9]")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,4}")


class NamedStep(Record):
    """A step as a cell has it."""

    name: str
    weight: float = 1.0
    marked: bool = False
    """Whether the cell says if it is done; a bare name does not."""
    done: str = ""
    """The day, or `x` when only that it is done."""


def text_cell(text: str) -> str:
    """Return a text as a cell of CSV."""
    cleaned = clean_lines(text).strip()
    if not cleaned:
        return ""
    guarded = f"'{cleaned}" if _looks_guarded(cleaned) else cleaned
    return '"' + guarded.replace('"', '""') + '"'


def number_cell(value: float) -> str:
    """Return a number as a cell of CSV: all its digits, no more."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def text_of(cell: str) -> str:
    """Return what a text cell says."""
    text = cell[1:] if cell.startswith("'") and _looks_guarded(cell) else cell
    return clean_lines(text).strip()


def in_a_cell(value: object) -> object:
    """Return a field's value as it would come back from its cell."""
    if isinstance(value, str):
        return clean_lines(value).strip()
    if isinstance(value, tuple):
        return tuple(label for each in value if (label := _label(each)))
    return value


def labels_cell(labels: Iterable[str]) -> str:
    """Return labels as a cell of CSV."""
    plain = [_label(label).replace("\\", "\\\\") for label in labels]
    escaped = [label.replace(",", "\\,").replace(";", "\\;") for label in plain if label]
    return text_cell(", ".join(escaped))


def labels_of(text: str) -> tuple[str, ...]:
    """Return the labels that a cell's text names, divided by commas (or by `;` without any)."""
    divider = "," if "," in text else ";"
    found, label, escaped = [], "", False
    for character in text:
        if escaped or character == "\\":
            label += character if escaped else ""
            escaped = not escaped
        elif character == divider:
            found.append(label)
            label = ""
        else:
            label += character
    labels = [_label(label) for label in (*found, label)]
    return tuple(label for label in labels if label)


def steps_cell(steps: Iterable[Step]) -> str:
    """Return steps as a cell of CSV, a line each."""
    return text_cell("\n".join(_step_line(step) for step in steps))


def steps_of(text: str) -> tuple[NamedStep, ...]:
    """Return the steps that a cell's text names; raise `ValueError` for a mark nobody can read."""
    lines = text.split("\n")
    if len(lines) == 1 and not _is_marked(text):
        lines = text.split(";")
    return tuple(_step_of(line) for line in lines if line.strip())


def number_of(text: str, decimal: str = "") -> Quantity:
    """Return the number that a cell says alone; `decimal` is its file's mark, where one is known.

    Beside what people write this is what programs do: an exponent, and all digits of a fraction.
    Raises `ValueError`, also where it may be two numbers.
    """
    exact = written_by_a_program(text, decimal)
    if exact is not None:
        return Quantity(exact)
    if text.lstrip().startswith("="):
        raise ValueError(f"“{shorten(squeeze(text, 200), 40)}” is no number")
    try:
        read = read_together({"": text}, decimal=decimal)
    except ValueError as error:
        raise ValueError(str(error).removeprefix(": ")) from None
    number = read.values[""]
    if read.question or number.of is not None:
        raise ValueError(read.question.removeprefix(": ") or f"“{text}” is no number")
    check_unit(text, number.unit)
    return number


def check_unit(text: str, unit: str, name: str = "") -> None:
    """Raise `ValueError` for a number with another number behind it, as in `12 of 40`."""
    if _SECOND_NUMBER.search(unit):
        shown = f"“{shorten(squeeze(text, 200), 40)}” is no number"
        raise ValueError(f"{name}: {shown}" if name else shown)


def written_by_a_program(text: str, decimal: str) -> float | None:
    """Return the number of a cell as a program writes it, to the last bit; None for another one.

    A point is taken for its decimal mark where the file has that mark or the number an exponent.
    """
    typed = text.strip().replace("\u2212", "-")
    if _EXPONENT.fullmatch(typed):
        typed = typed.replace(",", ".")
    elif not _PLAIN.fullmatch(typed) or ("." in typed and decimal != "."):
        return None
    value = float(typed)
    if not isfinite(value) or abs(value) > LARGEST:
        raise ValueError("that number is too large")
    return value


def _looks_guarded(text: str) -> bool:
    return text.lstrip("'")[:1] in tuple(FORMULA_STARTS)


def _label(text: str) -> str:
    return squeeze(text).lstrip("# ")


def _step_line(step: Step) -> str:
    mark = f"x {step.done.isoformat()}" if step.done else " "
    weight = "" if step.weight == 1.0 else f" *{number_cell(step.weight)}"
    return f"[{mark}{weight}] {squeeze(step.name)}"


def _is_marked(line: str) -> bool:
    inside = line.strip()[1:].partition("]")[0].split()
    if not line.strip().startswith("[") or "]" not in line:
        return False
    return all(word in ("x", "X") or word[0] == "*" or word[:4].isdigit() for word in inside)


def _step_of(line: str) -> NamedStep:
    text = squeeze(line)
    if not _is_marked(text):
        return NamedStep(text.removeprefix("- ").removeprefix("* "))
    inside, _, name = text[1:].partition("]")
    weight, done = 1.0, ""
    for word in inside.split():
        if word[0] == "*":
            weight = _weight(word)
        else:
            done = word.casefold() if not word[0].isdigit() else word
    return NamedStep(name.strip(), weight, True, done)


def _weight(word: str) -> float:
    try:
        return number_of(word[1:], ".").value
    except ValueError:
        raise ValueError(f"“{word[:20]}” is no weight as *2") from None
