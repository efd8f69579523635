"""`StageHost`: what the stages of a meeting may ask their screen for besides the board.

The clipboard and a file (see `paper`), something that plays by itself, the person's own notes.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from okrboard.tui.private_notes import Growth
from okrboard.tui.screens.page_screen import PaperScreen

PLAY = 1.0
"""Seconds between two pictures of what plays by itself."""


class StageHost(PaperScreen):
    """A page with what stages need."""

    _playing: Timer | None = None

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
