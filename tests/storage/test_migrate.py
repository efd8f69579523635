"""Older boards are brought up, with the old bytes kept first; newer ones are left alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.stores import change, retitled

from okrboard.errors import StoreCorrupt, StoreTooNew, StoreWriteFailed
from okrboard.storage import layout
from okrboard.storage.file_store import FileStore

OLD = {
    "_meta": {"1": {"format": "okrboard", "schema": 0, "rev": 5, "theirs": "stays"}},
    "cycles": {"1": {"name": "T3", "first": "2026-09-01", "last": "2026-12-31"}},
    "goals": {"7": {"name": "Fewer pages", "cycle": 1, "_x": 1}},
}


def objectives_were_goals(tree: Any) -> Any:
    """Stand for a step of a real upgrade: a table and a field got other names."""
    goals = tree.pop("goals", {})
    tree["objectives"] = {
        id: {"title" if key == "name" else key: value for key, value in goal.items()}
        for id, goal in goals.items()
    }
    return tree


@pytest.fixture
def old(path: str, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    """A board of version 0, and a program that knows how to bring it up."""
    monkeypatch.setattr(layout, "STEPS", {0: objectives_were_goals})
    Path(path).write_text(json.dumps(OLD))
    os.chmod(path, 0o640)
    return FileStore(path)


def test_this_version_knows_no_older_one() -> None:
    assert layout.SCHEMA == 1
    assert layout.STEPS == {}


def test_reading_an_older_board_changes_no_byte(old: FileStore) -> None:
    before = Path(old.place).read_bytes()
    assert old.snapshot().objectives[7].title == "Fewer pages"
    assert Path(old.place).read_bytes() == before
    assert os.listdir(os.path.dirname(old.place)) == ["okrboard.json"]


def test_the_first_change_writes_the_new_form_keeping_old_bytes(old: FileStore) -> None:
    before = Path(old.place).read_bytes()
    change(old, retitled(7, "No pages"))
    kept = Path(f"{old.place}.v0.bak")
    assert kept.read_bytes() == before
    assert kept.stat().st_mode & 0o777 == 0o640
    tree = json.loads(Path(old.place).read_text())
    assert tree["_meta"]["1"]["schema"] == 1
    assert (tree["_meta"]["1"]["rev"], tree["_meta"]["1"]["theirs"]) == (6, "stays")
    assert tree["objectives"] == {"7": {"title": "No pages", "cycle": 1, "_x": 1}}
    assert "goals" not in tree
    assert layout.parse(Path(old.place).read_bytes()) is not None
    change(old, retitled(7, "again"))
    assert kept.read_bytes() == before


def test_a_change_that_changes_nothing_does_not_upgrade(old: FileStore) -> None:
    before = Path(old.place).read_bytes()
    change(old, lambda draft: draft.put(draft.board.objectives[7]))
    assert Path(old.place).read_bytes() == before


def test_a_copy_that_is_there_already_is_never_overwritten(old: FileStore) -> None:
    before = Path(old.place).read_bytes()
    Path(f"{old.place}.v0.bak").write_text("precious")
    os.symlink("nowhere", f"{old.place}.v0-2.bak")
    change(old, retitled(7, "No pages"))
    assert Path(f"{old.place}.v0.bak").read_text() == "precious"
    assert os.path.islink(f"{old.place}.v0-2.bak")
    assert Path(f"{old.place}.v0-3.bak").read_bytes() == before


def test_without_a_copy_there_is_no_upgrade(
    old: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise StoreWriteFailed("the disk is full")

    before = Path(old.place).read_bytes()
    monkeypatch.setattr("okrboard.storage.disk.create", full)
    with pytest.raises(StoreWriteFailed):
        change(old, retitled(7, "No pages"))
    assert Path(old.place).read_bytes() == before


def test_steps_run_one_after_the_other(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def step(number: int) -> Any:
        def run(tree: Any) -> Any:
            ran.append((number, tree["_meta"]["1"]["schema"]))
            return tree

        return run

    monkeypatch.setattr(layout, "SCHEMA", 3)
    monkeypatch.setattr(layout, "STEPS", {number: step(number) for number in range(3)})
    tree = layout.upgraded({"_meta": {"1": {"schema": 1}}})
    assert ran == [(1, 1), (2, 2)]
    assert tree["_meta"]["1"]["schema"] == 3


def test_what_a_step_makes_is_checked(old: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(tree: Any) -> Any:
        return {**objectives_were_goals(tree), "cycles": {}}

    monkeypatch.setattr(layout, "STEPS", {0: careless})
    with pytest.raises(StoreCorrupt, match="O7: cycle: there is no cycles 1"):
        old.snapshot()


def test_a_step_that_fails_on_a_damaged_board_is_told(
    old: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "STEPS", {0: lambda tree: tree["wishes"]})
    with pytest.raises(StoreCorrupt, match="cannot be brought up from schema 0: KeyError"):
        old.snapshot()


def test_a_newer_board_in_our_own_form_is_refused_too(file_store: FileStore) -> None:
    document = layout.parse(Path(file_store.place).read_bytes())
    assert document is not None
    newer = layout.render(document._replace(meta={**document.meta, "schema": 2}))
    Path(file_store.place).write_bytes(newer)
    for ask in (file_store.snapshot, lambda: change(file_store, retitled(1, "x"))):
        with pytest.raises(StoreTooNew, match=r"newer okrboard \(schema 2"):
            ask()
    assert Path(file_store.place).read_bytes() == newer
