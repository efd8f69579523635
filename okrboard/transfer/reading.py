"""From the bytes of a file to what it is: tables of goals as text or workbook, or a board as JSON.

What it is is decided by its content, never by its name. Whatever else somebody hands in (a
picture, a file of zeros, JSON a million brackets deep) gets one line that says so.
"""

from __future__ import annotations

from typing import Any, Literal

from okrboard.domain.changes import Draft
from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.text import clean
from okrboard.transfer.goals_in import Told
from okrboard.transfer.outcome import ImportReport
from okrboard.transfer.table import Table

MAX_JSON = 256 * 2**20
"""Bytes of a whole board; as much as a board file may have."""

MAX_CSV = 16 * 2**20
"""Bytes of a table of goals."""

_BINARY = (
    (b"%PDF", "is a PDF; export the table as CSV"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"SQLite format 3\0", "is a database; export the table as CSV"),
)

_ARCHIVE = b"PK\x03\x04"
"""How .xlsx and .ods begin, which are archives."""

_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and .xlsx with a password around it."""


class Source(Record):
    """What a file holds, read but not yet imported."""

    kind: Literal["csv", "workbook", "json"]
    text: str = ""
    """Of CSV and Markdown."""
    data: object = None
    """Of JSON."""
    tables: tuple[Table, ...] = ()
    """Of a workbook."""


def read_import(data: bytes, name: str = "the file") -> Source:
    """Return what bytes hold; `name` is what messages call them.

    Text is UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252, which is
    what Excel writes. Raises `Refused` with one line.
    """
    name = _short(name)
    if not data.strip():
        raise Refused(f"{name} is empty")
    for start, what in _BINARY:
        if data.startswith(start):
            raise Refused(f"{name} {what}")
    if data.startswith(_COMPOUND):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        way = "locked with a password; save it without one" if locked else "an old workbook"
        raise Refused(f"{name} is {way}{'' if locked else '; save it as .xlsx, or save it as CSV'}")
    if len(data) > MAX_JSON:
        raise Refused(f"{name} is larger than {MAX_JSON // 2**20} MiB")
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"{":
        return Source("json", data=_json(_text(data, name), name))
    if len(data) > MAX_CSV:
        raise Refused(f"{name} is larger than {MAX_CSV // 2**20} MiB; import it in parts")
    if data.startswith(_ARCHIVE):
        return Source("workbook", tables=_workbook(data, name))
    text = _text(data, name)
    if text.lstrip()[:1] == "[":
        raise Refused(f"{name} is a JSON list; okrboard export FILE.json writes what can be read")
    return Source("csv", text=text)


def import_any(draft: Draft, source: Source, told: Told | None = None) -> ImportReport:
    """Import what `read_import()` returned; what is `told` beside it is for tables."""
    if source.kind == "json":
        from okrboard.transfer.whole import import_json

        return import_json(draft, source.data)
    from okrboard.transfer.goals_in import Told, import_tables

    return import_tables(draft, tables_of(source), told or Told())


def tables_of(source: Source) -> tuple[Table, ...]:
    """Return the tables of a source that is no whole board. Raises `Refused`."""
    if source.kind == "workbook":
        return source.tables
    from okrboard.transfer.table import read_text

    return read_text(source.text)


def _workbook(data: bytes, name: str) -> tuple[Table, ...]:
    # Imported here: what unpacks costs more than a check-in, and most sheets are CSV.
    from okrboard.transfer.workbook import read_workbook

    return read_workbook(data, name)


def _text(data: bytes, name: str) -> str:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _windows_text(data, name)
    if "\0" in text:
        raise Refused(f"{name} is no text: it holds zero bytes")
    return text


def _windows_text(data: bytes, name: str) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is neither UTF-8 nor Windows-1252 at byte {error.start}; save it as UTF-8"
        ) from None
    control = sum(character < " " and character not in "\t\r\n\f" for character in text[:4096])
    if control > len(text[:4096]) // 100:
        raise Refused(f"{name} is no text")
    return text


def _json(text: str, name: str) -> Any:
    import json

    try:
        return json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except RecursionError:
        raise Refused(f"{name} is nested too deeply to be a board") from None
    except ValueError as error:
        raise Refused(f"{name} is not valid JSON: {clean(str(error), 200)}") from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("one object has the same key twice")
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a JSON number")


def _short(name: str) -> str:
    shown = clean(name)
    return shown if len(shown) <= 60 else "…" + shown[-59:]
