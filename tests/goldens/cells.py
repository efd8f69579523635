"""What every screen and every step of a meeting shows on the demo board, as plain cells."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from support.cli import NOW
from support.screens import seated

from okrboard.demo import demo_board
from okrboard.storage.store import MemoryStore
from okrboard.tui.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractAsyncContextManager

    from support.screens import Seat

    from okrboard.storage.store import Store

AT = datetime.fromisoformat(NOW)
SIZES = ((120, 40), (80, 24))
MEETINGS = ("meeting", "reflect", "goals")
PLAYED = {
    "arrive": "jhjhjh",
    "KR19": "c12<enter><ctrl+s>",
    "confidence": "<right>8",
    "scores": "<right>",
    "writing": "nThe rota held<enter>Nobody asked the night shift<enter><escape><right>",
    "voices": "nClinic in Oslo to Ben: the box was warm twice<enter><escape><right>",
    "proposals": "nEvery box arrives cold<ctrl+s><escape><right>",
    "coins": "1",
    "dots": "1",
}
"""Keys of who leads at some steps, for a second picture of each."""


class Look(NamedTuple):
    """A screen and the keys that lead to it."""

    name: str
    start: str = "board"
    keys: str = ""


LOOKS = (
    Look("board"),
    Look("board-filter", keys="/status:off<enter>"),
    Look("board-groups", keys="g"),
    Look("board-check-in", keys="lc"),
    Look("board-new", keys="n"),
    Look("board-objective-form", keys="no"),
    Look("board-edit", keys="le"),
    Look("help", keys="?"),
    Look("objective", keys="l<enter>"),
    Look("objective-check-in", keys="l<enter>c"),
    Look("objective-edit", keys="l<enter>je"),
    Look("objective-new-key-result", keys="l<enter>n"),
    Look("manage", "manage"),
    Look("schedule", "schedule"),
    Look("schedule-form", "schedule", "e"),
    Look("alignment", "alignment"),
    Look("minutes", "minutes"),
    Look("minutes-page", "minutes", "<enter>"),
)


def pictures() -> Iterator[tuple[str, str]]:
    """Yield the cells of every screen, and of every step for who leads and who follows."""
    for size in SIZES:
        for look in LOOKS:
            yield asyncio.run(_screen(look, size))
        for kind in MEETINGS:
            yield from asyncio.run(_meeting(kind, size))


def _name(name: str, size: tuple[int, int]) -> str:
    return f"screens/{size[0]}x{size[1]}/{name}.txt"


async def _screen(look: Look, size: tuple[int, int]) -> tuple[str, str]:
    async with seated(
        demo_board(AT), start=look.start, now=AT, size=size, options=_options()
    ) as seat:
        await seat.type(look.keys)
        await seat.still()
        return _name(look.name, size), f"{seat.text}\n"


async def _meeting(kind: str, size: tuple[int, int]) -> list[tuple[str, str]]:
    """Pass through a meeting's steps, one who leads and one who follows side by side."""
    shown: list[tuple[str, str]] = []
    store = MemoryStore(demo_board(AT))

    def sit(who: str) -> AbstractAsyncContextManager[Seat]:
        return seated(start=kind, who=who, now=AT, size=size, store=store, options=_options())

    async with sit("ana") as lead, sit("ben") as follower:
        # Nobody announces themselves in memory, hence whoever comes takes the lead.
        await lead.looks_again()
        await lead.type("P")
        for number in range(60):
            item = _item(store)
            name = f"{kind}-{number:02}-{item.replace(' ', '-') or 'minutes'}"
            for moment, keys in (("", ""), ("-played", PLAYED.get(item, ""))):
                if moment and not keys:
                    continue
                await lead.type(keys)
                await follower.looks_again()
                shown.append((_name(f"{name}{moment}-leads", size), f"{lead.text}\n"))
                shown.append((_name(f"{name}{moment}-follows", size), f"{follower.text}\n"))
            if not item:
                return shown
            await _pass(lead)
    raise AssertionError("the meeting does not end")


def _item(store: Store) -> str:
    """Return the step of the newest meeting, nothing once it is closed."""
    newest = max(store.snapshot().meetings.values(), key=lambda each: each.id)
    return "" if newest.state == "closed" else newest.item


async def _pass(seat: Seat) -> None:
    await seat.type("s")
    await seat.still()


def _options() -> Options:
    return Options(theme="okr-dark")
