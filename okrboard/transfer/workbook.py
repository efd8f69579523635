"""Workbooks, .xlsx and .ods: each sheet as a table of texts that can be read in one way only.

python-calamine reads the cells. It does not say what is shown as per cent or as money and which
cells are errors, and it takes as much memory as a file asks for. So every part that it gets is read
here first, within limits: an archive of gigabytes or a sheet of a billion cells ends in one line.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from okrboard.domain.format_numbers import plain_number
from okrboard.domain.parse_numbers import CURRENCIES
from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.transfer.table import MAX_COLUMNS, MAX_ROWS, Row, SheetTable, checked

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_UNPACKED = 32 * 2**20
"""Bytes of all parts of a workbook that are read."""

MAX_PARTS = 2_000

MAX_AREA = 500_000
"""Cells from the first to the last of a sheet that is used, empty ones included."""

MAX_SHEETS = 200

MAX_ELEMENTS = 1_200_000
"""Elements of one part of a workbook."""

MAX_TEXT = 32 * 2**20
"""Characters of all cells of a sheet, a text that stands in many of them counted as often."""

NEEDS_EXTRA = (
    "is a workbook, and what reads those is not installed: pip install python-calamine (the extra "
    "okrboard[sheets]), or save it as CSV (UTF-8)"
)

_TOO_LARGE = (
    "has more than 500,000 cells, or more text than fits a board; save its goals as CSV (UTF-8)"
)

_DAMAGED = "is a damaged workbook, or another archive; save it as CSV (UTF-8)"

_BUILT_IN_PERCENT = (9, 10)
"""Numbers of the formats 0% and 0.00%, which no file declares (ECMA-376, 18.8.30)."""

_MONEY = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}


class _Marks(Record):
    """What is known of a sheet's cells before they are read."""

    shown: dict[tuple[int, int], str]
    """By row and column from 0: `%`, a sign of money, or the error that a cell holds."""
    area: int
    """Cells from the first one to the last that is used."""
    text: int = 0
    """Characters of all its texts."""

    @property
    def is_small(self) -> bool:
        return self.area <= MAX_AREA and self.text <= MAX_TEXT


class _Unusable(Exception):
    """What is wrong with a workbook, to be said behind its name: `is damaged`."""


def read_workbook(data: bytes, name: str = "the file") -> tuple[SheetTable, ...]:
    """Return the sheets of a workbook that have content; `name` is what messages call it.

    Raises `Refused` with one line.
    """
    try:
        return _read(data)
    except _Unusable as error:
        raise Refused(f"{name} {error}") from None


def _read(data: bytes) -> tuple[SheetTable, ...]:
    parts = _parts(data)
    try:
        marks = _open_document_marks(parts) if "content.xml" in parts else _excel_marks(parts)
    except (ValueError, LookupError, SyntaxError):
        # A part that is no XML is a SyntaxError; what defusedxml forbids is a ValueError.
        raise _Unusable(_DAMAGED) from None
    if len(marks) > MAX_SHEETS:
        raise _Unusable(f"has more than {MAX_SHEETS} sheets")
    too_large = [name for name, each in marks.items() if not each.is_small]
    if too_large and (len(too_large) == len(marks) or "content.xml" in parts):
        # Of an .ods all sheets are read at once.
        raise _Unusable(f"has a sheet that {_TOO_LARGE}")
    for name in too_large:
        del marks[name]
    tables = [table for table in _tables(parts, marks) if table.rows]
    if not tables:
        raise _Unusable("has no sheet with anything in it")
    return (*tables, *(SheetTable((), name, problem=_TOO_LARGE) for name in too_large))


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive that hold cells, unpacked within limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if "xl/workbook.bin" in names:
                raise _Unusable("is a binary workbook; save it as .xlsx")
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise _Unusable(_DAMAGED if not names else "is no workbook; save it as CSV (UTF-8)")
            wanted = [info for info in infos if _is_wanted(info.filename)]
            if len(infos) > MAX_PARTS:
                raise _Unusable(f"has more than {MAX_PARTS} parts; save it as CSV (UTF-8)")
            parts: dict[str, bytes] = {}
            left = MAX_UNPACKED
            for info in wanted:
                if info.flag_bits & 1:
                    raise _Unusable("is locked with a password; save it without one")
                with archive.open(info) as file:
                    parts[info.filename] = file.read(left + 1)
                left -= len(parts[info.filename])
                if left < 0:
                    mib = MAX_UNPACKED // 2**20
                    raise _Unusable(
                        f"unpacks to more than {mib} MiB; save its goals as CSV (UTF-8)"
                    )
    except _Unusable:
        raise
    except Exception:
        # Each way to pack has errors of its own, `zlib.error` and `lzma.LZMAError` among them.
        raise _Unusable(_DAMAGED) from None
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise _Unusable("is locked with a password; save it without one")
    return parts


