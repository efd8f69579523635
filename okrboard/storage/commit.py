"""Replacing a board file: durable when it returns, all or nothing, never seen half done.

New content goes into a file of its own beside the board, is forced to the disk, and takes the
board's name in one step; then the folder is forced to the disk. Whatever fails before that step
leaves the old bytes as they were and no file behind. The caller holds the board's lock; comparing
the version key once more finds writers that do not mind it, such as an editor.
"""

from __future__ import annotations

import errno
import os
import stat
import time

from okrboard import files
from okrboard.errors import (
    Conflict,
    StoreError,
    StoreReadOnly,
    StoreUncertain,
    StoreUnsafe,
    StoreWriteFailed,
)
from okrboard.files import NewFile
from okrboard.open_folder import UNFINISHED_SECONDS, Folder, finished_name
from okrboard.storage.disk import Version, version_of
from okrboard.storage.preflight import check_size
from okrboard.text import clean

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace(path: str, data: bytes, expected: Version) -> Version:
    """Put `data` in the place of a board file that has the key `expected`; return the new key.

    Raises `Conflict`, `StoreWriteFailed`, `StoreReadOnly` or `StoreUnsafe` with the old content
    intact, and `StoreUncertain` when the new one is visible but perhaps not durable.
    """
    check_size(path, len(data))
    try:
        with NewFile(path) as file:
            status = os.stat(path, follow_symlinks=False)
            mode = stat.S_IMODE(status.st_mode)
            _fill(file, data, mode, status.st_uid, status.st_gid)
            if version_of(path) != expected:
                raise Conflict(
                    f"{clean(path)} was changed by another program in this moment; try again"
                )
            made = _version(data, file.close())
            file.move()
    except OSError as error:
        raise _failed(path, error) from None
    _sync_folder(path)
    return made


def create(path: str, data: bytes, mode: int, group: int, owner: int = -1) -> None:
    """Write a new file, durable when this returns; raise `StoreUnsafe` when there is one already.

    -1 leaves the group as it comes; only the superuser gives a file to another `owner`.
    """
    try:
        with NewFile(path) as file:
            _fill(file, data, mode, owner, group)
            try:
                file.link()
            except FileExistsError:
                raise StoreUnsafe(
                    f"{clean(path)} exists already; nothing was written: name another file"
                ) from None
    except OSError as error:
        raise _failed(path, error) from None
    _sync_folder(path)


def sweep(path: str, now: float | None = None) -> list[str]:
    """Remove temporary files of this board that a dead process left; return their names."""
    name = os.path.basename(path)
    now = time.time() if now is None else now
    try:
        with Folder(os.path.dirname(path) or ".") as folder:
            return folder.sweep(lambda other: _is_temporary(other, name), now - UNFINISHED_SECONDS)
    except OSError:
        return []


def leftovers(path: str) -> list[str]:
    """Return the names of temporary files that belong to a board, or to an archive of it."""
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    return [other for other in names if _is_temporary(other, name)]


def _is_temporary(other: str, name: str) -> bool:
    """Say whether a file is a temporary one of a board, or of an archive of it."""
    whole = finished_name(other)
    if not whole.startswith(name) or whole == name:
        return whole == name
    from okrboard.storage.archives import is_part_name

    return is_part_name(whole, name)


def _fill(file: NewFile, data: bytes, mode: int, owner: int, group: int) -> None:
    """Fill a new file with these permissions. Raises `StoreUnsafe` where that shuts a group out."""
    file.give_to(owner=owner)
    try:
        file.give_to(group=group)
    except OSError as error:
        if mode & 0o070:
            raise StoreUnsafe(
                "saving would lock the board's group out, because you are not in it; "
                "ask to be added, or use a folder that the group shares (chmod g+s)"
            ) from error
    file.fill(data, mode)


def _version(data: bytes, status: os.stat_result) -> Version:
    from okrboard.storage.layout import KEY_BYTES

    return Version(data[:KEY_BYTES], status.st_ino, status.st_size, status.st_mtime_ns)


def _sync_folder(path: str) -> None:
    try:
        files.sync_folder(path)
    except OSError as error:
        raise StoreUncertain(
            f"the change is in {clean(path)}, but the disk did not confirm it "
            f"({error.strerror}); look at the disk before you go on"
        ) from None


def _failed(path: str, error: OSError) -> StoreError:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        reason = "the disk is full, or your share of it"
    if error.errno in (errno.EROFS, errno.EACCES):
        return StoreReadOnly(
            f"nothing was written: {reason}; the board is as it was, and its owner can give you "
            "the right to write it"
        )
    return StoreWriteFailed(
        f"nothing was written in {clean(os.path.dirname(path) or '.')}: {reason}; "
        "the board is as it was"
    )
