"""Files of every kind: their content says what they are, and one line what they are not."""

from __future__ import annotations

import codecs
import json
import zlib
from typing import Any

import pytest
from support.making import TODAY, draft, furnished

from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.people import add_member, edit_settings
from okrboard.errors import Refused
from okrboard.transfer import export_json, import_any, import_json, read_import

TABLE = "objective;key_result;unit\r\nVerläßlich schlafen;Störungen;Stück €\r\n"


def refused(data: bytes, name: str = "x.csv") -> str:
    with pytest.raises(Refused) as caught:
        read_import(data, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    assert len(message) < 400
    return message


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("cp1252"),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with a mark", "Windows-1252", "UTF-16 LE", "UTF-16 BE"],
)
def test_a_table_is_read_in_the_encodings_that_excel_writes(data: bytes) -> None:
    (table,) = read_import(data).tables
    cells = [tuple(line.split(";")) for line in TABLE.splitlines()]
    assert (table.delimiter, [row.cells for row in table.rows]) == (";", cells)


def test_what_a_file_is_is_told_by_its_content() -> None:
    assert read_import(export_json(furnished().board).encode(), "x.csv").board is not None
    assert read_import(codecs.BOM_UTF8 + b' {"format": 1}', "x.csv").board is not None
    assert read_import(TABLE.encode(), "x.json").tables


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as CSV"),
        (b"%PDF-1.7", "PDF"),
        (zlib.compress(b"x") * 9, ""),
        (b"\x1f\x8b\x08", "compressed"),
        (b"\0" * 1000, ""),
        (b"objective,key_result\nO,\0\n", "zero bytes"),
        (bytes(range(256)), ""),
        (b"objective,key_result\nO,\x81\n", "neither UTF-8 nor Windows-1252 at byte 23"),
        (b'{"a":', "is not valid JSON"),
        (b'{"a":1,"a":2}', "the same key twice"),
        (b'{"a":NaN}', "NaN is not a JSON number"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"a":' + b"[" * 100_000, "nested too deeply"),
        (b"[" * 100_000, "is a JSON list"),
        (b'{"a":' + b"9" * 5000 + b"}", "is not valid JSON"),
        (b"x" * (16 * 2**20 + 1), "is larger than 16 MiB"),
    ],
    ids=range(19),
)
def test_what_cannot_be_imported_is_told_in_one_line(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_hostile_name_is_shown_as_text() -> None:
    message = refused(b"", "\x1b[2J\n" + "y" * 300)
    assert "\x1b" not in message
    assert len(message) < 80


def test_a_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 2**40

    assert "larger than 256 MiB" in refused(Huge(b'{"a": 1}'))


def whole(**tables: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(export_json(furnished().board))
    for name, change in tables.items():
        data["tables"].setdefault(name, {}).update(change)
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "is no export of a board"),
        ([], "is no export of a board"),
        ({}, "is no export of a board"),
        ({"_meta": {"1": {"format": "okrboard"}}}, "is a board file and no export"),
        ({**whole(), "version": 2}, "written by a newer okrboard"),
        ({**whole(), "version": "1"}, "has no version number"),
        ({**whole(), "tables": []}, "has no tables"),
        ({**whole(), "tables": {"x": {}}}, "a table x that this okrboard does not know"),
        ({**whole(), "tables": {"teams": []}}, "the export's table teams is no object"),
        ({**whole(), "counters": {"teams": -1}}, "counter of teams"),
        ({**whole(), "counters": {"teams": 1e3}}, "counter of teams"),
        ({**whole(), "counters": {"x": 1}}, "counter of x"),
        (whole(teams={"0": {"name": "x"}}), "teams 0: is no number of a record"),
        (whole(teams={"01": {"name": "x"}}), "teams 01: is no number"),
        (whole(teams={"9" * 16: {"name": "x"}}), "is no number"),
        (whole(teams={"x\n": {"name": "x"}}), "is no number"),
        (whole(teams={"5": []}), "teams 5: expected an object"),
        (whole(teams={"5": {"name": 5}}), "teams 5: name: expected a text"),
        (whole(teams={"5": {"name": "it"}}), "there are two teams it"),
        (whole(teams={"5": {"name": ""}}), "teams 5: a team needs a name"),
        (whole(members={"5": {"handle": "two words"}}), "a handle has at most"),
        (
            whole(members={"5": {"handle": "@x"}}),
            "and no spaces, not @x",
        ),
        (whole(members={"5": {"handle": "x", "team": 9}}), "no such record"),
        (whole(settings={"2": {}}), "settings 2: a board has one record of them"),
        (
            whole(settings={"1": {"check_in_weekday": 9}}),
            "0 (Monday) to 6 (Sunday), not 9",
        ),
        (
            whole(cycles={"5": {"name": "x", "first": "2026-02-01", "last": "2026-01-01"}}),
            "a cycle ends after it begins",
        ),
        (whole(objectives={"5": {"title": "", "cycle": 1}}), "O5: an objective needs a title"),
        (
            whole(objectives={"5": {"title": "x", "cycle": 1, "contributes_to": 5}}),
            "O5: it leads back to itself by its contributes_to",
        ),
        (
            whole(key_results={"5": {"objective": 1, "title": "x", "weight": -1}}),
            "KR5: a weight lies between 0 (left out) and 1000, not -1",
        ),
        (
            whole(key_results={"5": {"objective": 1, "title": "x", "start": 1, "target": 1}}),
            "KR5: start and target are the same",
        ),
        (
            whole(key_results={"5": {"objective": 1, "title": "x", "kind": "milestones"}}),
            "KR5: milestones have 1 to 200 steps",
        ),
        (
            whole(
                check_ins={
                    "1": {
                        "key_result": 1,
                        "on": "2026-11-20",
                        "value": 1e16,
                        "at": "2026-11-20T14:00Z",
                    }
                }
            ),
            "check_ins 1: no number here is beyond 10^15",
        ),
    ],
    ids=range(32),
)
def test_a_json_that_is_no_sound_board_is_told_in_one_line(data: object, says: str) -> None:
    made = draft(member=0)
    with pytest.raises(Refused) as caught:
        import_json(made, data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_whole_board_is_not_put_over_another_one() -> None:
    with pytest.raises(Refused, match="can only be imported into an empty one"):
        import_json(furnished(), whole())


def test_what_setting_a_board_up_left_is_replaced() -> None:
    made = draft()
    edit_settings(made, name="Fresh")
    add_member(made, "zoe")
    add_cycle(made, "Mine", TODAY, TODAY.replace(month=12))
    report = import_any(made, read_import(export_json(furnished().board).encode()))
    assert [m.handle for m in made.board.members.values()] == ["ana", "ben"]
    assert [c.name for c in made.board.cycles.values()] == ["2026-T3"]
    assert made.board.settings.name == "OKR board"
    assert report.summary == f"{report.records} records added"
