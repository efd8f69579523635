"""Records to JSON and back: nothing lost, nothing wrong let in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.domain import records
from okrboard.domain.enums import WORDS
from okrboard.domain.records import TABLES, CheckIn, KeyResult, Objective
from okrboard.domain.schema import Type, from_json, to_json, types_of
from okrboard.text import clean, clean_lines


def values(declared: Type) -> st.SearchStrategy[Any]:
    """Return any values a field may have that is declared so."""
    if declared.optional:
        return st.none() | values(declared._replace(optional=False))
    if declared.many:
        return st.lists(values(declared._replace(many=False)), max_size=3).map(tuple)
    plain: dict[str, st.SearchStrategy[Any]] = {
        "int": st.integers(-(2**53), 2**53),
        "float": st.floats(-1e15, 1e15),
        "bool": st.booleans(),
        "str": st.text(max_size=12).map(clean),
        "Lines": st.text(max_size=12).map(clean_lines),
        "date": st.dates(),
        "datetime": st.datetimes(timezones=st.timezones()).map(_to_utc),
        "Json": st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2),
    }
    if declared.base in plain:
        return plain[declared.base]
    if declared.base in WORDS:
        return st.sampled_from(WORDS[declared.base])
    return records_of(getattr(records, declared.base))


def _to_utc(instant: Any) -> Any:
    from datetime import UTC

    try:
        return instant.astimezone(UTC)
    except OverflowError:
        return instant.replace(year=2026).astimezone(UTC)


def records_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    fields = {name: values(declared) for name, declared in types_of(kind).items()}
    return st.fixed_dictionaries(fields).map(lambda found: kind(**found))


@pytest.mark.parametrize("table", TABLES)
def test_every_record_comes_back_from_its_json(table: str) -> None:
    kind = TABLES[table]

    @settings(max_examples=25, deadline=None)
    @given(records_of(kind))
    def round_trip(record: Any) -> None:
        text = json.dumps(to_json(record))
        assert from_json(kind, json.loads(text), record.id) == record

    round_trip()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(TABLES)), json_values)
def test_any_json_gives_a_record_or_one_line(table: str, value: object) -> None:
    lines = [""]
    try:
        from_json(TABLES[table], value, 1)
    except ValueError as error:
        lines = str(error).splitlines()
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"title": 3, "cycle": 1}, "title: expected a text, found 3"),
        ({"title": "x"}, "cycle is missing"),
        ({"title": "x", "cycle": True}, "cycle: expected a whole number, found True"),
        ({"title": "x", "cycle": 1, "level": "galaxy"}, "level: 'galaxy' is none of"),
        ({"title": "x", "cycle": 1, "labels": "a"}, "labels: expected a list"),
        ({"title": "x", "cycle": 1, "created": "2026-13-01"}, "created: expected a day"),
        ([], r"expected an object, found \[\]"),
    ],
)
def test_a_wrong_field_is_named(fields: object, line: str) -> None:
    with pytest.raises(ValueError, match=line):
        from_json(Objective, fields, 1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "12", None, True])
def test_only_finite_numbers_are_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="value: expected a number"):
        from_json(CheckIn, {"key_result": 1, "on": "2026-11-20", "value": value, "at": ""}, 1)


def test_nested_records_say_where_they_are_wrong() -> None:
    with pytest.raises(ValueError, match="steps: weight: expected a number"):
        from_json(
            KeyResult, {"objective": 1, "title": "x", "steps": [{"name": "a", "weight": []}]}, 1
        )


def test_what_is_at_its_default_is_not_written() -> None:
    assert to_json(Objective(1, "x", 2)) == {"title": "x", "cycle": 2}


def test_text_of_a_hand_edited_file_is_cleaned_on_the_way_in() -> None:
    assert from_json(Objective, {"title": "\x1b[2Jx", "cycle": 1}, 1).title == "\ufffd[2Jx"
