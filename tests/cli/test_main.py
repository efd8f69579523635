"""The frame of every command: its status, its one line of an error, its help."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import okrboard
from okrboard.cli import due as due_module
from okrboard.cli.commands import COMMANDS
from okrboard.cli.spec import Command
from okrboard.errors import StoreBusy

if TYPE_CHECKING:
    from pathlib import Path

    from support.cli import Okr


def test_the_version_is_told_wherever_it_is_asked_for(okr: Okr) -> None:
    told = (0, f"okrboard {okrboard.__version__}\n", "")
    assert okr("--version") == told
    assert okr("due", "--version") == told
    assert okr("cycle", "list", "--version") == told


def test_a_command_that_does_not_exist_is_named_with_the_nearest(okr: Okr) -> None:
    said = okr("chekin", "KR7", "3")
    assert (said.status, said.line) == (2, "there is no command “chekin”; did you mean check-in?")
    assert okr("qqqq").line == "there is no command “qqqq”; okrboard -h lists all commands"


def test_options_of_the_board_alone_mean_the_board(okr: Okr, demo: Path) -> None:
    assert okr("--group", "owner").out == okr("board", "--group", "owner").out
    assert okr("--ascii", "--group=owner", "--json").json["groups"][0]["label"] == "ana"
    assert okr("--grupo", "owner").line.endswith("did you mean --group?")
    assert okr("--jsn").line.endswith("did you mean --json?")


def test_a_verb_that_does_not_exist_is_named_with_the_nearest(okr: Okr) -> None:
    said = okr("objective", "comit", "O1")
    assert (said.status, said.line) == (
        2,
        "okrboard objective has no “comit”; did you mean commit?",
    )


@pytest.mark.parametrize("way", [("-h",), ("--help",), ("help",)])
def test_help_lists_every_command(okr: Okr, way: tuple[str, ...]) -> None:
    said = okr(*way)
    assert said.status == 0
    for name in COMMANDS:
        assert f"  {name} " in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_says_what_it_takes_without_a_board(okr: Okr, name: str) -> None:
    for way in ((name, "-h"), ("help", name), ("--help", name)):
        said = okr(*way)
        assert (said.status, said.err) == (0, "")
        assert said.out.startswith(f"okrboard {name}")


def test_the_help_of_a_verb_names_its_options(okr: Okr) -> None:
    said = okr("kr", "add", "-h")
    assert said.out.startswith("okrboard kr add OBJECTIVE TITLE [options]\n")
    assert "--target N" in said.out


def test_options_stand_before_and_behind_a_command(okr: Okr, demo: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "b.json"
    elsewhere.parent.mkdir()
    demo.rename(elsewhere)
    place = str(elsewhere)
    answers = {
        okr("--board", place, "--as", "ana", "--json", "due").out,
        okr("due", "--board", place, "--as", "ana", "--json").out,
        okr("--json", "due", f"--board={place}", "--as=ana").out,
    }
    assert len(answers) == 1
    assert '"who":"ana"' in answers.pop()
    before, behind = (okr("--json", "kr", "list", "--board", place), okr("kr", "--board", place))
    assert before.out.startswith("[{")
    assert behind.status == 0


def test_no_board_is_one_line_that_says_how_to_make_one(okr: Okr) -> None:
    for words in (("board",), ("due",), ("show", "KR1"), ("brief",), ("undo",), ()):
        said = okr(*words)
        assert said.status == 1
        assert "okrboard init" in said.line or "no board" in said.line


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 4),
        (b'{"_meta":{"1":{"for', 4),
        (b"PK\x03\x04", 4),
        (b'{"_meta":{"1":{"format":"okrboard","schema":999}}}', 4),
    ],
)
def test_a_file_that_is_no_board_is_refused_and_left_alone(
    okr: Okr, tmp_path: Path, content: bytes, status: int
) -> None:
    path = tmp_path / "okrboard.json"
    path.write_bytes(content)
    for words in (("board",), ("due", "--json"), ("check-in", "KR1", "3"), ("undo",), ("log",)):
        said = okr(*words)
        assert said.status == status, words
        assert said.line
    assert path.read_bytes() == content


def test_a_board_that_is_busy_is_status_3(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(context: object, arguments: object) -> int:
        raise StoreBusy("somebody holds the board; try again in a moment")

    monkeypatch.setattr(due_module, "due", Command("due", "", busy))
    said = okr("due")
    assert (said.status, said.line) == (3, "somebody holds the board; try again in a moment")


def test_a_bug_is_one_line_and_its_traceback_a_file(
    okr: Okr, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(context: object, arguments: object) -> int:
        raise ZeroDivisionError("by \x1b[31mzero\x1b[0m")

    monkeypatch.setattr(due_module, "due", Command("due", "", bug))
    said = okr("due")
    log = home / ".local/state/okrboard/crash.log"
    assert said.status == 1
    assert said.line.startswith("this is a bug in okrboard (ZeroDivisionError: by \ufffd[31mzero")
    assert str(log) in said.line
    assert "Traceback" not in said.out + said.err
    assert "in bug" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_a_bug_where_nothing_can_be_written_is_still_one_line(
    okr: Okr, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(context: object, arguments: object) -> int:
        raise ZeroDivisionError("x")

    monkeypatch.setenv("XDG_STATE_HOME", "/proc")
    monkeypatch.setattr(due_module, "due", Command("due", "", bug))
    assert okr("due").line == "this is a bug in okrboard (ZeroDivisionError: x); please report it"


@pytest.mark.parametrize(
    ("raised", "status", "line"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 0, ""),
        (RecursionError(), 1, "okrboard: that is nested too deeply to be read\n"),
        (MemoryError(), 1, "okrboard: there is not enough memory for that\n"),
        (
            PermissionError(13, "Permission denied", "/x"),
            1,
            "okrboard: /x: Permission denied\n",
        ),
    ],
)
def test_what_the_system_does_to_a_command_is_no_traceback(
    okr: Okr, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, line: str
) -> None:
    def fail(context: object, arguments: object) -> int:
        raise raised

    monkeypatch.setattr(due_module, "due", Command("due", "", fail))
    said = okr("due")
    assert (said.status, said.out, said.err) == (status, "", line)


def test_a_clock_that_cannot_be_read_is_said(
    okr: Okr, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRBOARD_NOW", "soon")
    said = okr("due")
    assert said.status == 1
    assert "OKRBOARD_NOW" in said.line


def test_an_address_is_refused_in_one_line(okr: Okr) -> None:
    said = okr("--board", "postgresql://host/board", "due")
    assert said.status == 2
    assert "postgresql://" in said.line


def test_bare_okrboard_prints_the_board_without_a_terminal(okr: Okr, demo: Path) -> None:
    assert okr() == okr("board")
    assert okr("--json") == okr("board", "--json")
    assert "Ternhaven" in okr().out


def test_environment_is_not_changed_by_a_command(okr: Okr, demo: Path) -> None:
    before = dict(os.environ)
    okr("board")
    assert dict(os.environ) == before
