"""Reading a board file whole, and the version key that says whether it is still the same.

Neither part of the key is enough alone: inode numbers are used again, and an editor that saves in
place leaves the first bytes as they were.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from okrboard.domain.record import Record
from okrboard.errors import StoreUnsafe
from okrboard.storage.layout import KEY_BYTES
from okrboard.storage.preflight import open_board, unusable
from okrboard.text import clean

T = TypeVar("T")


TRIES = 5
"""How often a file is read again that changes while it is read."""


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
    return _ask(path, _version)


def read_board(path: str) -> tuple[bytes, Version]:
    """Return all bytes of a board file, as they were at one moment, and their key."""
    found = _ask(path, _read_whole)
    if found is None:
        raise StoreUnsafe(f"{clean(path)} is being written in place by another program; try again")
    return found


def _ask(path: str, question: Callable[[int], T]) -> T:
    fd = open_board(path)
    try:
        try:
            return question(fd)
        finally:
            os.close(fd)
    except OSError as error:
        raise unusable(path, error) from None


def _read_whole(fd: int) -> tuple[bytes, Version] | None:
    for _ in range(TRIES):
        before = _version(fd)
        data = _read(fd, before.size)
        if len(data) == before.size and _version(fd) == before:
            return data, before
    return None


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
