"""Tables over the record lines of a file, which decode a record when it is first touched.

`LazyTable` promises the answers of a `MemoryTable` at the price of what is asked: nothing is cut
into lines before the first question, and grouping check-ins by key result decodes none of them. A
record that breaks a rule is taken as `okrboard.domain.rules.usable` makes it. `OverlayTable` is a
change in the making over a table that stays as it is.

Records are written with their fields in order, so the first two of a kind are at the start of the
line. A line in another order (a hand has been there) is told from it, not misread: quotes inside
texts are escaped, so what looks like the start of a line is.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from datetime import date, datetime
from typing import Any

from okrboard.domain.board import Table, in_order, newest_of
from okrboard.domain.records import TABLES
from okrboard.domain.rules import usable
from okrboard.domain.schema import from_json, to_json, types_of
from okrboard.errors import StoreCorrupt
from okrboard.storage.layout import line, loads

_START = 24
"""The opening quote, a number, and the key after it begin within so many bytes."""


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


def whole_numbers(lines: dict[int, bytes], field: str) -> Iterator[tuple[int, int | None]]:
    """Yield each id with the number in its first field; None where the line begins otherwise."""
    start = b':{"%b":' % field.encode()
    for id, row in lines.items():
        at = row.find(start, 0, _START + len(start)) + len(start)
        end = row.find(b",", at)
        digits = row[at : end if end > 0 else -1] if at >= len(start) else b""
        yield id, int(digits) if digits.isdigit() else None


def second_text(row: bytes, first: str, field: str) -> str | None:
    """Return a record's second field, a short text without escapes, after a first that is a number.

    None when the line begins otherwise.
    """
    head, _, rest = row.partition(b",")
    start = b'"%b":"' % field.encode()
    if b':{"%b":' % first.encode() not in head or not rest.startswith(start):
        return None
    end = rest.find(b'"', len(start))
    text = rest[len(start) : end]
    return None if b"\\" in text else text.decode()


def newest_ids(lines: dict[int, bytes], field: str, day: str) -> dict[int, int] | None:
    """Return for each number in the first field the id with the latest day in the second.

    Of several on one day the last. None when a line begins otherwise.
    """
    start, second = b':{"%b":' % field.encode(), b'"%b":"' % day.encode()
    skip, near, size = len(start), len(start) + _START, len(second) + 10
    days: dict[bytes, bytes] = {}
    ids: dict[bytes, int] = {}
    for id, row in lines.items():
        at = row.find(start, 0, near) + skip
        comma = row.find(b",", at) + 1
        on = row[comma : comma + size]
        if at < skip or not on.startswith(second):
            return None
        key = row[at : comma - 1]
        if on >= days.get(key, b""):
            days[key] = on
            ids[key] = id
    if not all(key.isdigit() for key in ids):
        return None
    return {int(key): id for key, id in ids.items()}


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


Json = dict[str, object]


class LazyTable(Table):  # type: ignore[type-arg]
    """The records of one kind, read out of the bytes of a file that is known to be ours."""

    __slots__ = (
        "_groups",
        "_kind",
        "_lines",
        "_name",
        "_newest",
        "_older",
        "_place",
        "_raws",
        "_records",
        "_text",
        "_top",
        "odd",
    )

    def __init__(self, name: str, text: bytes | None, top: int, place: str = "") -> None:
        """Take a table's record lines, of which no id is above `top`, and the file for errors."""
        self._name = name
        self._kind: Any = TABLES[name]
        self._text = text
        self._top = top
        self._place = place
        self._lines: dict[int, bytes] | None = None
        self._records: dict[int, Any] = {}
        self._raws: dict[int, Json] = {}
        self._groups: dict[str, dict[int, list[int]]] = {}
        self._newest: dict[tuple[str, str], dict[int, int]] = {}
        self._older: LazyTable | None = None
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
            self._keep_what_is_decoded()
        return self._lines

    def replaced_by(self, text: bytes, top: int) -> LazyTable:
        """Return the table that a newer text describes, keeping what is known already."""
        mine = self.text
        if text == mine:
            return self
        table = LazyTable(self._name, text, top, self._place)
        if self._lines is not None:
            size = len(mine)
            if text.startswith(mine) and (not mine or text[size : size + 2] == b",\n"):
                table._grow_from(self, self._cut(text[size + 2 if mine else 0 :]))
            else:
                table._older = self
        return table

    def written(self, put: Mapping[int, Json], gone: Iterable[int], top: int) -> LazyTable:
        """Return the table after a commit; records that are only appended cost nothing else."""
        gone = set(gone)
        added = {id: line(id, fields) for id, fields in sorted(put.items())}
        table = LazyTable(self._name, None, top, self._place)
        if not gone and all(id > self._top for id in put):
            table._text = b",\n".join([*([self.text] if self.text else []), *added.values()])
            if self._lines is not None:
                table._grow_from(self, added)
            return table
        lines = {**self.lines, **added}
        for id in gone:
            lines.pop(id, None)
        table._lines = in_order(lines)
        records = dict(self._records)
        kept = {id: records[id] for id in records if id not in put and id in lines}
        table._records = kept
        table.odd = {id: self.odd[id] for id in self.odd if id in kept}
        return table

    def _grow_from(self, older: LazyTable, added: dict[int, bytes]) -> None:
        """Take over everything from a table that only lacks some last records."""
        self._lines = {**older.lines, **added}
        self._records = dict(older._records)
        self.odd = dict(older.odd)
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
            text = self.lines.get(id) if id <= self._top else None
            if text is None:
                raise KeyError(id)
            # Cutting the lines may have brought it over from the table before.
            record = self._records.get(id)
            if record is None:
                fields = self._raws.pop(id, None)
                record = self._decode(id, self._parse(id, text) if fields is None else fields)
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
        found = self._newest.get((field, day))
        if found is None:
            if self._begins_with(field, day):
                found = newest_ids(self.lines, field, day)
            if found is None:
                found = newest_of(self, self.group_by(field), day)
            self._newest[field, day] = found
        return found

    def pluck(self, id: int, field: str) -> Any:
        """Return one field in a form that compares as the field does; a day as its ISO text."""
        if id not in self._records and self._begins_with(self._kind._fields[1], field):
            value = second_text(self.lines[id], self._kind._fields[1], field)
            if value is not None:
                return value
        return comparable(getattr(self[id], field))

    def raw(self, id: int) -> Json:
        """Return a record's JSON object, with the keys that nobody here knows."""
        return self._parse(id, self.lines[id])

    def changed(self, put: Mapping[int, Any], gone: Iterable[int]) -> OverlayTable:
        """Return a table with some records put in or replaced and others gone."""
        gone = frozenset(gone)
        return OverlayTable(self._name, self, {id: put[id] for id in put if id not in gone}, gone)

    # Reading.

    def _cut(self, text: bytes) -> dict[int, bytes]:
        try:
            return cut(text)
        except ValueError:
            raise self._corrupt("", "a record has no number, or one that is there twice") from None

    def _keep_what_is_decoded(self) -> None:
        older, self._older = self._older, None
        if older is not None and self._lines is not None:
            before = older.lines
            for id, record in list(older._records.items()):
                if self._lines.get(id) == before[id]:
                    self._records[id] = record
                    if id in older.odd:
                        self.odd[id] = older.odd[id]

    def _parse(self, id: int, text: bytes) -> Json:
        try:
            fields: Json = loads(body(text).decode())
        except (ValueError, RecursionError) as error:
            raise self._corrupt(id, error) from None
        return fields

    def _parse_all(self) -> None:
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
        if self._begins_with(field):
            for id, number in whole_numbers(self.lines, field):
                yield id, getattr(self[id], field) if number is None else number
            return
        self._parse_all()
        default = self._kind._field_defaults.get(field)
        for id in self.lines:
            raw = self._raws.get(id)
            value = raw.get(field, default) if isinstance(raw, dict) else None
            yield id, value if type(value) is int else getattr(self[id], field)

    def _begins_with(self, first: str, second: str = "") -> bool:
        """Say whether a record's line begins with a whole number, and a day where one is named."""
        types = types_of(self._kind)
        fields: tuple[str, ...] = self._kind._fields
        if first != fields[1] or types[first].base != "int":
            return False
        return not second or (second == fields[2] and types[second].base == "date")

    def _decode(self, id: int, fields: Json) -> Any:
        try:
            record = from_json(self._kind, fields, id)
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
