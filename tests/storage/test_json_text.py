"""The JSON of a board file: compact, on one line, and without what JSON lacks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrboard.storage.layout import dumps, loads

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)


@settings(max_examples=100)
@given(values)
def test_every_value_comes_back(value: object) -> None:
    assert loads(dumps(value).decode()) == value


@settings(max_examples=100)
@given(values)
def test_the_text_is_compact_json_on_one_line(value: object) -> None:
    text = dumps(value)
    assert json.loads(text) == value
    assert b"\n" not in text
    assert len(text) <= len(json.dumps(value, separators=(",", ":")).encode())


def test_texts_and_values_are_those_of_json() -> None:
    value = {"ü": [1, 2.5, None, True, "\n\u2028é"], "b": {}}
    assert dumps(value) == '{"ü":[1,2.5,null,true,"\\n\u2028é"],"b":{}}'.encode()
    assert loads(dumps(value).decode()) == value


def test_a_lone_surrogate_is_written_as_its_escape() -> None:
    assert dumps(["é\ud800"]) == b'["\\u00e9\\ud800"]'


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", "1 2", '"\n"', "nul", '{"a":NaN}', "[Infinity]", "-Infinity", "{'a':1}"],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        loads(text)


def test_absurd_depth_is_an_error_and_no_crash() -> None:
    with pytest.raises(RecursionError):
        loads("[" * 100_000)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": [float("-inf")]}])
def test_numbers_that_json_lacks_are_not_written(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON"):
        dumps(value)


def test_what_is_no_json_value_is_not_written() -> None:
    with pytest.raises(TypeError):
        dumps({"a": {1, 2}})