def _is_wanted(name: str) -> bool:
    if name in ("[Content_Types].xml", "mimetype", "content.xml", "META-INF/manifest.xml"):
        return True
    if name.startswith("xl/worksheets/"):
        return name.endswith(".xml")
    return name in (
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
    )


def _tables(parts: dict[str, bytes], marks: dict[str, _Marks]) -> Iterator[SheetTable]:
    """Yield the sheets as calamine reads them, out of what was unpacked here and nothing else."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise _Unusable(NEEDS_EXTRA) from None
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(packed)
        for name in workbook.sheet_names:
            if name in marks:
                yield _table(workbook, name, marks[name])
    except CalamineError:
        raise _Unusable(_DAMAGED) from None
    except BaseException as error:
        # A panic of the library is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise _Unusable(_DAMAGED) from None


def _table(workbook: CalamineWorkbook, name: str, marks: _Marks) -> SheetTable:
    rows = []
    sheet = workbook.get_sheet_by_name(name)
    for line, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        texts = [_text(value, marks.shown.get((line, at), "")) for at, value in enumerate(cells)]
        while texts and not texts[-1].strip():
            del texts[-1]
        if texts:
            rows.append(Row(line + 1, tuple(texts[: MAX_COLUMNS + 1])))
        if len(rows) > MAX_ROWS + 1:
            break
    return checked(SheetTable(tuple(rows), name, noun="row"))


def _text(value: object, shown: str) -> str:
    """Return a cell's value as a text that has one meaning: days as ISO, numbers with a point."""
    if shown.startswith("#"):
        return shown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        # Fifteen digits are what a spreadsheet shows; the rest is the dust of binary fractions.
        number = plain_number(float(f"{value * 100 if shown == '%' else value:.15g}"))
        return f"{number} {shown}" if shown else number
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _elements(part: bytes) -> Iterator[tuple[str, Any]]:
    """Yield beginnings and ends of a part's elements; no document type is let in."""
    from defusedxml.ElementTree import iterparse

    count = 0
    for event, element in iterparse(BytesIO(part), events=("start", "end"), forbid_dtd=True):
        count += event == "start"
        if count > MAX_ELEMENTS:
            raise _Unusable(f"has a sheet that {_TOO_LARGE}")
        yield event, element


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its name without its namespace; empty when there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


# Excel: ECMA-376, part 1, 18.3 (sheets), 18.8 (styles).


