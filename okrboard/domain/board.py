"""`Board`: one immutable snapshot of everything a group keeps together, as a `Table` of each kind.

Indexes are made when first asked for and live as long as the snapshot. `MemoryTable` holds records
as they are. A store may bring its own that decodes a record when it is first touched; both answer
the same questions.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from okrboard.domain import records
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
    def raw(self, id: int) -> dict[str, object]:
        """Return a record's JSON object, with the keys that nobody here knows."""

    @abstractmethod
    def changed(self, put: Mapping[int, R], gone: Iterable[int]) -> Table[R]:
        """Return a table with some records put in or replaced and others gone."""

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        return newest_of(self, self.group_by(field), day)

    def pluck(self, id: int, field: str) -> Any:
        """Return one field of a record; a day as its ISO text, which compares as the day does."""
        value = getattr(self[id], field)
        return value.isoformat() if type(value) is date else value

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
        if field not in self._groups:
            groups = self._groups[field] = {}
            for id, record in self._records.items():
                groups.setdefault(getattr(record, field), []).append(id)
        return self._groups[field]

    def newest_by(self, field: str, day: str) -> dict[int, int]:
        """Return for each value of a whole-number field the id with the latest day, or last."""
        if (field, day) not in self._newest:
            self._newest[field, day] = newest_of(self, self.group_by(field), day)
        return self._newest[field, day]

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


T = TypeVar("T")


class _TableOf(Generic[R]):
    """The table of a kind of record as an attribute of a board."""

    def __init__(self, kind: type[R]) -> None:
        self._name = records.TABLE_OF[kind]

    def __get__(self, board: Board, _: type[Board]) -> Table[R]:
        return board.table(self._name)


