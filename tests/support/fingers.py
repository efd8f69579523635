"""`Fingers`: keys and clicks under Pilot, each waited for as long as the app works on it.

Textual's own Pilot sleeps until its process uses little time: at least twice 20 ms a key, and after
a second it goes on whatever is left. This one asks the event loop whether anything is left to run,
to paint, or under way on a thread; it costs what the work costs, and is not early.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

if TYPE_CHECKING:
    from textual.app import App

SOON = 0.005
"""Seconds; what is due within them belongs to what was asked for: large boards go on in steps."""

PATIENCE = 20.0
"""Seconds after which work without an end is told."""


class Fingers(Pilot[int]):
    """A Pilot that is patient by what happens, not by the clock."""

    def __init__(self, app: App[int]) -> None:
        super().__init__(app)
        self._loop: Any = asyncio.get_running_loop()
        self._threads = _count_threads(self._loop)

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each when the one before it has done what it does."""
        for key in keys:
            assert self.app._driver is not None
            self.app._driver.send_message(_event(key))
            await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until the app is done, with a delay also until that time is over."""
        if delay is not None:
            await asyncio.sleep(delay)
        deadline = time.monotonic() + PATIENCE
        while await self._something_happened():
            assert time.monotonic() < deadline, "the app does not come to rest"

    async def _something_happened(self) -> bool:
        # Twice, as the second turn is the first that asks for what came from outside the loop.
        for _ in range(2):
            await asyncio.sleep(0)
            if self._loop._ready:
                return True
        if self._threads:
            await asyncio.wait(set(self._threads), timeout=SOON)
            return True
        timers = (each.when() for each in self._loop._scheduled if not each.cancelled())
        left = min(timers, default=float("inf")) - self._loop.time()
        if left <= SOON:
            await asyncio.sleep(max(left, 0.0))
            return True
        return self._paint()

    def _paint(self) -> bool:
        """Paint now what would be painted within a 60th of a second; False without any such."""
        if not self.app._running or not self.app.screen_stack:
            return False
        screen = self.app.screen
        waiting = (
            screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or screen._dirty_widgets
            or screen._callbacks
        )
        if waiting:
            with self.app._context():
                screen._on_timer_update()
        return bool(waiting)


def _event(key: str) -> Key:
    """Return what a terminal's driver makes of a key."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    character: str | None = name if len(name) == 1 else None
    with suppress(KeyError):
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    return Key(name, character)


def _count_threads(loop: Any) -> set[asyncio.Future[Any]]:
    """Return what is under way on the loop's threads; always the same set for a loop."""
    found: set[asyncio.Future[Any]] | None = getattr(loop, "under_way", None)
    if found is not None:
        return found
    under_way: set[asyncio.Future[Any]] = set()
    run = loop.run_in_executor

    def run_counted(*arguments: Any) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = run(*arguments)
        under_way.add(future)
        future.add_done_callback(under_way.discard)
        return future

    loop.run_in_executor, loop.under_way = run_counted, under_way
    return under_way
