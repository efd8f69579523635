"""Archiving cut off anywhere: by a power cut, a failing call, a full disk or a kill."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import support.archiver
from support.cycles_past import Past
from support.marks import sieges
from support.power_cuts import Disk
from support.stores import WITH_OKRBOARD
from support.watched import Watched

from okrboard import files
from okrboard.domain.records import Settings
from okrboard.errors import OkrboardError, StoreUncertain, StoreWriteFailed
from okrboard.storage import archive, disk
from okrboard.storage.file_store import FileStore
from okrboard.storage.repair import examine
from okrboard.transfer.whole import export_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrboard.domain.board import Board

pytestmark = pytest.mark.slow


@pytest.fixture
def past(path: str) -> Past:
    """Two closed cycles, not archived, and a running one, small."""
    made = Past(FileStore.create(path, Settings()), goals=1, key_results=1, weeks=1)
    made.closed_cycles(2)
    made.cycle()
    return made


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watching = Watched()
    for module in (disk, files, archive):
        monkeypatch.setattr(module, "os", watching)
    return watching


def parts_of(path: str) -> list[Path]:
    return sorted(Path(path).parent.glob(f"{Path(path).name}.*.json"))


def everything_is_there_once(path: str) -> Board:
    """Return the board after looking that no number of it is missing or in two places."""
    board = FileStore(path).snapshot()
    for name in ("check_ins", "meetings", "votes", "cards", "proposals", "actions", "changes"):
        table = board.table(name)
        assert list(table) == list(range(1, board.counters[name] + 1)), name
        homes = [sorted(table.live), *([] if table.live is table else [_archived(table)])]
        assert sorted(itertools.chain(*homes)) == list(table), name
        assert [table[id].id for id in table] == list(table)
    assert examine(path).sound
    return board


def _archived(table: Any) -> list[int]:
    return [id for id in table if table.archived_in(id)]


# Power cuts.


def played(calls: list[Any]) -> Iterator[tuple[bool, dict[str, bytes | None]]]:
    """Yield whether archiving had returned and what is in the folder, for every moment."""
    for done in range(len(calls) + 1):
        for names in Disk(calls[:done]).folders():
            yield done == len(calls), names


def outcomes(calls: list[Any], path: str, before: bytes, folder: Path) -> set[tuple[bool, str]]:
    """Return whether archiving had returned, and what a power cut left of the board, in a word."""
    seen: dict[tuple[tuple[str, bytes | None], ...], str] = {}
    found = set()
    for returned, names in played(calls):
        key = tuple(sorted(names.items()))
        if key not in seen:
            seen[key] = _left(names, path, before, folder)
        found.add((returned, seen[key]))
    assert len(seen) > 10
    return found


def _left(names: dict[str, bytes | None], path: str, before: bytes, folder: Path) -> str:
    for old in folder.iterdir():
        old.unlink()
    (folder / os.path.basename(path)).write_bytes(before)
    for name, content in names.items():
        if content is not None:
            (folder / os.path.basename(name)).write_bytes(content)
    place = str(folder / os.path.basename(path))
    try:
        whole = export_json(FileStore(place).snapshot())
        archived = sorted(FileStore(place).snapshot().archived)
    except OkrboardError as error:
        return type(error).__name__
    return f"{archived} {'whole' if whole == WHOLE[0] else 'not whole'}"


WHOLE: list[str] = []


@pytest.fixture
def cut(past: Past, path: str, watched: Watched, tmp_path: Path) -> Any:
    """Archive both cycles; return the calls, and what plays them with some left out."""
    WHOLE[:] = [export_json(past.store.snapshot())]
    before = Path(path).read_bytes()
    folder = tmp_path / "after"
    folder.mkdir()
    watched.calls = []
    past.archive()
    calls = list(watched.calls)

    def play(without: int | None = None) -> set[tuple[bool, str]]:
        kept = calls if without is None else calls[:without] + calls[without + 1 :]
        return outcomes(kept, path, before, folder)

    return calls, play


def test_a_power_cut_at_any_moment_leaves_the_board_whole(cut: Any) -> None:
    _, play = cut
    assert play() == {(False, "[] whole"), (False, "[1, 2] whole"), (True, "[1, 2] whole")}


def test_the_power_cuts_find_every_sync_that_is_missing(cut: Any) -> None:
    calls, play = cut
    syncs = [at for at, call in enumerate(calls) if call[0] == "fsync"]
    assert len(syncs) == 6, "a file and the folder, for two archives and the board"
    # An archive's file, its folder, the board's file: without it something is lost. The second
    # folder sync covers the first archive's name too.
    for number in (0, 2, 3, 4):
        left = {word for _, word in play(syncs[number])}
        assert "StoreCorrupt" in left, number
    assert (True, "[] whole") in play(syncs[5])


# Calls that fail.


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES], ids=errno.errorcode.get)
def test_every_call_may_fail_once(past: Past, path: str, watched: Watched, number: int) -> None:
    whole = export_json(past.store.snapshot())
    before = Path(path).read_bytes()
    kinds = set()
    for call in itertools.count():
        Path(path).write_bytes(before)
        for part in parts_of(path):
            part.unlink()
        store = FileStore(path)
        store.snapshot()
        past.store = store
        watched.calls, watched.spoil = [], {call: OSError(number, os.strerror(number))}
        try:
            past.archive()
        except OkrboardError as error:
            watched.spoil = {}
            kinds.add(type(error).__name__)
            visible = isinstance(error, StoreUncertain)
            assert (store.snapshot().archived == {1, 2}) == visible
            if not visible:
                assert Path(path).read_bytes() == before
                removed = watched.calls[call][0] == "unlink"
                assert removed or not parts_of(path), watched.calls[call]
        else:
            watched.spoil = {}
            if len(watched.calls) <= call:
                break
        assert export_json(store.snapshot()) == whole
        assert export_json(FileStore(path).snapshot()) == whole
        past.store = FileStore(path)
        if not past.store.snapshot().archived:
            past.archive()
        assert len(parts_of(path)) == 2
        assert export_json(everything_is_there_once(path)) == whole
    assert call > 50
    assert kinds >= {"StoreWriteFailed", "StoreUncertain"} or number == errno.EACCES


def test_an_interrupt_at_any_call_loses_nothing(past: Past, path: str, watched: Watched) -> None:
    whole = export_json(past.store.snapshot())
    before = Path(path).read_bytes()
    for call in itertools.count():
        Path(path).write_bytes(before)
        for part in parts_of(path):
            part.unlink()
        past.store = FileStore(path)
        watched.calls, watched.spoil = [], {call: KeyboardInterrupt()}
        with suppress(KeyboardInterrupt, OkrboardError):
            past.archive()
        watched.spoil = {}
        if len(watched.calls) <= call:
            return
        assert export_json(FileStore(path).snapshot()) == whole


# Processes.


def start(*args: object, limit: int = resource.RLIM_INFINITY) -> subprocess.Popen[str]:
    """Start a process that cannot write files larger than `limit` bytes."""
    return subprocess.Popen(
        [sys.executable, support.archiver.__file__, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=WITH_OKRBOARD,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


@pytest.mark.parametrize("seed", [20261120, *sieges(range(10))])
def test_killing_those_who_archive_loses_and_doubles_nothing(path: str, seed: int) -> None:
    FileStore.create(path, Settings())
    chance = random.Random(seed)
    acknowledged: list[tuple[int, int]] = []
    for _ in range(12):
        workers = [start(path, 1000) for _ in range(2)]
        said = ""
        for worker in workers:
            assert worker.stdout is not None
            said += "".join(worker.stdout.readline() for _ in range(chance.randint(1, 6)))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        for worker in workers:
            assert worker.stdout is not None
            # Not `communicate`: it forgets what `readline` has read ahead.
            said += worker.stdout.read()
            assert worker.communicate()[1] == ""
        acknowledged += [json.loads(line) for line in said.splitlines()]
        board = everything_is_there_once(path)
        for cycle, check_ins in acknowledged:
            assert cycle in board.archived
            mine = [c for c in board.check_ins.values() if c.note == f"of cycle {cycle}"]
            assert len(mine) == check_ins
    assert len(FileStore(path).snapshot().archived) > 12
    # What was left on the way is swept by the next who archives.
    worker = start(path, 1)
    assert worker.communicate()[1] == ""
    assert len(parts_of(path)) == len(FileStore(path).snapshot().archived)


def test_a_reader_beside_an_archiver_always_sees_a_whole_board(path: str) -> None:
    FileStore.create(path, Settings())
    worker = start(path, 12)
    store, seen = FileStore(path), set()
    while worker.poll() is None:
        board = store.snapshot()
        if "check_ins" in board.counters:
            assert len(list(board.check_ins.values())) == board.counters["check_ins"]
            assert len(list(board.changes.values())) == board.counters["changes"]
        seen.add(board.rev)
    assert worker.communicate()[1] == ""
    assert len(seen) > 5
    assert len(everything_is_there_once(path).archived) == 12


def test_a_full_disk_keeps_the_board_and_leaves_no_archive(past: Past, path: str) -> None:
    past.service.change(
        "", lambda d: [d.put(c._replace(note="x" * 3000)) for c in d.board.check_ins.values()]
    )
    before = Path(path).read_bytes()
    worker = start(path, 0, limit=2000)
    out, errors = worker.communicate(timeout=60)
    assert errors == ""
    assert StoreWriteFailed.__name__ in out
    assert Path(path).read_bytes() == before
    assert sorted(os.listdir(Path(path).parent)) == [".okrboard.json.lock", "okrboard.json"]
