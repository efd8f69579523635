"""The demo board as a file: an ordinary board, equal to the one in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from okrboard.demo import demo_board, write_demo
from okrboard.domain.edit.actions import add_action
from okrboard.errors import StoreMissing, StoreUnsafe
from okrboard.service import Service
from okrboard.storage.file_store import FileStore

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "demo.json")


def test_the_written_board_is_the_one_in_memory(path: str) -> None:
    write_demo(path, NOW)
    written, made = FileStore(path).snapshot(), demo_board(NOW)
    for name, table in written.tables.items():
        assert dict(table) == dict(made.table(name))
    assert written.counters == made.counters


def test_plain_tinydb_reads_the_written_board(path: str) -> None:
    write_demo(path, NOW)
    with TinyDB(path) as db:
        assert len(db.table("objectives")) == 17
        assert db.table("members").get(doc_id=2)["handle"] == "ana"


def test_life_goes_on_on_the_written_board(path: str) -> None:
    store = write_demo(path, NOW)
    service = Service(store, "ana", lambda: NOW)
    highest = max(store.snapshot().actions)
    made = service.change("", lambda draft: add_action(draft, "Look round"))
    assert made.id == highest + 1
    assert service.undo() == f"add A{made.id} Look round"
    assert service.undo().startswith("add A")


def test_a_file_that_is_there_is_left_alone(path: str) -> None:
    Path(path).write_text("mine")
    with pytest.raises(StoreUnsafe):
        write_demo(path, NOW)
    assert Path(path).read_text() == "mine"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        write_demo(str(tmp_path / "none" / "demo.json"), NOW)
