"""The files of archives: written once and never changed, read and checked when they are asked.

A part is laid out as a board is, so that plain TinyDB reads it; lines move into it as they are,
with every key that nobody here knows. The board's own file is what says that a part is there: one
that no board names was left by a process that died, and is never read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from typing import Any

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board, Table
from okrboard.domain.records import TABLES
from okrboard.errors import (
    OkrboardError,
    StoreCorrupt,
    StoreError,
    StoreMissing,
    StoreTooNew,
    StoreUncertain,
    StoreWriteFailed,
)
from okrboard.storage import disk
from okrboard.storage.archive import (
    KEYS,
    Index,
    Part,
    Ranges,
    Shelf,
    entry_of,
    indexes,
)
from okrboard.storage.disk import read_board, unusable
from okrboard.storage.layout import (
    SCHEMA,
    Document,
    is_part_name,
    new_commit,
    parse,
    part_name,
    render,
)
from okrboard.storage.load import document_of, is_number, read_tree, upgraded
from okrboard.storage.tables import LazyTable
from okrboard.text import clean


def index_of(parcel: Parcel, board: Board, file: str) -> Index:
    """Return what a part will hold of a board's live records."""
    ids = {name: Ranges.of(some) for name, some in parcel.ids.items()}
    keys = {
        name: {field: _values(board.table(name).live, parcel.ids[name], field) for field in fields}
        for name, fields in KEYS.items()
        if name in parcel.ids
    }
    return Index(file, parcel.cycle, ids, keys)


def part_of(
    document: Document, board: Board, parcels: Sequence[Parcel], name: str
) -> tuple[dict[str, set[int]], list[Json], dict[str, bytes]]:
    """Return what leaves a board by table, what its header says of parts then, and the new files.

    `board` is the one that the document describes, `name` its file's name without a folder.
    """
    lines = {table: _lines_of(board, table) for parcel in parcels for table in parcel.ids}
    entries: list[Json] = list(document.meta.get("parts", ()))  # type: ignore[call-overload]
    gones: dict[str, set[int]] = {}
    files = {}
    for parcel in parcels:
        commit = new_commit()
        index = index_of(parcel, board, part_name(name, parcel.cycle, commit))
        tables = {
            table: b",\n".join([lines[table][id] for id in ids])
            for table, ids in parcel.ids.items()
        }
        for table, ids in parcel.ids.items():
            gones.setdefault(table, set()).update(ids)
        meta = {
            "schema": SCHEMA,
            "rev": document.rev + 1,
            "commit": commit,
            "counters": {table: ids[-1] for table, ids in parcel.ids.items()},
            "part_of": {"board": name, "cycle": parcel.cycle},
        }
        files[index.file] = render(Document(meta, tables))
        entries.append(entry_of(index))
    return gones, entries, files


def _lines_of(board: Board, table: str) -> dict[int, bytes]:
    return dict(board.table(table).live.lines)  # type: ignore[attr-defined]


def _values(table: Table[object], ids: tuple[int, ...], field: str) -> Ranges:
    return Ranges.of({getattr(table[id], field) for id in ids})


Json = dict[str, Any]


_MEND = "put it back from a copy; okrboard doctor tells more"


class PartFolder:
    """The archives beside a board; what was read once is not read again."""

    def __init__(self, board: str) -> None:
        """Take the board's real path."""
        self._folder, self._name = os.path.split(board)
        self._parts: dict[str, Part] = {}

    def shelf(self, meta: Json) -> Shelf:
        """Return the archives that a board's header names; none of them is opened."""
        found = []
        for index in indexes(meta):
            part = self._parts.get(index.file)
            if part is None or part.index != index:
                part = self._parts[index.file] = Part(index, self._read)
            found.append(part)
        return Shelf(found)

    def _read(self, index: Index) -> dict[str, LazyTable]:
        return read_part(os.path.join(self._folder, index.file), index)


