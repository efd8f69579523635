"""`Folder`: a folder opened once, by its descriptor, so that nothing in it leads anywhere else.

Whoever shares a board can put things beside it: a link in the place of a folder of ours, a folder
of somebody's own under its name, a link under a file's name. Hence a folder is never reached
through a link, names are looked up in the folder that was opened, and only plain files are read,
replaced or removed. Every method raises `OSError` where that cannot be had.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from itertools import islice

MOST = 20_000
"""So many names are looked at, whatever else somebody puts into a folder."""

UNFINISHED_SECONDS = 60
"""Age from which an unfinished file is the remains of a process that died."""


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
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(_plain(name), flags, mode, dir_fd=self._fd)

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
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(fd, rest) :]
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
