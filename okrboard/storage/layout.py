"""How a board lies in its file: plain TinyDB JSON, arranged so that little of it has to be read.

    {"_meta":{"1":{"format":"okrboard","check":"<crc32>","schema":1,"rev":42,"commit":"<hex>",
                   "counters":{...},"sizes":{"members":310,"objectives":9120,...},...}},
    "members":{
    "1":{"handle":"ann","name":"Ann"},
    "2":{"handle":"bo"}
    },
    ...}}

The first line is the header, every record has a line of its own. The check covers every byte after
itself: where it holds, the file is exactly as we wrote it, tables are cut out by their sizes and
nothing is parsed before somebody asks.

A file that was edited by hand is still a board: it is parsed as a whole, nothing is guessed, and
the next commit brings it into this form again. Refused are text that is not JSON (NaN, duplicate
keys and absurd depth included), records that do not decode, and references that lead nowhere.
Layout, order of keys, and keys and tables that nobody here knows are the editor's business. An
older file is brought up in memory: `STEPS[n]` turns the tree of a schema-n file into one of schema
n + 1; the first change writes the new form.

Where cycles have been archived, `_meta.parts` names a file for each:

    {"file":"okrboard.json.3.0123456789abcdef.json","cycle":3,
     "ids":{"check_ins":[1,40,50,60],...},"keys":{"check_ins":{"key_result":[1,8],...},...}}

`ids` are the numbers that it holds, as runs; `keys` are the values that some fields of its records
have. They tell, without opening it, whether a question is about what is in it.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any
from zlib import crc32

from okrboard.domain.lookup import REFERENCES, ids_in, named
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json
from okrboard.errors import StoreCorrupt, StoreTooNew
from okrboard.files import is_hexadecimal
from okrboard.text import clean

Json = dict[str, Any]


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a JSON number")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_encode_ascii = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder(parse_constant=_no_constant).decode


def dumps(value: object) -> bytes:
    """Return compact UTF-8 JSON without a raw newline.

    Raises `ValueError` for numbers that JSON lacks, `TypeError` for what is no JSON value.
    """
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        # A lone surrogate can only be written as its escape.
        return _encode_ascii(value).encode()


def loads(text: str) -> Any:
    """Return what a JSON text says; raise `ValueError` when it is none, NaN included."""
    return _decode(text)


FORMAT = "okrboard"

SCHEMA = 1
"""The version of the records that this okrboard writes."""

KEY_BYTES = 128
"""So many first bytes hold check, schema, rev and commit, hence differ after every commit."""

_HEAD = b'{"_meta":{"1":{"format":"okrboard","check":"'
_BODY = len(_HEAD) + 8
_OWN = ("format", "check", "schema", "rev", "commit", "counters", "sizes")


class Document(Record):
    """The content of a board file: the record of `_meta`, and the record lines of each table."""

    meta: Json
    """Without `format`, `check` and `sizes`; keys that nobody here knows stay."""
    tables: dict[str, bytes]
    """Lines `"<id>":{...}` joined by `,` and a newline; every table of the file, known or not."""
    edited: bool = False
    """Whether something else than okrboard wrote the file."""
    schema: int = SCHEMA
    """The version of the records in the file that this was read from."""

    @property
    def rev(self) -> int:
        """How many commits led here."""
        return int(self.meta.get("rev", 0))

    @property
    def counters(self) -> dict[str, int]:
        """The highest id ever given out in each table."""
        return dict(self.meta.get("counters", {}))


def render(document: Document) -> bytes:
    """Return the file's bytes."""
    tables = document.tables or {"settings": b""}
    body = []
    for name, lines in tables.items():
        body += [dumps(name), b":{\n", lines, b"\n},\n" if lines else b"},\n"]
    body[-1] = body[-1].replace(b",", b"}")
    meta = {key: value for key, value in document.meta.items() if key not in _OWN}
    rest = {
        "schema": document.meta.get("schema", SCHEMA),
        "rev": document.rev,
        "commit": document.meta.get("commit", ""),
        "counters": document.counters,
        "sizes": {name: len(lines) for name, lines in tables.items()},
        **meta,
    }
    tail = b'",' + dumps(rest)[1:] + b"},\n"
    check = crc32(tail)
    for part in body:
        check = crc32(part, check)
    # Everything is copied once: tens of megabytes are, on the largest boards.
    return b"".join((_HEAD, b"%08x" % check, tail, *body))