def read_part(path: str, index: Index) -> dict[str, LazyTable]:
    """Return the tables of an archive that `index` names.

    Raises `StoreCorrupt` with the file's name when it is missing, damaged, or another one, and
    `StoreTooNew`.
    """
    shown = clean(path)
    try:
        data, _ = read_board(path)
        document = _document(data)
    except StoreMissing:
        raise StoreCorrupt(
            f"{shown} is missing: it has the history of a closed cycle; {_MEND}"
        ) from None
    except StoreTooNew as error:
        raise StoreTooNew(f"{shown} cannot be used: {error}") from None
    except (StoreCorrupt, MemoryError, RecursionError) as error:
        raise StoreCorrupt(
            f"{shown} is damaged: {error or 'it is too large'}; it has the history of a closed "
            f"cycle; {_MEND}"
        ) from None
    if document.meta.get("commit") != index.file.split(".")[-2]:
        raise StoreCorrupt(f"{shown} is another file than it was; {_MEND}")
    tables = {}
    for name, ids in index.ids.items():
        if name in TABLES:
            top = ids.flat[-1] if ids.flat else 0
            tables[name] = LazyTable(name, document.tables.get(name, b""), top, shown)
            if list(tables[name]) != list(ids):
                raise StoreCorrupt(
                    f"{shown} is damaged: its {name} are not those that went into it; {_MEND}"
                )
    return tables


def _document(data: bytes) -> Document:
    document = parse(data)
    if document is not None and document.meta.get("schema") == SCHEMA:
        return document
    tree = read_tree(data)
    meta = tree.get("_meta", {}).get("1") if isinstance(tree.get("_meta"), dict) else None
    schema = meta.get("schema") if isinstance(meta, dict) else None
    if type(schema) is not int or not isinstance(meta, dict):
        raise StoreCorrupt("it is JSON, but not an archive of a board")
    if schema > SCHEMA:
        raise StoreTooNew(f"it was written by a newer okrboard (schema {schema}); update okrboard")
    if schema < SCHEMA:
        tree = upgraded(tree)
    for name, rows in tree.items():
        if not isinstance(rows, dict) or not all(map(is_number, rows)):
            raise StoreCorrupt(f"{clean(name)} is not a table")
    return document_of(tree, tree["_meta"]["1"])


def write_parts(board: str, files: dict[str, bytes]) -> None:
    """Write new archives beside a board, durable when this returns.

    Raises `StoreWriteFailed`, `StoreReadOnly` or `StoreUnsafe`; none of them is there then.
    """
    try:
        status = os.stat(board)
    except OSError as error:
        raise unusable(board, error) from None
    folder = os.path.dirname(board)
    mode = stat.S_IMODE(status.st_mode)
    made: list[str] = []
    try:
        for file, data in files.items():
            path = os.path.join(folder, file)
            made.append(file)
            disk.create(path, data, mode, status.st_gid, status.st_uid)
    except StoreError as error:
        if not isinstance(error, StoreUncertain):
            # What had that name already is not ours.
            made.pop()
        remove_parts(board, made)
        if isinstance(error, StoreUncertain):
            raise StoreWriteFailed(
                "nothing was archived: the disk did not confirm it; the board is as it was"
            ) from None
        raise


def remove_parts(board: str, files: Iterable[str]) -> None:
    """Remove archives that the board does not name after all; what stays is swept later."""
    for file in files:
        try:
            os.unlink(os.path.join(os.path.dirname(board), file))
        except OSError:
            continue


def orphans(board: str, meta: Json) -> list[str]:
    """Return the names of files that are called as this board's archives, and that it lacks."""
    folder, name = os.path.split(board)
    named = {index.file for index in indexes(meta)}
    try:
        there = os.listdir(folder or ".")
    except OSError:
        return []
    return sorted(file for file in there if is_part_name(file, name) and file not in named)


def sweep_orphans(real: str, meta: Json, board: Board) -> list[str]:
    """Remove what processes left that died before their archives counted; return the names.

    The caller holds the board's lock. Removed is only what cannot be missed: every record of it is
    on the board, and no other file of the folder (a copy of the board, say) names it.
    """
    swept = []
    for file in orphans(real, meta):
        path = os.path.join(os.path.dirname(real), file)
        try:
            if _is_spare(path, board) and not _is_named(file, os.path.dirname(real)):
                os.unlink(path)
                swept.append(file)
        except (OkrboardError, OSError):
            continue
    return swept


def _is_spare(path: str, board: Board) -> bool:
    document = _document(read_board(path)[0])
    if "part_of" not in document.meta or document.meta.get("commit") != path.split(".")[-2]:
        return False
    tables = document.tables
    return all(
        name in TABLES and all(id in board.table(name) for id in LazyTable(name, text, 0))
        for name, text in tables.items()
    )


def _is_named(file: str, folder: str) -> bool:
    for other in os.listdir(folder):
        path = os.path.join(folder, other)
        plain = other != file and os.path.isfile(path) and not os.path.islink(path)
        # What cannot be read may name it.
        if plain and file.encode() in read_board(path)[0]:
            return True
    return False
