"""Workbooks of Excel and LibreOffice, real and hostile: each typed cell, or one clear line."""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from support.making import draft, furnished

from okrboard.domain.board import Board
from okrboard.errors import Refused
from okrboard.transfer import (
    ImportOptions,
    ImportReport,
    import_any,
    plan_tables,
    read_import,
)

HEADER: list[object] = ["Objective", "Key Result", "Start", "Target", "Current", "Last update"]

Change = Callable[[bytes], bytes]


def excel(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx; a cell may be its value and its number format."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for down, row in enumerate(rows, start=1):
            for across, cell in enumerate(row, start=1):
                value, shown = cell if isinstance(cell, tuple) else (cell, "")
                place = sheet.cell(down, across, value)
                place.number_format = shown or place.number_format
                if isinstance(value, str) and value.startswith("#"):
                    place.data_type = "e"
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def open_document(*rows: Sequence[object]) -> bytes:
    """Return an .ods; a cell may be a text, or its type, attributes and shown text."""
    document, table = OpenDocumentSpreadsheet(), OdfTable(name="Goals")
    for row in rows:
        line = TableRow()
        for cell in row:
            kind, attributes, text = cell if isinstance(cell, tuple) else ("string", {}, cell)
            place = TableCell(valuetype=kind, **attributes) if text else TableCell()
            if text:
                place.addElement(P(text=text))
            line.addElement(place)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    data = BytesIO()
    document.write(data)
    return data.getvalue()


def taken(data: bytes, **told: object) -> tuple[Board, ImportReport]:
    made = draft(furnished().board)
    report = import_any(made, read_import(data), ImportOptions(**told))  # type: ignore[arg-type]
    return made.board, report


def planned(data: bytes) -> ImportReport:
    return plan_tables(draft(furnished().board), read_import(data).tables, ImportOptions())


def numbers(board: Board) -> list[tuple[object, ...]]:
    return [
        (one.title, one.start, one.target, one.unit, latest.value if latest else None)
        for id, one in board.key_results.items()
        if id > 3
        for latest in (board.latest(id),)
    ]


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        planned(data)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


def rewritten(data: bytes, part: str, change: Change) -> bytes:
    """Return an archive with one of its parts changed."""
    source, packed = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, change(content) if name == part else content)
    return packed.getvalue()


USUAL = excel(
    Cover=[["OKRs of the fourth quarter"]],
    Goals=[
        ["Q4 2026"],
        [],
        HEADER,
        ["Trust", "Accuracy", (0.8, "0%"), (0.991, "0.0%"), (0.84, "0.00%"), date(2026, 11, 13)],
        [None, "Revenue", (0, '#,##0 "€"'), (3_500_000, '#,##0 "€"'), (1.234, "0.0"), None],
        [None, "Speed", 0.123, 1.5, 1.234, datetime(2026, 11, 13, 10, 30)],
    ],
)

USUAL_ODS = open_document(
    HEADER,
    [
        "Trust",
        "Accuracy",
        ("percentage", {"value": 0.8}, "80 %"),
        ("percentage", {"value": 0.991}, "99,1 %"),
        ("percentage", {"value": 0.84}, "84 %"),
        ("date", {"datevalue": "2026-11-13"}, "13.11.26"),
    ],
    [
        "Money",
        "Revenue",
        ("float", {"value": 0}, "0"),
        ("currency", {"value": 3_500_000, "currency": "EUR"}, "3,5 Mio €"),
        ("float", {"value": 1.234}, "1,234"),
    ],
)

LAST = b"</sheetData>"
GOALS = "xl/worksheets/sheet2.xml"


def test_cells_of_excel_are_what_they_show() -> None:
    board, report = taken(USUAL)
    assert numbers(board) == [
        ("Accuracy", 80, 99.1, "%", 84),
        ("Revenue", 0, 3_500_000, "€", 1.234),
        ("Speed", 0.123, 1.5, "", 1.234),
    ]
    assert [board.check_ins_of(id)[0].on.isoformat() for id in (4, 6)] == ["2026-11-13"] * 2
    assert "sheet Goals was read" in report.notes
    assert [str(row) for row in report.left_out] == ["row 1: above the header"]
    assert not import_any(draft(board), read_import(USUAL)).changes


def test_cells_of_libreoffice_are_what_they_show() -> None:
    board, _ = taken(USUAL_ODS)
    assert numbers(board) == [
        ("Accuracy", 80, 99.1, "%", 84),
        ("Revenue", 0, 3_500_000, "€", 1.234),
    ]
    assert board.check_ins_of(4)[0].on == date(2026, 11, 13)


def test_per_cent_beside_numbers_are_one_scale() -> None:
    board, _ = taken(excel(Goals=[HEADER, ["Trust", "Accuracy", 80, 99.1, (0.84, "0%")]]))
    assert numbers(board) == [("Accuracy", 80, 99.1, "%", 84)]


def test_a_failed_formula_is_a_reason_and_no_empty_cell() -> None:
    data = excel(Goals=[HEADER, ["A", "B", 0, 5, "#REF!"], ["A", "C", 0, 5, "=E2*2"]])
    first, second = planned(data).skipped
    assert str(first) == "row 2: current: the cell holds #REF!"
    assert str(second) == "row 3: current: the cell holds #NO VALUE SAVED!"


