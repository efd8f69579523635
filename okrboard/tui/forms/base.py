"""What an edit form began with, so that it never overwrites what somebody else typed meanwhile.

`changing()` is the whole of saving where a form changes the fields of one record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.format_numbers import format_value
from okrboard.domain.lookup import LETTERS, reference
from okrboard.domain.records import TABLE_OF
from okrboard.domain.rewind import newest_first
from okrboard.errors import Conflict
from okrboard.service import Service
from okrboard.text import squeeze
from okrboard.tui.forms.form import Done, Form


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


def changing(
    record: Any, what: str, use_case: Callable[..., Any], told: Callable[[Any], str]
) -> Callable[[Form, Service], Done]:
    """Return what saves the fields of a record that were changed, and nothing where none was.

    `use_case` takes a draft, the record's id and the fields; `told` says of the changed record what
    was done; `what` is the line for the log, where the use case has no better one.
    """
    base = Base(record)

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", record)

        def edit(draft: Draft) -> Any:
            base.guard(draft, changed)
            return use_case(draft, record.id, **changed)

        made = service.change(what, edit)
        return Done(told(made), made)

    return submit


def making(
    what: str, use_case: Callable[..., Any], told: Callable[[Any], str], *first: str
) -> Callable[[Form, Service], Done]:
    """Return what makes a record of a form's values.

    `use_case` takes a draft, the values of the fields named in `first`, and the others by name;
    `told` and `what` as for `changing()`.
    """

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        leading = [values.pop(name) for name in first]
        made = service.change(what, lambda draft: use_case(draft, *leading, **values))
        return Done(told(made), made)

    return submit


def told_made(record: Any) -> str:
    """Name a record that was made: `O12 Customers trust our audits`."""
    return f"{reference(TABLE_OF[type(record)], record.id)} {record.title}"


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
