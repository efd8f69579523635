"""Undo, redo and the past, computed from the log.

The log keeps what each change found (`before`). What it left is in the board, or in the `before` of
a later change; walking back from today therefore gives any earlier state.
"""

from __future__ import annotations

from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json, plain
from okrboard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Change, Patch

_REFERENCES = {
    "objectives": (("key_results", "objective"),),
    "key_results": (("check_ins", "key_result"), ("actions", "key_result")),
    "cycles": (("objectives", "cycle"),),
}
"""What would lose its place when a record of a table goes."""


def undo_draft(draft: Draft) -> str:
    """Take back the person's newest change that still stands; return its line of the log."""
    taken_back: set[int] = set()
    for change in newest_first(draft.board):
        if change.who != draft.stamp.who or change.id in taken_back:
            continue
        if change.undoes:
            taken_back.add(change.undoes)
            continue
        return _reverse(draft, change, f"undo: {change.what}")
    raise Refused(f"nothing to undo: {draft.stamp.who} has changed nothing on this board")


def redo_draft(draft: Draft) -> str:
    """Make the person's newest undone change again; return its line of the log."""
    taken_back: set[int] = set()
    for change in newest_first(draft.board):
        if change.who != draft.stamp.who or change.id in taken_back:
            continue
        if not change.undoes:
            break
        undone = draft.board.changes.get(change.undoes)
        if undone is not None and undone.undoes:
            # A redo: it stands for its own original, and that one for nothing to redo.
            taken_back.update((change.undoes, undone.undoes))
            continue
        return _reverse(draft, change, f"redo: {change.what.removeprefix('undo: ')}")
    raise Refused("nothing to redo: no change was undone since your last one")


def newest_first(board: Board) -> Iterator[Change]:
    """Walk the log from the newest change back, reading no more of it than is asked for."""
    for id in sorted(board.changes, reverse=True):
        yield board.changes[id]


def board_at(board: Board, instant: datetime) -> Board:
    """Return the board as it was at an instant, as far as its log reaches back."""
    return rewound(board, [change for change in newest_first(board) if change.at > instant])


def rewound(board: Board, changes: list[Change]) -> Board:
    """Return the board without some newest changes, which are given newest first."""
    put: dict[str, dict[int, dict[str, object] | None]] = {}
    for change in changes:
        for patch in change.patches:
            rows = put.setdefault(patch.table, {})
            if patch.before is None:
                rows[patch.id] = None
                continue
            now = rows.get(patch.id, {}) if patch.id in rows else _raw(board, patch)
            rows[patch.id] = {**(now or {}), **patch.before}
    tables = {}
    for name, rows in put.items():
        records = {
            id: from_json(TABLES[name], row, id) for id, row in rows.items() if row is not None
        }
        gone = [id for id, row in rows.items() if row is None]
        tables[name] = board.table(name).changed(records, gone)
    return board.changed(tables, {})


def _raw(board: Board, patch: Patch) -> dict[str, object]:
    table = board.table(patch.table)
    return table.raw(patch.id) if patch.id in table else {}


def _reverse(draft: Draft, change: Change, what: str) -> str:
    for patch in reversed(change.patches):
        _check_unchanged(draft.board, change, patch)
    for patch in reversed(change.patches):
        record = draft.board.table(patch.table).get(patch.id)
        if patch.before is None:
            if record is not None:
                draft.remove(record)
        elif record is None:
            draft.put(from_json(TABLES[patch.table], patch.before, patch.id))
        else:
            fields = {**_all_fields(record), **patch.before}
            draft.put(from_json(TABLES[patch.table], fields, patch.id))
    draft.what = what
    draft.undoes = change.id
    return change.what


def _all_fields(record: Any) -> dict[str, object]:
    return {
        name: plain(value)
        for name, value in zip(record._fields, record, strict=True)
        if name != "id"
    }


def _check_unchanged(board: Board, change: Change, patch: Patch) -> None:
    """Refuse when a later change of somebody else touched what this patch would put back."""
    for later in newest_first(board):
        if later.id <= change.id:
            break
        if later.who == change.who:
            continue
        for other in later.patches:
            if (other.table, other.id) != (patch.table, patch.id):
                continue
            if _overlap(patch, other):
                raise Refused(
                    f"not undone: {later.who} has changed the same since ({later.what}); "
                    "ask them, or change it by hand"
                )
    if patch.before is None:
        _check_unreferenced(board, change, patch)


def _overlap(patch: Patch, other: Patch) -> bool:
    if patch.before is None or other.before is None:
        return True
    return not patch.before.keys().isdisjoint(other.before.keys())


def _check_unreferenced(board: Board, change: Change, patch: Patch) -> None:
    own = {(own.table, own.id) for own in change.patches}
    for table, field in _REFERENCES.get(patch.table, ()):
        for id in board.table(table).group_by(field).get(patch.id, ()):
            if (table, id) not in own:
                raise Refused(
                    f"not undone: {change.what} — something was added to it since; "
                    "undo or remove that first"
                )
