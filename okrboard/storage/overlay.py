"""`OverlayTable`: a table with some records put in or gone, over one that stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from okrboard.domain.board import Table, in_order, newest_of
from okrboard.domain.records import TABLES
from okrboard.domain.schema import to_json


class OverlayTable(Table):  # type: ignore[type-arg]
    """A change in the making: as cheap as what it changes, whatever the size of the table."""

    __slots__ = ("_base", "_gone", "_groups", "_name", "_newest", "_put")

    def __init__(
        self, name: str, base: Table[Any], put: Mapping[int, Any], gone: frozenset[int]
    ) -> None:
        self._name = name
        self._base = base
        self._put = dict(put)
        self._gone = gone
        self._groups: dict[str, dict[int, list[int]]] = {}
        self._newest: dict[tuple[str, str], dict[int, int]] = {}

    def __getitem__(self, id: int) -> Any:
        if id in self._put:
            return self._put[id]
        if id in self._gone:
            raise KeyError(id)
        return self._base[id]

    def __contains__(self, id: object) -> bool:
        return id in self._put or (id not in self._gone and id in self._base)

    def __iter__(self) -> Iterator[int]:
        ids = dict.fromkeys(id for id in self._base if id not in self._gone)
        ids.update(dict.fromkeys(self._put))
        return iter(in_order(ids))

    def __len__(self) -> int:
        gone = sum(id in self._base for id in self._gone)
        return len(self._base) - gone + sum(id not in self._base for id in self._put)

    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""
        groups = self._groups.get(field)
        if groups is None:
            groups = self._groups[field] = self._grouped(field)
        return groups

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        found = self._newest.get((field, day))
        if found is None:
            found = self._newest[field, day] = self._newest_of_all(field, day)
        return found

    @property
    def live(self) -> Table[Any]:
        """The records that are not in an archive."""
        live = self._base.live
        if live is self._base:
            return self
        put = {id: record for id, record in self._put.items() if not self._base.archived_in(id)}
        return OverlayTable(self._name, live, put, self._gone)

    def archived_in(self, id: int) -> int:
        """Return the closed cycle whose archive holds a record, 0 for one that is live."""
        return self._base.archived_in(id)

    def _grouped(self, field: str) -> dict[int, list[int]]:
        touched = self._gone.union(self._put)
        groups = dict(self._base.group_by(field))
        for id in touched:
            if id in self._base:
                value = getattr(self._base[id], field)
                groups[value] = [other for other in groups[value] if other != id]
                if not groups[value]:
                    del groups[value]
        for id, record in self._put.items():
            value = getattr(record, field)
            groups[value] = sorted([*groups.get(value, ()), id])
        return groups

    def _newest_of_all(self, field: str, day: str) -> dict[int, int]:
        newest = dict(self._base.newest_by(field, day))
        values = {getattr(record, field) for record in self._put.values()}
        moved = [id for id in self._gone.union(self._put) if id in self._base]
        if moved:
            values.update(getattr(self._base[id], field) for id in moved)
            groups = self.group_by(field)
        else:
            # Only new records: the best so far and the new ones are all there is to compare.
            groups = {value: [newest[value]] for value in values if value in newest}
            for id, record in self._put.items():
                groups.setdefault(getattr(record, field), []).append(id)
        for value in values:
            newest.pop(value, None)
        changed = {value: groups[value] for value in values if value in groups}
        return {**newest, **newest_of(self, changed, day)}

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record in a form that compares as the field does."""
        if id not in self._put:
            return self._base.pluck(id, field)
        return comparable(getattr(self._put[id], field))

    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object, with the keys that nobody here knows."""
        if id not in self._put:
            return self._base.raw(id)
        known = TABLES[self._name]._fields  # type: ignore[attr-defined]
        old = self._base.raw(id) if id in self._base else {}
        return {
            **to_json(self._put[id]),
            **{key: value for key, value in old.items() if key not in known},
        }

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> OverlayTable:
        """Return a table with some more records put in or replaced and others gone."""
        out = frozenset(gone)
        merged = {id: record for id, record in {**self._put, **put}.items() if id not in out}
        return OverlayTable(self._name, self._base, merged, self._gone.union(out) - merged.keys())


def comparable(value: Any) -> Any:
    """Return a day as its ISO text, which compares as the day does; anything else as it is."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value
