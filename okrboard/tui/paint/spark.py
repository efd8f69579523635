"""A trend in one row: a step for each check-in on a fixed scale, so that two can be compared."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.glyphs import Glyphs


def spark(shares: Sequence[float | None], cells: int, glyphs: Glyphs) -> str:
    """Return the newest `cells` values as levels, oldest first.

    A value is a share, 0 at the bottom and 1 at the top; beyond either it stays at the edge. None
    is a gap.
    """
    return "".join(_level(share, glyphs) for share in shares[-cells:]) if cells > 0 else ""


def _level(share: float | None, glyphs: Glyphs) -> str:
    if share is None or share != share:
        return glyphs.none
    top = len(glyphs.levels) - 1
    return glyphs.levels[round(min(max(share, 0.0), 1.0) * top)]
