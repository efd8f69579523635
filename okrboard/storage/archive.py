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
from contextlib import contextmanager, suppress
from itertools import groupby
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
from okrboard.storage.layout import (
    SCHEMA,
    Document,
    Json,
    Ranges,
    archived_in,
    is_part_name,
    new_commit,
    read_document,
    render,
)
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

    def __init__(self, entry: Json, load: Callable[[], Mapping[str, Table[Any]]]) -> None:
        """Take what a header says of it, and what reads its tables; that may raise `StoreError`."""
        self.entry = entry
        self.ids = {name: Ranges(flat) for name, flat in entry["ids"].items()}
        self._load = load
        self._tables: Mapping[str, Table[Any]] | None = None

    def table(self, name: str) -> Table[Any]:
        """Return one of its tables."""
        if self._tables is None:
            self._tables = self._load()
        return self._tables[name]

    def may_hold(self, name: str, field: str, value: int) -> bool:
        """Say whether records of one of its tables may have a value in a field; False is sure."""
        if field == "meeting" and name in OF_MEETINGS:
            return value in self.ids.get("meetings", ())
        if (name, field) == ("meetings", "cycle"):
            return bool(value == self.entry["cycle"])
        known = self.entry["keys"].get(name, {}).get(field)
        return known is None or value in Ranges(known)


class Shelf:
    """All archives of a board."""

    def __init__(self, parts: Iterable[Part] = ()) -> None:
        """Take the parts, in the order in which they were made."""
        self.parts = tuple(parts)
        self.cycles = [part.entry["cycle"] for part in self.parts]
        """The cycles whose history is in an archive."""
        self.ids = archived_in({"parts": [part.entry for part in self.parts]})
        """By table, the numbers that are in an archive."""

    def part_of(self, name: str, id: int) -> Part | None:
        """Return the part that a record is in."""
        if id not in self.ids[name]:
            return None
        return next(part for part in self.parts if id in part.ids.get(name, ()))


class PartedTable(Table[Any]):
    """The live records of a table, and behind them those in archives."""

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
        return 0 if part is None else int(part.entry["cycle"])

    def __getitem__(self, id: int) -> Any:
        return self._home(id)[id]

    def __contains__(self, id: object) -> bool:
        return id in self._live or id in self._shelf.ids[self._name]

    def __iter__(self) -> Iterator[int]:
        return _merged(self._live, self._shelf.ids[self._name])

    def __reversed__(self) -> Iterator[int]:
        return _merged(reversed(self._live), reversed(self._shelf.ids[self._name]), reverse=True)

    def __len__(self) -> int:
        return len(self._live) + len(self._shelf.ids[self._name])

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
        groups: dict[int, list[int]] = {}
        for table in self._all():
            for value, ids in table.group_by(field).items():
                groups[value] = sorted([*groups.get(value, ()), *ids])
        return groups

    def ids_with(self, field: str, value: int) -> list[int]:
        """Return the ids of the records whose whole-number field has a value, in order."""
        tables = self._all_with(field, value)
        return sorted(id for table in tables for id in table.ids_with(field, value))

    def newest_id(self, field: str, value: int, day: str) -> int | None:
        """Return of those the one with the latest day, of several the last; None of none."""
        newest = (table.newest_id(field, value, day) for table in self._all_with(field, value))
        ids = [id for id in newest if id is not None]
        return max(ids, key=lambda id: (self.pluck(id, day), id), default=None)

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

    def _all(self) -> list[Table[Any]]:
        parts = [part for part in self._shelf.parts if self._name in part.ids]
        return [self._live, *(part.table(self._name) for part in parts)]

    def _all_with(self, field: str, value: int) -> Iterator[Table[Any]]:
        """Yield the tables whose records may have a value in a field."""
        yield self._live
        for part in self._shelf.parts:
            if self._name in part.ids and part.may_hold(self._name, field, value):
                yield part.table(self._name)


def _merged(one: Iterable[int], other: Iterable[int], *, reverse: bool = False) -> Iterator[int]:
    """Yield the ids of two ordered sequences in their order, none of them twice."""
    # Imported here: most boards have no archive.
    from heapq import merge

    return (id for id, _ in groupby(merge(one, other, reverse=reverse)))


# Their files.


def entry_of(parcel: Parcel, board: Board, file: str) -> Json:
    """Return what a header says of an archive that takes some of a board's live records."""
    keys: Json = {}
    for name in KEYS.keys() & parcel.ids.keys():
        records = [board.table(name).live[id] for id in parcel.ids[name]]
        keys[name] = {
            field: Ranges.of(getattr(each, field) for each in records).flat for field in KEYS[name]
        }
    ids = {name: Ranges.of(some).flat for name, some in parcel.ids.items()}
    return {"file": file, "cycle": parcel.cycle, "ids": ids, "keys": keys}


