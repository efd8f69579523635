"""Completion: what a shell offers at each place, and scripts that shells accept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.making import furnished

from okrboard.cli.commands import COMMANDS, HIDDEN
from okrboard.cli.complete import _of_board
from okrboard.domain.records import Meeting

if TYPE_CHECKING:
    from support.cli import Okr

ROOT = Path(__file__).parents[2]


def offered(okr: Okr, *words: str, flags: tuple[str, ...] = ()) -> list[str]:
    said = okr("__complete", *flags, str(len(words)), "--", "okrboard", *words)
    assert (said.status, said.err) == (0, "")
    return said.out.splitlines()


def test_commands_verbs_and_options_come_from_their_table(okr: Okr) -> None:
    assert offered(okr, "") == list(COMMANDS)
    assert offered(okr, "che") == ["check-in", "check"]
    verbs = ["add", "edit", "start", "close", "archive", "list", "show"]
    assert offered(okr, "cycle", "") == verbs
    assert offered(okr, "check-in", "KR1", "--dr") == ["--driver"]
    assert "--board" in offered(okr, "due", "--")
    assert offered(okr, "no-such", "") == []


def test_names_come_from_the_board(okr: Okr, demo: Path) -> None:
    assert "KR19" in offered(okr, "check-in", "")
    assert offered(okr, "check-in", "KR19") == ["KR19"]
    assert offered(okr, "show", "O1")[-1] == "O1"
    assert offered(okr, "member", "show", "be") == ["ben"]
    assert offered(okr, "kr", "list", "--owner", "ben") == ["ben"]
    assert "2026-T3" in offered(okr, "board", "--cycle", "")
    assert offered(okr, "board", "--group", "") == ["status", "owner", "team", "level"]
    assert offered(okr, "objective", "close", "O6", "m") == ["missed"]
    assert "A22" in offered(okr, "action", "done", "")


def test_meetings_are_offered_by_kind_and_day_the_newest_first() -> None:
    made = furnished()
    for day in (13, 20):
        at = datetime(2026, 11, day, 15, tzinfo=UTC)
        made.add(Meeting(0, "check-in", 1, at, state="closed"))
    assert list(_of_board(made.board, "meetings")) == [
        ("M2", "check-in 2026-11-20"),
        ("M1", "check-in 2026-11-13"),
    ]


def test_the_board_that_the_line_names_is_asked(okr: Okr, demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "b.json"
    other.parent.mkdir()
    okr("init", str(other), "--timezone", "UTC", "--as", "zoe")
    assert offered(okr, "--board", str(other), "--as", "") == ["zoe"]
    assert offered(okr, "member", "show", "--board", str(other), "") == ["zoe"]


def test_nothing_is_offered_where_there_is_nothing(okr: Okr, tmp_path: Path) -> None:
    assert offered(okr, "show", "") == []
    (tmp_path / "okrboard.json").write_bytes(b"torn")
    assert offered(okr, "show", "") == []
    for place in ("0", "-1", "99", "x", ""):
        assert okr("__complete", place, "--", "okrboard", "sh") == (0, "", "")


def test_files_are_left_to_the_shell(okr: Okr) -> None:
    assert offered(okr, "import", "go") == ["@files"]
    assert offered(okr, "report", "-o", "") == ["@files"]


def test_what_is_offered_is_described_or_quoted_for_its_shell(okr: Okr, demo: Path) -> None:
    assert offered(okr, "show", "KR19", flags=("--described",)) == ["KR19\tPages a week"]
    okr("team", "add", "it's $(us)")
    assert offered(okr, "team", "show", "it", flags=("--quoted",)) == ["'it'\\''s $(us)'"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_knows_every_command(okr: Okr, shell: str) -> None:
    script = okr("completion", shell).out
    for name in COMMANDS:
        assert name in script
    assert "HIDDEN" not in script
    assert "COMMANDS" not in script
    assert set(HIDDEN) == {"__complete"}
    program = shutil.which(shell)
    if program is not None:
        done = subprocess.run([program, "-n", "/dev/stdin"], input=script.encode(), check=False)
        assert done.returncode == 0


def test_an_unknown_shell_is_refused(okr: Okr) -> None:
    assert okr("completion", "tcsh").line == "a shell is one of bash, zsh, fish; not “tcsh”"


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_completes_a_line(okr: Okr, demo: Path, tmp_path: Path) -> None:
    script = tmp_path / "okrboard.bash"
    script.write_text(okr("completion", "bash").out)
    ask = f"""
        okrboard() {{ PYTHONPATH={ROOT} {sys.executable} -m okrboard "$@"; }}
        source {script}
        complete_words() {{
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _okrboard
            echo "${{COMPREPLY[*]}}"
        }}
        complete_words okrboard und
        complete_words okrboard check-in KR19
        complete_words okrboard member show be
    """
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["undo", "KR19", "ben", ""]
