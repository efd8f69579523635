"""Backups; and a doctor who names every problem, mends what can be mended, and loses nothing."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.broken import BROKEN, board
from support.stores import NOW, change, content, make_store, retitled

from okrboard.errors import (
    OkrboardError,
    StoreBusy,
    StoreCorrupt,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import parse
from okrboard.storage.lock import FileLock, lock_path
from okrboard.storage.repair import backup, examine, repair

if TYPE_CHECKING:
    from collections.abc import Callable


def edit(store: FileStore, change_tree: Callable[[Any], object]) -> None:
    tree = json.loads(Path(store.place).read_text())
    change_tree(tree)
    Path(store.place).write_text(json.dumps(tree))


def rejected(path: str) -> list[Any]:
    found: list[Any] = json.loads(Path(path).read_text())
    return found


# Backups.


def test_a_backup_has_the_bytes_the_mode_and_a_dated_name(file_store: FileStore) -> None:
    os.chmod(file_store.place, 0o640)
    now = datetime(2026, 11, 20, 15, 0, tzinfo=timezone(timedelta(hours=1)))
    copy = backup(file_store.place, now)
    assert copy == f"{file_store.place}.20261120T140000Z.bak"
    assert Path(copy).read_bytes() == Path(file_store.place).read_bytes()
    assert os.stat(copy).st_mode & 0o777 == 0o640


def test_a_second_backup_of_a_second_never_overwrites_the_first(
    file_store: FileStore,
) -> None:
    first = backup(file_store.place, NOW)
    assert backup(file_store.place, NOW) == first, "the same bytes need no second copy"
    before = Path(first).read_bytes()
    change(file_store, retitled(1, "x"))
    second = backup(file_store.place, NOW)
    assert second.endswith("Z-2.bak")
    assert Path(first).read_bytes() == before
    assert Path(second).read_bytes() == Path(file_store.place).read_bytes()


def test_a_backup_is_a_board_that_can_be_opened(file_store: FileStore) -> None:
    copy = FileStore(backup(file_store.place, NOW))
    assert content(copy.snapshot()) == content(file_store.snapshot())


def test_a_damaged_or_read_only_board_can_be_backed_up(path: str) -> None:
    Path(path).write_bytes(b"garbage")
    os.chmod(path, 0o444)
    copy = backup(path, NOW)
    assert Path(copy).read_bytes() == b"garbage"
    assert os.stat(copy).st_mode & 0o777 == 0o644


def test_there_is_no_backup_of_nothing(path: str) -> None:
    with pytest.raises(StoreMissing):
        backup(path, NOW)


# Examining.


def test_a_sound_board_is_found_sound(file_store: FileStore) -> None:
    found = examine(file_store.place)
    assert found.sound
    assert (found.problems, found.remarks) == ((), ())
    assert found.records["key_results"] == 3


def test_harmless_things_are_remarked(file_store: FileStore) -> None:
    left = ".okrboard.json.0123456789abcdef.tmp"
    (Path(file_store.place).parent / left).write_text("x")
    edit(file_store, lambda tree: tree["_meta"]["1"]["counters"].update(key_results=1))
    found = examine(file_store.place)
    assert found.sound
    assert found.remarks == (
        f"left over from a process that died: {left}",
        "it was edited by hand or by another program since okrboard wrote it",
        "the counter of key_results is behind the numbers in use",
    )


@pytest.mark.parametrize("name", [name for name in BROKEN if BROKEN[name][1] is StoreCorrupt])
def test_whatever_is_refused_has_a_problem(path: str, name: str) -> None:
    Path(path).write_bytes(BROKEN[name][0])
    found = examine(path)
    assert not found.sound
    assert all(str(problem).isprintable() for problem in found.problems)
    assert Path(path).read_bytes() == BROKEN[name][0]


def test_a_newer_board_is_left_to_a_newer_doctor(path: str) -> None:
    Path(path).write_bytes(BROKEN["newer"][0])
    for ask in (lambda: examine(path), lambda: repair(path, NOW)):
        with pytest.raises(StoreTooNew):
            ask()
    assert Path(path).read_bytes() == BROKEN["newer"][0]


def test_every_problem_is_named_with_table_number_and_field(file_store: FileStore) -> None:
    def spoil(tree: Any) -> None:
        tree["members"]["2"]["team"] = "IT"
        tree["key_results"]["1"]["target"] = True
        tree["key_results"]["2"]["objective"] = 99
        tree["teams"]["x"] = {}

    edit(file_store, spoil)
    assert [str(problem) for problem in examine(file_store.place).problems] == [
        "teams: 'x' is no document number",
        "members 2: team: expected a whole number, found 'IT'",
        "KR1: target: expected a number, found True",
        "KR2: objective: there is no O99",
    ]


# Mending.


def test_a_sound_board_is_not_touched(file_store: FileStore) -> None:
    before = os.stat(file_store.place)
    done = repair(file_store.place, NOW)
    assert (done.backup, done.rejected, done.problems) == ("", "", ())
    assert os.stat(file_store.place) == before


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(file_store: FileStore) -> None:
    kept = file_store.snapshot().key_results[3]

    def spoil(tree: Any) -> None:
        tree["key_results"]["1"]["target"] = "many"
        tree["key_results"]["2"]["owner"] = 99
        tree["dreams"] = {"1": {"of": "Paris"}}
        tree["_meta"]["1"]["later"] = ["x"]
        tree["_meta"]["1"]["counters"]["members"] = 0

    edit(file_store, spoil)
    before = Path(file_store.place).read_bytes()
    done = repair(file_store.place, NOW)
    assert Path(done.backup).read_bytes() == before
    assert [(entry["table"], entry["id"]) for entry in rejected(done.rejected)] == [
        ("key_results", "1"),
        ("key_results", "2"),
    ]
    assert rejected(done.rejected)[0]["content"]["target"] == "many"
    assert rejected(done.rejected)[1]["content"]["owner"] == 99
    board = file_store.snapshot()
    assert list(board.key_results) == [2, 3]
    assert board.key_results[2].owner == 0
    assert board.key_results[3] == kept
    assert board.counters["members"] == 2
    tree = json.loads(Path(file_store.place).read_text())
    assert tree["dreams"] == {"1": {"of": "Paris"}}
    assert tree["_meta"]["1"]["later"] == ["x"]
    assert examine(file_store.place).sound


def test_what_hangs_on_something_unreadable_is_set_aside_with_it(file_store: FileStore) -> None:
    edit(file_store, lambda tree: tree["objectives"]["1"].update(stage="dreamt"))
    done = repair(file_store.place, NOW)
    assert [entry["table"] for entry in rejected(done.rejected)] == [
        "objectives",
        *["key_results"] * 3,
    ]
    assert file_store.snapshot().members


def test_of_two_records_under_one_number_the_first_is_set_aside(path: str) -> None:
    Path(path).write_bytes(board(b'"teams":{"1":{"name":"a"},"1":{"name":"b","name":"c"}}'))
    done = repair(path, NOW)
    assert FileStore(path).snapshot().teams[1].name == "c"
    assert [entry["content"] for entry in rejected(done.rejected)] == [
        [["name", "b"], ["name", "c"]],
        {"name": "a"},
    ]


def test_a_torn_board_is_saved_line_by_line(file_store: FileStore) -> None:
    whole = Path(file_store.place).read_bytes()
    at = whole.index(b'"2":{"objective"')
    torn = whole[: at + 30]
    Path(file_store.place).write_bytes(torn)
    done = repair(file_store.place, NOW)
    assert Path(done.backup).read_bytes() == torn
    board = file_store.snapshot()
    assert board.objectives[1].title == "Releases stop waking people"
    assert list(board.key_results) == [1]
    assert list(board.members) == [1, 2]
    assert any(torn[at:].decode() == entry["content"] for entry in rejected(done.rejected))


def test_a_typing_error_in_the_header_costs_the_header_only(file_store: FileStore) -> None:
    rev, before = file_store.snapshot().rev, content(file_store.snapshot(), without=())
    text = Path(file_store.place).read_text()
    Path(file_store.place).write_text(text.replace('"counters":{', '"counters":{{', 1))
    repair(file_store.place, NOW)
    board = file_store.snapshot()
    assert content(board, without=()) == before
    assert (board.rev, board.counters["members"]) == (rev + 1, 2)


def test_a_torn_header_of_a_newer_board_is_respected(file_store: FileStore) -> None:
    text = Path(file_store.place).read_text().replace('"schema":1', '"schema": 2,,', 1)
    Path(file_store.place).write_text(text)
    with pytest.raises(StoreTooNew):
        repair(file_store.place, NOW)


def test_a_board_with_a_merge_conflict_is_saved_line_by_line(file_store: FileStore) -> None:
    lines = Path(file_store.place).read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith('"1":{"title"'))
    lines[at : at + 1] = [
        "<<<<<<< ours",
        lines[at],
        "=======",
        lines[at].replace("Releases", "Theirs"),
        ">>>>>>> theirs",
    ]
    Path(file_store.place).write_text("\n".join(lines))
    done = repair(file_store.place, NOW)
    assert file_store.snapshot().objectives[1].title.startswith("Theirs")
    texts = [json.dumps(entry) for entry in rejected(done.rejected)]
    assert any("Releases" in text for text in texts)


@pytest.mark.parametrize("name", ["empty", "garbage", "text", "someone else's TinyDB", "null"])
def test_what_never_was_a_board_cannot_be_repaired(path: str, name: str) -> None:
    Path(path).write_bytes(BROKEN[name][0])
    with pytest.raises(StoreCorrupt, match="cannot be repaired"):
        repair(path, NOW)
    assert Path(path).read_bytes() == BROKEN[name][0]
    assert sorted(os.listdir(os.path.dirname(path))) == [".okrboard.json.lock", "okrboard.json"]


@pytest.mark.parametrize("name", [name for name in BROKEN if BROKEN[name][1] is StoreCorrupt])
def test_a_repair_ends_in_a_sound_board_or_in_the_same_bytes(path: str, name: str) -> None:
    Path(path).write_bytes(BROKEN[name][0])
    try:
        done = repair(path, NOW)
    except StoreCorrupt:
        assert Path(path).read_bytes() == BROKEN[name][0]
        return
    assert Path(done.backup).read_bytes() == BROKEN[name][0]
    assert examine(path).sound
    FileStore(path).snapshot()
    assert parse(Path(path).read_bytes()) is not None
    assert repair(path, NOW).backup == ""


def test_a_repair_waits_for_writers_and_needs_the_right_to_write(file_store: FileStore) -> None:
    with FileLock(lock_path(file_store.place), 1.0), pytest.raises(StoreBusy):
        repair(file_store.place, NOW, timeout=0.01)
    os.chmod(file_store.place, 0o444)
    with pytest.raises(StoreReadOnly):
        repair(file_store.place, NOW)


cuts = st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6)), min_size=1, max_size=3)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(cuts)
def test_nothing_is_lost_however_a_board_was_damaged(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    store = make_store("file", str(tmp_path_factory.mktemp("board") / "okrboard.json"))
    assert isinstance(store, FileStore)
    good = Path(store.place).read_bytes()
    data = good
    for at, new in damage:
        at %= len(data)
        data = data[:at] + new + data[at + len(new) + 1 :]
    Path(store.place).write_bytes(data)
    try:
        done = repair(store.place, NOW)
    except OkrboardError:
        assert Path(store.place).read_bytes() == data
        return
    if done.backup:
        assert Path(done.backup).read_bytes() == data
    assert examine(store.place).sound
    store.snapshot()
