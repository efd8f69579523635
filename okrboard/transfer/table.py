"""Tables of text: CSV of any program, tab separated text as pasted, and Markdown.

What a table means is not asked here. Cells are texts as they stand, with the blanks before them.
"""

from __future__ import annotations

import csv
import html
import re
from io import StringIO
from typing import TYPE_CHECKING

from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.text import squeeze
from okrboard.transfer.columns import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = ",;\t|"

MAX_ROWS = 5_000
"""Rows of one table, with content."""

MAX_COLUMNS = 500

MAX_CELL = 2**20
"""Characters of one cell."""

_LOOKED_AT = 40
"""Lines at the top among which the header is looked for."""

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
"""The line under the header of a Markdown table."""

_PIPE = re.compile(r"(?<!\\)\|")


class Row(Record):
    """A row, and where it begins in its file, from 1."""

    line: int
    cells: tuple[str, ...]


class Table(Record):
    """A table as it stands in a file; rows without any content are left out."""

    rows: tuple[Row, ...]
    name: str = ""
    """Of the sheet; in Markdown the heading above."""
    delimiter: str = ","
    noun: str = "line"
    """What a place in it is called: a line of a text, or a row of a sheet."""
    problem: str = ""
    """Why a sheet of a workbook was not read."""


def read_text(text: str) -> tuple[Table, ...]:
    """Return the tables of a text: several of Markdown, one of CSV. Raises `Refused`.

    The delimiter is the one with which a line near the top names most columns that are known;
    Excel's line `sep=;` decides.
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Refused("the table holds zero bytes; it is no CSV")
    found = tuple(_markdown(text))
    if found:
        return found
    delimiter, skipped = _told(text) or (_sniffed(text), 0)
    return (checked(Table(tuple(_rows(text, delimiter, skipped)), delimiter=delimiter)),)


def checked(table: Table) -> Table:
    """Return a table; raise `Refused` when it is larger than one import may be."""
    if len(table.rows) > MAX_ROWS + 1:
        raise Refused(f"the table has more than {MAX_ROWS:,} rows; import it in parts")
    if any(len(row.cells) > MAX_COLUMNS for row in table.rows):
        raise Refused(f"the table has more than {MAX_COLUMNS} columns; leave out what is no goal")
    return table


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


def _told(text: str) -> tuple[str, int] | None:
    first = text[:8].split("\n")[0].rstrip("\r").strip('"')
    if first[:4].casefold() == "sep=" and first[4:5] and first[4] in DELIMITERS:
        return first[4], 1
    return None


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


def _markdown(text: str) -> Iterator[Table]:
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
        yield checked(Table(tuple(filled), name=heading or f"table {count}", delimiter="|"))
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
