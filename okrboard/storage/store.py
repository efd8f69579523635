"""`Store`: where a board lives. Read a snapshot; run a function in a transaction; has it changed.

Every store keeps the promises of one test-suite: commits are serial, all or nothing, durable when
`transact` returns, and never seen half done.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from okrboard.domain.archive import Parcel
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Changes


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
    @abstractmethod
    def place(self) -> str:
        """The board's path or address, for people."""

    @property
    @abstractmethod
    def writable(self) -> bool:
        """Whether this user can change the board."""
