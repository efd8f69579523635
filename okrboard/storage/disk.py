"""The board's file on its disk: what is refused, reading it whole, replacing it durably.

A board is a regular file of a sane size on a file system whose locks hold between processes. A
symbolic link to it is followed once, by `real_path`: everything else works on the real path.

New content goes into a file of its own beside the board, is forced to the disk, and takes the
board's name in one step; then the folder is forced to the disk. Whatever fails before that step
leaves the old bytes as they were and no file behind. The caller holds the board's lock; comparing
the version key once more finds writers that do not mind it, such as an editor. Neither part of
that key is enough alone: inode numbers are used again, and an editor that saves in place leaves the
first bytes as they were.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from okrboard.domain.record import Record
from okrboard.errors import (
    Conflict,
    StoreCorrupt,
    StoreError,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    StoreUncertain,
    StoreUnsafe,
    StoreWriteFailed,
)
from okrboard.files import UNFINISHED_SECONDS, Folder, NewFile, finished_name, sync_folder
from okrboard.storage.layout import KEY_BYTES, Document, is_part_name, read_document
from okrboard.text import clean

MAX_BYTES = 256 * 1024 * 1024
"""No board is larger; what is larger is not read into memory."""

SMALLER = "close what is over and move it into an archive: okrboard cycle archive"
"""How a board that grows too large gets smaller."""


NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre"),
        *("beegfs", "gpfs", "orangefs", "pvfs2", "coda", "davfs", "fuse.sshfs", "fuse.glusterfs"),
        *("fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.davfs2", "fuse.gcsfuse"),
        *("fuse.smbnetfs", "fuse.juicefs", "fuse.mfs"),
    )
)
"""File systems that other machines write to without minding our locks."""


def real_path(path: str) -> str:
    """Return where a board really is, links followed; the file itself need not exist.

    Raises `StoreUnsafe` for a link that leads nowhere or in a circle.
    """
    try:
        return os.path.realpath(path, strict=True)
    except FileNotFoundError:
        if os.path.islink(path):
            raise StoreUnsafe(
                f"{clean(path)} is a symbolic link that leads nowhere; remove or mend it"
            ) from None
        return os.path.realpath(path)
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None


def nearly_full(size: int) -> str:
    """Return what to do about a board of so many bytes, from 80 % of the largest on; else empty."""
    if size < MAX_BYTES * 0.8:
        return ""
    return f"it has {size / MAX_BYTES:.0%} of the {MAX_BYTES >> 20} MiB a board can have; {SMALLER}"


def unusable(path: str, error: OSError | ValueError) -> StoreError:
    """Return the error for a board file that the system does not let us open."""
    shown = clean(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        missing = StoreMissing(f"there is no board at {shown}; okrboard init makes one")
        missing.place = path
        return missing
    if isinstance(error, PermissionError):
        return StoreUnsafe(f"{shown} cannot be read by you; ask its owner for access")
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return StoreUnsafe(f"{shown} is a symbolic link that leads in a circle; remove it")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return StoreUnsafe(f"{shown} cannot be opened: {reason}")


def check_writable(path: str) -> None:
    """Raise `StoreReadOnly` when this user cannot replace the board, `StoreUnsafe` on a network."""
    reason = why_read_only(path)
    if reason:
        raise StoreReadOnly(f"{clean(path)} can only be read: {reason}; {_way_to_write(path)}")
    check_not_network(path)


def check_not_network(path: str) -> None:
    """Raise `StoreUnsafe` when a path is where other machines write without minding our locks."""
    kind = file_system_of(path)
    if kind in NETWORK:
        raise StoreUnsafe(
            f"{clean(path)} is on a network file system ({kind}), where two machines could "
            "overwrite each other's changes; keep the board on a local disk"
        )


def why_read_only(path: str) -> str:
    """Return why this user cannot replace a board file; empty when they can."""
    folder = os.path.dirname(path) or "."
    try:
        status, parent = os.stat(path), os.stat(folder)
    except OSError as error:
        return str(error.strerror)
    if not stat.S_ISREG(status.st_mode):
        return "it is no regular file"
    # A file without any write permission is meant to stay, for the superuser too.
    if not status.st_mode & 0o222 or not _may(path, os.W_OK):
        return "the file is read-only"
    if not _may(folder, os.W_OK | os.X_OK):
        return "its folder is read-only, and a change needs to write a new file there"
    me = os.geteuid()
    if parent.st_mode & stat.S_ISVTX and me not in (0, status.st_uid, parent.st_uid):
        return "its folder is sticky (chmod -t), so that only the file's owner can replace it"
    return ""


def _way_to_write(path: str) -> str:
    """Return what somebody who may not replace a board can do about it."""
    # Imported here: only who is refused asks it.
    from pwd import getpwuid
    from shlex import quote

    with suppress(OSError):
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            return "its file system is mounted read-only; work on a copy of the board elsewhere"
        for place in (path, os.path.dirname(path) or "."):
            status = os.stat(place)
            if status.st_mode & 0o222 and _may(place, os.W_OK):
                continue
            if status.st_uid == os.geteuid():
                return f"chmod u+w {quote(clean(place))} changes that"
            with suppress(KeyError):
                owner = clean(getpwuid(status.st_uid).pw_name)
                return f"ask its owner {owner}, or work on a copy of the board"
            break
    return "ask its owner, or work on a copy of the board"


def _may(path: str, what: int) -> bool:
    return os.access(path, what, effective_ids=os.access in os.supports_effective_ids)


def permissions_for_new(folder: str) -> tuple[int, int]:
    """Return mode and group (-1: as it comes) for a new board in a folder.

    A folder that its group may write, and whose group is ours, is a team's: so is the board, what-
    ever the umask. Elsewhere it is its maker's alone.
    """
    status = os.stat(folder)
    ours = status.st_gid == os.getegid() or status.st_gid in os.getgroups() or os.geteuid() == 0
    if status.st_mode & stat.S_IWGRP and ours:
        return 0o660, status.st_gid
    return 0o600, -1


def permissions_of(path: str) -> tuple[int, int]:
    """Return mode and group of a file, for a copy of it."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise unusable(path, error) from None
    return stat.S_IMODE(status.st_mode), status.st_gid


