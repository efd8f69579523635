"""Paints a schedule without meetings: what there could be, and the key that plans it."""

from __future__ import annotations

from okrboard.domain.schedule import rhythm
from okrboard.text import squeeze
from okrboard.tui.paint.width import fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrboard.domain.records import Cycle, Series
    from okrboard.tui.paint.glyphs import Glyphs
    from okrboard.tui.paint.width import Line


def paint_no_meetings(
    cycle: Cycle | None,
    usual: Sequence[Series],
    notes: Iterable[str],
    key: str,
    width: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return the page in `width` cells."""
    room = max(10, width - 4)
    if cycle is None:
        return [
            [(" Meetings", "strong")],
            [(glyphs.rule * width, "rule")],
            [],
            [("  There is no cycle yet; its meetings come with it.", "text")],
        ]
    name = fit(squeeze(cycle.name, 100), 30, glyphs.cut)
    lines: list[Line] = [
        [(" Meetings", "strong"), (f"  {glyphs.open} {name}", "text")],
        [(glyphs.rule * width, "rule")],
        [],
        [("  No meeting is planned yet. Usual are:", "text")],
        [],
    ]
    for series in usual:
        told = fit(f"{squeeze(series.summary, 60):22} {rhythm(series)}", room - 2, glyphs.cut)
        lines.append([("    ", "text"), (told, "strong")])
    lines += [[], [("  ", "text"), (key, "key"), (" plans them, or a series of your own", "dim")]]
    lines += [[("  ", "text"), (fit(note, room, glyphs.cut), "error")] for note in notes]
    return lines
