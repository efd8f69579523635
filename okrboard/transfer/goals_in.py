"""`import_csv()`: a table of goals onto a board, through the same edits that people make.

A row is matched by title within its cycle: what is there is changed in what the row tells, what is
not is added, and importing the same table twice changes nothing. Of several rows with the same
title the first is the first on the board, and so on. Empty cells change nothing.
"""

from __future__ import annotations

from okrboard.errors import Refused
from okrboard.text import clean
from okrboard.transfer.outcome import BadRow, ImportReport
from okrboard.transfer.rows import read_rows
from okrboard.transfer.sheet import read_sheet
from okrboard.transfer.taking import Taking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.changes import Draft

_SHOWN = 5
_RUNS = 30
"""Times that leaving out bad rows may make others bad, which stood on them."""


def import_csv(
    draft: Draft, text: str, *, skip_bad: bool = False, default_cycle: int = 0
) -> ImportReport:
    """Import a table of goals; `okrboard.transfer.columns` says what it may hold.

    `default_cycle` is the id of the cycle for rows that name none, 0 for the one of today. With a
    bad row nothing is imported and `Refused` names it, unless `skip_bad` leaves those rows out.
    """
    sheet = read_sheet(text)
    read = read_rows(sheet, draft.stamp.today)
    bad, rows = list(read.bad), list(read.rows)
    if bad and not skip_bad:
        raise _refused(bad)
    start = draft.mark()
    for run in range(_RUNS + 1):
        taking = Taking(draft, default_cycle)
        refused = taking.take(rows)
        if not refused:
            break
        bad += refused
        if not skip_bad or run == _RUNS:
            raise _refused(bad)
        draft.back_to(start)
        lines = {one.line for one in refused}
        rows = [row for row in rows if row.line not in lines]
    report = taking.report()
    draft.what = f"import: {report.summary}"
    return report._replace(
        skipped=tuple(_by_line(bad)), notes=(*report.notes, *read.notes), ignored=sheet.ignored
    )


def _refused(bad: list[BadRow]) -> Refused:
    first, *others = _by_line(bad)
    more = ""
    if others:
        lines = ", ".join(str(row.line) for row in others[:_SHOWN])
        more = f" (and {len(others)} more, line {lines}{' …' if len(others) > _SHOWN else ''})"
    return Refused(clean(f"{first}{more}; nothing was imported: mend it or use --skip-bad", 600))


def _by_line(bad: list[BadRow]) -> list[BadRow]:
    """Return one reason for each row, in the order of the file."""
    first = {row.line: row for row in reversed(bad)}
    return sorted(first.values())
