"""What the quick commands cost beside a bare interpreter. Run it; it prints figures.

    python tests/benchmarks/commands.py [ROUNDS]

Whole processes on the demo board, bytecode compiled, started as the installed script starts them.
All cases take turns in every round, so that a busy moment hits them alike; the figures are medians.
A check-in ends on the disk: `the disk` is what its two syncs and the rename cost by themselves.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
NOW = "2026-11-20T15:00:00+01:00"
GOAL = 6.0
"""Times a bare interpreter that a quick command may take, the disk apart."""

SCRIPT = "import sys\nfrom okrboard.__main__ import main\nsys.exit(main())\n"

COMMANDS = {
    "due": ["due"],
    "check-in": ["check-in", "KR19", "18", "-c", "6"],
    "show --json": ["show", "KR19", "--json"],
    "show": ["show", "KR19"],
    "board": ["board"],
    "board --json": ["board", "--json"],
    "brief": ["brief"],
    "log": ["log"],
    "--help": ["--help"],
}
QUICK = ("due", "check-in", "show --json")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory(dir=ROOT.parent) as folder:
        home = Path(folder)
        script = prepare(home)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(home / "lib"),
            "OKRBOARD_BOARD": str(home / "okrboard.json"),
            "OKRBOARD_USER": "ben",
            "OKRBOARD_NOW": NOW,
        }
        times: dict[str, list[float]] = {}
        for _ in range(rounds):
            timed(times, "python -c pass", [sys.executable, "-c", "pass"], environment)
            for name, words in COMMANDS.items():
                timed(times, name, [sys.executable, str(script), *words], environment)
            times.setdefault("the disk", []).append(disk(home))
    show(times)


def prepare(home: Path) -> Path:
    """Copy and compile the program, write the demo board; return the script that starts it."""
    sys.path.insert(0, str(ROOT))
    from okrboard.demo import write_demo

    shutil.copytree(
        ROOT / "okrboard", home / "lib/okrboard", ignore=shutil.ignore_patterns("__pycache__")
    )
    compileall.compile_dir(home / "lib", quiet=1)
    write_demo(str(home / "okrboard.json"), datetime.fromisoformat(NOW))
    script = home / "okrboard"
    script.write_text(SCRIPT)
    return script


def timed(
    times: dict[str, list[float]], name: str, call: list[str], environment: dict[str, str]
) -> None:
    """Add how many milliseconds a process took, from its start to its end."""
    begin = time.perf_counter()
    subprocess.run(call, env=environment, stdout=subprocess.DEVNULL, check=True)
    times.setdefault(name, []).append((time.perf_counter() - begin) * 1000)


def disk(home: Path) -> float:
    """Return the milliseconds of a durable replacement of as many bytes as the board has."""
    data = (home / "okrboard.json").read_bytes()
    begin = time.perf_counter()
    with open(home / "new", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.rename(home / "new", home / "old")
    handle = os.open(home, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    return (time.perf_counter() - begin) * 1000


def show(times: dict[str, list[float]]) -> None:
    """Print the medians, and what is missed."""
    bare = median(times["python -c pass"])
    sync = median(times["the disk"])
    print(f"Python {sys.version.split()[0]}, {len(times['the disk'])} rounds, medians")
    for name, taken in times.items():
        value = median(taken)
        print(f"{name:16} {value:7.1f} ms  {value / bare:5.2f} × python -c pass")
    for name in QUICK:
        own = median(times[name]) - (sync if name == "check-in" else 0.0)
        met = "met" if own <= GOAL * bare else "MISSED"
        print(f"{name}: {own / bare:.2f} of at most {GOAL:g}, the disk apart: {met}")


if __name__ == "__main__":
    main()
