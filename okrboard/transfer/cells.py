"""Cells of a table: written so that no spreadsheet runs them, and read as people type them.

A text whose first character could begin a formula gets an apostrophe in front, which reading takes
away again. Texts and days stand in quotes, numbers stand bare with a point, an empty cell is empty.
"""

from __future__ import annotations

from math import isfinite

from okrboard.domain.reading import CURRENCIES, read_number
from okrboard.domain.record import Record
from okrboard.domain.records import Step
from okrboard.text import clean_lines, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet may take for the beginning of a formula, in full width, too."""

LARGEST = 1e300
"""Numbers beyond this are none that a board holds."""

_SCALES = "kKmMbBgGtT"


class Number(Record):
    """A number as a cell has it."""

    value: float
    unit: str = ""
    """What stood around it: `%`, `€`, `pages`."""
    keep: str = ""
    """The side of a bound that stood before it: `≥ 99.5`."""
    guess: str = ""
    """How it was understood where it could have been another number."""


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


def uses_comma(texts: Iterable[str], delimiter: str) -> bool:
    """Say whether the numbers of a file have a decimal comma.

    Told by numbers that can only be read one way; without any, a file divided by `;` has one.
    """
    comma = point = False
    for text in texts:
        tail = text.rstrip(" %" + CURRENCIES)
        for mark, other in ((",", "."), (".", ",")):
            whole, found, fraction = tail.rpartition(mark)
            if found and fraction.isdigit() and (len(fraction) != 3 or other in whole):
                comma, point = comma or mark == ",", point or mark == "."
    return comma if comma != point else delimiter == ";"


def number_of(text: str, comma: bool) -> Number:
    """Return the number a cell's text says; `comma` when its decimals stand behind a comma.

    Understands what `read_number()` does, a sign, and a unit before or behind. Raises `ValueError`.
    """
    typed = squeeze(text, 200).replace("\u2212", "-")
    plain = _plain_number(typed)
    if plain is not None and not (comma and "." in typed):
        return Number(plain)
    sign, body = _signed(typed)
    unit = body[:1] if body[:1] and body[0] in CURRENCIES else ""
    if unit:
        inner, body = _signed(body[1:].lstrip())
        sign = sign or inner
    digits = body
    while digits and not digits[-1].isdigit():
        digits = digits[:-1]
    tail = body[len(digits) :]
    if tail and tail[0] in _SCALES and len(tail) == 1:
        digits, tail = digits + tail, ""
    try:
        value, guess = read_number(digits.translate(_SWAPPED) if comma else digits)
    except ValueError:
        shown = typed if len(typed) <= 40 else typed[:39] + "…"
        raise ValueError(f"“{shown}” is no number") from None
    shown = f"{typed[:40]} read as {number_cell(value)}" if "thousands" in guess else ""
    return Number(-value if sign == "-" else value, unit or squeeze(tail), guess=shown)


_SWAPPED = {ord(","): ".", ord("."): ","}


def _signed(text: str) -> tuple[str, str]:
    return (text[0], text[1:].lstrip()) if text[:1] in ("+", "-") else ("", text)


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
        return number_of(word[1:], comma=False).value
    except ValueError:
        raise ValueError(f"“{word[:20]}” is no weight as *2") from None


def _plain_number(text: str) -> float | None:
    if not text or not all(character in "0123456789.+-eE" for character in text):
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    if not isfinite(value) or abs(value) > LARGEST:
        raise ValueError("that number is too large")
    return value