def file_system_of(path: str, table: str = "/proc/self/mountinfo") -> str:
    """Return the type of the file system a path is on, empty where the system does not tell."""
    try:
        device = os.stat(path).st_dev
        with open(table, encoding="utf-8", errors="surrogateescape") as lines:
            mounts = [line.split() for line in lines]
    except OSError:
        return ""
    number = f"{os.major(device)}:{os.minor(device)}"
    best, kind = -1, ""
    for fields in mounts:
        if "-" not in fields[6:]:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
        # Where the device is not listed (btrfs, overlays) the longest mount point tells.
        weight = len(point) + (1 << 20 if fields[2] == number else 0)
        if weight > best and (point == "/" or f"{path}/".startswith(f"{point}/")):
            best, kind = weight, fields[fields.index("-", 6) + 1]
    return kind


TRIES = 5
"""How often a file is read again that changes while it is read."""


class Version(Record):
    """What a board file looked like from outside; equal keys mean the same content."""

    head: bytes
    inode: int
    size: int
    changed: int
    """Time of the last change in nanoseconds."""


def version_of(path: str) -> Version:
    """Return a board file's key in two system calls between opening and closing.

    `path` is a real path. Raises `StoreMissing`, `StoreUnsafe`, or another `StoreError`, each with
    the way out.
    """
    with _opened(path) as fd:
        return _version(fd)


def read_board(path: str) -> tuple[bytes, Version]:
    """Return all bytes of a board file, as they were at one moment, and their key.

    Raises what `version_of` raises.
    """
    with _opened(path) as fd:
        for _ in range(TRIES):
            before = _version(fd)
            data = _read(fd, before.size)
            if len(data) == before.size and _version(fd) == before:
                return data, before
    raise StoreUnsafe(f"{clean(path)} is being written in place by another program; try again")


def document_at(path: str, shown: str) -> tuple[Document, Version]:
    """Return what the board file at a real path holds, and its key.

    Raises `StoreCorrupt` or `StoreTooNew` that call it as it is `shown`, and what opening raises.
    """
    data, version = read_board(path)
    try:
        return read_document(data), version
    except StoreTooNew as error:
        raise StoreTooNew(f"{shown} cannot be used: {error}") from None
    except StoreCorrupt as error:
        raise StoreCorrupt(f"{shown} cannot be used: {error}; {_WAY_OUT}") from None
    except (MemoryError, RecursionError):
        raise StoreCorrupt(f"{shown} is too large or too deep") from None


