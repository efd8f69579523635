"""A team's table of goals onto a board, through the same edits that people make.

A row is matched by title within its cycle: what is there is changed in what the row tells, what is
not is added, and importing the same table twice changes nothing. Of several rows with the same
title the first is the first on the board, and so on. Empty cells change nothing. A log's rows are
check-ins of the key results that they name; one that the board has is not made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrboard.domain.record import Record
from okrboard.errors import Refused
from okrboard.text import clean
from okrboard.transfer.importer import Importer
from okrboard.transfer.layout import LAYOUTS, understand
from okrboard.transfer.outcome import BadRow, ImportReport
from okrboard.transfer.rows import read_rows
from okrboard.transfer.table import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrboard.domain.changes import Draft
    from okrboard.transfer.layout import Sheet
    from okrboard.transfer.rows import Row
    from okrboard.transfer.table import Table

_SHOWN = 5
_RUNS = 30
"""Times that leaving out bad rows may make others bad, which stood on them."""


class Told(Record):
    """What a person says beside a table."""

    skip_bad: bool = False
    """Whether rows that cannot be taken are left out instead of refusing all."""
    cycle: int = 0
    """For rows that name none; 0 for the one of today."""
    mapping: tuple[str, ...] = ()
    """`Header=field`, each."""
    sheet: str = ""
    """Which of several tables."""
    decimal: str = ""
    """The mark of its numbers, `.` or `,`."""


def import_csv(
    draft: Draft, text: str, *, skip_bad: bool = False, default_cycle: int = 0
) -> ImportReport:
    """Import the table of a text; see `import_tables()`."""
    return import_tables(draft, read_text(text), Told(skip_bad, default_cycle))


def import_tables(draft: Draft, tables: Sequence[Table], told: Told) -> ImportReport:
    """Import a table of goals; `okrboard.transfer.columns` says what it may hold.

    With a bad row nothing is imported and `Refused` names it, unless those rows are to be skipped.
    What the report asks is not asked here: who calls this has had an answer.
    """
    report = plan_tables(draft, tables, told)
    if report.skipped and not told.skip_bad:
        raise refusal(report)
    draft.what = f"import: {report.summary}"
    return report


def plan_tables(draft: Draft, tables: Sequence[Table], told: Told) -> ImportReport:
    """Put the rows that can be taken on a draft; return what that brought, and all bad rows."""
    sheet = understand(tables, told.mapping, told.sheet)
    read = read_rows(sheet, draft.stamp.today, told.decimal)
    bad = list(read.bad)
    importer, refused = _imported(draft, sheet, list(read.rows), told)
    bad += refused
    columns = tuple((one.header, one.field) for one in sheet.columns if one.header or one.field)
    report = importer.report()
    return report._replace(
        skipped=tuple(row._replace(noun=sheet.noun) for row in _by_line(bad)),
        notes=(*report.notes, *sheet.notes, *read.notes),
        ignored=sheet.ignored,
        layout=LAYOUTS[sheet.layout],
        header=sheet.header,
        columns=columns,
        left_out=tuple(row._replace(noun=sheet.noun) for row in sheet.left_out),
        questions=(*sheet.questions, *report.questions),
    )


def refusal(report: ImportReport) -> Refused:
    """Return the error for a report's bad rows: the first one, and where the others are."""
    first, *others = report.skipped
    more = ""
    if others:
        lines = ", ".join(str(row.line) for row in others[:_SHOWN])
        dots = " …" if len(others) > _SHOWN else ""
        more = f" (and {len(others)} more, {first.noun} {lines}{dots})"
    return Refused(clean(f"{first}{more}; nothing was imported: mend it or use --skip-bad", 600))


def _imported(
    draft: Draft, sheet: Sheet, rows: list[Row], told: Told
) -> tuple[Importer, list[BadRow]]:
    """Take rows; where bad ones are skipped, again without those that the board refuses.

    What stood on a row that is left out is refused in the next run, so that there may be many.
    """
    start, bad = draft.mark(), []
    for run in range(_RUNS + 1):
        importer = Importer(draft, told.cycle, sheet.layout == "log", sheet.noun)
        refused = importer.take(rows)
        bad += refused
        if not refused or not told.skip_bad:
            return importer, bad
        if run == _RUNS:
            raise Refused("too many rows stand on rows that are wrong; mend the first of them")
        draft.back_to(start)
        lines = {one.line for one in refused}
        rows = [row for row in rows if row.line not in lines]
    raise AssertionError("the last run returns or raises")


def _by_line(bad: list[BadRow]) -> list[BadRow]:
    """Return the bad rows in the order of the file, each once with all of its reasons."""
    reasons: dict[int, list[str]] = {}
    for row in bad:
        if row.reason not in reasons.setdefault(row.line, []):
            reasons[row.line].append(row.reason)
    return [BadRow(line, "; ".join(reasons[line])) for line in sorted(reasons)]
