"""What is refused before a file is used as a board, and whether this user may write it.

A board is a regular file of a sane size on a file system whose locks hold between processes. A
symbolic link to it is followed once, here: everything else works on the real path.
"""

from __future__ import annotations

import errno
import os
import stat

from okrboard.errors import (
    Refused,
    StoreError,
    StoreMissing,
    StoreReadOnly,
    StoreUnsafe,
    StoreWriteFailed,
)
from okrboard.text import clean

MAX_BYTES = 256 * 1024 * 1024
"""No board is larger; what is larger is not read into memory."""

SMALLER = "close what is over and move it into an archive: okrboard cycle archive"
"""How a board that grows too large gets smaller."""


MAX_DEPTH = 100
"""Objects and lists inside each other in a record; far less than what reading can take."""

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
        real = os.path.realpath(path, strict=True)
    except FileNotFoundError:
        if os.path.islink(path):
            raise StoreUnsafe(
                f"{clean(path)} is a symbolic link that leads nowhere; remove or mend it"
            ) from None
        return os.path.realpath(path)
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None
    return real


def open_board(path: str) -> int:
    """Open a board file for reading and return its descriptor; `path` is a real path.

    Raises `StoreMissing`, `StoreUnsafe`, or another `StoreError`, each with the way out.
    """
    shown = clean(path)
    try:
        # Not to wait for the other end of a pipe.
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        status = os.fstat(fd)
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None
    if not stat.S_ISREG(status.st_mode):
        os.close(fd)
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        raise StoreUnsafe(f"{shown} is {kind}; name the board's file")
    if status.st_size > MAX_BYTES:
        os.close(fd)
        raise StoreUnsafe(
            f"{shown} is larger than {MAX_BYTES >> 20} MiB; that is no board, or it needs "
            "its closed cycles archived"
        )
    return fd


def check_size(path: str, size: int) -> None:
    """Raise `StoreWriteFailed` for a new content of so many bytes that nobody could open."""
    if size > MAX_BYTES:
        raise StoreWriteFailed(
            f"nothing was written: {clean(path)} would be larger than {MAX_BYTES >> 20} MiB, and "
            f"nobody could open it any more; the board is as it was: {SMALLER}"
        )


def nearly_full(size: int) -> str:
    """Return what to do about a board of so many bytes, from 80 % of the largest on; else empty."""
    if size < MAX_BYTES * 0.8:
        return ""
    return f"it has {size / MAX_BYTES:.0%} of the {MAX_BYTES >> 20} MiB a board can have; {SMALLER}"


def check_depth(value: object, room: int = MAX_DEPTH) -> None:
    """Raise `Refused` for a JSON value that is nested deeper than reading can be sure to take."""
    if isinstance(value, dict | list):
        if not room:
            raise Refused(f"that is nested more than {MAX_DEPTH} deep; no board keeps it")
        for item in value.values() if isinstance(value, dict) else value:
            check_depth(item, room - 1)


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
    from shlex import quote

    folder = os.path.dirname(path) or "."
    try:
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            return "its file system is mounted read-only; work on a copy of the board elsewhere"
        for place in (path, folder):
            status = os.stat(place)
            if status.st_mode & 0o222 and _may(place, os.W_OK):
                continue
            if status.st_uid == os.geteuid():
                return f"chmod u+w {quote(clean(place))} changes that"
            return f"ask its owner{_named(status.st_uid)}, or work on a copy of the board"
    except OSError:
        pass
    return "ask its owner, or work on a copy of the board"


def _named(owner: int) -> str:
    """Return ` NAME` of a user; empty for one without a name."""
    try:
        import pwd

        return f" {clean(pwd.getpwuid(owner).pw_name)}"
    except (ImportError, KeyError):
        return ""


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
        point = _unescaped(fields[4])
        # Where the device is not listed (btrfs, overlays) the longest mount point tells.
        weight = len(point) + (1 << 20 if fields[2] == number else 0)
        if weight > best and (point == "/" or f"{path}/".startswith(f"{point}/")):
            best, kind = weight, fields[fields.index("-", 6) + 1]
    return kind


def _unescaped(point: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
