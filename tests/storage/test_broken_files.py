"""Files that are no board: the right error in one line, and the bytes stay as they were."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from support.broken import BROKEN
from support.stores import WITH_OKRBOARD, change, make_store, retitled

from okrboard.errors import StoreCorrupt, StoreError, StoreMissing, StoreTooNew, StoreUnsafe
from okrboard.storage import disk
from okrboard.storage.file_store import FileStore

pytestmark = pytest.mark.timeout(30)


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("opened_before", [False, True])
def test_a_broken_file_is_refused_and_kept(path: str, name: str, opened_before: bool) -> None:
    data, error, words = BROKEN[name]
    store = FileStore(path)
    if opened_before:
        store = make_store("file", path)  # type: ignore[assignment]
    Path(path).write_bytes(data)
    with pytest.raises(error, match=words) as raised:
        store.snapshot()
    message = str(raised.value)
    assert message.startswith(f"{path} cannot be used: ")
    assert message.isprintable()
    assert len(message) < 500
    assert raised.value.exit_code == 4
    with pytest.raises(error):
        change(store, retitled(1, "x"))
    assert Path(path).read_bytes() == data
    assert sorted(os.listdir(Path(path).parent)) in (
        ["okrboard.json"],
        [".okrboard.json.lock", "okrboard.json"],
    )


def test_the_two_errors_of_a_damaged_file_have_exit_status_4() -> None:
    assert StoreCorrupt.exit_code == StoreTooNew.exit_code == 4


def test_a_board_cut_anywhere_is_refused(file_store: FileStore) -> None:
    good = Path(file_store.place).read_bytes()
    for cut in range(0, len(good) - 1, 7):
        Path(file_store.place).write_bytes(good[:cut])
        with pytest.raises(StoreCorrupt):
            file_store.snapshot()
    Path(file_store.place).write_bytes(good)
    assert file_store.snapshot().objectives


def test_a_board_with_a_hole_of_zeros_is_refused(file_store: FileStore) -> None:
    good = Path(file_store.place).read_bytes()
    for at in range(0, len(good) - 64, 64):
        Path(file_store.place).write_bytes(good[:at] + bytes(64) + good[at + 64 :])
        with pytest.raises(StoreCorrupt):
            file_store.snapshot()


def test_a_file_larger_than_any_board_is_not_read(path: str) -> None:
    with open(path, "wb") as file:
        file.truncate(disk.MAX_BYTES + 1)
    with pytest.raises(StoreUnsafe, match="larger than 256 MiB"):
        FileStore(path).snapshot()


def test_nothing_there_says_how_to_begin(path: str) -> None:
    for place in (path, f"{path}/under/a/file"):
        with pytest.raises(StoreMissing, match=r"no board at .*okrboard init"):
            FileStore(place).snapshot()
        with pytest.raises(StoreMissing):
            change(FileStore(place), retitled(1, "x"))
    assert os.listdir(Path(path).parent) == []


def test_a_board_that_vanishes_is_missed_and_found_again(file_store: FileStore) -> None:
    before = file_store.snapshot()
    os.rename(file_store.place, f"{file_store.place}.away")
    with pytest.raises(StoreMissing):
        file_store.snapshot()
    os.rename(f"{file_store.place}.away", file_store.place)
    assert file_store.snapshot() is before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkdir, "is a folder"),
        (os.mkfifo, "no regular file"),
        (lambda path: os.symlink("/dev/zero", path), "no regular file"),
        (lambda path: os.symlink("nowhere", path), "leads nowhere"),
        (lambda path: os.symlink(path, path), "circle"),
    ],
    ids=["folder", "pipe", "device", "dangling link", "circular link"],
)
def test_what_is_no_file_is_refused(path: str, make: object, words: str) -> None:
    make(path)  # type: ignore[operator]
    for ask in (FileStore(path).snapshot, lambda: change(FileStore(path), retitled(1, "x"))):
        with pytest.raises(StoreError, match=words):
            ask()
    assert not FileStore(path).writable


HOSTILE = {
    "lists": b'{"a":[' + b"[]," * 4_000_000 + b"[]]}",
    "numbers": b'{"a":{"1":{"a":[' + b"0," * 15_000_000 + b"0]}}}",
    "tables": b"{" + b",".join(b'"%d":{}' % number for number in range(700_000)) + b"}",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_time_and_memory(path: str, name: str) -> None:
    Path(path).write_bytes(HOSTILE[name])
    code = (
        "import sys; from okrboard.storage.file_store import FileStore\n"
        "from okrboard.errors import StoreCorrupt\n"
        "try: FileStore(sys.argv[1]).snapshot()\n"
        "except StoreCorrupt as error: print(error)"
    )
    limit = 700 * 1024 * 1024
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        capture_output=True,
        text=True,
        timeout=20,
        env=WITH_OKRBOARD,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be used" in done.stdout
