"""Before Textual is there: is this a terminal to draw on, and how shall the screens be on it?

`open_screen()` is the way in. What cannot work is said in one line; what can be found out from the
terminal's environment nobody has to configure. Imports nothing of Textual before the first answer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TextIO

from okrboard.errors import UsageError
from okrboard.storage.presence import Presence
from okrboard.storage.store import Store
from okrboard.text import clean
from okrboard.tui.options import Options
from okrboard.tui.terminal.first_frame import Early

HINT = "okrboard board prints the board as text, okrboard -h lists every command"

_FRAMES_OVER_SSH = "20"
"""Frames a second at most over the network: fewer bytes while a key is held down."""


def open_screen(
    store: Store,
    who: str,
    clock: Callable[[], datetime],
    *,
    environment: Mapping[str, str],
    options: Options,
    start: str = "board",
    presence: Presence | None = None,
) -> int:
    """Show the board until the person leaves; return the exit status.

    Raises `UsageError` where there is no terminal to draw on, `StoreError` when the board cannot be
    read, and after a crash what crashed it, when the terminal is as it was before.
    """
    check_terminal(environment, sys.__stdin__, sys.__stderr__)
    import gc

    from okrboard.tui.session import Session

    # Nothing that starting makes is garbage: the collector would walk it again and again.
    gc.disable()
    early: Early | None = None
    try:
        session = Session(store, who, clock, options, presence)
        if start == "board":
            from okrboard.tui.terminal.first_frame import early_picture

            early = early_picture(session, environment)
        if early is not None:
            early.begin()
        with _settings_of_textual(options):
            from okrboard.tui.app import run_board
        return run_board(session, start, early)
    finally:
        gc.enable()
        if early is not None:
            early.end()


def check_terminal(
    environment: Mapping[str, str], stdin: TextIO | None, stderr: TextIO | None
) -> None:
    """Raise `UsageError` unless keys come from a terminal and pictures go to one that can draw.

    Textual reads standard input and draws on standard error; without a terminal on either it
    would spin for ever or draw into a log.
    """
    if not _is_terminal(stdin) or not _is_terminal(stderr):
        raise UsageError(f"the board screen needs a terminal; {HINT}")
    kind = environment.get("TERM", "")
    if kind in ("", "dumb", "unknown"):
        named = f"TERM={clean(kind, 20)}" if kind else "TERM, which is not set,"
        raise UsageError(f"{named} cannot draw the board screen; {HINT}")


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


@contextmanager
def _settings_of_textual(options: Options) -> Iterator[None]:
    """Set what Textual reads while it is imported, and leave no trace for editors we start.

    The kitty protocol stays off: no key of ours needs it, and it swallows dead keys here and there.
    """
    wanted = {
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
    }
    if options.ssh:
        wanted["TEXTUAL_FPS"] = _FRAMES_OVER_SSH
    ours = {name: value for name, value in wanted.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]
