"""Reading a damaged board file as far as it can be read, with everything else set aside.

Every record of the result decodes, keeps the rules, and every reference leads somewhere. What
cannot stay is given back as it stood in the file, with the reason: nothing is lost. What is mended
is what reading takes already (`okrboard.domain.rules.usable`), so that nobody sees another board
after a repair; only a series with impossible days gets those of its cycle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from okrboard.domain.limits import MAX_ID
from okrboard.domain.lookup import REFERENCES
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.rules import Clash, broken, clashes, usable
from okrboard.domain.schema import from_json, plain
from okrboard.errors import StoreCorrupt
from okrboard.storage.layout import FORMAT, SCHEMA, archived_in, is_entry
from okrboard.storage.load import (
    MAX_DIGITS,
    Archived,
    Problem,
    check_meta,
    is_count,
    is_number,
    record_problem,
    upgraded,
)

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


class Rejected(Record):
    """Something that had to be set aside."""

    problem: Problem
    content: object
    """As JSON, or as text where it is not even that."""
    now: Json | None = None
    """The fields that the record is left with, where some were taken off it."""


class Salvaged(Record):
    """What could be read of a board file."""

    tree: Json
    """Tables without `_meta`."""
    meta: Json
    rejected: tuple[Rejected, ...]
    faults: tuple[Fault, ...] = ()
    """Rules that were broken; the tree has what could be mended."""
    missing: dict[str, int] = {}
    """By table, how many records of a torn file at most are not in it any more."""

    @property
    def gone(self) -> dict[str, tuple[int, ...]]:
        """By table, the numbers of the records that had to go."""
        found: dict[str, dict[int, None]] = {}
        problems = [each.problem for each in self.rejected]
        for name, id, _ in (*problems, *(each.problem for each in self.faults)):
            if is_number(id) and id not in self.tree.get(name, {}):
                found.setdefault(name, {})[int(id)] = None
        return {name: tuple(sorted(ids)) for name, ids in found.items()}


class _Pairs(list):  # type: ignore[type-arg]
    """A JSON object with its keys as often as they stand there."""


class _NotJson:
    """A number that JSON does not have."""

    def __init__(self, text: str) -> None:
        self.text = text


def salvage(data: bytes) -> Salvaged:
    """Return what can be read of a board file.

    Raises `StoreCorrupt` when this never was a board, and `StoreTooNew`.
    """
    rejected: list[Rejected] = []
    text = _text_of(data, rejected)
    before = len(rejected)
    pairs = _parsed(text, rejected)
    torn = len(rejected) > before
    tree: Json = {}
    meta: Json = {}
    for name, rows in pairs:
        if name == "_meta":
            meta = _meta(rows, rejected)
            continue
        if name in tree and not torn:
            _reject(rejected, name, "", "the table is there twice; both are read", None)
        table = tree.setdefault(name, {})
        for id, fields in _rows(name, rows, rejected):
            if id in table:
                _reject(rejected, name, id, "is there twice; the last one counts", table[id])
            table[id] = fields
    if meta.get("format") != FORMAT:
        raise StoreCorrupt("it is no okrboard board, and there is nothing to repair")
    check_meta(meta)
    if meta["schema"] < SCHEMA:
        tree = upgraded({**tree, "_meta": {"1": meta}})
        meta = tree.pop("_meta")["1"]
    archived = archived_in(meta)
    missing = _missing(text, tree, meta, archived) if torn else {}
    _drop_unreadable(tree, rejected, archived)
    found = tuple(faults(tree))
    _keep_numbers(meta, rejected)
    return Salvaged(tree, meta, tuple(rejected), found, missing)


def _missing(text: str, tree: Json, meta: Json, archived: Archived) -> dict[str, int]:
    """Return how many records a torn file at most had more, by what its header says.

    A table that is as long as the header has it lacks none; of others every number that was given
    out and is not there may be a record that is lost, or one that was removed.
    """
    sizes = meta.get("sizes")
    sizes = sizes if isinstance(sizes, dict) else {}
    data = text.encode("utf-8", "surrogatepass")
    found = {}
    for name, highest in meta["counters"].items():
        start = data.find(f'\n"{name}":{{\n'.encode())
        size = sizes.get(name, -1)
        if start >= 0 and is_count(size):
            end = start + len(name) + 6 + size
            if data[end : end + 2] == b"\n}":
                continue
        there = len(tree.get(name, {})) + len(archived.get(name, ()))
        if name in TABLES and highest > there:
            found[name] = highest - there
    return found


def _keep_numbers(meta: Json, rejected: list[Rejected]) -> None:
    """Let the numbers of records that are set aside not be given out to others."""
    counters = meta["counters"]
    for table, id, _ in (each.problem for each in rejected):
        if table in TABLES and is_number(id):
            counters[table] = max(counters.get(table, 0), int(id))


def _text_of(data: bytes, rejected: list[Rejected]) -> str:
    two_bytes = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if two_bytes or data[:3] == b"\xef\xbb\xbf":
        _reject(rejected, "", "", "the file begins with a byte order mark", None)
    if two_bytes:
        return data.decode("utf-16", "backslashreplace")
    return data.decode("utf-8-sig", "backslashreplace")


def _parsed(text: str, rejected: list[Rejected]) -> list[tuple[str, Any]]:
    decoder = _decoder()
    try:
        pairs = decoder.decode(text)
    except (ValueError, RecursionError) as error:
        _reject(rejected, "", "", f"the file is not JSON: {error}", None)
        return list(_line_by_line(text, decoder, rejected))
    if not isinstance(pairs, _Pairs):
        raise StoreCorrupt("it is JSON, but not a TinyDB file")
    return pairs


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_Pairs,
        parse_constant=_NotJson,
        parse_float=_number,
        parse_int=_whole,
        strict=False,
    )


def _whole(text: str) -> object:
    return int(text) if len(text) <= MAX_DIGITS else _NotJson(text)


def _number(text: str) -> object:
    number = float(text)
    return number if isfinite(number) else _NotJson(text)


def _line_by_line(
    text: str, decoder: json.JSONDecoder, rejected: list[Rejected]
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
            _reject(rejected, name, "", f"line {number} cannot be read: {error}", line)
            if number == 1 and "okrboard" in line:
                yield "_meta", _Pairs([("1", _torn_header(line))])
    yield name, rows


def _torn_header(line: str) -> _Pairs:
    """Return of a header that is no JSON what its numbers say; counters come from the records."""
    found = _Pairs([("format", FORMAT)])
    for key in ("schema", "rev"):
        digits = line.partition(f'"{key}":')[2].lstrip().partition(",")[0].strip()
        if digits.isascii() and digits.isdecimal():
            found.append((key, int(digits[:9])))
    return found


def _meta(rows: object, rejected: list[Rejected]) -> Json:
    found = _plain(rows)
    meta = found.pop("1", None) if isinstance(found, dict) else None
    if not isinstance(meta, dict):
        return {}
    if found:
        _reject(rejected, "_meta", "", "there is more than one document", found)
    if type(meta.get("schema")) is not int or meta["schema"] < 0:
        _reject(rejected, "_meta", "", "schema is not a version number", meta.get("schema"))
        meta["schema"] = SCHEMA
    if not is_count(meta.get("rev", 0)):
        _reject(rejected, "_meta", "", "rev is not a whole number", meta["rev"])
        meta["rev"] = 0
    counters = meta.get("counters", {})
    counters = counters if isinstance(counters, dict) else {"": counters}
    meta["counters"] = {
        name: count for name, count in counters.items() if is_count(count) and count <= MAX_ID
    }
    if len(meta["counters"]) < len(counters):
        _reject(rejected, "_meta", "", "counters are not numbers of records", counters)
    if "parts" in meta:
        _check_parts(meta, rejected)
    return meta


def _check_parts(meta: Json, rejected: list[Rejected]) -> None:
    """Keep what says where an archive is; an archive that is no longer named stays on the disk."""
    found = meta["parts"] if isinstance(meta["parts"], list) else [meta["parts"]]
    meta["parts"] = [entry for entry in found if is_entry(entry)]
    if len(meta["parts"]) < len(found):
        _reject(rejected, "_meta", "", "parts does not say where closed cycles are", found)


def _rows(name: str, rows: object, rejected: list[Rejected]) -> Iterator[tuple[str, Any]]:
    if not isinstance(rows, _Pairs):
        if name or rows:
            _reject(rejected, name, "", "is not a table", rows)
        return
    for id, fields in rows:
        if not is_number(id) or not name:
            _reject(rejected, name, "", f"{id!r} is no document number", {id: fields})
        elif not isinstance(fields, _Pairs):
            _reject(rejected, name, id, "is not an object", fields)
        elif _has_no_json(fields):
            _reject(rejected, name, id, "holds a number that JSON does not have", fields)
        elif _has_twice(fields):
            _reject(rejected, name, id, "has a key twice; the last one counts", fields)
            yield id, _plain(fields)
        else:
            yield id, _plain(fields)


def _drop_unreadable(tree: Json, rejected: list[Rejected], archived: Archived) -> None:
    """Drop and mend until everything that stays leads somewhere."""
    again = True
    while again:
        again = False
        for name in tree:
            for id in list(tree[name]):
                problem = record_problem(name, id, tree[name][id], tree, archived)
                if problem is not None:
                    again = True
                    before = tree[name][id]
                    mended = _mended(name, id, tree, archived)
                    rejected.append(Rejected(problem, before, tree[name][id] if mended else None))
                    if not mended:
                        del tree[name][id]


def _mended(name: str, id: str, tree: Json, archived: Archived) -> bool:
    """Clear references that lead nowhere where a record can do without; say whether that helped."""
    fields = dict(tree[name][id])
    for field, target in REFERENCES.get(name, ()):
        if field not in TABLES[name]._field_defaults:  # type: ignore[attr-defined]
            continue
        rows, value, gone = tree.get(target, {}), fields.get(field), archived.get(target, ())
        if isinstance(value, list):
            fields[field] = [other for other in value if str(other) in rows or other in gone]
        elif value and str(value) not in rows and value not in gone:
            del fields[field]
    if record_problem(name, id, fields, tree, archived) is not None:
        return False
    tree[name][id] = fields
    return True


def _plain(value: object) -> Any:
    if isinstance(value, _Pairs):
        return {key: _plain(item) for key, item in value}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.text if isinstance(value, _NotJson) else value


def _has_no_json(value: object) -> bool:
    if isinstance(value, _Pairs):
        return any(_has_no_json(item) for _, item in value)
    if isinstance(value, list):
        return any(map(_has_no_json, value))
    return isinstance(value, _NotJson)


def _has_twice(value: object) -> bool:
    if isinstance(value, _Pairs):
        keys = [key for key, _ in value]
        return len(set(keys)) < len(keys) or any(_has_twice(item) for _, item in value)
    return isinstance(value, list) and any(map(_has_twice, value))


def _as_found(value: object) -> object:
    """Return a value as the file of rejects keeps it: twice the same key becomes pairs."""
    if isinstance(value, _Pairs) and _has_twice(value):
        return [[key, _plain(item)] for key, item in value]
    return {k: _as_found(v) for k, v in value.items()} if isinstance(value, dict) else _plain(value)


def _reject(rejected: list[Rejected], table: str, id: str, text: str, content: object) -> None:
    rejected.append(Rejected(Problem(table, id, text), _as_found(content)))
