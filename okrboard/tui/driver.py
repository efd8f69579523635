"""Textual's driver with a calmer mouse: it is reported where it presses, drags and turns its wheel.

Textual asks for every cell the mouse passes over, which over a slow link is a stream of reports
that nobody here needs.
"""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

_MODES = ("1000", "1002", "1006")
"""Presses, motion while a button is down, and coordinates beyond 223."""


class CalmDriver(LinuxDriver):
    """The driver for Linux and macOS."""

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            for mode in _MODES:
                self.write(f"\x1b[?{mode}h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            for mode in _MODES:
                self.write(f"\x1b[?{mode}l")

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart and self._key_thread is not None and self._key_thread.is_alive():
            # Stopped from outside, not by us: the shell has taken the terminal back meanwhile.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()
