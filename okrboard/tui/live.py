"""`LiveBoard`: an app whose screens show the newest board there is, whoever changed it.

A thread, `Watch`, asks twice a second whether the board was changed elsewhere: asking may stall on
a slow disk. Screens hear of it by messages; where nothing changed nothing is sent, so that an idle
board writes nothing to the terminal. The thread tells the others that this terminal is here, and
never keeps the program from ending. The last good board stays when the newest cannot be read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic

from textual.message import Message
from textual.timer import Timer

from okrboard.domain.board import Board
from okrboard.errors import OkrboardError
from okrboard.storage.presence import BEAT_EVERY, Peer, Presence, new_terminal
from okrboard.storage.store import Store
from okrboard.tui.screens.base import stack
from okrboard.tui.session import Session
from okrboard.tui.terminal.textual_private import TerminalApp

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


CHECK_EVERY = 3.0
"""Seconds between two looks at whether the store is being looked at."""


class LiveBoard(TerminalApp):
    """The part of the app between the store and the screens."""

    session: Session
    _peer: Peer
    _watch: Watch | None = None
    _checking: Timer | None = None
    _state = ""
    _looked = -1
    _stood = 0

    def sit_down(self, session: Session) -> None:
        """Take who is at which board; to be called before anything else."""
        self.session = session
        self.peers: list[Peer] = []
        how = "ssh" if session.options.ssh else ""
        self._peer = Peer(new_terminal(), session.service.who, how=how)

    def start_watching(self) -> None:
        """Begin to look at the store, and tell the others, unless that has begun."""
        if self._watch is not None:
            return
        self._watch = Watch(
            self.session.store,
            self.session.board,
            self.post_message,
            presence=self.session.presence,
            peer=self._peer,
        )
        self._watch.start()
        if self._checking is None:
            self._checking = self.set_interval(CHECK_EVERY, self._check_watch)

    def stop_watching(self) -> None:
        """Look no more, and tell the others that this terminal is gone."""
        if self._checking is not None:
            self._checking.stop()
        if self._watch is not None:
            self._watch.stop()

    @property
    def terminal(self) -> str:
        """This terminal's name, as the others know it."""
        return self._peer.terminal

    async def press_below(self, key: str) -> None:
        """Do what a key means on the screen on top, where it reached a panel that has closed."""
        for screen in stack(self)[-1:]:
            await screen.press(key)

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot of the screen on top."""
        for screen in stack(self)[-1:]:
            screen.tell(message, style)

    def look_again(self) -> None:
        """Take the newest board, and let every screen of the stack repaint what differs.

        A board that turns out to be damaged when it is painted is not taken: the last good one
        stays, and the foot says why.
        """
        old = self.session.board
        try:
            new = self.session.store.snapshot()
            if new is not old:
                self._show_board(old, new)
        except OkrboardError as error:
            if self.session.board is not old:
                self._show_board(self.session.board, old)
            self._set_trouble(error)
        else:
            self._set_trouble(None)
            for line in self.session.store.take_news():
                self.tell(line, "warning")

    def on_store_moved(self) -> None:
        """Somebody changed the board."""
        self.look_again()

    def on_store_trouble(self, message: StoreTrouble) -> None:
        """The board cannot be read just now, or can again: the last good one stays."""
        self._set_trouble(message.error)

    def on_peers_read(self, message: PeersRead) -> None:
        """Somebody came or went."""
        self.peers = message.peers
        for screen in stack(self):
            screen.on_peers_changed(message.peers)

    def announce(self, *, meeting: int = 0, looking_at: str = "") -> None:
        """Tell the other terminals where this one is; begins to watch where nobody does yet."""
        self._peer = self._peer._replace(meeting=meeting, looking_at=looking_at)
        if self._watch is not None:
            self._watch.announce(self._peer)
        else:
            self.start_watching()

    def _show_board(self, old: Board, new: Board) -> None:
        self.session.board = new
        for screen in stack(self):
            screen.on_board_changed(old, new)
        if self.session.state != self._state:
            self._state_changed()

    def _check_watch(self) -> None:
        """Say when nobody looks at the store any more, and begin again where the thread ended."""
        if self._watch is None:
            return
        looks, self._looked = self._looked, self._watch.looks
        alive = self._watch.is_alive
        self._stood = self._stood + 1 if looks == self._looked or not alive else 0
        if not alive:
            self._watch = None
            # Without a thread to be had the next time will do.
            with suppress(RuntimeError):
                self.start_watching()
        # Twice: a machine that wakes up looks again before that.
        watched = alive and self._stood < 2
        if watched != self.session.watched:
            self.session.watched = watched
            self._state_changed()

    def _set_trouble(self, error: Exception | None) -> None:
        if self.session.has_trouble(error):
            self._state_changed()

    def _state_changed(self) -> None:
        self._state = self.session.state
        for screen in stack(self):
            screen.on_state_changed()
