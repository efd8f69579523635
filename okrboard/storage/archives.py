"""The archives of a board: what `_meta.parts` says of them, and opening one when it is asked.

    {"file":"okrboard.json.3.0123456789abcdef.json","cycle":3,
     "ids":{"check_ins":[1,40,50,60],...},"keys":{"check_ins":{"key_result":[1,8],...},...}}

`ids` are the numbers that a part holds, as runs; `keys` are the values that some fields of its
records have. They tell, without opening a part, whether a question is about what is in it. Votes,
cards and proposals are in the part of their meeting, meetings in that of their cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from okrboard.domain.archive import OF_MEETINGS
from okrboard.domain.board import Table
from okrboard.domain.record import Record
from okrboard.errors import StoreCorrupt
from okrboard.open_folder import is_hexadecimal
from okrboard.storage.ranges import Ranges, is_flat

Json = dict[str, Any]


KEYS: dict[str, tuple[str, ...]] = {
    "check_ins": ("key_result",),
    "actions": ("key_result", "meeting"),
}
"""Fields by which records are asked for, hence known of a part."""

NOTHING = Ranges([])


class Index(Record):
    """What a part holds."""

    file: str
    """Its name, without a folder: it lies beside the board."""
    cycle: int
    ids: dict[str, Ranges]
    keys: dict[str, dict[str, Ranges]]


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
        found = self._ids.get(name)
        if found is None:
            parts = (part.index.ids.get(name, NOTHING) for part in self.parts)
            found = self._ids[name] = Ranges.union(parts)
        return found

    def part_of(self, name: str, id: int) -> Part | None:
        """Return the part that a record is in."""
        if id not in self.ids(name):
            return None
        return next(part for part in self.parts if id in part.index.ids.get(name, NOTHING))


def indexes(meta: Json) -> list[Index]:
    """Return what a checked header says of the board's parts."""
    return [
        Index(
            entry["file"],
            entry["cycle"],
            {name: Ranges(flat) for name, flat in entry["ids"].items()},
            {
                name: {field: Ranges(flat) for field, flat in fields.items()}
                for name, fields in entry["keys"].items()
            },
        )
        for entry in meta.get("parts", ())
    ]


def entry_of(index: Index) -> Json:
    """Return what a header says of a part."""
    return {
        "file": index.file,
        "cycle": index.cycle,
        "ids": {name: ids.flat for name, ids in index.ids.items()},
        "keys": {
            name: {field: values.flat for field, values in fields.items()}
            for name, fields in index.keys.items()
        },
    }


def check_parts(parts: object) -> None:
    """Raise `StoreCorrupt` when a header's list of parts cannot be worked with."""
    if not isinstance(parts, list) or not all(map(is_entry, parts)):
        raise StoreCorrupt("_meta: parts does not say where closed cycles are")


def is_entry(entry: object) -> bool:
    """Say whether something is what a header says of one part."""
    if not isinstance(entry, dict):
        return False
    file, ids, keys = entry.get("file"), entry.get("ids"), entry.get("keys")
    if type(entry.get("cycle")) is not int or not isinstance(file, str) or not is_part_name(file):
        return False
    if not isinstance(ids, dict) or not isinstance(keys, dict):
        return False
    if not all(map(is_flat, ids.values())):
        return False
    return all(
        isinstance(each, dict) and all(map(is_flat, each.values())) for each in keys.values()
    )


def is_part_name(file: str, board: str = "") -> bool:
    """Say whether a file is named as a part of a board is, of any board where none is named."""
    pieces = file.split(".")
    if "/" in file or "\0" in file or len(pieces) < 4 or pieces[-1] != "json":
        return False
    name, cycle, commit = ".".join(pieces[:-3]), pieces[-3], pieces[-2]
    whose = name == board if board else not file.startswith(".") and bool(name)
    return whose and cycle.isascii() and cycle.isdigit() and is_hexadecimal(commit, 16)


def part_name(board: str, cycle: int, commit: str) -> str:
    """Return the name of a cycle's part of a board file, both without a folder."""
    return f"{board}.{cycle}.{commit}.json"
