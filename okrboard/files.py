"""Files written whole or not at all, never through a link: those that people name, and our own.

Whatever is written goes into a file of its own beside the place it is for, and takes that place in
one step. Whatever fails before leaves what was there as it was, and nothing else behind. A
`NewFile` is forced to the disk first; boards are replaced by it too: `okrboard.storage.disk`.

Whoever shares a board can put things beside it: a link in the place of a folder of ours, a folder
of somebody's own under its name, a link under a file's name. Hence a `Folder` is opened once, by
its descriptor, and never reached through a link; names are looked up in the folder that was opened,
and only plain files are read, replaced or removed. Its methods raise `OSError` where that cannot be
had.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from okrboard.errors import OkrboardError, Refused
from okrboard.text import clean

READ_LIMIT = 256 * 2**20
"""Bytes that are read of a file at most, and one more."""

PRIVATE = 0o600
"""The mode of a new file that is its maker's alone."""

MOST = 20_000
"""So many names are looked at, whatever else somebody puts into a folder."""

UNFINISHED_SECONDS = 60
"""Age from which an unfinished file is the remains of a process that died."""

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Folder:
    """An open folder: `with Folder(path) as folder: ...`."""

    def __init__(self, path: str, *, private: bool = False) -> None:
        """Open a folder; raise `OSError` for one that is not there, a link, or something else.

        A `private` one is made where it is missing, and only its owner can enter it afterwards;
        one that belongs to somebody else is refused.
        """
        if private:
            os.makedirs(path, mode=0o700, exist_ok=True)
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        if private:
            try:
                self._close_to_others(path)
            except OSError:
                self.close()
                raise

    def __enter__(self) -> Folder:
        """Return the folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the folder; nothing can be done in it afterwards."""
        os.close(self._fd)

    def give(self, mode: int) -> None:
        """Set the folder's permissions."""
        os.fchmod(self._fd, mode)

    def is_mine(self) -> bool:
        """Say whether the folder belongs to this user."""
        return os.fstat(self._fd).st_uid == os.geteuid()

    def names(self) -> Iterator[str]:
        """Yield the names of what is in it, in no order, at most `MOST`."""
        with os.scandir(self._fd) as entries:
            for entry in islice(entries, MOST):
                yield entry.name

    def status(self, name: str) -> os.stat_result:
        """Return what is known of a plain file."""
        status = os.stat(_plain(name), dir_fd=self._fd, follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(f"{name} is no plain file")
        return status

    def open(self, name: str) -> int:
        """Return a descriptor of a plain file, for reading."""
        # Not to wait for the other end of a pipe.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        fd = os.open(_plain(name), flags, dir_fd=self._fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise OSError(f"{name} is no plain file")
        return fd

    def open_new(self, name: str, mode: int = 0o600) -> int:
        """Make a file under a name that nothing has; return a descriptor, for writing."""
        return os.open(_plain(name), _NEW, mode, dir_fd=self._fd)

    def read(self, name: str, limit: int) -> bytes:
        """Return a plain file's first bytes, at most `limit`."""
        fd = self.open(name)
        try:
            parts = []
            while limit > 0 and (part := os.read(fd, limit)):
                parts.append(part)
                limit -= len(part)
        finally:
            os.close(fd)
        return b"".join(parts)

    def write(self, name: str, data: bytes, mode: int = 0o600) -> None:
        """Write a file whole under a name, in the place of what has it.

        A reader finds the old content or the new one, and what had the name is never written into.
        It survives the death of this process at any moment, not the loss of power: nothing that is
        kept so is worth a wait for the disk.
        """
        part = unfinished_name(_plain(name))
        fd = self.open_new(part, mode)
        try:
            try:
                _write(fd, data)
            finally:
                os.close(fd)
            os.rename(part, name, src_dir_fd=self._fd, dst_dir_fd=self._fd)
        except BaseException:
            self._is_removed(part)
            raise

    def touch(self, name: str, instant: float) -> None:
        """Set when a plain file was changed, in seconds since 1970."""
        self.status(name)
        os.utime(name, (instant, instant), dir_fd=self._fd, follow_symlinks=False)

    def move(self, name: str, other: str) -> None:
        """Give a plain file another name, which nothing in the folder should have."""
        self.status(name)
        os.rename(name, _plain(other), src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def remove(self, name: str) -> None:
        """Remove a plain file."""
        self.status(name)
        os.unlink(name, dir_fd=self._fd)

    def sweep(
        self,
        is_named: Callable[[str], bool],
        before: float,
        is_ours: Callable[[str], bool] = bool,
    ) -> list[str]:
        """Remove plain files last changed before an instant; return their names; never raises.

        Only those that are named as our files are, and of which `is_ours` says so too.
        """
        try:
            named = [name for name in self.names() if is_named(name)]
        except OSError:
            return []
        old = [name for name in named if self._is_older(name, before) and is_ours(name)]
        return [name for name in old if self._is_removed(name)]

    def _is_older(self, name: str, before: float) -> bool:
        try:
            return self.status(name).st_mtime < before
        except OSError:
            return False

    def _is_removed(self, name: str) -> bool:
        try:
            self.remove(name)
        except OSError:
            # Somebody else's, in a folder that lets nobody remove others' files.
            return False
        return True

    def _close_to_others(self, path: str) -> None:
        status = os.fstat(self._fd)
        if status.st_uid != os.geteuid():
            raise PermissionError(f"{path} belongs to somebody else")
        if status.st_mode & 0o077:
            self.give(0o700)


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
        self._fd = os.open(self.path, _NEW, PRIVATE)
        self._there = True
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            if self._fd >= 0:
                os.close(self._fd)
        with suppress(OSError):
            if self._there:
                os.unlink(self.path)

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
        _write(self._fd, data)
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
            os.close(os.open(self._place, _NEW, PRIVATE))
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
    # What processes that died left unfinished of the file.
    long_ago = time.time() - UNFINISHED_SECONDS
    with suppress(OSError), Folder(os.path.dirname(path) or ".") as folder:
        folder.sweep(lambda other: finished_name(other) == os.path.basename(path), long_ago)


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


def _write(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        taken = os.write(fd, rest)
        if not taken:
            raise OSError(errno.EIO, "nothing was taken")
        rest = rest[taken:]


def unfinished_name(name: str) -> str:
    """Return a name, which no other file has, for a file until it takes its own."""
    return f".{name}.{os.urandom(8).hex()}.tmp"


def finished_name(name: str) -> str:
    """Return the name that an unfinished file was to take; empty for any other file."""
    start, end = name[:1], name[-21:]
    ours = start == "." and end.startswith(".") and end.endswith(".tmp")
    return name[1:-21] if ours and is_hexadecimal(end[1:-4], 16) else ""


def is_hexadecimal(text: str, digits: int) -> bool:
    """Say whether a text is so many lower-case hexadecimal digits, as a random name of ours is."""
    return len(text) == digits and not text.strip("0123456789abcdef")


def is_random_json(name: str) -> bool:
    """Say whether a file has a random name of ours and `.json`, or is an unfinished one of it."""
    whole = finished_name(name) or name
    return whole.endswith(".json") and is_hexadecimal(whole[:-5], 16)


def _plain(name: str) -> str:
    # Names come from other users' folders too: none may lead out of this one.
    if not name or name in (".", "..") or "/" in name or "\0" in name:
        raise OSError("not a file's name")
    return name
