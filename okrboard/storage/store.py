"""`Store`: where a board lives. Read a snapshot; run a function in a transaction; has it changed.

Every store keeps the promises of one test-suite: commits are serial, all or nothing, durable when
`transact` returns, and never seen half done.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board
from okrboard.domain.changes import Changes
from okrboard.domain.record import Record
from okrboard.domain.schema import plain
from okrboard.files import PRIVATE


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

    @abstractmethod
    def has_changed(self) -> bool:
        """Say cheaply whether `snapshot()` would return something else than it last did.

        Users who share one store object compare the boards themselves.
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


def raised_counters(board: Board, changes: Changes) -> dict[str, int]:
    """Return the counters after a change, its own entry in the log included."""
    counters = {**board.counters, **changes.counters}
    for patch in changes.patches:
        counters[patch.table] = max(counters.get(patch.table, 0), patch.id)
    if changes.logged:
        counters["changes"] = board.next_id("changes")
    return counters


def log_entry(changes: Changes) -> dict[str, object]:
    """Return a change as its document of the log: who, what, when, and what was there before."""
    stamp = changes.stamp
    entry: dict[str, object] = {
        "at": plain(stamp.at),
        "who": plain(stamp.who),
        "what": plain(changes.what),
    }
    if changes.undoes:
        entry["undoes"] = changes.undoes
    entry["patches"] = [
        {"table": patch.table, "id": patch.id, "before": patch.before} for patch in changes.patches
    ]
    return entry
