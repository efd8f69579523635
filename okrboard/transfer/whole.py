"""JSON: a whole board, lossless. Export, import into an empty board, export: the same bytes.

    {"format": "okrboard-export", "version": 1,
     "counters": {"objectives": 12, ...},
     "tables": {"objectives": {"12": {...}, ...}, ...}}

Every table of the board file is there with its records by number, the log included, and with the
keys that nobody here knows; `counters` hold the highest number that was ever given out. Only what
a meeting has not revealed stays at home: nobody shall read a blind vote out of an export.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from typing import Any

from okrboard.domain.board import Board, Table
from okrboard.domain.changes import Draft
from okrboard.domain.lookup import check_references, named
from okrboard.domain.meeting.blind import covered
from okrboard.domain.records import TABLES, Patch
from okrboard.domain.rules import clashes
from okrboard.domain.schema import to_json
from okrboard.domain.types import MAX_ID
from okrboard.errors import Refused
from okrboard.text import clean, clean_lines, shorten
from okrboard.transfer.outcome import ImportReport

Json = dict[str, Any]


FORMAT = "okrboard-export"
VERSION = 1

_OF_A_FRESH_BOARD = frozenset(("settings", "members", "teams", "cycles", "series", "changes"))
"""What setting a board up may have put there; an import takes its place."""


def export_json(board: Board) -> str:
    """Return the whole board as JSON text, a line for each record, ending with a newline."""
    return _whole(board, covered(board))


def _whole(board: Board, left_out: Container[tuple[str, int]]) -> str:
    counters = {name: count for name in TABLES if (count := board.next_id(name) - 1)}
    tables = []
    for name in TABLES:
        table = board.table(name)
        ids = [id for id in table if (name, id) not in left_out]
        if ids:
            tables.append(f"{_dumped(name)}:{{\n{_lines(table, ids)}}}")
    return (
        f'{{"format":{_dumped(FORMAT)},"version":{VERSION},\n'
        f'"counters":{_dumped(counters)},\n"tables":{{\n' + ",\n".join(tables) + "}}\n"
    )


def import_json(draft: Draft, data: object) -> ImportReport:
    """Put a whole exported board on a board that has no goals, checked as a whole.

    What setting the board up has put there (its name, members, teams, cycles, the log) is replaced.
    Not an entry of the log: the log is what is imported. Raises `Refused` with one line.
    """
    tables, counters = _checked(data)
    _clear(draft)
    patches = []
    for name, rows in tables.items():
        for id, fields in rows.items():
            try:
                number = _number(id)
                draft.restore(name, number, fields)
            except ValueError as error:
                raise Refused(_where(name, id, str(error))) from None
            except Refused as error:
                raise Refused(f"{named(name, number)}: {error}; nothing was imported") from None
            patches.append(Patch(name, number, None, fields))
    for name, count in counters.items():
        draft.use_up(name, count)
    for clash in clashes(draft.board.table):
        raise Refused(f"{named(clash.table, clash.id)}: {clash.words}; nothing was imported")
    check_references(draft.board, patches)
    draft.logged = False
    draft.what = "import of a whole board"
    return ImportReport(records=len(patches))


def copy_board(draft: Draft, board: Board) -> ImportReport:
    """Put everything of one board on another one that has no goals."""
    return import_json(draft, json.loads(_whole(board, ())))


def _lines(table: Table[Any], ids: Iterable[int]) -> str:
    return ",\n".join(f'"{id}":{_dumped(_fields(table, id))}' for id in ids)


def _fields(table: Table[Any], id: int) -> Json:
    """Return a record in its usual form, and behind it the keys that it does not know."""
    record = table[id]
    unknown = {key: value for key, value in table.raw(id).items() if key not in record._fields}
    cleaned: Json = _cleaned({**to_json(record), **unknown})
    return cleaned


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _cleaned(value: Any) -> Any:
    """Return a JSON value with every text in it cleaned, keys included."""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value


def _checked(data: object) -> tuple[dict[str, dict[str, Json]], dict[str, int]]:
    """Return an export's tables and counters; raise `Refused` for what is none."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        if isinstance(data, dict) and "_meta" in data:
            raise Refused("this is a board file and no export; open it with --board, or copy it")
        raise Refused("this JSON is no export of a board; okrboard export FILE.json writes one")
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise Refused("the export has no version number; export the board again")
    if version > VERSION:
        raise Refused(f"the export is of version {version}, written by a newer okrboard; update")
    tables, counters = data.get("tables"), data.get("counters", {})
    if not isinstance(tables, dict) or not isinstance(counters, dict):
        raise Refused("the export has no tables; export the board again")
    for name, rows in tables.items():
        if name not in TABLES:
            raise Refused(
                f"the export has a table {shorten(name, 40)} that this okrboard does not know"
            )
        if not isinstance(rows, dict):
            raise Refused(f"the export's table {name} is no object of records")
    for name, count in counters.items():
        if name not in TABLES or type(count) is not int or not 0 <= count <= MAX_ID:
            raise Refused(f"the export's counter of {shorten(name, 40)} is no number of a table")
    ordered = {name: _cleaned(tables[name]) for name in TABLES if name in tables}
    return ordered, counters


def _clear(draft: Draft) -> None:
    for name in TABLES:
        table = draft.board.table(name)
        if table and name not in _OF_A_FRESH_BOARD:
            raise Refused(
                "a whole board can only be imported into an empty one; "
                "make one with okrboard init NEW.json and import with --board NEW.json"
            )
    for name in _OF_A_FRESH_BOARD:
        for record in list(draft.board.table(name).values()):
            draft.remove(record)


def _number(id: str) -> int:
    if id.isascii() and id.isdecimal() and id[0] != "0" and len(id) < 17:
        number = int(id)
        if number <= MAX_ID:
            return number
    raise ValueError("is no number of a record")


def _where(table: str, id: str, problem: str) -> str:
    return clean(f"{table} {shorten(id, 40)}: {problem}; nothing was imported", 300)
