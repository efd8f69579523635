"""The shell around the screens in a real pseudo-terminal: start, every kind of end, colours, bytes.

The board screen is a placeholder (`support.shell_program`); what is tested is the same for all.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.pty_session import ANSWERS, PtySession, clean_environment, python

import okrboard

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.slow

ROOTS = os.pathsep.join([str(Path(okrboard.__file__).parents[1]), str(Path(__file__).parents[1])])
FIRST = "revision"
"""What the placeholder shows."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who has never used okrboard."""
    return clean_environment(
        HOME=str(home), PYTHONPATH=ROOTS, OKRBOARD_NOW="2026-11-20T15:00:00+01:00", **more
    )


def start(
    home: Path,
    *words: str,
    size: tuple[int, int] = (100, 30),
    stderr: int | None = None,
    stdin: int | None = None,
    env: Mapping[str, str] | None = None,
) -> PtySession:
    """`okrboard demo` with more words, in a terminal."""
    return PtySession(
        python("-m", "support.shell_program", "demo", *words),
        environment(home, **(env or {})),
        size=size,
        cwd=home,
        stderr=stderr,
        stdin=stdin,
    )


def test_the_board_comes_up_and_q_leaves_a_terminal_as_it_was(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST, "okr-dark", "? help")
        assert {1049, 1000, 2004} <= session.screen.modes
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored
        assert session.screen.text.strip() == ""


def test_an_idle_board_writes_nothing(tmp_path: Path) -> None:
    board = tmp_path / "board.json"
    with start(tmp_path, "--write", str(board)) as session:
        session.wait_for_exit()
    argv = python("-m", "support.shell_program", "--board", str(board), "--as", "ana")
    with PtySession(argv, environment(tmp_path), size=(100, 30)) as session:
        session.wait_for(FIRST)
        session.settle()
        assert session.quiet(2.0) == 0


def test_another_terminals_change_is_on_the_screen_without_a_key(tmp_path: Path) -> None:
    board = tmp_path / "board.json"
    with start(tmp_path, "--write", str(board)) as session:
        session.wait_for_exit()
    argv = python("-m", "support.shell_program", "--board", str(board), "--as", "ana")
    with (
        PtySession(argv, environment(tmp_path), size=(100, 30)) as one,
        PtySession(argv, environment(tmp_path), size=(100, 30)) as other,
    ):
        one.wait_for(FIRST)
        other.wait_for(FIRST)
        other.settle()
        one.feed("n")
        other.wait_for("Placeholder", patience=5)
        one.feed("u")
        one.wait_for("undone")
        other.wait_until_gone("Placeholder", patience=5)


def test_an_unreadable_board_is_told_and_the_last_good_one_stays(
    tmp_path: Path,
) -> None:
    board = tmp_path / "board.json"
    with start(tmp_path, "--write", str(board)) as session:
        session.wait_for_exit()
    good = board.read_bytes()
    argv = python("-m", "support.shell_program", "--board", str(board), "--as", "ana")
    with PtySession(argv, environment(tmp_path), size=(120, 30)) as session:
        session.wait_for(FIRST)
        board.write_bytes(good[:-20])
        session.wait_for("cannot be used")
        assert FIRST in session.screen.text
        session.settle()
        assert session.quiet(1.5) == 0
        board.write_bytes(good)
        session.wait_for("? help")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.signal(number)
        assert session.wait_for_exit() == 128 + number
        assert session.terminal_is_restored
        assert session.screen.text.strip() == ""