def test_a_sheet_is_named_and_others_with_goals_are_asked_about() -> None:
    team = [HEADER, ["Grow", "Revenue", 0, 5, 1]]
    data = excel(People=[["Ana", "Ben"]], One=team, Two=[HEADER, ["Rest", "Sleep", 0, 5, 1]])
    assert "other sheets have goals, too: Two" in planned(data).questions[0]
    board, report = taken(data, sheet="two")
    assert [one[0] for one in numbers(board)] == ["Sleep"]
    assert report.questions == ()


def test_a_log_beside_the_goals_is_named() -> None:
    log: list[list[object]] = [["Date", "Key result", "Value"], [date(2026, 10, 9), "Revenue", 3]]
    data = excel(Goals=[HEADER, ["Grow", "Revenue", 0, 5, 1]], Log=log)
    board, report = taken(data)
    assert any("sheet Log is a log of check-ins" in note for note in report.notes)
    made = draft(board)
    assert (
        import_any(made, read_import(data), ImportOptions(sheet="Log")).summary
        == "1 check-in added"
    )


def test_without_the_library_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert "pip install python-calamine" in refused(USUAL)


def far(place: bytes) -> Change:
    return lambda part: part.replace(LAST, place + LAST)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "is a damaged workbook"),
        (USUAL[:3000], "is a damaged workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (rewritten(USUAL, GOALS, lambda part: part + b" " * 2**26), "unpacks to more than 32 MiB"),
        (
            rewritten(USUAL_ODS, "content.xml", lambda part: part + b" " * 2**26),
            "unpacks to more than 32 MiB",
        ),
        (
            rewritten(
                USUAL, GOALS, lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part.lstrip(b"\xef")
            ),
            "is a damaged workbook",
        ),
        (
            rewritten(
                USUAL_ODS,
                "META-INF/manifest.xml",
                lambda part: part.replace(b"</", b"<manifest:encryption-data/></", 1),
            ),
            "locked with a password",
        ),
    ],
    ids=range(8),
)
def test_what_is_no_usable_workbook_is_one_line(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_an_archive_of_another_kind_is_no_workbook() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "is no workbook" in refused(packed.getvalue())


def test_text_that_is_called_a_workbook_is_text() -> None:
    assert read_import(b"objective,key_result\nA,B\n", "goals.xlsx").tables[0].delimiter == ","


@pytest.mark.parametrize(
    "place",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="99999999999999"><c r="A99999999999999"><v>1</v></c></row>',
    ],
)
def test_a_sheet_of_billions_of_cells_is_named_and_not_read(place: bytes) -> None:
    report = planned(
        rewritten(
            excel(
                Goals=[HEADER, ["Grow", "Revenue", 0, 5, 1]],
                Data=[["x"]],
            ),
            GOALS,
            far(place),
        )
    )
    assert any(note.startswith("sheet Data was not read") for note in report.notes)
    only = rewritten(excel(Goals=[HEADER]), "xl/worksheets/sheet1.xml", far(place))
    assert "500,000 cells" in refused(only)


REPEATED = (
    b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    b' table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
    b"</table:table-cell></table:table-row></table:table>"
)
EMPTY = (
    b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    b' table:number-columns-repeated="16384"/></table:table-row></table:table>'
)


def test_repeated_cells_take_no_memory_and_empty_ones_are_usual() -> None:
    end = b"</table:table>"
    full = rewritten(USUAL_ODS, "content.xml", lambda part: part.replace(end, REPEATED))
    assert "500,000 cells" in refused(full)
    empty = rewritten(USUAL_ODS, "content.xml", lambda part: part.replace(end, EMPTY))
    assert len(planned(empty).goals) == 2
    blanks = rewritten(
        USUAL_ODS,
        "content.xml",
        lambda part: part.replace(b"Trust<", b'Trust<text:s text:c="4000000000"/><'),
    )
    assert "more text than fits" in refused(blanks)


def test_one_long_text_in_many_cells_takes_no_memory() -> None:
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 2**20
        + b"</t></si></sst>"
    )
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 4000)
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        source = zipfile.ZipFile(BytesIO(excel(Goals=[[]])))
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData/>", b"<sheetData></sheetData>")
                content = content.replace(LAST, cells + LAST)
                assert cells in content
            if name != "xl/sharedStrings.xml":
                archive.writestr(name, content)
        archive.writestr("xl/sharedStrings.xml", shared)
    assert "more text than fits" in refused(packed.getvalue())


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (USUAL, ""),
        (USUAL_ODS, ""),
        (USUAL, GOALS),
        (USUAL, "xl/styles.xml"),
        (USUAL, "xl/workbook.xml"),
        (USUAL_ODS, "content.xml"),
    ],
    ids=range(6),
)
def test_a_workbook_with_wrong_bytes_is_read_or_refused(data: bytes, part: str) -> None:
    chance = random.Random(7)

    def flipped(content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(chance.randint(1, 5)):
            changed[chance.randrange(len(changed))] = chance.choice(b'\0\xff09<>"= aA/-.')
        return bytes(changed)

    for _ in range(60):
        wrong = rewritten(data, part, flipped) if part else flipped(data)
        with suppress(Refused):
            source = read_import(wrong)
            if source.board is None:
                plan_tables(draft(furnished().board), source.tables, ImportOptions())