def _excel_marks(parts: dict[str, bytes]) -> dict[str, _Marks]:
    targets = {
        _attribute(element, "Id"): _attribute(element, "Target")
        for event, element in _elements(parts["xl/_rels/workbook.xml.rels"])
        if event == "end" and _name(element) == "Relationship"
    }
    styles = _excel_styles(parts.get("xl/styles.xml", b""))
    lengths = _shared_lengths(parts.get("xl/sharedStrings.xml", b""))
    marks = {}
    for event, element in _elements(parts["xl/workbook.xml"]):
        if event == "end" and _name(element) == "sheet":
            # Two attributes may be called `id`; the one that leads to a part has a namespace.
            ids = [v for k, v in element.attrib.items() if k.startswith("{") and k.endswith("}id")]
            target = targets.get(ids[0] if ids else "", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in parts and path.startswith("xl/worksheets/"):
                marks[_attribute(element, "name")] = _excel_sheet(parts[path], styles, lengths)
    return marks


def _excel_styles(part: bytes) -> list[str]:
    """Return by number of a style what it shows numbers as: `%`, a sign of money, or nothing."""
    if not part:
        return []
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False
    for event, element in _elements(part):
        name = _name(element)
        if name == "cellXfs":
            inside = event == "start"
        elif event == "end" and name == "numFmt":
            codes[_attribute(element, "numFmtId")] = _attribute(element, "formatCode")
        elif event == "end" and name == "xf" and inside:
            number = _attribute(element, "numFmtId")
            percent = number in map(str, _BUILT_IN_PERCENT)
            styles.append("%" if percent else _shown_by(codes.get(number, "")))
    return styles


def _shown_by(code: str) -> str:
    # Between quotation marks stands text that is shown, not how a number is.
    bare = "".join(code.split('"')[::2])
    if "%" in bare:
        return "%"
    return next((sign for sign in CURRENCIES if sign in code.replace("[$-", "")), "")


def _shared_lengths(part: bytes) -> list[int]:
    """Return how long each shared text is: a cell names one by its number."""
    lengths: list[int] = []
    if part:
        for event, element in _elements(part):
            if event == "end" and _name(element) == "si":
                lengths.append(sum(map(len, element.itertext())))
                element.clear()
    return lengths


def _excel_sheet(part: bytes, styles: list[str], lengths: list[int]) -> _Marks:
    shown: dict[tuple[int, int], str] = {}
    row = column = -1
    text = 0
    rows: list[int] = []
    columns: list[int] = []
    value, formula = "", False
    for event, element in _elements(part):
        name = _name(element)
        if event == "start":
            if name == "row":
                number = _attribute(element, "r")
                row, column = int(number) - 1 if number else row + 1, -1
            elif name == "c":
                place = _attribute(element, "r")
                column = _column_number(place) if place else column + 1
                value, formula = "", False
            continue
        if name in ("v", "t") and element.text:
            value = element.text
        elif name == "f":
            formula = True
        elif name == "c":
            mark = _excel_mark(element, styles, value, formula)
            if mark:
                shown[row, column] = mark
            if value or mark.startswith("#"):
                rows.append(row)
                columns.append(column)
            if _attribute(element, "t") == "s" and value.isdecimal() and len(value) < 8:
                text += lengths[int(value)] if int(value) < len(lengths) else 0
        if name in ("row", "c"):
            element.clear()
    return _Marks(shown, _area(rows, columns), text)


def _excel_mark(element: Any, styles: list[str], value: str, formula: bool) -> str:
    kind = _attribute(element, "t")
    if kind == "e":
        return value if value.startswith("#") else "#ERROR!"
    if formula and not value and kind != "str":
        return "#NO VALUE SAVED!"
    style = _attribute(element, "s")
    if kind in ("", "n") and style.isdecimal() and int(style[:6]) < len(styles):
        return styles[int(style[:6])]
    return ""


def _column_number(place: str) -> int:
    """Return the column of `C5`, from 0."""
    number = 0
    for letter in place.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 1 <= number <= 16_384:
        raise ValueError(place)
    return number - 1


def _area(rows: list[int], columns: list[int]) -> int:
    return (max(rows) + 1) * (max(columns) + 1) if rows else 0


# OpenDocument 1.3, part 3, 9.1 (tables), 19.385 (value types).


def _open_document_marks(parts: dict[str, bytes]) -> dict[str, _Marks]:
    marks: dict[str, _Marks] = {}
    name, depth, sheet = "", 0, _OpenDocumentSheet()
    for event, element in _elements(parts["content.xml"]):
        tag = _name(element)
        if tag == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                name, sheet = _attribute(element, "name"), _OpenDocumentSheet()
            elif depth == 0:
                marks[name] = _Marks(sheet.shown, _area(sheet.rows, sheet.columns), sheet.text)
                element.clear()
        elif tag == "table-row" and event == "end":
            sheet.take_row(element)
            element.clear()
    return marks


class _OpenDocumentSheet:
    """The marks of one sheet, row by row; a row or a cell may stand for many that are alike."""

    def __init__(self) -> None:
        self.shown: dict[tuple[int, int], str] = {}
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.text = 0
        self.row = 0

    def take_row(self, row: Any) -> None:
        count = _repeated(row, "number-rows-repeated")
        column, last, text = 0, -1, 0
        for cell in row:
            repeated = _repeated(cell, "number-columns-repeated")
            mark, length = _open_document_mark(cell), _text_length(cell)
            if length or mark or _attribute(cell, "value-type"):
                last = column + repeated - 1
            text += length * repeated
            if mark:
                for at in range(column, column + min(repeated, MAX_COLUMNS)):
                    for down in range(min(count, MAX_ROWS)):
                        self.shown[self.row + down, at] = mark
            if len(self.shown) > MAX_AREA:
                raise _Unusable(f"has a sheet that {_TOO_LARGE}")
            column += repeated
        if last >= 0:
            self.rows.append(self.row + count - 1)
            self.columns.append(last)
            self.text += text * count
        self.row += count


def _text_length(cell: Any) -> int:
    """Return the characters of a cell; `<text:s text:c="9"/>` stands for nine blanks."""
    blanks = sum(_repeated(each, "c") for each in cell.iter() if _name(each) == "s")
    return sum(map(len, cell.itertext())) + blanks


def _open_document_mark(element: Any) -> str:
    # LibreOffice has a second `value-type`, of its own namespace, which alone says `error`.
    kinds = [v for k, v in element.attrib.items() if k.rpartition("}")[2] == "value-type"]
    if "error" in kinds:
        text = "".join(element.itertext()).strip()
        return text if text.startswith("#") else f"#ERROR! {text}".strip()
    if "percentage" in kinds:
        return "%"
    if "currency" in kinds:
        return _MONEY.get(_attribute(element, "currency"), "")
    return ""


def _repeated(element: Any, name: str) -> int:
    number = _attribute(element, name)
    return int(number) if number.isdecimal() and len(number) < 12 else 1
