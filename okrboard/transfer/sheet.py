"""A CSV text as a header and numbered rows of cells, whichever program wrote it."""

from __future__ import annotations

import csv
from io import StringIO

from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.transfer.columns import meaning, understood

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = ",;\t|"

MAX_ROWS = 5_000
"""Rows of one import."""

MAX_CELL = 2**20
"""Characters of one cell."""


class SheetRow(Record):
    """A row, and where it begins."""

    line: int
    cells: dict[str, str]
    """By column; what is empty is not there."""
    extra: bool = False
    """Whether it has more cells than the header."""


class Sheet(Record):
    """A table as it was read."""

    rows: tuple[SheetRow, ...]
    columns: frozenset[str]
    ignored: tuple[str, ...]
    """Headers that nobody here knows."""
    delimiter: str


def read_sheet(text: str) -> Sheet:
    """Return the header and rows of a CSV text; raise `Refused` with one line.

    The delimiter is the one with which the first line names most columns that are known; Excel's
    line `sep=;` decides. Rows without any content are left out.
    """
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Refused("the table holds zero bytes; it is no CSV")
    delimiter, skipped = _told(text) or (_sniffed(text), 0)
    lines = _lines(text, delimiter, skipped)
    _, headers = next(lines, (1, []))
    places, ignored = understood(headers)
    rows = []
    for line, cells in lines:
        found = {
            name: cells[place]
            for name, place in places.items()
            if place < len(cells) and cells[place].strip()
        }
        extra = any(cell.strip() for cell in cells[len(headers) :])
        if found or extra:
            rows.append(SheetRow(line, found, extra))
        if len(rows) > MAX_ROWS:
            raise Refused(f"the table has more than {MAX_ROWS:,} rows; import it in parts")
    return Sheet(tuple(rows), frozenset(places), ignored, delimiter)


def _lines(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row begins, and its cells."""
    limit = csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            if begin > skipped and any(cell.strip() for cell in cells):
                yield begin, cells
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
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        return sum(bool(meaning(header.strip('"'))) for header in first.split(delimiter))

    return max(DELIMITERS, key=known)


def _explained(error: str) -> str:
    if "limit" in error:
        return f"a cell has more than {MAX_CELL:,} characters"
    if "unexpected end" in error:
        return "a quotation mark is opened and never closed"
    if "expected after" in error:
        return "a quotation mark stands inside a cell; double it"
    return f"it is no CSV ({error})"
