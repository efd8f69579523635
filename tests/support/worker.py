"""What the test of many processes runs: `python worker.py WHAT PATH ...`.

A writer prints one line after each change that was acknowledged.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime

from okrboard.domain.changes import Changes, Draft, Stamp
from okrboard.domain.records import CheckIn, Objective
from okrboard.storage.file_store import FileStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.board import Board

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def pair(board: Board, who: str, number: int) -> Changes:
    """Make an objective and a check-in that name each other's numbers, as one change."""
    draft = Draft(board, Stamp(who, NOW, DAY))
    check_in = draft.add(CheckIn(0, 1, DAY, float(number), NOW))
    draft.add(Objective(0, f"{who} {number}", 1, why=f"check-in {check_in.id}"))
    return draft.finish()


def write(path: str, who: str, count: int) -> None:
    """Make `count` changes, or as many as there is time for."""
    store = FileStore(path, timeout=60.0)
    for number in range(count):
        store.transact(lambda board, number=number: pair(board, who, number))  # type: ignore[misc]
        os.write(1, f"{who} {number}\n".encode())


def read(path: str) -> None:
    """Read until the input ends; fail when a snapshot is half of something or goes back."""
    store = FileStore(path)
    seen, rev = 0, -1
    os.set_blocking(0, False)
    while True:
        board = store.snapshot()
        assert board.rev >= rev, f"revision {rev} was followed by {board.rev}"
        rev = board.rev
        objectives, check_ins = len(board.objectives), len(board.check_ins)
        assert objectives == check_ins + 1, f"{objectives} objectives, {check_ins} check-ins"
        seen += 1
        try:
            if os.read(0, 1) == b"":
                break
        except BlockingIOError:
            continue
    print(seen)


def fill(path: str) -> None:
    """Write until a limit set by the parent says that the disk is full."""
    from okrboard.errors import StoreWriteFailed

    store = FileStore(path)
    try:
        for number in range(10_000):
            store.transact(lambda board, number=number: pair(board, "x" * 500, number))  # type: ignore[misc]
    except StoreWriteFailed as error:
        print(error)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "write":
        write(rest[0], rest[1], int(rest[2]))
    elif what == "read":
        read(rest[0])
    else:
        fill(rest[0])
