"""The file's form: plain TinyDB, verified, cut without parsing; its JSON, its sets of numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stores import change, retitled
from tinydb import TinyDB

from okrboard.domain.records import TABLES
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import (
    KEY_BYTES,
    Document,
    Ranges,
    dumps,
    is_flat,
    line,
    loads,
    parse,
    render,
)

fields = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20), max_size=4)
tables = st.dictionaries(
    st.text(max_size=8), st.dictionaries(st.integers(1, 2**53), fields, max_size=4), max_size=4
)
metas = st.fixed_dictionaries(
    {
        "schema": st.just(1),
        "rev": st.integers(0, 10**9),
        "commit": st.text("0123456789abcdef", min_size=16, max_size=16),
        "counters": st.dictionaries(st.text(max_size=8), st.integers(0, 10**6), max_size=3),
    },
    optional={"parts": st.lists(st.text(max_size=9), max_size=2), "théirs": fields},
)


def document(meta: dict[str, Any], rows: dict[str, dict[int, Any]]) -> Document:
    lines = {
        name: b",\n".join(line(id, record) for id, record in table.items())
        for name, table in rows.items()
    }
    return Document(meta, lines or {"settings": b""})


@settings(max_examples=100)
@given(metas, tables)
def test_what_was_rendered_is_parsed_back(meta: Any, rows: Any) -> None:
    made = document(meta, rows)
    assert parse(render(made)) == made


@settings(max_examples=100)
@given(metas, tables)
def test_the_file_is_one_json_object_of_tables_like_tinydbs(meta: Any, rows: Any) -> None:
    rows.pop("_meta", None)
    tree = json.loads(render(document(meta, rows)))
    header = tree.pop("_meta")["1"]
    assert (header["format"], header["rev"]) == ("okrboard", meta["rev"])
    assert tree == {
        name: {str(id): record for id, record in table.items()} for name, table in rows.items()
    } or tree == {"settings": {}}


@settings(max_examples=150)
@given(metas, tables, st.data())
def test_a_file_with_any_byte_changed_added_or_lost_is_not_ours(
    meta: Any, rows: Any, data: st.DataObject
) -> None:
    good = render(document(meta, rows))
    at = data.draw(st.integers(0, len(good) - 1))
    how = data.draw(st.sampled_from(["flip", "cut", "insert", "drop"]))
    if how == "flip":
        bad = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    elif how == "cut":
        bad = good[:at]
    elif how == "insert":
        bad = good[:at] + b" " + good[at:]
    else:
        bad = good[:at] + good[at + 1 :]
    assert bad == good or parse(bad) is None


def lines_of(store: FileStore) -> list[str]:
    return [text.rstrip(",") for text in Path(store.place).read_text().splitlines()]


def test_a_record_has_a_line_of_its_own_for_grep_and_diff(file_store: FileStore) -> None:
    before = lines_of(file_store)
    change(file_store, retitled(1, "Nobody is woken"))
    new = [text for text in lines_of(file_store) if text not in before]
    assert len(new) == 3, "the header, the record, and the entry of the log"
    assert [text for text in new if "Nobody is woken" in text and text.startswith('"1":{')]


def test_the_first_bytes_differ_after_every_commit(file_store: FileStore) -> None:
    seen = set()
    for title in "abab":
        change(file_store, retitled(1, title))
        seen.add(Path(file_store.place).read_bytes()[:KEY_BYTES])
    assert len(seen) == 4


def test_plain_tinydb_reads_the_file(file_store: FileStore) -> None:
    with TinyDB(file_store.place) as database:
        assert set(database.tables()) <= {"_meta", *TABLES}
        (objective,) = database.table("objectives").all()
        assert (objective.doc_id, objective["title"]) == (1, "Releases stop waking people")
        assert [row.doc_id for row in database.table("key_results").all()] == [1, 2, 3]
        assert database.table("_meta").get(doc_id=1)["format"] == "okrboard"


def test_a_crafted_check_does_not_make_sizes_that_lie_believed() -> None:
    from zlib import crc32

    good = render(Document({"schema": 1}, {"teams": b'"1":{"name":"x"}'}))
    for wrong in (b'"teams":17', b'"teams":-1', b'"teams":"x"', b'"teams":null', b'"terms":16'):
        body = good[52:].replace(b'"teams":16', wrong)
        assert body != good[52:]
        assert parse(good[:44] + b"%08x" % crc32(body) + body) is None


@pytest.mark.parametrize("data", [b"", b"{", b"x" * 500, b'{"_meta":{"1":{"format":"okrboard",'])
def test_anything_else_is_not_ours(data: bytes) -> None:
    assert parse(data) is None


# The JSON: compact, on one line, and without what JSON lacks.

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


# `Ranges` against Python's own sets.

ids = st.sets(st.integers(0, 60), max_size=40)


@given(ids)
def test_it_holds_what_a_set_holds(some: set[int]) -> None:
    ranges = Ranges.of(some)
    assert is_flat(ranges.flat)
    assert list(ranges) == sorted(some)
    assert list(reversed(ranges)) == sorted(some, reverse=True)
    assert len(ranges) == len(some)
    assert {id for id in range(-2, 70) if id in ranges} == some
    assert "1" not in ranges


@given(ids, ids)
def test_sets_without_anything_in_common_are_put_together(one: set[int], other: set[int]) -> None:
    parts = [Ranges.of(one), Ranges.of(other - one)]
    assert list(Ranges.union(parts)) == sorted(one | other)
    assert all((id in Ranges.union(parts)) == (id in one | other) for id in range(70))


@pytest.mark.parametrize(
    "value",
    [
        *(None, {}, "12", [1], [1.0, 2], [True, 2], ["1", "2"], [2, 1], [-1, 4]),
        *([1, 5, 5, 9], [1, 5, 3, 9], [6, 9, 1, 2], [1, 10**15], [1, 10**8], [1, 2, 4, 10**8]),
    ],
    ids=str,
)
def test_what_is_no_set_is_told_from_one(value: object) -> None:
    assert not is_flat(value)
