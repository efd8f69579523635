"""What the board costs on a terminal: `python tests/benchmarks/start.py [--kanban PYTHON]`.

okrboard, a bare Textual hello-world and, where the Python that has it is named, kanban-tui on the
same cards, in pseudo-terminals of 120 × 40 that answer as xterm does. All take turns in every
round, so that a busy moment hits them alike; the figures are medians. Compare within one run.

- first: the first whole picture; of kanban-tui, whose cards come one by one, the first card.
- settled: the last byte before a silence, of a quarter of a second and more for a slow start; keys
  are answered by then.
- a key: h, j, k, l, to the last byte of the answer. idle: bytes in two seconds without a key.
- reading: what `json` takes for the file of the largest board, in a process that runs already.

Then a fixed script (open, 20 moves, open a card, one check-in, close) in bytes, as they are and as
`ssh -C` sends them.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from argparse import ArgumentParser
from datetime import date
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from support.boards import NOW, write_board
from support.pty_session import clean_environment
from support.timed_program import COLUMNS, LINES, TimedProgram

from okrboard import __version__
from okrboard.domain.view import View
from okrboard.storage.file_store import open_store

ROOT = Path(__file__).parents[2]
CHECK_INS = 50
"""For each objective: 100,000 on the largest board."""

SLOW = 500
"""Cards from which kanban-tui, which needs a minute then, is measured once."""

HEADS = ("cards", "first ms", "× bare", "settled", "bytes", "key ms", "key bytes", "idle", "MiB")
MOVES = b"jjlkhj"
CHECK_IN = (b"c", b"12", b"\r", b"7", b"\x13")

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("ready")

Hello().run()
"""


class Job(NamedTuple):
    """A program to measure."""

    name: str
    cards: int
    argv: list[str]
    environment: dict[str, str]
    mark: bytes
    """What the first picture ends with."""
    leave: bytes
    """The key that ends it."""
    board: Path = Path()
    rounds: int = 1000


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description="what the board costs on a terminal")
    parser.add_argument("sizes", nargs="*", type=int, default=[20, 200, 2_000])
    parser.add_argument("--kanban", metavar="PYTHON", help="the Python that kanban-tui is in")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        jobs = [_hello(folder), *_boards(folder, asked.sizes)]
        versions = f"okrboard {__version__}, Textual {version('textual')}"
        if asked.kanban:
            theirs, said = _kanban(folder, asked.sizes, asked.kanban)
            jobs += theirs
            versions += f", kanban-tui {said[0]} (on Textual {said[1]})"
        print(f"{date.today()}, Python {platform.python_version()}, {versions}")
        print(f"{_machine()}; {COLUMNS}x{LINES}; medians of {asked.rounds} interleaved rounds\n")
        _table(jobs, asked.rounds)
        largest = max(asked.sizes)
        print(f"\nreading the file of {largest:,} objectives: {_reading(folder, largest):.0f} ms")
        print("\nopen, 20 moves, open a card, one check-in, close     bytes   deflated")
        for job in jobs:
            if job.name.startswith("okrboard") and job.cards == asked.sizes[0]:
                size, deflated = _script(job)
                print(f"{job.name:48}{size:>10,}{deflated:>11,}")


def _hello(folder: str) -> Job:
    path = Path(folder, "hello.py")
    path.write_text(HELLO)
    return Job("bare Textual", 0, [sys.executable, str(path)], _home(folder), b"ready", b"\x11")


def _boards(folder: str, sizes: list[int]) -> list[Job]:
    """Return the board at every size, and the first one also over ssh."""
    jobs = []
    for size in sizes:
        path = Path(folder, f"{size}.json")
        write_board(path, size, size * CHECK_INS)
        argv = [sys.executable, "-m", "okrboard", "--board", str(path), "--as", "ana"]
        jobs.append(Job("okrboard", size, argv, _home(folder), b"help", b"q", path))
    far = {**jobs[0].environment, "SSH_CONNECTION": "1 2 3 4"}
    # Told once, above the keys: not what every start over ssh writes.
    _told(jobs[0], far)
    return [*jobs, jobs[0]._replace(name="okrboard over ssh", environment=far)]


def _told(job: Job, environment: dict[str, str]) -> None:
    program = TimedProgram(job.argv, environment)
    program.until(b"over ssh")
    program.settle()
    program.end(job.leave)


