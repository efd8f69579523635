"""Rows of a sheet as what they say: days as days, numbers as numbers, words of a closed set.

Nothing is looked up on a board here. Numbers and days are read by the domain's readers, those of
one key result on one scale. A cell that cannot be read makes its row a bad one, with a reason that
names the column; a row has all of its reasons.

Cells are written so that no spreadsheet runs them: a text whose first character could begin a
formula gets an apostrophe in front, which reading takes away again. Texts and days stand in quotes,
numbers stand bare with a point, an empty cell is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from math import isfinite
from typing import Any

from okrboard.domain.fields import FIELDS, kind_of, sheet_fields
from okrboard.domain.parse_dates import day_order, parse_day
from okrboard.domain.parse_numbers import Quantity, decimal_mark, is_percent, read_quantity
from okrboard.domain.parse_values import read_together
from okrboard.domain.record import Record
from okrboard.domain.records import Step
from okrboard.text import clean_lines, shorten, squeeze
from okrboard.transfer.columns import COLUMNS, KEY_RESULT_COLUMNS, OTHER_WORDS
from okrboard.transfer.layout import Sheet, SheetRow
from okrboard.transfer.outcome import BadRow

SCALED = ("start", "target", "current")
"""The numbers of one key result that are on one scale."""

_KINDS = {
    field.header: kind_of(table, field.name) for table in FIELDS for field in sheet_fields(table)
}

WORDS = {
    header: {**dict.fromkeys(kind.words, ""), **OTHER_WORDS.get(header, {})}
    for header, kind in _KINDS.items()
    if kind.words
}
"""The closed sets, with the words that other sheets have for them."""

SURE = {
    "high": 8,
    "hoch": 8,
    "green": 8,
    "medium": 5,
    "med": 5,
    "mittel": 5,
    "amber": 5,
    "yellow": 5,
    "low": 2,
    "niedrig": 2,
    "gering": 2,
    "red": 2,
}
"""Words for a confidence from 0 to 10."""

_FROM_ABOVE = ("objective", "objective_no", "cycle", "cycle_from", "cycle_to")
"""What a row without an objective has from the row above it, as merged cells mean."""

_BOUNDS = {">=": "above", "≥": "above", "<=": "below", "≤": "below", ">": "above", "<": "below"}

_ERRORS = (
    *("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#VALUE!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#ERROR!", "#NO VALUE SAVED!"),
)
"""What a spreadsheet shows for a formula that failed, or `workbook` for one without its value."""

_NUMERIC = re.compile(r"[0-9]")

_SHARE = re.compile(
    r"\s*([0-9]{1,6})\s*(?:/|\s(?:out )?of\s|\svon\s)\s*([0-9]{1,6})\s*", re.IGNORECASE
)
"""`2/5`, `2 of 5`."""

_OF_KEY_RESULT = (*KEY_RESULT_COLUMNS, "reason", "progress", "by")


class GoalRow(Record):
    """A row that could be read."""

    line: int
    title: str
    """The objective's; empty in a log that only names key results."""
    goal: dict[str, Any]
    """What it says of its objective, by column; what is empty is not there."""
    key_result: dict[str, Any]
    """What it says of its key result; empty when it has none."""


class Rows(Record):
    """A sheet as what it says."""

    rows: tuple[GoalRow, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]


def read_rows(sheet: Sheet, today: date, decimal: str = "") -> Rows:
    """Return what every row says; an empty objective is that of the row above.

    `decimal` is the mark of the file's numbers where a person said it. Otherwise numbers that can
    be read in one way only prove it; without any, an export of ours has a point, and another file
    that is divided by `;` a comma.
    """
    reading = _CellReader(sheet, today, decimal)
    rows, bad = [], []
    above: dict[str, str] = {}
    for row in sheet.rows:
        if "objective" not in row.cells:
            row = row._replace(cells={**above, **row.cells})
        above = {name: row.cells[name] for name in _FROM_ABOVE if name in row.cells}
        try:
            rows.append(reading.row(row))
        except ValueError as error:
            bad.append(BadRow(row.line, str(error)))
    return Rows(tuple(rows), tuple(bad), tuple(reading.notes))


