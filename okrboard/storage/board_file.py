"""The board's file as TinyDB's storage: durable, locked, and never written half.

    from tinydb import where
    from okrboard.storage.board_file import BoardDB

    with BoardDB("okrboard.json") as board:
        board.table("objectives").search(where("owner") == 3)

A document stays the bytes of its line until somebody touches it, so that what TinyDB copies of a
table decodes nothing. A write is refused when the file changed since the read that it builds on,
when it would damage the board, and is otherwise as durable as any. It leaves no entry in the log.
Within `BoardFile.transaction` all writes are kept in memory, and its successful end makes one of
them.

The program's own commits take the same way, on the lines that the board was read from (`advance`).
Besides the changes there is one document of the log, counters are raised so that no number is given
out twice, and every key that nobody here knows is kept.
"""

from __future__ import annotations

import json
from collections import UserDict
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as Row
from tinydb.table import Table

from okrboard.domain.board import Board
from okrboard.domain.changes import Changes
from okrboard.domain.lookup import check_live, check_references
from okrboard.domain.records import OUTSIDE, TABLES, Change, Patch
from okrboard.domain.rules import refuse_broken
from okrboard.domain.schema import from_json, plain, to_json
from okrboard.domain.types import MAX_ID
from okrboard.errors import Conflict, Refused, StoreCorrupt
from okrboard.storage import disk
from okrboard.storage.disk import Version
from okrboard.storage.layout import (
    FORMAT,
    SCHEMA,
    Document,
    archived_in,
    check,
    document_of,
    loads,
    new_commit,
    render,
)
from okrboard.storage.lock import FileLock
from okrboard.storage.store import Notice
from okrboard.storage.tables import LazyTable, body
from okrboard.text import clean

Json = dict[str, Any]
Tables = dict[str, Any]
"""What TinyDB takes from a storage: tables by name, each with its documents by number."""

MAX_DEPTH = 100
"""Objects and lists inside each other in a record; far less than what reading can take."""


class LineDocument(UserDict[str, Any]):
    """A document that is the bytes of its line until somebody touches it."""

    def __init__(self, line: bytes) -> None:
        self._line = line

    @cached_property
    def data(self) -> Json:  # type: ignore[override]
        """The fields."""
        try:
            fields: Json = loads(body(self._line).decode())
        except (ValueError, RecursionError) as error:
            raise StoreCorrupt(f"a record cannot be read: {error}") from None
        return fields


class LineTable(UserDict[str, Any]):
    """A table of a file, which is cut into documents when somebody first asks for one."""

    def __init__(self, table: LazyTable) -> None:
        self._table = table

    @cached_property
    def data(self) -> dict[str, Any]:  # type: ignore[override]
        """The documents by number."""
        return {str(id): LineDocument(line) for id, line in self._table.lines.items()}

    def items(self) -> ItemsView[str, Any]:
        """Return all documents with their numbers."""
        return self.data.items()


class BoardTable(Table):
    """A table whose answers are never older than the file, and whose numbers are never reused."""

    def __init__(self, storage: Storage, name: str, **_options: Any) -> None:
        super().__init__(storage, name, cache_size=0)
        self._given = 0

    def _get_next_id(self) -> int:
        tables = self._storage.read() or {}
        counter = tables["_meta"]["1"]["counters"].get(self.name, 0)
        self._given = max(self._given, counter, *map(int, tables.get(self.name) or (0,))) + 1
        return self._given


