"""`okrboard cycle archive`, and what the other commands say of what it put aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.cli import Okr

PAST = "2026-T2"
"""The demo's closed cycle."""

SHOWN = (
    ("board",),
    ("board", "--cycle", PAST),
    ("show", "O1"),
    ("show", "KR1"),
    ("show", "lose fewer loads"),
    ("due",),
    ("brief",),
    ("log", "--all"),
    ("log", "KR1"),
    ("at", "2026-06-12"),
    ("at", "2026-10-02"),
    ("meetings", "list"),
    ("cycle", "show", PAST),
    ("action", "list", "--all"),
    ("report",),
    ("tree",),
)


def parts(board: Path) -> list[Path]:
    return sorted(board.parent.glob("okrboard.json.*.json"))


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["text", "json"])
def test_every_command_shows_an_archived_cycle_as_before(
    okr: Okr, demo: Path, json: tuple[str, ...]
) -> None:
    before = [okr(*words, *json) for words in SHOWN]
    assert all(said.status in (0, 1) for said in before)
    said = okr("cycle", "archive", PAST)
    assert (said.status, said.out) == (0, f"{PAST} is archived; the board shows it as before\n")
    assert len(parts(demo)) == 1
    assert [okr(*words, *json) for words in SHOWN] == before


def test_an_export_is_the_same_before_and_after_and_comes_back(
    okr: Okr, demo: Path, tmp_path: Path
) -> None:
    okr("export", "before.json")
    okr("cycle", "archive", PAST)
    okr("export", "after.json")
    assert (tmp_path / "after.json").read_bytes() == (tmp_path / "before.json").read_bytes()
    okr("init", "new.json", "--name", "New")
    assert okr("import", "after.json", "--board", "new.json").status == 0
    okr("export", "again.json", "--board", "new.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "before.json").read_bytes()


def test_what_cannot_be_archived_or_changed_is_one_line(okr: Okr, demo: Path) -> None:
    assert okr("cycle", "archive", "2026-T3").line.startswith("2026-T3 is running; close it first")
    assert okr("cycle", "archive", PAST, "--as", "stranger").line.startswith("stranger can look")
    okr("cycle", "archive", PAST)
    assert okr("cycle", "archive", PAST).line == f"{PAST} is in the archive already"
    assert "is in the archive and stays" in okr("objective", "reopen", "O1").line
    assert okr("objective", "edit", "O1", "--lesson", "begin earlier").status == 0
    assert okr("undo").status == 0


def test_a_missing_archive_is_told_backed_up_and_put_back(okr: Okr, demo: Path) -> None:
    okr("cycle", "archive", PAST)
    (part,) = parts(demo)
    assert f"with the archive {part}.bak\n" in okr("backup").out
    part.unlink()
    assert okr("board").status == 0
    assert okr("check-in", "KR12", "1").status in (0, 1)
    said = okr("board", "--cycle", PAST)
    assert said.status == 4
    assert part.name in said.line
    assert okr("backup").status == 4
    found = okr("doctor")
    assert found.status == 4
    assert "works, but not all of the history" in found.out
    assert part.name in found.out
    assert okr("doctor", "--repair").out.startswith(f"put back from its copy: {part.name}")
    assert okr("doctor", "--json").json["sound"]
    assert okr("board", "--cycle", PAST).status == 0


def test_closing_a_cycle_archives_the_last_and_undo_reopens_it(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRBOARD_NOW", "2027-01-10T15:00:00+01:00")
    assert okr("cycle", "close", "2026-T3").status == 0
    assert len(parts(demo)) == 1
    assert okr("undo").status == 0
    assert okr("board", "--json").json["cycle"]["state"] == "running"
