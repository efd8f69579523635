"""`Draft`: what a change would do to a board, collected before anything is written.

Every use case is a function that takes a draft and arguments, reads `draft.board`, and adds, sets
or removes records. Nothing else happens: no I/O, no clock. A store turns the finished `Changes`
into one commit, and keeps what undo needs.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.records import TABLE_OF, Patch
from okrboard.domain.schema import plain, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any, TypeVar

    from okrboard.domain.board import Board

    R = TypeVar("R", bound=tuple[Any, ...])


class Stamp(Record):
    """Who changes the board, and when."""

    who: str
    """The person's handle."""
    at: datetime
    """Aware."""
    today: date
    """The day of `at` in the board's time zone."""
    member: int = 0
    """The person's id on the board, 0 for somebody who has not joined."""


class Changes(Record):
    """The net effect of a change, for a store to commit; empty when nothing differs."""

    stamp: Stamp
    what: str
    """One line for the log."""
    patches: tuple[Patch, ...] = ()
    counters: dict[str, int] = {}
    undoes: int = 0
    """The change that this one takes back, or 0."""
    logged: bool = True
    """False for what is no content: a meeting's clock and place, a vote before its reveal."""


class Draft:
    """A change in the making on a board that nobody else can see."""

    def __init__(self, board: Board, stamp: Stamp) -> None:
        """Start from the freshest snapshot."""
        self._origin = board
        self._board = board
        self.stamp = stamp
        self.what = ""
        self.undoes = 0
        self.logged = True
        self._put: dict[str, dict[int, Any]] = {}
        self._gone: dict[str, set[int]] = {}
        self._touched: dict[tuple[str, int], None] = {}
        self._counters: dict[str, int] = {}

    @property
    def board(self) -> Board:
        """The board as it is with the changes made so far."""
        if self._put or self._gone:
            names = {*self._put, *self._gone}
            tables = {
                name: self._board.table(name).changed(
                    self._put.get(name, {}), self._gone.get(name, ())
                )
                for name in names
            }
            self._board = self._board.changed(tables, self._counters)
            self._put, self._gone = {}, {}
        return self._board

    def add(self, record: R) -> R:
        """Put a new record on the board under the next number of its table; return it."""
        table = TABLE_OF[type(record)]
        if table not in self._counters:
            self._counters[table] = self._origin.next_id(table) - 1
        self._counters[table] += 1
        made: R = record._replace(id=self._counters[table])  # type: ignore[attr-defined]
        return self._write(table, made)

    def put(self, record: R) -> R:
        """Write a record under its own id: `draft.put(objective._replace(title=...))`."""
        return self._write(TABLE_OF[type(record)], record)

    def remove(self, record: tuple[Any, ...]) -> None:
        """Take a record off the board; its number is not given out again."""
        table = TABLE_OF[type(record)]
        id: int = record.id  # type: ignore[attr-defined]
        self._touched[table, id] = None
        self._put.get(table, {}).pop(id, None)
        self._gone.setdefault(table, set()).add(id)

    def finish(self) -> Changes:
        """Return the net effect, field by field."""
        board = self.board
        patches = [
            patch
            for table, id in self._touched
            if (patch := _patch(self._origin, board, table, id)) is not None
        ]
        return Changes(
            self.stamp, self.what, tuple(patches), dict(self._counters), self.undoes, self.logged
        )

    def _write(self, table: str, record: R) -> R:
        id: int = record.id  # type: ignore[attr-defined]
        self._touched[table, id] = None
        self._gone.get(table, set()).discard(id)
        self._put.setdefault(table, {})[id] = record
        return record


def _patch(origin: Board, board: Board, table: str, id: int) -> Patch | None:
    before, after = origin.table(table).get(id), board.table(table).get(id)
    if before == after:
        return None
    if before is None:
        return Patch(table, id, None, to_json(after))
    if after is None:
        return Patch(table, id, origin.table(table).raw(id), None)
    fields = [name for name in before._fields if getattr(before, name) != getattr(after, name)]
    return Patch(
        table,
        id,
        {name: plain(getattr(before, name)) for name in fields},
        {name: plain(getattr(after, name)) for name in fields},
    )
