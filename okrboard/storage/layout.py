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
nothing is parsed before somebody asks. A file that was edited by hand is still a board; it is
read by `okrboard.storage.load`, and the next commit brings it into this form again.

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
from collections.abc import Iterable, Iterator
from typing import Any
from zlib import crc32

from okrboard.domain.record import Record
from okrboard.files import is_hexadecimal

Json = dict[str, Any]


def _no_constant(word: str) -> object:
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

    __slots__ = ("flat",)

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
    if len(value) == 2:
        # One run, as nearly all are: a board of many archives asks this often when it is opened.
        first, last = value
        return bool(0 <= first <= last < 10**15 and last - first < _MOST)
    firsts, lasts = value[::2], value[1::2]
    if not all(map(int.__le__, firsts, lasts)) or not all(map(int.__lt__, lasts, firsts[1:])):
        return False
    held = sum(lasts) - sum(firsts) + len(lasts)
    return not value or (value[0] >= 0 and value[-1] < 10**15 and held <= _MOST)


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
    found: dict[str, list[Ranges]] = {}
    for entry in meta.get("parts", ()):
        for name, flat in entry["ids"].items():
            found.setdefault(name, []).append(Ranges(flat))
    return {name: Ranges.union(several) for name, several in found.items()}
