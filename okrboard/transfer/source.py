"""From the bytes of a file to what it is: tables of goals as text or workbook, or a board as JSON.

What it is is decided by its content, never by its name. Whatever else somebody hands in (a
picture, a file of zeros, JSON a million brackets deep) gets one line that says so.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.text import clean, squeeze
from okrboard.transfer.columns import meaning
from okrboard.transfer.table import MAX_ROWS, Row, SheetTable, checked

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

    tables: tuple[SheetTable, ...] = ()
    """Of CSV, Markdown or a workbook."""
    board: object = None
    """Of JSON, which is a whole board; None for tables."""


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
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(f"{name} is locked with a password; save it without one")
        raise Refused(f"{name} is an old workbook; save it as .xlsx, or save it as CSV")
    is_json = data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"{"
    most = MAX_JSON if is_json else MAX_CSV
    if len(data) > most:
        way = "" if len(data) > MAX_JSON else "; import it in parts"
        raise Refused(f"{name} is larger than {most // 2**20} MiB{way}")
    if is_json:
        return Source(board=_json(_text(data, name), name))
    if data.startswith(_ARCHIVE):
        # Imported here: what unpacks costs more than a check-in, and most sheets are CSV.
        from okrboard.transfer.workbook import read_workbook

        return Source(read_workbook(data, name))
    text = _text(data, name)
    if text.lstrip()[:1] == "[":
        raise Refused(f"{name} is a JSON list; okrboard export FILE.json writes what can be read")
    return Source(read_text(text))


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


DELIMITERS = ",;\t|"

MAX_CELL = 2**20
"""Characters of one cell."""

_LOOKED_AT = 40
"""Lines at the top among which the header is looked for."""

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
"""The line under the header of a Markdown table."""

_PIPE = re.compile(r"(?<!\\)\|")


def read_text(text: str) -> tuple[SheetTable, ...]:
    """Return the tables of a text: several of Markdown, one of CSV. Raises `Refused`.

    The delimiter is the one with which a line near the top names most columns that are known;
    Excel's line `sep=;` decides.
    """
    text = text.removeprefix("\ufeff")
    tables = tuple(_markdown(text))
    if tables:
        return tables
    first = text[:8].split("\n")[0].rstrip("\r").strip('"')
    names_it = first[:4].casefold() == "sep=" and first[4:5] and first[4] in DELIMITERS
    delimiter = first[4] if names_it else _sniffed(text)
    rows = tuple(_rows(text, delimiter, skipped=1 if names_it else 0))
    return (checked(SheetTable(rows, delimiter=delimiter)),)


def _rows(text: str, delimiter: str, skipped: int) -> Iterator[Row]:
    limit = csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin, count = 1, 0
    try:
        for cells in reader:
            if begin > skipped and any(cell.strip() for cell in cells):
                yield Row(begin, tuple(cells))
                count += 1
            if count > MAX_ROWS + 1:
                return
            begin = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"line {begin}: {_explained(str(error))}") from None
    finally:
        csv.field_size_limit(limit)


def _sniffed(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_LOOKED_AT]

    def known(delimiter: str) -> tuple[int, int]:
        rows = [line.split(delimiter) for line in lines]
        named = [sum(bool(meaning(cell.strip(' "'))) for cell in row) for row in rows]
        return max(named, default=0), max(map(len, rows), default=0)

    return max(DELIMITERS, key=known)


def _explained(error: str) -> str:
    if "limit" in error:
        return f"a cell has more than {MAX_CELL:,} characters"
    if "unexpected end" in error:
        return "a quotation mark is opened and never closed"
    if "expected after" in error:
        return "a quotation mark stands inside a cell; double it"
    return f"it is no CSV ({error})"


def _markdown(text: str) -> Iterator[SheetTable]:
    """Yield each table that has a rule of dashes under its first line, named by its heading."""
    lines = text.splitlines()
    heading, at, count = "", 0, 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("#"):
            heading = squeeze(line.strip("# "), 100)
        if not _begins_a_table(lines, at):
            at += 1
            continue
        rows = [Row(at + 1, _markdown_cells(line))]
        at += 2
        while at < len(lines) and "|" in lines[at]:
            rows.append(Row(at + 1, _markdown_cells(lines[at])))
            at += 1
        filled = (row for row in rows if any(row.cells))
        count += 1
        yield checked(SheetTable(tuple(filled), name=heading or f"table {count}", delimiter="|"))
        heading = ""


def _begins_a_table(lines: list[str], at: int) -> bool:
    if "|" not in lines[at] or at + 1 >= len(lines):
        return False
    rule = lines[at + 1].strip()
    return "|" in rule and len(rule) < 10_000 and _RULE.fullmatch(rule) is not None


def _markdown_cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    cells = _PIPE.split(inner)
    if len(cells) > 1 and not cells[-1].strip():
        del cells[-1]
    return tuple(_markdown_text(cell) for cell in cells)


def _markdown_text(cell: str) -> str:
    text = re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|"), flags=re.IGNORECASE)
    text = html.unescape(text).strip(" \t").replace("\xa0", " ")
    for mark in ("**", "__", "`", "*", "_"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark):
            text = text[len(mark) : -len(mark)]
    return text