def _kanban(folder: str, sizes: list[int], python: str) -> tuple[list[Job], list[str]]:
    """Return kanban-tui on the same cards at every size, and the versions of it and its Textual."""
    jobs, said = [], [""]
    for size in sizes:
        environment = _home(
            folder,
            KANBAN_TUI_CONFIG_FILE=str(Path(folder, f"kanban-{size}.toml")),
            KANBAN_TUI_DATABASE_FILE=str(Path(folder, f"kanban-{size}.db")),
        )
        cards = _cards(Path(folder, f"{size}.json"))
        write = [python, str(Path(__file__).parent / "kanban_cards.py")]
        done = subprocess.run(
            write, env=environment, input=json.dumps(cards), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{python} cannot write kanban-tui's cards:\n{done.stderr}")
        said = done.stdout.split()
        argv = [python, "-c", "from kanban_tui.cli import cli; cli()"]
        rounds = 1 if size > SLOW else 1000
        jobs.append(Job("kanban-tui", size, argv, environment, b", part ", b"\x11", rounds=rounds))
    return jobs, said


def _cards(path: Path) -> list[tuple[str, str, int]]:
    """Return title, key results as a Markdown list, and column of three of a board's cards."""
    board = open_store(str(path)).snapshot()
    view = View(board, board.cycle_on(NOW.date()), NOW.date())
    columns = {"proposed": 1, "done": 3, "on_track": 3}
    return [
        (
            card.title,
            "\n".join(f"- {line.title}: {line.now} of {line.target}" for line in card.lines),
            columns.get(column.key, 2),
        )
        for column in view.columns
        for card in map(view.card, column.ids)
    ]


def _home(folder: str, **more: str) -> dict[str, str]:
    place = {"HOME": folder, "OKRBOARD_NOW": NOW.isoformat(), "PYTHONPATH": str(ROOT)}
    return clean_environment(**place, **more)


def _table(jobs: list[Job], rounds: int) -> None:
    """Measure every job in turn and print a row for each; the first round warms the disk."""
    taken: dict[Job | int, list[list[float]]] = {index: [] for index in range(len(jobs))}
    for count in range(rounds + 1):
        for index, job in enumerate(jobs):
            if count <= job.rounds and (count or job.rounds > 1):
                figures = _measure(job)
                taken[index] += [figures] if count else []
    print(f"{'':18}" + "".join(f"{head:>11}" for head in HEADS))
    bare = median(run[0] for run in taken[0])
    for index, job in enumerate(jobs):
        first, settled, size, ms, count, idle, memory = map(median, zip(*taken[index], strict=True))
        cells = [f"{job.cards:,}", f"{first:,.0f}", f"{first / bare:.2f}", f"{settled:,.0f}"]
        cells += [f"{size:,.0f}", f"{ms:,.1f}", f"{count:,.0f}", f"{idle:,.0f}", f"{memory:,.0f}"]
        print(f"{job.name:18}" + "".join(f"{cell:>11}" for cell in cells))


def _measure(job: Job) -> list[float]:
    """Return first picture, settled, bytes, ms a key, bytes a key, idle bytes, MiB."""
    program = TimedProgram(job.argv, job.environment)
    first = program.until(job.mark)
    # What is slow to begin is slow to answer, and is not quiet because it works.
    patience = min(first / 5000, 1.0)
    settled = program.settle(0.25 + patience)
    size = len(program.data)
    keys = [MOVES[n % 6 : n % 6 + 1] for n in range(12)] if job.cards else []
    answers = [program.press(key, 0.12 + patience) for key in keys]
    moved = [answer for answer in answers if answer[1]] or [(0.0, 0)]
    before = len(program.data)
    until = time.perf_counter() + 2
    while (left := until - time.perf_counter()) > 0:
        program.read(left)
    idle = len(program.data) - before
    memory = program.end(job.leave)
    times, counts = zip(*moved, strict=True)
    return [first, settled, size, median(times), median(counts), idle, memory]


def _script(job: Job) -> tuple[int, int]:
    """Return the bytes of the fixed script, as they are and deflated."""
    # A copy: the check-in of one script is not to be on the board of the next.
    path = copyfile(job.board, job.board.with_suffix(".script.json"))
    path.chmod(0o600)
    argv = [str(path) if word == str(job.board) else word for word in job.argv]
    program = TimedProgram(argv, job.environment)
    program.until(job.mark)
    program.settle()
    for n in range(20):
        program.press(MOVES[n % 6 : n % 6 + 1])
    for key in (b"\r", *CHECK_IN):
        program.press(key, 0.3)
    if b"confidence 7" not in program.data:
        raise SystemExit("the script's check-in was not taken")
    program.press(b"\x1b", 0.3)
    program.end(job.leave)
    return len(program.data), program.deflated


def _reading(folder: str, size: int) -> float:
    """Return the milliseconds in which a program that runs already has a board's file as data."""
    path = Path(folder, f"{size}.json")
    times = []
    for _ in range(5):
        began = time.perf_counter()
        json.loads(path.read_bytes())
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def _machine() -> str:
    names = (
        [
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ]
        if os.path.exists("/proc/cpuinfo")
        else []
    )
    return f"{os.cpu_count()} × {names[0] if names else platform.machine()}, {platform.system()}"


if __name__ == "__main__":
    main()
