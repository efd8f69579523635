"""The file's form: plain TinyDB, verified, cut without parsing."""

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
from okrboard.storage.layout import KEY_BYTES, Document, line, parse, render

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
def test_the_file_is_one_json_object_of_tables_as_tinydb_has_them(meta: Any, rows: Any) -> None:
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
