"""`Store`: where a board lives; read a snapshot, run a function in a transaction. `MemoryStore`.

Every store keeps the promises of one test-suite: commits are serial, all or nothing, durable when
`transact` returns, and never seen half done.
"""

from __future__ import annotations

from _thread import allocate_lock, get_ident
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board, MemoryTable, Table
from okrboard.domain.changes import Changes
from okrboard.domain.lookup import check_live, check_references
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES, Change
from okrboard.domain.schema import from_json
from okrboard.files import PRIVATE
from okrboard.storage.archive import Part, PartedTable, Shelf, entry_of


class Notice(Record):
    """Something odd about what a board is kept in; the board itself can be used."""

    word: str
    """Two words for it, as a head line has them."""
    what: str
    """The line of the log that the next commit writes about it."""
    at: datetime
    """When it was noticed, aware."""
    known: bool = False
    """Whether the person was told before."""
    rev: int = 0
    """The revision that the next commit has to go beyond."""
    counters: dict[str, int] = {}
    """The numbers of each table that are not to be given out again."""


class Store(ABC):
    """A place that keeps one board."""

    @abstractmethod
    def snapshot(self) -> Board:
        """Return the newest committed board; the same object as before while nothing changed.

        Raises `StoreMissing`, `StoreCorrupt`, `StoreTooNew` or another `StoreError`.
        """

    @abstractmethod
    def transact(self, make: Callable[[Board], Changes]) -> Board:
        """Run `make` on the freshest board under the store's lock and commit what it returns.

        The log entry goes in with the changes. Changes without patches write nothing. Whatever
        `make` raises leaves the store as it was. Returns the new snapshot.
        """

    @abstractmethod
    def archive(self, choose: Callable[[Board], Sequence[Parcel]]) -> Board:
        """Move what `choose` names of the freshest board into archives of their own.

        The board holds and shows the same afterwards; what moved cannot be changed any more, and
        costs nothing until it is asked for. No parcels: nothing happens. Returns the new snapshot.
        """

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is odd about the board as `snapshot()` last returned it."""
        return ()

    def take_news(self) -> list[str]:
        """Return what the person has to be told about the board's file, a line each, once."""
        return []

    @property
    @abstractmethod
    def place(self) -> str:
        """The board's path or address, for people."""

    @property
    @abstractmethod
    def writable(self) -> bool:
        """Whether this user can change the board."""

    @property
    def permissions(self) -> tuple[int, int]:
        """Mode and group (-1: as it comes) of a file that holds what the board holds."""
        return PRIVATE, -1


class MemoryStore(Store):
    """One board in memory, shared by the threads of a process, for tests and the demo.

    It keeps every promise of a store but durability, over plain records and without a file's code,
    so that the suite which runs over both stores compares two independent things.
    """

    def __init__(self, board: Board | None = None) -> None:
        """Start from a board, an empty one by default."""
        self._board = board or Board()
        self._lock = allocate_lock()
        self._owner = 0
        self._shelf = Shelf()

    def snapshot(self) -> Board:
        """Return the newest committed board."""
        return self._board

    def transact(self, make: Callable[[Board], Changes]) -> Board:
        """Run `make` on the board and keep what it returns."""
        with self._turn():
            changes = make(self._board)
            if changes.patches:
                self._board = _after(self._board, changes)
            return self._board

    def archive(self, choose: Callable[[Board], Sequence[Parcel]]) -> Board:
        """Put what `choose` names behind the tables that still change."""
        with self._turn():
            board, parts = self._board, list(self._shelf.parts)
            for parcel in choose(board):
                held = {
                    name: MemoryTable({id: board.table(name)[id] for id in ids})
                    for name, ids in parcel.ids.items()
                }
                parts.append(Part(entry_of(parcel, board, ""), lambda held=held: held))  # type: ignore[misc]
            if len(parts) > len(self._shelf.parts):
                self._shelf = Shelf(parts)
                self._board = _shelved(board, self._shelf)
            return self._board

    @property
    def place(self) -> str:
        """The word that opens such a store."""
        return "memory:"

    @property
    def writable(self) -> bool:
        """True."""
        return True

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._owner == get_ident():
            raise RuntimeError("a transaction was opened inside a transaction")
        with self._lock:
            self._owner = get_ident()
            try:
                yield
            finally:
                self._owner = 0


def _shelved(board: Board, shelf: Shelf) -> Board:
    """Return a board whose tables have what an archive holds behind them, no longer in them."""
    tables: dict[str, Table[Any]] = {}
    for name, gone in shelf.ids.items():
        live = board.table(name).live
        left = MemoryTable({id: record for id, record in live.items() if id not in gone})
        tables[name] = PartedTable(name, left, shelf)
    return Board({**board.tables, **tables}, board.counters, board.rev + 1, shelf.cycles)


def _after(board: Board, changes: Changes) -> Board:
    """Return the board after a change; raise `Refused` for what no board can take."""
    check_live(board, changes.patches)
    counters = changes.counters_after(board)
    puts: dict[str, dict[int, Any]] = {}
    gones: dict[str, set[int]] = {}
    for name, id, before, after in changes.patches:
        if after is None:
            gones.setdefault(name, set()).add(id)
        else:
            old = {} if before is None else board.table(name).raw(id)
            puts.setdefault(name, {})[id] = from_json(TABLES[name], {**old, **after}, id)
    if changes.logged:
        id = counters["changes"]
        puts["changes"] = {id: from_json(Change, changes.log_entry(), id)}
    tables = {
        name: board.table(name).changed(puts.get(name, {}), gones.get(name, ()))
        for name in {**puts, **gones}
    }
    result = Board({**board.tables, **tables}, counters, board.rev + 1, board.archived)
    check_references(result, changes.patches)
    return result