_WAY_OUT = "okrboard doctor says what can be saved, else put a backup in its place"


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """Open a board file for reading and yield its descriptor."""
    try:
        # Not to wait for the other end of a pipe.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            status = os.fstat(fd)
            if not stat.S_ISREG(status.st_mode):
                kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
                raise StoreUnsafe(f"{clean(path)} is {kind}; name the board's file")
            if status.st_size > MAX_BYTES:
                raise StoreUnsafe(
                    f"{clean(path)} is larger than {MAX_BYTES >> 20} MiB; that is no board, or it "
                    "needs its closed cycles archived"
                )
            yield fd
        finally:
            os.close(fd)
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None


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


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace(path: str, data: bytes, expected: Version) -> Version:
    """Put `data` in the place of a board file that has the key `expected`; return the new key.

    Raises `Conflict`, `StoreWriteFailed`, `StoreReadOnly` or `StoreUnsafe` with the old content
    intact, and `StoreUncertain` when the new one is visible but perhaps not durable.
    """
    shown = clean(path)
    if len(data) > MAX_BYTES:
        raise StoreWriteFailed(
            f"nothing was written: {shown} would be larger than {MAX_BYTES >> 20} MiB, and "
            f"nobody could open it any more; the board is as it was: {SMALLER}"
        )
    with _durable(path) as file:
        status = os.stat(path, follow_symlinks=False)
        _fill(file, data, stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
        if version_of(path) != expected:
            raise Conflict(f"{shown} was changed by another program in this moment; try again")
        new = file.close()
        file.move()
    return Version(data[:KEY_BYTES], new.st_ino, new.st_size, new.st_mtime_ns)


def create(path: str, data: bytes, mode: int, group: int, owner: int = -1) -> None:
    """Write a new file, durable when this returns; raise `StoreUnsafe` when there is one already.

    -1 leaves the group as it comes; only the superuser gives a file to another `owner`.
    """
    with _durable(path) as file:
        _fill(file, data, mode, owner, group)
        try:
            file.link()
        except FileExistsError:
            raise StoreUnsafe(
                f"{clean(path)} exists already; nothing was written: name another file"
            ) from None


@contextmanager
def _durable(path: str) -> Iterator[NewFile]:
    """Yield a new file for a place; when the block has put it there, it is durable afterwards."""
    shown = clean(path)
    try:
        with NewFile(path) as file:
            yield file
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.EROFS, errno.EACCES):
            raise StoreReadOnly(
                f"nothing was written: {reason}; the board is as it was, and its owner can give "
                "you the right to write it"
            ) from None
        if error.errno in _FULL:
            reason = "the disk is full, or your share of it"
        folder = clean(os.path.dirname(path) or ".")
        raise StoreWriteFailed(
            f"nothing was written in {folder}: {reason}; the board is as it was"
        ) from None
    try:
        sync_folder(path)
    except OSError as error:
        raise StoreUncertain(
            f"the change is in {shown}, but the disk did not confirm it "
            f"({error.strerror}); look at the disk before you go on"
        ) from None


def create_like(board: str, path: str, data: bytes) -> None:
    """Write a new file with the owner, group and mode of a board; raise what `create` raises."""
    try:
        status = os.stat(board)
    except OSError as error:
        raise unusable(board, error) from None
    # Of a board that is kept from changes one can remove the copy.
    create(path, data, stat.S_IMODE(status.st_mode) | 0o200, status.st_gid, status.st_uid)


def sweep(path: str, now: float | None = None) -> list[str]:
    """Remove temporary files of this board that a dead process left; return their names."""
    name = os.path.basename(path)
    long_ago = (time.time() if now is None else now) - UNFINISHED_SECONDS
    with suppress(OSError), Folder(os.path.dirname(path) or ".") as folder:
        return folder.sweep(lambda other: _is_temporary(other, name), long_ago)
    return []


def leftovers(path: str) -> list[str]:
    """Return the names of temporary files that belong to a board, or to an archive of it."""
    folder, name = os.path.split(path)
    with suppress(OSError):
        return [other for other in os.listdir(folder or ".") if _is_temporary(other, name)]
    return []


def _is_temporary(other: str, name: str) -> bool:
    whole = finished_name(other)
    return whole == name or is_part_name(whole, name)


def keep(board: str, start: str, end: str, data: bytes) -> str:
    """Write `data` beside a board under the name `start + end`; return the path.

    A file of that name with the same bytes serves; one with others stays, and the new one gets a
    number. It has the board's permissions. Raises `StoreWriteFailed` when there are a hundred.
    """
    for number in range(1, 100):
        place = f"{start}{'' if number == 1 else f'-{number}'}{end}"
        if not os.path.lexists(place):
            create_like(board, place, data)
            return place
        if not os.path.islink(place) and os.path.isfile(place) and read_board(place)[0] == data:
            return place
    raise StoreWriteFailed(f"there are too many copies like {clean(start + end)}; remove some")


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
