"""`PtySession`: a program in a real pseudo-terminal, as a person has it.

It answers the terminal's queries as xterm does, keeps every byte, reads them as a picture, and is
always killed at the end. Nothing sleeps: a test waits for what it expects, with a deadline.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import warnings
from typing import TYPE_CHECKING

from support.screen_reader import ScreenReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "space": " ",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "shift+left": "\x1b[1;2D",
    "shift+right": "\x1b[1;2C",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What xterm sends for a key."""

PATIENCE = 20.0
"""Seconds to wait for what must come; generous, for a busy machine."""

ANSWERS = {
    "c": "\x1b[?64;1;2;6;9;15;18;21;22c",
    "0c": "\x1b[?64;1;2;6;9;15;18;21;22c",
    ">c": "\x1b[>41;370;0c",
    "?2026$p": "\x1b[?2026;0$y",
    "?2048$p": "\x1b[?2048;0$y",
    "]10": "\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\",
    "]11": "\x1b]11;rgb:0000/0000/0000\x1b\\",
}
"""What xterm 370 says to each query."""


def clean_environment(**more: str) -> dict[str, str]:
    """Return an environment of a person at xterm, without anything of this machine's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "USER": "ana",
        **more,
    }


def python(*arguments: str) -> list[str]:
    """Return a command that runs Python with these arguments."""
    return [sys.executable, *arguments]


_A_SHELL_HAS_NOT = {1049, 1000, 1002, 1003, 1004, 1006, 2004}
"""Modes of the alternate screen, of mouse, focus and paste."""


class PtySession:
    """One program in one terminal: `with PtySession(argv, home) as session: ...`."""

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        *,
        size: tuple[int, int] = (120, 40),
        cwd: str | os.PathLike[str] | None = None,
        answers: Mapping[str, str] = ANSWERS,
        stdin: int | None = None,
        stderr: int | None = None,
    ) -> None:
        self.screen = ScreenReader(*size)
        self.raw = bytearray()
        self._answers = answers
        self._master, slave = os.openpty()
        self._set_size(*size)
        self.before = termios.tcgetattr(slave)
        with warnings.catch_warnings():
            # A fork beside threads of other tests: the child only opens its terminal.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process = subprocess.Popen(
                list(argv),
                stdin=slave if stdin is None else stdin,
                stdout=slave,
                stderr=slave if stderr is None else stderr,
                env=dict(environment),
                cwd=cwd,
                preexec_fn=lambda: _own_terminal(slave),
            )
        self._slave = slave

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()
        if self._slave >= 0:
            os.close(self._slave)
            self._slave = -1

    # What a person does.

    def feed(self, *keys: str) -> None:
        """Press keys, by name or as text."""
        os.write(self._master, "".join(KEYS.get(key, key) for key in keys).encode())

    def paste(self, text: str) -> None:
        """Paste as a terminal does when it was asked to bracket."""
        self.feed(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Take another size, and tell the program."""
        self.screen.resize(columns, lines)
        self._set_size(columns, lines)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped link does."""
        if self._master >= 0:
            if self._slave >= 0:
                os.close(self._slave)
                self._slave = -1
            os.close(self._master)
            self._master = -1

    # What a person sees.

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> None:
        """Read until every text is on the screen."""
        self.wait_until(
            lambda: all(text in self.screen.text for text in texts), f"{texts} on it", patience
        )

    def wait_until_gone(self, text: str, patience: float = PATIENCE) -> None:
        """Read until a text is not on the screen any more."""
        self.wait_until(lambda: text not in self.screen.text, f"{text!r} gone", patience)

    def wait_until(
        self, reached: Callable[[], bool], what: str = "what is awaited", patience: float = PATIENCE
    ) -> None:
        """Read until something is so; fail with the picture when it is not in time."""
        deadline = time.monotonic() + patience
        while not reached():
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                if reached():
                    return
                raise AssertionError(f"no screen with {what}:\n{self.screen.text}")

    def wait_until_full(self, patience: float = PATIENCE) -> None:
        """Read nothing until the terminal takes no more: the program stands still in a write."""
        deadline = time.monotonic() + patience
        refused = 0
        while refused < 5:
            assert time.monotonic() < deadline, "the terminal never was full"
            # Several times: while it takes something, a terminal is not ready for more either.
            refused = 0 if select.select([], [self._slave], [], 0.02)[1] else refused + 1

    def quiet(self, seconds: float) -> int:
        """Read for a time; return how many bytes the program wrote in it."""
        before = len(self.raw)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not self._read(left) and self.process.poll() is not None:
                break
        return len(self.raw) - before

    def settle(self, still: float = 0.4, patience: float = PATIENCE) -> None:
        """Read until nothing was written for `still` seconds."""
        deadline = time.monotonic() + patience
        while self._read(still):
            if time.monotonic() > deadline:
                raise AssertionError("the program does not stop writing")

    def wait_for_exit(self, patience: float = PATIENCE) -> int:
        """Read until the program has ended; return its exit status, -n after signal n."""
        deadline = time.monotonic() + patience
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError(f"still running:\n{self.screen.text}")
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.returncode

    def wait_for_stop(self, patience: float = PATIENCE) -> None:
        """Read until the program is stopped, as by ctrl+z."""
        deadline = time.monotonic() + patience
        while True:
            info = os.waitid(
                os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
            )
            if info is not None and info.si_code == os.CLD_STOPPED:
                break
            if info is not None or time.monotonic() > deadline:
                raise AssertionError(f"not stopped:\n{self.screen.text}")
            self._read(0.05)
        while self._read(0.05):
            pass

    def reads(self, seconds: float) -> bool:
        """Say whether something was written within a time; returns as soon as it was."""
        return self._read(seconds)

    @staticmethod
    def read_any(sessions: Sequence[PtySession], seconds: float) -> None:
        """Take what any of several programs writes, as soon as one does, or nothing in a time."""
        by_terminal = {each._master: each for each in sessions if each._master >= 0}
        ready, _, _ = select.select(list(by_terminal), [], [], seconds)
        came = [by_terminal[terminal]._read(0) for terminal in ready]
        if ready and not any(came):
            # Whoever is dead is always ready and never has anything.
            time.sleep(seconds)

    @property
    def terminal_is_restored(self) -> bool:
        """Whether screen, cursor, mouse and line discipline are as a shell wants them."""
        return not self.left_over

    @property
    def left_over(self) -> str:
        """What of that is not so, for who reads why a test failed."""
        modes = self.screen.modes
        found = [f"mode {mode}" for mode in sorted(modes & _A_SHELL_HAS_NOT)]
        found += [] if 25 in modes else ["no cursor"]
        settings = termios.tcgetattr(self._slave)[:4]
        found += [] if settings == self.before[:4] else [f"settings {settings}"]
        return ", ".join(found)

    def _read(self, seconds: float) -> bool:
        """Take what comes within a time; False when nothing did."""
        if self._master < 0:
            return False
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        for query in self.screen.feed(data):
            if query == "6n":
                answer = f"\x1b[{self.screen.y + 1};{self.screen.x + 1}R"
            else:
                answer = self._answers.get(query, "")
            if answer:
                os.write(self._master, answer.encode())
        return bool(data)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def _own_terminal(slave: int) -> None:
    # Whoever runs the tests may ignore these, as nohup does; a person's shell does not.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
