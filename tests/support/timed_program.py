"""`TimedProgram`: a program in a pseudo-terminal with a clock and a counter of its bytes.

It answers the terminal's questions as xterm does, and reads nothing else of what it gets: `reading`
the picture, as `pty_session` does, would cost more than what is to be measured.
"""

from __future__ import annotations

import os
import select
import struct
import time
import zlib
from fcntl import ioctl
from termios import TIOCSWINSZ
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS, LINES = 120, 40

ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;0$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:0000/0000/0000\x1b\\",
}
"""What xterm 370 says; its questions are never cut in two, as they are written at once."""


class TimedProgram:
    """One program, timed from before its process begins."""

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = self.last = time.perf_counter()
        self.pid, self.master = os.forkpty()
        if not self.pid:
            os.execve(argv[0], list(argv), dict(environment))
        ioctl(self.master, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.data = bytearray()
        self.deflated = 0
        """What `ssh -C` sends for it: level 6, flushed with every packet (RFC 4253, 6.2)."""
        self._deflate = zlib.compressobj(6)

    def read(self, seconds: float) -> bool:
        """Take what comes within a time."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        chunk = os.read(self.master, 65536)
        self.last = time.perf_counter()
        self.data += chunk
        for question, answer in ANSWERS.items():
            for _ in range(chunk.count(question)):
                os.write(self.master, answer)
        self.deflated += len(self._deflate.compress(chunk))
        self.deflated += len(self._deflate.flush(zlib.Z_PARTIAL_FLUSH))
        return True

    def until(self, mark: bytes, patience: float = 300.0) -> float:
        """Return the milliseconds from the start until the mark was written."""
        deadline = time.perf_counter() + patience
        while mark not in self.data:
            if not self.read(max(0.0, deadline - time.perf_counter())):
                raise SystemExit(f"no {mark!r}:\n{bytes(self.data)[-2000:].decode()}")
        return self.so_far

    def settle(self, still: float = 0.25) -> float:
        """Return the milliseconds until the last byte before a silence."""
        while self.read(still):
            pass
        return self.so_far

    def press(self, key: bytes, still: float = 0.12) -> tuple[float, int]:
        """Return the milliseconds and bytes of an answer to a key."""
        before, began = len(self.data), time.perf_counter()
        os.write(self.master, key)
        self.last = began
        self.settle(still)
        return (self.last - began) * 1000, len(self.data) - before

    def end(self, key: bytes) -> float:
        """Leave by a key; return the peak memory in MiB."""
        os.write(self.master, key)
        try:
            while self.read(10.0):
                pass
        except OSError:
            pass
        _, _, usage = os.wait4(self.pid, 0)
        os.close(self.master)
        return usage.ru_maxrss / 1024

    @property
    def so_far(self) -> float:
        """Milliseconds from the start to the newest byte."""
        return (self.last - self.began) * 1000
