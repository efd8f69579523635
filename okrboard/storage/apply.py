"""A commit as a pure step: a document, its board and the changes give the next document and board.

Besides the changes themselves it writes one document of the log, raises the counters so that no
number is given out twice, and keeps every key that nobody here knows.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.changes import Changes
from okrboard.domain.limits import MAX_ID
from okrboard.domain.lookup import check_live, check_references
from okrboard.domain.records import OUTSIDE, TABLES, Patch
from okrboard.domain.schema import plain
from okrboard.errors import Refused
from okrboard.storage.disk import check_depth
from okrboard.storage.layout import SCHEMA, Document, new_commit
from okrboard.storage.store import Notice
from okrboard.storage.tables import LazyTable

Json = dict[str, object]
Rows = tuple[dict[str, dict[int, Json]], dict[str, set[int]]]


def advance(document: Document, board: Board, changes: Changes) -> tuple[Document, Board]:
    """Return what is to be committed: the document to write, and the board that it describes.

    `board` is the one that `document` describes. Raises `Refused` for a dangling reference, for a
    change of what is in an archive, and for a record that nobody could read.
    """
    if board.archived:
        check_live(board, changes.patches)
    counters = raised_counters(board, changes)
    puts, gones = _rows(board, changes)
    if changes.logged:
        puts["changes"] = {counters["changes"]: log_entry(changes)}
    for name, rows in puts.items():
        _check_readable(name, rows)
    texts, after = _written(document, board, (puts, gones), counters, board.rev + 1)
    check_references(after, changes.patches)
    meta = {
        **document.meta,
        "schema": SCHEMA,
        "rev": after.rev,
        "commit": new_commit(),
        "counters": counters,
    }
    return Document(meta, in_file_order(texts)), after


def noted(document: Document, board: Board, notice: Notice) -> tuple[Document, Board]:
    """Return a document and its board with a notice in the log, to be committed with a change.

    What comes next is newer than what was seen, and gives out none of its numbers.
    """
    counters = dict(board.counters)
    for table, count in notice.counters.items():
        counters[table] = max(counters.get(table, 0), count)
    counters["changes"] = max(counters.get("changes", 0), board.next_id("changes") - 1) + 1
    entry: Json = {"at": plain(notice.at), "who": OUTSIDE, "what": notice.what, "patches": []}
    puts = {"changes": {counters["changes"]: entry}}
    texts, after = _written(document, board, (puts, {}), counters, max(board.rev, notice.rev))
    meta = {**document.meta, "rev": after.rev, "counters": counters}
    return Document(meta, in_file_order(texts)), after


def _written(
    document: Document, board: Board, rows: Rows, counters: dict[str, int], rev: int
) -> tuple[dict[str, bytes], Board]:
    """Return the lines of all tables, and the board, after records were put and taken away."""
    puts, gones = rows
    tables, texts = {}, dict(document.tables)
    for name in {**puts, **gones}:
        table = board.table(name)
        live = table.live
        assert isinstance(live, LazyTable)
        made = live.written(puts.get(name, {}), gones.get(name, ()), counters.get(name, 0))
        tables[name] = made if live is table else table.over(made)  # type: ignore[attr-defined]
        texts[name] = made.text
    return texts, Board({**board.tables, **tables}, counters, rev, board.archived)


def in_file_order(texts: dict[str, bytes]) -> dict[str, bytes]:
    """Return tables in the order files have them: as records name them, then unknown ones."""
    known = [name for name in TABLES if name in texts]
    return {name: texts[name] for name in dict.fromkeys([*known, *texts])}


def raised_counters(board: Board, changes: Changes) -> dict[str, int]:
    """Return the counters after a change, its own entry in the log included."""
    counters = {**board.counters, **changes.counters}
    for patch in changes.patches:
        counters[patch.table] = max(counters.get(patch.table, 0), patch.id)
    if changes.logged:
        counters["changes"] = board.next_id("changes")
    return counters


def log_entry(changes: Changes) -> Json:
    """Return a change as its document of the log: who, what, when, and what was there before."""
    stamp = changes.stamp
    entry: Json = {"at": plain(stamp.at), "who": plain(stamp.who), "what": plain(changes.what)}
    if changes.undoes:
        entry["undoes"] = changes.undoes
    entry["patches"] = [
        {"table": patch.table, "id": patch.id, "before": patch.before} for patch in changes.patches
    ]
    return entry


def unknown_fields(board: Board, changes: Changes, patch: Patch) -> Json:
    """Return what a record that an undo brings back had besides the fields we know."""
    undone = board.changes.get(changes.undoes) if changes.undoes else None
    for old in undone.patches if undone is not None else ():
        if (old.table, old.id) == (patch.table, patch.id) and old.before:
            known = TABLES[patch.table]._fields  # type: ignore[attr-defined]
            return {key: value for key, value in old.before.items() if key not in known}
    return {}


def _rows(board: Board, changes: Changes) -> Rows:
    puts: dict[str, dict[int, Json]] = {}
    gones: dict[str, set[int]] = {}
    for patch in changes.patches:
        if patch.after is None:
            gones.setdefault(patch.table, set()).add(patch.id)
            continue
        old = unknown_fields(board, changes, patch) if patch.before is None else None
        fields = board.table(patch.table).raw(patch.id) if old is None else old
        puts.setdefault(patch.table, {})[patch.id] = _without_defaults(
            patch.table, {**fields, **patch.after}
        )
    return puts, gones


def _check_readable(name: str, rows: dict[int, Json]) -> None:
    """Raise `Refused` for records that reading would refuse: they would shut everybody out."""
    if max(rows) > MAX_ID:
        raise Refused(f"{name} has no number left to give out: okrboard doctor --repair")
    for row in rows.values():
        check_depth(row)


def _without_defaults(table: str, fields: Json) -> Json:
    """Return a document in the one form it has: what is at its default is not written."""
    defaults = TABLES[table]._field_defaults  # type: ignore[attr-defined]
    return {
        key: value
        for key, value in fields.items()
        if key not in defaults or value != plain(defaults[key])
    }
