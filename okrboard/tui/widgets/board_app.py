"""`BoardApp`: the app as its widgets and screens know it, so that neither imports it."""

from __future__ import annotations

from typing import Protocol, cast

from textual.dom import DOMNode

from okrboard.storage.presence import Peer
from okrboard.tui.session import Session
from okrboard.tui.terminal.first_frame import Early
from okrboard.tui.themes import Inks


class BoardApp(Protocol):
    """What an app that shows a board offers to what it is made of."""

    session: Session
    """Store, person, clock, options, keys."""
    peers: list[Peer]
    """Who is here, this terminal included, where that is known."""
    early: Early | None
    """The picture that stood on the terminal before Textual did, until it is taken over."""

    @property
    def inks(self) -> Inks:
        """The styles of the theme there is."""

    @property
    def terminal(self) -> str:
        """This terminal's name, as the others know it."""

    def show(self, name: str, **arguments: object) -> bool:
        """Open a screen above the others; False, and a line in the foot, if it is not there."""

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot of the screen on top."""

    def announce(self, *, meeting: int = 0, looking_at: str = "") -> None:
        """Tell the other terminals where this one is."""

    def look_again(self) -> None:
        """Take the newest board, and let every screen repaint what differs."""

    async def press_below(self, key: str) -> None:
        """Do what a key means on the screen on top, where it reached a panel that has closed."""


def board_app(node: DOMNode) -> BoardApp:
    """Return the app that a widget or screen is in."""
    return cast(BoardApp, node.app)
