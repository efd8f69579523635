"""`StageHost`: what the stages of a meeting may ask their screen for besides the board.

The clipboard, a file, something that plays by itself, the person's own notes.
"""

from __future__ import annotations

import os

from okrboard.tui.growth import Growth
from okrboard.tui.screens.page_screen import PageScreen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

PLAY = 1.0
"""Seconds between two pictures of what plays by itself."""


class StageHost(PageScreen):
    """A page with what stages need."""

    _playing: Timer | None = None

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard."""
        self.app.copy_to_clipboard(text)
        self.tell("sent to the terminal's clipboard; inside tmux that needs set-clipboard on")

    def save(self, name: str, text: str) -> None:
        """Write a text to a new file in the folder one is in."""
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(name, flags, 0o644), "w", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            self.tell(f"{name} is there already; move it away first", "error")
        except OSError as error:
            self.tell(f"{name} could not be written: {error.strerror}", "error")
        else:
            self.tell(f"written to {name}")

    def play(self, step: Callable[[], bool]) -> None:
        """Run `step` about once a second until it says False, or a key stops it."""

        def once() -> None:
            if not self.is_current or not step():
                self.stop_playing()
            self.repaint()

        self.stop_playing()
        self._playing = self.set_interval(PLAY, once)

    def stop_playing(self) -> None:
        """Let what plays by itself stand still."""
        if self._playing is not None:
            self._playing.stop()
            self._playing = None

    def notes(self) -> Growth | None:
        """Return where the person's own notes are kept; None where nothing is."""
        state = self.session.options.state
        return Growth(state, self.session.store.place) if state else None
