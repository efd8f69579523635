"""`Session`: one person in front of one board: what every screen works with."""

from __future__ import annotations

from time import monotonic

from okrboard.domain.view import View
from okrboard.service import Service
from okrboard.tui.keys import make_keymap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from okrboard.storage.presence import Presence
    from okrboard.storage.store import Store
    from okrboard.tui.options import Options


AT_ONCE = 0.012
"""Seconds that a picture may take to work out; what is left of a large board follows in slices."""


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

    @property
    def state(self) -> str:
        """How this terminal and the board are together: `live`, `read-only`, `offline`."""
        return "offline" if self.trouble else "live" if self.writable else "read-only"

    def view(self, today: date, by: str, filter: str = "", before: View | None = None) -> View:
        """Return the newest board in columns; of a large one as much as can be had at once."""
        return View(
            self.board,
            self.board.cycle_on(today),
            today,
            by=by,
            filter=filter,
            me=self.service.who,
            before=before,
            pause=time_is_over(),
        )


def time_is_over() -> Callable[[], bool]:
    """Return what says whether `AT_ONCE` is over, which begins when it is first asked.

    Not before: the first card of a board may have to wait until a large table is in order.
    """
    end = 0.0

    def is_over() -> bool:
        nonlocal end
        now = monotonic()
        end = end or now + AT_ONCE
        return now > end

    return is_over
