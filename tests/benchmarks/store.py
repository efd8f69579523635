"""What the store costs: `python tests/benchmarks/store.py [DOCUMENTS ...]` prints medians in ms.

Boards of 2 % objectives, 8 % key results and 90 % check-ins; every commit is durable. The rows are
best read against each other: the disk and the machine move all of them.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zlib import crc32

from tinydb import TinyDB

from okrboard.domain.changes import Changes, Draft, Stamp
from okrboard.domain.records import CheckIn, Cycle, KeyResult, Objective
from okrboard.domain.schema import to_json
from okrboard.storage.file_store import FileStore
from okrboard.storage.layout import Document, line, parse, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from okrboard.domain.board import Board

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
NOTE = "The second shift has the new form too, and asks for it in Polish."


def median(work: Callable[[], object], times: int) -> float:
    """Return the median time of some runs, in milliseconds."""
    return timed(work, times, time.perf_counter)


def cpu(work: Callable[[], object], times: int) -> float:
    """Return the median of the CPU time of some runs, in milliseconds."""
    return timed(work, times, time.process_time)


def timed(work: Callable[[], object], times: int, clock: Callable[[], float]) -> float:
    """Return the median of what a clock says of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return statistics.median(taken)


def lines(records: Iterable[Any]) -> bytes:
    """Return records as a table of the file."""
    return b",\n".join(line(id, to_json(record)) for id, record in enumerate(records, start=1))


def make(path: str, documents: int) -> None:
    """Write a board of about so many documents."""
    objectives, key_results = max(documents // 50, 1), max(documents * 8 // 100, 1)
    check_ins = documents - objectives - key_results
    days = [date(2026, 9, 1) + timedelta(days=number) for number in range(100)]
    tables = {
        "cycles": lines([Cycle(1, "2026-T3", date(2026, 9, 1), date(2026, 12, 31), "running")]),
        "objectives": lines(
            Objective(id, f"Audit accuracy where it matters, part {id}", 1, why=NOTE)
            for id in range(objectives)
        ),
        "key_results": lines(
            KeyResult(id, id % objectives + 1, f"Accuracy of site {id}", "metric", 80.0, 99.1, "%")
            for id in range(key_results)
        ),
        "check_ins": lines(
            CheckIn(id, id % key_results + 1, days[id % 100], 80 + id % 20, NOW, 0, 7, note=NOTE)
            for id in range(check_ins)
        ),
    }
    counters = {
        "cycles": 1,
        "objectives": objectives,
        "key_results": key_results,
        "check_ins": check_ins,
    }
    meta = {"schema": 1, "rev": 1, "commit": "0" * 16, "counters": counters}
    Path(path).write_bytes(render(Document(meta, tables)))


def add(board: Board) -> Changes:
    """Check in on the first key result."""
    draft = Draft(board, Stamp("ana", NOW, DAY))
    draft.add(CheckIn(0, 1, DAY, 81.0, NOW))
    draft.what = "check in"
    return draft.finish()


def retitle(board: Board) -> Changes:
    """Give the first objective another title."""
    draft = Draft(board, Stamp("ana", NOW, DAY))
    objective = board.objectives[1]
    draft.put(objective._replace(title=f"{objective.title[:20]} {board.rev}"))
    return draft.finish()


def everything(board: Board) -> None:
    """Touch what the board screen needs: every objective, key result and newest check-in."""
    for objective in board.objectives.values():
        for key_result in board.key_results_of(objective.id):
            board.latest(key_result.id)


def measure(documents: int) -> dict[str, float]:
    """Return the figures of a board of so many documents."""
    times = 15 if documents < 50_000 else 5
    with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        path = os.path.join(folder, "okrboard.json")
        make(path, documents)
        data = Path(path).read_bytes()
        store, other = FileStore(path), FileStore(path)
        figures = {
            "file, MB": len(data) / 1e6,
            "crc32 of the file": median(lambda: crc32(data), times),
            "verify and cut the file (crc32 and header)": median(lambda: parse(data), times),
            "json.loads of the file": median(lambda: json.loads(data), min(times, 5)),
            "look whether the file changed": median(store.snapshot, 100),
            "open and snapshot": median(lambda: FileStore(path).snapshot(), times),
            "open, snapshot, newest check-in of one": median(
                lambda: FileStore(path).snapshot().latest(1), times
            ),
            "open, snapshot, all the board screen needs": median(
                lambda: everything(FileStore(path).snapshot()), min(times, 5)
            ),
            "add a check-in, fresh process": median(lambda: FileStore(path).transact(add), times),
            "add a check-in, open board": median(lambda: store.transact(add), times),
            "add a check-in, CPU": cpu(lambda: FileStore(path).transact(add), times),
            "retitle an objective, CPU": cpu(lambda: FileStore(path).transact(retitle), times),
            "retitle an objective, fresh process": median(
                lambda: FileStore(path).transact(retitle), times
            ),
            "retitle an objective, open board": median(lambda: store.transact(retitle), times),
        }
        everything(store.snapshot())
        figures["foreign check-in: snapshot and all of the screen"] = foreign(
            store, other, add, times
        )
        figures["foreign title: snapshot and all of the screen"] = foreign(
            store, other, retitle, times
        )
        with TinyDB(path) as database:
            row = database.table("check_ins").get(doc_id=1)
            figures["stock TinyDB, insert (neither safe nor locked)"] = median(
                lambda: database.table("check_ins").insert(dict(row or {})),
                min(times, 5),
            )
    return figures


def foreign(
    store: FileStore, other: FileStore, change: Callable[[Board], Changes], times: int
) -> float:
    """Return the time to see another handle's change and repaint everything."""
    taken = []
    for _ in range(times):
        other.transact(change)
        taken.append(median(lambda: everything(store.snapshot()), 1))
    return statistics.median(taken)


def main(sizes: list[int]) -> None:
    """Print one column a size."""
    columns = [measure(size) for size in sizes]
    print(f"{'documents':52}" + "".join(f"{size:>10,}" for size in sizes))
    for name in columns[0]:
        print(f"{name:52}" + "".join(f"{column[name]:>10.2f}" for column in columns))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
