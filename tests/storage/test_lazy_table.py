"""A table that decodes late answers as one that decoded everything at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stores import NOW, change, day, retitled

from okrboard.domain.board import MemoryTable
from okrboard.domain.records import TABLES, Action, CheckIn
from okrboard.domain.schema import from_json, to_json
from okrboard.errors import StoreCorrupt
from okrboard.storage import tables
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import line
from okrboard.storage.tables import LazyTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.board import Table

# In functions, since hypothesis would draw the fields that are left out, impossible ones too.
check_ins = st.builds(
    lambda *values, **more: CheckIn(*values, **more),
    st.just(0),
    st.integers(1, 4),
    st.integers(0, 90).map(day),
    st.floats(-10, 10),
    st.just(NOW),
    author=st.integers(0, 2),
    note=st.text(max_size=5),
)
actions = st.builds(
    lambda *values, **more: Action(*values, **more),
    st.just(0),
    st.text(min_size=1, max_size=9),
    key_result=st.integers(0, 3),
    due=st.none() | st.integers(0, 9).map(day),
)
kinds = st.sampled_from([("check_ins", check_ins), ("actions", actions)])


def rows_of(records: dict[int, Any]) -> dict[int, Any]:
    return {id: to_json(record._replace(id=id)) for id, record in sorted(records.items())}


def lazy(name: str, rows: dict[int, Any], top: int = 0) -> LazyTable:
    text = b",\n".join(line(id, fields) for id, fields in rows.items())
    return LazyTable(name, text, max([top, *rows]), "the board")


def eager(name: str, rows: dict[int, Any]) -> MemoryTable:
    return MemoryTable({id: from_json(TABLES[name], fields, id) for id, fields in rows.items()})


def assert_same(one: Table[Any], two: Table[Any], name: str = "check_ins") -> None:
    assert dict(one) == dict(two)
    assert list(one) == list(two)
    assert len(one) == len(two)
    assert list(one.values()) == list(two.values())
    assert list(one.items()) == list(two.items())
    assert one.group_by("key_result") == two.group_by("key_result")
    if name == "check_ins":
        assert one.group_by("author") == two.group_by("author")
        assert one.newest_by("key_result", "on") == two.newest_by("key_result", "on")
    else:
        assert one.group_by("owner") == two.group_by("owner")
    for id in (*two, 0, 99):
        assert (id in one) == (id in two)
        assert one.get(id) == two.get(id)


def ask(table: Table[Any], questions: set[str]) -> None:
    """Ask some questions, so that a table has something to remember."""
    if "values" in questions:
        list(table.values())
    if "group_by" in questions:
        table.group_by("key_result")
        table.group_by("author")
    if "newest" in questions:
        table.newest_by("key_result", "on")


asked = st.sets(st.sampled_from(["values", "group_by", "newest"]))


@pytest.mark.parametrize("first", ["group_by", "pluck", "get", "values", "in"])
@settings(max_examples=60)
@given(st.data())
def test_both_tables_say_the_same_whatever_is_asked_first(first: str, data: st.DataObject) -> None:
    name, kind = data.draw(kinds)
    rows = rows_of(data.draw(st.dictionaries(st.integers(1, 20), kind, max_size=8)))
    table, plain = lazy(name, rows), eager(name, rows)
    if first == "group_by":
        assert table.group_by("key_result") == plain.group_by("key_result")
    elif first == "pluck" and name == "check_ins":
        by_lazy = sorted(rows, key=lambda id: (table.pluck(id, "on"), id))
        assert by_lazy == sorted(rows, key=lambda id: (plain.pluck(id, "on"), id))
    elif first == "get":
        assert [table.get(id) for id in range(22)] == [plain.get(id) for id in range(22)]
    elif first == "values":
        assert list(table.values()) == list(plain.values())
    assert_same(table, plain, name)
    assert {id: table.raw(id) for id in rows} == rows


@settings(max_examples=100)
@given(
    st.dictionaries(st.integers(1, 12), check_ins, max_size=6),
    st.lists(
        st.tuples(
            st.dictionaries(st.integers(1, 15), check_ins, max_size=3),
            st.sets(st.integers(1, 15), max_size=3),
        ),
        max_size=3,
    ),
)
def test_changes_on_top_of_changes_read_the_same(records: Any, steps: Any) -> None:
    rows = rows_of(records)
    one: Table[Any] = lazy("check_ins", rows)
    two: Table[Any] = eager("check_ins", rows)
    for put, gone in steps:
        put = {id: record._replace(id=id) for id, record in put.items()}
        one, two = one.changed(put, gone), two.changed(put, gone)
        assert_same(one, two)
        ids = sorted(two, key=lambda id: (two.pluck(id, "on"), id))
        assert sorted(one, key=lambda id: (one.pluck(id, "on"), id)) == ids
        assert {id: one.raw(id) for id in one} == {id: two.raw(id) for id in two}


@settings(max_examples=100)
@given(
    st.dictionaries(st.integers(1, 12), check_ins, max_size=6),
    st.dictionaries(st.integers(1, 15), check_ins, max_size=3),
    st.sets(st.integers(1, 15), max_size=3),
    asked,
)
def test_what_is_written_is_what_a_fresh_reader_sees(
    records: Any, put: Any, gone: set[int], questions: set[str]
) -> None:
    rows = rows_of(records)
    table = lazy("check_ins", rows)
    ask(table, questions)
    new = rows_of({id: record for id, record in put.items() if id not in gone})
    after = {id: row for id, row in {**rows, **new}.items() if id not in gone}
    after = dict(sorted(after.items()))
    written = table.written(new, gone & rows.keys(), 15)
    assert_same(written, eager("check_ins", after))
    assert written.text == lazy("check_ins", after).text
    assert dict(table) == dict(eager("check_ins", rows)), "the old table stays as it was"


@settings(max_examples=100)
@given(
    st.dictionaries(st.integers(1, 12), check_ins, max_size=6),
    st.dictionaries(st.integers(8, 15), check_ins, max_size=3),
    st.sets(st.integers(1, 9), max_size=1),
    asked,
)
def test_what_others_wrote_is_what_a_fresh_reader_sees(
    records: Any, put: Any, gone: set[int], questions: set[str]
) -> None:
    rows = rows_of(records)
    table = lazy("check_ins", rows)
    ask(table, questions)
    after = {id: row for id, row in {**rows, **rows_of(put)}.items() if id not in gone}
    after = dict(sorted(after.items()))
    newer = table.replaced_by(lazy("check_ins", after).text, 15)
    assert_same(newer, eager("check_ins", after))
    assert_same(table, eager("check_ins", rows))


def test_lines_put_in_another_order_by_hand_are_not_misread() -> None:
    rows = {
        1: {"key_result": 1, "on": "2026-09-05", "value": 1.0, "at": "2026-09-01T00:00:00Z"},
        2: {"on": "2026-09-09", "key_result": 1, "value": 2.0, "at": "2026-09-01T00:00:00Z"},
        3: {"theirs": {"key_result": 7}, "key_result": 2, "on": "2026-09-01", "value": 3},
        4: {"key_result": 2, "value": 9, "on": "2026-09-03", "at": "2026-09-01T00:00:00Z"},
    }
    rows[3]["at"] = "2026-09-01T00:00:00Z"
    rows[5] = {**rows[1], "key_result": 2}
    for ids in ((1,), (1, 2), (1, 3), (4, 5), (1, 2, 3, 4, 5)):
        some = {id: rows[id] for id in ids}
        assert_same(lazy("check_ins", some), eager("check_ins", some))
        table = lazy("check_ins", some)
        days = [table.pluck(id, "on") for id in ids]
        assert days == [some[id]["on"] for id in ids]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the records that were decoded."""
    ids: list[int] = []

    def counting(kind: type[Any], fields: object, id: int) -> Any:
        ids.append(id)
        return from_json(kind, fields, id)

    monkeypatch.setattr(tables, "from_json", counting)
    return ids


