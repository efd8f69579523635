"""How a team's table is laid out, and the same as rows of one key result each.

Understood are: a row a key result; a row an item, objectives and key results below each other; key
results side by side; a log of check-ins. Nothing is read here but what a row is about: what cells
say is `rows`' matter. What is left out is kept with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.record import Record
from okrboard.errors import Refused, UsageError
from okrboard.text import squeeze
from okrboard.transfer.columns import (
    KEY_RESULT_COLUMNS,
    NEEDED,
    OBJECTIVE_COLUMNS,
    Column,
    columns_of,
    key,
    kind_of_item,
    kinds_of,
    listed,
    read_mapping,
)
from okrboard.transfer.outcome import BadRow
from okrboard.transfer.table import Row, SheetTable

Layout = Literal["rows", "items", "side by side", "log"]

Placed = dict[tuple[int, str], str]
"""The cells of a row by the number of the key result that they are of, and field."""

LAYOUTS: dict[Layout, str] = {
    "rows": "one row a key result",
    "items": "one row an item: an objective, then its key results",
    "side by side": "one row an objective, its key results side by side",
    "log": "a log of check-ins, one row each",
}

_LOOKED_AT = 40
"""Rows at the top among which the header is looked for."""

_OF_KEY_RESULT = frozenset((*KEY_RESULT_COLUMNS, "reason", "progress", "by"))

_VAGUE = ("progress", "fortschritt")
"""Headers under which some have per cent and some the value itself."""

_ROLLED_UP = ("current", "progress", "confidence", "last_check_in", "date", "note", "weight")
"""What an objective's own row may say though only its key results have it."""

_TOTALS = "total totals sum average avg mean overall subtotal gesamt summe durchschnitt mittelwert"
_OF_TOTALS = f"{_TOTALS} grand progress score completion okr okrs objectives key results of all"

_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d.,'’ ]*")

_UNITS = (
    "h hours hrs d days weeks min mins minutes s sec seconds ms km m kg t pts points k m€ t€ k€ "
    "$k $m mio tsd eur usd gbp chf people users pages"
)
"""What brackets behind a header may hold to be its numbers' unit, besides money and per cent."""


class SheetRow(Record):
    """A key result's row, or that of an objective without one, and where it stands."""

    line: int
    cells: dict[str, str]
    """By field; what is empty is not there."""
    extra: bool = False
    """Whether it has more cells than the header."""


class Sheet(Record):
    """A table as it was understood."""

    rows: tuple[SheetRow, ...]
    columns: tuple[Column, ...]
    layout: Layout
    header: int
    """The line that names the columns."""
    name: str = ""
    delimiter: str = ","
    noun: str = "line"
    left_out: tuple[BadRow, ...] = ()
    """Rows that are about no goal."""
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """What could mean something else; a person should say yes to it."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that nobody here knows."""
        return tuple(one.header for one in self.columns if one.header and not one.field)


class _Line(Record):
    """A row below the header that may be about a goal."""

    line: int
    cells: Placed
    extra: bool

    def named(self, number: int) -> dict[str, str]:
        """Return the cells of one key result side by side, or with 0 those of the row."""
        cells = {name: text for (of, name), text in self.cells.items() if of == number}
        if "date" in cells:
            cells.setdefault("last_check_in", cells.pop("date"))
        return cells


class _Head(Record):
    """A header that was found."""

    at: int
    columns: tuple[Column, ...]
    layout: Layout


def understand(tables: Sequence[SheetTable], told: Sequence[str] = (), name: str = "") -> Sheet:
    """Return the one of some tables that has goals, as it is laid out.

    `told` are a person's `Header=field`, `name` the sheet that is meant. Raises `Refused` when none
    has goals, and `UsageError` for a sheet or a header that is not there.
    """
    mapping = read_mapping(told)
    if name:
        tables = [_named(tables, name)]
    unread = [table for table in tables if table.problem]
    if unread and len(unread) == len(tables):
        raise Refused(f"sheet {unread[0].name} {unread[0].problem}")
    _check_told(tables, told)
    headed = [(table, head) for table in tables if (head := _head(table, mapping)) is not None]
    if not headed:
        raise Refused(_missing(tables, mapping))
    table, head = max(headed, key=lambda each: (each[1].layout != "log", len(each[0].rows)))
    sheet = _SheetReader(table, head, mapping).sheet()
    if len(tables) > 1:
        others = [(other.name, at.layout) for other, at in headed if other is not table]
        goals = ", ".join(name for name, layout in others if layout != "log")
        notes = [f"sheet {table.name} was read"]
        notes += [f"sheet {other.name} was not read: it {other.problem}" for other in unread]
        notes += [
            f"sheet {name} is a log of check-ins; import it with --sheet, once the goals are there"
            for name, layout in others
            if layout == "log" and sheet.layout != "log"
        ]
        sheet = sheet._replace(notes=(*notes, *sheet.notes))
        if goals:
            question = f"other sheets have goals, too: {goals}; --sheet NAME reads one of them"
            sheet = sheet._replace(questions=(*sheet.questions, question))
    return sheet


