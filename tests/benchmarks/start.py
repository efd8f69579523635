"""What the board costs on a terminal: `python tests/benchmarks/start.py [OBJECTIVES ...]`.

Interleaved runs in one session, medians: a bare Textual hello-world and the board at several sizes.
First frame (the first whole picture), settled (the last byte of the start), bytes, one cursor key
(time to its last byte, and bytes), bytes of two idle seconds, peak memory. Compare within one run.
"""

from __future__ import annotations

import os
import select
import statistics
import struct
import sys
import time
from fcntl import ioctl
from pathlib import Path
from tempfile import TemporaryDirectory
from termios import TIOCSWINSZ

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.boards import NOW, write_board
from support.pty_session import clean_environment

RUNS = 7
KEYS = 12
COLUMNS, LINES = 120, 40

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("ready")

Hello().run()
"""


class Run:
    """One program in a pty, timed from before its process begins."""

    def __init__(self, argv: list[str], environment: dict[str, str]) -> None:
        self.began = time.perf_counter()
        self.pid, self.master = os.forkpty()
        if not self.pid:
            os.execve(argv[0], argv, environment)
        ioctl(self.master, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.data = bytearray()
        self.last = self.began

    def read(self, seconds: float) -> bool:
        """Take what comes within a time."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.data += os.read(self.master, 65536)
        self.last = time.perf_counter()
        return True

    def until(self, mark: bytes, patience: float = 60.0) -> float:
        """Return the milliseconds from the start until the mark was written."""
        deadline = time.perf_counter() + patience
        while mark not in self.data:
            if not self.read(max(0.0, deadline - time.perf_counter())):
                raise SystemExit(f"no {mark!r}:\n{bytes(self.data)[-2000:].decode()}")
        return (self.last - self.began) * 1000

    def settle(self, still: float = 0.25) -> float:
        """Return the milliseconds until the last byte before a silence."""
        while self.read(still):
            pass
        return (self.last - self.began) * 1000

    def press(self, key: bytes) -> tuple[float, int]:
        """Return the milliseconds and bytes of an answer to a key."""
        before, began = len(self.data), time.perf_counter()
        os.write(self.master, key)
        self.last = began
        self.settle(0.12)
        return (self.last - began) * 1000, len(self.data) - before

    def end(self, key: bytes) -> float:
        """Leave; return the peak memory in MiB."""
        os.write(self.master, key)
        while True:
            try:
                if not self.read(5.0):
                    break
            except OSError:
                break
        _, _, usage = os.wait4(self.pid, 0)
        os.close(self.master)
        return usage.ru_maxrss / 1024


def measure(argv: list[str], environment: dict[str, str], mark: bytes, keys: int) -> list[float]:
    """Return first frame, settled, bytes, ms a key, bytes a key, idle bytes, MiB."""
    run = Run(argv, environment)
    first = run.until(mark)
    settled = run.settle()
    size = len(run.data)
    answers = [run.press(b"jjlkhj"[n % 6 : n % 6 + 1]) for n in range(keys)]
    moved = [answer for answer in answers if answer[1]] or [(0.0, 0)]
    before = len(run.data)
    run.settle(2.0) if keys else None
    idle = len(run.data) - before
    memory = run.end(b"q" if keys else b"\x11")
    return [
        first,
        settled,
        size,
        statistics.median(ms for ms, _ in moved),
        statistics.median(count for _, count in moved),
        idle,
        memory,
    ]


def main(sizes: list[int]) -> None:
    """Print a row a program."""
    with TemporaryDirectory() as folder:
        base = clean_environment(HOME=folder, OKRBOARD_NOW=NOW.isoformat(), PYTHONPATH=os.getcwd())
        hello = Path(folder, "hello.py")
        hello.write_text(HELLO)
        python = [sys.executable]
        jobs: dict[str, tuple[list[str], dict[str, str], bytes, int]] = {
            "bare Textual": ([*python, str(hello)], base, b"ready", 0)
        }
        for size in sizes:
            path = Path(folder, f"{size}.json")
            write_board(path, size, size * 50)
            board = [*python, "-m", "okrboard", "--board", str(path), "--as", "ana"]
            jobs[f"{size:,} objectives"] = (board, base, b"live", KEYS)
        path = Path(folder, f"{sizes[0]}.json")
        board = [*python, "-m", "okrboard", "--board", str(path), "--as", "ana"]
        far = {**base, "SSH_CONNECTION": "1 2 3 4"}
        jobs[f"{sizes[0]:,} over ssh"] = (board, far, b"live", KEYS)
        results: dict[str, list[list[float]]] = {name: [] for name in jobs}
        for count in range(RUNS + 1):
            for name, job in jobs.items():
                figures = measure(*job)
                if count:
                    results[name].append(figures)
    heads = ("first ms", "settled", "bytes", "key ms", "key bytes", "idle bytes", "MiB", "x bare")
    print(f"{'':22}" + "".join(f"{head:>11}" for head in heads))
    bare = 0.0
    for name, runs in results.items():
        medians = [statistics.median(column) for column in zip(*runs, strict=True)]
        bare = bare or medians[0]
        cells = [
            f"{value:>11,.1f}" if index in (3,) else f"{value:>11,.0f}"
            for index, value in enumerate(medians)
        ]
        print(f"{name:22}" + "".join(cells) + f"{medians[0] / bare:>11.2f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20, 200, 2_000])
