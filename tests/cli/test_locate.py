"""Which board and who, as the design's section 5 has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from okrboard.cli.context import find_board, find_person

if TYPE_CHECKING:
    from support.cli import Okr

ROOT = Path(__file__).parents[2]


def test_the_option_comes_before_environment_before_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    environment = {"OKRBOARD_BOARD": "/elsewhere.json", "XDG_DATA_HOME": str(tmp_path / "data")}
    assert find_board("/named.json", environment) == "/named.json"
    assert find_board("", environment) == "/elsewhere.json"
    del environment["OKRBOARD_BOARD"]
    assert find_board("", environment) == str(tmp_path / "data/okrboard/okrboard.json")
    (tmp_path / "okrboard.json").touch()
    assert find_board("", environment) == str(tmp_path / "okrboard.json")
    (tmp_path / "a" / "okrboard.json").touch()
    assert find_board("", environment) == str(tmp_path / "a" / "okrboard.json")


def test_a_folder_means_the_board_in_it(tmp_path: Path) -> None:
    assert find_board(str(tmp_path), {}) == str(tmp_path / "okrboard.json")


def test_an_address_is_left_as_it_is() -> None:
    assert find_board("postgresql://host/board", {}) == "postgresql://host/board"


def test_a_folder_that_is_gone_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    assert find_board("", environment) == str(tmp_path / "okrboard/okrboard.json")


def test_the_person_is_the_option_the_variable_or_the_login_name() -> None:
    environment = {"OKRBOARD_USER": "ana", "LOGNAME": "root"}
    assert find_person("ben", environment) == "ben"
    assert find_person("@ben", environment) == "ben"
    assert find_person("", environment) == "ana"
    assert find_person("", {"LOGNAME": "root"}) == "root"
    assert find_person("", {}) != ""


def test_a_missing_board_is_made_by_what_the_error_says(
    okr: Okr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "no such" / "x.json"
    line = okr("--board", str(place), "due").line
    assert f"there is no board at {place}" in line
    made = subprocess.run(
        ["sh", "-c", line.partition(": ")[2]],
        env={**os.environ, "PATH": f"{stand_in(tmp_path)}:{os.environ['PATH']}"},
        check=False,
    )
    assert made.returncode == 0
    assert okr("--board", str(place), "due").status == 0
    monkeypatch.setenv("OKRBOARD_BOARD", str(tmp_path / "y.json"))
    assert okr("board").line.endswith(f"this makes one: okrboard init {tmp_path / 'y.json'}")


def test_who_named_no_board_is_told_how_to_have_one(okr: Okr) -> None:
    said = okr("due")
    assert said.status == 1
    assert "no board here" in said.line
    assert said.line.endswith("okrboard init makes one in this folder")
    assert okr("init").status == 0
    assert okr("due").status == 0


def stand_in(folder: Path) -> Path:
    """Return a folder with a command `okrboard` that is this one."""
    command = folder / "bin" / "okrboard"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m okrboard "$@"\n')
    command.chmod(0o755)
    return command.parent
