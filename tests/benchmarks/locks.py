"""How long writers wait for each other: our lock, and filelock, which asks again and again.

    python tests/benchmarks/locks.py [PROCESSES] [TURNS]

Every process takes the lock so many times and holds it for two milliseconds, as a commit does. With
filelock in the environment (`pip install filelock`) its polling is measured beside ours.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELD = 0.002
"""Seconds."""

LOCKS = {
    "okrboard": "from okrboard.storage.lock import FileLock\n"
    "def lock(path): return FileLock(path, 60)",
    "filelock, 50 ms": "from filelock import FileLock\n"
    "def lock(path): return FileLock(path, 60, poll_interval=0.05)",
    "filelock, 5 ms": "from filelock import FileLock\n"
    "def lock(path): return FileLock(path, 60, poll_interval=0.005)",
}
WRITER = """
import sys, time
sys.path.insert(0, {root!r})
{make}
sys.stdin.readline()
longest = 0.0
for _ in range({turns}):
    begin = time.perf_counter()
    with lock({path!r}):
        longest = max(longest, time.perf_counter() - begin)
        time.sleep({held})
print(longest)
"""


def main() -> None:
    """Measure and print."""
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    print(f"{processes} processes, {turns} turns each, held for {HELD * 1000:.0f} ms")
    print(f"{'':<18}{'all of it':>12}{'longest wait':>15}")
    for name, make in LOCKS.items():
        if name.startswith("filelock") and importlib.util.find_spec("filelock") is None:
            continue
        whole, longest = measure(make, processes, turns)
        print(f"{name:<18}{whole:>10.2f} s{longest:>13.2f} s")


def measure(make: str, processes: int, turns: int) -> tuple[float, float]:
    """Return the seconds that all writers need, and the longest that one waited for its turn."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "board.lock")
        code = WRITER.format(root=str(ROOT), make=make, turns=turns, path=path, held=HELD)
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(processes)
        ]
        begin = time.perf_counter()
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("\n")
            writer.stdin.flush()
        waits = [float(writer.communicate(timeout=120)[0]) for writer in writers]
        return time.perf_counter() - begin, max(waits)


if __name__ == "__main__":
    main()
