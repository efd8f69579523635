"""Reading a board file that somebody edited by hand: everything is parsed, and nothing is guessed.

Refused are text that is not JSON (NaN, duplicate keys and absurd depth included), records that do
not decode, and references that lead nowhere. Layout, order of keys, and keys and tables that
nobody here knows are the editor's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from okrboard.domain.lookup import REFERENCES, ids_in, named
from okrboard.domain.record import Record
from okrboard.domain.records import TABLES
from okrboard.domain.schema import from_json
from okrboard.errors import StoreCorrupt
from okrboard.storage.archives import Shelf
from okrboard.text import clean

Json = dict[str, Any]
Tree = dict[str, dict[str, Any]]


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


def problems(tree: Json, archived: Shelf | None = None) -> Iterator[Problem]:
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


def check(tree: Json, archived: Shelf | None = None) -> None:
    """Raise `StoreCorrupt` for the first problem."""
    for problem in problems(tree, archived):
        raise StoreCorrupt(str(problem))


def record_problem(
    name: str, id: str, fields: object, tree: Json, archived: Shelf | None = None
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
            if not there and (archived is None or other not in archived.ids(target)):
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
