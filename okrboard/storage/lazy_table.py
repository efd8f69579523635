"""`LazyTable`: a table over the lines of the file, which decodes a record when it is first touched.

It promises the answers of a `MemoryTable` at the price of what is asked: nothing is cut into lines
before the first question, and grouping check-ins by key result decodes none of them.
"""

from __future__ import annotations

from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json
from okrboard.domain.table import Table, in_order
from okrboard.errors import StoreCorrupt
from okrboard.storage.json_text import loads
from okrboard.storage.layout import line
from okrboard.storage.overlay import OverlayTable, comparable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
    from typing import Any

    Json = dict[str, object]


class LazyTable(Table):  # type: ignore[type-arg]
    """The records of one kind, read out of the bytes of a file that is known to be ours."""

    __slots__ = (
        "_groups",
        "_kind",
        "_lines",
        "_name",
        "_older",
        "_place",
        "_raws",
        "_records",
        "_text",
        "_top",
    )

    def __init__(self, name: str, text: bytes | None, top: int, place: str = "") -> None:
        """Take a table's record lines, of which no id is above `top`, and the file for errors."""
        self._name = name
        self._kind = TABLES[name]
        self._text = text
        self._top = top
        self._place = place
        self._lines: dict[int, bytes] | None = None
        self._records: dict[int, Any] = {}
        self._raws: dict[int, Json] = {}
        self._groups: dict[str, dict[int, list[int]]] = {}
        self._older: LazyTable | None = None

    # What a file store asks.

    @property
    def text(self) -> bytes:
        """The record lines as the file has them."""
        if self._text is None:
            self._text = b",\n".join([b'"%d":%s' % item for item in self.lines.items()])
        return self._text

    @property
    def lines(self) -> dict[int, bytes]:
        """The JSON object of each record, by id; not to be changed."""
        if self._lines is None:
            self._lines = self._cut()
            self._keep_what_is_decoded()
        return self._lines

    def replaced_by(self, text: bytes, top: int) -> LazyTable:
        """Return the table that a newer text describes, keeping what is decoded already."""
        if text == self._text:
            return self
        table = LazyTable(self._name, text, top, self._place)
        if self._records:
            table._older = self
        return table

    def written(self, put: Mapping[int, Json], gone: Iterable[int], top: int) -> LazyTable:
        """Return the table after a commit; records that are only appended cost nothing else."""
        gone = set(gone)
        appended = not gone and all(id > self._top for id in put)
        added = {id: line(id, fields) for id, fields in sorted(put.items())}
        table = LazyTable(self._name, None, top, self._place)
        if appended:
            table._text = b",\n".join([*([self.text] if self.text else []), *added.values()])
        if self._lines is not None or not appended:
            bodies = {id: text[text.index(b":") + 1 :] for id, text in added.items()}
            lines = {**self.lines, **bodies}
            for id in gone:
                lines.pop(id, None)
            table._lines = in_order(lines)
            table._records = {
                id: record for id, record in self._records.items() if id not in put and id in lines
            }
        return table

    # What everybody asks.

    def __getitem__(self, id: int) -> Any:
        record = self._records.get(id)
        if record is None:
            if id > self._top:
                raise KeyError(id)
            text = self.lines[id]
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
            groups = self._groups[field] = {}
            for id, value in self._column(field):
                groups.setdefault(value, []).append(id)
        return groups

    def pluck(self, id: int, field: str) -> Any:
        """Return one field in a form that compares as the field does; a day as its ISO text."""
        if id not in self._records and id not in self._raws:
            value = self._second(self.lines[id], field)
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

    def _cut(self) -> dict[int, bytes]:
        lines: dict[int, bytes] = {}
        if not self._text:
            return lines
        count = 0
        try:
            for count, text in enumerate(self._text.split(b",\n"), start=1):  # noqa: B007
                end = text.index(b'"', 1)
                lines[int(text[1:end])] = text[end + 2 :]
        except ValueError:
            raise self._corrupt("", f"record {count} has no number") from None
        if len(lines) != count:
            raise self._corrupt("", "a number is there twice")
        return lines

    def _keep_what_is_decoded(self) -> None:
        older, self._older = self._older, None
        if older is not None and self._lines is not None:
            before = older.lines
            for id, record in older._records.items():
                if self._lines.get(id) == before[id]:
                    self._records[id] = record

    def _parse(self, id: int, text: bytes) -> Json:
        try:
            fields: Json = loads(text.decode())
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

    def _decode(self, id: int, fields: Json) -> Any:
        try:
            return from_json(self._kind, fields, id)
        except ValueError as error:
            raise self._corrupt(id, error) from None

    def _corrupt(self, id: int | str, error: object) -> StoreCorrupt:
        where = f"{self._name} {id}".strip()
        return StoreCorrupt(
            f"{self._place} is damaged: {where}: {error}; `okrboard doctor` tells more"
        )

    # Reading one field of many records without decoding them. Records are written with their
    # fields in order, so the first two of a kind are at the start of the line.

    def _column(self, field: str) -> Iterator[tuple[int, int]]:
        if self._is_leading(field):
            start = b'{"%b":' % field.encode()
            skip = len(start)
            for id, text in self.lines.items():
                end = text.find(b",", skip)
                digits = text[skip : end if end > 0 else -1]
                if text.startswith(start) and digits.isdigit():
                    yield id, int(digits)
                else:
                    yield id, getattr(self[id], field)
            return
        self._parse_all()
        default = self._kind._field_defaults.get(field)  # type: ignore[attr-defined]
        for id in self.lines:
            raw = self._raws.get(id)
            value = raw.get(field, default) if isinstance(raw, dict) else None
            yield id, value if type(value) is int else getattr(self[id], field)

    def _is_leading(self, field: str) -> bool:
        fields: tuple[str, ...] = self._kind._fields  # type: ignore[attr-defined]
        return field == fields[1] and self._kind.__annotations__[field] == "int"

    def _second(self, text: bytes, field: str) -> str | None:
        """Return a day that is a record's second field, after a number; None when it is not."""
        fields: tuple[str, ...] = self._kind._fields  # type: ignore[attr-defined]
        if field != fields[2] or not self._is_leading(fields[1]):
            return None
        at = text.find(b",") + 1
        start = b'"%b":"' % field.encode()
        if not text.startswith(b'{"%b":' % fields[1].encode()) or not text.startswith(start, at):
            return None
        at += len(start)
        return text[at : at + 10].decode()
