"""Stores of each kind with something in them, and people who work on a board."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from support.making import furnished, stamp

import okrboard
from okrboard.domain.records import TABLES, Objective, Settings
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Changes, Draft
    from okrboard.storage.store import Store

WITH_OKRBOARD = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(okrboard.__file__))}
"""The environment in which another process finds the program under test."""

KINDS = ("file", "memory")
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


class Ticking:
    """A clock that is a minute later each time it is read."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def furnish(board: Board) -> Changes:
    """Put members, a team, a cycle, O1 and three key results on an empty board."""
    return furnished().finish()._replace(what="furnish")


def make_store(kind: str, path: str) -> Store:
    """Return a furnished store of a kind; a file store's board is at `path`."""
    store: Store = MemoryStore()
    if kind == "file":
        store = FileStore.create(path, Settings(name="Audit"))
    store.transact(furnish)
    return store


def person(store: Store, who: str = "ana", clock: Callable[[], datetime] | None = None) -> Service:
    """Return somebody at a board."""
    return Service(store, who, clock or Ticking())


def change(store: Store, edit: Callable[[Draft], Any], who: str = "ana", what: str = "edit") -> Any:
    """Change a board as somebody would; return what the edit returns."""
    return person(store, who).change(what, edit)


def retitled(id: int, title: str) -> Callable[[Draft], Objective]:
    """Return an edit that gives an objective another title."""
    return lambda draft: draft.put(draft.board.objectives[id]._replace(title=title))


def content(board: Board, without: tuple[str, ...] = ("changes",)) -> dict[str, dict[int, Any]]:
    """Return the records of a board by table and id, the log left out."""
    return {name: dict(board.table(name)) for name in TABLES if name not in without}


def day(number: int) -> date:
    """Return a day of the cycle."""
    return date(2026, 9, 1) + timedelta(days=number)


__all__ = [
    "KINDS",
    "NOW",
    "WITH_OKRBOARD",
    "Ticking",
    "change",
    "content",
    "day",
    "furnish",
    "make_store",
    "person",
    "retitled",
    "stamp",
]
