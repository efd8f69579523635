"""The first start on a terminal: three questions, and a board; before that, nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from support.cli import NOW
from support.pty_session import PtySession, clean_environment, python

if TYPE_CHECKING:
    from support.cli import Okr

ROOT = Path(__file__).parents[2]


def bare_okrboard(home: Path, *words: str) -> PtySession:
    environment = clean_environment(
        HOME=str(home), PYTHONPATH=str(ROOT), OKRBOARD_NOW=NOW, TZ="Europe/Berlin"
    )
    return PtySession(python("-m", "okrboard", *words), environment, size=(100, 30), cwd=home)


def test_three_answers_make_a_board_and_open_it(home: Path) -> None:
    with bare_okrboard(home) as session:
        session.wait_for("Whose board is it")
        session.feed("Night shift", "enter")
        session.wait_for("In which time zone? [Europe/Berlin]")
        session.feed("Mars", "enter")
        session.wait_for("is no time zone")
        session.feed("Europe/Rome", "enter")
        session.wait_for("Which cycle runs now")
        session.feed("enter")
        session.wait_for("Night shift", "2026-T3")
        session.feed("q")
        assert session.wait_for_exit() == 0
    board = json.loads((home / ".local/share/okrboard/okrboard.json").read_text())
    assert board["settings"]["1"]["timezone"] == "Europe/Rome"
    assert board["cycles"]["1"]["name"] == "2026-T3"
    assert board["members"]["1"]["handle"] == "ana"


def test_who_goes_away_leaves_nothing_behind(home: Path) -> None:
    for leave, status in (("ctrl+c", 130), ("ctrl+d", 1)):
        with bare_okrboard(home) as session:
            session.wait_for("Whose board is it")
            session.feed(leave)
            assert session.wait_for_exit() == status
    assert list(home.iterdir()) == []


def test_a_damaged_board_is_said_and_not_asked_about(home: Path) -> None:
    (home / "okrboard.json").write_text("{")
    with bare_okrboard(home) as session:
        assert session.wait_for_exit() == 4
        assert "Whose board" not in session.screen.text
    assert (home / "okrboard.json").read_text() == "{"


def test_without_a_terminal_nothing_is_asked(okr: Okr) -> None:
    said = okr()
    assert said.status == 1
    assert said.line
