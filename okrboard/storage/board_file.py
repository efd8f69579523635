"""The board's file as TinyDB's storage: durable, locked, and never written half.

    from tinydb import where
    from okrboard.storage.board_file import BoardDB

    with BoardDB("okrboard.json") as board:
        board.table("objectives").search(where("owner") == 3)

A document stays the bytes of its line until somebody touches it, so that what TinyDB copies of a
table decodes nothing. A write is refused when the file changed since the read that it builds on,
when it would damage the board, and is otherwise as durable as any. It leaves no entry in the log.
Within `BoardFile.transaction` all writes are kept in memory, and its successful end makes one of
them. The program's own commits take the same way: `okrboard.storage.apply`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from okrboard.domain.records import TABLES
from okrboard.domain.rules import refuse_broken
from okrboard.domain.schema import from_json
from okrboard.errors import Conflict, Refused, StoreCorrupt, StoreTooNew
from okrboard.storage import disk
from okrboard.storage.backup import keep_older
from okrboard.storage.disk import (
    Version,
    check_depth,
    check_writable,
    open_board,
    permissions_of,
    read_board,
    real_path,
    version_of,
)
from okrboard.storage.layout import FORMAT, SCHEMA, Document, loads, new_commit, render
from okrboard.storage.load import archived_in, check, document_of, read_document
from okrboard.storage.lock import FileLock, lock_path
from okrboard.storage.tables import body, cut
from okrboard.text import clean

Json = dict[str, Any]
Tables = dict[str, Any]
"""What TinyDB takes from a storage: tables by name, each with its documents by number."""


class LineDocument(MutableMapping[str, Any]):
    """A document that is the bytes of its line until somebody touches it."""

    __slots__ = ("fields", "line")

    def __init__(self, line: bytes) -> None:
        self.line = line
        self.fields: Json | None = None
        """What it was decoded to, and perhaps changed; None while nobody has touched it."""

    def _decoded(self) -> Json:
        if self.fields is None:
            try:
                self.fields = loads(body(self.line).decode())
            except (ValueError, RecursionError) as error:
                raise StoreCorrupt(f"a record cannot be read: {error}") from None
        return self.fields

    def __getitem__(self, key: str) -> Any:
        return self._decoded()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._decoded()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._decoded()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())


class LineTable(MutableMapping[str, Any]):
    """A table of a file, which is cut into documents when somebody first asks for one."""

    __slots__ = ("_lines", "_rows")

    def __init__(self, lines: Callable[[], dict[int, bytes]]) -> None:
        """Take what gives the lines by number; it is asked once at most."""
        self._lines = lines
        self._rows: dict[str, Any] | None = None

    def _cut(self) -> dict[str, Any]:
        if self._rows is None:
            self._rows = {str(id): LineDocument(line) for id, line in self._lines().items()}
        return self._rows

    def __getitem__(self, id: str) -> Any:
        return self._cut()[id]

    def __setitem__(self, id: str, document: Any) -> None:
        self._cut()[id] = document

    def __delitem__(self, id: str) -> None:
        del self._cut()[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cut())

    def __len__(self) -> int:
        return len(self._cut())

    def items(self) -> ItemsView[str, Any]:
        """Return all documents with their numbers."""
        return self._cut().items()


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
        self._read: tuple[Document, int, Version] | None = None
        self._held: Tables | None = None
        self._changed = False
        self._swept = False

    def read(self) -> Tables:
        """Return all tables; raise what opening the board raises when it is damaged."""
        if self._held is not None:
            return self._held
        data, version = read_board(real_path(self._path))
        try:
            document, schema = read_document(data)
        except (StoreCorrupt, StoreTooNew) as error:
            raise type(error)(f"{clean(self._path)} cannot be used: {error}") from None
        self._read = document, schema, version
        lines = {name: _cutting(text) for name, text in document.tables.items()}
        return {"_meta": _header(document), **lines}

    def write(self, data: Tables) -> None:
        """Replace the file, once it is sure that it still is the one that was read.

        Raises `Conflict` when it is not, `Refused` when the new tables would be no board, or what
        is new in them breaks a rule. Within a transaction nothing is written yet.
        """
        if self._held is not None:
            self._held, self._changed = data, True
            return
        check_writable(real_path(self._path))
        document, schema, version = self._checked(data)
        with self.locked() as real:
            if version_of(real) != version:
                raise Conflict(f"{clean(self._path)} was changed since it was read; try again")
            version = self.replace(real, document, schema, version)
        self._read = document, SCHEMA, version

    @contextmanager
    def transaction(self) -> Iterator[BoardDB]:
        """Yield TinyDB on the freshest board, under its lock; only a successful end writes.

        Raises what `write` raises, and `StoreBusy`; after an exception the board is as it was.
        """
        with self.locked() as real:
            with self.held(self.read()) as database:
                yield database
                tables, changed = self.read(), self._changed
            if changed:
                document, schema, version = self._checked(tables)
                self.replace(real, document, schema, version)

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
        real = real_path(self._path)
        os.close(open_board(real))
        check_writable(real)
        mode, group = permissions_of(real)
        with FileLock(lock_path(real), self._timeout, mode & 0o666, group):
            yield real

    def replace(self, real: str, document: Document, schema: int, version: Version) -> Version:
        """Write a document in the place of one of an older `schema` and `version`, durably.

        The caller holds the lock. An older board is copied first. Returns the new version.
        """
        if schema != SCHEMA:
            keep_older(real, schema)
        if not self._swept:
            disk.sweep(real)
            self._swept = True
        return disk.replace(real, render(document), version)

    def _checked(self, data: Tables) -> tuple[Document, int, Version]:
        """Return the document to write, and what it replaces; raise `Refused` and `Conflict`."""
        if self._read is None:
            raise Conflict(f"{clean(self._path)} was not read before; try again")
        before, schema, version = self._read
        # What TinyDB built may hold tuples, or things that are no JSON at all.
        try:
            tree = json.loads(json.dumps(data, allow_nan=False, default=_plain))
            tree.pop("_meta", None)
            check(tree, archived_in(before.meta))
            _check_rules(tree, json.loads(render(before)))
        except (ValueError, TypeError, StoreCorrupt, Refused) as error:
            raise Refused(f"nothing was written: {error}") from None
        counts = {"rev": before.rev + 1, "schema": SCHEMA, "commit": new_commit()}
        return document_of(tree, {**before.meta, **counts}), schema, version


class BoardDB(TinyDB):
    """TinyDB on a board file: `BoardDB(path)`."""

    table_class = BoardTable  # type: ignore[assignment]
    default_storage_class = BoardFile  # type: ignore[assignment]


def _cutting(text: bytes) -> LineTable:
    return LineTable(lambda: cut(text))


def _header(document: Document) -> Tables:
    return {"1": {"format": FORMAT, **document.meta, "counters": document.counters}}


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
                check_depth(fields)
                if name in TABLES:
                    refuse_broken(from_json(TABLES[name], fields, int(id)))
