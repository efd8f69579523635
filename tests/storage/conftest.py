"""Both stores behind one fixture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.stores import KINDS, make_store
from support.watched import OLD, Watched

from okrboard import files
from okrboard.storage import disk
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from okrboard.storage.store import Store


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A place for a board in a folder of its own."""
    return str(tmp_path / "okrboard.json")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, path: str) -> Store:
    """A furnished store of each kind."""
    return make_store(request.param, path)


@pytest.fixture
def file_store(path: str) -> FileStore:
    """A furnished board file."""
    store = make_store("file", path)
    assert isinstance(store, FileStore)
    return store


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A file to replace; what is replaced need not be a board here."""
    file = tmp_path / "okrboard.json"
    file.write_bytes(OLD)
    return file


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watching = Watched()
    for module in (disk, files):
        monkeypatch.setattr(module, "os", watching)
    return watching