class BoardFile(Storage):
    """A board file as TinyDB's storage, for one thread at a time."""

    def __init__(self, path: str, *, timeout: float = 10.0) -> None:
        """Take the path of a board, and seconds to wait for another writer."""
        self._path = path
        self._timeout = timeout
        self._read: tuple[Document, Version] | None = None
        self._held: Tables | None = None
        self._changed = False
        self._swept = False

    def read(self) -> Tables:
        """Return all tables; raise what opening the board raises when it is damaged."""
        if self._held is not None:
            return self._held
        self._read = disk.document_at(disk.real_path(self._path), clean(self._path))
        return _tables(self._read[0], {})

    def write(self, data: Tables) -> None:
        """Replace the file, once it is sure that it still is the one that was read.

        Raises `Conflict` when it is not, `Refused` when the new tables would be no board, or what
        is new in them breaks a rule. Within a transaction nothing is written yet.
        """
        if self._held is not None:
            self._held, self._changed = data, True
            return
        with self.locked() as real:
            self._put(real, data)

    @contextmanager
    def transaction(self) -> Iterator[BoardDB]:
        """Yield TinyDB on the freshest board, under its lock; only a successful end writes.

        Raises what `write` raises, and `StoreBusy`; after an exception the board is as it was.
        """
        with self.locked() as real, self.held(self.read()) as database:
            yield database
            if self._changed:
                self._put(real, self.read())

    @contextmanager
    def held(self, tables: Tables) -> Iterator[BoardDB]:
        """Yield TinyDB on some tables: what it writes is kept in memory until the end."""
        if self._held is not None:
            raise RuntimeError("a transaction was opened inside a transaction")
        self._held, self._changed = tables, False
        try:
            yield BoardDB(storage=lambda: self)
        finally:
            self._held = None

    @contextmanager
    def locked(self) -> Iterator[str]:
        """Yield the real path of a board that this user can write, while nobody else does."""
        real = disk.real_path(self._path)
        # It is there, and it is a board's file.
        disk.version_of(real)
        disk.check_writable(real)
        with FileLock.of(real, self._timeout):
            yield real

    def replace(self, real: str, document: Document, before: Document, version: Version) -> Version:
        """Write a document in the place of another one, which has this version, durably.

        The caller holds the lock. An older board is copied first. Returns the new version.
        """
        if before.schema != SCHEMA:
            disk.keep(real, f"{real}.v{before.schema}", ".bak", disk.read_board(real)[0])
        if not self._swept:
            disk.sweep(real)
            self._swept = True
        return disk.replace(real, render(document), version)

    def _put(self, real: str, data: Tables) -> None:
        """Write what TinyDB made of the tables that were read last."""
        if self._read is None:
            raise Conflict(f"{clean(self._path)} was not read before; try again")
        before, version = self._read
        # What TinyDB built may hold tuples, or things that are no JSON at all.
        try:
            tree = json.loads(json.dumps(data, allow_nan=False, default=_plain))
            tree.pop("_meta", None)
            check(tree, archived_in(before.meta))
            _check_rules(tree, json.loads(render(before)))
        except (ValueError, TypeError, StoreCorrupt, Refused) as error:
            raise Refused(f"nothing was written: {error}") from None
        counts = {"rev": before.rev + 1, "schema": SCHEMA, "commit": new_commit()}
        document = document_of(tree, {**before.meta, **counts})
        self._read = document, self.replace(real, document, before, version)

    # What the program itself commits. A board is the one that its document describes.

    def begun(
        self, document: Document, board: Board, notices: Iterable[Notice]
    ) -> tuple[Document, Board]:
        """Return what a commit goes on from: with what is odd about the file in the log.

        What comes next is newer than what was seen, and gives out none of its numbers.
        """
        for notice in notices:
            counters = dict(board.counters)
            for table, count in notice.counters.items():
                counters[table] = max(counters.get(table, 0), count)
            id = counters["changes"] = max(counters.get("changes", 0) + 1, board.next_id("changes"))
            entry = to_json(Change(0, notice.at, OUTSIDE, notice.what))
            header = {"counters": counters, "rev": max(board.rev, notice.rev)}
            document, board = self.written(document, board, {"changes": {id: entry}}, {}, header)
        return document, board

    def advance(self, document: Document, board: Board, changes: Changes) -> tuple[Document, Board]:
        """Return what is to be committed: the document to write, and the board that it describes.

        Raises `Refused` for a dangling reference, for a change of what is in an archive, and for a
        record that nobody could read.
        """
        check_live(board, changes.patches)
        counters = changes.counters_after(board)
        puts: dict[str, dict[int, Json]] = {}
        gones: dict[str, set[int]] = {}
        for patch in changes.patches:
            if patch.after is None:
                gones.setdefault(patch.table, set()).add(patch.id)
            else:
                puts.setdefault(patch.table, {})[patch.id] = _fields(board, changes, patch)
        if changes.logged:
            puts["changes"] = {counters["changes"]: changes.log_entry()}
        for name, rows in puts.items():
            if max(rows) > MAX_ID:
                raise Refused(f"{name} has no number left to give out: okrboard doctor --repair")
            for row in rows.values():
                _check_depth(row)
        header = {"counters": counters, "rev": board.rev + 1}
        document, after = self.written(document, board, puts, gones, header)
        check_references(after, changes.patches)
        return document, after

    def written(
        self,
        document: Document,
        board: Board,
        puts: Mapping[str, Mapping[int, Json]],
        gones: Mapping[str, set[int]],
        header: Mapping[str, object],
    ) -> tuple[Document, Board]:
        """Return a document and its board after TinyDB put and took away records.

        A record that is replaced is taken away and put. `header` has the counters, the revision,
        and what else is new of `_meta`. Nothing is written to the disk.
        """
        names = {**puts, **gones}
        with self.held(_tables(document, board.tables)) as database:
            for name in names:
                rows, rewritten = puts.get(name, {}), database.table(name)
                there = [id for id in {*rows, *gones.get(name, ())} if id in board.table(name).live]
                if there:
                    rewritten.remove(doc_ids=there)
                if rows:
                    rewritten.insert_multiple(Row(fields, id) for id, fields in rows.items())
            news = {"schema": SCHEMA, "commit": new_commit(), **header}
            database.table("_meta").update(news, doc_ids=[1])
            tables = self.read()
        meta: Json = dict(tables["_meta"]["1"])
        del meta["format"]
        made: dict[str, Any] = {}
        texts = dict(document.tables)
        for name in names:
            table: Any = board.table(name)
            rows = {id: tables[name][str(id)] for id in puts.get(name, ())}
            after = table.live.written(rows, gones.get(name, ()), meta["counters"].get(name, 0))
            made[name] = after if table.live is table else table.over(after)
            texts[name] = after.text
        # Tables lie in the order in which the records name them, unknown ones behind.
        order = dict.fromkeys([*(name for name in TABLES if name in texts), *texts])
        board = Board({**board.tables, **made}, meta["counters"], meta["rev"], board.archived)
        return Document(meta, {name: texts[name] for name in order}), board


