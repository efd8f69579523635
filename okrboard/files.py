"""Files that a person names: never written over something else, never through a link.

`-` is the standard output. Unless `force` says so, what exists stays as it is.
"""

from __future__ import annotations

import os
import sys

from okrboard.errors import OkrboardError, Refused
from okrboard.text import clean

READ_LIMIT = 256 * 2**20
"""Bytes that are read of a file at most, and one more."""


def write_file(path: str, data: bytes, *, force: bool = False) -> None:
    """Write a file that was not there; with `force` also one that was, whole or not at all.

    Raises `Refused` when something is there, `OkrboardError` when it cannot be written.
    """
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    target = f"{path}.{os.getpid()}.new" if force else path
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        if force and os.path.lexists(path) and not os.path.isfile(path):
            raise Refused(f"{clean(path)} is no plain file; choose another name")
        with os.fdopen(os.open(target, flags, 0o666), "wb") as file:
            file.write(data)
        if force:
            os.replace(target, path)
    except FileExistsError:
        raise Refused(
            f"{clean(path)} is there already; choose another name, or --force replaces it"
        ) from None
    except OSError as error:
        folder = os.path.dirname(path)
        reason = error.strerror
        if folder and not os.path.isdir(folder):
            reason = f"there is no folder {clean(folder)}; make it first"
        raise OkrboardError(f"{clean(path)} cannot be written: {reason}") from None


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
