"""TinyDB's own query language on a board file, as safe as the program itself.

    from tinydb import where
    from okrboard.storage.board_file import BoardDB

    with BoardDB("okrboard.json") as board:
        board.table("objectives").search(where("owner") == 3)

Reads are verified; a write is refused when the file changed since the read that it builds on, when
it would damage the board, and is otherwise as durable as any. It leaves no entry in the log.
"""

from __future__ import annotations

import json
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from okrboard.domain.records import TABLES
from okrboard.domain.rules import refuse_broken
from okrboard.domain.schema import from_json
from okrboard.errors import Conflict, Refused, StoreCorrupt, StoreTooNew
from okrboard.storage import disk
from okrboard.storage.disk import (
    Version,
    check_depth,
    check_writable,
    permissions_of,
    read_board,
    real_path,
    version_of,
)
from okrboard.storage.layout import SCHEMA, new_commit, render
from okrboard.storage.load import archived_in, check, document_of, read_document
from okrboard.storage.lock import FileLock, lock_path
from okrboard.text import clean

Tree = dict[str, dict[str, Any]]


class BoardStorage(Storage):
    """A board file as TinyDB's storage."""

    def __init__(self, path: str, *, timeout: float = 10.0) -> None:
        """Take the path of a board that exists, and seconds to wait for another writer."""
        self._path = path
        self._timeout = timeout
        self._version: Version | None = None
        self._meta: dict[str, Any] = {}
        self._text = b"{}"

    def read(self) -> Tree:
        """Return all tables; raise what opening the board raises when it is damaged."""
        data, self._version = read_board(real_path(self._path))
        try:
            document, _ = read_document(data)
        except (StoreCorrupt, StoreTooNew) as error:
            raise type(error)(f"{clean(self._path)} cannot be used: {error}") from None
        self._meta = document.meta
        self._text = render(document)
        tree: Tree = json.loads(self._text)
        return tree

    def write(self, data: Tree) -> None:
        """Replace the file, once it is sure that it still is the one that was read.

        Raises `Conflict` when it is not, `Refused` when the new tables would be no board, or what
        is new in them breaks a rule.
        """
        real = real_path(self._path)
        check_writable(real)
        # What TinyDB built may hold tuples, or things that are no JSON at all.
        try:
            tree: Tree = json.loads(json.dumps(data, allow_nan=False))
            tree.pop("_meta", None)
            check(tree, archived_in(self._meta))
            _check_rules(tree, json.loads(self._text))
        except (ValueError, TypeError, StoreCorrupt, Refused) as error:
            raise Refused(f"nothing was written: {error}") from None
        mode, group = permissions_of(real)
        with FileLock(lock_path(real), self._timeout, mode & 0o666, group):
            if self._version is None or version_of(real) != self._version:
                raise Conflict(f"{clean(self._path)} was changed since it was read; try again")
            rev = self._meta.get("rev", 0) + 1
            meta = {**self._meta, "schema": SCHEMA, "rev": rev, "commit": new_commit()}
            document = document_of(tree, meta)
            self._version = disk.replace(real, render(document), self._version)
            self._meta = document.meta


def _check_rules(tree: Tree, before: Tree) -> None:
    """Raise `Refused` for a record that is new or changed and breaks a rule, or is too deep."""
    for name, rows in tree.items():
        known = before.get(name, {})
        for id, fields in rows.items():
            if fields != known.get(id):
                check_depth(fields)
                if name in TABLES:
                    refuse_broken(from_json(TABLES[name], fields, int(id)))


class BoardTable(Table):
    """A table whose answers are never older than the file, and whose numbers are never reused."""

    def __init__(self, storage: Storage, name: str, **_options: Any) -> None:
        super().__init__(storage, name, cache_size=0)
        self._given = 0

    def _get_next_id(self) -> int:
        tables = self._storage.read() or {}
        counter = tables["_meta"]["1"]["counters"].get(self.name, 0)
        self._given = max(self._given, counter, *map(int, tables.get(self.name, {"0": None}))) + 1
        return self._given


class BoardDB(TinyDB):
    """TinyDB on a board file: `BoardDB(path)`."""

    table_class = BoardTable  # type: ignore[assignment]
    default_storage_class = BoardStorage  # type: ignore[assignment]
