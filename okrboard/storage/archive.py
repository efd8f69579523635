"""The archives of closed cycles: files beside the board, and tables that reach into them.

An archive is laid out as a board is, so that plain TinyDB reads it; lines move into it as they are,
with every key that nobody here knows. It is written once and never changed. The board's own file
says that it is there (`okrboard.storage.layout`): one that no board names was left by a process
that died, and is never read. Votes, cards and proposals are in the archive of their meeting,
meetings in that of their cycle.

A `PartedTable` answers as if all were in one place. An archive is opened and checked when a
question is about what is in it: a record by its id, a key result by its number. Whole tables open
all of them; who needs only what still changes asks for `live`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from contextlib import suppress
from typing import Any

from okrboard.domain.archive import OF_MEETINGS, Parcel
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
from okrboard.storage.disk import read_board
from okrboard.storage.layout import (
    NOTHING,
    SCHEMA,
    Document,
    Index,
    Ranges,
    entry_of,
    indexes,
    is_part_name,
    new_commit,
    part_name,
    render,
)
from okrboard.storage.load import read_document
from okrboard.storage.tables import LazyTable, OverlayTable
from okrboard.text import clean

KEYS: dict[str, tuple[str, ...]] = {
    "check_ins": ("key_result",),
    "actions": ("key_result", "meeting"),
}
"""Fields by which records are asked for, hence known of an archive."""

_MEND = "put it back from a copy; okrboard doctor tells more"


class Part:
    """One archive, opened at the first question about what is in it."""

    __slots__ = ("_load", "_tables", "index")

    def __init__(self, index: Index, load: Callable[[Index], Mapping[str, Table[Any]]]) -> None:
        """Take what it holds, and what reads its tables; that may raise `StoreError`."""
        self.index = index
        self._load = load
        self._tables: Mapping[str, Table[Any]] | None = None

    def table(self, name: str) -> Table[Any]:
        """Return one of its tables that `index` names."""
        if self._tables is None:
            self._tables = self._load(self.index)
        return self._tables[name]

    def may_hold(self, name: str, field: str, value: int) -> bool:
        """Say whether records of a table may have a value in a field; False is sure."""
        if name not in self.index.ids:
            return False
        if field == "meeting" and name in OF_MEETINGS:
            return value in self.index.ids.get("meetings", NOTHING)
        if (name, field) == ("meetings", "cycle"):
            return value == self.index.cycle
        known = self.index.keys.get(name, {}).get(field)
        return known is None or value in known


class Shelf:
    """All archives of a board."""

    __slots__ = ("_ids", "parts")

    def __init__(self, parts: Iterable[Part]) -> None:
        """Take the parts, in the order in which they were made."""
        self.parts = tuple(parts)
        self._ids: dict[str, Ranges] = {}

    @property
    def cycles(self) -> list[int]:
        """The cycles whose history is in an archive."""
        return [part.index.cycle for part in self.parts]

    @property
    def tables(self) -> dict[str, None]:
        """The tables of which something is in an archive."""
        return dict.fromkeys(name for part in self.parts for name in part.index.ids)

    def ids(self, name: str) -> Ranges:
        """Return the ids of a table that are in an archive."""
        if name not in self._ids:
            parts = (part.index.ids.get(name, NOTHING) for part in self.parts)
            self._ids[name] = Ranges.union(parts)
        return self._ids[name]

    def part_of(self, name: str, id: int) -> Part | None:
        """Return the part that a record is in."""
        if id not in self.ids(name):
            return None
        return next(part for part in self.parts if id in part.index.ids.get(name, NOTHING))


class PartedTable(Table):  # type: ignore[type-arg]
    """The live records of a table, and behind them those in archives."""

    __slots__ = ("_live", "_name", "_shelf")

    def __init__(self, name: str, live: Table[Any], shelf: Shelf) -> None:
        self._name = name
        self._live = live
        self._shelf = shelf

    @property
    def live(self) -> Table[Any]:
        """The records that are not in an archive."""
        return self._live

    def over(self, live: Table[Any]) -> PartedTable:
        """Return the table with other live records."""
        return PartedTable(self._name, live, self._shelf)

    def archived_in(self, id: int) -> int:
        """Return the closed cycle whose archive holds a record, 0 for one that is live."""
        part = None if id in self._live else self._shelf.part_of(self._name, id)
        return 0 if part is None else part.index.cycle

    def __getitem__(self, id: int) -> Any:
        return self._home(id)[id]

    def __contains__(self, id: object) -> bool:
        return id in self._live or id in self._shelf.ids(self._name)

    def __iter__(self) -> Iterator[int]:
        return _merged(iter(self._live), iter(self._shelf.ids(self._name)), 1)

    def __reversed__(self) -> Iterator[int]:
        return _merged(reversed(self._live), reversed(self._shelf.ids(self._name)), -1)

    def __len__(self) -> int:
        return len(self._live) + len(self._shelf.ids(self._name))

    def values(self) -> ValuesView[Any]:
        """Return all records."""
        for table in self._all():
            table.values()
        return super().values()

    def items(self) -> ItemsView[int, Any]:
        """Return all records with their ids."""
        for table in self._all():
            table.items()
        return super().items()

    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""
        groups = dict(self._live.group_by(field))
        for part in self._parts():
            for value, ids in part.table(self._name).group_by(field).items():
                groups[value] = sorted([*groups.get(value, ()), *ids])
        return groups

    def ids_with(self, field: str, value: int) -> list[int]:
        """Return the ids of the records whose whole-number field has a value, in order."""
        found = self._live.ids_with(field, value)
        for part in self._parts():
            if part.may_hold(self._name, field, value):
                found = sorted([*found, *part.table(self._name).ids_with(field, value)])
        return found

    def newest_id(self, field: str, value: int, day: str) -> int | None:
        """Return of those the one with the latest day, of several the last; None of none."""
        found = [self._live.newest_id(field, value, day)]
        for part in self._parts():
            if part.may_hold(self._name, field, value):
                found.append(part.table(self._name).newest_id(field, value, day))
        ids = [id for id in found if id is not None]
        return (
            max(ids, key=lambda id: (self.pluck(id, day), id))
            if len(ids) > 1
            else next(iter(ids), None)
        )

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record; a day as its ISO text."""
        return self._home(id).pluck(id, field)

    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object, with the keys that nobody here knows."""
        return self._home(id).raw(id)

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> OverlayTable:
        """Return a table with some records put in or replaced and others gone."""
        return OverlayTable(self._name, self, put, gone)

    def _home(self, id: int) -> Table[Any]:
        """Return the table that a record is in; KeyError when there is none."""
        if id in self._live:
            return self._live
        part = self._shelf.part_of(self._name, id)
        if part is None:
            raise KeyError(id)
        return part.table(self._name)

    def _parts(self) -> list[Part]:
        return [part for part in self._shelf.parts if self._name in part.index.ids]

    def _all(self) -> list[Table[Any]]:
        return [self._live, *(part.table(self._name) for part in self._parts())]


def _merged(some: Iterator[int], others: Iterator[int], sign: int) -> Iterator[int]:
    """Yield the ids of two sequences in order, rising for a sign of 1, falling for -1."""
    one, other = next(some, None), next(others, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one * sign < other * sign):
            yield one  # type: ignore[misc]
            one = next(some, None)
        else:
            yield other
            if one == other:
                one = next(some, None)
            other = next(others, None)


# Their files.


def index_of(parcel: Parcel, board: Board, file: str) -> Index:
    """Return what a part will hold of a board's live records."""
    ids = {name: Ranges.of(some) for name, some in parcel.ids.items()}
    keys: dict[str, dict[str, Ranges]] = {}
    for name in KEYS.keys() & parcel.ids.keys():
        records = [board.table(name).live[id] for id in parcel.ids[name]]
        keys[name] = {
            field: Ranges.of(getattr(each, field) for each in records) for field in KEYS[name]
        }
    return Index(file, parcel.cycle, ids, keys)


