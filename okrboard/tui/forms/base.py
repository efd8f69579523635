"""What an edit form began with, so that it never overwrites what somebody else typed meanwhile."""

from __future__ import annotations

from okrboard.domain.figures import format_value
from okrboard.domain.lookup import reference
from okrboard.domain.records import LETTERS, TABLE_OF
from okrboard.domain.undo import newest_first
from okrboard.errors import Conflict
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft


class Base:
    """The record as the form shows it."""

    def __init__(self, record: Any) -> None:
        """Take the record that the form opened with."""
        self.record = record
        self._table = TABLE_OF[type(record)]

    def guard(self, draft: Draft, fields: Iterable[str]) -> None:
        """Raise `Conflict` when one of these fields is not any more as the form began with it.

        The new state is the base from then on: whoever saves again knows what they replace.
        """
        board, opened = draft.board, self.record
        # Settings that nobody has changed yet are in no table.
        now = board.table(self._table).get(opened.id) or (
            board.settings if self._table == "settings" else None
        )
        if now is None:
            raise Conflict(f"{self._name()} was removed meanwhile; what you typed is still here")
        self.record = now
        for name in fields:
            if name in opened._fields and getattr(now, name) != getattr(opened, name):
                who = _changed_by(board, self._table, opened.id, name)
                raise Conflict(
                    f"{who} changed {name.replace('_', ' ')} meanwhile to "
                    f"{_shown(getattr(now, name))}; save again to put yours there"
                )

    def _name(self) -> str:
        if self._table in LETTERS.values():
            return reference(self._table, self.record.id)
        return squeeze(getattr(self.record, "name", "") or getattr(self.record, "handle", "it"))


def _changed_by(board: Board, table: str, id: int, field: str) -> str:
    for change in newest_first(board):
        for patch in change.patches:
            if (patch.table, patch.id) == (table, id) and field in (patch.before or {}):
                return squeeze(change.who)
    return "somebody"


def _shown(value: Any) -> str:
    if isinstance(value, str) and value:
        short = squeeze(value)
        return f"“{short if len(short) <= 40 else short[:39] + '…'}”"
    if isinstance(value, float):
        return format_value(value)
    return "something else" if value else "nothing"
