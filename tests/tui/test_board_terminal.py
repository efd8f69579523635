"""The board in a real pseudo-terminal: its bytes, its ends, and what another process writes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.boards import NOW, write_board
from support.hostile import HOSTILE
from support.pty_session import PtySession, clean_environment, python

import okrboard

pytestmark = pytest.mark.slow

ROOTS = os.pathsep.join([str(Path(okrboard.__file__).parents[1]), str(Path(__file__).parents[1])])


def environment(home: Path, **more: str) -> dict[str, str]:
    return clean_environment(HOME=str(home), PYTHONPATH=ROOTS, OKRBOARD_NOW=NOW.isoformat(), **more)


def opened(
    home: Path,
    board: Path,
    *words: str,
    size: tuple[int, int] = (120, 40),
    **more: str,
) -> PtySession:
    argv = python("-m", "okrboard", "--board", str(board), "--as", "ana", *words)
    return PtySession(argv, environment(home, **more), size=size, cwd=home)


def command(home: Path, board: Path, *words: str) -> str:
    """What another process does to the same board, meanwhile."""
    argv = python("-m", "okrboard", "--board", str(board), "--as", "ben", *words)
    done = subprocess.run(
        argv, env=environment(home), capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "okrboard.json"
    write_board(path, 20)
    return path


def wait_for_textual(session: PtySession) -> None:
    """Read until Textual has the terminal: the first picture is there before it is."""
    session.wait_for("live", "help")
    session.wait_until(lambda: 1004 in session.screen.modes, "Textual")
    session.settle()


def bytes_of(session: PtySession, key: str) -> int:
    """What is sent for a key that changes the picture."""
    before = len(session.raw)
    session.feed(key)
    session.wait_until(lambda: len(session.raw) > before, key)
    session.settle(0.2)
    return len(session.raw) - before


def test_the_board_opens_and_leaves_the_terminal_as_it_was(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        session.wait_for("Northwind", "OFF TRACK", "live", "enter open")
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


@pytest.mark.parametrize(
    ("theme", "most"), [("truecolor", 350), ("ssh", 220)], ids=["truecolor", "ansi"]
)
def test_a_cursor_move_is_a_few_hundred_bytes_in_every_direction(
    tmp_path: Path, board: Path, theme: str, most: int
) -> None:
    more = "1 2 3 4" if theme == "ssh" else ""
    with opened(tmp_path, board, SSH_CONNECTION=more) as session:
        wait_for_textual(session)
        # The first key also takes a message of the start off the foot.
        bytes_of(session, "l")
        for key in "hljkl":
            assert 0 < bytes_of(session, key) <= most, key


def test_the_way_back_from_a_page_to_the_board_is_six_kilobytes(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    command(tmp_path, path, "demo", "--write", str(path))
    with opened(tmp_path, path) as session:
        wait_for_textual(session)
        session.feed("enter")
        session.wait_for("esc back", "Check-ins of")
        session.settle()
        before = len(session.raw)
        session.feed("escape")
        session.wait_for("enter open", "OFF TRACK")
        session.settle()
        assert len(session.raw) - before <= 6_144


def test_a_move_costs_no_more_on_two_thousand_objectives(tmp_path: Path) -> None:
    sizes = {}
    for count in (20, 2_000):
        path = tmp_path / f"{count}.json"
        write_board(path, count, count * 4)
        with opened(tmp_path, path) as session:
            session.wait_for("live", "% done")
            session.settle()
            sizes[count] = [bytes_of(session, key) for key in "lhl"]
    assert max(sizes[2_000]) <= max(sizes[20]) + 100


def test_an_idle_board_writes_nothing(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        wait_for_textual(session)
        assert session.quiet(2.5) == 0


def test_the_first_picture_is_sent_once(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        wait_for_textual(session)
        assert session.raw.count(b"Northwind") == 1
        assert len(session.raw) < 16_000


def test_what_another_process_writes_is_there_within_a_second(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        wait_for_textual(session)
        for key in "lj":
            bytes_of(session, key)
        before = _cursor(session)
        assert "48 %" not in session.screen.text
        command(tmp_path, board, "check-in", "KR21", "20", "-c", "9")
        began = time.monotonic()
        session.wait_for("48 %", patience=5)
        assert time.monotonic() - began < 1.5
        session.settle()
        assert _cursor(session) == before


def test_what_is_typed_stays_when_another_process_writes(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        session.wait_for("live")
        session.feed("/", "part 1")
        session.wait_for("11 of 20")
        command(tmp_path, board, "objective", "edit", "O2", "--title", "Another part 1")
        session.wait_for("12 of 20", patience=5)
        session.feed("5")
        session.wait_for("filter part 15", "1 of 20")


def test_hostile_titles_send_no_control_byte_of_theirs(tmp_path: Path, board: Path) -> None:
    for number, title in enumerate(HOSTILE[:20], start=1):
        name = title.replace("\0", "").encode("utf-8", "replace").decode()
        command(tmp_path, board, "objective", "edit", f"O{number}", f"--title=x{name}")
    with opened(tmp_path, board, "--ascii") as session:
        session.wait_for("live")
        for _ in range(12):
            session.feed("j")
        session.settle()
        assert b"\x1b]52" not in session.raw
        assert b"\x1b]0;" not in session.raw
        assert b"\x9b" not in session.raw
        assert b"\x07" not in session.raw.replace(b"\x1b]22;default\x07", b"")
        assert session.screen.unknown == []
        session.feed("q")
        assert session.wait_for_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_board_and_restores_the_terminal(
    tmp_path: Path, board: Path, number: signal.Signals
) -> None:
    with opened(tmp_path, board) as session:
        session.wait_for("live")
        session.signal(number)
        assert session.wait_for_exit() == 128 + number
        assert session.terminal_is_restored


def test_keys_that_are_typed_while_it_starts_are_not_lost(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        session.feed("/", "part 15")
        session.wait_for("filter part 15", "1 of 20")


def test_keys_that_are_typed_fast_go_where_they_are_meant(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        session.wait_for("live")
        session.feed("lc", "12", "enter", "7", "ctrl+s")
        session.wait_for("12→20", "today", patience=10)


def test_a_storm_of_sizes_ends_in_a_whole_picture(tmp_path: Path, board: Path) -> None:
    with opened(tmp_path, board) as session:
        wait_for_textual(session)
        for width in (119, 60, 200, 81, 40, 160, 100):
            session.resize(width, width // 3 + 10)
        session.settle()
        session.resize(120, 40)
        session.wait_for("? help")
        session.settle()
        storm = session.screen.text
    with opened(tmp_path, board) as session:
        wait_for_textual(session)
        assert session.screen.text == storm


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
def test_other_sizes_and_no_colour_show_the_same_board(
    tmp_path: Path, board: Path, size: tuple[int, int]
) -> None:
    with opened(tmp_path, board, size=size, NO_COLOR="1") as session:
        session.wait_for("Northwind", "live", "enter open")
        session.settle()
        for row in session.screen.cells():
            for cell in row:
                assert (cell.look.fg, cell.look.bg) == ("", "")


def _cursor(session: PtySession) -> tuple[int, str]:
    """The first row of the card that the gutter marks, and its text from there."""
    for y, row in enumerate(session.screen.rows):
        x = row.find("▌")
        if x >= 0 and y > 3:
            return y, row[x : x + 12]
    raise AssertionError(f"no cursor:\n{session.screen.text}")
