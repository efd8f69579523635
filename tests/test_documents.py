"""README, pages, pictures and manual: what they say is so, and every command line in them runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from documents.pictures import NOW, SHOTS, picture
from documents.program import ENVIRONMENT
from documents.reading import ROOT, blocks, calls, inline, links, pages
from documents.write import PAGES, PICTURES
from support.pty_session import PtySession, clean_environment

from okrboard.cli.context import Arguments
from okrboard.cli.main import find_command
from okrboard.cli.parser import EVERYWHERE, leading
from okrboard.cli.spec import Noun
from okrboard.demo import write_demo

if TYPE_CHECKING:
    from collections.abc import Mapping

AGAIN = "run: python tests/documents/write.py"
ALL = pages()
MEETINGS = ("check-in", "reflect", "goals")
SHOWN_ON_A_TERMINAL = ("okrboard", "okrboard demo", *(f"okrboard meet {each}" for each in MEETINGS))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder with an `okrboard` to call."""
    program = tmp_path / "bin" / "okrboard"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m okrboard "$@"\n')
    program.chmod(0o755)
    (tmp_path / "here").mkdir()
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return clean_environment(
        HOME=str(home), PATH=path, PYTHONPATH=str(ROOT), OKRBOARD_NOW=NOW.isoformat(), USER="ana"
    )


# What the program writes.


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_what_the_program_says_today(place: str) -> None:
    assert (ROOT / place).read_text() == PAGES[place](), AGAIN


@pytest.mark.slow
@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_a_picture_is_what_the_screen_shows_today(shot: object) -> None:
    name, drawn = await picture(shot)  # type: ignore[arg-type]
    assert (ROOT / PICTURES / name).read_text() == drawn, AGAIN
    assert (await picture(shot))[1] == drawn  # type: ignore[arg-type]


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in (ROOT / PICTURES).iterdir()} == {shot.name for shot in SHOTS}


def test_every_variable_that_the_program_reads_is_described() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "okrboard").rglob("*.py"))
    known = {name for names in ENVIRONMENT for name in names.split(", ")}
    assert set(re.findall(r"OKRBOARD_[A-Z_]*[A-Z]", source)) - {"OKRBOARD_CALDAV"} <= known


def test_the_manual_is_understood_by_man() -> None:
    if not shutil.which("groff"):
        pytest.skip("needs groff")
    argv = ["groff", "-man", "-Tutf8", "-wall", "-k", str(ROOT / "okrboard/okrboard.1")]
    said = subprocess.run(argv, capture_output=True, check=True)
    assert said.stderr == b""
    assert b"check-in REF" in re.sub(rb"\x1b\[\d+m|.\x08", b"", said.stdout)


# What people are told to type.


@pytest.mark.slow
@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_every_command_line_runs(page: Path, home: Path) -> None:
    if page.name != "README.md":
        write_demo(str(home / "here" / "okrboard.json"), NOW)
    around = environment(home)
    for block in blocks(page.read_text()):
        if block.language != "sh" or block.why_not:
            continue
        for line in block.lines:
            if line in SHOWN_ON_A_TERMINAL:
                _look_and_leave(line, home, around)
                continue
            said = subprocess.run(
                ["bash", "-c", line], cwd=home / "here", env=around, capture_output=True
            )
            fine = (0, 1) if line == "okrboard due" else (0,)
            assert said.returncode in fine, f"{page.name}: {line}\n{said.stderr.decode()}"
            assert b"Traceback" not in said.stderr


def _look_and_leave(line: str, home: Path, around: Mapping[str, str]) -> None:
    with PtySession(["/bin/sh", "-c", line], around, cwd=home / "here") as session:
        session.wait_until(lambda: 1049 in session.screen.modes, "a screen")
        session.wait_for("help")
        session.feed("q")
        assert session.wait_for_exit() == 0


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    text = page.read_text()
    named = [
        call
        for block in blocks(text)
        if block.language in ("sh", "text", "toml")
        for line in block.lines
        for call in calls(line)
    ]
    named += [call for code in inline(text) if code.startswith("okrboard ") for call in calls(code)]
    for call in named:
        _understood(call)


def _understood(call: str) -> None:
    """Check that command, verb and options exist; prose may leave out what they need."""
    _, words = leading(shlex.split(call)[1:], Arguments())
    if not words or words[0].isupper() or not words[0][0].isalpha():
        return
    found, rest = find_command(words[0], words[1:])
    options = EVERYWHERE if isinstance(found, Noun) else (*EVERYWHERE, *found.options)
    known = {f"--{each.name}" for each in options} | {f"-{each.short}" for each in options}
    typed = {word.rstrip(".,:;") for word in rest if re.match(r"--?[a-z]", word)}
    assert typed <= known, call


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_what_is_not_run_says_why(page: Path) -> None:
    for block in blocks(page.read_text()):
        known = block.language in ("sh", "text", "toml", "python")
        assert known or not calls(block.text), f"line {block.line}: say what language this is"
    assert page.read_text().count("<!-- not run:") == sum(
        bool(block.why_not) for block in blocks(page.read_text())
    )


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_what_is_linked_is_there(page: Path) -> None:
    for target in links(page.read_text()):
        assert (page.parent / target).exists(), target


def test_tinydb_reads_and_writes_the_board_as_the_page_shows(home: Path) -> None:
    write_demo(str(home / "here" / "okrboard.json"), NOW)
    reading, writing = (
        block.text
        for block in blocks((ROOT / ".github/docs/file.md").read_text())
        if block.language == "python"
    )
    names = "for member in board.table('members'): print(member['name'])"
    for example, line in (
        (reading, "O10 Releases let people sleep"),
        (f"{writing}\n    {names}", "Ana"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", example], cwd=home / "here", capture_output=True, check=True
        )
        assert line in done.stdout.decode().splitlines()
