"""The past, computed from the log: the board at any instant, or on each check-in day of a cycle.

The log keeps what each change found (`before`). What it left is in the board, or in the `before` of
a later change; walking back from today therefore gives any earlier state.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.lookup import named
from okrboard.domain.records import TABLES, Change, Cycle, Patch
from okrboard.domain.rules import usable
from okrboard.domain.schedule import weekdays_between
from okrboard.domain.schema import from_json, plain
from okrboard.domain.types import Json
from okrboard.errors import Refused


def newest_first(board: Board) -> Iterator[Change]:
    """Walk the log from the newest change back, reading no more of it than is asked for."""
    for id in reversed(board.changes):
        yield board.changes[id]


def board_at(board: Board, instant: datetime) -> Board:
    """Return the board as it was at an instant, as far as its log reaches back."""
    return rewound(board, [change for change in newest_first(board) if change.at > instant])


def rewound(board: Board, changes: list[Change]) -> Board:
    """Return the board without some newest changes, which are given newest first."""
    rows: dict[str, dict[int, Json | None]] = {}
    for change in changes:
        for patch in change.patches:
            table = rows.setdefault(patch.table, {})
            if patch.id not in table:
                table[patch.id] = raw_of(board, patch)
            table[patch.id] = stepped_back(table[patch.id], patch)
    tables = {
        name: board.table(name).changed(
            {id: record_of(name, id, row) for id, row in table.items() if row is not None},
            [id for id, row in table.items() if row is None],
        )
        for name, table in rows.items()
    }
    tables["changes"] = board.changes.changed({}, [change.id for change in changes])
    return board.changed(tables, {})


def stepped_back(row: Json | None, patch: Patch) -> Json | None:
    """Return a record's fields as they were before a patch; None where it was not there."""
    return None if patch.before is None else {**(row or {}), **patch.before}


def raw_of(board: Board, patch: Patch) -> Json | None:
    """Return the record of a patch as its JSON object on a board; None where it is not there."""
    _kind(patch.table)
    table = board.table(patch.table)
    return table.raw(patch.id) if patch.id in table else None


def record_of(table: str, id: int, row: Json) -> Any:
    """Return the record that fields of the log describe. Raises `Refused` where they make none."""
    try:
        return usable(from_json(_kind(table), row, id))
    except ValueError as error:
        raise Refused(
            f"the log does not say what {named(table, id)} was: {error}; okrboard doctor tells more"
        ) from None


def _kind(table: str) -> type[Any]:
    if table not in TABLES:
        raise Refused("the log is about something this version does not know; update okrboard")
    return TABLES[table]


def fields_of(record: Any) -> Json:
    """Return a record's fields as JSON, without its number."""
    return {
        name: plain(value)
        for name, value in zip(record._fields, record, strict=True)
        if name != "id"
    }


def weeks(board: Board, cycle: Cycle, today: date) -> list[date]:
    """Return the check-in days of a cycle up to today, and its last day or today at the end."""
    until = min(cycle.last, today)
    days = weekdays_between(cycle.first, until, board.settings.check_in_weekday)
    if cycle.first <= until and (not days or days[-1] != until):
        days.append(until)
    return days


def replay(board: Board, days: list[date], zone: tzinfo) -> Iterator[tuple[date, Board]]:
    """Yield the board as it was at the end of each day, the newest day first.

    One walk back over the log serves all of them.
    """
    log = newest_first(board)
    change = next(log, None)
    for day in sorted(days, reverse=True):
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        later = []
        while change is not None and change.at >= end:
            later.append(change)
            change = next(log, None)
        board = rewound(board, later) if later else board
        yield day, board
