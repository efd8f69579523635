"""`LazyTable`: a table over the lines of the file, which decodes a record when it is first touched.

It promises the answers of a `MemoryTable` at the price of what is asked: nothing is cut into lines
before the first question, and grouping check-ins by key result decodes none of them. A record that
breaks a rule is taken as `okrboard.domain.rules.usable` makes it.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any

from okrboard.domain.board import Table, in_order, newest_of
from okrboard.domain.record import field_types
from okrboard.domain.records import TABLES
from okrboard.domain.rules import usable
from okrboard.domain.schema import from_json
from okrboard.errors import StoreCorrupt
from okrboard.storage.columns import body, cut, newest_ids, second_text, whole_numbers
from okrboard.storage.json_text import loads
from okrboard.storage.layout import line
from okrboard.storage.overlay import OverlayTable, comparable

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
        kinds = field_types(self._kind)
        fields: tuple[str, ...] = self._kind._fields
        if first != fields[1] or kinds[first] != "int":
            return False
        return not second or (second == fields[2] and kinds[second] == "date")

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
