"""Saving a form: a record is made of its values, or those that were changed are written.

What an edit form began with is remembered, so that it never overwrites what somebody else typed
meanwhile.
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
from okrboard.text import shorten, squeeze
from okrboard.tui.forms.form import Done, Form

Submit = Callable[[Form, Service], Done]
"""Saves a form."""


def making(
    what: str,
    use_case: Callable[..., Any],
    message: Callable[[Any], str],
    following: Callable[[Board], Form] | None = None,
) -> Submit:
    """Return what makes a record of a form's values.

    `use_case` takes a draft and the values by name; `message` says of the record what was done;
    `what` is the line for the log, where the use case has no better one. `following` gives the form
    that comes next, where one follows another.
    """

    def submit(form: Form, service: Service) -> Done:
        values = form.values()
        made = service.change(what, lambda draft: use_case(draft, **values))
        return Done(message(made), made, following(service.board) if following else None)

    return submit


def changing(
    record: Any, what: str, use_case: Callable[..., Any], message: Callable[[Any], str]
) -> Submit:
    """Return what saves the fields of a record that were changed, and nothing where none was.

    `use_case` takes a draft, the record's id and the fields; the rest is as for `making()`.
    """
    guard = _Guard(record)

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", record)

        def edit(draft: Draft) -> Any:
            guard(draft, changed)
            return use_case(draft, record.id, **changed)

        made = service.change(what, edit)
        return Done(message(made), made)

    return submit


def named(record: Any) -> str:
    """Name a record in a line: `O12 Customers trust our audits`."""
    return f"{reference(TABLE_OF[type(record)], record.id)} {record.title}"


class _Guard:
    """Raises `Conflict` when a field is not any more as the form began with it.

    The new state is what it began with from then on: whoever saves again knows what they replace.
    """

    def __init__(self, record: Any) -> None:
        self._record = record
        self._table = TABLE_OF[type(record)]

    def __call__(self, draft: Draft, fields: Iterable[str]) -> None:
        board, opened = draft.board, self._record
        # Settings that nobody has changed yet are in no table.
        usual = board.settings if self._table == "settings" else None
        now = board.table(self._table).get(opened.id) or usual
        if now is None:
            raise Conflict(f"{self._name()} was removed meanwhile; what you typed is still here")
        self._record = now
        for name in fields:
            if name in opened._fields and getattr(now, name) != getattr(opened, name):
                who = _changed_by(board, self._table, opened.id, name)
                raise Conflict(
                    f"{who} changed {name.replace('_', ' ')} meanwhile to "
                    f"{_shown(getattr(now, name))}; save again to put yours there"
                )

    def _name(self) -> str:
        if self._table in LETTERS.values():
            return reference(self._table, self._record.id)
        return squeeze(getattr(self._record, "name", "") or getattr(self._record, "handle", "it"))


def _changed_by(board: Board, table: str, id: int, field: str) -> str:
    for change in newest_first(board):
        for patch in change.patches:
            if (patch.table, patch.id) == (table, id) and field in (patch.before or {}):
                return squeeze(change.who)
    return "somebody"


def _shown(value: Any) -> str:
    if isinstance(value, str) and value:
        return f"“{shorten(squeeze(value), 40)}”"
    if isinstance(value, float):
        return format_value(value)
    return "something else" if value else "nothing"