def parse(data: bytes) -> Document | None:
    """Return what a file holds when it is exactly as `render` made it, else None."""
    if not data.startswith(_HEAD):
        return None
    if data[len(_HEAD) : _BODY] != b"%08x" % crc32(memoryview(data)[_BODY:]):
        return None
    end = data.find(b"\n")
    try:
        meta = loads(data[: end - 1].decode() + "}")["_meta"]["1"]
        tables = _cut(data, end + 1, meta["sizes"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    for key in ("format", "check", "sizes"):
        del meta[key]
    return None if tables is None else Document(meta, tables)


def _cut(data: bytes, at: int, sizes: dict[str, int]) -> dict[str, bytes] | None:
    tables: dict[str, bytes] = {}
    for name, size in sizes.items():
        opening = dumps(name) + b":{\n"
        start = at + len(opening)
        stop = start + size
        closing = b"\n}" if size else b"}"
        if size < 0 or not data.startswith(opening, at) or not data.startswith(closing, stop):
            return None
        tables[name] = data[start:stop]
        at = stop + len(closing) + 2
    return tables if data[at - 2 :] == b"}\n" else None


def line(id: int, fields: Json) -> bytes:
    """Return a record as its line of the table."""
    return b'"%d":%s' % (id, dumps(fields))


def new_commit() -> str:
    """Return a name for a commit that no other has: 16 hexadecimal digits."""
    return os.urandom(8).hex()


def is_part_name(file: str, board: str = "") -> bool:
    """Say whether a file is named as a part of a board is, of any board where none is named."""
    pieces = file.split(".")
    if "/" in file or "\0" in file or len(pieces) < 4 or pieces[-1] != "json":
        return False
    name, cycle, commit = ".".join(pieces[:-3]), pieces[-3], pieces[-2]
    whose = name == board if board else not file.startswith(".") and bool(name)
    return whose and cycle.isascii() and cycle.isdigit() and is_hexadecimal(commit, 16)


# The archives of closed cycles, as a header names them.

_MOST = 10_000_000
"""Ids that one set may hold; a file that says more is not believed."""


class Ranges:
    """Whole numbers from 0 on, kept as first and last of each run: `[1, 40, 50, 60]`."""

    def __init__(self, flat: list[int]) -> None:
        """Take runs in the form of `flat`, which is not checked."""
        self.flat = flat

    @classmethod
    def of(cls, ids: Iterable[int]) -> Ranges:
        """Return the set of some ids, in whatever order they come."""
        flat: list[int] = []
        for id in sorted(set(ids)):
            if flat and flat[-1] == id - 1:
                flat[-1] = id
            else:
                flat += (id, id)
        return cls(flat)

    @classmethod
    def union(cls, several: Iterable[Ranges]) -> Ranges:
        """Return what is in any of several sets that have nothing in common."""
        pairs = sorted(pair for ranges in several for pair in ranges.pairs())
        return cls([end for pair in pairs for end in pair])

    def pairs(self) -> list[tuple[int, int]]:
        """Return first and last of each run, in order."""
        return list(zip(self.flat[::2], self.flat[1::2], strict=True))

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, int):
            return False
        at = bisect_right(self.flat, id)
        return at % 2 == 1 or (at > 0 and self.flat[at - 1] == id)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.pairs():
            yield from range(first, last + 1)

    def __reversed__(self) -> Iterator[int]:
        for first, last in reversed(self.pairs()):
            yield from range(last, first - 1, -1)

    def __len__(self) -> int:
        return sum(self.flat[1::2]) - sum(self.flat[::2]) + len(self.flat) // 2


def is_flat(value: object) -> bool:
    """Say whether something is the runs of a set that a board can have."""
    if not isinstance(value, list) or len(value) % 2 or not set(map(type, value)) <= {int}:
        return False
    firsts, lasts = value[::2], value[1::2]
    if not all(map(int.__le__, firsts, lasts)) or not all(map(int.__lt__, lasts, firsts[1:])):
        return False
    held = sum(lasts) - sum(firsts) + len(lasts)
    return not value or (value[0] >= 0 and value[-1] < 10**15 and held <= _MOST)


Archived = Mapping[str, Ranges]
"""By table, the numbers that are in archives."""


def is_entry(entry: object) -> bool:
    """Say whether something is what a header says of one archive."""
    if not isinstance(entry, dict):
        return False
    file, ids, keys = entry.get("file"), entry.get("ids"), entry.get("keys")
    if type(entry.get("cycle")) is not int or not isinstance(file, str) or not is_part_name(file):
        return False
    if not isinstance(ids, dict) or not isinstance(keys, dict):
        return False
    flats = [ids, *keys.values()]
    return all(isinstance(each, dict) and all(map(is_flat, each.values())) for each in flats)


def archived_in(meta: Json) -> dict[str, Ranges]:
    """Return by table the numbers that a checked header says are in archives."""
    ranges: dict[str, list[Ranges]] = {}
    for entry in meta.get("parts", ()):
        for name, flat in entry["ids"].items():
            ranges.setdefault(name, []).append(Ranges(flat))
    return {name: Ranges.union(several) for name, several in ranges.items()}


# Reading a file that is not exactly as it was written, strictly.

MAX_DIGITS = 1000
"""Of a whole number under a key that nobody here knows."""


class Problem(Record):
    """Something that a board file must not hold."""

    table: str
    """Empty when it is about the whole file."""
    id: str
    """The document's number as it stands in the file; empty when it is about the table."""
    text: str
    """What is wrong, with the field's name in front."""

    def __str__(self) -> str:
        where = named(self.table, int(self.id)) if is_number(self.id) else self.table
        return clean(f"{where}: {self.text}" if where else self.text, 300)


def read_tree(data: bytes) -> Json:
    """Return the JSON object that the bytes hold; raise `StoreCorrupt` that says why not."""
    if not data.strip(b"\0 \t\r\n"):
        raise StoreCorrupt("it is empty" if not data else "it holds nothing but blanks or zeros")
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise StoreCorrupt("it begins with a byte order mark; save it as plain UTF-8")
    try:
        tree = json.loads(
            data.decode(),
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except UnicodeDecodeError as error:
        raise StoreCorrupt(f"it is not UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise StoreCorrupt("it is nested too deeply") from None
    except ValueError as error:
        hint = " (it holds a merge conflict)" if b"\n<<<<<<< " in b"\n" + data else ""
        raise StoreCorrupt(f"it is not JSON: {clean(str(error), 200)}{hint}") from None
    if not isinstance(tree, dict):
        raise StoreCorrupt("it is JSON, but not a TinyDB file")
    return tree


def check(tree: Json, archived: Archived, *, part: bool = False) -> None:
    """Raise `StoreCorrupt` for the first thing that is wrong with the tables of a file.

    References may lead to what is `archived`; the records of a `part` are not looked into.
    """
    for name, rows in tree.items():
        if not isinstance(rows, dict):
            raise StoreCorrupt(str(Problem(name, "", "is not a table")))
        for id, fields in rows.items() if name != "_meta" else ():
            problem = record_problem(name, id, fields, tree, archived)
            if problem is not None and not (part and is_number(problem.id)):
                raise StoreCorrupt(str(problem))


def record_problem(
    name: str, id: str, fields: object, tree: Json, archived: Archived
) -> Problem | None:
    """Return the first thing that is wrong with a document of the tree, or None."""
    if not is_number(id):
        return Problem(name, "", f"{id!r} is no document number")
    if not isinstance(fields, dict):
        return Problem(name, id, "is not an object")
    if name not in TABLES:
        return None
    try:
        record = from_json(TABLES[name], fields, int(id))
    except ValueError as error:
        return Problem(name, id, str(error))
    for field, target in REFERENCES.get(name, ()):
        rows = tree.get(target)
        for other in ids_in(getattr(record, field)):
            there = isinstance(rows, dict) and str(other) in rows
            if not there and other not in archived.get(target, ()):
                return Problem(name, id, f"{field}: there is no {named(target, other)}")
    if name == "changes":
        for patch in record.patches:
            if patch.table not in TABLES:
                return Problem(name, id, f"patches: there is no table {patch.table!r}")
    return None


def is_number(id: str) -> bool:
    """Say whether a key is a document's number as we write it."""
    return id.isascii() and id.isdecimal() and id[0] != "0" and len(id) < 16


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:60]!r} is there twice in one object")
    return fields


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"the number {text[:20]}… is too long")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"the number {text[:40]} is too large")
    return number


