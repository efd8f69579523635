"""`Session`: one person in front of one board: what every screen works with."""

from __future__ import annotations

from okrboard.service import Service
from okrboard.tui.keys import make_keymap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from okrboard.storage.presence import Presence
    from okrboard.storage.store import Store
    from okrboard.tui.options import Options


class Session:
    """The store, the person, the clock, and how the screens shall be."""

    def __init__(
        self,
        store: Store,
        who: str,
        clock: Callable[[], datetime],
        options: Options,
        presence: Presence | None = None,
    ) -> None:
        """Read the board for the first time.

        `presence` is None where nobody shall be told that this terminal is there. Raises
        `StoreError` when the board cannot be read.
        """
        self.store = store
        self.service = Service(store, who, clock)
        self.clock = clock
        self.options = options
        self.presence = presence
        self.keymap = make_keymap(options.preset, options.keys)
        self.board = store.snapshot()
        """The newest board that could be read; only the app replaces it."""
        self.trouble = ""
        """Why the board cannot be read just now, or empty."""
        self.writable = store.writable and not options.read_only
        """Whether this person can change the board from here."""
