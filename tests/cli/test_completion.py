"""Completion: what a shell offers at each place, and scripts that shells accept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.cli import NOW
from support.making import furnished
from support.pty_session import PtySession, clean_environment

from okrboard.cli.commands import COMMANDS, HIDDEN
from okrboard.cli.completion import _of_board
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


def test_what_is_offered_is_described(okr: Okr, demo: Path) -> None:
    assert offered(okr, "show", "KR19", flags=("--described",)) == ["KR19\tPages a week"]
    assert offered(okr, "show", "pages a", flags=("--described",)) == ["Pages a week\tKR19"]


def test_what_is_offered_is_quoted_for_bash(okr: Okr, demo: Path) -> None:
    okr("team", "add", "it's $(us)")
    flags = ("--quoted",)
    assert offered(okr, "team", "show", r"it\'", flags=flags) == ["'it'\\''s $(us)'"]
    assert offered(okr, "team", "show", "it", flags=flags) == ["IT", "'it'\\''s $(us)'"]
    assert offered(okr, "team", "show", "\"it'", flags=flags) == ["it's \\$(us)"]


def test_small_letters_are_offered_where_they_are_typed(okr: Okr, demo: Path) -> None:
    assert offered(okr, "check-in", "kr19") == ["kr19"]
    assert set(offered(okr, "show", "o1")) == {name.lower() for name in offered(okr, "show", "O1")}
    assert offered(okr, "action", "done", "a22") == ["a22"]
    assert offered(okr, "team", "show", "sa") == ["Sales"]
    assert offered(okr, "board", "--team", "SA") == ["Sales"]


def test_titles_are_offered_that_name_one_thing(okr: Okr, demo: Path) -> None:
    assert offered(okr, "check-in", "pages") == ["Pages a week"]
    assert offered(okr, "check-in", "") == [
        ref for ref in offered(okr, "check-in", "") if ref[:2] == "KR"
    ]
    assert "Releases let people sleep" in offered(okr, "show", "Rel")
    okr("kr", "edit", "KR20", "--title", "Pages a week")
    assert offered(okr, "check-in", "pages") == []
    okr("kr", "edit", "KR20", "--title", "KR3")
    assert offered(okr, "check-in", "KR3").count("KR3") == 1
    okr("kr", "edit", "KR20", "--title", "-1 a week")
    assert "-1 a week" not in offered(okr, "check-in", "-1")


@pytest.mark.parametrize(
    "typed", ["Pages a", r"Pages\ a", "'Pages a", '"Pages a', "Pages' 'a", "'Pages a week'"]
)
def test_what_is_typed_may_be_quoted(okr: Okr, demo: Path, typed: str) -> None:
    assert offered(okr, "show", typed, flags=("--quoted",)) in (
        ["'Pages a week'"],
        ["Pages a week"],
    )


def test_a_quoted_board_is_the_one_that_is_asked(okr: Okr, demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "an other" / "b.json"
    other.parent.mkdir()
    okr("init", str(other), "--timezone", "UTC", "--as", "zoe")
    words = ("--board", f"'{other}'", "--as", "")
    assert offered(okr, *words, flags=("--quoted",)) == ["zoe"]


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
    okr("team", "add", "it's * $(us)")
    (tmp_path / "it's a file $(us)").touch()
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
        complete_words okrboard show kr19
        complete_words okrboard show "'Pages a"
        complete_words okrboard team show it
    """
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    answers = ["undo", "KR19", "ben", "kr19", "'Pages a week'"]
    assert done.stdout.split("\n") == [*answers, "IT 'it'\\''s * $(us)'", ""]


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("pag", "'Pages a week' "),
        (r"pages\ a", "'Pages a week' "),
        ("'Pag", "'Pages a week' "),
        ('"Pages a', '"Pages a week" '),
        ("KR19", "KR19 "),
        ("kr19", "kr19 "),
        ("it", r"'It'\''s * $(us) $HOME `x`' "),
        ("'it", r"'It'\''s * $(us) $HOME `x`' "),
        ('"it', r'"It\'s * \$(us) \$HOME \`x\`" '.replace("\\'", "'")),
    ],
)
def test_bash_puts_in_a_title_that_it_reads_back(
    okr: Okr, demo: Path, tmp_path: Path, typed: str, line: str
) -> None:
    okr("kr", "edit", "KR20", "--title", "It's * $(us) $HOME `x`")
    script = tmp_path / "okrboard.bash"
    script.write_text(
        f'okrboard() {{ PYTHONPATH={ROOT} {sys.executable} -m okrboard "$@"; }}\n'
        + okr("completion", "bash").out
        + "PS1='$ '\nbind 'set enable-bracketed-paste off'\nbind 'set bell-style none'\n"
    )
    environment = clean_environment(
        HOME=str(tmp_path), OKRBOARD_BOARD=str(demo), OKRBOARD_USER="ben", OKRBOARD_NOW=NOW
    )
    words = ["bash", "--noprofile", "--rcfile", str(script), "-i"]
    with PtySession(words, environment, cwd=tmp_path) as session:
        session.wait_for("$")
        session.feed(f"okrboard show {typed}", "tab", "!")
        session.wait_for(f"$ okrboard show {line}!")