STEPS: dict[int, Callable[[Json], Json]] = {}
"""Steps by the version they start from; schema 1 is the first, so there is none yet."""


def upgraded(tree: Json) -> Json:
    """Return an older file's tree in the form of this version; raise `StoreCorrupt` if unknown."""
    schema: int = tree["_meta"]["1"]["schema"]
    while schema < SCHEMA:
        step = STEPS.get(schema)
        if step is None:
            raise StoreCorrupt(f"_meta: schema {schema} is not known to any okrboard")
        try:
            tree = step(tree)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise StoreCorrupt(
                f"it cannot be brought up from schema {schema}: {type(error).__name__}"
            ) from None
        schema += 1
        tree["_meta"]["1"]["schema"] = schema
    return tree


def read_document(data: bytes, *, part: bool = False) -> Document:
    """Return what a board file, or the archive that is a `part` of one, holds.

    An older one is returned as this version writes it. What is in an archive is not looked into.
    Raises `StoreCorrupt` or `StoreTooNew`.
    """
    document = parse(data)
    if document is not None:
        check_meta(document.meta, part=part)
        if document.meta["schema"] == SCHEMA:
            return document
    tree = read_tree(data)
    meta = meta_of(tree, part=part)
    schema = meta["schema"]
    if schema < SCHEMA:
        tree = upgraded(tree)
        meta = meta_of(tree, part=part)
    check(tree, archived_in(meta), part=part)
    return document_of(tree, meta)._replace(edited=document is None, schema=schema)