def packed(
    document: Document, board: Board, parcels: Sequence[Parcel], name: str
) -> tuple[dict[str, set[int]], list[Json], dict[str, bytes]]:
    """Return what leaves a board by table, what its header says of parts then, and the new files.

    `board` is the one that the document describes, `name` its file's name without a folder.
    """
    entries: list[Json] = list(document.meta.get("parts", ()))
    gones: dict[str, set[int]] = {}
    files = {}
    for parcel in parcels:
        commit = new_commit()
        entry = entry_of(parcel, board, f"{name}.{parcel.cycle}.{commit}.json")
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
        files[entry["file"]] = render(Document(meta, tables))
        entries.append(entry)
    return gones, entries, files


def shelf_of(board: str, meta: Json, before: Shelf) -> Shelf:
    """Return the archives that the header of the board at a real path names; none is opened.

    What was read of the shelf before is not read again.
    """

    def part_of(entry: Json) -> Part:
        for part in before.parts:
            if part.entry == entry:
                return part
        return Part(entry, lambda: read_part(beside(board, entry), entry))

    return Shelf(map(part_of, meta.get("parts", ())))


def beside(board: str, entry: Json) -> str:
    """Return the path of an archive of the board at a real path."""
    return os.path.join(os.path.dirname(board), entry["file"])


def read_part(path: str, entry: Json) -> dict[str, LazyTable]:
    """Return the tables of an archive that a header's entry names.

    Raises `StoreCorrupt` with the file's name when it is missing, damaged, or another one, and
    `StoreTooNew`.
    """
    shown = clean(path)
    try:
        document = read_document(disk.read_board(path)[0], part=True)
    except StoreTooNew as error:
        raise StoreTooNew(f"{shown} cannot be used: {error}") from None
    except (StoreMissing, StoreCorrupt, MemoryError, RecursionError) as error:
        how = f"damaged: {error or 'it is too large'};"
        if isinstance(error, StoreMissing):
            how = "missing:"
        raise StoreCorrupt(
            f"{shown} is {how} it has the history of a closed cycle; {_MEND}"
        ) from None
    if document.meta.get("commit") != entry["file"].split(".")[-2]:
        raise StoreCorrupt(f"{shown} is another file than it was; {_MEND}")
    tables = {}
    for name, flat in entry["ids"].items():
        if name in TABLES:
            top = max(flat, default=0)
            tables[name] = LazyTable(name, document.tables.get(name, b""), top, shown)
            if list(tables[name]) != list(Ranges(flat)):
                raise StoreCorrupt(
                    f"{shown} is damaged: its {name} are not those that went into it; {_MEND}"
                )
    return tables


@contextmanager
def parts_written(board: str, files: dict[str, bytes]) -> Iterator[None]:
    """Write new archives beside a board, durable when the block begins, which makes them count.

    They are taken away again where it surely failed. Raises `StoreWriteFailed`, `StoreReadOnly` or
    `StoreUnsafe`, and what the block raises.
    """
    made = []
    try:
        for file, data in files.items():
            path = os.path.join(os.path.dirname(board), file)
            try:
                disk.create_like(board, path, data)
            except StoreUncertain:
                made.append(path)
                raise StoreWriteFailed(
                    "nothing was archived: the disk did not confirm it; the board is as it was"
                ) from None
            made.append(path)
        yield
    except StoreUncertain:
        raise
    except StoreError:
        for path in made:
            with suppress(OSError):
                os.unlink(path)
        raise


def orphans(board: str, meta: Json) -> list[str]:
    """Return the names of files that are called as this board's archives, and that it lacks."""
    folder, name = os.path.split(board)
    named = {entry["file"] for entry in meta.get("parts", ())}
    try:
        return sorted(
            file
            for file in os.listdir(folder or ".")
            if is_part_name(file, name) and file not in named
        )
    except OSError:
        return []


def sweep_orphans(real: str, meta: Json, board: Board) -> None:
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
    document = read_document(disk.read_board(path)[0], part=True)
    return document.meta.get("commit") == path.split(".")[-2] and all(
        name in TABLES and all(id in board.table(name) for id in LazyTable(name, text, 0))
        for name, text in document.tables.items()
    )


def _is_named(file: str, folder: str) -> bool:
    others = [os.path.join(folder, other) for other in os.listdir(folder) if other != file]
    # What cannot be read may name it.
    return any(
        file.encode() in disk.read_board(path)[0]
        for path in others
        if os.path.isfile(path) and not os.path.islink(path)
    )
