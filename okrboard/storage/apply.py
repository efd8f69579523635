"""A commit as TinyDB makes it: a document, its board and the changes give the next of both.

Every record that is put or taken away goes through a TinyDB table, on the lines that the board was
read from; nothing is written here. Besides the changes there is one document of the log, counters
are raised so that no number is given out twice, and every key that nobody here knows is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tinydb.table import Document as Row

from okrboard.domain.board import Board
from okrboard.domain.changes import Changes
from okrboard.domain.limits import MAX_ID
from okrboard.domain.lookup import check_live, check_references
from okrboard.domain.records import OUTSIDE, TABLES, Patch
from okrboard.domain.schema import plain
from okrboard.errors import Refused
from okrboard.storage.board_file import BoardFile, LineDocument, LineTable
from okrboard.storage.disk import check_depth
from okrboard.storage.layout import FORMAT, SCHEMA, Document, new_commit
from okrboard.storage.store import Notice, log_entry, raised_counters
from okrboard.storage.tables import LazyTable, cut

Json = dict[str, object]
Puts = dict[str, dict[int, Json]]
Gones = dict[str, set[int]]


def advance(
    file: BoardFile, document: Document, board: Board, changes: Changes
) -> tuple[Document, Board]:
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
    document, after = written(file, document, board, puts, gones, {"counters": counters})
    check_references(after, changes.patches)
    return document, after


def begun(
    file: BoardFile, document: Document, board: Board, notices: Iterable[Notice]
) -> tuple[Document, Board]:
    """Return what a commit goes on from: with what is odd about the file in the log.

    What comes next is newer than what was seen, and gives out none of its numbers.
    """
    for notice in notices:
        counters = dict(board.counters)
        for table, count in notice.counters.items():
            counters[table] = max(counters.get(table, 0), count)
        counters["changes"] = max(counters.get("changes", 0), board.next_id("changes") - 1) + 1
        entry: Json = {"at": plain(notice.at), "who": OUTSIDE, "what": notice.what, "patches": []}
        header = {"counters": counters, "rev": max(board.rev, notice.rev)}
        puts = {"changes": {counters["changes"]: entry}}
        document, board = written(file, document, board, puts, {}, header)
    return document, board


def written(
    file: BoardFile,
    document: Document,
    board: Board,
    puts: Puts,
    gones: Gones,
    header: Mapping[str, object],
) -> tuple[Document, Board]:
    """Return a document and its board after TinyDB put and took away records, and set the header.

    A record that is replaced is taken away and put. `header` has more of `_meta`, or other values.
    """
    meta = {"schema": SCHEMA, "rev": board.rev + 1, "commit": new_commit(), **header}
    with file.held(_tables(document, board)) as database:
        for name in {**puts, **gones}:
            rows, table = puts.get(name, {}), database.table(name)
            live = board.table(name).live
            there = [id for id in gones.get(name, set()).union(rows) if id in live]
            if there:
                table.remove(doc_ids=there)
            if rows:
                table.insert_multiple(Row(fields, id) for id, fields in rows.items())
        database.table("_meta").update(meta, doc_ids=[1])
        return _taken(file.read(), document, board)


def _tables(document: Document, board: Board) -> dict[str, Any]:
    """Return what TinyDB works on: the lines of a board, those that are cut already as they are."""
    meta = {"format": FORMAT, **document.meta, "counters": document.counters}
    tables: dict[str, Any] = {"_meta": {"1": meta}}
    for name, text in document.tables.items():
        live = board.table(name).live if name in TABLES else None
        tables[name] = LineTable(_lines(live, text))
    return tables


def _lines(table: object, text: bytes) -> Callable[[], dict[int, bytes]]:
    if isinstance(table, LazyTable):
        return lambda: table.lines
    return lambda: cut(text)


def _taken(tables: Mapping[str, Any], document: Document, board: Board) -> tuple[Document, Board]:
    """Return the document and the board that TinyDB's tables are, of which it replaced some."""
    meta = dict(tables["_meta"]["1"])
    del meta["format"]
    counters = meta["counters"]
    made, texts = {}, dict(document.tables)
    for name, rows in tables.items():
        if name == "_meta" or isinstance(rows, LineTable):
            continue
        table = board.table(name)
        live = table.live
        assert isinstance(live, LazyTable)
        put = {
            int(id): row
            for id, row in rows.items()
            if type(row) is not LineDocument or row.fields is not None
        }
        new = sum(id not in live.lines for id in put)
        lacking = len(rows) < len(live.lines) + new
        gone = [id for id in live.lines if str(id) not in rows] if lacking else []
        after = live.written(put, gone, counters.get(name, 0))
        made[name] = after if live is table else table.over(after)  # type: ignore[attr-defined]
        texts[name] = after.text
    board = Board({**board.tables, **made}, counters, meta["rev"], board.archived)
    return Document(meta, in_file_order(texts)), board


def in_file_order(texts: dict[str, bytes]) -> dict[str, bytes]:
    """Return tables in the order files have them: as records name them, then unknown ones."""
    known = [name for name in TABLES if name in texts]
    return {name: texts[name] for name in dict.fromkeys([*known, *texts])}


def unknown_fields(board: Board, changes: Changes, patch: Patch) -> Json:
    """Return what a record that an undo brings back had besides the fields we know."""
    undone = board.changes.get(changes.undoes) if changes.undoes else None
    for old in undone.patches if undone is not None else ():
        if (old.table, old.id) == (patch.table, patch.id) and old.before:
            known = TABLES[patch.table]._fields  # type: ignore[attr-defined]
            return {key: value for key, value in old.before.items() if key not in known}
    return {}


def _rows(board: Board, changes: Changes) -> tuple[Puts, Gones]:
    puts: Puts = {}
    gones: Gones = {}
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