def _check_told(tables: Sequence[SheetTable], told: Sequence[str]) -> None:
    """Raise `UsageError` for a mapping of a header that stands nowhere near the top."""
    cells = (cell for table in tables for row in table.rows[:_LOOKED_AT] for cell in row.cells)
    headers = set(map(key, cells)) if told else set()
    for text in told:
        header = text.rpartition("=")[0]
        if key(header) not in headers:
            raise UsageError(f"the table has no column {squeeze(header, 60)}")


def _named(tables: Sequence[SheetTable], name: str) -> SheetTable:
    for table in tables:
        if squeeze(table.name).casefold() == squeeze(name).casefold():
            return table
    names = ", ".join(table.name for table in tables[:20] if table.name)
    raise UsageError(
        f"there is no sheet {squeeze(name, 40)}; there is {names}"
        if names
        else "the file has one table without a name; leave --sheet out"
    )


def _head(table: SheetTable, mapping: Mapping[str, str]) -> _Head | None:
    """Return the first row that can be a header; None when there is none near the top."""
    for at, row in enumerate(table.rows[:_LOOKED_AT]):
        columns = _with_item(table, at, columns_of(row.cells, mapping))
        layout = _layout(columns)
        if layout:
            return _Head(at, columns, layout)
    return None


def _layout(columns: Sequence[Column]) -> Layout | None:
    fields = {column.field for column in columns if not column.number}
    if any(column.number and column.field == "key_result" for column in columns):
        return "side by side" if "objective" in fields else None
    dated = fields & {"date", "last_check_in"} and "current" in fields
    is_log = dated and ("date" in fields or "objective" not in fields)
    if "key_result" in fields and is_log and not fields & {"start", "target", "kind", "steps"}:
        return "log"
    if fields.issuperset(NEEDED):
        return "rows"
    told = fields & (_OF_KEY_RESULT | {"date", "owner", "number", "item"})
    if "item" in fields and fields & {"title", "objective"}:
        return "items"
    return "items" if "title" in fields and told and "key_result" not in fields else None


