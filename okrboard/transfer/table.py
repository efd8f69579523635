"""A table as it stands in a file, and how large one may be."""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.errors import Refused

MAX_ROWS = 5_000
"""Rows of one table, with content."""

MAX_COLUMNS = 500


class Row(Record):
    """A row, and where it begins in its file, from 1."""

    line: int
    cells: tuple[str, ...]


class SheetTable(Record):
    """A table as it stands in a file; rows without any content are left out."""

    rows: tuple[Row, ...]
    name: str = ""
    """Of the sheet; in Markdown the heading above."""
    delimiter: str = ","
    noun: str = "line"
    """What a place in it is called: a line of a text, or a row of a sheet."""
    problem: str = ""
    """Why a sheet of a workbook was not read."""


def checked(table: SheetTable) -> SheetTable:
    """Return a table; raise `Refused` when it is larger than one import may be."""
    if len(table.rows) > MAX_ROWS + 1:
        raise Refused(f"the table has more than {MAX_ROWS:,} rows; import it in parts")
    if any(len(row.cells) > MAX_COLUMNS for row in table.rows):
        raise Refused(f"the table has more than {MAX_COLUMNS} columns; leave out what is no goal")
    return table
