"""What ends the program from outside: a signal, a terminal that is gone.

The screens are left in order, so that drafts are kept and the terminal is as it was; the status is
128 + the signal's number. A link that is full or dead can block Textual's output for ever: after
`PATIENCE` seconds the process ends without it.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Callable
from types import FrameType

PATIENCE = 6.0
"""Seconds that leaving in order may take."""

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Ending:
    """Listens while the screens are there."""

    def __init__(self, keyboard: int = 0) -> None:
        """Take the file descriptor of the terminal that keys come from."""
        self._keyboard = keyboard
        self._leave: Callable[[int], object] | None = None
        self._over = threading.Event()
        self._before: dict[signal.Signals, object] = {}
        self.status = 0
        """128 + n when signal n ended the program, or would have: SIGHUP for a lost terminal."""

    def listen(self, leave: Callable[[int], object]) -> None:
        """Call `leave` with a status, from any thread, when the program shall end."""
        self._leave = leave
        for number in _SIGNALS:
            # Whoever started us with a signal ignored, as nohup does, meant it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._signalled)
        threading.Thread(target=self._wait_for_hangup, name="okrboard-line", daemon=True).start()

    def stop(self) -> None:
        """Listen no more; signals do what they did before."""
        self._over.set()
        if self.status and self._is_gone():
            # Python would flush into the lost terminal when it ends, and make a status of that.
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            os.close(nowhere)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before.clear()

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        # A handler of Python's own, not the event loop's: it also runs while the loop is blocked.
        del frame
        self._end(128 + number)

    def _wait_for_hangup(self) -> None:
        if self._is_gone(None):
            self._end(128 + signal.SIGHUP)

    def _is_gone(self, wait: float | None = 0) -> bool:
        """Say whether the terminal is gone, now or within `wait` ms; None waits until it is."""
        line = select.poll()
        # Nothing is asked for; a hangup is reported all the same, and costs nothing until then.
        line.register(self._keyboard, 0)
        try:
            return bool(line.poll(wait))
        except OSError:
            return False

    def _end(self, status: int) -> None:
        if self.status or self._over.is_set() or self._leave is None:
            return
        self.status = status
        threading.Thread(target=self._end_anyway, name="okrboard-end", daemon=True).start()
        self._leave(status)

    def _end_anyway(self) -> None:
        if not self._over.wait(PATIENCE):
            os._exit(self.status)
