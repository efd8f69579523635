"""`Watch`: the thread that asks twice a second whether the board was changed elsewhere.

Asking may stall on a slow disk, hence a thread; screens hear of it by messages. Where nothing
changed nothing is sent, so that an idle board writes nothing to the terminal. The thread tells the
others that this terminal is here, and never keeps the program from ending.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic

from textual.message import Message

from okrboard.domain.board import Board
from okrboard.storage.presence import BEAT_EVERY, Peer, Presence
from okrboard.storage.store import Store

EVERY = 0.5
"""Seconds between two looks at the store."""


class StoreMoved(Message):
    """The store holds another board than it did at the last look."""


class StoreTrouble(Message):
    """The board cannot be read just now; sent once for each reason."""

    def __init__(self, error: Exception | None) -> None:
        """Take why; None when it can be read again."""
        super().__init__()
        self.error = error


class PeersRead(Message):
    """Other terminals came, went, or do something else."""

    def __init__(self, peers: list[Peer]) -> None:
        """Take everybody who is here, this terminal included."""
        super().__init__()
        self.peers = peers


class Watch:
    """One daemon thread beside a store."""

    def __init__(
        self,
        store: Store,
        board: Board,
        post: Callable[[Message], object],
        *,
        presence: Presence | None = None,
        peer: Peer | None = None,
        every: float = EVERY,
    ) -> None:
        """Take the store, the board that is shown, and where messages go, from this thread.

        With a `presence` the `peer` is announced, kept alive, and taken away at the end.
        """
        self._store = store
        self._board = board
        self._post = post
        self._presence = presence
        self._peer = peer
        self._every = every
        self._news: SimpleQueue[Peer | None] = SimpleQueue()
        self._reason = ""
        self._looks = 0
        self._peers: list[Peer] = []
        self._next_beat = 0.0
        self._thread = threading.Thread(target=self._run, name="okrboard-watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, patience: float = 0.5) -> None:
        """End; wait at most `patience` seconds for a disk that does not answer."""
        self._news.put(None)
        if self._thread.is_alive():
            self._thread.join(patience)

    def announce(self, peer: Peer) -> None:
        """Tell the others what has become of this terminal."""
        self._news.put(peer)

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def looks(self) -> int:
        """How often it has looked: a number that stands still tells of a disk that hangs."""
        return self._looks

    def _run(self) -> None:
        self._safely(lambda: self._tell_others(self._peer))
        while True:
            try:
                peer = self._news.get(timeout=self._every)
                if peer is None:
                    break
                self._safely(partial(self._tell_others, peer))
            except Empty:
                pass
            self._safely(self._look)
            self._safely(self._meet)
            self._looks += 1
        if self._presence is not None and self._peer is not None:
            self._presence.leave(self._peer.terminal)

    def _safely(self, step: Callable[[], object]) -> None:
        # Whatever others put into the board's folder, the next look comes.
        with suppress(Exception):
            step()

    def _look(self) -> None:
        # The boards are compared, not only `has_changed()` asked: the screens share this store,
        # and what they have read is no news to it.
        try:
            board = self._store.snapshot()
        except Exception as error:
            self._told(error)
        else:
            self._told(None)
            if board is not self._board:
                self._board = board
                self._post(StoreMoved())

    def _told(self, error: Exception | None) -> None:
        reason = "" if error is None else f"{type(error).__name__}: {error}"
        if reason != self._reason:
            self._reason = reason
            self._post(StoreTrouble(error))

    def _tell_others(self, peer: Peer | None) -> None:
        self._peer = peer
        self._next_beat = 0.0
        if self._presence is not None and peer is not None:
            self._presence.announce(peer)

    def _meet(self) -> None:
        if self._presence is None or self._peer is None or monotonic() < self._next_beat:
            return
        self._next_beat = monotonic() + BEAT_EVERY
        self._presence.beat(self._peer.terminal)
        peers = self._presence.peers()
        if peers != self._peers:
            self._peers = peers
            self._post(PeersRead(peers))
