"""`Draft`: what a change would do to a board, collected before anything is written.

Every use case is a function that takes a draft and arguments, reads `draft.board`, and adds, sets
or removes records. Nothing else happens: no I/O, no clock. What breaks a rule of
`okrboard.domain.rules` is refused here, whoever writes it; `with_fields()` and `titled()` put a
person's values into a record cleaned and checked. A store turns the finished `Changes` into one
commit, and keeps what undo needs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any, TypeVar

from okrboard.domain.board import Board
from okrboard.domain.record import Record
from okrboard.domain.records import TABLE_OF, TABLES, Change, Patch
from okrboard.domain.rules import refuse_broken, refuse_broken_values
from okrboard.domain.schema import from_json, plain, reader, to_json, types_of
from okrboard.domain.types import MAX_TITLE
from okrboard.errors import Refused
from okrboard.text import article, squeeze

R = TypeVar("R", bound=tuple[Any, ...])


ONLY_ONWARD = {"series": ("sequence", "modified", "withdrawn")}
"""Fields by table that undo never takes back: what calendars elsewhere have been told."""


class Stamp(Record):
    """Who changes the board, and when."""

    who: str
    """The person's handle."""
    at: datetime
    """Aware."""
    today: date
    """The day of `at` in the board's time zone."""
    member: int = 0
    """The person's id on the board, 0 for somebody who has not joined."""
    zone: tzinfo | None = None
    """The board's time zone; None is UTC."""

    def day_of(self, instant: datetime) -> date:
        """Return the day of another instant in the board's time zone."""
        return instant.astimezone(self.zone or UTC).date()


class Changes(Record):
    """The net effect of a change, for a store to commit; empty when nothing differs."""

    stamp: Stamp
    what: str
    """One line for the log."""
    patches: tuple[Patch, ...] = ()
    counters: dict[str, int] = {}
    undoes: int = 0
    """The change that this one takes back, or 0."""
    logged: bool = True
    """False for what is no content: a meeting's clock and place, a vote before its reveal."""

    def counters_after(self, board: Board) -> dict[str, int]:
        """Return the counters of a board after the change, its own entry in the log included."""
        counters = {**board.counters, **self.counters}
        for patch in self.patches:
            counters[patch.table] = max(counters.get(patch.table, 0), patch.id)
        if self.logged:
            counters["changes"] = board.next_id("changes")
        return counters

    def log_entry(self) -> dict[str, object]:
        """Return the change as its document of the log: with what was there before, for undo."""
        patches = tuple(patch._replace(after=None) for patch in self.patches)
        stamp = self.stamp
        return to_json(Change(0, stamp.at, stamp.who, self.what, self.undoes, patches))


Mark = tuple[Board, int, dict[str, int]]
"""How far a draft had come."""


