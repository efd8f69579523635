"""`PartedTable`: a table of which some records are in the archives of closed cycles.

It answers as if all were in one place. An archive is opened when a question is about what is in it:
a record by its id, a key result by its number. Whole tables open all of them; who needs only what
still changes asks for `live`.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any

from okrboard.domain.board import Table, newest_of
from okrboard.storage.archives import Part, Shelf
from okrboard.storage.overlay import OverlayTable, comparable


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

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        return newest_of(self, self.group_by(field), day)

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
        """Return one field of a record in a form that compares as the field does."""
        return comparable(self._home(id).pluck(id, field))

    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object, with the keys that nobody here knows."""
        return self._home(id).raw(id)

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> Table[Any]:
        """Return a table with some records put in or replaced and others gone."""
        gone = frozenset(gone)
        if any(self.archived_in(id) for id in gone.union(put)):
            # The past, or what no store will commit.
            return OverlayTable(
                self._name, self, {id: put[id] for id in put if id not in gone}, gone
            )
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