def many(count: int = 50) -> dict[int, Any]:
    return rows_of(
        {id: CheckIn(0, id % 5 + 1, day(id % 7), float(id), NOW) for id in range(1, count + 1)}
    )


def test_grouping_and_finding_the_latest_decodes_nothing(decoded: list[int]) -> None:
    table = lazy("check_ins", many())
    assert len(table.group_by("key_result")) == 5
    newest = table.newest_by("key_result", "on")[2]
    assert decoded == []
    assert table[newest].key_result == 2
    assert decoded == [newest]


def test_a_record_is_decoded_once(decoded: list[int]) -> None:
    table = lazy("check_ins", many())
    assert table[7] is table[7]
    assert decoded == [7]


def test_appending_does_not_even_cut_the_lines() -> None:
    table = lazy("check_ins", many())
    written = table.written({51: many(51)[51]}, (), 51)
    assert table._lines is None
    assert written._lines is None
    assert 60 not in written
    assert written._lines is None, "a number above all others is not looked for"
    assert written[51].value == 51


def test_a_newer_text_keeps_what_is_decoded_and_still_true(decoded: list[int]) -> None:
    rows = many()
    table = lazy("check_ins", rows)
    seven, eight = table[7], table[8]
    rows[8] = {**rows[8], "value": 0.5}
    newer = table.replaced_by(lazy("check_ins", rows).text, 50)
    assert newer[7] is seven
    assert newer[8] != eight
    assert decoded == [7, 8, 8]
    assert table.replaced_by(table.text, 99) is table


def test_records_keep_their_identity_over_commits(file_store: FileStore) -> None:
    before = file_store.snapshot()
    kept, changed = before.key_results[1], before.objectives[1]
    change(FileStore(file_store.place), retitled(1, "x"))
    after = file_store.snapshot()
    assert after.key_results[1] is kept
    assert after.key_results is before.key_results
    assert after.objectives[1] != changed
    change(file_store, retitled(1, "y"))
    assert file_store.snapshot().key_results is before.key_results


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'"1":{"key_result":"x"}', "check_ins 1: key_result: expected a whole number"),
        (b'"1":{"on":"2026-01-01"}', "check_ins 1: key_result is missing"),
        (b'"1":5', "check_ins 1: expected an object"),
        (b'"1":{', "check_ins 1: "),
        (b'"1":' + b"[" * 99999, "check_ins 1: "),
        (b'"x":{}', "check_ins: a record has no number"),
        (b'"1":{},\n"1":{}', "twice"),
        (b"nonsense", "a record has no number"),
        (b'"1":{\xff}', "check_ins 1: "),
    ],
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda table: table.get(1),
        lambda table: list(table.values()),
        lambda table: (table.group_by("key_result"), table[1]),
        lambda table: (table.group_by("author"), table[1]),
        lambda table: (table.pluck(1, "on"), table[1]),
        lambda table: (table.raw(1), table[1]),
    ],
    ids=["get", "values", "leading", "column", "pluck", "raw"],
)
def test_a_damaged_record_is_named(
    text: bytes, words: str, ask: Callable[[LazyTable], object]
) -> None:
    with pytest.raises(StoreCorrupt, match="check_ins") as raised:
        ask(LazyTable("check_ins", text, 1, "/x/okrboard.json"))
    assert str(raised.value).startswith("/x/okrboard.json is damaged: check_ins")
    assert "\n" not in str(raised.value)
    with pytest.raises(StoreCorrupt, match=words):
        LazyTable("check_ins", text, 1)[1]