def packed(
    document: Document, board: Board, parcels: Sequence[Parcel], name: str
) -> tuple[dict[str, set[int]], list[object], dict[str, bytes]]:
    """Return what leaves a board by table, what its header says of parts then, and the new files.

    `board` is the one that the document describes, `name` its file's name without a folder.
    """
    entries: list[object] = list(document.meta.get("parts", ()))  # type: ignore[call-overload]
    gones: dict[str, set[int]] = {}
    files = {}
    for parcel in parcels:
        commit = new_commit()
        index = index_of(parcel, board, part_name(name, parcel.cycle, commit))
        tables = {}
        for table, ids in parcel.ids.items():
            lines = board.table(table).live.lines  # type: ignore[attr-defined]
            tables[table] = b",\n".join([lines[id] for id in ids])
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


def shelf_of(board: str, meta: Mapping[str, Any], before: Shelf) -> Shelf:
    """Return the archives that the header of the board at a real path names; none is opened.

    What was read of the shelf before is not read again.
    """
    folder, known = os.path.dirname(board), {part.index.file: part for part in before.parts}
    parts = []
    for index in indexes(meta):
        part = known.get(index.file)
        if part is None or part.index != index:
            part = Part(index, lambda index: read_part(os.path.join(folder, index.file), index))
        parts.append(part)
    return Shelf(parts)


