"""Who is connected: one small file for each terminal, beside the board.

A terminal announces itself, keeps its file's time fresh, and takes the file away when it leaves.
One whose process is gone is gone at once where that can be seen, else after `GONE_AFTER` seconds
without a sign of life. None of this is content: it needs no lock, raises no revision and is never
in the board file.
"""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod

from okrboard.domain.record import Record
from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

BEAT_EVERY = 5.0
"""Seconds between two signs of life."""

GONE_AFTER = 30.0
"""Seconds without a sign of life after which a terminal counts as gone."""

MAX_FILE = 4096
MAX_PEERS = 500


class Peer(Record):
    """A connected terminal."""

    terminal: str
    """A random name, the same for as long as the terminal is connected."""
    handle: str
    member: int = 0
    how: str = ""
    """`ssh` for a terminal that came over the network, else empty."""
    meeting: int = 0
    looking_at: str = ""
    """The reference of what it shows, when that is not what everybody follows."""


class Presence(ABC):
    """Where terminals tell each other that they are there."""

    @abstractmethod
    def announce(self, peer: Peer) -> None:
        """Say that a terminal is there, or what has become of it."""

    @abstractmethod
    def beat(self, terminal: str) -> None:
        """Give a sign of life."""

    @abstractmethod
    def leave(self, terminal: str) -> None:
        """Say that a terminal is gone."""

    @abstractmethod
    def peers(self) -> list[Peer]:
        """Return the terminals that are there, in the order of their handles."""


def new_terminal() -> str:
    """Return a name for this terminal that no other has."""
    return os.urandom(8).hex()


class MemoryPresence(Presence):
    """Presence within one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._peers: dict[str, tuple[Peer, float]] = {}

    def announce(self, peer: Peer) -> None:
        """Say that a terminal is there, or what has become of it."""
        self._peers[peer.terminal] = (peer, self._clock())

    def beat(self, terminal: str) -> None:
        """Give a sign of life."""
        if terminal in self._peers:
            self._peers[terminal] = (self._peers[terminal][0], self._clock())

    def leave(self, terminal: str) -> None:
        """Say that a terminal is gone."""
        self._peers.pop(terminal, None)

    def peers(self) -> list[Peer]:
        """Return the terminals that are there, in the order of their handles."""
        now = self._clock()
        return sorted(
            (peer for peer, seen in self._peers.values() if now - seen < GONE_AFTER),
            key=_by_handle,
        )


class FolderPresence(Presence):
    """Presence through a folder beside the board; silent where it cannot be written."""

    def __init__(self, board_path: str, clock: Callable[[], float] = time.time) -> None:
        """Take the board's real path; the folder is made at the first announcement."""
        folder, name = os.path.split(os.path.realpath(board_path))
        self._folder = os.path.join(folder, f".{name}.here")
        self._clock = clock

    def announce(self, peer: Peer) -> None:
        """Say that a terminal is there, or what has become of it."""
        fields = dict(zip(peer._fields, peer, strict=True))
        import json

        content = json.dumps({**fields, "pid": os.getpid(), "world": _world()}).encode()
        try:
            self._make_folder()
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
            handle = os.open(self._path(peer.terminal), flags, 0o644)
            try:
                os.write(handle, content[:MAX_FILE])
            finally:
                os.close(handle)
            self.beat(peer.terminal)
        except OSError:
            return

    def beat(self, terminal: str) -> None:
        """Give a sign of life."""
        now = self._clock()
        try:
            os.utime(self._path(terminal), (now, now), follow_symlinks=False)
        except OSError:
            return

    def leave(self, terminal: str) -> None:
        """Say that a terminal is gone."""
        try:
            os.unlink(self._path(terminal))
            os.rmdir(self._folder)
        except OSError:
            return

    def peers(self) -> list[Peer]:
        """Return the terminals that are there, in the order of their handles."""
        found: list[Peer] = []
        now = self._clock()
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if len(found) >= MAX_PEERS:
                        break
                    age = now - entry.stat(follow_symlinks=False).st_mtime
                    if age > 10 * GONE_AFTER:
                        self.leave(entry.name.removesuffix(".json"))
                    peer = self._read(entry.path) if -GONE_AFTER < age < GONE_AFTER else None
                    if peer is not None:
                        found.append(peer)
        except OSError:
            return sorted(found, key=_by_handle)
        return sorted(found, key=_by_handle)

    def _make_folder(self) -> None:
        if os.path.isdir(self._folder):
            return
        os.mkdir(self._folder)
        parent = os.stat(os.path.dirname(self._folder))
        # Whoever may put files beside the board may announce themselves, and nobody else.
        os.chmod(self._folder, parent.st_mode & 0o2770)

    def _path(self, terminal: str) -> str:
        # Names of files come from other users' folders too: only what new_terminal() makes.
        if not terminal.isalnum() or not terminal.isascii():
            raise OSError("not a terminal's name")
        return os.path.join(self._folder, f"{terminal}.json")

    @staticmethod
    def _read(path: str) -> Peer | None:
        # Imported here and above: the thread that asks does it, when the first picture is there.
        import json

        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                content = os.read(handle, MAX_FILE)
            finally:
                os.close(handle)
            fields = json.loads(content)
            if fields["world"] == _world() and not _runs(fields["pid"]):
                return None
            return Peer(
                squeeze(str(fields["terminal"]), 64),
                squeeze(str(fields["handle"]), 64),
                int(fields["member"]),
                squeeze(str(fields["how"]), 16),
                int(fields["meeting"]),
                squeeze(str(fields["looking_at"]), 16),
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None


def _world() -> str:
    """Return a name of the space in which process numbers mean what they mean here."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def _runs(pid: object) -> bool:
    """Say whether a process of this space is there; somebody else's is there as well."""
    if type(pid) is not int or not 0 < pid < 2**31 or not _world():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _by_handle(peer: Peer) -> tuple[str, str]:
    return peer.handle.casefold(), peer.terminal