def _with_item(table: SheetTable, at: int, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return columns where one that says objective or key result in every row is known to."""
    fields = {column.field for column in columns}
    if "item" in fields or "key_result" in fields:
        return columns
    for place, column in enumerate(columns):
        if column.field not in ("kind", "level", ""):
            continue
        cells = [row.cells[place] for row in table.rows[at + 1 :] if place < len(row.cells)]
        kinds = {kind_of_item(cell) for cell in cells if cell.strip()}
        if "key_result" in kinds and "" not in kinds:
            return (*columns[:place], column._replace(field="item"), *columns[place + 1 :])
    return columns


def _missing(tables: Sequence[SheetTable], mapping: Mapping[str, str]) -> str:
    """Return what the best of the rows that could be a header lacks."""
    rows = [row for table in tables for row in table.rows[:_LOOKED_AT]]
    found: list[set[str]] = [{c.field for c in columns_of(row.cells, mapping)} for row in rows]
    best = max(found, key=lambda fields: len(fields - {""}), default=set())
    lacks = next((name for name in NEEDED if name not in best), NEEDED[0])
    return (
        f"the header has no column {lacks}; the first line names the columns, at least objective "
        'and key_result, or --map "Header=field" does'
    )


class _SheetReader:
    """One pass over a table below its header."""

    def __init__(self, table: SheetTable, head: _Head, mapping: Mapping[str, str]) -> None:
        self.table = table
        self.head = head
        self.mapping = mapping
        self.places = _places(head.columns)
        self.left_out: list[BadRow] = [
            BadRow(row.line, "above the header") for row in table.rows[: head.at]
        ]
        self.notes: list[str] = []
        self.questions: list[str] = []

    def sheet(self) -> Sheet:
        """Return the table as it was understood."""
        head, table = self.head, self.table
        body = list(self._body(table.rows[head.at + 1 :]))
        self._settle_progress(body)
        rows = {
            "rows": self._one_a_row,
            "log": self._one_a_row,
            "items": self._items,
            "side by side": self._side_by_side,
        }[head.layout](body)
        laid = tuple(rows)
        layout: Layout = "log" if head.layout == "rows" and self._repeats(laid) else head.layout
        self._drop_useless()
        return Sheet(
            laid,
            self.head.columns,
            layout,
            table.rows[head.at].line,
            table.name,
            table.delimiter,
            table.noun,
            tuple(sorted(self.left_out)),
            tuple(self.notes),
            tuple(self.questions),
        )

    def _body(self, rows: Iterable[Row]) -> Iterator[_Line]:
        """Yield each row that may be about a goal."""
        header = self.table.rows[self.head.at].cells
        for row in rows:
            filled = [cell for cell in row.cells if cell.strip()]
            if [key(cell) for cell in row.cells] == [key(cell) for cell in header]:
                self.left_out.append(BadRow(row.line, "the header again"))
            elif self._is_total(filled, row):
                self.left_out.append(BadRow(row.line, "a total; the board works out its own"))
            else:
                cells = {
                    place: row.cells[at]
                    for place, at in self.places.items()
                    if at < len(row.cells) and row.cells[at].strip()
                }
                extra = any(cell.strip() for cell in row.cells[len(header) :])
                if cells or extra:
                    yield _Line(row.line, self._with_units(cells), extra)

    def _is_total(self, filled: list[str], row: Row) -> bool:
        at = self.places.get((0, "key_result"))
        if at is not None and at < len(row.cells) and row.cells[at].strip():
            return _is_total(row.cells[at]) and _is_total(filled[0])
        return len(filled) > 1 and _is_total(filled[0])

    def _with_units(self, cells: Placed) -> Placed:
        """Return cells where a plain number under `Target (%)` has that unit."""
        for column in self.head.columns:
            place = (column.number, column.field)
            is_unit = (
                set(column.unit) & set(CURRENCIES + "%") or column.unit.casefold() in _UNITS.split()
            )
            text = cells.get(place, "").strip()
            if column.unit and is_unit and _PLAIN_NUMBER.fullmatch(text):
                cells[place] = f"{text} {column.unit}"
        return cells

    def _settle_progress(self, body: list[_Line]) -> None:
        """Write plain numbers of a column of progress as per cent when any of them is above 1."""
        for place in [place for place in self.places if place[1] == "progress"]:
            texts = {line.cells.get(place, "").strip() for line in body}
            plain = {text for text in texts if _PLAIN_NUMBER.fullmatch(text)}
            if not any(map(_is_above_one, plain)):
                continue
            for line in body:
                text = line.cells.get(place, "").strip()
                if text in plain:
                    line.cells[place] = f"{text} %"
            header = self.head.columns[self.places[place]].header
            is_vague = key(header) in _VAGUE and key(header) not in self.mapping
            if is_vague and self._has("target") and not self._has("current"):
                self.questions.append(
                    f"{header} is read as per cent of the way; if it is where the number stands, "
                    f'--map "{header}=current"'
                )

    def _has(self, field: str) -> bool:
        return any(name == field for _, name in self.places)

    def _one_a_row(self, body: Iterable[_Line]) -> Iterator[SheetRow]:
        for line in body:
            cells = line.named(0)
            if cells.keys().isdisjoint(("key_result", "start", "target")) and "objective" in cells:
                rolled = cells.keys() & set(_ROLLED_UP)
                cells = self._without(line.line, cells, rolled, "an objective")
            titles = listed(cells.get("key_result", ""))
            if len(titles) > 1 and cells.keys().isdisjoint(_OF_KEY_RESULT - {"key_result"}):
                for title in titles:
                    yield SheetRow(line.line, {**cells, "key_result": title}, line.extra)
            else:
                yield SheetRow(line.line, cells, line.extra)

    def _without(
        self, line: int, cells: dict[str, str], fields: Iterable[str], noun: str
    ) -> dict[str, str]:
        """Return cells without what the board does not keep of an objective or a key result."""
        left_out = sorted(fields)
        if left_out:
            why = (
                "its key results have that" if noun == "an objective" else "its objective has that"
            )
            listed_fields = ", ".join(left_out)
            self.notes.append(
                f"{self.table.noun} {line}: {listed_fields} of {noun} left out; {why}"
            )
        return {name: text for name, text in cells.items() if name not in left_out}

    def _items(self, body: list[_Line]) -> Iterator[SheetRow]:
        title_field = "title" if (0, "title") in self.places else "objective"
        entries = [(line, line.named(0)) for line in body]
        texts = [cells.pop(title_field, "") for _, cells in entries]
        numbers = [cells.pop("number", "") for _, cells in entries]
        words = [cells.pop("item", "") for _, cells in entries]
        above: dict[str, str] = {}
        for at, (kind, title) in enumerate(kinds_of(texts, numbers, words)):
            line, cells = entries[at]
            if kind == "objective":
                rest = cells.keys() - set(OBJECTIVE_COLUMNS)
                above = self._without(line.line, cells, rest, "an objective")
                yield SheetRow(line.line, {**above, "objective": title}, line.extra)
            elif kind == "key_result":
                if "owner" in cells:
                    cells.setdefault("kr_owner", cells.pop("owner"))
                kept = _OF_KEY_RESULT | {"score"}
                rest = {name for name in cells if name not in kept}
                same = {name for name in rest if cells[name] == above.get(name)}
                told = self._without(line.line, cells, rest - same, "a key result")
                told = {name: text for name, text in told.items() if name not in same}
                yield SheetRow(line.line, {**told, "key_result": title}, line.extra)
            else:
                what = squeeze(words[at], 40) or "neither objective nor key result"
                self.left_out.append(BadRow(line.line, f"{what}, no goal"))
                if not kind:
                    self.questions.append(
                        f"{self.table.noun} {line.line}: “{squeeze(texts[at], 40)}” says neither "
                        "objective nor key result and is left out"
                    )

    def _side_by_side(self, body: Iterable[_Line]) -> Iterator[SheetRow]:
        for line in body:
            goal = line.named(0)
            # A day is that of all values beside it; everything else is of one key result.
            day = {name: goal.pop(name) for name in ("last_check_in",) if name in goal}
            first = {name: goal.pop(name) for name in _OF_KEY_RESULT & goal.keys()}
            if "key_result" not in first:
                self._without(line.line, first, first, "an objective")
                first = {}
            numbers = sorted({number for number, _ in line.cells if number})
            for told in (first, *map(line.named, numbers)):
                if told:
                    dated = told.keys() & {"current", "progress", "confidence"}
                    cells = {**goal, **(day if dated else {}), **told}
                    yield SheetRow(line.line, cells, line.extra)
                    goal = {}
            if goal:
                yield SheetRow(line.line, goal, line.extra)

    def _repeats(self, rows: Sequence[SheetRow]) -> bool:
        """Say whether one key result has rows of several days: then each is a check-in."""
        if (not self._has("last_check_in") and not self._has("date")) or self._has("kind"):
            return False
        days: dict[tuple[str, str], set[str]] = {}
        objective = ""
        for row in rows:
            objective = row.cells.get("objective", objective)
            goal = objective.casefold(), row.cells.get("key_result", "").casefold()
            days.setdefault(goal, set()).add(row.cells.get("last_check_in", ""))
        return any(len(each) > 1 and "" not in each for each in days.values())

    def _drop_useless(self) -> None:
        """Know columns no longer that nothing is made of here."""
        useless = set() if self.head.layout == "items" else {"item", "number", "title"}
        if not self._has("cycle_to"):
            useless.add("cycle_to")
        columns = tuple(
            column._replace(field="") if column.field in useless else column
            for column in self.head.columns
        )
        self.head = self.head._replace(columns=columns)


def _places(columns: Sequence[Column]) -> dict[tuple[int, str], int]:
    """Return the place of each known column; raise `Refused` when two mean the same."""
    places: dict[tuple[int, str], int] = {}
    for at, column in enumerate(columns):
        if not column.field:
            continue
        place = (column.number, column.field)
        if place in places:
            other, name = columns[places[place]].header, column.field
            raise Refused(
                f"two columns mean {name}: {other} and {column.header}; rename one, or leave it "
                f'out with --map "{column.header}="'
            )
        places[place] = at
    # An end without a beginning makes no cycle: it is somebody's deadline.
    if (0, "cycle_from") not in places:
        places.pop((0, "cycle_to"), None)
    return places


def _is_total(text: str) -> bool:
    words = {word.strip(":⌀ø") for word in squeeze(text, 60).casefold().split()} - {""}
    return not words.isdisjoint(_TOTALS.split()) and words.issubset(_OF_TOTALS.split())


def _is_above_one(text: str) -> bool:
    digits = text.strip("+- ").replace(",", ".")
    whole = digits.partition(".")[0]
    return whole.isdecimal() and (
        int(whole[:9]) > 1 or (whole == "1" and digits.strip("0.") != "1")
    )
