"""TinyDB's own queries on a board: its answers are fresh, its writes safe."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from support.stores import change, retitled
from tinydb import TinyDB, where
from tinydb.table import Table

from okrboard.domain.changes import Draft
from okrboard.domain.records import Member, Settings
from okrboard.errors import Conflict, Refused, StoreBusy, StoreCorrupt, StoreReadOnly, StoreTooNew
from okrboard.storage import board_file, layout
from okrboard.storage.board_file import BoardDB, BoardFile
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import parse
from okrboard.storage.lock import FileLock, lock_path


@pytest.fixture
def database(file_store: FileStore) -> BoardDB:
    return BoardDB(file_store.place)


def test_queries_find_what_is_on_the_board(database: BoardDB) -> None:
    (found,) = database.table("key_results").search(where("unit") == "%")
    assert (found.doc_id, found["title"]) == (2, "Uptime")
    assert len(database.table("members")) == 2


def test_an_update_is_a_commit_like_any_other(database: BoardDB, file_store: FileStore) -> None:
    rev = file_store.snapshot().rev
    database.table("members").update({"name": "Ana"}, where("handle") == "ana")
    board = file_store.snapshot()
    assert board.members[1].name == "Ana"
    assert board.rev == rev + 1
    assert parse(Path(file_store.place).read_bytes()) is not None


def test_inserts_get_numbers_that_were_never_given_out(
    database: BoardDB, file_store: FileStore
) -> None:
    members = database.table("members")
    assert members.insert({"handle": "kim"}) == 3
    members.remove(doc_ids=[3])
    change(file_store, lambda draft: draft.add(Member(0, "lee")))
    assert members.insert_multiple([{"handle": "max"}, {"handle": "nia"}]) == [5, 6]
    assert change(file_store, lambda draft: draft.add(Member(0, "ole"))).id == 7
    assert [member.handle for member in file_store.snapshot().members.values()] == [
        *("ana", "ben", "lee", "max", "nia", "ole")
    ]


def test_answers_are_never_older_than_the_file(database: BoardDB, file_store: FileStore) -> None:
    objectives = database.table("objectives")
    query = where("title") == "x"
    assert objectives.search(query) == []
    assert objectives.count(query) == 0
    change(file_store, retitled(1, "x"))
    assert len(objectives.search(query)) == objectives.count(query) == 1


def test_a_write_on_an_older_read_is_a_conflict(file_store: FileStore) -> None:
    storage = BoardFile(file_store.place)
    tree = storage.read()
    tree["objectives"]["1"]["title"] = "lost?"
    change(file_store, retitled(1, "x"))
    with pytest.raises(Conflict):
        storage.write(tree)
    assert file_store.snapshot().objectives[1].title == "x"
    tree = storage.read()
    tree["objectives"]["1"]["title"] = "after another look"
    storage.write(tree)
    tree["objectives"]["1"]["title"] = "and another"
    storage.write(tree)
    assert file_store.snapshot().objectives[1].title == "and another"


def test_a_write_without_a_read_is_a_conflict(file_store: FileStore) -> None:
    tree = BoardFile(file_store.place).read()
    with pytest.raises(Conflict):
        BoardFile(file_store.place).write(tree)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree["objectives"]["1"].update(owner="ana"),
        lambda tree: tree["objectives"]["1"].update(owner=99),
        lambda tree: tree["objectives"]["1"].update(x=float("nan")),
        lambda tree: tree["objectives"]["1"].update(x={1, 2}),
        lambda tree: tree.update(objectives=[]),
        lambda tree: tree.pop("cycles"),
    ],
)
def test_a_write_that_would_damage_the_board_is_refused(
    file_store: FileStore, spoil: object
) -> None:
    before = Path(file_store.place).read_bytes()
    storage = BoardFile(file_store.place)
    tree = storage.read()
    spoil(tree)  # type: ignore[operator]
    with pytest.raises(Refused, match="nothing was written"):
        storage.write(tree)
    assert Path(file_store.place).read_bytes() == before


def test_the_header_is_ours_whatever_is_written(database: BoardDB, file_store: FileStore) -> None:
    database.table("_meta").update({"rev": -5, "format": "mine", "counters": {}})
    meta = json.loads(Path(file_store.place).read_text())["_meta"]["1"]
    assert (meta["format"], meta["rev"], meta["counters"]["members"]) == ("okrboard", 2, 2)


def test_the_lock_and_the_permissions_count(file_store: FileStore) -> None:
    storage = BoardFile(file_store.place, timeout=0.01)
    tree = storage.read()
    with FileLock(lock_path(file_store.place), 1.0), pytest.raises(StoreBusy):
        storage.write(tree)
    os.chmod(file_store.place, 0o444)
    with pytest.raises(StoreReadOnly):
        storage.write(tree)


def test_what_cannot_be_read_is_refused(path: str) -> None:
    Path(path).write_text("{}")
    with pytest.raises(StoreCorrupt, match="cannot be used"):
        BoardFile(path).read()
    Path(path).write_text('{"_meta":{"1":{"format":"okrboard","schema":9}}}')
    with pytest.raises(StoreTooNew, match="cannot be used"):
        BoardFile(path).read()


def test_any_tinydb_takes_the_storage(file_store: FileStore) -> None:
    with TinyDB(file_store.place, storage=BoardFile) as database:
        assert len(database.table("key_results").all()) == 3


def test_a_write_that_breaks_a_rule_is_refused_in_its_words(
    database: BoardDB, file_store: FileStore
) -> None:
    before = Path(file_store.place).read_bytes()
    with pytest.raises(Refused, match="nothing was written: a weight lies between 0"):
        database.table("key_results").update({"weight": -5}, doc_ids=[1])
    assert Path(file_store.place).read_bytes() == before
    # What broke a rule before stands in nobody's way.
    tree = json.loads(before)
    tree["key_results"]["1"]["weight"] = -5
    Path(file_store.place).write_text(json.dumps(tree))
    database.table("key_results").update({"unit": "h"}, doc_ids=[2])
    assert file_store.snapshot().key_results[2].unit == "h"


def test_every_record_of_a_commit_goes_through_a_tinydb_table(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str, int]] = []
    insert, remove = Table.insert_multiple, Table.remove

    def inserting(table: Table, documents: Iterable[Any]) -> list[int]:
        ids = insert(table, documents)
        done.extend(("put", table.name, id) for id in ids)
        return ids

    def removing(table: Table, cond: Any = None, doc_ids: Any = None) -> list[int]:
        ids = remove(table, cond, doc_ids)
        done.extend(("gone", table.name, id) for id in ids)
        return ids

    monkeypatch.setattr(Table, "insert_multiple", inserting)
    monkeypatch.setattr(Table, "remove", removing)

    def edit(draft: Draft) -> None:
        draft.add(Member(0, "kim"))
        draft.put(draft.board.objectives[1]._replace(title="x"))
        draft.remove(draft.board.key_results[3])

    log = file_store.snapshot().next_id("changes")
    change(file_store, edit)
    board = file_store.snapshot()
    assert (board.members[3].handle, board.objectives[1].title) == ("kim", "x")
    assert 3 not in board.key_results
    assert sorted(done) == [
        ("gone", "key_results", 3),
        ("gone", "objectives", 1),
        ("put", "changes", log),
        ("put", "members", 3),
        ("put", "objectives", 1),
    ]
    done.clear()
    new = FileStore.create(f"{file_store.place}.new.json", Settings())
    assert done == [("put", "settings", 1)]
    assert new.snapshot().settings == Settings()


def test_a_commit_decodes_no_record_that_nobody_touches(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_store.snapshot()
    decoded: list[bytes] = []
    monkeypatch.setattr(board_file, "loads", decoded.append)
    change(file_store, lambda draft: draft.add(Member(0, "kim")))
    assert decoded == []
    assert [row.handle for row in file_store.snapshot().members.values()] == ["ana", "ben", "kim"]


@pytest.mark.slow
def test_two_and_a_half_thousand_inserts_are_one_commit(file_store: FileStore) -> None:
    before = Path(file_store.place).read_bytes()
    rev = file_store.snapshot().rev
    storage = BoardFile(file_store.place)
    with storage.transaction() as database:
        members = database.table("members")
        ids = [members.insert({"handle": f"m{number}"}) for number in range(2_500)]
        assert members.count(where("handle") == "m2499") == 1
        storage.close()
        database.close()
        assert Path(file_store.place).read_bytes() == before, "only the end writes"
    assert ids == list(range(3, 2_503))
    board = file_store.snapshot()
    assert (board.rev, len(board.members)) == (rev + 1, 2_502)


@pytest.mark.parametrize("inserts", [1, 1_100])
def test_an_exception_inside_a_transaction_writes_nothing(
    file_store: FileStore, inserts: int
) -> None:
    before = Path(file_store.place).read_bytes()
    database = BoardDB(file_store.place)
    storage = database.storage
    assert isinstance(storage, BoardFile)

    def fail(document: Any) -> None:
        document["name"] = "half"
        raise KeyboardInterrupt

    def half() -> None:
        with storage.transaction() as inside:
            inside.table("members").insert_multiple({"handle": f"m{n}"} for n in range(inserts))
            inside.table("members").update(fail, where("handle") == "ana")

    with pytest.raises(KeyboardInterrupt):
        half()
    database.close()
    assert Path(file_store.place).read_bytes() == before
    assert len(database.table("members")) == 2, "nor is anything left in memory"
    with storage.transaction() as inside:
        inside.table("members").update({"name": "Ana"}, where("handle") == "ana")
    assert file_store.snapshot().members[1].name == "Ana"


def test_a_transaction_that_would_damage_the_board_is_refused(file_store: FileStore) -> None:
    before = Path(file_store.place).read_bytes()

    def spoil() -> None:
        with BoardFile(file_store.place).transaction() as database:
            database.table("objectives").update({"title": "x"}, doc_ids=[1])
            database.table("cycles").truncate()

    with pytest.raises(Refused, match="nothing was written"):
        spoil()
    assert Path(file_store.place).read_bytes() == before


def test_a_transaction_waits_for_others_and_sees_what_they_wrote(file_store: FileStore) -> None:
    storage = BoardFile(file_store.place, timeout=0.01)
    storage.read()
    change(file_store, retitled(1, "theirs"))
    with storage.transaction() as database:
        row = database.table("objectives").get(doc_id=1)
        assert row is not None
        assert row["title"] == "theirs"
        with pytest.raises(RuntimeError), storage.held({}):
            pass
        with pytest.raises(StoreBusy), BoardFile(file_store.place, timeout=0.01).transaction():
            pass
    rev = file_store.snapshot().rev
    with storage.transaction() as database:
        database.table("objectives").all()
    assert file_store.snapshot().rev == rev, "who only reads writes nothing"


def test_an_older_board_is_copied_before_tinydb_writes_it(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = json.loads(Path(file_store.place).read_text())
    tree["_meta"]["1"]["schema"] = 0
    Path(file_store.place).write_text(json.dumps(tree))
    before = Path(file_store.place).read_bytes()
    monkeypatch.setattr(layout, "STEPS", {0: lambda tree: tree})
    BoardDB(file_store.place).table("members").update({"name": "Ana"}, doc_ids=[1])
    assert Path(f"{file_store.place}.v0.bak").read_bytes() == before
    assert file_store.snapshot().members[1].name == "Ana"
