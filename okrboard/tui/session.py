"""`Session`: one person in front of one board: what every screen works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from time import monotonic

from okrboard.domain.view import View
from okrboard.errors import OkrboardError, StoreCorrupt, StoreMissing, StoreTooNew
from okrboard.service import Service
from okrboard.storage.presence import Presence
from okrboard.storage.store import Store
from okrboard.tui.drafts import Drafts
from okrboard.tui.keys import make_keymap
from okrboard.tui.options import Options

OFFLINE = "offline"
_WORDS = {StoreMissing: "file gone", StoreCorrupt: "file damaged", StoreTooNew: "file too new"}

AT_ONCE = 0.012
"""Seconds that a picture may take to work out; what is left of a large board follows in slices."""

AT_LEAST = 60
"""Objectives that are worked out at once however slow the machine is just now: the first picture of
a usual board is whole, and stays as it is when Textual takes it over."""


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
        self.trouble_word = OFFLINE
        """The same in two words at most."""
        self.watched = True
        """Whether what others change is looked for."""
        self.writable = store.writable and not options.read_only
        """Whether this person can change the board from here."""
        self._drafts: Drafts | None = None

    @property
    def drafts(self) -> Drafts | None:
        """What is being typed in this terminal, and what was; None where nothing is remembered."""
        if self._drafts is None and self.options.state:
            # Imported here: the first picture stands without it.
            from pathlib import Path

            from okrboard.tui.drafts import FOLDER, Drafts

            self._drafts = Drafts(Path(self.options.state) / FOLDER, self.store.place)
        return self._drafts

    def key(self, action: str) -> str:
        """Return an action's first key as this terminal shows it; empty where it has none."""
        return self.keymap.first(action, ascii=self.options.ascii)

    def close(self) -> None:
        """Leave what was typed here to the person's other terminals."""
        if self._drafts is not None:
            self._drafts.close()

    @property
    def state(self) -> str:
        """How this terminal and the board are together, in a word or two.

        `live` or `read-only`, unless the file is `gone` or `damaged`, nobody looks at it any more,
        or it is not what the person left: then what is worst.
        """
        if self.trouble:
            return self.trouble_word
        if not self.watched:
            return "not watching"
        odd = next((each.word for each in self.store.notices if not each.known), "")
        return odd or ("live" if self.writable else "read-only")

    def has_trouble(self, error: Exception | None) -> bool:
        """Note why the board cannot be read, None when it can; say whether that is news."""
        if error is None:
            reason, word = "", OFFLINE
        else:
            why = error.strerror if isinstance(error, OSError) else type(error).__name__
            known = isinstance(error, OkrboardError)
            reason = str(error) if known else why or "the board cannot be read"
            word = next((w for kind, w in _WORDS.items() if isinstance(error, kind)), OFFLINE)
        news = (reason, word) != (self.trouble, self.trouble_word)
        self.trouble, self.trouble_word = reason, word
        return news

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
    """Return what says, asked after each objective, whether a slice of the work is over.

    That is after `AT_ONCE`, but not before `AT_LEAST` objectives. The time begins with the second
    objective: the first one may have to wait until a large table is in order.
    """
    end, count = 0.0, 1

    def is_over() -> bool:
        nonlocal end, count
        now = monotonic()
        end = end or now + AT_ONCE
        count += 1
        return now > end and count > AT_LEAST

    return is_over
