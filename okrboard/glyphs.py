"""The signs we draw with, in Unicode and in ASCII, and the bars that are drawn with them.

Each health has a sign of its own, besides a word. Every sign takes one cell in every table of
widths, and none is an emoji. Commands and screens draw with the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.record import Record

Styled = list[tuple[str, str]]
"""Texts with the name of their style, left to right."""


class Glyphs(Record):
    """A set of signs: those of Unicode, where no others are given."""

    health: dict[str, str] = dict(zip(HEALTH_LABELS, "●▲■◌·✓·–", strict=True))
    parts: str = " ╸━"
    """A bar's cell filled from the left, from nothing to whole; two signs mean whole cells only."""
    empty: str = "─"
    block: str = "█"
    """A whole cell, for what is drawn as an area."""
    tick: str = "┃"
    """The pace, across a bar."""
    over: str = "▸"
    """The end of a bar whose number lies beyond it."""
    under: str = "◂"
    below: str = "┄"
    """The cells of a bar whose number lies below its start."""
    gutter: str = "▌"
    rule: str = "─"
    upright: str = "│"
    dot: str = "·"
    """Between words."""
    arrow: str = "→"
    """From a value to its target."""
    less: str = "≤"
    """At most."""
    more: str = "≥"
    """At least."""
    left: str = "‹"
    right: str = "›"
    up: str = "↑"
    down: str = "↓"
    open: str = "▸"
    """Before what can be opened or comes next."""
    behind: str = "▼"
    """Before the points that a number lies behind its pace."""
    step: str = "↳"
    """Before what is done about it."""
    cut: str = "…"
    """Where text was left off."""
    live: str = "●"
    minus: str = "−"

    def of(self, health: str) -> str:
        """Return the sign of a health or of `proposed`."""
        return self.health.get(health, self.dot)

    def word(self, health: str) -> str:
        """Return sign and word: `▲ at risk`."""
        return f"{self.of(health)} {HEALTH_LABELS.get(health, health)}"


UNICODE = Glyphs()

ASCII = Glyphs(
    health=dict(zip(HEALTH_LABELS, "o!x?.+.-", strict=True)),
    parts=" =",
    empty=".",
    block="#",
    tick="|",
    over=">",
    under="<",
    below="-",
    gutter="|",
    rule="-",
    upright="|",
    dot="-",
    arrow="->",
    less="<=",
    more=">=",
    left="<",
    right=">",
    up="^",
    down="v",
    open=">",
    behind="v",
    step="+",
    cut="~",
    live="*",
    minus="-",
)


def glyphs(*, ascii: bool = False) -> Glyphs:
    """Return the set for a terminal."""
    return ASCII if ascii else UNICODE


def bar(
    progress: float | None, pace: float | None, cells: int, style: str, glyphs: Glyphs
) -> Styled:
    """Return a bar of exactly `cells` cells, as texts with the name of their style.

    Progress is a thin line in halves of a cell where the glyphs have them, the pace a tick across
    it. Beyond the target the last cell says so and below the start the first one, on a broken line;
    the true number stands beside a bar, never in it.

    `progress` is 1.0 at the target and None when nobody can say; `pace` is 0 to 1, None for no
    tick. The filled part has `style`, the rest `track`, the tick `tick`.
    """
    if cells <= 0:
        return []
    row = _filled(progress, cells, style, glyphs)
    if progress is not None and progress > 1 + 1e-9:
        row[-1] = (glyphs.over, style)
    elif progress is not None and progress < -1e-9:
        row = [(glyphs.under, style), *[(glyphs.below, "track")] * (cells - 1)]
    if pace is not None:
        at = min(int(min(max(pace, 0.0), 1.0) * cells), cells - 1)
        if row[at][0] not in (glyphs.over, glyphs.under):
            row[at] = (glyphs.tick, "tick")
    return runs(row)


def runs(cells: Iterable[tuple[str, str]]) -> Styled:
    """Return cells with neighbours of one style as one text: fewer bytes on the wire."""
    grouped = groupby(cells, key=itemgetter(1))
    return [("".join(text for text, _ in run), style) for style, run in grouped]


def bar_text(progress: float | None, pace: float | None, cells: int, glyphs: Glyphs) -> str:
    """Return a bar of exactly `cells` cells without styles; see `bar()`."""
    return "".join(text for text, _ in bar(progress, pace, cells, "", glyphs))


def _filled(
    progress: float | None, cells: int, style: str, glyphs: Glyphs
) -> list[tuple[str, str]]:
    share = min(max(progress or 0.0, 0.0), 1.0)
    steps = len(glyphs.parts) - 1
    filled = round(share * cells * steps)
    if share < 1 - 1e-9:
        # A bar is full at its target and not a hair before; what has begun shows a trace.
        filled = min(filled, cells * steps - 1)
    if share > 0:
        filled = max(filled, 1)
    whole, part = divmod(filled, steps)
    row = [(glyphs.parts[-1], style)] * whole
    if part:
        row.append((glyphs.parts[part], style))
    return row + [(glyphs.empty, "track")] * (cells - len(row))
