"""A power cut at any moment of a commit leaves the old board or the new one.

The calls of one commit are played against everything a disk may have kept of them: data that was
not synced may be missing, half there, zeros or complete; of what was done to the folder since it
was last synced any part may be there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.power_cuts import Disk
from support.watched import NEW, OLD, Watched

from okrboard.storage.disk import create, replace, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator


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
