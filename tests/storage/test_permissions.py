"""Who may read, who may write, and that no save locks anybody out."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from support.stores import change, make_store, retitled

from okrboard.domain.records import Settings
from okrboard.errors import StoreError, StoreMissing, StoreReadOnly, StoreUnsafe
from okrboard.storage import disk
from okrboard.storage.disk import file_system_of, real_path
from okrboard.storage.file_store import FileStore
from okrboard.storage.lock import lock_path

if TYPE_CHECKING:
    from collections.abc import Iterator

ANA, BEN, EVE, TEAM = 70001, 70002, 70003, 70100
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can be two people")


@contextmanager
def acting_as(user: int, *groups: int, umask: int = 0o022) -> Iterator[None]:
    """Be somebody else for a while."""
    before = os.getgroups()
    old = os.umask(umask)
    os.setgroups(groups)
    os.setegid(user)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)
        os.umask(old)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other people can reach, which those of pytest are not."""
    made = mkdtemp(prefix="okrboard-test-")
    yield Path(made)
    shutil.rmtree(made)


def mode(path: object) -> int:
    return stat.S_IMODE(os.stat(str(path)).st_mode)


def refused(store: FileStore, error: type[StoreError], words: str) -> None:
    """Check that the board can be read but not written, and that nothing is written."""
    before = Path(store.place).read_bytes()
    assert store.snapshot().objectives
    with pytest.raises(error, match=words):
        change(store, retitled(1, "x"))
    assert Path(store.place).read_bytes() == before


# Alone.


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_board_of_ones_own_is_private_whatever_the_umask(path: str, umask: int) -> None:
    old = os.umask(umask)
    try:
        os.chmod(os.path.dirname(path), 0o755)
        make_store("file", path)
        assert mode(path) == 0o600
        change(FileStore(path), retitled(1, "x"))
        assert (mode(path), mode(lock_path(path))) == (0o600, 0o600)
    finally:
        os.umask(old)


@pytest.mark.parametrize("bits", [0o600, 0o640, 0o644, 0o660, 0o666])
def test_a_save_keeps_the_mode(file_store: FileStore, bits: int) -> None:
    os.chmod(file_store.place, bits)
    old = os.umask(0o077)
    try:
        change(file_store, retitled(1, "x"))
    finally:
        os.umask(old)
    assert mode(file_store.place) == bits


def test_a_read_only_file_is_not_written_by_the_superuser_either(
    file_store: FileStore,
) -> None:
    assert file_store.writable
    os.chmod(file_store.place, 0o444)
    assert not file_store.writable
    refused(file_store, StoreReadOnly, "can only be read: the file is read-only")
    os.chmod(file_store.place, 0o644)
    assert file_store.writable


@as_root
def test_a_read_only_folder_makes_the_board_read_only(folder: Path) -> None:
    store = make_store("file", str(folder / "okrboard.json"))
    assert isinstance(store, FileStore)
    os.chown(store.place, ANA, ANA)
    os.chmod(folder, 0o755)
    with acting_as(ANA):
        assert not store.writable
        refused(store, StoreReadOnly, "its folder is read-only")


@as_root
def test_who_may_not_read_is_told(folder: Path) -> None:
    store = make_store("file", str(folder / "okrboard.json"))
    os.chmod(folder, 0o755)
    with acting_as(EVE):
        for ask in (store.snapshot, lambda: change(store, retitled(1, "x"))):
            with pytest.raises(StoreUnsafe, match="cannot be read by you"):
                ask()
        assert not store.writable


@as_root
def test_a_folder_that_nobody_may_enter_is_told(folder: Path) -> None:
    make_store("file", str(folder / "okrboard.json"))
    with acting_as(EVE), pytest.raises(StoreUnsafe, match="cannot be"):
        FileStore(str(folder / "okrboard.json")).snapshot()


@as_root
def test_the_superuser_does_not_take_a_board_from_its_owner(folder: Path) -> None:
    os.chown(folder, ANA, ANA)
    with acting_as(ANA):
        store = make_store("file", str(folder / "okrboard.json"))
    change(store, retitled(1, "by root"))
    status = os.stat(store.place)
    assert (status.st_uid, status.st_gid, mode(store.place)) == (ANA, ANA, 0o600)
    with acting_as(ANA):
        change(store, retitled(1, "by ana"))


# A team's folder.


@as_root
@pytest.mark.parametrize("bits", [0o2770, 0o770, 0o2775])
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_two_people_share_a_board_in_their_groups_folder(
    folder: Path, bits: int, umask: int
) -> None:
    os.chown(folder, ANA, TEAM)
    os.chmod(folder, bits)
    path = str(folder / "okrboard.json")
    with acting_as(ANA, TEAM, umask=umask):
        make_store("file", path)
    for number in range(3):
        for who in (BEN, ANA):
            with acting_as(who, TEAM, umask=umask):
                change(FileStore(path), retitled(1, f"{who} {number}"))
            status = os.stat(path)
            assert (status.st_uid, status.st_gid, mode(path)) == (who, TEAM, 0o660)
            assert (os.stat(lock_path(path)).st_gid, mode(lock_path(path))) == (TEAM, 0o660)
    with acting_as(EVE):
        with pytest.raises(StoreError):
            change(FileStore(path), retitled(1, "x"))
        assert not FileStore(path).writable


