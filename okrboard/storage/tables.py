"""Tables over the record lines of a file, which decode a record when it is first touched.

`LazyTable` promises the answers of a `MemoryTable` at the price of what is asked: nothing is cut
into lines before the first question, and grouping check-ins by key result decodes none of them. A
record that breaks a rule is taken as `okrboard.domain.rules.usable` makes it. `OverlayTable` is a
change in the making over a table that stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from functools import cache
from typing import Any

from okrboard.domain.board import Table, in_order, newest_of
from okrboard.domain.records import TABLES
from okrboard.domain.rules import usable
from okrboard.domain.schema import from_json, to_json, types_of
from okrboard.errors import StoreCorrupt
from okrboard.storage.layout import line, loads

Json = dict[str, object]


def cut(text: bytes) -> dict[int, bytes]:
    """Return the lines `"<id>":{...}` by id; raise `ValueError` when one has none."""
    rows = text.split(b",\n") if text else []
    lines = {int(row[1 : row.index(b'"', 1)]): row for row in rows}
    if len(lines) != len(rows):
        raise ValueError("a number is there twice")
    return lines


def body(row: bytes) -> bytes:
    """Return a line's JSON object."""
    return row[row.index(b":") + 1 :]


@cache
def _start_of(name: str) -> tuple[str, str, re.Pattern[bytes]]:
    """Return of a table the first field, the second, and what finds both at a line's start.

    Empty for a first field that is no whole number, and for a second that is no day. A line in
    another order (a hand has been there) does not match: quotes inside texts are escaped, so what
    looks like the start of a line is.
    """
    (first, of_first), (second, of_second) = list(types_of(TABLES[name]).items())[1:3]
    start = rf'"\d+":\{{"{first}":(\d+)(?=[,}}])(?:,"{second}":"([^"\\]*)")?'
    first = first if of_first.base == "int" else ""
    second = second if first and of_second.base == "date" else ""
    return first, second, re.compile(start.encode())


class OverlayTable(Table[Any]):
    """A change in the making: as cheap as what it changes, whatever the size of the table."""

    def __init__(
        self, name: str, base: Table[Any], put: Mapping[int, Any], gone: Iterable[int]
    ) -> None:
        """Take what lies over a table of this name; what is both put and gone is gone."""
        self._name = name
        self._base = base
        self._gone = frozenset(gone)
        self._put = {id: record for id, record in put.items() if id not in self._gone}

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
        return iter(in_order({**ids, **self._put}))

    def __len__(self) -> int:
        gone = sum(id in self._base for id in self._gone)
        return len(self._base) - gone + sum(id not in self._base for id in self._put)

    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""
        moved = [self._base[id] for id in self._gone.union(self._put) if id in self._base]
        values = {getattr(record, field) for record in (*moved, *self._put.values())}
        groups = {**self._base.group_by(field), **{v: self.ids_with(field, v) for v in values}}
        return {value: ids for value, ids in groups.items() if ids}

    def ids_with(self, field: str, value: int) -> list[int]:
        """Return the ids of the records whose whole-number field has a value, in order."""
        ids = [id for id in self._base.ids_with(field, value) if not self._covers(id)]
        put = [id for id, record in self._put.items() if getattr(record, field) == value]
        return sorted(ids + put)

    def newest_id(self, field: str, value: int, day: str) -> int | None:
        """Return of those the one with the latest day, of several the last; None of none."""
        best = self._base.newest_id(field, value, day)
        if best is None or self._covers(best):
            ids = self.ids_with(field, value)
        else:
            put = (id for id, record in self._put.items() if getattr(record, field) == value)
            ids = [best, *put]
        return max(ids, key=lambda id: (self.pluck(id, day), id), default=None)

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

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record; a day as its ISO text."""
        return super().pluck(id, field) if self._covers(id) else self._base.pluck(id, field)

    def raw(self, id: int) -> Json:
        """Return a record's JSON object, with the keys that nobody here knows."""
        if id not in self._put:
            return self._base.raw(id)
        known = TABLES[self._name]._fields  # type: ignore[attr-defined]
        old = self._base.raw(id) if id in self._base else {}
        unknown = {key: value for key, value in old.items() if key not in known}
        return {**to_json(self._put[id]), **unknown}

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> OverlayTable:
        """Return a table with some more records put in or replaced and others gone."""
        gone = frozenset(gone)
        put = {**self._put, **put}
        return OverlayTable(self._name, self._base, put, (self._gone - put.keys()) | gone)

    def _covers(self, id: int) -> bool:
        return id in self._put or id in self._gone


