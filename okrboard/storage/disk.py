"""Reading a board file whole, and the version key that says whether it is still the same.

Neither part of the key is enough alone: inode numbers are used again, and an editor that saves in
place leaves the first bytes as they were.
"""

from __future__ import annotations

import os

from okrboard.domain.record import Record
from okrboard.errors import StoreUnsafe
from okrboard.storage.guard import open_board
from okrboard.storage.layout import KEY_BYTES
from okrboard.text import clean


class Version(Record):
    """What a board file looked like from outside; equal keys mean the same content."""

    head: bytes
    inode: int
    size: int
    changed: int
    """Time of the last change in nanoseconds."""


NOTHING = Version(b"", 0, -1, 0)
"""The key of a file that is not there."""


def version_of(path: str) -> Version:
    """Return a file's key in two system calls between opening and closing."""
    fd = open_board(path)
    try:
        return _version(fd)
    finally:
        os.close(fd)


def read_board(path: str) -> tuple[bytes, Version]:
    """Return all bytes of a board file, as they were at one moment, and their key."""
    fd = open_board(path)
    try:
        for _ in range(5):
            before = _version(fd)
            data = _read(fd, before.size)
            if len(data) == before.size and _version(fd) == before:
                return data, before
    finally:
        os.close(fd)
    raise StoreUnsafe(f"{clean(path)} is being written in place by another program; try again")


def _version(fd: int) -> Version:
    status = os.fstat(fd)
    head = os.pread(fd, KEY_BYTES, 0)
    return Version(head, status.st_ino, status.st_size, status.st_mtime_ns)


def _read(fd: int, size: int) -> bytes:
    # One byte more than it should have, to notice that it grew.
    parts, at = [], 0
    while part := os.pread(fd, size + 1 - at, at):
        parts.append(part)
        at += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
