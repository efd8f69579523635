"""Records that can be read and break a rule: found in a file's tables, and put right.

What is changed is what reading takes already (`okrboard.domain.rules.usable`), so that nobody sees
another board after a repair; only a series with impossible days gets those of its cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.rules import Clash, broken, clashes, usable
from okrboard.domain.schema import from_json, plain
from okrboard.storage.strict import Problem

Json = dict[str, Any]
Rows = dict[str, dict[int, Any]]


_PASSES = 10
"""What is mended may clash again, for example two names that get the same number; it ends soon."""


class Fault(Record):
    """A record that breaks a rule."""

    problem: Problem
    before: Json
    """Its fields as they stand in the file."""
    after: Json | None
    """Its fields when it is mended, None where it has to go; the same where only a person can."""

    @property
    def mends(self) -> bool:
        """Whether anything is better afterwards."""
        return self.after != self.before

    @property
    def change(self) -> str:
        """What becomes of the record, in words."""
        if self.after is None:
            return "taken out"
        before, after = self.before, self.after
        return ", ".join(
            f"{name} {_shown(before, name)} → {_shown(after, name)}"
            for name in {**before, **after}
            if before.get(name) != after.get(name)
        )


def _shown(fields: Json, name: str) -> str:
    value = str(fields[name]) if name in fields else "nothing"
    return value if len(value) <= 40 else value[:39] + "…"


def faults(tree: Json) -> Iterator[Fault]:
    """Yield what breaks rules in tables whose records all decode; puts right what it can, in place.

    What is yielded with `mends` false is as before, and wants a person.
    """
    rows: Rows = {name: {} for name in TABLES}
    for name in TABLES:
        for id, fields in tree.get(name, {}).items():
            rows[name][int(id)] = from_json(TABLES[name], fields, int(id))
    for name, records in rows.items():
        for id, record in records.items():
            words = [str(each) for each in broken(record)]
            if words:
                records[id] = _within_cycle(record, rows) if name == "series" else usable(record)
                yield _put(tree, name, id, record, records[id], "; ".join(words))
    for _ in range(_PASSES):
        clashing = list(clashes(rows.__getitem__))
        if not clashing:
            return
        yield from _apart(tree, rows, clashing)


def _apart(tree: Json, rows: Rows, clashing: Iterable[Clash]) -> Iterator[Fault]:
    for clash in clashing:
        record = rows[clash.table][clash.id]
        if not clash.field:
            del rows[clash.table][clash.id]
            before = tree[clash.table].pop(str(clash.id))
            yield Fault(Problem(clash.table, str(clash.id), clash.words), before, None)
            continue
        mended = record._replace(**{clash.field: clash.value})
        rows[clash.table][clash.id] = mended
        yield _put(tree, clash.table, clash.id, record, mended, clash.words)


def _put(tree: Json, name: str, id: int, record: Any, mended: Any, words: str) -> Fault:
    """Write into the tree what differs between two records of one number."""
    before = tree[name][str(id)]
    after = dict(before)
    for field in record._fields:
        if getattr(record, field) != getattr(mended, field):
            after[field] = plain(getattr(mended, field))
    tree[name][str(id)] = after
    return Fault(Problem(name, str(id), words), before, after)


def _within_cycle(series: Any, rows: Rows) -> Any:
    """Return a series put right; one whose days are impossible has those of its cycle."""
    cycle = rows["cycles"].get(series.cycle)
    fields = {each.field for each in broken(series)}
    if cycle is not None and fields & {"first", "last"}:
        placed = series._replace(first=cycle.first, last=cycle.last)
        if not {each.field for each in broken(placed)} & {"first", "last"}:
            series = placed
    return usable(series)
