"""Real processes on one board: nothing is lost, nothing is seen torn, a death harms nobody."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import support.worker
from support.marks import sieges
from support.stores import WITH_OKRBOARD, change, retitled
from tinydb import TinyDB

from okrboard.storage.disk import leftovers
from okrboard.storage.file_store import FileStore
from okrboard.storage.repair import examine

pytestmark = pytest.mark.slow

WORKER = support.worker.__file__


def start(*args: object, limit: int = resource.RLIM_INFINITY) -> subprocess.Popen[str]:
    """Start a worker that cannot write files larger than `limit` bytes."""
    return subprocess.Popen(
        [sys.executable, WORKER, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=WITH_OKRBOARD,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


@pytest.fixture
def store(file_store: FileStore) -> FileStore:
    """A furnished board file."""
    return file_store


def test_no_change_of_any_process_is_lost(store: FileStore) -> None:
    processes, count = 8, 100
    rev = store.snapshot().rev
    writers = [start("write", store.place, f"writer{n}", count) for n in range(processes)]
    for writer in writers:
        _, errors = writer.communicate(timeout=100)
        assert (writer.returncode, errors) == (0, "")
    board = store.snapshot()
    assert board.rev == rev + processes * count
    assert list(board.check_ins) == list(range(1, processes * count + 1))
    assert list(board.changes) == list(range(1, processes * count + 2))
    titles = {objective.title for objective in board.objectives.values()}
    assert titles > {f"writer{n} {i}" for n in range(processes) for i in range(count)}
    with TinyDB(store.place) as database:
        assert len(database.table("check_ins")) == processes * count


def test_readers_never_see_half_of_a_change(store: FileStore) -> None:
    readers = [start("read", store.place) for _ in range(2)]
    writers = [start("write", store.place, f"writer{n}", 60) for n in range(2)]
    for writer in writers:
        assert writer.communicate(timeout=100)[1] == ""
    for reader in readers:
        out, errors = reader.communicate(timeout=100)
        assert errors == ""
        assert int(out) > 10


@pytest.mark.parametrize("seed", [20261120, *sieges(range(15))])
def test_killing_writers_loses_nothing_that_was_acknowledged(store: FileStore, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for round_ in range(10):
        writers = [start("write", store.place, f"r{round_}w{n}", 100_000) for n in range(2)]
        lines = [[writer.stdout.readline()] for writer in writers if writer.stdout]
        for writer, seen in zip(writers, lines, strict=True):
            assert writer.stdout is not None
            seen += [writer.stdout.readline() for _ in range(chance.randint(1, 40))]
            writer.send_signal(signal.SIGKILL)
        for writer, seen in zip(writers, lines, strict=True):
            assert writer.stdout is not None
            # Not `communicate`: it forgets what `readline` has read ahead.
            rest = writer.stdout.read()
            assert writer.communicate()[1] == ""
            acknowledged |= {line for line in ("".join(seen) + rest).split("\n") if line}
        board = FileStore(store.place, timeout=5.0).snapshot()
        titles = {objective.title for objective in board.objectives.values()}
        assert acknowledged <= titles
        assert len(titles) - 1 <= len(acknowledged) + 2 * (round_ + 1)
        assert len(board.objectives) == len(board.check_ins) + 1, "half a change"
        assert examine(store.place).sound
    assert len(acknowledged) > 12
    change(store, retitled(1, "still alive"))


def test_a_full_disk_keeps_the_old_content_and_leaves_nothing(store: FileStore) -> None:
    limit = 40_000
    writer = start("fill", store.place, limit=limit)
    out, errors = writer.communicate(timeout=60)
    assert errors == ""
    assert "the disk is full" in out
    assert "the board is as it was" in out
    board = store.snapshot()
    assert len(board.objectives) == len(board.check_ins) + 1 > 2
    assert os.path.getsize(store.place) <= limit
    assert leftovers(store.place) == []
    assert json.loads(Path(store.place).read_text())["_meta"]["1"]["rev"] == board.rev
