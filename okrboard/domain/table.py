"""`Table`: the records of one kind, by id, in a snapshot that never changes.

`MemoryTable` holds records as they are. A store may bring its own that decodes a record when it is
first touched; both answer the same questions.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from okrboard.domain.schema import to_json

R = TypeVar("R")


class Table(Mapping[int, R], Generic[R]):
    """The records of one kind by id, oldest id first."""

    __slots__ = ()

    odd: Mapping[int, R] = {}
    """Records read so far that break a rule, as they are kept; reading took the nearest values that
    can be used."""

    @abstractmethod
    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""

    @abstractmethod
    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""

    @abstractmethod
    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record in a form that compares as the field does."""

    @abstractmethod
    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object, with the keys that nobody here knows."""

    @abstractmethod
    def changed(self, put: Mapping[int, R], gone: Iterable[int]) -> Table[R]:
        """Return a table with some records put in or replaced and others gone."""

    def __reversed__(self) -> Iterator[int]:
        """Return the ids, highest first."""
        return reversed(list(self))

    def ids_with(self, field: str, value: int) -> list[int]:
        """Return the ids of the records whose whole-number field has a value, in order."""
        return self.group_by(field).get(value, [])

    def newest_id(self, field: str, value: int, day: str) -> int | None:
        """Return of those the one with the latest day, of several the last; None of none."""
        return self.newest_by(field, day).get(value)

    @property
    def live(self) -> Table[R]:
        """The records that are not in the archive of a closed cycle: all that still change.

        What is open or running is here; reading it never opens an archive.
        """
        return self

    def archived_in(self, id: int) -> int:
        """Return the closed cycle whose archive holds a record, 0 for one that is live."""
        del id
        return 0


class MemoryTable(Table[Any]):
    """A table over a plain dictionary of records."""

    __slots__ = ("_groups", "_newest", "_records")

    def __init__(self, records: Mapping[int, Any] | None = None) -> None:
        self._records: dict[int, Any] = dict(records or {})
        self._groups: dict[str, dict[int, list[int]]] = {}
        self._newest: dict[tuple[str, str], dict[int, int]] = {}

    def __getitem__(self, id: int) -> Any:
        return self._records[id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""
        groups = self._groups.get(field)
        if groups is None:
            groups = {}
            for id, record in self._records.items():
                groups.setdefault(getattr(record, field), []).append(id)
            self._groups[field] = groups
        return groups

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        found = self._newest.get((field, day))
        if found is None:
            found = self._newest[field, day] = newest_of(self, self.group_by(field), day)
        return found

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record."""
        return getattr(self._records[id], field)

    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object."""
        return to_json(self._records[id])

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> MemoryTable:
        """Return a table with some records put in or replaced and others gone."""
        records = {**self._records, **put}
        for id in gone:
            records.pop(id, None)
        return MemoryTable(in_order(records))


def newest_of(table: Table[Any], groups: Mapping[int, list[int]], day: str) -> dict[int, int]:
    """Return of each group of ids the one with the latest day; of several on one day the last."""
    return {
        value: max(ids, key=lambda id: (table.pluck(id, day), id)) for value, ids in groups.items()
    }


def in_order(records: dict[int, R]) -> dict[int, R]:
    """Return the same entries by rising id; the very dictionary when they are so already."""
    ids = list(records)
    return records if ids == sorted(ids) else dict(sorted(records.items()))
