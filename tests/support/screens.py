"""Screens under Pilot: an app on a board in memory, keys by script, and what a person sees."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from support.fingers import Fingers
from support.making import NOW, furnished
from support.typing_in import keys_of

from okrboard.storage.store import MemoryStore
from okrboard.tui.app import OkrApp
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.painter import Content
from okrboard.tui.options import Options
from okrboard.tui.screens.base import make_screen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from okrboard.domain.board import Board
    from okrboard.storage.store import Store
    from okrboard.tui.forms.form import Form
    from okrboard.tui.screens.base import OkrScreen


def has_answered(form: Content | None) -> bool:
    """Say whether a form has something to say: a question, a refusal, an error."""
    if not isinstance(form, Form):
        return False
    return bool(form.asks or form.notice or any(field.message for field in form.shown))


class Seat:
    """A person in front of a screen."""

    def __init__(self, app: OkrApp, pilot: Fingers) -> None:
        self.app = app
        self.pilot = pilot
        self.pressed = 0

    async def type(self, script: str) -> None:
        """Press the keys of a script such as `c26<enter>` one after another."""
        for key, character in keys_of(script):
            self.pressed += 1
            await self.pilot.press(character if character and character.isprintable() else key)

    async def still(self) -> None:
        """Wait until everything that was asked for is done."""
        await self.pilot.pause()

    async def save(self, keys: str = "<ctrl+s>") -> None:
        """Press keys that save, and wait until the form is gone or says why not."""
        form = self.panel.content
        await self.type(keys)
        panels = list(self.screen.query(FormPanel))
        assert not panels or panels[0].content is not form or has_answered(form)

    async def write(self, script: str) -> None:
        """Write a line into a form that asks for one more, and leave it by an empty one."""
        await self.type(script)
        await self.save("<enter>")
        await self.save("<enter>")

    async def looks_again(self) -> None:
        """See now what others did to the board; the watch would find it within half a second."""
        with self.app._context():
            self.app.look_again()
        await self.still()

    @property
    def board(self) -> Board:
        return self.app.session.store.snapshot()

    @property
    def screen(self) -> OkrScreen:
        return self.app.screen  # type: ignore[return-value]

    @property
    def panel(self) -> FormPanel:
        return self.screen.query_one(FormPanel)

    @property
    def form(self) -> Form:
        content = self.panel.content
        assert content is not None, "no form is open"
        return content  # type: ignore[return-value]

    @property
    def rows(self) -> list[str]:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def notice(self) -> str:
        """What is told above the keys."""
        return self.rows[-2]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


@asynccontextmanager
async def seated(
    board: Board | None = None,
    *,
    start: str = "objective",
    who: str = "ana",
    now: datetime = NOW,
    size: tuple[int, int] = (100, 40),
    state: Path | None = None,
    store: Store | None = None,
    options: Options | None = None,
    **arguments: object,
) -> AsyncIterator[Seat]:
    """Sit down in front of a screen, the page of O1 unless told otherwise."""
    if start == "objective" and not arguments:
        arguments = {"objective": 1}
    options = options or Options(theme="okr-dark")
    options = options._replace(state=str(state) if state else "")
    store = store or MemoryStore(board if board is not None else furnished().board)

    class Shown(OkrApp):
        def get_default_screen(self) -> OkrScreen:
            return make_screen(start, **arguments)

    app = Shown(Session(store, who, lambda: now, options))
    async with app.run_test(size=size):
        seat = Seat(app, Fingers(app))
        await seat.still()
        yield seat
