"""What is written can be read again: no commit grows a board past what reading accepts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.cycles_past import Past
from support.stores import NOW, change, content, person, retitled

from okrboard.domain.edit.people import add_team
from okrboard.domain.records import Settings
from okrboard.domain.types import MAX_ID
from okrboard.errors import Refused, StoreUnsafe, StoreWriteFailed
from okrboard.storage import board_file, disk
from okrboard.storage.board_file import BoardDB
from okrboard.storage.file_store import FileStore
from okrboard.storage.repair import examine, repair
from okrboard.transfer.whole import import_json

if TYPE_CHECKING:
    from okrboard.domain.changes import Draft


def files(store: FileStore) -> list[str]:
    return sorted(os.listdir(Path(store.place).parent))


@pytest.fixture
def full(file_store: FileStore, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """A board that is as large as a board can be."""
    monkeypatch.setattr(disk, "MAX_BYTES", len(Path(file_store.place).read_bytes()))
    return file_store


def test_a_commit_nobody_could_open_is_refused_with_a_way_out(full: FileStore) -> None:
    before, names = Path(full.place).read_bytes(), files(full)
    with pytest.raises(StoreWriteFailed, match="okrboard cycle archive") as caught:
        change(full, retitled(1, "Something longer than it was before"))
    assert "\n" not in str(caught.value)
    assert Path(full.place).read_bytes() == before
    assert files(full) == names
    assert FileStore(full.place).snapshot().objectives[1].title == "Releases stop waking people"


def test_tinydb_is_refused_the_same(full: FileStore) -> None:
    before = Path(full.place).read_bytes()
    with BoardDB(full.place) as database, pytest.raises(StoreWriteFailed, match="larger than"):
        database.table("notes").insert({"text": "x" * 1000})
    assert Path(full.place).read_bytes() == before


def test_a_full_board_is_made_smaller_as_it_says_and_goes_on(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = Past(FileStore.create(path, Settings(name="Audit")))
    past.closed_cycles(1)
    past.cycle()
    monkeypatch.setattr(disk, "MAX_BYTES", len(Path(path).read_bytes()))
    with pytest.raises(StoreWriteFailed, match="okrboard cycle archive"):
        past.service.change("team", lambda made: add_team(made, "One more"))
    past.archive(1)
    past.service.change("team", lambda made: add_team(made, "One more"))


def test_reading_still_refuses_what_is_larger(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "MAX_BYTES", len(Path(file_store.place).read_bytes()) - 1)
    with pytest.raises(StoreUnsafe, match="is larger than"):
        FileStore(file_store.place).snapshot()


@pytest.mark.parametrize(("share", "warns"), [(0.79, False), (0.81, True)])
def test_the_doctor_says_in_time_that_a_board_grows_too_large(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch, share: float, warns: bool
) -> None:
    size = len(Path(file_store.place).read_bytes())
    monkeypatch.setattr(disk, "MAX_BYTES", int(size / share))
    found = examine(file_store.place)
    assert found.sound
    assert [remark for remark in found.remarks if "okrboard cycle archive" in remark] == (
        [f"it has 81% of the 0 MiB a board can have; {disk.SMALLER}"] if warns else []
    )


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_nothing_is_written_that_is_nested_too_deeply_to_be_read(file_store: FileStore) -> None:
    rows = {"1": {"name": "Deep", "later": nested(board_file.MAX_DEPTH + 1)}}
    data = {"format": "okrboard-export", "version": 1, "tables": {"teams": rows}}
    empty = FileStore.create(f"{file_store.place}.new", file_store.snapshot().settings)
    before = Path(empty.place).read_bytes()
    with pytest.raises(Refused, match="nested more than 100 deep"):
        person(empty).change("import", lambda made: import_json(made, data))
    assert Path(empty.place).read_bytes() == before
    rows["1"]["later"] = nested(board_file.MAX_DEPTH - 1)
    person(empty).change("import", lambda made: import_json(made, data))
    again = json.loads(Path(empty.place).read_text())
    assert again["teams"]["1"]["later"] == nested(board_file.MAX_DEPTH - 1)
    assert content(FileStore(empty.place).snapshot()) == content(empty.snapshot())


def test_no_number_is_given_out_that_reading_refuses(file_store: FileStore) -> None:
    tree = json.loads(Path(file_store.place).read_text())
    tree["_meta"]["1"]["counters"]["teams"] = MAX_ID
    Path(file_store.place).write_text(json.dumps(tree))
    before = Path(file_store.place).read_bytes()

    def add(made: Draft) -> None:
        add_team(made, "One more")

    with pytest.raises(Refused, match="teams has no number left"):
        person(file_store).change("team", add)
    assert Path(file_store.place).read_bytes() == before
    tree["_meta"]["1"]["counters"]["teams"] = MAX_ID + 1
    Path(file_store.place).write_text(json.dumps(tree))
    assert not examine(file_store.place).sound
    repair(file_store.place, NOW)
    person(file_store).change("team", add)
    assert max(file_store.snapshot().teams) < 10
