"""From the place a person names to a store."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.stores import WITH_OKRBOARD

from okrboard.errors import UsageError
from okrboard.storage.file_store import FileStore, open_store
from okrboard.storage.store import MemoryStore


@pytest.mark.parametrize(
    "place", ["okrboard.json", "./a b", "/x/y.json", "postgresql", "c:x", "a:/b"]
)
def test_a_path_is_a_file(place: str) -> None:
    store = open_store(place)
    assert isinstance(store, FileStore)
    assert store.place == os.path.abspath(place)


def test_memory_is_a_board_that_is_not_kept() -> None:
    assert isinstance(open_store("memory:"), MemoryStore)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("postgresql://ana:secret@host/board", r"postgresql:// is not supported in this version"),
        ("https://example.org/x", r"https:// is not supported"),
        ("file:///x/okrboard.json", "plain path"),
        ("", "empty"),
        ("a\0b", "zero byte"),
    ],
)
def test_an_address_is_wrong_usage(place: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        open_store(place)
    assert raised.value.exit_code == 2
    assert "secret" not in str(raised.value)


def test_reading_and_writing_a_board_imports_no_screen(path: str) -> None:
    code = (
        "import sys; from datetime import UTC, date, datetime\n"
        "from okrboard.domain.changes import Draft, Stamp\n"
        "from okrboard.domain.records import Settings, Team\n"
        "from okrboard.storage.file_store import open_store\n"
        "from okrboard.storage.file_store import FileStore\n"
        "path = sys.argv[1]\n"
        "FileStore.create(path, Settings())\n"
        "def add(board):\n"
        "    draft = Draft(board, Stamp('a', datetime.now(UTC), date(2026, 1, 1)))\n"
        "    draft.add(Team(0, 'x'))\n"
        "    return draft.finish()\n"
        "for _ in range(2): open_store(path).transact(add)\n"
        "print([*open_store(path).snapshot().teams])\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        capture_output=True,
        text=True,
        check=True,
        env=WITH_OKRBOARD,
    )
    teams, modules = done.stdout.splitlines()
    assert teams == "[1, 2]"
    assert {"textual", "rich", "icalendar", "httpx"}.isdisjoint(modules.split())


def test_who_only_reads_a_board_does_without_tinydb(file_store: FileStore) -> None:
    code = (
        "import sys\n"
        "from okrboard.storage.file_store import open_store\n"
        "assert open_store(sys.argv[1]).snapshot().objectives\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file_store.place],
        capture_output=True,
        text=True,
        check=True,
        env=WITH_OKRBOARD,
    )
    assert "tinydb" not in done.stdout.split()
