"""Who is connected: one small file for each terminal, beside the board.

A terminal announces itself, keeps its file's time fresh, and takes the file away when it leaves.
One whose process is gone is gone at once where that can be seen, else after `GONE_AFTER` seconds
without a sign of life. None of this is content: it needs no lock, raises no revision and is never
in the board file.
"""

from __future__ import annotations

import json
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from okrboard.domain.record import Record
from okrboard.open_folder import Folder, finished_name, is_hexadecimal
from okrboard.text import squeeze

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
    """Presence through a folder beside the board; silent where it cannot be written.

    Everybody who shares the board can put things there: what is read is anybody's, and only files
    that this module could have made are touched.
    """

    def __init__(self, board_path: str, clock: Callable[[], float] = time.time) -> None:
        """Take the board's real path; the folder is made at the first announcement."""
        folder, name = os.path.split(os.path.realpath(board_path))
        self._folder = os.path.join(folder, f".{name}.here")
        self._clock = clock
        self._announced: dict[str, Peer] = {}

    def announce(self, peer: Peer) -> None:
        """Say that a terminal is there, or what has become of it."""
        fields = dict(zip(peer._fields, peer, strict=True))
        content = json.dumps({**fields, "pid": os.getpid(), "world": _world()}).encode()
        self._announced[peer.terminal] = peer
        try:
            with self._made_folder() as folder:
                folder.write(_file(peer.terminal), content[:MAX_FILE], 0o644)
                folder.touch(_file(peer.terminal), self._clock())
        except OSError:
            return

    def beat(self, terminal: str) -> None:
        """Give a sign of life; who was swept away while the machine slept is there again."""
        try:
            with Folder(self._folder) as folder:
                folder.touch(_file(terminal), self._clock())
        except FileNotFoundError:
            peer = self._announced.pop(terminal, None)
            if peer is not None:
                self.announce(peer)
        except OSError:
            return

    def leave(self, terminal: str) -> None:
        """Say that a terminal is gone."""
        self._announced.pop(terminal, None)
        try:
            with Folder(self._folder) as folder:
                folder.remove(_file(terminal))
            os.rmdir(self._folder)
        except OSError:
            return

    def peers(self) -> list[Peer]:
        """Return the terminals that are there, in the order of their handles."""
        found: list[Peer] = []
        now = self._clock()
        try:
            with Folder(self._folder) as folder:
                for name in folder.names():
                    peer = _there(folder, name, now)
                    if peer is not None and len(found) < MAX_PEERS:
                        found.append(peer)
                folder.sweep(_is_named, now - 10 * GONE_AFTER, lambda n: _is_ours(folder, n))
        except OSError:
            return sorted(found, key=_by_handle)
        return sorted(found, key=_by_handle)

    def _made_folder(self) -> Folder:
        mode = os.stat(os.path.dirname(self._folder)).st_mode & 0o2770
        try:
            os.mkdir(self._folder, 0o700)
        except FileExistsError:
            return Folder(self._folder)
        folder = Folder(self._folder)
        if folder.is_mine():
            # Whoever may put files beside the board may announce themselves, and nobody else.
            folder.give(mode)
        return folder


def _file(terminal: str) -> str:
    if not is_hexadecimal(terminal, 16):
        raise OSError("not a terminal's name")
    return f"{terminal}.json"


def _there(folder: Folder, name: str, now: float) -> Peer | None:
    """Return the terminal whose file this is, unless it gives no sign of life any more."""
    try:
        if not -GONE_AFTER < now - folder.status(name).st_mtime < GONE_AFTER:
            return None
    except OSError:
        return None
    fields = _fields(folder, name)
    if not fields or (fields["world"] == _world() and not _runs(fields["pid"])):
        return None
    return Peer(
        fields["terminal"],
        squeeze(fields["handle"], 64),
        fields["member"],
        squeeze(fields["how"], 16),
        fields["meeting"],
        squeeze(fields["looking_at"], 16),
    )


def _is_named(name: str) -> bool:
    """Say whether a file is named as a terminal's, or as an unfinished one of it."""
    whole = finished_name(name) or name
    return whole.endswith(".json") and is_hexadecimal(whole[:-5], 16)


def _is_ours(folder: Folder, name: str) -> bool:
    """Say whether a terminal left a file of such a name: a whole one has to say so itself."""
    return bool(finished_name(name) or _fields(folder, name))


def _fields(folder: Folder, name: str) -> dict[str, Any]:
    """Return what the file of a terminal says; empty for anything that is no such file."""
    if not _is_named(name):
        return {}
    try:
        fields = json.loads(folder.read(name, MAX_FILE))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(fields, dict) or fields.get("terminal") != name[:-5]:
        return {}
    texts = all(isinstance(fields.get(key), str) for key in ("handle", "how", "looking_at"))
    counts = all(
        type(fields.get(key)) is int and 0 <= fields[key] < 2**31
        for key in ("member", "meeting", "pid")
    )
    return fields if texts and counts and isinstance(fields.get("world"), str) else {}


def _world() -> str:
    """Return a name of the space in which process numbers mean what they mean here."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    """Say whether a process of this space is there; somebody else's is there as well."""
    if not pid or not _world():
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
