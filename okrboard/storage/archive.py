"""Archiving as a pure step: a document without what moved, and the files with it.

Lines move as they are, with every key that nobody here knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board, Table
from okrboard.storage.archives import KEYS, Index, entry_of, part_name
from okrboard.storage.layout import SCHEMA, Document, new_commit, render
from okrboard.storage.ranges import Ranges


def index_of(parcel: Parcel, board: Board, file: str) -> Index:
    """Return what a part will hold of a board's live records."""
    ids = {name: Ranges.of(some) for name, some in parcel.ids.items()}
    keys = {
        name: {field: _values(board.table(name).live, parcel.ids[name], field) for field in fields}
        for name, fields in KEYS.items()
        if name in parcel.ids
    }
    return Index(file, parcel.cycle, ids, keys)


def put_aside(
    document: Document, board: Board, parcels: Sequence[Parcel], name: str
) -> tuple[Document, dict[str, bytes]]:
    """Return the document without the parcels, and the bytes of each new part by its file's name.

    `board` is the one that the document describes, `name` its file's name without a folder.
    """
    lines = {table: _lines_of(board, table) for parcel in parcels for table in parcel.ids}
    entries = list(document.meta.get("parts", ()))  # type: ignore[call-overload]
    files = {}
    for parcel in parcels:
        commit = new_commit()
        index = index_of(parcel, board, part_name(name, parcel.cycle, commit))
        tables = {
            table: b",\n".join([lines[table].pop(id) for id in ids])
            for table, ids in parcel.ids.items()
        }
        counters = {table: ids[-1] for table, ids in parcel.ids.items()}
        meta = {
            "schema": SCHEMA,
            "rev": document.rev + 1,
            "commit": commit,
            "counters": counters,
            "part_of": {"board": name, "cycle": parcel.cycle},
        }
        files[index.file] = render(Document(meta, tables))
        entries.append(entry_of(index))
    left = {table: b",\n".join(rest.values()) for table, rest in lines.items()}
    meta = {
        **document.meta,
        "schema": SCHEMA,
        "rev": document.rev + 1,
        "commit": new_commit(),
        "parts": entries,
    }
    return Document(meta, {**document.tables, **left}), files


def _lines_of(board: Board, table: str) -> dict[int, bytes]:
    return dict(board.table(table).live.lines)  # type: ignore[attr-defined]


def _values(table: Table[object], ids: tuple[int, ...], field: str) -> Ranges:
    return Ranges.of({getattr(table[id], field) for id in ids})
