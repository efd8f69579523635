"""The first picture: the board on the terminal before Textual is there.

Textual's import is four fifths of the start, and no painter needs it. So the board is painted at
once by the painters of its screen; Textual then takes over view, cells and terminal as they are,
and keys that were typed in between. Nothing is painted early where the cells might not be the ones
that Textual draws, and where there is no board to see: nothing on it, no room for it.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Mapping
from types import FrameType
from typing import Any

from okrboard.domain.view import View
from okrboard.glyphs import glyphs
from okrboard.tui.keys import board_hints, foot
from okrboard.tui.options import LEAST, board_look
from okrboard.tui.paint.card import Density
from okrboard.tui.paint.frame import head_of, paint_head, paint_keys
from okrboard.tui.paint.line import Line, fit_line
from okrboard.tui.paint.palette import Palette, palette
from okrboard.tui.paint.scene import Scene
from okrboard.tui.session import Session
from okrboard.tui.terminal.ansi import Cells, Pen, cells_of, look_of

ENTER = "\x1b[?1049h"
"""Takes the alternate screen and clears it."""

_HIDE_CURSOR = "\x1b[?25l"
_LEAVE = "\x1b[?1049l\x1b[?25h"

_AROUND = 4
"""Rows that are not the board's: the head, the line below it, notice and keys."""

_INPUT, _LOCAL = 0, 3
"""Places of the flags in what `tcgetattr` returns."""


class Early:
    """A picture that stands on the terminal until somebody takes it over or it is taken back."""

    def __init__(
        self, view: View, size: tuple[int, int], rows: dict[int, Cells], kind: str
    ) -> None:
        """Take the view, the terminal's size, what is to stand in its rows, and its `TERM`."""
        self._view: View | None = view
        self._size = size
        self._rows = rows
        self._pen = Pen(kind, size[0])
        self._keyboard = sys.__stdin__.fileno() if sys.__stdin__ else 0
        self._settings: list[Any] = termios.tcgetattr(self._keyboard)
        self._signals: dict[signal.Signals, Any] = {}
        self._is_ours = False

    def begin(self) -> None:
        """Take the terminal, with the settings that Textual wants, and paint."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            # Whoever started us with a signal ignored, as nohup does, meant it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._signals[number] = signal.signal(number, self._leave)
        # A smaller terminal cuts rows off; from its start on, Textual listens to that.
        signal.signal(signal.SIGWINCH, lambda *_: self._rows.clear())
        self._is_ours = True
        termios.tcsetattr(self._keyboard, termios.TCSANOW, _raw(self._settings))
        for y, cells in self._rows.items():
            self._pen.move(0, y)
            self._pen.write(cells, to_the_end=True)
        _write(ENTER + _HIDE_CURSOR + self._pen.end())

    def end(self) -> None:
        """Leave the terminal as it was, whoever has it now."""
        try:
            if self._is_ours:
                _write(_LEAVE)
            termios.tcsetattr(self._keyboard, termios.TCSANOW, self._settings)
        except (OSError, termios.error):
            # The terminal is gone.
            pass
        for number, handler in self._signals.items():
            signal.signal(number, handler)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """End as a signal wants, but with the terminal as it was."""
        del frame
        # Not by an exception: it may come up where Python swallows it, as in the callbacks of an
        # import. Nothing is lost, since nobody has typed into anything yet.
        try:
            os.write(2, _LEAVE.encode())
            termios.tcsetattr(self._keyboard, termios.TCSANOW, self._settings)
        except (OSError, termios.error):
            # The terminal is gone.
            pass
        os._exit(128 + number)

    def view(self) -> View | None:
        """Return what is shown, the first time."""
        found, self._view = self._view, None
        return found

    def cells(self, size: tuple[int, int]) -> dict[int, Cells]:
        """Return what stands in the rows of a terminal of a size: nothing after it has changed."""
        return self._rows if size == self._size else {}

    def hand_over(self) -> list[Any] | None:
        """Return the terminal's settings of before, the first time: it is the caller's now."""
        was_ours, self._is_ours = self._is_ours, False
        return self._settings if was_ours else None


def early_picture(session: Session, environment: Mapping[str, str]) -> Early | None:
    """Return the board's first picture, not on the terminal yet; None where there shall be none.

    Raises `StoreCorrupt` for a board that turns out to be damaged.
    """
    options = session.options
    colours = palette(options.theme, colour=options.colour)
    try:
        width, height = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    except (OSError, ValueError):
        return None
    if width < LEAST[0] or height < LEAST[1] or not _draws_alike(colours, environment):
        return None
    by, density = board_look(options.state)
    view = session.view(session.service.stamp(session.board).today, by)
    if not view.shown:
        return None
    lines = paint(session, view, density, width, height)
    names = {name for line in lines for _, name in line}
    looks = {name: look_of(colours.ink(name), colours.background) for name in names}
    rows = {y: cells_of((text, looks[name]) for text, name in line) for y, line in enumerate(lines)}
    return Early(view, (width, height), rows, environment.get("TERM", ""))


def paint(session: Session, view: View, density: Density, width: int, height: int) -> list[Line]:
    """Return the rows of the board's screen as it is at the start."""
    plain = session.options.ascii
    signs = glyphs(ascii=plain)
    scene = Scene(view, signs, density)
    scene.resize(width, height - _AROUND)
    head = head_of(view, session.service.who, state=session.state)
    hints = board_hints(view, session.clock())
    keys = foot("board", session.keymap, ascii=plain, hints=hints)
    return [
        paint_head(head, width, signs),
        fit_line([], width),
        *(scene.row(y) for y in range(height - _AROUND)),
        fit_line(scene.picture.cut(), width),
        fit_line(paint_keys(keys, width), width),
    ]


def _draws_alike(colours: Palette, environment: Mapping[str, str]) -> bool:
    """Say whether Textual leaves the theme's colours and the terminal's size as they are."""
    if any(name.startswith("TEXTUAL_") or name in ("COLUMNS", "LINES") for name in environment):
        return False
    depth = environment.get("COLORTERM", "").strip().lower()
    return colours.terminal or depth in ("truecolor", "24bit")


def _raw(settings: list[Any]) -> list[Any]:
    """Return settings with which keys come one by one and as they are, unseen, none a signal."""
    found = list(settings)
    found[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    found[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    return found


def _write(text: str) -> None:
    if sys.__stderr__ is not None:
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
