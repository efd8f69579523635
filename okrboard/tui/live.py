"""`LiveBoard`: an app whose screens show the newest board there is, whoever changed it.

It keeps the last good board when the newest cannot be read, and tells the other terminals that this
one is here.
"""

from __future__ import annotations

from contextlib import suppress

from textual.timer import Timer

from okrboard.domain.board import Board
from okrboard.errors import OkrboardError
from okrboard.storage.presence import Peer, new_terminal
from okrboard.tui.screens.base import stack
from okrboard.tui.session import Session
from okrboard.tui.terminal.textual_private import TerminalApp
from okrboard.tui.watch import PeersRead, StoreTrouble, Watch

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
