"""`entry`: one thing of a list in a meeting, whose name can be read from across the room.

What stands beside a title keeps its column; where it would leave the title too little, it stands
below it instead.
"""

from __future__ import annotations

from okrboard.text import clean
from okrboard.tui.paint.width import fold, left, line_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.meeting.room import Room
    from okrboard.tui.paint.width import Line

LEAST = 24
"""Cells in which a title can still be read; with fewer it has the row for itself."""

MOST_ROWS = 2


def entry(room: Room, head: Line, title: str, style: str, tail: Line) -> list[Line]:
    """Return the rows of a thing: `head`, its title in at most two rows, and `tail`.

    Args:
        room: the room, for the page's width and the signs.
        head: what stands before the title: the cursor's mark, a sign, a reference.
        title: a person's text; it is cleaned here.
        style: the title's.
        tail: what stands beside the title or below it; as wide in all things of a list.
    """
    indent = line_width(head)
    beside = room.width - indent - line_width(tail)
    below = beside < LEAST
    cells = max(1, room.width - indent) if below else beside
    parts = fold(clean(title), cells, MOST_ROWS, room.glyphs.cut)
    blank = (" " * indent, "text")
    first, *others = ([(left(part, cells), style)] for part in parts)
    rest: list[Line] = [[blank, *other] for other in others]
    if below:
        return [[*head, *first], *rest, [blank, *tail]]
    return [[*head, *first, *tail], *rest]
