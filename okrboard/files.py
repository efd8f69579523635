"""Files that people name: written whole or not at all, never through a link; and how that is done.

Whatever is written goes into a file of its own beside the place it is for, is forced to the disk,
and takes that place in one step. Whatever fails before leaves what was there as it was, and nothing
else behind. Boards are replaced by the same means: `okrboard.storage.disk`.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

from okrboard.errors import OkrboardError, Refused
from okrboard.open_folder import UNFINISHED_SECONDS, Folder, finished_name, unfinished_name
from okrboard.text import clean

READ_LIMIT = 256 * 2**20
"""Bytes that are read of a file at most, and one more."""

PRIVATE = 0o600
"""The mode of a new file that is its maker's alone."""

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class NewFile:
    """A new file beside the place it is for, gone afterwards unless it took that place.

    Nobody can guess its name and plant a link there. Every method raises `OSError`.
    """

    def __init__(self, path: str) -> None:
        """Take the place that the file is for; nothing is written yet."""
        folder, name = os.path.split(path)
        self.path = os.path.join(folder, unfinished_name(name))
        self._place = path
        self._fd = -1
        self._there = False

    def __enter__(self) -> NewFile:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        self._fd = os.open(self.path, flags, PRIVATE)
        self._there = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd >= 0:
            _quietly(os.close, self._fd)
        if self._there:
            _quietly(os.unlink, self.path)

    def give_to(self, *, owner: int = -1, group: int = -1) -> None:
        """Give the file to an owner and a group; -1 leaves either as it is.

        Only the superuser gives a file to another owner, and must, not to take it away from whom it
        belongs to. For everybody else the owner stays.
        """
        if os.geteuid() == 0 and owner >= 0:
            os.fchown(self._fd, owner, -1)
        if group >= 0 and os.fstat(self._fd).st_gid != group:
            os.fchown(self._fd, -1, group)

    def fill(self, data: bytes, mode: int) -> None:
        """Write the content with these permissions, and force it to the disk."""
        os.fchmod(self._fd, mode)
        rest = memoryview(data)
        while rest:
            written = os.write(self._fd, rest)
            if not written:
                raise OSError(errno.EIO, "nothing was taken")
            rest = rest[written:]
        os.fsync(self._fd)

    def close(self) -> os.stat_result:
        """Close the file; return its status, which it keeps under its new name."""
        status = os.fstat(self._fd)
        fd, self._fd = self._fd, -1
        os.close(fd)
        return status

    def move(self) -> None:
        """Take the place of what is there."""
        os.rename(self.path, self._place)
        self._there = False

    def link(self) -> None:
        """Take a place where nothing is; raise `FileExistsError` when something is."""
        try:
            os.link(self.path, self._place, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # A file system without hard links: reserve the name, then take it.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            os.close(os.open(self._place, flags, PRIVATE))
            self.move()


def sync_folder(path: str) -> None:
    """Make the name of a file durable; `OSError` when the disk does not confirm it."""
    fd = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_file(
    path: str, data: bytes, *, force: bool = False, permissions: tuple[int, int] | None = None
) -> None:
    """Write a file that was not there; with `force` also one that was.

    `permissions` are mode and group (-1: as it comes) of a new file; one that is replaced keeps its
    own. Without them the file is its maker's alone. A link is replaced, never followed. Raises
    `Refused` when something is there, `OkrboardError` when it cannot be written.
    """
    mode, group = permissions or (PRIVATE, -1)
    owner = -1
    try:
        if force and os.path.lexists(path) and not os.path.isfile(path):
            raise Refused(f"{clean(path)} is no plain file; choose another name")
        before = _replaced(path) if force and permissions else None
        if before is not None:
            mode, group, owner = stat.S_IMODE(before.st_mode), before.st_gid, before.st_uid
        with NewFile(path) as file:
            file.give_to(owner=owner)
            try:
                file.give_to(group=group)
            except OSError:
                # What cannot be given to that group is not for another one to read.
                mode &= ~0o070
            file.fill(data, mode)
            if force:
                file.move()
            else:
                file.link()
    except FileExistsError:
        raise Refused(
            f"{clean(path)} is there already; choose another name, or --force replaces it"
        ) from None
    except (OSError, ValueError) as error:
        raise OkrboardError(f"{clean(path)} cannot be written: {_reason(path, error)}") from None
    try:
        sync_folder(path)
    except OSError as error:
        raise OkrboardError(
            f"{clean(path)} is written, but the disk did not confirm it: {error.strerror}"
        ) from None
    _sweep(path)


def read_file(path: str, limit: int = READ_LIMIT) -> bytes:
    """Return a file's bytes, or those of the standard input for `-`.

    At most one byte more than `limit`. Raises `OkrboardError` when it cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read(limit + 1)
    try:
        if os.path.isdir(path):
            raise OkrboardError(f"{clean(path)} is a folder; name a file")
        with open(path, "rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise OkrboardError(f"{clean(path)} cannot be read: {error.strerror}") from None
    except ValueError:
        raise OkrboardError("a file's name cannot hold a zero byte") from None


def _sweep(path: str) -> None:
    """Remove what processes that died left unfinished of a file."""
    place, name = os.path.split(path)
    before = time.time() - UNFINISHED_SECONDS
    try:
        with Folder(place or ".") as folder:
            folder.sweep(lambda other: finished_name(other) == name, before)
    except OSError:
        return


def _replaced(path: str) -> os.stat_result | None:
    """Return the status of the plain file that is replaced; None for a link, and for nothing."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _reason(path: str, error: OSError | ValueError) -> str:
    folder = os.path.dirname(path)
    if isinstance(error, ValueError):
        return "a file's name cannot hold a zero byte"
    if folder and not os.path.isdir(folder):
        return f"there is no folder {clean(folder)}; make it first"
    return error.strerror or str(error)


def _quietly(call: object, argument: object) -> None:
    try:
        call(argument)  # type: ignore[operator]
    except OSError:
        return
