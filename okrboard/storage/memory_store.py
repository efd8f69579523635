"""`MemoryStore`: a board that lives as long as the process, for tests and the demo.

It keeps every promise of a store but durability, over plain records and without a file's code, so
that the suite which runs over both stores compares two independent things.
"""

from __future__ import annotations

from _thread import allocate_lock, get_ident
from collections.abc import Callable, Sequence
from typing import Any

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board, MemoryTable, Table
from okrboard.domain.changes import Changes
from okrboard.domain.lookup import check_live, check_references
from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json
from okrboard.storage.archive import Part, PartedTable, Shelf
from okrboard.storage.archive_files import index_of
from okrboard.storage.store import Store, log_entry, raised_counters


class MemoryStore(Store):
    """One board in memory, shared by the threads of a process."""

    def __init__(self, board: Board | None = None) -> None:
        """Start from a board, an empty one by default."""
        self._board = self._seen = board or Board()
        self._lock = allocate_lock()
        self._owner = 0
        self._shelf = Shelf(())

    def snapshot(self) -> Board:
        """Return the newest committed board."""
        self._seen = self._board
        return self._seen

    def transact(self, make: Callable[[Board], Changes]) -> Board:
        """Run `make` on the board and keep what it returns."""
        if self._owner == get_ident():
            raise RuntimeError("a transaction was opened inside a transaction")
        with self._lock:
            self._owner = get_ident()
            try:
                changes = make(self._board)
                if changes.patches:
                    self._board = _after(self._board, changes)
            finally:
                self._owner = 0
            return self._board

    def archive(self, choose: Callable[[Board], Sequence[Parcel]]) -> Board:
        """Put what `choose` names behind the tables that still change."""
        if self._owner == get_ident():
            raise RuntimeError("a transaction was opened inside a transaction")
        with self._lock:
            board, new = self._board, []
            for parcel in choose(board):
                index = index_of(parcel, board, "")
                held = {
                    name: MemoryTable({id: board.table(name)[id] for id in ids})
                    for name, ids in parcel.ids.items()
                }
                new.append(Part(index, lambda _, held=held: held))  # type: ignore[misc]
            if new:
                self._shelf = Shelf([*self._shelf.parts, *new])
                self._board = _shelved(board, self._shelf)
            return self._board

    def has_changed(self) -> bool:
        """Say whether something was committed since `snapshot()` was last asked."""
        return self._board is not self._seen

    @property
    def place(self) -> str:
        """The word that opens such a store."""
        return "memory:"

    @property
    def writable(self) -> bool:
        """True."""
        return True


def _shelved(board: Board, shelf: Shelf) -> Board:
    tables: dict[str, Table[Any]] = {}
    for name in shelf.tables:
        live, gone = board.table(name).live, shelf.ids(name)
        left = MemoryTable({id: record for id, record in live.items() if id not in gone})
        tables[name] = PartedTable(name, left, shelf)
    return Board({**board.tables, **tables}, board.counters, board.rev + 1, shelf.cycles)


def _after(board: Board, changes: Changes) -> Board:
    if board.archived:
        check_live(board, changes.patches)
    counters = raised_counters(board, changes)
    puts: dict[str, dict[int, Any]] = {}
    gones: dict[str, set[int]] = {}
    for patch in changes.patches:
        if patch.after is None:
            gones.setdefault(patch.table, set()).add(patch.id)
        else:
            old = {} if patch.before is None else board.table(patch.table).raw(patch.id)
            record = from_json(TABLES[patch.table], {**old, **patch.after}, patch.id)
            puts.setdefault(patch.table, {})[patch.id] = record
    if changes.logged:
        id = counters["changes"]
        puts["changes"] = {id: from_json(TABLES["changes"], log_entry(changes), id)}
    tables = {
        name: board.table(name).changed(puts.get(name, {}), gones.get(name, ()))
        for name in {**puts, **gones}
    }
    after = Board({**board.tables, **tables}, counters, board.rev + 1, board.archived)
    check_references(after, changes.patches)
    return after
