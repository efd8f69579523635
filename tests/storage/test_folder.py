"""A folder of ours among folders of others: nothing in it leads anywhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrboard.files import Folder, finished_name, unfinished_name


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a plain file, and everything that is none."""
    folder = tmp_path / "folder"
    (folder / "within").mkdir(parents=True)
    (folder / "plain").write_text("plain")
    (tmp_path / "victim").write_text("precious")
    (folder / "link").symlink_to(tmp_path / "victim")
    os.mkfifo(folder / "pipe")
    return folder


@pytest.mark.parametrize("name", ["link", "pipe", "within", "../victim", "..", ".", "", "a\0b"])
def test_only_plain_files_of_the_folder_are_touched(place: Path, name: str) -> None:
    with Folder(str(place)) as folder:
        for use in (
            lambda: folder.read(name, 9),
            lambda: folder.touch(name, 0.0),
            lambda: folder.move(name, "other"),
            lambda: folder.remove(name),
        ):
            with pytest.raises((OSError, ValueError)):
                use()
    assert sorted(os.listdir(place)) == ["link", "pipe", "plain", "within"]
    assert (place.parent / "victim").read_text() == "precious"


def test_what_has_a_name_is_replaced_and_never_written_into(place: Path) -> None:
    os.link(place.parent / "victim", place / "hard")
    with Folder(str(place)) as folder:
        for name in ("link", "hard", "pipe", "new"):
            folder.write(name, b"ours")
            assert folder.read(name, 9) == b"ours"
        with pytest.raises(OSError, match="directory"):
            folder.write("within", b"ours")
    assert (place.parent / "victim").read_text() == "precious"
    assert sorted(os.listdir(place)) == ["hard", "link", "new", "pipe", "plain", "within"]


def test_a_folder_swapped_for_a_link_is_still_the_opened_one(place: Path) -> None:
    other = place.parent / "other"
    other.mkdir()
    (other / "plain").write_text("precious")
    with Folder(str(place)) as folder:
        place.rename(place.parent / "moved")
        place.symlink_to(other)
        folder.write("plain", b"ours")
        assert folder.sweep(lambda name: name == "plain", 4e9) == ["plain"]
        with pytest.raises(OSError, match=r"symbolic link|directory"):
            Folder(str(place))
    assert (other / "plain").read_text() == "precious"


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with Folder(str(place)) as folder:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space left"):
            folder.write("plain", b"ours")
    assert (place / "plain").read_text() == "plain"
    assert sorted(os.listdir(place)) == ["link", "pipe", "plain", "within"]


def test_one_file_that_cannot_be_removed_keeps_no_other(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "more").write_text("x")
    unlink = os.unlink

    def sticky(name: str, *, dir_fd: int) -> None:
        if name == "plain":
            raise PermissionError(1, "Operation not permitted")
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", sticky)
    with Folder(str(place)) as folder:
        assert folder.sweep(bool, 4e9) == ["more"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=20))
def test_only_an_unfinished_file_tells_what_it_was_to_be(name: str) -> None:
    assert finished_name(unfinished_name(name)) == name
    assert finished_name(name) == ""