class BoardDB(TinyDB):
    """TinyDB on a board file: `BoardDB(path)`."""

    table_class = BoardTable  # type: ignore[assignment]
    default_storage_class = BoardFile  # type: ignore[assignment]


def _tables(document: Document, known: Mapping[str, Any]) -> Tables:
    """Return what TinyDB works on: a document's lines, as far as they are cut those of a board."""
    meta = {"format": FORMAT, **document.meta, "counters": document.counters}
    tables: Tables = {"_meta": {"1": meta}}
    for name, text in document.tables.items():
        table = known[name].live if name in known else LazyTable(name, text, 0)
        tables[name] = LineTable(table)
    return tables


def _fields(board: Board, changes: Changes, patch: Patch) -> Json:
    """Return a record that a patch changes or brings, in the one form it has: without defaults."""
    kind: Any = TABLES[patch.table]
    fields: Json = {}
    if patch.before is not None:
        fields = board.table(patch.table).raw(patch.id)
    elif changes.undoes:
        # What an undo brings back has what nobody here knows of it, too.
        undone = board.changes.get(changes.undoes)
        for old in undone.patches if undone is not None else ():
            if (old.table, old.id) == (patch.table, patch.id):
                gone = old.before or {}
                fields = {key: value for key, value in gone.items() if key not in kind._fields}
    defaults = kind._field_defaults
    return {
        key: value
        for key, value in {**fields, **(patch.after or {})}.items()
        if key not in defaults or value != plain(defaults[key])
    }


def _check_depth(value: object, room: int = MAX_DEPTH) -> None:
    """Raise `Refused` for a JSON value that is nested deeper than reading can be sure to take."""
    if isinstance(value, dict | list):
        if not room:
            raise Refused(f"that is nested more than {MAX_DEPTH} deep; no board keeps it")
        for item in value.values() if isinstance(value, dict) else value:
            _check_depth(item, room - 1)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _check_rules(tree: Tables, before: Tables) -> None:
    """Raise `Refused` for a record that is new or changed and breaks a rule, or is too deep."""
    for name, rows in tree.items():
        known = before.get(name, {})
        for id, fields in rows.items():
            if fields != known.get(id):
                _check_depth(fields)
                if name in TABLES:
                    refuse_broken(from_json(TABLES[name], fields, int(id)))
