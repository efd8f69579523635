"""`okrboard import` shows what it understood and asks; elsewhere it writes only what is sure."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.cli import NOW

if TYPE_CHECKING:
    from support.cli import Okr

GOALS = "Objective,Key Result,Start,Target,Current,Mood\nSleep,Pages,31,8,20,fine\n,,,,,\n"
FAR = "Objective,Key Result,Start,Target,Current\nSleep,Pages,31,8,20000\n"
BAD = "Objective,Key Result,Start,Target,Level\nSleep,Pages,x,8,planet\nSleep,Calls,9,3,\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "goals.csv"


def test_a_dry_run_shows_the_plan_and_writes_nothing(okr: Okr, empty: Path, sheet: Path) -> None:
    sheet.write_text(GOALS)
    before = empty.read_bytes()
    said = okr("import", "goals.csv", "--dry-run")
    assert said.status == 0
    assert "goals.csv: one row a key result" in said.out
    assert "Key Result → key_result" in said.out
    assert "2  Pages: 31 → 8, now 20 (new)" in said.out
    assert "columns that were ignored: Mood" in said.out
    assert "it would bring: 1 objective, 1 key result and 1 check-in added" in said.out
    assert empty.read_bytes() == before


@pytest.mark.parametrize(("text", "status"), [(GOALS, 0), (FAR, 1), (BAD, 1)])
def test_a_dry_run_ends_as_the_import_would(
    okr: Okr, empty: Path, sheet: Path, text: str, status: int
) -> None:
    sheet.write_text(text)
    assert okr("import", "goals.csv", "--dry-run").status == status
    assert okr("import", "goals.csv").status == status


def test_what_may_be_wrong_is_refused_until_somebody_is_sure(
    okr: Okr, empty: Path, sheet: Path
) -> None:
    sheet.write_text(FAR)
    before = empty.read_bytes()
    said = okr("import", "goals.csv")
    assert said.status == 1
    assert said.line.startswith("line 2: 20000 is far outside of 31 → 8")
    assert "--yes" in said.line
    assert "to be sure of:\n" in said.out
    assert empty.read_bytes() == before
    assert okr("import", "goals.csv", "--yes").status == 0
    assert okr("show", "KR1", "--json").json["current"] == 20000


def test_a_bad_row_has_all_its_reasons_shown(okr: Okr, empty: Path, sheet: Path) -> None:
    sheet.write_text(BAD)
    said = okr("import", "goals.csv")
    assert said.status == 1
    assert "start: “x” is no number" in said.line
    assert "level: “planet” is none of company, team, individual" in said.line
    assert "cannot be read:\n" in said.out


def test_json_has_the_same_plan(okr: Okr, empty: Path, sheet: Path) -> None:
    sheet.write_text(GOALS)
    plan = okr("import", "goals.csv", "--dry-run", "--json").json
    done = okr("import", "goals.csv", "--json").json
    assert (plan["written"], done["written"]) == (False, True)
    assert {**plan, "written": True} == done
    assert plan["columns"][1] == {"header": "Key Result", "field": "key_result"}
    assert plan["goals"] == [
        {
            "title": "Sleep",
            "change": "new",
            "key_results": [
                {"line": 2, "title": "Pages", "told": "31 → 8, now 20", "change": "new"}
            ],
        }
    ]
    sheet.write_text(BAD)
    said = okr("import", "goals.csv", "--json")
    assert (said.status, said.json["written"]) == (1, False)
    assert said.json["skipped"][0]["line"] == 2


def test_a_mapping_answers_beforehand(okr: Okr, empty: Path, sheet: Path) -> None:
    sheet.write_text("Aim,Sign,Where we go\nSleep,Pages,8\n")
    assert okr("import", "goals.csv").status == 1
    said = okr(
        *("import", "goals.csv", "--map", "Aim=objective", "--map", "Sign=key result"),
        *("--map", "Where we go=target"),
    )
    assert said.status == 0
    assert okr("show", "KR1", "--json").json["target"] == 8
    assert okr("import", "goals.csv", "--map", "Nobody=target").status == 2
    assert okr("import", "goals.csv", "--decimal", "x").status == 2


def test_an_import_is_one_change_that_undo_takes_back(okr: Okr, empty: Path, sheet: Path) -> None:
    sheet.write_text(GOALS)
    assert okr("import", "goals.csv").status == 0
    again = okr("import", "goals.csv")
    assert again.out.startswith("nothing new")
    assert okr("undo").out.startswith("undone: import: 1 objective, 1 key result and 1 check-in")
    assert okr("objective", "list", "--json").json == []


def test_markdown_comes_from_the_standard_input(
    okr: Okr, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"| Objective | Key result | Target |\n|---|---|---|\n| Sleep | Pages | 8 |\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert okr("import", "-", "--json").json["key_results"] == 1


def test_somebody_who_is_no_member_may_look_but_not_import(
    okr: Okr, empty: Path, sheet: Path
) -> None:
    sheet.write_text(GOALS)
    assert okr("import", "goals.csv", "--dry-run", "--as", "zoe").status == 0
    assert "can look but not change" in okr("import", "goals.csv", "--as", "zoe").line


@pytest.mark.parametrize(
    ("answer", "imported"), [(b"y\n", True), (b"n\n", False), (b"\n", False), (b"\x04", False)]
)
def test_at_a_terminal_the_plan_is_shown_and_asked_about(
    empty: Path, sheet: Path, answer: bytes, imported: bool
) -> None:
    sheet.write_text(FAR)
    before = empty.read_bytes()
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "okrboard", "import", "goals.csv"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=sheet.parent,
        env={**os.environ, "OKRBOARD_NOW": NOW, "OKRBOARD_USER": "ben", "TERM": "xterm"},
    )
    os.close(follower)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(leader, 4096)
    assert b"far outside of" in shown
    assert empty.read_bytes() == before
    os.write(leader, answer)
    assert process.wait(30) == 0
    os.close(leader)
    assert (empty.read_bytes() != before) == imported
