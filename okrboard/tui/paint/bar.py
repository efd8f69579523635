"""A bar: progress in eighths of a cell, the pace as a tick across it.

Beyond the target the last cell says so and below the start the first one; the true number stands
beside a bar, never in it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.paint.glyphs import Glyphs
    from okrboard.tui.paint.width import Line


def bar(progress: float | None, pace: float | None, cells: int, style: str, glyphs: Glyphs) -> Line:
    """Return a bar of exactly `cells` cells.

    `progress` is 1.0 at the target and None when nobody can say; `pace` is 0 to 1, None for no
    tick. The filled part has `style`, the rest `track`, the tick `tick`, or `tick.<style>` where it
    stands on the filled part.
    """
    if cells <= 0:
        return []
    row = _filled(progress, cells, style, glyphs)
    if progress is not None and progress > 1 + 1e-9:
        row[-1] = (glyphs.over, f"tick.{style}")
    elif progress is not None and progress < -1e-9:
        row[0] = (glyphs.under, style)
    if pace is not None:
        at = min(int(min(max(pace, 0.0), 1.0) * cells), cells - 1)
        sign = row[at][0]
        if sign not in (glyphs.over, glyphs.under):
            on_it = sign == glyphs.parts[-1]
            row[at] = (glyphs.tick, f"tick.{style}" if on_it else "tick")
    return _joined(row)


def _filled(progress: float | None, cells: int, style: str, glyphs: Glyphs) -> Line:
    share = min(max(progress or 0.0, 0.0), 1.0)
    steps = len(glyphs.parts) - 1
    filled = round(share * cells * steps)
    if share < 1 - 1e-9:
        # A bar is full at its target and not a hair before; what has begun shows a trace.
        filled = min(filled, cells * steps - 1)
    if share > 0:
        filled = max(filled, 1)
    whole, part = divmod(filled, steps)
    row: Line = [(glyphs.parts[-1], style)] * whole
    if part:
        row.append((glyphs.parts[part], style))
    return row + [(glyphs.empty, "track")] * (cells - len(row))


def _joined(row: Line) -> Line:
    """Return the same cells with neighbours of one style as one run: fewer bytes on the wire."""
    found: Line = []
    for text, style in row:
        if found and found[-1][1] == style:
            found[-1] = (found[-1][0] + text, style)
        else:
            found.append((text, style))
    return found