class LazyTable(Table[Any]):
    """The records of one kind, read out of the bytes of a file that is known to be ours."""

    def __init__(self, name: str, text: bytes | None, top: int, place: str = "") -> None:
        """Take a table's record lines, of which no id is above `top`, and the file for errors."""
        self._name = name
        self._text = text
        self._top = top
        self._place = place
        self._lines: dict[int, bytes] | None = None
        self._records: dict[int, Any] = {}
        self._raws: dict[int, Json] = {}
        self._groups: dict[str, dict[int, list[int]]] = {}
        self._newest: dict[tuple[str, str], dict[int, int]] = {}
        self.odd: dict[int, Any] = {}

    # What a file store asks.

    @property
    def text(self) -> bytes:
        """The record lines as the file has them."""
        if self._text is None:
            self._text = b",\n".join(self.lines.values())
        return self._text

    @property
    def lines(self) -> dict[int, bytes]:
        """The line of each record, by id; not to be changed."""
        if self._lines is None:
            self._lines = self._cut(self._text or b"")
        return self._lines

    def replaced_by(self, text: bytes, top: int) -> LazyTable:
        """Return the table that a newer text describes, keeping what is known already."""
        mine = self.text
        if text == mine:
            return self
        table = LazyTable(self._name, text, top, self._place)
        if self._lines is not None:
            start = mine + b",\n" if mine else b""
            if text.startswith(start):
                table._grow_from(self, self._cut(text[len(start) :]))
            else:
                table._keep_from(self, self._cut(text))
        return table

    def written(self, put: Mapping[int, Json], gone: Iterable[int], top: int) -> LazyTable:
        """Return the table after a commit; records that are only appended cost nothing else."""
        gone = frozenset(gone)
        added = {id: line(id, fields) for id, fields in sorted(put.items())}
        table = LazyTable(self._name, None, top, self._place)
        if not gone and all(id > self._top for id in put):
            table._text = b",\n".join([*([self.text] if self.text else []), *added.values()])
            if self._lines is not None:
                table._grow_from(self, added)
        else:
            left = {id: row for id, row in self.lines.items() if id not in gone}
            table._keep_from(self, in_order({**left, **added}))
        return table

    def _keep_from(self, older: LazyTable, lines: dict[int, bytes]) -> None:
        """Take some lines, and what an older table has decoded of the same ones."""
        self._lines, before = lines, older.lines
        for id, record in list(older._records.items()):
            if lines.get(id) == before[id]:
                self._records[id] = record
                if id in older.odd:
                    self.odd[id] = older.odd[id]

    def _grow_from(self, older: LazyTable, added: dict[int, bytes]) -> None:
        """Take over everything from a table that only lacks some last records."""
        self._keep_from(older, {**older.lines, **added})
        for field, groups in list(older._groups.items()):
            mine = self._groups[field] = dict(groups)
            for id in added:
                value = getattr(self[id], field)
                mine[value] = [*mine.get(value, ()), id]
        for (field, day), newest in list(older._newest.items()):
            latest = self._newest[field, day] = dict(newest)
            for id in added:
                value = getattr(self[id], field)
                before = latest.get(value)
                if before is None or self.pluck(id, day) >= self.pluck(before, day):
                    latest[value] = id

    # What everybody asks.

    def __getitem__(self, id: int) -> Any:
        record = self._records.get(id)
        if record is None:
            if id not in self:
                raise KeyError(id)
            fields = self._raws.pop(id, None)
            record = self._decode(id, self.raw(id) if fields is None else fields)
            self._records[id] = record
        return record

    def __contains__(self, id: object) -> bool:
        return isinstance(id, int) and id <= self._top and id in self.lines

    def __iter__(self) -> Iterator[int]:
        return iter(self.lines)

    def __reversed__(self) -> Iterator[int]:
        return reversed(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def values(self) -> ValuesView[Any]:
        """Return all records."""
        self._parse_all()
        return super().values()

    def items(self) -> ItemsView[int, Any]:
        """Return all records with their ids."""
        self._parse_all()
        return super().items()

    def group_by(self, field: str) -> dict[int, list[int]]:
        """Return the ids of the records for each value of a whole-number field, in order."""
        groups = self._groups.get(field)
        if groups is None:
            groups = {}
            for id, value in self._column(field):
                groups.setdefault(value, []).append(id)
            # Kept when it is whole: another thread may be asking.
            self._groups[field] = groups
        return groups

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        newest = self._newest.get((field, day))
        if newest is None:
            newest = self._newest_at_start(field, day)
            if newest is None:
                newest = newest_of(self, self.group_by(field), day)
            self._newest[field, day] = newest
        return newest

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record; a day as its ISO text."""
        _, second, start = _start_of(self._name)
        if id not in self._records and field == second:
            match = start.match(self.lines[id])
            if match and match[2] is not None:
                return match[2].decode()
        return super().pluck(id, field)

    def raw(self, id: int) -> Json:
        """Return a record's JSON object, with the keys that nobody here knows."""
        try:
            fields: Json = loads(body(self.lines[id]).decode())
        except (ValueError, RecursionError) as error:
            raise self._corrupt(id, error) from None
        return fields

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> OverlayTable:
        """Return a table with some records put in or replaced and others gone."""
        return OverlayTable(self._name, self, put, gone)

    # Reading.

    def _cut(self, text: bytes) -> dict[int, bytes]:
        try:
            return cut(text)
        except ValueError:
            raise self._corrupt("", "a record has no number, or one that is there twice") from None

    def _parse_all(self) -> None:
        """Parse all lines in one go when most of them are still to be."""
        missing = len(self.lines) - len(self._records) - len(self._raws)
        if missing * 2 < len(self.lines) or not missing:
            return
        import gc

        collecting = gc.isenabled()
        # Nothing in JSON is cyclic: the collector would only walk the growing tree again and again.
        gc.disable()
        try:
            tree: dict[str, Json] = loads((b"{%b}" % self.text).decode())
        except (ValueError, RecursionError) as error:
            raise self._corrupt("", error) from None
        finally:
            if collecting:
                gc.enable()
        self._raws = {int(id): tree[id] for id in tree if int(id) not in self._records}

    def _column(self, field: str) -> Iterator[tuple[int, int]]:
        """Yield each id with the value of a whole-number field."""
        first, _, start = _start_of(self._name)
        if field == first:
            for id, row in self.lines.items():
                match = start.match(row)
                yield id, int(match[1]) if match else getattr(self[id], field)
            return
        self._parse_all()
        default = TABLES[self._name]._field_defaults.get(field)  # type: ignore[attr-defined]
        for id in self.lines:
            raw = self._raws.get(id)
            value = raw.get(field, default) if isinstance(raw, dict) else None
            yield id, value if type(value) is int else getattr(self[id], field)

    def _newest_at_start(self, field: str, day: str) -> dict[int, int] | None:
        """Return what `newest_by` does, from the starts of lines; None where that cannot be."""
        first, second, start = _start_of(self._name)
        if (field, day) != (first, second):
            return None
        days: dict[bytes, bytes] = {}
        ids: dict[bytes, int] = {}
        for id, row in self.lines.items():
            match = start.match(row)
            value, on = match.groups() if match else (b"", None)
            if on is None:
                return None
            if on >= days.get(value, b""):
                days[value] = on
                ids[value] = id
        return {int(value): id for value, id in ids.items()}

    def _decode(self, id: int, fields: Json) -> Any:
        try:
            record = from_json(TABLES[self._name], fields, id)
        except ValueError as error:
            raise self._corrupt(id, error) from None
        taken = usable(record)
        if taken is not record:
            self.odd[id] = record
        return taken

    def _corrupt(self, id: int | str, error: object) -> StoreCorrupt:
        where = f"{self._name} {id}".strip()
        return StoreCorrupt(
            f"{self._place} is damaged: {where}: {error}; okrboard doctor tells more"
        )
