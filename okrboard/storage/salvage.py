"""Reading a damaged board file as far as it can be read, with everything else set aside.

Every record of the result decodes, keeps the rules, and every reference leads somewhere. What
cannot stay is given back as it stood in the file, with the reason: nothing is lost. What is mended
is what reading takes already (`okrboard.domain.rules.usable`), so that nobody sees another board
after a repair; only a series with impossible days gets those of its cycle.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from okrboard.domain.lookup import REFERENCES
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.rules import broken, clashes, usable
from okrboard.domain.schema import from_json, plain
from okrboard.domain.types import MAX_ID
from okrboard.errors import StoreCorrupt
from okrboard.storage.layout import (
    FORMAT,
    MAX_DIGITS,
    SCHEMA,
    Archived,
    Problem,
    archived_in,
    check_meta,
    is_count,
    is_entry,
    is_number,
    record_problem,
    upgraded,
)

Json = dict[str, Any]

_PASSES = 10
"""What is mended may clash again, for example two names that get the same number; it ends soon."""


class Fault(Record):
    """Something that is wrong with a board file, and what becomes of it."""

    problem: Problem
    before: Any
    """The record as it stands in the file, or what else stands there; text where it is no JSON."""
    after: Json | None = None
    """The record's fields when it is mended, None where it has to go.

    The same as before where only a person can mend it.
    """
    is_damage: bool = True
    """Whether the board is refused for it; False for a rule that is broken: reading copes."""

    @property
    def mends(self) -> bool:
        """Whether anything is better afterwards."""
        return self.is_damage or self.after != self.before

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


class Salvaged(Record):
    """What could be read of a board file."""

    tree: Json
    """Tables without `_meta`; what could be mended is."""
    meta: Json
    faults: tuple[Fault, ...]
    missing: dict[str, int]
    """By table, how many records of a torn file at most are not in it any more."""

    @property
    def damage(self) -> tuple[Problem, ...]:
        """Everything for which the board is refused."""
        return tuple(fault.problem for fault in self.faults if fault.is_damage)

    @property
    def gone(self) -> dict[str, tuple[int, ...]]:
        """By table, the numbers of the records that had to go."""
        gone: dict[str, set[int]] = {}
        for name, id, _ in (fault.problem for fault in self.faults):
            if is_number(id) and id not in self.tree.get(name, {}):
                gone.setdefault(name, set()).add(int(id))
        return {name: tuple(sorted(ids)) for name, ids in gone.items()}


def salvage(data: bytes) -> Salvaged:
    """Return what can be read of a board file.

    Raises `StoreCorrupt` when this never was a board, and `StoreTooNew`.
    """
    faults: list[Fault] = []
    text = _text_of(data, faults)
    marked = len(faults)
    pairs = _parsed(text, faults)
    torn = len(faults) > marked
    tree: Json = {}
    meta: Json = {}
    for name, rows in pairs:
        if name == "_meta":
            meta = _meta(rows, faults)
            continue
        if name in tree and not torn:
            _reject(faults, name, "", "the table is there twice; both are read", None)
        table = tree.setdefault(name, {})
        for id, fields in _rows(name, rows, faults):
            if id in table:
                _reject(faults, name, id, "is there twice; the last one counts", table[id])
            table[id] = fields
    if meta.get("format") != FORMAT:
        raise StoreCorrupt("it is no okrboard board, and there is nothing to repair")
    check_meta(meta)
    if meta["schema"] < SCHEMA:
        tree = upgraded({**tree, "_meta": {"1": meta}})
        meta = tree.pop("_meta")["1"]
    archived = archived_in(meta)
    missing = _missing(text, tree, meta, archived) if torn else {}
    _drop_unreadable(tree, faults, archived)
    # The numbers of records that are set aside are not given out to others.
    counters = meta["counters"]
    for table, id, _ in (fault.problem for fault in faults):
        if table in TABLES and is_number(id):
            counters[table] = max(counters.get(table, 0), int(id))
    faults += _broken_rules(tree)
    return Salvaged(tree, meta, tuple(faults), missing)


def _reject(faults: list[Fault], table: str, id: str, text: str, content: object) -> None:
    faults.append(Fault(Problem(table, id, text), _as_found(content)))


# The text.


class _Pairs(list):  # type: ignore[type-arg]
    """A JSON object with its keys as often as they stand there."""


class _NotJson(str):
    """A number that JSON does not have."""


def _text_of(data: bytes, faults: list[Fault]) -> str:
    two_bytes = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if two_bytes or data[:3] == b"\xef\xbb\xbf":
        _reject(faults, "", "", "the file begins with a byte order mark", None)
    return data.decode("utf-16" if two_bytes else "utf-8-sig", "backslashreplace")


def _parsed(text: str, faults: list[Fault]) -> list[tuple[str, Any]]:
    decoder = json.JSONDecoder(
        object_pairs_hook=_Pairs,
        parse_constant=_NotJson,
        parse_float=lambda digits: float(digits) if isfinite(float(digits)) else _NotJson(digits),
        parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else _NotJson(digits),
        strict=False,
    )
    try:
        pairs = decoder.decode(text)
    except (ValueError, RecursionError) as error:
        _reject(faults, "", "", f"the file is not JSON: {error}", None)
        return list(_line_by_line(text, decoder, faults))
    if not isinstance(pairs, _Pairs):
        raise StoreCorrupt("it is JSON, but not a TinyDB file")
    return pairs


def _line_by_line(
    text: str, decoder: json.JSONDecoder, faults: list[Fault]
) -> Iterator[tuple[str, Any]]:
    """Yield table after table of a file whose lines are as we write them, torn as it may be."""
    name, rows = "", _Pairs()
    for number, line in enumerate(text.split("\n"), start=1):
        body = line.strip("\0\r ").removesuffix(",")
        if body in ("", "}", "}}"):
            continue
        try:
            if number == 1:
                yield from decoder.decode(body + "}")
            elif body.endswith('":{'):
                yield name, rows
                name, rows = json.loads(body[:-2]), _Pairs()
            else:
                rows.extend(decoder.decode("{" + body + "}"))
        except (ValueError, RecursionError) as error:
            _reject(faults, name, "", f"line {number} cannot be read: {error}", line)
            if number == 1 and "okrboard" in line:
                yield "_meta", _Pairs([("1", _torn_header(line))])
    yield name, rows


def _torn_header(line: str) -> _Pairs:
    """Return of a header that is no JSON what its numbers say; counters come from the records."""
    header = _Pairs([("format", FORMAT)])
    for key in ("schema", "rev"):
        digits = line.partition(f'"{key}":')[2].lstrip().partition(",")[0].strip()
        if digits.isascii() and digits.isdecimal():
            header.append((key, int(digits[:9])))
    return header


def _plain(value: object, odd: set[type]) -> Any:
    """Return a value as plain JSON; `odd` gets `_NotJson`, and `_Pairs` for a key that is twice."""
    if isinstance(value, _Pairs):
        fields = {key: _plain(item, odd) for key, item in value}
        if len(fields) < len(value):
            odd.add(_Pairs)
        return fields
    if isinstance(value, list):
        return [_plain(item, odd) for item in value]
    if isinstance(value, _NotJson):
        odd.add(_NotJson)
    return value


def _as_found(value: object) -> object:
    """Return a value as the file of rejects keeps it: twice the same key becomes pairs."""
    odd: set[type] = set()
    if isinstance(value, dict):
        return {key: _as_found(item) for key, item in value.items()}
    content = _plain(value, odd)
    if isinstance(value, _Pairs) and _Pairs in odd:
        return [[key, _plain(item, odd)] for key, item in value]
    return content


# What it holds.


def _meta(rows: object, faults: list[Fault]) -> Json:
    """Return the header of a board with what it must have; empty for none."""
    documents = _plain(rows, set())
    meta = documents.pop("1", None) if isinstance(documents, dict) else None
    if not isinstance(meta, dict):
        return {}
    if documents:
        _reject(faults, "_meta", "", "there is more than one document", documents)
    if type(meta.get("schema")) is not int or meta["schema"] < 0:
        _reject(faults, "_meta", "", "schema is not a version number", meta.get("schema"))
        meta["schema"] = SCHEMA
    if not is_count(meta.get("rev", 0)):
        _reject(faults, "_meta", "", "rev is not a whole number", meta["rev"])
        meta["rev"] = 0
    counters = meta.get("counters", {})
    counters = counters if isinstance(counters, dict) else {"": counters}
    meta["counters"] = {
        name: count for name, count in counters.items() if is_count(count) and count <= MAX_ID
    }
    if len(meta["counters"]) < len(counters):
        _reject(faults, "_meta", "", "counters are not numbers of records", counters)
    if "parts" in meta:
        # An archive that is no longer named stays on the disk.
        parts = meta["parts"] if isinstance(meta["parts"], list) else [meta["parts"]]
        meta["parts"] = [entry for entry in parts if is_entry(entry)]
        if len(meta["parts"]) < len(parts):
            _reject(faults, "_meta", "", "parts does not say where closed cycles are", parts)
    return meta


def _rows(name: str, rows: object, faults: list[Fault]) -> Iterator[tuple[str, Json]]:
    if not isinstance(rows, _Pairs):
        if name or rows:
            _reject(faults, name, "", "is not a table", rows)
        return
    for id, fields in rows:
        odd: set[type] = set()
        record = _plain(fields, odd)
        if not is_number(id) or not name:
            _reject(faults, name, "", f"{id!r} is no document number", {id: fields})
        elif not isinstance(fields, _Pairs):
            _reject(faults, name, id, "is not an object", fields)
        elif _NotJson in odd:
            _reject(faults, name, id, "holds a number that JSON does not have", fields)
        else:
            if _Pairs in odd:
                _reject(faults, name, id, "has a key twice; the last one counts", fields)
            yield id, record


def _missing(text: str, tree: Json, meta: Json, archived: Archived) -> dict[str, int]:
    """Return how many records a torn file at most had more, by what its header says.

    A table that is as long as the header has it lacks none; of others every number that was given
    out and is not there may be a record that is lost, or one that was removed.
    """
    sizes = meta.get("sizes")
    sizes = sizes if isinstance(sizes, dict) else {}
    data = text.encode("utf-8", "surrogatepass")
    missing = {}
    for name, highest in meta["counters"].items():
        start, size = data.find(f'\n"{name}":{{\n'.encode()), sizes.get(name, -1)
        if start >= 0 and is_count(size):
            end = start + len(name) + 6 + size
            if data[end : end + 2] == b"\n}":
                continue
        there = len(tree.get(name, {})) + len(archived.get(name, ()))
        if name in TABLES and highest > there:
            missing[name] = highest - there
    return missing


def _drop_unreadable(tree: Json, faults: list[Fault], archived: Archived) -> None:
    """Drop and mend until everything that stays leads somewhere."""
    again = True
    while again:
        again = False
        for name, rows in tree.items():
            for id, before in list(rows.items()):
                problem = record_problem(name, id, before, tree, archived)
                if problem is not None:
                    again = True
                    after = _without_dangling(name, id, before, tree, archived)
                    faults.append(Fault(problem, before, after))
                    if after is None:
                        del rows[id]
                    else:
                        rows[id] = after


def _without_dangling(
    name: str, id: str, before: Json, tree: Json, archived: Archived
) -> Json | None:
    """Return a record without references that lead nowhere; None where it cannot do without."""
    fields = dict(before)
    for field, target in REFERENCES.get(name, ()):
        if field not in TABLES[name]._field_defaults:  # type: ignore[attr-defined]
            continue
        rows, value, gone = tree.get(target, {}), fields.get(field), archived.get(target, ())
        if isinstance(value, list):
            fields[field] = [other for other in value if str(other) in rows or other in gone]
        elif value and str(value) not in rows and value not in gone:
            del fields[field]
    return fields if record_problem(name, id, fields, tree, archived) is None else None


# The rules.


def records_of(tree: Json) -> dict[str, dict[int, Any]]:
    """Return the records of all tables by number; all of them decode."""
    return {
        name: {int(id): from_json(kind, row, int(id)) for id, row in tree.get(name, {}).items()}
        for name, kind in TABLES.items()
    }


def _broken_rules(tree: Json) -> Iterator[Fault]:
    """Yield what breaks rules in tables whose records all decode; puts right what it can, in place.

    What is as before afterwards wants a person.
    """
    records = records_of(tree)

    def put(name: str, id: int, mended: Any, words: str) -> Fault:
        """Write into the tree what differs between two records of one number."""
        before, record = tree[name][str(id)], records[name][id]
        after = dict(before)
        for field in record._fields:
            if getattr(record, field) != getattr(mended, field):
                after[field] = plain(getattr(mended, field))
        records[name][id], tree[name][str(id)] = mended, after
        return Fault(Problem(name, str(id), words), before, after, is_damage=False)

    for name, rows in records.items():
        for id, record in rows.items():
            rules = "; ".join(map(str, broken(record)))
            if rules:
                placed = _within_cycle(record, records["cycles"]) if name == "series" else record
                yield put(name, id, usable(placed), rules)
    for _ in range(_PASSES):
        clashing = list(clashes(records.__getitem__))
        if not clashing:
            return
        for name, id, words, field, value in clashing:
            if field:
                yield put(name, id, records[name][id]._replace(**{field: value}), words)
            else:
                del records[name][id]
                before = tree[name].pop(str(id))
                yield Fault(Problem(name, str(id), words), before, None, is_damage=False)


def _within_cycle(series: Any, cycles: dict[int, Any]) -> Any:
    """Return a series; one whose days are impossible with those of its cycle."""

    def has_impossible_days(each: Any) -> bool:
        return bool({fault.field for fault in broken(each)} & {"first", "last"})

    cycle = cycles.get(series.cycle)
    if cycle is None or not has_impossible_days(series):
        return series
    placed = series._replace(first=cycle.first, last=cycle.last)
    return series if has_impossible_days(placed) else placed
