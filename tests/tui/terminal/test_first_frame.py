"""The first picture, there before Textual: the same cells, every key, no trace of a failure.

`support/hold` keeps the program where Textual is about to be imported, until a test lets it go on.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from support.boards import NOW, write_board
from support.pty_session import ANSWERS, PtySession, clean_environment, python

import okrboard

pytestmark = pytest.mark.slow

TESTS = Path(__file__).parents[2]
ROOTS = [str(TESTS / "support" / "hold"), str(Path(okrboard.__file__).parents[1]), str(TESTS)]

SILENT = {query: answer for query, answer in ANSWERS.items() if query != "]11"}
"""A terminal that does not tell its background, so that no other theme is taken for it."""

SIXTEEN = {"TERM": "linux", "COLORTERM": ""}
"""A terminal with 16 colours, which gets the theme of its own."""


class Held(PtySession):
    """A board that waits where Textual begins."""

    def __init__(
        self, home: Path, *words: str, size: tuple[int, int] = (120, 40), **more: str
    ) -> None:
        self.gate = home / "gate"
        board = home / "okrboard.json"
        if not board.exists():
            write_board(board, 20)
        environment = clean_environment(HOME=str(home), OKRBOARD_NOW=NOW.isoformat())
        environment |= {"PYTHONPATH": os.pathsep.join(ROOTS), "HOLD": str(self.gate), **more}
        argv = python("-m", "okrboard", "--board", str(board), "--as", "ana", *words)
        super().__init__(argv, environment, size=size, cwd=home, answers=SILENT)

    def let_go(self) -> None:
        """Let Textual begin."""
        self.gate.touch()

    def wait_for_textual(self) -> None:
        """Read until Textual has the terminal and has drawn what it has to draw."""
        self.wait_until(lambda: 1004 in self.screen.modes, "Textual")
        self.settle()


@pytest.mark.parametrize(
    ("words", "more", "size"),
    [
        ((), {}, (120, 40)),
        ((), {}, (80, 24)),
        ((), {}, (60, 20)),
        ((), {}, (200, 60)),
        ((), {"COLORFGBG": "0;15"}, (120, 40)),
        ((), {"NO_COLOR": "1"}, (120, 40)),
        ((), SIXTEEN, (120, 40)),
        (("--ascii",), {}, (120, 40)),
        (("--ascii", "--no-color"), SIXTEEN, (80, 24)),
    ],
)
def test_textual_takes_over_the_very_same_cells(
    tmp_path: Path, words: tuple[str, ...], more: dict[str, str], size: tuple[int, int]
) -> None:
    with Held(tmp_path, *words, size=size, **more) as session:
        session.wait_for("Northwind", "live", "? help")
        session.settle(0.1)
        cells, before = session.screen.cells(), len(session.raw)
        session.let_go()
        session.wait_for_textual()
        after = bytes(session.raw[before:])
        assert session.screen.cells() == cells
        assert session.raw.count(b"\x1b[?1049h") == 1
        assert not any(erase in after for erase in (b"\x1b[2J", b"\x1b[J", b"\x1b[0J", b"\x1b[K"))
        # Nothing was drawn a second time either: what came are questions and modes.
        assert len(after) < 300
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


def test_keys_typed_before_textual_are_all_done_in_their_order(tmp_path: Path) -> None:
    keys = ("l", "j", "j", "/", "p", "a", "r", "t", " ", "1", "enter", "down", "enter")
    with Held(tmp_path) as slow:
        slow.let_go()
        slow.wait_for_textual()
        for key in keys:
            slow.feed(key)
            slow.settle(0.1)
        slow.wait_for("esc back")
    slow.gate.unlink()
    with Held(tmp_path) as session:
        session.wait_for("? help")
        picture = session.screen.text
        session.feed(*keys)
        session.settle(0.1)
        assert session.screen.text == picture
        session.let_go()
        session.wait_for("esc back")
        session.settle()
        assert session.screen.text == slow.screen.text


def test_keys_typed_before_any_picture_arrive_too(tmp_path: Path) -> None:
    with Held(tmp_path) as session:
        session.feed("/", "part 15")
        session.wait_for("? help")
        session.let_go()
        session.wait_for("filter part 15", "1 of 20")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_before_textual_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: signal.Signals, status: int
) -> None:
    with Held(tmp_path) as session:
        session.wait_for("? help")
        session.signal(number)
        assert session.wait_for_exit() == status
        assert session.terminal_is_restored
        assert session.screen.text.strip() == ""


def test_a_start_that_fails_says_so_on_a_terminal_as_it_was(tmp_path: Path) -> None:
    with Held(tmp_path, HOLD="") as session:
        assert session.wait_for_exit() == 1
        assert session.terminal_is_restored
        assert "\x1b[?1049h" in session.raw.decode()
        assert session.screen.text.strip().startswith("okrboard: ")
        assert "no Textual here" in (tmp_path / ".local/state/okrboard/crash.log").read_text()


def test_a_resized_terminal_shows_the_whole_board(tmp_path: Path) -> None:
    with Held(tmp_path) as session:
        session.wait_for("? help")
        session.settle(0.1)
        picture = session.screen.text
        for size in ((80, 24), (120, 40)):
            session.resize(*size)
        assert session.screen.text != picture
        session.let_go()
        session.wait_for_textual()
        assert session.screen.text == picture


def test_stopped_and_called_back_the_terminal_changes_hands(
    tmp_path: Path,
) -> None:
    with Held(tmp_path) as session:
        session.wait_for("? help")
        session.feed("ctrl+z")
        session.let_go()
        session.wait_for_stop()
        assert session.terminal_is_restored
        session.signal(signal.SIGCONT)
        session.wait_for("Northwind", "? help")
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ({}, (59, 40)),
        ({}, (120, 19)),
        ({"COLORTERM": ""}, (120, 40)),
        ({"TEXTUAL_COLOR_SYSTEM": "standard"}, (120, 40)),
        ({"COLUMNS": "90"}, (120, 40)),
    ],
    ids=["too narrow", "too low", "fewer colours", "own settings", "own size"],
)
def test_where_textual_might_draw_other_cells_nothing_is_early(
    tmp_path: Path, more: dict[str, str], size: tuple[int, int]
) -> None:
    with Held(tmp_path, size=size, **more) as session:
        assert session.quiet(0.6) == 0
        session.let_go()
        session.wait_for_textual()
        session.feed("q")
        assert session.wait_for_exit() == 0
        assert session.terminal_is_restored


def test_a_terminal_that_cannot_draw_is_left_alone(tmp_path: Path) -> None:
    with Held(tmp_path, TERM="dumb") as session:
        assert session.wait_for_exit() == 2
        assert b"\x1b" not in session.raw
