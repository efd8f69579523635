"""What closed cycles cost: `python tests/benchmarks/archive.py [CYCLES ...]` prints medians in ms.

A board in the middle of a cycle (24 key results, 16 weeks of check-ins, meetings, votes) with so
many closed cycles behind it, archived and not. Bytes are exact, times vary with disk and machine.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.cycles_past import Past

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.records import Settings
from okrboard.domain.rewind import newest_first
from okrboard.domain.view import View
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.transfer.whole import export_json

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 25


def median(work: Callable[[], object]) -> float:
    """Return the median time of some runs, in milliseconds."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def lived(path: str, cycles: int) -> Past:
    """Live through so many cycles and into another one."""
    past = Past(FileStore.create(path, Settings()), goals=6, key_results=4, weeks=16)
    past.closed_cycles(cycles)
    past.cycle()
    return past


def figures(past: Past) -> dict[str, float]:
    """Return the figures of a board as a new process sees it."""
    path = past.store.place
    clock = past.service.stamp().at

    def service() -> Service:
        return Service(FileStore(path), "ana", lambda: clock)

    def screen() -> None:
        board = service().board
        view = View(board, board.cycle_on(clock.date()), clock.date())
        for column in view.columns:
            for id in column.ids:
                view.card(id)

    def add() -> None:
        service().change("", lambda draft: check_in(draft, max(draft.board.key_results), 5.0))

    def one_closed() -> None:
        board = service().board
        View(board, board.cycles[1], clock.date())

    beside = Path(path).parent.glob("okrboard.json.*.json")
    return {
        "board file, kB": os.path.getsize(path) / 1000,
        "archives, kB": sum(part.stat().st_size for part in beside) / 1000,
        "open": median(lambda: FileStore(path).snapshot()),
        "open and the first picture": median(screen),
        "open and check in (durable)": median(add),
        "open and the newest change": median(lambda: next(newest_first(service().board))),
        "open and the first cycle's objectives": median(one_closed),
        "open and export everything": median(lambda: export_json(service().board)),
    }


def main(numbers: list[int]) -> None:
    """Print one column for each number of cycles, as they lie in one file and archived."""
    columns: dict[str, dict[str, float]] = {}
    for number in numbers:
        with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            past = lived(os.path.join(folder, "okrboard.json"), number)
            columns[f"{number} in one"] = figures(past)
            began = time.perf_counter()
            past.archive()
            taken = (time.perf_counter() - began) * 1000
            columns[f"{number} archived"] = {**figures(past), "archiving them": taken}
    print(f"{'closed cycles':40}" + "".join(f"{name:>14}" for name in columns))
    for name in dict.fromkeys(row for column in columns.values() for row in column):
        shown = (
            f"{column[name]:>14.2f}" if name in column else " " * 14 for column in columns.values()
        )
        print(f"{name:40}" + "".join(shown))


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [1, 10])
