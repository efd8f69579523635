"""Rows of a sheet as what they say: days as days, numbers as numbers, words of a closed set.

Nothing is looked up on a board here. A cell that cannot be read makes its row a bad one, with a
reason that names the column.
"""

from __future__ import annotations

from okrboard.domain.days import parse_day
from okrboard.domain.record import Record
from okrboard.text import squeeze
from okrboard.transfer.cells import (
    NamedStep,
    labels_of,
    number_of,
    steps_of,
    text_of,
    uses_comma,
)
from okrboard.transfer.columns import KEY_RESULT_COLUMNS
from okrboard.transfer.outcome import BadRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    from okrboard.transfer.sheet import Sheet, SheetRow

NUMBERS = ("start", "target", "weight", "score")
LINES = ("why", "company_gets", "owner_gets", "lesson", "note")
DAYS = ("cycle_from", "cycle_to", "last_check_in")

WORDS = {
    "level": {
        "company": "organisation organization corporate",
        "team": "department squad group",
        "individual": "personal person own",
    },
    "commitment": {
        "committed": "commit promise must",
        "aspirational": "aspiration stretch moonshot ambitious",
    },
    "stage": {
        "proposed": "draft idea planned proposal",
        "committed": "active running ongoing agreed open",
        "closed": "ended finished archived",
    },
    "outcome": {
        "reached": "achieved successful",
        "partly": "partial partially",
        "missed": "failed",
        "dropped": "abandoned cancelled",
        "put off": "deferred postponed",
        "carried": "continued",
    },
    "kind": {
        "metric": "number numeric kpi increase decrease percentage percent currency",
        "threshold": "guardrail maintain limit kpi_limit",
        "milestones": "milestone steps checklist",
        "yes/no": "yesno boolean binary",
    },
    "keep": {
        "above": "min minimum >= ≥ >",
        "below": "max maximum under <= ≤ <",
    },
}
"""The closed sets, with the words that other sheets have for them."""

_FROM_ABOVE = ("objective", "objective_no", "cycle", "cycle_from", "cycle_to")
"""What a row without an objective has from the row above it, as merged cells mean."""

_BOUNDS = {">=": "above", "≥": "above", "<=": "below", "≤": "below", ">": "above", "<": "below"}


class Row(Record):
    """A row that could be read."""

    line: int
    title: str
    """The objective's."""
    goal: dict[str, Any]
    """What it says of its objective, by column; what is empty is not there."""
    key_result: dict[str, Any]
    """What it says of its key result; empty when it has none."""


class Rows(Record):
    """A sheet as what it says."""

    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]


def read_rows(sheet: Sheet, today: date) -> Rows:
    """Return what every row says; an empty objective is that of the row above."""
    names = (*NUMBERS, "current")
    texts = [row.cells[name] for row in sheet.rows for name in names if name in row.cells]
    reading = _Reading(uses_comma(texts, sheet.delimiter), today)
    rows, bad = [], []
    above: dict[str, str] = {}
    for row in sheet.rows:
        if "objective" not in row.cells:
            row = row._replace(cells={**above, **row.cells})
        above = {name: row.cells[name] for name in _FROM_ABOVE if name in row.cells}
        try:
            rows.append(reading.row(row, "kr_owner" in sheet.columns))
        except ValueError as error:
            bad.append(BadRow(row.line, str(error)))
    return Rows(tuple(rows), tuple(bad), tuple(reading.notes))


