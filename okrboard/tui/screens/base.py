"""`OkrScreen`: what every screen has: the board's snapshot, its keys, one line to say things in.

A subclass names its actions by `KEYS`, composes its widgets in `parts()`, and hears of changes by
the `on_..._changed` methods. Below 60 × 20 cells it says that it is too small, and comes back as
it was when there is room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from importlib import import_module
from typing import Any, ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingsMap
from textual.events import Resize
from textual.widget import Widget

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.describe import describe_done
from okrboard.errors import OkrboardError
from okrboard.glyphs import Glyphs, glyphs
from okrboard.storage.presence import Peer
from okrboard.tui import actions
from okrboard.tui.actions import Hint, KeyAction, is_there
from okrboard.tui.keys import Keymap, actions_of, foot, working_keys
from okrboard.tui.options import LEAST
from okrboard.tui.paint.line import Line
from okrboard.tui.session import Session
from okrboard.tui.terminal.textual_private import TerminalScreen
from okrboard.tui.widgets.board_app import BoardApp, board_app
from okrboard.tui.widgets.frame import FootLine, StateMark, TooSmall

T = TypeVar("T")


PATIENCE = 5.0
"""Seconds that a key waits for a screen that is just being opened."""


class OkrScreen(TerminalScreen):
    """Base of all screens."""

    DEFAULT_CSS = """
    OkrScreen { overflow: hidden; layout: vertical; }
    OkrScreen > TooSmall { display: none; }
    OkrScreen.-too-small > * { display: none; }
    OkrScreen.-too-small > TooSmall { display: block; }
    """

    KEYS: ClassVar[str] = ""
    """The screen's name in `actions`."""

    FOOT: ClassVar[bool] = True
    """Whether the last line is the foot."""

    # Who has the keys is said, never guessed.
    AUTO_FOCUS = ""

    meeting_id = 0
    """The meeting that is held here, 0 for none: undo reaches no further back than its start."""

    _bound = False
    _means: Mapping[str, str] = {}
    _resized: Resize | None = None

    def __init__(self) -> None:
        """Begin without anything on the screen."""
        super().__init__()
        self._ready = asyncio.Event()
        """Cleared while keys have to wait for something that is being opened."""

    def compose(self) -> ComposeResult:
        """Return the parts, and the foot line below them."""
        yield from self.parts()
        if self.FOOT:
            yield FootLine(self.foot_keys, self.cut)

    def parts(self) -> Iterable[Widget]:
        """Return the screen's own widgets; for subclasses."""
        return ()

    # What a screen works with.

    @property
    def okr(self) -> BoardApp:
        """The app, as screens know it."""
        return board_app(self)

    @property
    def session(self) -> Session:
        """Service, clock, options, keymap."""
        return self.okr.session

    @property
    def board(self) -> Board:
        """The snapshot to paint."""
        return self.session.board

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal can show."""
        return glyphs(ascii=self.session.options.ascii)

    @property
    def peers(self) -> list[Peer]:
        """Who is here, this terminal included, where that is known."""
        return self.okr.peers

    def day(self) -> date:
        """Return the day in the board's time zone."""
        return self.session.service.stamp(self.board).today

    def change(self, what: str, edit: Callable[[Draft], T]) -> T | None:
        """Change the board; None, and a line in the foot, when that could not be done.

        `what` is the line for the log; an edit may set a better one as `draft.what`.
        """
        return self.attempt(lambda: self.session.service.change(what, edit))

    def attempt(self, use: Callable[[], T]) -> T | None:
        """Run a use case that may change the board; tell what went wrong and return None."""
        if self.session.options.read_only:
            self.tell("the board was opened only to look at it", "error")
            return None
        try:
            done = use()
        except OkrboardError as error:
            self.tell(str(error), "error")
            done = None
        self.okr.look_again()
        return done

    def change_told(self, what: str, edit: Callable[[Draft], object]) -> None:
        """Change the board and say what was done, and the key that takes it back."""

        def told(draft: Draft) -> str:
            edit(draft)
            return draft.what

        done = self.change(what, told)
        if done is not None:
            undo = self.session.keymap.first("app.undo")
            done = describe_done(done)
            self.tell(f"{done}; {undo} takes it back" if undo else done)

    # What a screen is told.

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Repaint what differs; for subclasses."""

    def on_made(self, record: object) -> None:
        """Put the cursor on what the person made just now; for subclasses."""

    def on_peers_changed(self, peers: list[Peer]) -> None:
        """Repaint who is here; for subclasses."""

    def on_state_changed(self) -> None:
        """Say whether the board's file can be read, and is looked at, or no more."""
        self.refresh_foot()
        self.mark_state()

    def mark_state(self) -> None:
        """Say in a corner what is not well; for screens without a head line."""
        marks = self.query(StateMark)
        for mark in marks:
            mark.show()
        if not marks and self.session.state not in ("live", "read-only"):
            self.mount(StateMark())

    def on_theme_changed(self) -> None:
        """Forget what was painted in other colours; for subclasses that keep strips."""

    # What a screen says.

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line above the keys until the next; `error` and `warning` are styles as well."""
        for line in self.query(FootLine):
            line.tell(message, style)

    def forget(self) -> None:
        """Tell nothing any more."""
        for line in self.query(FootLine):
            line.forget()

    def foot_hints(self) -> Iterable[Hint] | None:
        """Return the hints that matter now, None for the screen's usual ones; for subclasses."""
        return None

    def cut(self) -> Line:
        """Return what is out of sight, for the row above the keys; for subclasses."""
        return []

    def refresh_foot(self) -> None:
        """Paint the foot's keys again, because others matter now."""
        for line in self.query(FootLine):
            line.refresh()

    def foot_keys(self) -> list[tuple[str, str]]:
        """Return the foot line as key and word."""
        session = self.session
        return foot(
            self.KEYS,
            session.keymap,
            ascii=session.options.ascii,
            hints=self.foot_hints(),
        )

    # Actions that every screen has.

    def action_back(self) -> None:
        """Close this screen; the first one of the stack stays."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()

    def action_move(self, where: str) -> None:
        """Move the cursor; `where` is what stands behind `move.` in an action's id."""

    # Wiring.

    def on_mount(self) -> None:
        """Bind the keys of this screen's actions, the person's own where they have some."""
        # Textual calls this once for every class that has such a method of its own.
        if not self._bound:
            self._bound = True
            own = BindingsMap(bindings(self.KEYS, self.session.keymap))
            self.bind_keys(own)
            self._means = {key: each[0].action for key, each in own.key_to_bindings.items()}
            self.mark_state()
            self._ready.set()

    async def settled(self) -> None:
        """Wait until the screen, or what is being opened on it, can take a key."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), PATIENCE)

    async def press(self, key: str) -> bool:
        """Do what a key means on this screen, at once; False when it means nothing.

        Textual sends a key on before it has done what the one before it means, so that what is
        typed fast goes to whatever had the focus by then.
        """
        action = self._means.get(key)
        if action is not None:
            await self.run_action(action)
        return action is not None

    def on_resize(self, event: Resize) -> None:
        """Say that there is too little room, or show everything again."""
        if event is self._resized:
            return
        self._resized = event
        width, height = event.size
        too_small = width < LEAST[0] or height < LEAST[1]
        if too_small and not self.query(TooSmall):
            self.mount(TooSmall())
        self.set_class(too_small, "-too-small")


def bindings(screen: str, keymap: Keymap) -> list[Binding]:
    """Return a screen's actions as Textual's bindings.

    What would open a screen that is not there says so instead.
    """

    def run(action: KeyAction) -> str:
        absent = action.opens and not is_there(action.opens)
        return f"app.absent('{action.opens}')" if absent else action.run

    return [
        Binding(key, run(action), action.label, tooltip=action.tooltip, priority=action.priority)
        for action in actions_of(screen)
        for key in working_keys(screen, action, keymap)
    ]


def stack(app: App[Any]) -> list[OkrScreen]:
    """Return our screens from the bottom of an app's stack to its top."""
    return [screen for screen in app.screen_stack if isinstance(screen, OkrScreen)]


def make_screen(name: str, **arguments: object) -> OkrScreen:
    """Import and make a screen of the registry. Raises `KeyError` for a name that is not there."""
    module, kind = actions.SCREENS[name]
    made: OkrScreen = getattr(import_module(module), kind)(**arguments)
    return made
