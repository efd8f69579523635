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

from okrboard.errors import (
    Conflict,
    StoreError,
    StoreReadOnly,
    StoreUncertain,
    StoreUnsafe,
    StoreWriteFailed,
)
from okrboard.storage.disk import Version, version_of
from okrboard.storage.folder import UNFINISHED_SECONDS, Folder, finished_name, unfinished_name
from okrboard.text import clean

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace(path: str, data: bytes, expected: Version) -> Version:
    """Put `data` in the place of a board file that has the key `expected`; return the new key.

    Raises `Conflict`, `StoreWriteFailed`, `StoreReadOnly` or `StoreUnsafe` with the old content
    intact, and `StoreUncertain` when the new one is visible but perhaps not durable.
    """
    with _Temporary(path) as temporary:
        status = os.stat(path, follow_symlinks=False)
        temporary.fill(data, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
        if version_of(path) != expected:
            raise Conflict(
                f"{clean(path)} was changed by another program in this moment; try again"
            )
        made = temporary.version(data)
        temporary.move(path)
    _sync_folder(path)
    return made


def create(path: str, data: bytes, mode: int, group: int, owner: int = -1) -> None:
    """Write a new file, durable when this returns; raise `StoreUnsafe` when there is one already.

    -1 leaves the group as it comes; only the superuser gives a file to another `owner`.
    """
    with _Temporary(path) as temporary:
        temporary.fill(data, mode, owner, group)
        temporary.link(path)
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
    """Return the names of temporary files that belong to a board."""
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
    from okrboard.storage.parts import is_part_name

    return is_part_name(whole, name)


class _Temporary:
    """A new file beside the board that is gone afterwards unless it was moved."""

    def __init__(self, path: str) -> None:
        folder, name = os.path.split(path)
        self.path = os.path.join(folder, unfinished_name(name))
        self._fd = -1
        self._there = False

    def __enter__(self) -> _Temporary:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._fd >= 0:
            _quietly(os.close, self._fd)
        if self._there:
            _quietly(os.unlink, self.path)
        if isinstance(error, OSError):
            raise _failed(self.path, error) from None

    def fill(self, data: bytes, mode: int, owner: int, group: int) -> None:
        """Create the file with these permissions and force its content to the disk."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        self._fd = os.open(self.path, flags, 0o600)
        self._there = True
        if os.geteuid() == 0 and owner >= 0:
            # The superuser must not take the board away from whom it belongs to.
            os.fchown(self._fd, owner, -1)
        if group >= 0 and os.fstat(self._fd).st_gid != group:
            self._give_to(group, mode)
        os.fchmod(self._fd, mode)
        rest = memoryview(data)
        while rest:
            written = os.write(self._fd, rest)
            if not written:
                raise OSError(errno.EIO, "nothing was taken")
            rest = rest[written:]
        os.fsync(self._fd)

    def version(self, data: bytes) -> Version:
        """Return the key that the file will have under the board's name; closes it."""
        from okrboard.storage.layout import KEY_BYTES

        status = os.fstat(self._fd)
        fd, self._fd = self._fd, -1
        os.close(fd)
        return Version(data[:KEY_BYTES], status.st_ino, status.st_size, status.st_mtime_ns)

    def move(self, path: str) -> None:
        """Take the board's name: the moment of the commit."""
        os.rename(self.path, path)
        self._there = False

    def link(self, path: str) -> None:
        """Take a name that nobody has."""
        try:
            self._link(path)
        except FileExistsError:
            raise StoreUnsafe(
                f"{clean(path)} exists already; nothing was written: name another file"
            ) from None

    def _link(self, path: str) -> None:
        try:
            os.link(self.path, path, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # A file system without hard links: reserve the name, then take it.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            self.move(path)

    def _give_to(self, group: int, mode: int) -> None:
        try:
            os.fchown(self._fd, -1, group)
        except OSError as error:
            if mode & 0o070:
                raise StoreUnsafe(
                    "saving would lock the board's group out, because you are not in it; "
                    "ask to be added, or use a folder that the group shares (chmod g+s)"
                ) from error


def _sync_folder(path: str) -> None:
    try:
        fd = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
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


def _quietly(call: object, argument: object) -> None:
    try:
        call(argument)  # type: ignore[operator]
    except OSError:
        return