class Draft:
    """A change in the making on a board that nobody else can see."""

    def __init__(self, board: Board, stamp: Stamp) -> None:
        """Start from the freshest snapshot."""
        self._origin = board
        self._board = board
        self.stamp = stamp
        self.what = ""
        self.undoes = 0
        self.logged = True
        self._pending: dict[str, dict[int, Any]] = {}
        """What the board does not show yet, by table and number; None for a record that is gone."""
        self._touched: dict[tuple[str, int], None] = {}
        self._counters: dict[str, int] = {}
        self._unknown: dict[tuple[str, int], dict[str, object]] = {}

    @property
    def board(self) -> Board:
        """The board as it is with the changes made so far."""
        if self._pending:
            tables = {
                name: self._board.table(name).changed(
                    {id: record for id, record in rows.items() if record is not None},
                    [id for id, record in rows.items() if record is None],
                )
                for name, rows in self._pending.items()
            }
            self._board = self._board.changed(tables, self._counters)
            self._pending = {}
        return self._board

    def add(self, record: R) -> R:
        """Put a new record on the board under the next number of its table; return it."""
        table = TABLE_OF[type(record)]
        self._counters[table] = self._highest(table) + 1
        made: R = record._replace(id=self._counters[table])  # type: ignore[attr-defined]
        return self._write(table, made)

    def put(self, record: R) -> R:
        """Write a record under its own id: `draft.put(objective._replace(title=...))`."""
        return self._write(TABLE_OF[type(record)], record)

    def remove(self, record: tuple[Any, ...]) -> None:
        """Take a record off the board; its number is not given out again."""
        self._set(TABLE_OF[type(record)], record.id, None)  # type: ignore[attr-defined]

    def restore(self, table: str, id: int, fields: dict[str, object]) -> None:
        """Put a record on the board as its JSON object says, keys that nobody knows included.

        For imports. Raises `ValueError` with a sentence that names the field.
        """
        kind = TABLES[table]
        self._write(table, from_json(kind, fields, id))
        known = kind._fields  # type: ignore[attr-defined]
        self._unknown[table, id] = {key: fields[key] for key in fields if key not in known}

    def use_up(self, table: str, highest: int) -> None:
        """Let no number of a table up to `highest` be given out any more."""
        self._counters[table] = max(self._highest(table), highest)

    def _highest(self, table: str) -> int:
        """Return the highest number of a table that was ever given out."""
        used = self._counters.get(table)
        return self._origin.next_id(table) - 1 if used is None else used

    def mark(self) -> Mark:
        """Return a point that `back_to()` can go back to."""
        return self.board, len(self._touched), dict(self._counters)

    def back_to(self, mark: Mark) -> None:
        """Forget what was changed since a mark was taken."""
        self._board, touched, counters = mark
        self._counters, self._pending = dict(counters), {}
        while len(self._touched) > touched:
            self._touched.popitem()

    def touches(self, *tables: str) -> bool:
        """Return whether records of one of these tables were changed so far."""
        return any(table in tables for table, _ in self._touched)

    def finish(self) -> Changes:
        """Return the net effect, field by field."""
        board = self.board
        patches = []
        for table, id in self._touched:
            patch = _patch(self._origin, board, table, id)
            if patch is not None:
                if patch.after is not None:
                    patch.after.update(self._unknown.get((table, id), {}))
                patches.append(patch)
        return Changes(
            self.stamp, self.what, tuple(patches), dict(self._counters), self.undoes, self.logged
        )

    def _write(self, table: str, record: R) -> R:
        refuse_broken(record)
        self._set(table, record.id, record)  # type: ignore[attr-defined]
        return record

    def _set(self, table: str, id: int, record: Any) -> None:
        self._touched[table, id] = None
        self._pending.setdefault(table, {})[id] = record


def _patch(origin: Board, board: Board, table: str, id: int) -> Patch | None:
    before, after = origin.table(table).get(id), board.table(table).get(id)
    if before == after:
        return None
    if before is None:
        return Patch(table, id, None, to_json(after))
    if after is None:
        return Patch(table, id, origin.table(table).raw(id), None)
    fields = [name for name in before._fields if getattr(before, name) != getattr(after, name)]
    kept = ONLY_ONWARD.get(table, ())
    return Patch(
        table,
        id,
        {name: plain(getattr(before, name)) for name in fields if name not in kept},
        {name: plain(getattr(after, name)) for name in fields},
    )


_SQUEEZED = frozenset(("name", "handle", "unit", "summary", "reason", "override_reason"))
"""Fields of one line in which doubled and outer spaces are slips of the hand."""


def defaults(kind: type[Any], *names: str) -> dict[str, Any]:
    """Return fields of a kind of record as they are at first."""
    return {name: kind._field_defaults[name] for name in names}


def with_fields(record: R, **fields: object) -> R:
    """Return the record with some fields replaced.

    Raises `Refused` for a field it does not have, a value of the wrong kind, or one that breaks the
    field's own rule.
    """
    types = types_of(type(record))
    read_fields: dict[str, object] = {}
    for name, value in fields.items():
        if name == "id" or name not in types:
            raise Refused(f"{name} is not a field of {article(type(record).__name__)}")
        if name == "title":
            value = titled(str(value), type(record).__name__)
        elif name in _SQUEEZED and isinstance(value, str):
            value = squeeze(value)
        try:
            read_fields[name] = reader(types[name])(plain(value))
        except (TypeError, ValueError) as error:
            raise Refused(f"{name}: {error}") from None
    changed: R = record._replace(**read_fields)  # type: ignore[attr-defined]
    refuse_broken_values(changed, read_fields)
    return changed


def titled(text: str, what: str) -> str:
    """Return a title squeezed to one line; refuse an empty or a monstrous one."""
    title = squeeze(text, MAX_TITLE + 1)
    if not title:
        raise Refused(f"{article(what)} needs a title")
    if len(title) > MAX_TITLE:
        raise Refused(f"that title has more than {MAX_TITLE:,} characters; shorten it")
    return title
