"""A power cut at any moment of a commit leaves the old board or the new one.

The calls of one commit are played against everything a disk may have kept of them: data that was
not synced may be missing, half there, zeros or complete; of what was done to the folder since it
was last synced any part may be there.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.watched import NEW, OLD, Watched

from okrboard.storage.commit import create, replace
from okrboard.storage.disk import version_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Disk:
    """What a crash may leave of the calls seen so far."""

    def __init__(self, calls: list[tuple[str, tuple[Any, ...], Any]]) -> None:
        self.files: dict[str, int] = {}
        self.data: dict[int, list[tuple[str, bytes]]] = {}
        self.folder: list[tuple[str, str, int]] = []
        self.synced = 0
        opened: dict[int, int | str] = {}
        for name, args, result in calls:
            self._apply(name, args, result, opened)

    def _apply(self, name: str, args: Any, result: Any, opened: dict[int, Any]) -> None:
        if name == "open" and args[1] & os.O_CREAT:
            inode = len(self.data) + 1
            self.data[inode] = []
            self.files[args[0]] = opened[result] = inode
            self.folder.append(("is", args[0], inode))
        elif name == "open":
            opened[result] = args[0]
        elif name == "write":
            self.data[opened[args[0]]].append(("dirty", bytes(args[1][:result])))
        elif name == "fsync" and isinstance(opened[args[0]], str):
            self.synced = len(self.folder)
        elif name == "fsync":
            blocks = self.data[opened[args[0]]]
            blocks[:] = [("safe", data) for _, data in blocks]
        elif name in ("rename", "link"):
            self.folder.append(("is", args[1], self.files[args[0]]))
            if name == "rename":
                self.folder.append(("gone", args[0], 0))
        elif name == "unlink":
            self.folder.append(("gone", args[0], 0))

    def states(self, path: str) -> Iterator[bytes | None]:
        """Yield what may be found under a name; None for a file that is not there."""
        sure, unsure = self.folder[: self.synced], self.folder[self.synced :]
        for chosen in itertools.product([True, False], repeat=len(unsure)):
            done = sure + [step for step, there in zip(unsure, chosen, strict=True) if there]
            inode = 0
            for what, name, number in done:
                if name == path:
                    inode = number if what == "is" else -1
            yield from self._contents(inode)

    def _contents(self, inode: int) -> Iterator[bytes | None]:
        if inode <= 0:
            yield OLD if inode == 0 else None
            return
        forms = [
            [data] if how == "safe" else [b"", data[: len(data) // 2], bytes(len(data)), data]
            for how, data in self.data[inode]
        ]
        for parts in itertools.product(*forms):
            yield b"".join(parts)


def crashes(calls: list[Any], path: str) -> Iterator[tuple[bool, bytes | None]]:
    """Yield whether the commit had returned, and what is found, for every moment and state."""
    for done in range(len(calls) + 1):
        for found in Disk(calls[:done]).states(path):
            yield done == len(calls), found


def calls_of(watched: Watched, board: Path) -> list[Any]:
    watched.calls = []
    replace(str(board), NEW, version_of(str(board)))
    return watched.calls


def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new(watched: Watched, board: Path) -> None:
    states = set(crashes(calls_of(watched, board), str(board)))
    assert states == {(False, OLD), (False, NEW), (True, NEW)}


def test_the_power_cuts_find_a_missing_sync_of_the_file(watched: Watched, board: Path) -> None:
    calls = calls_of(watched, board)
    first = next(at for at, call in enumerate(calls) if call[0] == "fsync")
    found = {found for _, found in crashes(calls[:first] + calls[first + 1 :], str(board))}
    assert b"" in found
    assert bytes(len(NEW)) in found


def test_the_power_cuts_find_a_missing_sync_of_the_folder(watched: Watched, board: Path) -> None:
    calls = calls_of(watched, board)
    last = max(at for at, call in enumerate(calls) if call[0] == "fsync")
    assert (True, OLD) in set(crashes(calls[:last] + calls[last + 1 :], str(board)))


def test_a_new_board_is_all_there_or_not_at_all(watched: Watched, tmp_path: Path) -> None:
    path = str(tmp_path / "new.json")
    create(path, NEW, 0o600, -1)
    states = set(crashes(watched.calls, path))
    assert states == {(False, OLD), (False, NEW), (True, NEW)}, "OLD stands for nothing here"
