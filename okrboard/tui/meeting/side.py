"""The side of a meeting: the agenda with its time boxes, the clock, who is here."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import fit, left, right
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting import control, timeboxes
from okrboard.domain.meeting.agendas import step_of
from okrboard.domain.records import Box
from okrboard.glyphs import Glyphs, bar
from okrboard.text import clean
from okrboard.tui.meeting.stage import BLANK, StageView
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line

MOST_PEOPLE = 6
_CLOCK_ROWS = 6


def side_lines(view: StageView, width: int, height: int) -> list[Line]:
    """Return the whole column."""
    meeting, signs = view.meeting, view.glyphs
    clock = control.clock_at(meeting, view.now).clock
    title = f"{reference('meetings', meeting.id)} {meeting.kind}"
    lines: list[Line] = [
        BLANK,
        [(" ", "text"), (view.fit(title, width - 2), "label")],
        BLANK,
    ]
    names = people_here(view)
    below = _CLOCK_ROWS + 1 + min(len(names), MOST_PEOPLE)
    rows = max(3, height - len(lines) - below)
    lines += _agenda(clock.boxes, _titles(view), clock.item, view.item, width - 1, rows, signs)
    lines.append(BLANK)
    box = in_hand(view)
    if box is not None and meeting.state != "closed":
        left = max(0, box.seconds - box.spent)
        paused = meeting.state == "paused"
        lines += _clock(left, is_over(view), paused, width, signs)
        lines += _left(timeboxes.left(clock), meeting.minutes * 60, width, signs)
        lines.append(BLANK)
    return lines + _people(names, width - 1, max(1, height - len(lines)), signs)


def in_hand(view: StageView) -> Box | None:
    """Return the time box of the item in hand as it stands now."""
    clock = control.clock_at(view.meeting, view.now).clock
    return next((box for box in clock.boxes if box.key == clock.item), None)


def is_over(view: StageView) -> bool:
    """Say whether the item in hand has used what was dealt to it."""
    box = in_hand(view)
    if box is None:
        return False
    dealt = next(each.seconds for each in view.meeting.boxes if each.key == box.key)
    return box.spent >= dealt


def people_here(view: StageView) -> list[tuple[str, str]]:
    """Return who is here: a handle and a word, those who only look on at the end."""
    found = []
    here = {entry.member for entry in view.meeting.attendance}
    for member in sorted(here, key=view.handle):
        leads = member == view.meeting.facilitator
        word = "leads" if leads else "joined" if member in view.connected else ""
        found.append((view.handle(member), word))
    alone = view.leader if not view.meeting.facilitator else ""
    others = [(handle, "leads" if handle == alone else "looks on") for handle in view.onlookers]
    return [*found, *sorted(others, key=lambda other: other[1])]


def _titles(view: StageView) -> dict[str, tuple[str, str]]:
    titles: dict[str, tuple[str, str]] = {}
    for box in view.meeting.boxes:
        named = parse_reference(box.key)
        if named is None:
            titles[box.key] = (step_of(view.meeting, box.key).title, "")
            continue
        record = view.board.key_results.get(named[1])
        if record is not None:
            word = measure(view.board, record, view.cycle, view.today).health
            titles[box.key] = (clean(record.title), word)
    return titles


def _minutes(seconds: int) -> str:
    """Return seconds as people read a clock: `3:05`, `1:02:00`; overtime as `-0:30`."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{sign}{hours}:{rest // 60:02}:{rest % 60:02}"
    return f"{sign}{rest // 60}:{rest % 60:02}"


def _agenda(
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


def _clock(seconds: int, over: bool, paused: bool, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is left of the item in large digits; one quiet sign at its end."""
    large = digits(_minutes(seconds), ascii=glyphs.block == "#")
    style = "dim" if paused else "at_risk" if over else "strong"
    word = "paused" if paused else "over its time" if over else "left for this"
    return [
        *([(" ", "text"), (left(row, width - 1, ""), style)] for row in large),
        [(" ", "text"), (left(word, width - 1, glyphs.cut), style if over else "dim")],
    ]


def _left(left_over: int, whole: int, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is left of the meeting, as a bar and in minutes."""
    share = 1 - left_over / whole if whole else 1.0
    cells = max(4, width - 10)
    return [
        [
            (" ", "text"),
            *bar(min(max(share, 0.0), 1.0), None, cells, "accent", glyphs),
            (right(_minutes(left_over), 8, ""), "text"),
        ]
    ]


def _people(names: Sequence[tuple[str, str]], width: int, rows: int, glyphs: Glyphs) -> list[Line]:
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
    time = _minutes(box.spent if box.done else max(0, box.seconds - box.spent))
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