def read_part(path: str, index: Index) -> dict[str, LazyTable]:
    """Return the tables of an archive that `index` names.

    Raises `StoreCorrupt` with the file's name when it is missing, damaged, or another one, and
    `StoreTooNew`.
    """
    shown = clean(path)
    try:
        document = read_document(read_board(path)[0], part=True)
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


def write_parts(board: str, files: dict[str, bytes]) -> None:
    """Write new archives beside a board, durable when this returns.

    Raises `StoreWriteFailed`, `StoreReadOnly` or `StoreUnsafe`; none of them is there then.
    """
    made: list[str] = []
    try:
        for file, data in files.items():
            path = os.path.join(os.path.dirname(board), file)
            made.append(file)
            disk.create_like(board, path, data)
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
        with suppress(OSError):
            os.unlink(os.path.join(os.path.dirname(board), file))


def orphans(board: str, meta: Mapping[str, Any]) -> list[str]:
    """Return the names of files that are called as this board's archives, and that it lacks."""
    folder, name = os.path.split(board)
    named = {index.file for index in indexes(meta)}
    try:
        return sorted(
            file
            for file in os.listdir(folder or ".")
            if is_part_name(file, name) and file not in named
        )
    except OSError:
        return []


def sweep_orphans(real: str, meta: Mapping[str, Any], board: Board) -> None:
    """Remove what processes left that died before their archives counted.

    The caller holds the board's lock. Removed is only what cannot be missed: every record of it is
    on the board, and no other file of the folder (a copy of the board, say) names it.
    """
    for file in orphans(real, meta):
        path = os.path.join(os.path.dirname(real), file)
        with suppress(OkrboardError, OSError):
            if _is_spare(path, board) and not _is_named(file, os.path.dirname(real)):
                os.unlink(path)


def _is_spare(path: str, board: Board) -> bool:
    document = read_document(read_board(path)[0], part=True)
    return document.meta.get("commit") == path.split(".")[-2] and all(
        name in TABLES and all(id in board.table(name) for id in LazyTable(name, text, 0))
        for name, text in document.tables.items()
    )


def _is_named(file: str, folder: str) -> bool:
    for other in os.listdir(folder):
        path = os.path.join(folder, other)
        plain = other != file and os.path.isfile(path) and not os.path.islink(path)
        # What cannot be read may name it.
        if plain and file.encode() in read_board(path)[0]:
            return True
    return False
