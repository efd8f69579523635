"""Cells: no spreadsheet runs them, and they come back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile import HOSTILE
from support.making import furnished

from okrboard.domain.changes import with_fields
from okrboard.domain.records import Step
from okrboard.text import clean_lines
from okrboard.transfer import export_csv
from okrboard.transfer.columns import COLUMNS
from okrboard.transfer.rows import (
    FORMULA_STARTS,
    in_a_cell,
    labels_cell,
    labels_of,
    number_cell,
    number_of,
    steps_cell,
    steps_of,
    text_cell,
    text_of,
)

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
)


def cell_as_read(cell: str) -> str:
    (row,) = csv.reader(io.StringIO(cell + "\r\n", newline=""), strict=True)
    return row[0] if row else ""


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_no_text_cell_begins_like_a_formula(text: str) -> None:
    seen = cell_as_read(text_cell(text))
    assert seen[:1] not in tuple(FORMULA_STARTS)
    assert text_of(seen) == clean_lines(text).strip()


@given(st.text() | st.text(alphabet="'=+-@＝ \n\"x", max_size=6))
def test_any_text_comes_back_from_its_cell(text: str) -> None:
    seen = cell_as_read(text_cell(text))
    assert seen[:1] not in tuple(FORMULA_STARTS)
    assert text_of(seen) == clean_lines(text).strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_every_text_column_of_an_export_is_guarded(text: str) -> None:
    made = furnished()
    for table in ("objectives", "key_results", "members", "teams", "cycles", "settings"):
        for record in made.board.table(table).values():
            names = {"title", "name", "why", "lesson", "company_gets", "owner_gets"}
            fields: dict[str, object] = dict.fromkeys(names & set(record._fields), text)
            if "labels" in record._fields:
                fields["labels"] = (text,)
            if getattr(record, "kind", "") == "metric":
                fields["unit"] = text
            made.put(with_fields(record, **fields))
    rows = list(csv.DictReader(io.StringIO(export_csv(made.board), newline=""), strict=True))
    assert len(rows) == 3
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        for name, cell in row.items():
            assert cell[:1] not in tuple(FORMULA_STARTS) or name in ("start", "target", "current")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_any_number_comes_back_to_the_last_bit(value: float) -> None:
    assert number_of(number_cell(value), ".").value == value


@pytest.mark.parametrize(
    ("text", "comma", "value", "unit"),
    [
        ("12", False, 12, ""),
        ("-3", False, -3, ""),
        ("−3,5", True, -3.5, ""),
        ("+3", False, 3, ""),
        ("99.1 %", False, 99.1, "%"),
        ("$-5", False, -5, "$"),
        ("-€5", False, -5, "€"),
        ("1.234,5 km", True, 1234.5, "km"),
        ("12 k", False, 12_000, ""),
        ("12k", False, 12_000, ""),
        ("1e3", False, 1000, ""),
        ("1.234", True, 1234, ""),
        ("1 234", False, 1234, ""),
    ],
)
def test_numbers_are_read_as_people_write_them(
    text: str, comma: bool, value: float, unit: str
) -> None:
    number = number_of(text, "," if comma else ".")
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1/2", "12 of 40", "nan", "inf", "1e999", "--3", "1,2,3", "٣", "=1"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        number_of(text, ".")


@given(st.lists(st.text(max_size=8) | st.sampled_from(["a,b", "a;b", "a\\", "\\", "#x", " y "])))
def test_any_labels_come_back_but_for_spaces_and_hashes(labels: list[str]) -> None:
    assert labels_of(text_of(cell_as_read(labels_cell(labels)))) == in_a_cell(tuple(labels))


@given(
    st.lists(
        st.builds(
            Step,
            st.sampled_from(["a", "[x] a", "[ ] b", "a; b", "- c", "=1", "*2 d", "] e"]),
            st.floats(0.001, 1000),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_steps_come_back(steps: list[Step]) -> None:
    read = steps_of(text_of(cell_as_read(steps_cell(steps))))
    assert [(step.name, step.weight) for step in read] == [(s.name, s.weight) for s in steps]


@pytest.mark.parametrize(
    ("text", "names"),
    [("a; b ;c", ["a", "b", "c"]), ("a\nb", ["a", "b"]), ("- a\n* b", ["a", "b"]), ("a", ["a"])],
)
def test_plain_steps_are_named_in_either_way(text: str, names: list[str]) -> None:
    steps = steps_of(text)
    assert [step.name for step in steps] == names
    assert not any(step.marked for step in steps)