class Board:
    """A snapshot: tables by name, the next free numbers, the revision it stands for."""

    __slots__ = ("_memo", "_tables", "archived", "counters", "rev")

    members = _TableOf(records.Member)
    teams = _TableOf(records.Team)
    cycles = _TableOf(records.Cycle)
    objectives = _TableOf(records.Objective)
    key_results = _TableOf(records.KeyResult)
    check_ins = _TableOf(records.CheckIn)
    actions = _TableOf(records.Action)
    series = _TableOf(records.Series)
    holidays = _TableOf(records.HolidayList)
    publications = _TableOf(records.Publication)
    meetings = _TableOf(records.Meeting)
    votes = _TableOf(records.Vote)
    cards = _TableOf(records.Card)
    proposals = _TableOf(records.Proposal)
    agreements = _TableOf(records.Agreement)
    changes = _TableOf(records.Change)

    def __init__(
        self,
        tables: Mapping[str, Table[Any]] | None = None,
        counters: Mapping[str, int] | None = None,
        rev: int = 0,
        archived: Iterable[int] = (),
    ) -> None:
        """Take tables by name; `counters` holds the highest id ever given out in each.

        A counter is never below the highest id in its table; where it is missing, that id counts.
        `archived` are the closed cycles whose history is in an archive: all of it can be read, and
        none of it changes any more.
        """
        self._tables = dict(tables or {})
        self.counters = dict(counters or {})
        self.rev = rev
        self.archived = frozenset(archived)
        self._memo: dict[object, Any] = {}

    def table(self, name: str) -> Table[Any]:
        """Return a table by name; one that holds nothing yet is empty."""
        if name not in self._tables:
            if name not in records.TABLES:
                raise KeyError(name)
            self._tables[name] = MemoryTable()
        return self._tables[name]

    @property
    def tables(self) -> dict[str, Table[Any]]:
        """Every table that was touched or stored, by name."""
        return dict(self._tables)

    def next_id(self, table: str) -> int:
        """Return the number that the next record of a table gets; numbers are never reused."""
        highest = self.counters.get(table)
        return (max(self.table(table), default=0) if highest is None else highest) + 1

    def changed(self, tables: Mapping[str, Table[Any]], counters: Mapping[str, int]) -> Board:
        """Return a board with some tables replaced and counters raised."""
        return Board(
            {**self._tables, **tables}, {**self.counters, **counters}, self.rev, self.archived
        )

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` computes from this snapshot, computed once."""
        if key not in self._memo:
            self._memo[key] = make()
        value: T = self._memo[key]
        return value

    def odd(self) -> Iterator[tuple[str, int, Any]]:
        """Yield table, number and record of those read so far that break a rule, as they are kept.

        `okrboard.domain.rules` says which, and what is read instead.
        """
        for name, table in self._tables.items():
            for id, record in table.live.odd.items():
                yield name, id, record

    @property
    def settings(self) -> records.Settings:
        """What the board decides for everybody."""
        settings: records.Settings = self.table("settings").get(1) or records.Settings()
        return settings

    # Who belongs to what.

    def key_results_of(self, objective: int) -> list[records.KeyResult]:
        """Return an objective's key results in their order."""
        ids = self.key_results.ids_with("objective", objective)
        return sorted((self.key_results[id] for id in ids), key=lambda kr: (kr.position, kr.id))

    def check_ins_of(self, key_result: int) -> list[records.CheckIn]:
        """Return a key result's check-ins, oldest day first, in order of arrival within a day."""
        ids = self.check_ins.ids_with("key_result", key_result)
        return sorted(
            (self.check_ins[id] for id in ids), key=lambda check_in: (check_in.on, check_in.id)
        )

    def latest(self, key_result: int) -> records.CheckIn | None:
        """Return a key result's newest check-in without touching the others."""
        id = self.check_ins.newest_id("key_result", key_result, "on")
        return None if id is None else self.check_ins[id]

    def actions_of(self, key_result: int) -> list[records.Action]:
        """Return a key result's actions, oldest first."""
        return [self.actions[id] for id in self.actions.ids_with("key_result", key_result)]

    def votes_in(self, meeting: int) -> list[records.Vote]:
        """Return the votes of a meeting, oldest first; secret ones included."""
        return [self.votes[id] for id in self.votes.ids_with("meeting", meeting)]

    def cards_in(self, meeting: int) -> list[records.Card]:
        """Return the cards of a meeting, oldest first; covered ones included."""
        return [self.cards[id] for id in self.cards.ids_with("meeting", meeting)]

    def proposals_in(self, meeting: int) -> list[records.Proposal]:
        """Return the proposals of a meeting, oldest first; covered ones included."""
        return [self.proposals[id] for id in self.proposals.ids_with("meeting", meeting)]

    def objectives_in(self, cycle: int) -> list[records.Objective]:
        """Return a cycle's objectives in their order on the board."""
        objectives = [self.objectives[id] for id in self.objectives.ids_with("cycle", cycle)]
        return sorted(objectives, key=lambda objective: (objective.position, objective.id))

    def cycle_on(self, today: date) -> records.Cycle | None:
        """Return the cycle the board is about today.

        A running cycle that contains the day comes first (the youngest of several), then any
        running one, then one in planning, then the one closed last.
        """
        order = {"running": 2, "planning": 1, "closed": 0}
        return max(
            self.cycles.values(),
            key=lambda cycle: (
                order[cycle.state],
                cycle.first <= today <= cycle.last,
                cycle.first,
                cycle.id,
            ),
            default=None,
        )

    def cycle_told(self, today: date) -> records.Cycle | None:
        """Return the cycle a report of today is about.

        That of `cycle_on`, but as long as the next one has not begun, the one that was closed last:
        there is nothing to tell of the other yet.
        """
        current = self.cycle_on(today)
        if current is None or current.state != "planning" or current.first <= today:
            return current
        closed = (cycle for cycle in self.cycles.values() if cycle.state == "closed")
        return max(closed, key=lambda cycle: (cycle.last, cycle.id), default=current)

    def member_named(self, handle: str) -> records.Member | None:
        """Return the member with a handle, whatever its case."""
        by_handle: dict[str, records.Member] = self.memo(
            "handles",
            lambda: {member.handle.casefold(): member for member in self.members.values()},
        )
        return by_handle.get(handle.casefold())
