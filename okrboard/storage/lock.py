"""The lock that makes writers of one board take turns, over every process on the host.

It is `flock` on a file beside the board, never on the board itself, which every commit replaces.
The queue is the kernel's, hence fair: who cannot have the lock at once lets a helper thread wait
for it and waits for the helper, with a deadline. The kernel frees it when a holder dies.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from _thread import allocate_lock, start_new_thread
from contextlib import suppress

from okrboard.errors import StoreBusy, StoreReadOnly, StoreUnsafe
from okrboard.storage.disk import permissions_of
from okrboard.text import clean

_UNSUPPORTED = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


def lock_path(board: str) -> str:
    """Return where the lock of a board file is: `.<name>.lock` beside the real file."""
    folder, name = os.path.split(board)
    return os.path.join(folder, f".{name}.lock")


class FileLock:
    """Hold the lock of one board: `with FileLock(path, timeout=10.0, mode=0o600): ...`."""

    def __init__(self, path: str, timeout: float, mode: int = 0o600, group: int = -1) -> None:
        """Take the lock file's path, seconds to wait, and mode and group for a new one."""
        self._path = path
        self._timeout = timeout
        self._mode = mode
        self._group = group
        self._fd = -1

    @classmethod
    def of(cls, board: str, timeout: float) -> FileLock:
        """Return the lock of the board file at a real path; it is for whoever may use the board."""
        mode, group = permissions_of(board)
        return cls(lock_path(board), timeout, mode & 0o666, group)

    def __enter__(self) -> FileLock:
        """Wait for the lock; raise `StoreBusy`, `StoreUnsafe` or `StoreReadOnly`."""
        while True:
            fd = self._open()
            if not self._take(fd):
                # Not closed here: a helper may still wait on it, and closes it.
                raise StoreBusy(
                    f"another okrboard has kept the board for more than {self._timeout:g} s; "
                    "try again, or look for a stopped one"
                )
            with suppress(OSError):
                if os.path.samestat(os.stat(self._path, follow_symlinks=False), os.fstat(fd)):
                    self._fd = fd
                    return self
            # Somebody removed the lock file while we waited: the name now means another file.
            os.close(fd)

    def __exit__(self, *_: object) -> None:
        """Give the lock back."""
        os.close(self._fd)
        self._fd = -1

    def _open(self) -> int:
        shown = clean(self._path)
        # Without O_CREAT first: in a sticky folder the kernel refuses it for another user's file.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            try:
                fd = os.open(self._path, flags)
            except FileNotFoundError:
                fd = self._create(flags)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise StoreUnsafe(f"{shown} is a symbolic link; remove it") from None
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise StoreReadOnly(
                    f"{shown} cannot be opened: {error.strerror}; ask the board's owner for the "
                    "right to write it"
                ) from None
            raise StoreUnsafe(f"{shown} cannot be opened: {error.strerror}") from None
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise StoreUnsafe(f"{shown} is not a plain file; remove it")
        return fd

    def _create(self, flags: int) -> int:
        try:
            fd = os.open(self._path, flags | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            # Put there in this moment: what it is, and who may use it, is not ours to change.
            return os.open(self._path, flags)
        # Somebody else's by now, or a file system without owners: the lock works all the same.
        with suppress(OSError):
            if os.fstat(fd).st_uid == os.geteuid():
                if self._group >= 0:
                    os.fchown(fd, -1, self._group)
                os.fchmod(fd, self._mode)
        return fd

    def _take(self, fd: int) -> bool:
        """Wait for the lock on a file that is open; say whether it was to be had in time."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            pass
        except OSError as error:
            raise self._no_lock(fd, error) from None
        try:
            waiter = _Waiter(fd)
        except RuntimeError:
            # No thread to be had: then there is no queue for us, and we do not poll.
            os.close(fd)
            return False
        try:
            taken = waiter.wait(self._timeout)
        except BaseException:
            if not waiter.abandon():
                os.close(fd)
            raise
        if waiter.error is not None:
            raise self._no_lock(fd, waiter.error)
        return taken

    def _no_lock(self, fd: int, error: OSError) -> StoreUnsafe:
        os.close(fd)
        folder = clean(os.path.dirname(self._path))
        if error.errno in _UNSUPPORTED:
            return StoreUnsafe(
                f"the file system of {folder} has no locks ({error.strerror}); "
                "keep the board on a local disk"
            )
        return StoreUnsafe(f"the board cannot be locked in {folder}: {error.strerror}")


class _Waiter:
    """A thread that waits for a lock, and gives it back when nobody waits for the thread."""

    def __init__(self, fd: int) -> None:
        self.error: OSError | None = None
        self._fd = fd
        self._done = allocate_lock()
        self._done.acquire()
        self._decide = allocate_lock()
        self._finished = False
        self._abandoned = False
        start_new_thread(self._run, ())

    def wait(self, timeout: float) -> bool:
        """Return whether the lock was taken in time; when not, it will be given back."""
        return self._done.acquire(timeout=timeout) or not self.abandon()

    def abandon(self) -> bool:
        """Stop waiting; return False when the lock was taken in this very moment."""
        with self._decide:
            self._abandoned = not self._finished
            return self._abandoned

    def _run(self) -> None:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX)
        except OSError as error:
            self.error = error
        with self._decide:
            self._finished = True
            if self._abandoned:
                os.close(self._fd)
        self._done.release()
