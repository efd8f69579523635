"""Undo, redo and the past, computed from the log.

The log keeps what each change found (`before`). What it left is in the board, or in the `before` of
a later change; walking back from today therefore gives any earlier state, and tells whether
something still is as a change left it.
"""

from __future__ import annotations

from okrboard.domain.records import TABLES
from okrboard.domain.references import named, referring
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

    Json = dict[str, object]


def undo_draft(draft: Draft) -> str:
    """Take back the person's newest change that still stands; return its line of the log.

    Raises `Refused` when there is none, or when it would take something from somebody else.
    """
    taken_back: set[int] = set()
    for change in _own(draft):
        if change.id in taken_back:
            continue
        if change.undoes:
            taken_back.add(change.undoes)
            continue
        _reverse(draft, change, "undo")
        return change.what
    raise Refused(f"nothing to undo: no change of {draft.stamp.who} stands {_since(draft.board)}")


def redo_draft(draft: Draft) -> str:
    """Make the person's newest undone change again; return its line of the log.

    Whoever changed something after an undo has nothing to redo. Raises `Refused` as undo does.
    """
    made_again: set[int] = set()
    for change in _own(draft):
        if not change.undoes:
            break
        undone = draft.board.changes.get(change.undoes)
        if undone is not None and undone.undoes:
            made_again.add(undone.id)
        elif change.id not in made_again:
            _reverse(draft, change, "redo")
            return change.what.removeprefix("undo: ")
    raise Refused("nothing to redo: nothing was undone since your last change")


def _since(board: Board) -> str:
    """Return how far back undo reaches, in words."""
    archived = [cycle for cycle in board.cycles.values() if cycle.id in board.archived]
    if not archived:
        return "on this board"
    newest = max(archived, key=lambda cycle: (cycle.closed_on or cycle.last, cycle.id))
    return f"since {newest.name} was closed; what is older is in its archive and stays as it is"


def newest_first(board: Board) -> Iterator[Change]:
    """Walk the log from the newest change back, reading no more of it than is asked for."""
    for id in reversed(board.changes):
        yield board.changes[id]


def board_at(board: Board, instant: datetime) -> Board:
    """Return the board as it was at an instant, as far as its log reaches back."""
    return rewound(board, [change for change in newest_first(board) if change.at > instant])


def rewound(board: Board, changes: list[Change]) -> Board:
    """Return the board without some newest changes, which are given newest first."""
    rows: dict[str, dict[int, Json | None]] = {}
    for change in changes:
        for patch in change.patches:
            table = rows.setdefault(patch.table, {})
            if patch.id not in table:
                table[patch.id] = _raw(board, patch)
            table[patch.id] = _before(table[patch.id], patch)
    tables = {
        name: board.table(name).changed(
            {id: _record(name, id, row) for id, row in table.items() if row is not None},
            [id for id, row in table.items() if row is None],
        )
        for name, table in rows.items()
    }
    tables["changes"] = board.changes.changed({}, [change.id for change in changes])
    return board.changed(tables, {})


def _own(draft: Draft) -> Iterator[Change]:
    # What is in an archive cannot be taken back, hence is not looked for either.
    log = draft.board.changes.live
    who = draft.stamp.who.casefold()
    return (log[id] for id in reversed(log) if log[id].who.casefold() == who)


def _reverse(draft: Draft, change: Change, word: str) -> None:
    what = change.what.removeprefix("undo: ")
    for patch in change.patches:
        _check_unchanged(draft.board, change, patch, f"{word} of “{what}”")
    for patch in reversed(change.patches):
        record = draft.board.table(patch.table).get(patch.id)
        if patch.before is not None:
            fields = patch.before if record is None else {**_fields(record), **patch.before}
            draft.put(_record(patch.table, patch.id, fields))
        elif record is not None:
            draft.remove(record)
    for patch in change.patches:
        _check_not_needed(draft.board, patch, f"{word} of “{what}”")
    draft.what = f"{word}: {what}"
    draft.undoes = change.id


def _check_unchanged(board: Board, change: Change, patch: Patch, what: str) -> None:
    """Refuse when what a patch would put back is no longer as its change left it.

    What later changes found, taken back one by one, tells how that was; what somebody changed and
    undid again does not count.
    """
    now: Json | None = _raw(board, patch)
    then, touched_by = now, None
    for later in newest_first(board):
        if later.id <= change.id:
            break
        for other in later.patches:
            same = (other.table, other.id) == (patch.table, patch.id)
            if same and (then is None or _overlap(patch, other)):
                then = _before(then, other)
                if touched_by is None and later.who != change.who:
                    touched_by = later
    if _seen(patch, now) != _seen(patch, then):
        since = f"{touched_by.who} ({touched_by.what})" if touched_by else "another change"
        raise Refused(
            f"no {what}: {named(patch.table, patch.id)} was changed since by {since}; "
            "ask them, or change it by hand"
        )


def _overlap(patch: Patch, other: Patch) -> bool:
    if patch.before is None or other.before is None:
        return True
    return not patch.before.keys().isdisjoint(other.before)


def _seen(patch: Patch, row: Json | None) -> object:
    """Return what of a record matters for putting a patch back."""
    if row is None:
        return None
    record = _record(patch.table, patch.id, row)
    names = record._fields if patch.before is None else patch.before
    return {name: getattr(record, name, None) for name in names}


def _check_not_needed(board: Board, patch: Patch, what: str) -> None:
    if patch.id in board.table(patch.table):
        return
    for source, _, id in referring(board, patch.table, patch.id):
        raise Refused(
            f"no {what}: {named(source, id)} was added to {named(patch.table, patch.id)} since; "
            "undo or remove that first"
        )


def _before(row: Json | None, patch: Patch) -> Json | None:
    return None if patch.before is None else {**(row or {}), **patch.before}


def _raw(board: Board, patch: Patch) -> Json | None:
    _kind(patch.table)
    table = board.table(patch.table)
    return table.raw(patch.id) if patch.id in table else None


def _record(table: str, id: int, row: Json) -> Any:
    try:
        return from_json(_kind(table), row, id)
    except ValueError as error:
        raise Refused(
            f"the log does not say what {named(table, id)} was: {error}; "
            "okrboard doctor tells more"
        ) from None


def _kind(table: str) -> type[Any]:
    if table not in TABLES:
        raise Refused("the log is about something this version does not know; update okrboard")
    return TABLES[table]


def _fields(record: Any) -> Json:
    return {
        name: plain(value)
        for name, value in zip(record._fields, record, strict=True)
        if name != "id"
    }
