"""One field of a valid board with a value that nobody meant, as a hand in the file could put it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from okrboard.domain.enums import WORDS
from okrboard.domain.lookup import REFERENCES
from okrboard.domain.records import TABLES
from okrboard.domain.schema import Type, types_of
from okrboard.storage.layout import document_of, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    Json = dict[str, Any]
    Path = tuple[str | int, ...]

NUMBERS = [0, 1, -1, 7, 54, 1e15, -1e15, 1e300, 2**53, -(2**53), 0.5, -0.0, 10**400, True]
DAYS = ["0001-01-01", "9999-12-31", "1900-01-01", "2200-12-31", "2026-02-30", "2026-11-20"]
TIMES = [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "1900-01-01T00:00:00-12:00",
    "2200-12-31T23:59:59+23:59",
    "2026-11-20T10:00:00",
    "2026-11-20T10:00:00Z",
]
TEXTS = [
    *("", " ", "x" * 30_000, "a\nb\x1b[2J\u202e", "99:99", "25:00", "UTC", "Mars/Phobos"),
    *("../../etc/passwd", "javascript:x", "KR999999", "O1", "=1+1", "[/]"),
]
WRONG: list[Any] = [None, [], {}, [[]], [{}], "", "x", -1, 1.5, True]
"""Of another type than most fields have."""


def fields_of(table: str) -> Iterator[tuple[str, Type]]:
    """Yield the fields of a table's records, with what they are declared to hold."""
    yield from list(types_of(TABLES[table]).items())[1:]


def hostile_values(table: str, field: str, declared: Type, ids: list[int]) -> list[Any]:
    """Return values of a field's own type that nobody meant, and some of other types."""
    if any(field == name for name, _ in REFERENCES.get(table, ())):
        one: list[Any] = [0, -1, 999_999, *ids[:3], *ids[-1:]]
        if declared.many:
            return [*([each] * 2 for each in one), ids * 20, *WRONG]
        return [*one, *WRONG]
    if declared.base in WORDS:
        return [*WORDS[declared.base], "dreamt", *WRONG]
    plain: dict[str, list[Any]] = {
        "int": NUMBERS,
        "float": NUMBERS,
        "date": DAYS,
        "datetime": TIMES,
        "str": TEXTS,
        "Lines": TEXTS,
    }
    return [*([] if declared.many else plain.get(declared.base, [])), *WRONG]


def hostile_lists(value: list[Any]) -> Iterator[list[Any]]:
    """Yield a list of a record with one item twice, many times, and with each field spoiled."""
    yield value * 2
    yield (value * 3000)[:3000]
    if not value or not isinstance(value[0], dict):
        return
    for name in value[0]:
        for worse in (*NUMBERS, *DAYS, *TIMES, *TEXTS, *WRONG):
            yield [{**value[0], name: worse}, *value[1:]]


def spoiled(tree: Json, table: str, id: str, field: str, value: Any, *, ours: bool) -> bytes:
    """Return a board's bytes with one field replaced; `ours` with the check and layout we write."""
    fields = {**tree[table][id], field: value}
    spoiled_tree = {**tree, table: {**tree[table], id: fields}}
    if not ours:
        return json.dumps(spoiled_tree).encode()
    meta = spoiled_tree.pop("_meta")["1"]
    return render(document_of(spoiled_tree, meta))
