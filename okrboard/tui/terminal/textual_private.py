"""What this program takes of Textual that Textual does not promise: the private names, fenced in.

Nothing outside this folder uses one. `.github/docs/decisions/textual-private.md` lists them with
what each is for; a test compares the list with the code and with the Textual that is installed.
"""

from __future__ import annotations

import os
from typing import Any

from textual.app import App
from textual.binding import BindingsMap
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from okrboard.errors import OkrboardError
from okrboard.tui.terminal.diff_writer import Standing, Wire


class TerminalFailed(OkrboardError):
    """The terminal could not be read or written any more."""


class TerminalApp(App[int]):
    """An app that sends what differs and nothing else, and ends without printing a traceback."""

    wire: Wire
    crash: Exception | None = None
    """What ended the app, for who runs it."""

    def send_differences(self, standing: Standing | None = None) -> None:
        """Write through `Wire`; `standing` says what stands on the terminal at the start."""
        self.wire = Wire(os.environ.get("TERM", ""), standing)

    def ask_background(self) -> None:
        """Ask the terminal for its background, where the driver can."""
        ask = getattr(self._driver, "ask_background", None)
        if ask is not None:
            ask()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        # Every picture passes here.
        super()._display(screen, self.wire.wrap(renderable))

    def _fatal_error(self) -> None:
        # Nothing is printed: who runs us gets the exception and says one line.
        self.crash = self.crash or self._exception
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """End after an error that has no exception of its own, as when the terminal is gone."""
        del renderables
        self.crash = self.crash or self._exception or TerminalFailed("the terminal failed")
        self._close_messages_no_wait()


class TerminalScreen(Screen[Any]):
    """A screen whose keys are known only when it is mounted."""

    # A change of focus would repaint the whole screen: 30 KB where 1.5 do.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def bind_keys(self, keys: BindingsMap) -> None:
        """Bind keys before those of the class."""
        self._bindings = BindingsMap.merge([keys, self._bindings])
