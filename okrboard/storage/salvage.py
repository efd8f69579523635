"""Reading a damaged board file as far as it can be read, with everything else set aside.

Every record of the result decodes, keeps the rules, and every reference leads somewhere. What
cannot stay is given back as it stood in the file, with the reason: nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from okrboard.domain.limits import MAX_ID
from okrboard.domain.lookup import REFERENCES
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.errors import StoreCorrupt
from okrboard.storage.archives import Shelf, is_entry
from okrboard.storage.layout import FORMAT, SCHEMA
from okrboard.storage.load import archived_in, check_meta, is_count
from okrboard.storage.mending import Fault, faults
from okrboard.storage.migrate import upgraded
from okrboard.storage.strict import MAX_DIGITS, Problem, is_number, record_problem

Json = dict[str, Any]


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


def _missing(text: str, tree: Json, meta: Json, archived: Shelf) -> dict[str, int]:
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
        there = len(tree.get(name, {})) + len(archived.ids(name))
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


def _drop_unreadable(tree: Json, rejected: list[Rejected], archived: Shelf) -> None:
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


def _mended(name: str, id: str, tree: Json, archived: Shelf) -> bool:
    """Clear references that lead nowhere where a record can do without; say whether that helped."""
    fields = dict(tree[name][id])
    for field, target in REFERENCES.get(name, ()):
        if field not in TABLES[name]._field_defaults:  # type: ignore[attr-defined]
            continue
        rows, value, gone = tree.get(target, {}), fields.get(field), archived.ids(target)
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
