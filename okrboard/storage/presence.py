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
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from okrboard.domain.record import Record
from okrboard.domain.schema import from_json
from okrboard.files import Folder, finished_name, is_hexadecimal, is_random_json
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


def new_terminal() -> str:
    """Return a name for this terminal that no other has."""
    return os.urandom(8).hex()


class Presence:
    """The terminals at one board, through a folder beside it; silent where it cannot be written.

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
        fields = {**peer._asdict(), "pid": os.getpid(), "world": _world()}
        content = json.dumps(fields).encode()
        self._announced[peer.terminal] = peer
        with suppress(OSError), self._made_folder() as folder:
            folder.write(_file(peer.terminal), content[:MAX_FILE], 0o644)
            folder.touch(_file(peer.terminal), self._clock())

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
        with suppress(OSError):
            with Folder(self._folder) as folder:
                folder.remove(_file(terminal))
            os.rmdir(self._folder)

    def peers(self) -> list[Peer]:
        """Return the terminals that are there, in the order of their handles."""
        peers: list[Peer] = []
        now = self._clock()
        with suppress(OSError), Folder(self._folder) as folder:
            present = (_peer(folder, name, now) for name in folder.names())
            peers.extend(islice(filter(None, present), MAX_PEERS))
            folder.sweep(
                is_random_json,
                now - 10 * GONE_AFTER,
                # A whole file has to say itself that a terminal left it.
                lambda name: bool(finished_name(name) or _read(folder, name)),
            )
        return sorted(peers, key=lambda peer: (peer.handle.casefold(), peer.terminal))

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


def _read(folder: Folder, name: str) -> tuple[Peer, int, str] | None:
    """Return the terminal whose file this is, its process, and where that runs.

    None for anything that is no such file.
    """
    try:
        fields = json.loads(folder.read(name, MAX_FILE))
        peer: Peer = from_json(Peer, fields)
        pid, world = fields["pid"], fields["world"]
    except (OSError, ValueError, LookupError, RecursionError):
        return None
    numbers = (peer.member, peer.meeting, pid)
    counts = all(type(number) is int and 0 <= number < 2**31 for number in numbers)
    if not counts or not isinstance(world, str) or name != f"{peer.terminal}.json":
        return None
    how, looking_at = squeeze(peer.how, 16), squeeze(peer.looking_at, 16)
    return (
        peer._replace(handle=squeeze(peer.handle, 64), how=how, looking_at=looking_at),
        pid,
        world,
    )


def _peer(folder: Folder, name: str, now: float) -> Peer | None:
    """Return the terminal whose file this is, unless it gives no sign of life any more."""
    try:
        fresh = -GONE_AFTER < now - folder.status(name).st_mtime < GONE_AFTER
    except OSError:
        return None
    sign = _read(folder, name) if fresh and is_random_json(name) else None
    if sign is None:
        return None
    peer, pid, world = sign
    return None if world == _world() and not _runs(pid) else peer


def _world() -> str:
    """Return a name of the space in which process numbers mean what they mean here."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    """Say whether a process of this space is there; somebody else's is there as well."""
    try:
        if pid and _world():
            os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
