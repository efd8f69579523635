"""Paints the agenda at the side of a meeting: items with their time, what is left, who is here."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, left, right
from okrboard.domain.records import Box
from okrboard.glyphs import Glyphs, bar
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line


def minutes(seconds: int) -> str:
    """Return seconds as people read a clock: `3:05`, `1:02:00`; overtime as `-0:30`."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{sign}{hours}:{rest // 60:02}:{rest % 60:02}"
    return f"{sign}{rest // 60}:{rest % 60:02}"


def paint_agenda(
    boxes: Sequence[Box],
    titles: dict[str, tuple[str, str]],
    item: str,
    shown: str,
    width: int,
    rows: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return the items, a line each, those around the one in hand when there are too many.

    `titles` gives each key what people read and a health or an empty word; `item` is in hand,
    `shown` is what this terminal looks at.
    """
    lines = [
        _item(
            box,
            titles.get(box.key, (box.key, "")),
            box.key == item,
            box.key == shown,
            width,
            glyphs,
        )
        for box in boxes
    ]
    if len(lines) <= rows:
        return lines
    at = next((index for index, box in enumerate(boxes) if box.key == shown), 0)
    first = min(max(0, at - rows // 2), len(lines) - rows)
    return lines[first : first + rows]


def paint_clock(seconds: int, over: bool, paused: bool, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is left of the item in large digits; one quiet sign at its end."""
    large = digits(minutes(seconds), ascii=glyphs.parts == " #")
    style = "dim" if paused else "at_risk" if over else "strong"
    word = "paused" if paused else "over its time" if over else "left for this"
    return [
        *([(" ", "text"), (left(row, width - 1, ""), style)] for row in large),
        [(" ", "text"), (left(word, width - 1, glyphs.cut), style if over else "dim")],
    ]


def paint_left(left_over: int, whole: int, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is left of the meeting, as a bar and in minutes."""
    share = 1 - left_over / whole if whole else 1.0
    cells = max(4, width - 10)
    return [
        [
            (" ", "text"),
            *bar(min(max(share, 0.0), 1.0), None, cells, "accent", glyphs),
            (right(minutes(left_over), 8, ""), "text"),
        ]
    ]


def paint_people(
    names: Sequence[tuple[str, str]], width: int, rows: int, glyphs: Glyphs
) -> list[Line]:
    """Return who is here, a line each; `names` are a handle and a word such as `leads` or `ssh`."""
    shown = list(names[:rows])
    lines: list[Line] = [
        [
            (" ", "text"),
            (fit(name, width - 8, glyphs.cut), "text"),
            (f" {word}" if word else "", "accent" if word == "leads" else "dim"),
        ]
        for name, word in shown
    ]
    if len(names) > rows and lines:
        lines[-1] = [(f" and {len(names) - rows + 1} more", "dim")]
    return lines


def _item(
    box: Box, title: tuple[str, str], in_hand: bool, shown: bool, width: int, glyphs: Glyphs
) -> Line:
    text, health = title
    time = minutes(box.spent if box.done else max(0, box.seconds - box.spent))
    if box.done:
        sign, style = glyphs.health["done"], "done"
    elif in_hand:
        sign, style = glyphs.open, "accent"
    else:
        sign, style = (glyphs.of(health), health) if health else (" ", "dim")
    room = width - 4 - len(time) - 1
    words = "strong" if shown else "dim" if box.done else "text"
    taken = box.paid and not box.done
    return [
        (glyphs.gutter if shown else " ", "accent"),
        (f"{sign} ", style),
        (left(fit(text, room, glyphs.cut), room), words),
        (right(time, len(time) + 1, ""), "at_risk" if taken else "dim"),
    ]
