"""The pictures of the README: screens of the demo board, one evening in November, drawn by script.

The same program draws the same bytes. To add a picture, add a `Shot`.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from documents.svg import draw
from support.screens import seated

from okrboard.demo import demo_board
from okrboard.tui.options import Options
from okrboard.tui.paint.palette import PALETTES

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime.fromisoformat("2026-11-20T15:00:00+01:00")
"""A Friday in week 12 of the demo's cycle, when its check-in begins."""


class Shot(NamedTuple):
    """A screen, the keys that lead to it, and what it shows."""

    name: str
    title: str
    start: str = "board"
    keys: str = ""
    size: tuple[int, int] = (120, 40)
    theme: str = "okr-dark"
    who: str = "ana"


LOW = (120, 32)

VOICES = (
    "<right>nClinic in Oslo to Ben: the box was warm twice<enter>"
    "A kitchen to Cleo: I would pay more for a promise of one hour<enter>"
    "<escape><right>"
)
"""Two voices written and shown."""

SHOTS = (
    Shot("board", "The board: objectives by status, each key result as a bar with its pace"),
    Shot("objective", "An objective: key results, trend, forecast, drivers", keys="l<enter>"),
    Shot("check-in", "The Friday check-in", "meeting", "jh" * 7 + "<right>yjyjo<right>", LOW),
    Shot("reflect", "Rest and reflect", "reflect", "s<enter>", LOW),
    Shot("goals", "Setting goals together", "goals", VOICES, LOW),
    Shot("schedule", "The cycle's meetings", "schedule", size=LOW),
    Shot("alignment", "What leads to what", "alignment", size=LOW),
)


async def picture(shot: Shot) -> tuple[str, str]:
    """Return the name of a picture's file, and the picture."""
    options = Options(theme=shot.theme)
    async with seated(
        demo_board(NOW), start=shot.start, who=shot.who, now=NOW, size=shot.size, options=options
    ) as seat:
        await seat.type(shot.keys)
        await seat.still()
        strips = seat.app.screen._compositor.render_strips()
        palette = PALETTES[shot.theme]
        # The terminal's own colours are those of a dark one here.
        ink, ground = palette.text or "#d0d0d0", palette.background or "#101010"
        drawn = draw(strips, ink=ink, ground=ground, title=shot.title)
    return f"{shot.name}.svg", drawn


def pictures() -> Iterator[tuple[str, str]]:
    """Yield every picture with the name of its file."""
    for shot in SHOTS:
        yield asyncio.run(picture(shot))