class _CellReader:
    """How the cells of one file are to be read."""

    def __init__(self, sheet: Sheet, today: date, decimal: str) -> None:
        self.sheet = sheet
        self.today = today
        self.notes: list[str] = []
        cells = self._cells(*SCALED, "weight", "score", "progress")
        numbers = [text for text in cells if _NUMERIC.search(text)]
        is_export = [one.field for one in sheet.columns] == list(COLUMNS)
        usual = "." if is_export else "," if sheet.delimiter == ";" else ""
        self.decimal = decimal or decimal_mark(numbers) or usual
        self.order = day_order(
            self._cells(*(name for name in _KINDS if _KINDS[name].base == "day"))
        )
        sure = [squeeze(text).replace(",", ".") for text in self._cells("confidence")]
        self.sure_to_one = any(text.startswith("0.") and text.strip("0.") for text in sure)
        self.has_kr_owner = "kr_owner" in sheet.fields
        self.scores_of_goals = self._scores_of_goals()

    def row(self, row: SheetRow) -> GoalRow:
        """Return what a row says; raise `ValueError` with its reasons, which name the columns."""
        wrong = []
        if row.extra:
            wrong.append("it has more cells than the header; is a text without its quotes?")
        failed = [name for name, text in row.cells.items() if _is_error(text)]
        wrong += [f"{name}: the cell holds {shorten(row.cells[name], 30)}" for name in failed]
        title = squeeze(text_of(row.cells.get("objective", "")))
        if not title and self.sheet.layout != "log":
            wrong.append("objective is empty, and there is none above it")
        told: dict[str, Any] = {}
        for name in row.cells:
            if name == "objective" or name in SCALED or name in failed:
                continue
            try:
                told[name] = self._value(name, text_of(row.cells[name]), row.line)
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        if not 0 <= told.get("confidence", 0) <= 10:
            wrong.append("confidence is a number from 0 to 10")
        of_key_result = [name for name in _OF_KEY_RESULT if name in row.cells]
        key_result = {name: told.pop(name) for name in of_key_result if name in told}
        if "score" in told and not self.scores_of_goals and "key_result" in key_result:
            key_result["score"] = told.pop("score")
        elif "score" in told and not self.scores_of_goals:
            del told["score"]
            self._note("score of an objective left out; it has one when it ends", row.line)
        if of_key_result and not key_result.get("key_result"):
            wrong.append(f"key_result is empty, but {min(of_key_result)} is not")
        elif of_key_result:
            wrong += self._settle(row, key_result)
            if not self.has_kr_owner and "owner" in told:
                key_result["kr_owner"] = told["owner"]
        if wrong:
            raise ValueError("; ".join(wrong))
        return GoalRow(row.line, title, told, key_result)

    def _cells(self, *names: str) -> list[str]:
        return [row.cells[name] for row in self.sheet.rows for name in names if name in row.cells]

    def _scores_of_goals(self) -> bool:
        """Say whether scores are the objectives': how they ended stands beside, one for each."""
        if not self.sheet.fields & {"outcome", "stage"}:
            return False
        scores: dict[tuple[str, ...], set[str]] = {}
        goal: tuple[str, ...] = ()
        for row in self.sheet.rows:
            if "objective" in row.cells:
                goal = tuple(row.cells.get(name, "") for name in _FROM_ABOVE)
            scores.setdefault(goal, set()).add(row.cells.get("score", ""))
        return all(len(each - {""}) < 2 for each in scores.values())

    def _value(self, name: str, text: str, line: int) -> Any:
        if name in WORDS:
            return _word(name, text)
        if name == "progress":
            return self._share(text)
        if name == "confidence":
            return self._confidence(text, line)
        if name in _READERS:
            return _READERS[name](text)
        base = _KINDS[name].base if name in _KINDS else "text"
        if base in ("number", "whole"):
            number = number_of(text, self.decimal)
            value = number.value / 100 if name == "score" and number.unit == "%" else number.value
            return round(value) if base == "whole" else value
        if base == "day":
            return parse_day(text, self.today, past=True, order=self.order)
        return text if base == "lines" else squeeze(text)

    def _share(self, text: str) -> float:
        """Return which share of its way a key result has gone, 1 for all of it."""
        word = squeeze(text).casefold()
        if word in ("yes", "y", "done", "true", "complete", "completed", "ja", "x", "✓", "✔"):
            return 1.0
        if word in ("no", "n", "open", "false", "nein", "not started"):
            return 0.0
        of = _SHARE.fullmatch(text)
        if of is not None and int(of[2]):
            return int(of[1]) / int(of[2])
        number = number_of(text, self.decimal)
        if number.unit not in ("", "%"):
            raise ValueError(f"“{_short(text)}” is no share of a way: write 40 %")
        return number.value / 100 if number.unit == "%" else number.value

    def _confidence(self, text: str, line: int) -> int:
        word = squeeze(text)
        if word.casefold() in SURE:
            sure = SURE[word.casefold()]
            self._note(f"confidence {word} is read as {sure} of 10", line)
            return sure
        try:
            number = read_quantity(word, decimal=self.decimal or ".")
        except ValueError:
            number = None
        if number is not None and not number.others and number.unit in ("", "%"):
            value, is_share = number.value, self.sure_to_one and 0 <= number.value <= 1
            if number.of:
                return round(value * 10 / number.of)
            if number.unit or is_share:
                return round(value * (0.1 if number.unit else 10))
            if value == round(value):
                return round(value)
        raise ValueError(f"“{_short(text)}” is no whole number from 0 to 10, nor high, medium, low")

    def _settle(self, row: SheetRow, told: dict[str, Any]) -> list[str]:
        """Read the numbers of a key result on one scale into what is told; return what is wrong."""
        texts = {name: text_of(row.cells[name]) for name in SCALED if name in row.cells}
        if any(map(_is_error, texts.values())):
            return []
        wrong = []
        sign = next((sign for sign in _BOUNDS if texts.get("target", "").startswith(sign)), "")
        if sign:
            texts["target"] = texts["target"].removeprefix(sign).strip()
            told.setdefault("keep", _BOUNDS[sign])
        if "current" in texts:
            try:
                self._current(texts, told)
            except ValueError as error:
                wrong.append(f"current: {error}")
                texts.pop("current", None)
        try:
            self._together(row.line, texts, told)
        except ValueError as error:
            wrong.append(str(error))
        return wrong

    def _current(self, texts: dict[str, str], told: dict[str, Any]) -> None:
        """Keep a current value for the other numbers' scale, or tell it as the share it is."""
        text = told["said"] = _SHARE.sub(r"\1/\2", texts["current"])
        try:
            written = written_by_a_program(text, self.decimal)
            number = None if written is not None else read_quantity(text, decimal=self.decimal)
        except ValueError:
            # A word, as for steps; whether that will do is known when the key result is.
            del texts["current"]
            return
        if number is None:
            return
        if number.of is not None:
            del texts["current"]
            if "steps" not in told and told.get("kind", "metric") == "metric":
                if (
                    "target" in texts
                    and number_of(texts["target"], self.decimal).value != number.of
                ):
                    raise ValueError(f"“{_short(text)}” does not fit its target")
                texts.setdefault("target", f"{number.of:g}")
                texts["current"] = f"{number.value:g}"
        elif number.unit == "%" and "target" in texts and not is_percent(told.get("unit", "%")):
            told["progress"] = number.value / 100
            del texts["current"]
        elif number.unit == "%" and self._is_no_share(texts, told):
            raise ValueError(
                f"“{_short(text)}” beside a target of {_short(texts['target'])}: write the value "
                "itself; for per cent of the way call the column progress"
            )

    def _is_no_share(self, texts: dict[str, str], told: dict[str, Any]) -> bool:
        if "target" not in texts or "unit" in told:
            return False
        target = number_of(texts["target"], self.decimal)
        return target.unit != "%" and abs(target.value) > 100

    def _together(self, line: int, texts: dict[str, str], told: dict[str, Any]) -> None:
        exact = {}
        for name, text in texts.items():
            try:
                exact[name] = written_by_a_program(text, self.decimal)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        if None not in exact.values():
            told.update(exact)
            return
        read = read_together(texts, told.get("unit", ""), decimal=self.decimal)
        if read.question:
            raise ValueError(read.question)
        told.update({name: number.value for name, number in read.values.items()})
        if read.unit and "unit" not in told:
            # Beside nothing else a value says how it was written, not what its goal counts in.
            told["unit" if len(texts) > 1 or "current" not in texts else "written_in"] = read.unit
        for name, number in read.values.items():
            check_unit(texts[name], number.unit, name)
            if number.hint:
                self._note(f"{name} {texts[name]} read as {number_cell(number.value)}", line)
        for note in read.notes:
            if note.partition(":")[0] not in texts:
                self._note(note, line)

    def _note(self, text: str, line: int) -> None:
        self.notes.append(f"{self.sheet.noun} {line}: {text}")


def _is_error(text: str) -> bool:
    return text.startswith(_ERRORS)


def _word(name: str, text: str) -> str:
    wanted = squeeze(text).casefold().replace("-", " ").replace("_", " ")
    for word, others in WORDS[name].items():
        if wanted == word or wanted.replace(" ", "") in (word, *others.split()):
            return word
    raise ValueError(f"“{_short(text)}” is none of {', '.join(WORDS[name])}")


def _steps(text: str) -> tuple[NamedStep, ...]:
    steps = steps_of(text)
    if not steps:
        raise ValueError("it names no step")
    return steps


def _short(text: str) -> str:
    return shorten(squeeze(text, 100), 40)


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


_READERS: dict[str, Callable[[str], object]] = {"labels": labels_of, "steps": _steps}