def meta_of(tree: Json, *, part: bool = False) -> Json:
    """Return the checked document of `_meta`; raise `StoreCorrupt` when this is no board."""
    table = tree.get("_meta")
    meta = table.get("1") if isinstance(table, dict) else None
    if not isinstance(meta, dict) or meta.get("format") != FORMAT:
        raise StoreCorrupt("it is JSON, but not an okrboard board")
    check_meta(meta, part=part)
    if tree["_meta"].keys() != {"1"}:
        raise StoreCorrupt("_meta: there is more than one document")
    return meta


def check_meta(meta: Json, *, part: bool = False) -> None:
    """Raise `StoreTooNew` or `StoreCorrupt` when a header cannot be worked with."""
    schema = meta.get("schema")
    if type(schema) is not int or schema < 0:
        raise StoreCorrupt("_meta: schema is not a version number")
    if schema > SCHEMA:
        raise StoreTooNew(
            f"it was written by a newer okrboard (schema {schema}, this one reads {SCHEMA}); "
            "update okrboard to open it"
        )
    if not is_count(meta.get("rev", 0)):
        raise StoreCorrupt("_meta: rev is not a whole number")
    counters = meta.get("counters", {})
    if not isinstance(counters, dict):
        raise StoreCorrupt("_meta: counters is not an object")
    for name, count in counters.items():
        if not is_count(count):
            raise StoreCorrupt(f"_meta: the counter of {name[:60]!r} is not a whole number")
    parts = meta.get("parts", [])
    if not isinstance(parts, list) or not all(map(is_entry, parts)):
        raise StoreCorrupt("_meta: parts does not say where closed cycles are")
    if part and "part_of" not in meta:
        raise StoreCorrupt("it is no archive of a board")
    if not part and "part_of" in meta:
        raise StoreCorrupt(
            "it is the archive of a closed cycle; open the board that it lies beside"
        )


def is_count(value: object) -> bool:
    """Say whether a value counts something: a whole number from 0 on."""
    return type(value) is int and value >= 0


def document_of(tree: Json, meta: Json) -> Document:
    """Return a checked tree as a document; counters are raised to the numbers in use."""
    counters = dict(meta.get("counters", {}))
    tables = {}
    for name, rows in tree.items():
        if name == "_meta":
            continue
        records = sorted((int(id), fields) for id, fields in rows.items())
        if records:
            counters[name] = max(counters.get(name, 0), records[-1][0])
        tables[name] = b",\n".join([line(id, fields) for id, fields in records])
    drop = ("format", "check", "sizes")
    kept = {key: value for key, value in meta.items() if key not in drop}
    return Document({**kept, "counters": counters}, tables)
