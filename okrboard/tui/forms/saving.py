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
    opened = record

    def submit(form: Form, service: Service) -> Done:
        changed = form.changed()
        if not changed:
            return Done("nothing was changed", record)

        def edit(draft: Draft) -> Any:
            nonlocal opened
            # Whoever saves again knows what they replace.
            before, opened = opened, _as_it_is(draft.board, opened)
            _check_untouched(draft.board, before, opened, changed)
            return use_case(draft, record.id, **changed)

        made = service.change(what, edit)
        return Done(message(made), made)

    return submit


def named(record: Any) -> str:
    """Name a record in a line: `O12 Customers trust our audits`."""
    return f"{reference(TABLE_OF[type(record)], record.id)} {record.title}"


def _as_it_is(board: Board, record: Any) -> Any:
    table = TABLE_OF[type(record)]
    # Settings that nobody has changed yet are in no table.
    usual = board.settings if table == "settings" else None
    now = board.table(table).get(record.id) or usual
    if now is None:
        name = getattr(record, "name", "") or getattr(record, "handle", "it")
        ref = reference(table, record.id) if table in LETTERS.values() else squeeze(name)
        raise Conflict(f"{ref} was removed meanwhile; what you typed is still here")
    return now


def _check_untouched(board: Board, before: Any, now: Any, names: Iterable[str]) -> None:
    """Raise `Conflict` when somebody changed one of these fields meanwhile."""
    for name in names:
        if name in before._fields and getattr(now, name) != getattr(before, name):
            who = _changed_by(board, TABLE_OF[type(now)], now.id, name)
            raise Conflict(
                f"{who} changed {name.replace('_', ' ')} meanwhile to "
                f"{_shown(getattr(now, name))}; save again to put yours there"
            )


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