class _Reading:
    """How the cells of one file are to be read."""

    def __init__(self, comma: bool, today: date) -> None:
        self.comma = comma
        self.today = today
        self.notes: list[str] = []

    def row(self, row: SheetRow, has_kr_owner: bool) -> Row:
        """Return what a row says; raise `ValueError` with a reason that names the column."""
        if row.extra:
            raise ValueError("it has more cells than the header; is a text without its quotes?")
        title = squeeze(text_of(row.cells.get("objective", "")))
        if not title:
            raise ValueError("objective is empty, and there is none above it")
        told = {name: self._named(name, row) for name in row.cells if name != "objective"}
        of_key_result = [name for name in (*KEY_RESULT_COLUMNS, "reason") if name in told]
        key_result = {name: told.pop(name) for name in of_key_result}
        if key_result and not key_result.get("key_result"):
            raise ValueError(f"key_result is empty, but {sorted(key_result)[0]} is not")
        if key_result:
            self._settle(key_result)
            if not has_kr_owner and "owner" in told:
                key_result["kr_owner"] = told["owner"]
        return Row(row.line, title, told, key_result)

    def _named(self, name: str, row: SheetRow) -> Any:
        try:
            return self._value(name, text_of(row.cells[name]), row.line)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None

    def _value(self, name: str, text: str, line: int) -> Any:
        if name in NUMBERS:
            return self._number(name, text, line)
        if name in WORDS:
            return _word(name, text)
        reader = _READERS.get(name)
        if reader is not None:
            return reader(text)
        if name in DAYS:
            # Excel writes midnight behind a day.
            return parse_day(text[:10] if text[4:5] == "-" else text, self.today, past=True)
        return text if name in LINES else squeeze(text)

    def _number(self, name: str, text: str, line: int) -> Any:
        bound = next((sign for sign in _BOUNDS if text.startswith(sign)), "")
        number = number_of(text[len(bound) :], self.comma)
        if number.guess:
            self.notes.append(f"line {line}: {name} {number.guess}")
        if name == "score":
            return number.value / 100 if number.unit == "%" else number.value
        return number._replace(keep=_BOUNDS[bound]) if bound and name == "target" else number

    def _settle(self, told: dict[str, Any]) -> None:
        """Take numbers out of their units, and read `current` as a number where it is one."""
        units = []
        if "target" in told and told["target"].keep:
            told.setdefault("keep", told["target"].keep)
        if "current" in told:
            try:
                number = number_of(told["current"], self.comma)
            except ValueError:
                told["said"] = told.pop("current")
            else:
                told["said"], told["current"] = told["current"], number
        for name in ("start", "target", "current", "weight"):
            if name in told:
                number = told[name]
                told[name] = number.value
                units.append("" if name == "weight" else number.unit)
        _settle_unit(told, [unit for unit in units if unit])


def _settle_unit(told: dict[str, Any], units: list[str]) -> None:
    for unit in units:
        if told.setdefault("unit", unit).casefold() != unit.casefold():
            raise ValueError(
                f"unit: it is “{_short(told['unit'])}”, but a number is in “{_short(unit)}”"
            )


def _word(name: str, text: str) -> str:
    wanted = squeeze(text).casefold().replace("-", " ").replace("_", " ")
    for word, others in WORDS[name].items():
        if wanted == word or wanted.replace(" ", "") in (word, *others.split()):
            return word
    raise ValueError(f"“{_short(text)}” is none of {', '.join(WORDS[name])}")


def _confidence(text: str) -> int:
    digits = squeeze(text).removesuffix("/10").strip()
    if digits.endswith("%") and digits[:-1].strip().isdecimal():
        return round(int(digits[:-1].strip()[:9]) / 10)
    if digits.isascii() and digits.removesuffix(".0").isdecimal() and len(digits) < 5:
        return int(digits.removesuffix(".0"))
    raise ValueError(f"“{_short(text)}” is no whole number from 0 to 10")


def _steps(text: str) -> tuple[NamedStep, ...]:
    steps = steps_of(text)
    if not steps:
        raise ValueError("it names no step")
    return steps


def _short(text: str) -> str:
    shown = squeeze(text, 100)
    return shown if len(shown) <= 40 else shown[:39] + "…"


_READERS: dict[str, Callable[[str], object]] = {
    "confidence": _confidence,
    "labels": labels_of,
    "steps": _steps,
}
