"""The table of fields: what it says of a field is what commands, sheets and JSON show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from support.cli import NOW
from support.typing_in import save, served, type_in

from okrboard.demo import write_demo
from okrboard.domain.fields import FIELDS, Field, kind_of
from okrboard.domain.records import TABLES
from okrboard.domain.schema import types_of
from okrboard.tui.forms.records import change_objective

ROOT = Path(__file__).parents[2]

TYPED = {
    *("text", "lines", "number", "whole", "day", "word"),
    *("members", "teams", "cycles", "objectives", "key_results"),
}
"""What a person can type a value of: a text, a number, a day, a word, a name."""

ADDED = """
import sys
from okrboard.domain import fields
new = fields.Field("committed", "Taken on", "when the team took it on", header="taken_on")
fields.FIELDS["objectives"] += (new,)
from okrboard.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
"""A program to which one field was added, by one line of the table."""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    write_demo(str(tmp_path / "board.json"), datetime.fromisoformat(NOW))
    return tmp_path / "board.json"


def with_the_field(board: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ADDED, *words],
        capture_output=True,
        text=True,
        cwd=board.parent,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(board.parent),
            "OKRBOARD_BOARD": str(board),
            "OKRBOARD_NOW": NOW,
            "OKRBOARD_USER": "ben",
            "LC_ALL": "C.UTF-8",
        },
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_added_field_is_in_the_help_of_commands(board: Path) -> None:
    for verb in ("add", "propose", "edit"):
        told = with_the_field(board, "objective", verb, "-h")
        assert "--committed DAY" in told
        assert "when the team took it on" in told


def test_an_added_field_is_read_and_written_as_its_kind(board: Path) -> None:
    made = json.loads(
        with_the_field(board, "objective", "edit", "O10", "--committed", "12 Oct 2026", "--json")
    )
    assert made["committed"] == "2026-10-12"
    assert json.loads(with_the_field(board, "show", "O10", "--json"))["committed"] == "2026-10-12"


def test_an_added_field_is_a_column_out_and_in(board: Path) -> None:
    with_the_field(board, "objective", "edit", "O10", "--committed", "2026-10-12")
    header, *rows = with_the_field(board, "export", "-", "--format", "csv").splitlines()
    at = header.split(",").index('"taken_on"')
    assert '"2026-10-12"' in "".join(rows)
    assert at == header.split(",").index('"key_result"') - 1
    title = json.loads(with_the_field(board, "show", "O10", "--json"))["title"]
    sheet = board.parent / "plan.csv"
    sheet.write_text(f'Objective,Key result,Taken on\n"{title}",,2026-10-19\n')
    with_the_field(board, "import", str(sheet), "--yes")
    assert json.loads(with_the_field(board, "show", "O10", "--json"))["committed"] == "2026-10-19"


def test_an_added_field_is_in_the_form_of_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Field("committed", "Taken on", "when the team took it on")
    monkeypatch.setitem(FIELDS, "objectives", (*FIELDS["objectives"], new))
    service = served()
    form = change_objective(service.board, service.stamp(), 1)
    field = form.named("committed")
    assert (field.label, field.text) == ("Taken on", "2026-09-01")
    form.go("committed")
    type_in(form, "<ctrl+u>12 Oct 2026")
    assert field.echo() == "Mon 12 Oct 2026"
    save(form, service)
    assert service.board.objectives[1].committed == date(2026, 10, 12)


@pytest.mark.parametrize("table", FIELDS)
def test_the_table_names_fields_that_there_are(table: str) -> None:
    declared = types_of(TABLES[table])
    for field in FIELDS[table]:
        assert field.name in declared or field.write is not None
        assert field.label
        if field.help and field.read is None and not field.by_command:
            assert kind_of(table, field.name).base in TYPED


@pytest.mark.parametrize("table", FIELDS)
def test_no_two_fields_have_one_option_header_or_key(table: str) -> None:
    typed = [field for field in FIELDS[table] if field.help]
    for names in (
        [field.typed_as for field in typed],
        [field.in_json for field in FIELDS[table]],
        [field.header for field in FIELDS[table] if field.header],
        [field.name for field in FIELDS[table]],
    ):
        assert len(names) == len(set(names))
