"""`FileStore`: one board in one TinyDB file, safe for many processes on one host.

Readers take no lock and see whole commits only. Writers take turns by a lock beside the file, work
on the freshest content, and replace the file in one durable step.
"""

from __future__ import annotations

import os
from _thread import allocate_lock, get_ident
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board, Table
from okrboard.domain.changes import Changes
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES, Settings
from okrboard.domain.schema import to_json
from okrboard.errors import StoreError, StoreMissing, UsageError
from okrboard.storage import disk
from okrboard.storage.archive import (
    PartedTable,
    Shelf,
    packed,
    parts_written,
    shelf_of,
    sweep_orphans,
)
from okrboard.storage.layout import Document, new_commit, render
from okrboard.storage.seen import Seen
from okrboard.storage.store import Notice, Store
from okrboard.storage.tables import LazyTable
from okrboard.text import clean

if TYPE_CHECKING:
    from okrboard.storage.board_file import BoardFile

TIMEOUT = 10.0
"""Seconds to wait for another writer."""


class _State(Record):
    """A version of the file and what it holds."""

    version: disk.Version
    document: Document
    board: Board
    notices: tuple[Notice, ...] = ()


class FileStore(Store):
    """A board file."""

    def __init__(
        self,
        path: str,
        *,
        timeout: float = TIMEOUT,
        state: str = "",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Take the board's path; nothing is opened before the first question.

        `timeout` is how many seconds a writer waits for another one; `state` is the folder in which
        it is remembered what was seen of this board, by the `clock`.
        """
        self._path = os.path.abspath(path)
        self._timeout = timeout
        self._state: _State | None = None
        self._loading = allocate_lock()
        self._owner = 0
        self._shelf = Shelf()
        self._memory = state, clock
        self._witness: Seen | None = None
        self._first: Settings | None = None
        """What a board begins with that was never written."""

    @classmethod
    def create(cls, path: str, settings: Settings) -> FileStore:
        """Write a new board with these settings and return its store.

        Raises `StoreUnsafe` when there is a file already, `StoreMissing` when its folder is not.
        """
        store = cls(path)
        store._found(settings)
        return store

    @classmethod
    def unwritten(cls, path: str, settings: Settings) -> FileStore:
        """Return the store of a new board that its first transaction writes, whole or not at all.

        That transaction raises what `create` raises, too; before it there is nothing to read.
        """
        store = cls(path)
        store._first = settings
        return store

    def snapshot(self) -> Board:
        """Return the newest committed board; the same object while the file is the same."""
        return self._load(disk.real_path(self._path)).board

    def transact(self, make: Callable[[Board], Changes]) -> Board:
        """Run `make` on the freshest board under the lock and commit what it returns.

        Raises `StoreBusy`, `Conflict`, `StoreReadOnly`, `StoreUnsafe`, `StoreWriteFailed`,
        `StoreUncertain`, what reading raises, and whatever `make` raises.
        """
        if self._first is not None:
            return self._found(self._first, make)
        with self._alone() as (real, state):
            document, board = self._file.begun(state.document, state.board, state.notices)
            changes = make(board)
            if not changes.patches:
                return state.board
            return self._write(real, state, *self._file.advance(document, board, changes))

    def archive(self, choose: Callable[[Board], Sequence[Parcel]]) -> Board:
        """Move what `choose` names into files of its own beside the board, under the lock.

        They are durable before the board's own file is replaced, which is the only moment that
        counts. Raises what `transact` raises; the board is as it was then.
        """
        with self._alone() as (real, state):
            document, board = self._file.begun(state.document, state.board, state.notices)
            parcels = choose(board)
            if not parcels:
                return state.board
            sweep_orphans(real, document.meta, board)
            gones, parts, files = packed(document, board, parcels, os.path.basename(real))
            header = {"parts": parts, "counters": document.counters, "rev": document.rev + 1}
            document, board = self._file.written(document, board, {}, gones, header)
            with parts_written(real, files):
                return self._write(real, state, document, self._board(real, document, board))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is odd about the file: it went back in time, or somebody else wrote it."""
        return self._state.notices if self._state is not None else ()

    def take_news(self) -> list[str]:
        """Return what the person has to be told about the board's file, a line each, once."""
        return self._witness.take_news() if self._witness is not None else []

    @property
    def place(self) -> str:
        """The board's path as it was given, made absolute."""
        return self._path

    @property
    def writable(self) -> bool:
        """Whether this user can replace the file."""
        try:
            return not disk.why_read_only(disk.real_path(self._path))
        except StoreError:
            return False

    @property
    def permissions(self) -> tuple[int, int]:
        """Mode and group of the board's own file, without the right to run it."""
        mode, group = disk.permissions_of(disk.real_path(self._path))
        # Also a copy of a board that is kept from changes is one's own to remove.
        return mode & 0o666 | 0o200, group

    @cached_property
    def _file(self) -> BoardFile:
        # Imported here: who only reads does without TinyDB, 17 ms of a command's start.
        from okrboard.storage.board_file import BoardFile

        return BoardFile(self._path, timeout=self._timeout)

    @contextmanager
    def _alone(self) -> Iterator[tuple[str, _State]]:
        """Yield the board's real path and its freshest state, under the lock."""
        if self._owner == get_ident():
            raise RuntimeError("a transaction was opened inside a transaction")
        with self._file.locked() as real:
            self._owner = get_ident()
            try:
                yield real, self._load(real)
            finally:
                self._owner = 0

    def _found(self, settings: Settings, make: Callable[[Board], Changes] | None = None) -> Board:
        """Write a new board, with what a first transaction makes of it."""
        real = disk.real_path(self._path)
        # The id tells this board from another one that may lie in its place one day.
        document = Document({"rev": 0, "counters": {}, "id": new_commit()}, {})
        first = {"settings": {1: to_json(settings)}}
        header = {"counters": {"settings": 1}, "rev": 0}
        board = self._board(real, document, None)
        document, board = self._file.written(document, board, first, {}, header)
        if make is not None:
            document, board = self._file.advance(document, board, make(board))
        folder = os.path.dirname(real)
        try:
            mode, group = disk.permissions_for_new(folder)
        except OSError:
            raise StoreMissing(f"there is no folder {clean(folder)}; make it first") from None
        disk.check_not_network(folder)
        disk.create(real, render(document), mode, group)
        self._first = None
        return board

    def _write(self, real: str, state: _State, document: Document, board: Board) -> Board:
        version = self._file.replace(real, document, state.document, state.version)
        self._state = _State(version, document, board)
        self._seen_by(real).follow(document)
        return board

    def _load(self, real: str) -> _State:
        with self._loading:
            state = self._state
            if state is not None and disk.version_of(real) == state.version:
                return state
            witness = self._seen_by(real)
            seen = witness.recall()
            document, version = disk.document_at(real, clean(self._path))
            board = self._board(real, document, state.board if state else None)
            self._state = _State(version, document, board, witness.look(document, seen))
            return self._state

    def _board(self, real: str, document: Document, before: Board | None) -> Board:
        """Return the board that a document describes, keeping what `before` has decoded already."""
        counters = document.counters
        tables: dict[str, Table[object]] = {}
        for name in TABLES:
            text, top = document.tables.get(name, b""), counters.get(name, 0)
            old = before.table(name).live if before else None
            if isinstance(old, LazyTable):
                tables[name] = old.replaced_by(text, top)
            else:
                tables[name] = LazyTable(name, text, top, clean(self._path))
        shelf = self._shelf = shelf_of(real, document.meta, self._shelf)
        for name in tables.keys() & shelf.ids.keys():
            tables[name] = PartedTable(name, tables[name], shelf)
        return Board(tables, counters, document.rev, shelf.cycles)

    def _seen_by(self, real: str) -> Seen:
        if self._witness is None:
            state, clock = self._memory
            self._witness = Seen(state, real, clock)
        return self._witness


def open_store(place: str, state: str = "", clock: Callable[[], datetime] | None = None) -> Store:
    """Return the store at a place: a path, or `memory:` for a board that is not kept.

    `state` is the person's folder in which it is remembered what they have seen of a board; `clock`
    says when something is noticed, in aware datetimes.
    Raises `UsageError` for an empty place, and for an address, which this version does not serve.
    """
    if place == "memory:":
        from okrboard.storage.store import MemoryStore

        return MemoryStore()
    scheme, colon, _ = place.partition("://")
    if colon and scheme.replace("+", "").replace("-", "").isalnum():
        if scheme.lower() == "file":
            raise UsageError("name the board by its plain path, without file://")
        raise UsageError(
            f"a board at {clean(scheme)}:// is not supported in this version; name a file"
        )
    if not place or "\0" in place:
        raise UsageError("the board's path is empty or holds a zero byte; name a file")

    return FileStore(place, state=state, clock=clock)