@as_root
def test_a_save_that_would_lock_the_group_out_is_refused(folder: Path) -> None:
    os.chmod(folder, 0o777)
    path = str(folder / "okrboard.json")
    store = make_store("file", path)
    assert isinstance(store, FileStore)
    os.chown(path, ANA, TEAM)
    os.chmod(path, 0o666)
    os.chmod(lock_path(path), 0o666)
    with acting_as(EVE):
        refused(store, StoreUnsafe, "would lock the board's group out")
    assert os.listdir(folder).count("okrboard.json") == 1
    assert not [name for name in os.listdir(folder) if name.endswith(".tmp")]


@as_root
def test_a_sticky_folder_is_told_before_anything_is_written(folder: Path) -> None:
    os.chown(folder, 0, TEAM)
    os.chmod(folder, 0o3770)
    path = str(folder / "okrboard.json")
    with acting_as(ANA, TEAM):
        store = make_store("file", path)
        change(store, retitled(1, "by ana"))
    assert isinstance(store, FileStore)
    with acting_as(BEN, TEAM):
        assert not store.writable
        refused(store, StoreReadOnly, "sticky")


# Making a board.


def test_a_board_is_never_made_over_anything(path: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    for plant in (
        lambda: Path(path).write_text("precious"),
        lambda: os.mkdir(path),
        lambda: os.mkfifo(path),
        lambda: os.symlink(victim, path),
        lambda: os.symlink("nowhere", path),
        lambda: os.symlink(path, path),
    ):
        plant()
        with pytest.raises(StoreUnsafe):
            FileStore.create(path, Settings())
        assert victim.read_text() == "precious"
        assert not (tmp_path / "nowhere").exists()
        assert sorted(os.listdir(tmp_path)) == ["okrboard.json", "victim"]
        if os.path.isdir(path):
            os.rmdir(path)
        else:
            os.unlink(path)


def test_a_board_in_no_folder_says_so(path: str) -> None:
    with pytest.raises(StoreMissing, match="there is no folder"):
        FileStore.create(f"{path}/deeper/okrboard.json", Settings())


@as_root
def test_a_board_in_a_folder_that_one_cannot_write_to_says_so(folder: Path) -> None:
    os.chmod(folder, 0o755)
    with acting_as(EVE), pytest.raises(StoreReadOnly, match="nothing was written"):
        FileStore.create(str(folder / "okrboard.json"), Settings())
    assert os.listdir(folder) == []


# Links.


def test_a_linked_board_stays_a_link_with_its_lock_beside_it(
    file_store: FileStore, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    first = tmp_path / "elsewhere" / "first.json"
    second = tmp_path / "second.json"
    first.symlink_to(file_store.place)
    second.symlink_to(first)
    store = FileStore(str(second))
    change(store, retitled(1, "through two links"))
    assert second.is_symlink()
    assert first.is_symlink()
    assert file_store.snapshot().objectives[1].title == "through two links"
    assert os.listdir(first.parent) == ["first.json"]
    assert file_store.snapshot() is file_store.snapshot()
    assert store.place == str(second)


def test_a_link_that_is_turned_to_another_board_is_followed(
    file_store: FileStore, tmp_path: Path
) -> None:
    other = make_store("file", str(tmp_path / "other.json"))
    change(other, retitled(1, "the other"))
    link = tmp_path / "link.json"
    link.symlink_to(file_store.place)
    store = FileStore(str(link))
    before = store.snapshot()
    link.unlink()
    link.symlink_to(other.place)
    assert store.snapshot() is not before
    assert store.snapshot().objectives[1].title == "the other"


def test_the_path_stays_the_one_meant_after_a_change_of_folder(
    file_store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = FileStore("okrboard.json")
    monkeypatch.chdir("/")
    assert store.place == file_store.place
    assert store.snapshot().objectives


def test_a_path_no_system_takes_is_an_error_and_no_traceback() -> None:
    for path in ("a\0b", "x" * 5000, "/" + "y/" * 3000):
        with pytest.raises((StoreUnsafe, StoreMissing)):
            FileStore(path).snapshot()


def test_a_hostile_path_is_shown_harmless(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as raised:
        FileStore(str(tmp_path / "\x1b]52;c;x\x07.json")).snapshot()
    assert str(raised.value).isprintable()


# File systems.

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:40 / /home/ana/sha\\040re rw - nfs4 server:/x rw
23 21 0:41 / /mnt rw shared:2 master:3 - fuse.sshfs ana@host:/ rw
24 23 0:42 / /mnt/local rw - tmpfs tmpfs rw
a line that is none
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/ana/okrboard.json", "ext4"),
        ("/home/ana/sha re/okrboard.json", "nfs4"),
        ("/home/ana/sha re/deep/er", "nfs4"),
        ("/home/ana/sha reverse", "ext4"),
        ("/mnt/x", "fuse.sshfs"),
        ("/mnt/local/x", "tmpfs"),
    ],
)
def test_the_file_system_is_that_of_the_longest_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    real = os.stat(tmp_path)
    monkeypatch.setattr("okrboard.storage.disk.os.stat", lambda path: real)
    assert file_system_of(path, str(table)) == kind


def test_this_machine_tells_a_file_system(tmp_path: Path) -> None:
    assert file_system_of(str(tmp_path)) not in ("", "nfs4")
    assert file_system_of(str(tmp_path), "/nowhere") == ""


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "fuse.sshfs"])
def test_a_board_on_the_network_is_read_and_not_written(
    file_store: FileStore, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(disk, "file_system_of", lambda path: kind)
    refused(file_store, StoreUnsafe, f"network file system .{kind}.*local disk")
    with pytest.raises(StoreUnsafe, match="network file system"):
        FileStore.create(f"{file_store.place}.new", Settings())


def test_a_path_without_links_is_itself(tmp_path: Path) -> None:
    assert real_path(str(tmp_path / "x")) == str(tmp_path.resolve() / "x")
