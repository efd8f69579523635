"""`OkrApp`: wiring only. The session, the stack of screens, colours, and how it all ends.

`run_board()` draws until the person leaves and returns the exit status; after a crash it raises
what went wrong when the terminal is as it was before. Nobody but `terminal` and tests calls it.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from textual.driver import Driver
from textual.events import Event, Key, Resize
from textual.screen import Screen

from okrboard.domain.describe import stuck, undone
from okrboard.errors import Refused
from okrboard.service import zone_of
from okrboard.tui.actions import is_there
from okrboard.tui.ending import Ending
from okrboard.tui.live import LiveBoard
from okrboard.tui.options import remember_background, remember_theme
from okrboard.tui.paint.palette import (
    COLOURLESS,
    DEFAULT,
    LIGHT,
    PALETTES,
    following,
    palette,
)
from okrboard.tui.screens.base import OkrScreen, make_screen, stack
from okrboard.tui.session import Session
from okrboard.tui.terminal.driver import BackgroundTold
from okrboard.tui.terminal.first_frame import Early
from okrboard.tui.themes import Inks, textual_themes

WAITED = timedelta(days=7)
"""How long a draft is spoken of at the start; its own form offers it for longer."""

TIDY_AFTER = 1.0
"""Seconds after the first picture when what earlier runs left behind is swept away."""


class OkrApp(LiveBoard):
    """The board in a terminal."""

    TITLE = "okrboard"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    * { scrollbar-size: 0 0; }
    ToastRack { display: none; }
    """

    def __init__(
        self,
        session: Session,
        start: str = "board",
        ending: Ending | None = None,
        early: Early | None = None,
    ) -> None:
        """Take who is at which board, the name of the first screen, and what may end it all.

        `early` is the picture of that screen that stands on the terminal already.
        """
        self.sit_down(session)
        self._ending = ending
        self.early = early
        options = session.options
        super().__init__(ansi_color=None if options.colour else True)
        self._start = start
        self.send_differences(early.cells if early else None)
        for theme in textual_themes():
            self.register_theme(theme)
        self.theme = options.theme if options.colour else COLOURLESS.name
        if options.ssh:
            self.animation_level = "none"

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that asks the mouse for less, where there is one."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from okrboard.tui.terminal.driver import CalmDriver

        return CalmDriver

    # Screens.

    def get_default_screen(self) -> Screen[Any]:
        """Return the first screen: it takes the place of Textual's empty one."""
        return make_screen(self._start)

    def show(self, name: str, **arguments: object) -> bool:
        """Open a screen above the others; False, and a line in the foot, if it is not there."""
        if not is_there(name):
            self.action_absent(name)
            return False
        self.push_screen(make_screen(name, **arguments))
        return True

    # Colours.

    @property
    def inks(self) -> Inks:
        """The styles of the theme there is."""
        if self._inks is None or self._inks.palette.name != self.theme:
            self._inks = Inks(palette(self.theme, colour=self.session.options.colour))
        return self._inks

    _inks: Inks | None = None

    def action_theme(self, name: str = "") -> None:
        """Take a theme, the next one if none is named, and remember it."""
        options = self.session.options
        if not options.colour:
            self.tell("NO_COLOR is set: there is no other theme")
            return
        self._take_theme(name or following(self.theme))
        remember_theme(options, self.theme)
        self.tell(f"theme {self.theme}: {PALETTES[self.theme].label}")

    def on_background_told(self, message: BackgroundTold) -> None:
        """Take the theme that fits the terminal, where nobody chose one."""
        options = self.session.options
        remember_background(options, message.light)
        fitting = LIGHT if message.light else DEFAULT
        if self.theme == options.theme != fitting:
            self._take_theme(fitting)

    def _take_theme(self, name: str) -> None:
        self.theme = name
        for screen in stack(self):
            screen.on_theme_changed()

    # Actions of every screen.

    def action_undo(self) -> None:
        """Take back my newest change."""
        self._step(self._undo, undone)

    def action_redo(self) -> None:
        """Make my newest undone change again."""
        redo = self.session.service.redo
        self._step(lambda meeting: redo(meeting=meeting), lambda what: f"done again: {what}")

    def action_absent(self, name: str) -> None:
        """Say that a screen is not there."""
        self.tell(f"this okrboard has no {name} screen")

    def action_help(self) -> None:
        """Show what every key does."""
        self._help(here_only=False)

    def action_palette(self) -> None:
        """Find an action of this screen by its name, and do it."""
        self._help(here_only=True)

    def action_manage(self) -> None:
        """Change members, teams, cycles, the board's settings."""
        self.show("manage")

    def action_help_quit(self) -> None:
        """Answer ctrl+c, which ends nothing by itself."""
        self.tell(f"{self.session.keymap.first('app.quit') or 'ctrl+q'} leaves okrboard")

    def _help(self, *, here_only: bool) -> None:
        for screen in stack(self)[-1:]:
            if screen.KEYS != "help":
                chosen = make_screen("help", about=screen.KEYS, here_only=here_only)
                self.push_screen(chosen, self._do)

    async def _do(self, action: str | None) -> None:
        if action:
            await self.run_action(action, self.screen)

    def _undo(self, meeting: int) -> str:
        try:
            return self.session.service.undo(meeting=meeting)
        except Refused as error:
            key = self.session.keymap.first("app.undo")
            raise Refused(stuck(error, key, self.size.width - 2)) from error

    def _step(self, step: Callable[[int], str], said: Callable[[str], str]) -> None:
        for screen in stack(self)[-1:]:
            what = screen.attempt(partial(step, screen.meeting_id))
            if what is not None:
                screen.tell(said(what))

    # The life of the program.

    async def on_event(self, event: Event) -> None:
        """Do what a key means at once, unless it is typed into something."""
        if isinstance(event, Key) and not event.is_forwarded:
            top = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(top, OkrScreen):
                top.forget()
                await top.settled()
                typed_in = getattr(self.focused, "takes_text", False)
                if not typed_in and await top.press(event.key):
                    return
        elif isinstance(event, Resize):
            # What a smaller terminal cut off is gone, also when it is as large as before now.
            self.wire.forget()
        await super().on_event(event)

    def on_load(self) -> None:
        """Listen to what ends the program, before anything is drawn."""
        if self._ending is not None:
            soon = asyncio.get_running_loop().call_soon_threadsafe
            self._ending.listen(lambda status: soon(self.exit, None, status))

    def on_mount(self) -> None:
        """Begin to watch the store, and say what there is to be said, when the picture is there."""
        self.app_resume_signal.subscribe(self, lambda _: self.wire.forget())
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.start_watching()
        options = self.session.options
        if options.guessed and options.colour:
            self.ask_background()
        if not gc.isenabled():
            # What starting made stays until the end: the collector need not look at it again.
            gc.freeze()
            gc.enable()
        self.set_timer(TIDY_AFTER, self._tidy)
        waits = self._draft_waits()
        news = self.session.store.take_news()
        notes = [*news, *([waits] if waits else ()), *options.notes, *self.session.keymap.problems]
        if notes:
            more = f"   (+{len(notes) - 1} more in the help)" if len(notes) > 1 else ""
            self.tell(notes[0] + more)

    def _draft_waits(self) -> str:
        """Return one line about the person's drafts of the last days; empty when none waits."""
        now, drafts = self.session.clock(), self.session.drafts
        kept = [each for each in drafts.waiting() if now - each.at <= WAITED] if drafts else []
        if not kept:
            return ""
        at = kept[0].at.astimezone(zone_of(self.session.board))
        when = f"{at:%a} {at.day} {at:%b} at {at:%H:%M}"
        many = "a draft waits" if len(kept) == 1 else f"{len(kept)} drafts wait, the newest"
        return f"{many} from {when}: {kept[0].title}"

    async def _tidy(self) -> None:
        """Remove what earlier runs left behind: texts of a killed editor, drafts, memories."""
        state = self.session.options.state
        if not state:
            return
        # Imported here, and done late: nobody waits for it.
        from okrboard.storage import seen
        from okrboard.tui import drafts, editor

        def sweep() -> None:
            now = self.session.clock()
            editor.sweep(editor.editing_folder(os.environ, Path(state)))
            drafts.Drafts(Path(state) / drafts.FOLDER, "").sweep(now)
            seen.forget(state, now)

        await asyncio.to_thread(sweep)

    def on_unmount(self) -> None:
        """Stop watching, and tell the others that this terminal is gone."""
        self.stop_watching()
        # The screens are gone, hence have kept what was typed.
        self.session.close()


def run_board(session: Session, start: str = "board", early: Early | None = None) -> int:
    """Show the board until the person leaves; return the exit status, 128 + n after signal n.

    `early` is the picture that stands on the terminal already. Raises after a crash what crashed
    it; the terminal is restored by then. The caller has seen to it that there is a terminal.
    """
    ending = Ending()
    app = OkrApp(session, start, ending, early)
    try:
        app.run(mouse=session.options.mouse)
    finally:
        ending.stop()
    if ending.status:
        return ending.status
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