def test_a_signal_while_it_starts_leaves_no_trace_either(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_until(lambda: 1049 in session.screen.modes, "the alternate screen")
        session.signal(signal.SIGTERM)
        assert session.wait_for_exit() == 128 + signal.SIGTERM
        assert session.left_over == ""


@pytest.mark.parametrize("prefix", ["exec", "trap '' HUP; exec"])
def test_a_dropped_link_ends_it_soon_also_under_nohup(tmp_path: Path, prefix: str) -> None:
    command = f"{prefix} {sys.executable} -m support.shell_program demo"
    with PtySession(["sh", "-c", command], environment(tmp_path), cwd=tmp_path) as session:
        session.wait_for(FIRST)
        session.hang_up()
        assert session.process.wait(timeout=10) == 128 + signal.SIGHUP


def test_a_link_that_takes_nothing_does_not_stop_the_ending(tmp_path: Path) -> None:
    with start(tmp_path, size=(200, 60), env={"SHELL_PATIENCE": "1"}) as session:
        session.wait_for(FIRST)
        for _ in range(200):
            # Nobody reads what this makes it write.
            session.feed("t")
        session.wait_until_full()
        session.signal(signal.SIGTERM)
        assert session.process.wait(timeout=15) == 128 + signal.SIGTERM


def test_a_crash_is_one_line_and_a_file_and_status_1(tmp_path: Path) -> None:
    with start(tmp_path, size=(200, 30)) as session:
        session.wait_for(FIRST)
        session.feed("c")
        assert session.wait_for_exit() == 1
        assert session.terminal_is_restored
        line = "".join(session.screen.rows)
        assert line.startswith("okrboard: this is a bug in okrboard")
        log = tmp_path / ".local/state/okrboard/crash.log"
        assert str(log) in line
        assert "a crash on purpose" in log.read_text()
        assert "Traceback" not in session.screen.text


def test_ctrl_z_gives_the_terminal_back_and_fg_the_picture(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST, "? help")
        session.feed("ctrl+z")
        session.wait_for_stop()
        assert session.terminal_is_restored
        session.signal(signal.SIGCONT)
        session.wait_for(FIRST, "? help")
        session.feed("m")
        session.wait_for("no meeting screen")
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


def test_a_stop_from_outside_is_survived_as_well(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.signal(signal.SIGSTOP)
        session.wait_for_stop()
        session.signal(signal.SIGCONT)
        session.settle()
        session.feed("m")
        session.wait_for("no meeting screen", FIRST)
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


def test_too_small_says_so_and_comes_back_when_there_is_room(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        for size in ((59, 30), (80, 19), (1, 1), (20, 4)):
            session.resize(*size)
            session.wait_until_gone(FIRST)
        session.resize(59, 19)
        session.wait_for("too small for the board", "59 by 19, needs 60 by 20")
        session.resize(60, 20)
        session.wait_for(FIRST)
        session.feed("q")
        assert session.wait_for_exit() == 0


def test_a_storm_of_sizes_ends_in_the_last_one(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        for width in range(61, 120):
            session.resize(width, 20 + width % 7)
        session.resize(100, 30)
        session.settle()
        session.wait_for(FIRST, "? help")
        assert session.screen.rows[-1].strip().endswith("help")


# Where there is nothing to draw on.


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_cannot_draw_gets_a_hint_and_status_2(tmp_path: Path, kind: str) -> None:
    with start(tmp_path, env={"TERM": kind}) as session:
        assert session.wait_for_exit() == 2
        assert "cannot draw the board screen" in session.screen.text
        assert b"\x1b[?1049h" not in session.raw


def test_a_log_instead_of_a_terminal_to_draw_on_gets_a_hint(tmp_path: Path) -> None:
    log = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        with start(tmp_path, stderr=log) as session:
            assert session.wait_for_exit() == 2
            assert not session.raw
    finally:
        os.close(log)
    assert "the board screen needs a terminal" in (tmp_path / "log").read_text()


def test_a_file_instead_of_a_keyboard_never_spins(tmp_path: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        with start(tmp_path, stdin=nothing) as session:
            session.wait_for_exit()
            assert b"\x1b[?1049h" not in session.raw
    finally:
        os.close(nothing)


# Colours, signs, mouse.


def colours(session: PtySession) -> set[str]:
    """Every colour of the picture, foreground and background."""
    cells = [cell for row in session.screen.cells() for cell in row]
    return {cell.look.fg for cell in cells} | {cell.look.bg for cell in cells}


def test_no_color_is_truly_colourless(tmp_path: Path) -> None:
    with start(tmp_path, env={"NO_COLOR": "1"}) as session:
        session.wait_for(FIRST, "? help")
        session.settle()
        assert colours(session) == {""}
        assert b"38;2;" not in session.raw
        assert b"48;2;" not in session.raw
        session.feed("t")
        session.wait_for("NO_COLOR is set")
        session.settle()
        assert colours(session) == {""}


def test_a_terminal_of_16_colours_gets_its_own(tmp_path: Path) -> None:
    with start(tmp_path, env={"TERM": "linux", "COLORTERM": ""}) as session:
        session.wait_for(FIRST, "ansi")
        session.settle()
        assert not any(colour.startswith("#") for colour in colours(session))


def test_over_ssh_colours_are_told_once_and_can_be_changed(
    tmp_path: Path,
) -> None:
    over = {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"}
    with start(tmp_path, env=over) as session:
        session.wait_for(FIRST, "ansi", "over ssh: the terminal's own colours")
        session.settle()
        assert not any(colour.startswith("#") for colour in colours(session))
        session.feed("t")
        session.wait_for("theme okr-dark")
        session.feed("q")
        session.wait_for_exit()
    with start(tmp_path, env=over) as session:
        session.wait_for(FIRST, "okr-dark", "? help")
        assert "over ssh" not in session.screen.text


def test_a_theme_is_remembered(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST, "okr-dark")
        session.feed("t")
        session.wait_for("theme okr-light")
        session.feed("q")
        session.wait_for_exit()
    with start(tmp_path) as session:
        session.wait_for(FIRST, "okr-light")


def test_without_the_mouse_the_terminal_keeps_it(tmp_path: Path) -> None:
    with start(tmp_path, "--no-mouse") as session:
        session.wait_for(FIRST)
        session.settle()
        assert not {1000, 1002, 1003} & session.screen.modes


def test_the_mouse_is_not_followed_over_every_cell(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.settle()
        assert b"\x1b[?1003h" not in session.raw


def test_a_slip_in_the_configuration_is_told_and_the_rest_counts(tmp_path: Path) -> None:
    folder = tmp_path / ".config/okrboard"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        'theme = "beamer"\npreset = "vim"\n[keys]\n"board.bew" = "x"\nfilter = "f"\n'
    )
    with start(tmp_path, size=(120, 30)) as session:
        session.wait_for(FIRST, "beamer", "there is no action board.bew; did you mean board.new?")
        session.feed("1")
        session.wait_for("f filter")


def test_an_unreadable_configuration_takes_nobodys_board_away(tmp_path: Path) -> None:
    folder = tmp_path / ".config/okrboard"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('theme = "beamer\n')
    with start(tmp_path, size=(160, 30)) as session:
        session.wait_for(FIRST, "config.toml is not TOML")


# Help and palette.


def test_the_help_finds_an_action_by_its_name_and_does_it(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.feed("?")
        session.wait_for("Board", "Put the card one lower", "Everywhere")
        session.feed("newest change")
        session.wait_until_gone("Put the card one lower")
        session.wait_for("undo", "redo")
        session.feed("enter")
        session.wait_for(FIRST)
        session.wait_until(lambda: "undo" in session.screen.rows[-2], "what undo says")


def test_the_palette_has_the_themes_and_only_what_works_here(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.feed("ctrl+p")
        session.wait_for("what shall be done?")
        assert "Forms" not in session.screen.text
        session.feed("high-c")
        session.wait_for("theme high-contrast")
        session.feed("enter")
        session.wait_for("high-contrast,", FIRST)
        session.feed("ctrl+p", "escape")
        session.wait_for(FIRST, "? help")


def test_the_help_writes_nothing_while_nobody_types(tmp_path: Path) -> None:
    with start(tmp_path) as session:
        session.wait_for(FIRST)
        session.feed("?")
        session.wait_for("Everywhere")
        session.settle()
        assert session.quiet(1.2) == 0


def test_the_keys_of_a_locale_without_unicode_are_plain(tmp_path: Path) -> None:
    with start(tmp_path, env={"LC_ALL": "C"}) as session:
        session.wait_for(FIRST)
        session.feed("?")
        session.wait_for("Everywhere")
        assert all(row.isascii() for row in session.screen.rows), session.screen.text


# What the terminal says of itself.

WHITE = {**ANSWERS, "]11": "\x1b]11;rgb:ffff/ffff/eeee\x1b\\"}


def test_a_light_terminal_gets_the_light_theme_from_then_on(tmp_path: Path) -> None:
    argv = python("-m", "support.shell_program", "demo")
    for expected_at_once in (False, True):
        with PtySession(argv, environment(tmp_path), cwd=tmp_path, answers=WHITE) as session:
            session.wait_for(FIRST, "okr-light")
            session.settle()
            assert (b"okr-dark" not in session.raw) is expected_at_once
            session.feed("q")
            assert session.wait_for_exit() == 0


def test_an_answer_is_never_taken_for_keys_however_it_is_cut(tmp_path: Path) -> None:
    argv = python("-m", "support.shell_program", "demo")
    with PtySession(argv, environment(tmp_path), cwd=tmp_path, answers={}) as session:
        session.wait_for(FIRST, "okr-dark")
        session.settle()
        # A letter of it would crash the placeholder, n make an objective, q leave.
        for part in ("\x1b]11;rgb:cccc/", "cccc/cc", "cc\x07", "\x1b]52;c;cnq=\x1b\\"):
            session.feed(part)
            session.quiet(0.2)
        session.wait_for("okr-light")
        assert "Placeholder" not in session.screen.text
        session.feed("m")
        session.wait_for("no meeting screen")


def test_a_chosen_theme_is_not_changed_by_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / ".config/okrboard"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('theme = "okr-dark"\n')
    argv = python("-m", "support.shell_program", "demo")
    with PtySession(argv, environment(tmp_path), cwd=tmp_path, answers=WHITE) as session:
        session.wait_for(FIRST)
        session.settle()
        assert b"]11;?" not in session.raw
        assert "okr-dark" in session.screen.text
