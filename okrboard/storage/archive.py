"""The archives of closed cycles: what `_meta.parts` says of them, and tables that reach into them.

    {"file":"okrboard.json.3.0123456789abcdef.json","cycle":3,
     "ids":{"check_ins":[1,40,50,60],...},"keys":{"check_ins":{"key_result":[1,8],...},...}}

`ids` are the numbers that a part holds, as runs; `keys` are the values that some fields of its
records have. They tell, without opening a part, whether a question is about what is in it. Votes,
cards and proposals are in the part of their meeting, meetings in that of their cycle.

A `PartedTable` answers as if all were in one place. An archive is opened when a question is about
what is in it: a record by its id, a key result by its number. Whole tables open all of them; who
needs only what still changes asks for `live`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any

from okrboard.domain.archive import OF_MEETINGS
from okrboard.domain.board import Table
from okrboard.domain.record import Record
from okrboard.errors import StoreCorrupt
from okrboard.storage.layout import is_part_name
from okrboard.storage.tables import OverlayTable

MOST = 10_000_000
"""Ids that one set may hold; a file that says more is not believed."""


class Ranges:
    """Whole numbers from 0 on, kept as first and last of each run: `[1, 40, 50, 60]`."""

    __slots__ = ("flat",)

    def __init__(self, flat: list[int]) -> None:
        """Take runs in the form of `flat`, which is not checked."""
        self.flat = flat

    @classmethod
    def of(cls, ids: Iterable[int]) -> Ranges:
        """Return the set of some ids, in whatever order they come."""
        flat: list[int] = []
        for id in sorted(set(ids)):
            if flat and flat[-1] == id - 1:
                flat[-1] = id
            else:
                flat += (id, id)
        return cls(flat)

    @classmethod
    def union(cls, several: Iterable[Ranges]) -> Ranges:
        """Return what is in any of several sets that have nothing in common."""
        pairs = sorted(pair for ranges in several for pair in ranges.pairs())
        return cls([end for pair in pairs for end in pair])

    def pairs(self) -> list[tuple[int, int]]:
        """Return first and last of each run, in order."""
        return list(zip(self.flat[::2], self.flat[1::2], strict=True))

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, int):
            return False
        at = bisect_right(self.flat, id)
        return at % 2 == 1 or (at > 0 and self.flat[at - 1] == id)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.pairs():
            yield from range(first, last + 1)

    def __reversed__(self) -> Iterator[int]:
        for first, last in reversed(self.pairs()):
            yield from range(last, first - 1, -1)

    def __len__(self) -> int:
        return sum(self.flat[1::2]) - sum(self.flat[::2]) + len(self.flat) // 2


def is_flat(value: object) -> bool:
    """Say whether something is the runs of a set that a board can have."""
    if not isinstance(value, list) or len(value) % 2 or not set(map(type, value)) <= {int}:
        return False
    if len(value) == 2:
        # One run, as nearly all are: a board of many archives asks this often when it is opened.
        first, last = value
        return bool(0 <= first <= last < 10**15 and last - first < MOST)
    firsts, lasts = value[::2], value[1::2]
    if not all(map(int.__le__, firsts, lasts)) or not all(map(int.__lt__, lasts, firsts[1:])):
        return False
    held = sum(lasts) - sum(firsts) + len(lasts)
    return not value or (value[0] >= 0 and value[-1] < 10**15 and held <= MOST)


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

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> Table[Any]:
        """Return a table with some records put in or replaced and others gone."""
        gone = frozenset(gone)
        if any(self.archived_in(id) for id in gone.union(put)):
            # The past, or what no store will commit.
            return OverlayTable(self._name, self, put, gone)
        return self.over(self._live.changed(put, gone))

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
