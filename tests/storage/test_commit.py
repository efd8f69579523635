"""Replacing the file: every call that can fail, every moment in which the power can go."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.stores import change, retitled
from support.watched import NEW, OLD, Watched

from okrboard.errors import (
    Conflict,
    OkrboardError,
    StoreReadOnly,
    StoreUncertain,
    StoreUnsafe,
    StoreWriteFailed,
)
from okrboard.storage.disk import create, leftovers, replace, sweep, version_of
from okrboard.storage.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_the_new_content_takes_the_place_of_the_old(board: Path) -> None:
    version = replace(str(board), NEW, version_of(str(board)))
    assert board.read_bytes() == NEW
    assert version == version_of(str(board))
    assert os.listdir(board.parent) == ["okrboard.json"]


def test_a_file_that_was_changed_meanwhile_is_a_conflict(board: Path) -> None:
    before = version_of(str(board))
    board.write_bytes(OLD + b"by an editor")
    with pytest.raises(Conflict):
        replace(str(board), NEW, before)
    assert board.read_bytes() == OLD + b"by an editor"
    assert os.listdir(board.parent) == ["okrboard.json"]


ERRNOS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS, errno.EDQUOT)


def spoiled(watched: Watched, board: Path, error: BaseException) -> Iterator[tuple[str, bool]]:
    """Replace the file again and again with one more call spoiled; yield the call, and whether
    the new content was visible by then.
    """
    for number in itertools.count():
        board.write_bytes(OLD)
        version = version_of(str(board))
        watched.calls, watched.spoil = [], {number: error}
        try:
            replace(str(board), NEW, version)
        except (OkrboardError, KeyboardInterrupt) as raised:
            calls, watched.spoil = watched.calls, {}
            names = [name for name, _, result in calls]
            renamed = "rename" in names[:number]
            cleaned = not any(name == "unlink" for name, _, _ in calls[number : number + 1])
            yield f"{names[number]}: {type(raised).__name__}", renamed
            assert board.read_bytes() == (NEW if renamed else OLD), names[number]
            assert not cleaned or os.listdir(board.parent) == ["okrboard.json"], names[number]
            for other in leftovers(str(board)):
                (board.parent / other).unlink()
        else:
            watched.spoil = {}
            if len(watched.calls) <= number:
                return
            # The call did not matter: it was made for its own sake, or again.
            assert board.read_bytes() == NEW


@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.get)
def test_every_call_may_fail_once(watched: Watched, board: Path, number: int) -> None:
    seen = dict(spoiled(watched, board, OSError(number, os.strerror(number))))
    kinds = {line.partition(": ")[2] for line in seen}
    assert kinds <= {"StoreWriteFailed", "StoreReadOnly", "StoreUnsafe", "StoreUncertain"}
    for line, renamed in seen.items():
        assert renamed == line.endswith("StoreUncertain"), line
    names = {line.partition(": ")[0] for line in seen}
    assert {"stat", "open", "write", "fsync", "fchmod", "close", "rename"} <= names


def test_an_interrupt_at_any_call_leaves_old_or_new(watched: Watched, board: Path) -> None:
    seen = dict(spoiled(watched, board, KeyboardInterrupt()))
    assert "rename: KeyboardInterrupt" in seen
    assert "fsync: KeyboardInterrupt" in seen


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        (errno.ENOSPC, StoreWriteFailed, "disk is full"),
        (errno.EDQUOT, StoreWriteFailed, "disk is full, or your share"),
        (errno.EFBIG, StoreWriteFailed, "disk is full"),
        (errno.EIO, StoreWriteFailed, "Input/output error"),
        (errno.EROFS, StoreReadOnly, "Read-only file system"),
        (errno.EACCES, StoreReadOnly, "Permission denied"),
    ],
)
def test_each_reason_is_told(
    board: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], words: str
) -> None:
    def fail(fd: int, data: object) -> int:
        raise OSError(number, os.strerror(number))

    version = version_of(str(board))
    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(error, match=f"{words}.*; the board is as it was"):
        replace(str(board), NEW, version)


@pytest.mark.parametrize("number", ERRNOS, ids=errno.errorcode.get)
def test_the_store_works_again_after_any_failure(
    file_store: FileStore, watched: Watched, number: int
) -> None:
    title = ""
    for call in itertools.count():
        rev = file_store.snapshot().rev
        watched.calls, watched.spoil = [], {call: OSError(number, os.strerror(number))}
        try:
            change(file_store, retitled(1, f"title {call}"))
        except OkrboardError as error:
            watched.spoil = {}
            visible = isinstance(error, StoreUncertain)
            title = f"title {call}" if visible else title
            assert file_store.snapshot().rev == rev + visible
        else:
            watched.spoil = {}
            if len(watched.calls) <= call:
                return
            title = f"title {call}"
        assert file_store.snapshot().objectives[1].title == (title or "Releases stop waking people")
        assert FileStore(file_store.place).snapshot().rev == file_store.snapshot().rev
        change(file_store, retitled(1, title := f"after {call}"))


def test_writes_may_be_short(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:7]))
    replace(str(board), NEW, version_of(str(board)))
    monkeypatch.undo()
    assert board.read_bytes() == NEW


def test_a_full_disk_is_an_error_and_no_endless_loop(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda fd, data: 0)
    with pytest.raises(StoreWriteFailed):
        replace(str(board), NEW, version_of(str(board)))
    assert board.read_bytes() == OLD


# Making a new file.


def test_a_new_file_is_never_made_over_another(board: Path) -> None:
    with pytest.raises(StoreUnsafe, match="exists already"):
        create(str(board), NEW, 0o600, -1)
    assert board.read_bytes() == OLD
    assert os.listdir(board.parent) == ["okrboard.json"]


def test_a_file_system_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*args: object, **kwargs: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "new.json"
    create(str(path), NEW, 0o640, -1)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    with pytest.raises(StoreUnsafe, match="exists already"):
        create(str(path), OLD, 0o600, -1)
    assert os.listdir(tmp_path) == ["new.json"]


# Temporary files.


def test_what_a_dead_process_left_is_swept_when_it_is_old(board: Path) -> None:
    names = {
        ".okrboard.json.0123456789abcdef.tmp": True,
        ".okrboard.json.0123456789abcde.tmp": False,
        ".okrboard.json.lock": False,
        ".other.json.0123456789abcdef.tmp": False,
        "okrboard.json.0123456789abcdef.tmp": False,
    }
    for name in names:
        (board.parent / name).write_text("x")
        os.utime(board.parent / name, (1000.0, 1000.0))
    assert sweep(str(board), now=1030.0) == []
    swept = [name for name, ours in names.items() if ours]
    assert leftovers(str(board)) == swept
    assert sweep(str(board), now=1061.0) == swept
    assert not (board.parent / swept[0]).exists()
    assert all((board.parent / name).exists() for name, ours in names.items() if not ours)


def test_sweeping_removes_a_planted_link_and_not_its_target(board: Path) -> None:
    victim = board.parent / "victim"
    victim.write_text("precious")
    (board.parent / ".okrboard.json.0123456789abcdef.tmp").symlink_to(victim)
    sweep(str(board), now=4e9)
    assert victim.read_text() == "precious"


def test_a_commit_sweeps_once(file_store: FileStore) -> None:
    left = Path(file_store.place).parent / ".okrboard.json.0123456789abcdef.tmp"
    left.write_text("x")
    os.utime(left, (1000.0, 1000.0))
    change(FileStore(file_store.place), retitled(1, "x"))
    assert not left.exists()


def test_a_name_that_was_planted_is_not_written_through(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = board.parent / "victim"
    victim.write_text("precious")
    monkeypatch.setattr(os, "urandom", lambda count: b"\1" * count)
    planted = board.parent / f".okrboard.json.{'01' * 8}.tmp"
    for plant in (planted.symlink_to, lambda _: os.mkfifo(planted)):
        plant(victim)
        with pytest.raises(StoreWriteFailed, match="File exists"):
            replace(str(board), NEW, version_of(str(board)))
        assert victim.read_text() == "precious"
        assert board.read_bytes() == OLD
        assert os.path.lexists(planted), "what is not ours stays"
        planted.unlink()
