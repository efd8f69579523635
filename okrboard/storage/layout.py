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
"""

from __future__ import annotations

import json
import os
from typing import Any
from zlib import crc32

from okrboard.domain.record import Record
from okrboard.files import is_hexadecimal

Json = dict[str, object]


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

    @property
    def rev(self) -> int:
        """How many commits led here."""
        rev = self.meta.get("rev")
        return rev if isinstance(rev, int) else 0

    @property
    def counters(self) -> dict[str, int]:
        """The highest id ever given out in each table."""
        found = self.meta.get("counters")
        return dict(found) if isinstance(found, dict) else {}


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


def part_name(board: str, cycle: int, commit: str) -> str:
    """Return the name of a cycle's part of a board file, both without a folder."""
    return f"{board}.{cycle}.{commit}.json"
