"""Writers take turns: fair, with a deadline, and freed by the kernel when a holder dies."""

from __future__ import annotations

import _thread
import errno
import fcntl
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.stores import WITH_OKRBOARD, change, make_store, retitled

from okrboard.errors import StoreBusy, StoreReadOnly, StoreUnsafe
from okrboard.storage import lock
from okrboard.storage.file_store import FileStore
from okrboard.storage.lock import FileLock, lock_path

if TYPE_CHECKING:
    from collections.abc import Iterator

HOLD = """
import sys
from okrboard.storage.lock import FileLock
with FileLock(sys.argv[1], 5.0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(path: str) -> str:
    return lock_path(path)


@pytest.fixture
def holder(place: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=WITH_OKRBOARD,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_lock_is_beside_the_board_under_a_name_of_its_own() -> None:
    assert lock_path("/x/okrboard.json") == "/x/.okrboard.json.lock"


def test_who_has_to_wait_too_long_is_told_and_reads_meanwhile(
    path: str, holder: subprocess.Popen[str]
) -> None:
    store = FileStore.create(path, make_store("memory", "").snapshot().settings)
    hasty = FileStore(path, timeout=0.05)
    began = time.monotonic()
    with pytest.raises(StoreBusy, match=r"more than 0.05 s"):
        change(hasty, lambda draft: draft.put(draft.board.settings._replace(name="x")))
    assert time.monotonic() - began < 5
    assert hasty.snapshot().rev == store.snapshot().rev == 0


@pytest.mark.parametrize("end", ["ends", "is killed"])
def test_the_lock_is_free_when_its_holder(
    place: str, holder: subprocess.Popen[str], end: str
) -> None:
    taken = threading.Event()

    def wait() -> None:
        with FileLock(place, 10.0):
            taken.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert not taken.is_set()
    if end == "is killed":
        holder.kill()
    else:
        holder.communicate()
    waiter.join()
    assert taken.is_set()


def test_who_gave_up_waiting_does_not_keep_the_lock(
    place: str, holder: subprocess.Popen[str]
) -> None:
    for _ in range(3):
        with pytest.raises(StoreBusy), FileLock(place, 0.01):
            pass
    holder.communicate()
    with FileLock(place, 5.0):
        pass
    with FileLock(place, 5.0):
        pass


def test_nobody_polls(
    place: str, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counting(fd: int, how: int) -> None:
        calls.append(how)
        flock(fd, how)

    flock = fcntl.flock
    monkeypatch.setattr("okrboard.storage.lock.fcntl.flock", counting)
    with pytest.raises(StoreBusy), FileLock(place, 0.1):
        pass
    assert calls == [fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_EX]


def test_a_waiter_whose_lock_file_was_replaced_takes_the_new(
    place: str, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []

    def wait() -> None:
        with FileLock(place, 10.0):
            order.append("waiter")

    waiting = threading.Semaphore(0)

    def started(*args: Any) -> int:
        waiting.release()
        return _thread.start_new_thread(*args)

    monkeypatch.setattr(lock, "start_new_thread", started)
    waiter = threading.Thread(target=wait)
    waiter.start()
    assert waiting.acquire(timeout=10)
    os.unlink(place)
    with FileLock(place, 5.0):
        holder.communicate()
        # It has got the old lock, sees that it is no longer the one, and queues again.
        assert waiting.acquire(timeout=10)
        order.append("new holder")
    waiter.join()
    assert order == ["new holder", "waiter"]


def test_an_interrupt_while_waiting_gives_the_place_back(
    place: str, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: object, timeout: float) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(lock._Waiter, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt), FileLock(place, 5.0):
            pass
    holder.communicate()
    with FileLock(place, 5.0):
        pass


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EIO])
def test_a_file_system_without_locks_is_refused(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_locks(fd: int, how: int) -> None:
        raise OSError(number, os.strerror(number))

    before = Path(file_store.place).read_bytes()
    monkeypatch.setattr("okrboard.storage.lock.fcntl.flock", no_locks)
    with pytest.raises(StoreUnsafe, match=r"has no locks .*local disk|cannot be locked"):
        change(file_store, retitled(1, "x"))
    assert Path(file_store.place).read_bytes() == before


@pytest.mark.parametrize("what", ["link", "dangling link", "pipe", "folder", "device"])
def test_what_was_planted_under_the_locks_name_is_refused(
    file_store: FileStore, tmp_path: Path, what: str
) -> None:
    victim = tmp_path / "victim"
    if what != "dangling link":
        victim.write_text("precious")
    place = lock_path(file_store.place)
    os.unlink(place)
    if what == "pipe":
        os.mkfifo(place)
    elif what == "folder":
        os.mkdir(place)
    elif what == "device":
        os.symlink("/dev/zero", place)
    else:
        os.symlink(victim, place)
    with pytest.raises(StoreUnsafe, match="remove it"):
        change(file_store, retitled(1, "x"))
    assert file_store.snapshot().objectives[1].title != "x"
    assert what == "dangling link" or victim.read_text() == "precious"
    assert victim.exists() != (what == "dangling link")


def test_a_new_lock_file_has_the_boards_mode_whatever_the_umask(file_store: FileStore) -> None:
    place = lock_path(file_store.place)
    for mode in (0o600, 0o660, 0o644):
        os.chmod(file_store.place, mode)
        os.unlink(place)
        old = os.umask(0o077)
        try:
            change(file_store, retitled(1, oct(mode)))
        finally:
            os.umask(old)
        assert stat.S_IMODE(os.stat(place).st_mode) == mode


def test_a_lock_that_cannot_be_made_makes_the_board_read_only(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("okrboard.storage.lock.os.open", refused)
    with pytest.raises(StoreReadOnly), FileLock(lock_path(file_store.place), 1.0):
        pass


def test_without_a_thread_to_wait_with_the_board_is_busy(
    place: str, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*args: object) -> int:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(lock, "start_new_thread", none_left)
    with pytest.raises(StoreBusy), FileLock(place, 5.0):
        pass
