"""From a file's bytes to a `Document`, and from a document to a `Board`.

A file that somebody edited by hand is parsed as a whole, and nothing is guessed. Refused are text
that is not JSON (NaN, duplicate keys and absurd depth included), records that do not decode, and
references that lead nowhere. Layout, order of keys, and keys and tables that nobody here knows are
the editor's business. An older file is brought up in memory: `STEPS[n]` turns the tree of a
schema-n file into one of schema n + 1; the first change writes the new form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from okrboard.domain.lookup import REFERENCES, ids_in, named
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json
from okrboard.errors import StoreCorrupt, StoreTooNew
from okrboard.storage.disk import Version, read_board
from okrboard.storage.layout import (
    FORMAT,
    SCHEMA,
    Document,
    Ranges,
    archived_in,
    is_entry,
    line,
    parse,
)
from okrboard.text import clean

Json = dict[str, Any]
Archived = Mapping[str, Ranges]
"""By table, the numbers that are in archives."""


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


def problems(tree: Json, archived: Archived) -> Iterator[Problem]:
    """Yield everything that is wrong with the tables of a file, `_meta` left aside.

    References may lead to what is `archived`.
    """
    for name, rows in tree.items():
        if not isinstance(rows, dict):
            yield Problem(name, "", "is not a table")
            continue
        for id, fields in rows.items():
            if name == "_meta":
                continue
            problem = record_problem(name, id, fields, tree, archived)
            if problem is not None:
                yield problem


def check(tree: Json, archived: Archived) -> None:
    """Raise `StoreCorrupt` for the first problem."""
    for problem in problems(tree, archived):
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
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:60]!r} is there twice in one object")
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a JSON number")


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


def read_file(path: str, shown: str) -> tuple[Document, Version]:
    """Return what the board file at a real path holds, and its key.

    Raises `StoreCorrupt` or `StoreTooNew` that call it as it is `shown`, and what opening raises.
    """
    data, version = read_board(path)
    try:
        return read_document(data), version
    except StoreTooNew as error:
        raise StoreTooNew(f"{shown} cannot be used: {error}") from None
    except StoreCorrupt as error:
        raise StoreCorrupt(f"{shown} cannot be used: {error}; {_WAY_OUT}") from None
    except (MemoryError, RecursionError):
        raise StoreCorrupt(f"{shown} is too large or too deep") from None


_WAY_OUT = "okrboard doctor says what can be saved, else put a backup in its place"


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
    for problem in problems(tree, archived_in(meta)):
        if not part or not is_number(problem.id):
            raise StoreCorrupt(str(problem))
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
