"""The side of a meeting: the agenda with its time boxes, the clock, who is here."""

from __future__ import annotations

from okrboard.cells import left, right
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.agendas import step_of
from okrboard.domain.meeting.control import clock_of
from okrboard.domain.meeting.timeboxes import Clock
from okrboard.domain.records import Box
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.meeting.stage import BLANK, StageView
from okrboard.tui.paint.line import Line

_MOST_PEOPLE = 6
_CLOCK_ROWS = 6
_EDGE = (" ", "text")


def side_lines(view: StageView, width: int, height: int) -> list[Line]:
    """Return the whole column."""
    meeting = view.meeting
    clock = clock_of(meeting).settle(view.now)
    title = f"{reference('meetings', meeting.id)} {meeting.kind}"
    lines: list[Line] = [BLANK, [_EDGE, (view.fit(title, width - 2), "label")], BLANK]
    people = _people(view, width - 1)
    below = _CLOCK_ROWS + 1 + min(len(people), _MOST_PEOPLE)
    lines += _agenda(view, clock, width - 1, max(3, height - len(lines) - below))
    lines.append(BLANK)
    box = _in_hand(clock)
    if box is not None and meeting.state != "closed":
        lines += [*_time_left(view, box, width), _meeting_left(view, clock, width), BLANK]
    rows = max(1, height - len(lines))
    if len(people) > rows:
        people[rows - 1 :] = [[(f" and {len(people) - rows + 1} more", "dim")]]
    return lines + people


def is_over(view: StageView) -> bool:
    """Say whether the item in hand has used what was dealt to it."""
    box = _in_hand(clock_of(view.meeting).settle(view.now))
    if box is None:
        return False
    return box.spent >= next(each.seconds for each in view.meeting.boxes if each.key == box.key)


def _in_hand(clock: Clock) -> Box | None:
    return next((box for box in clock.boxes if box.key == clock.item), None)


def _agenda(view: StageView, clock: Clock, width: int, rows: int) -> list[Line]:
    """Return the items, a line each, those around the one in sight when there are too many."""
    lines = [_item(view, box, width, in_hand=box.key == clock.item) for box in clock.boxes]
    keys = [box.key for box in clock.boxes]
    at = keys.index(view.item) if view.item in keys else 0
    first = max(0, min(max(0, at - rows // 2), len(lines) - rows))
    return lines[first : first + rows]


def _item(view: StageView, box: Box, width: int, *, in_hand: bool) -> Line:
    signs, shown = view.glyphs, box.key == view.item
    text, health = _title(view, box.key)
    time = _minutes(box.spent if box.done else max(0, box.seconds - box.spent))
    if box.done:
        sign, style = signs.health["done"], "done"
    elif in_hand:
        sign, style = signs.open, "accent"
    else:
        sign, style = (signs.of(health), health) if health else (" ", "dim")
    return [
        (signs.gutter if shown else " ", "accent"),
        (f"{sign} ", style),
        (
            view.left(text, width - 5 - len(time)),
            "strong" if shown else "dim" if box.done else "text",
        ),
        (right(time, len(time) + 1, ""), "at_risk" if box.paid and not box.done else "dim"),
    ]


def _title(view: StageView, key: str) -> tuple[str, str]:
    """Return what people read for an item, and a key result's health."""
    named = parse_reference(key)
    if named is None:
        return step_of(view.meeting, key).title, ""
    record = view.board.key_results.get(named[1])
    if record is None:
        return key, ""
    return clean(record.title), measure(view.board, record, view.cycle, view.today).health


def _time_left(view: StageView, box: Box, width: int) -> list[Line]:
    """Return what is left of the item in large digits; one quiet sign at its end."""
    over, paused = is_over(view), view.meeting.state == "paused"
    style = "dim" if paused else "at_risk" if over else "strong"
    word = "paused" if paused else "over its time" if over else "left for this"
    drawn = view.digits(_minutes(max(0, box.seconds - box.spent)))
    return [
        *([_EDGE, (left(row, width - 1, ""), style)] for row in drawn),
        [_EDGE, (view.left(word, width - 1), style if over else "dim")],
    ]


def _meeting_left(view: StageView, clock: Clock, width: int) -> Line:
    """Return what is left of the meeting, as a bar and in minutes."""
    seconds, whole = clock.left, view.meeting.minutes * 60
    share = min(max(1 - seconds / whole, 0.0), 1.0) if whole else 1.0
    drawn = bar(share, None, max(4, width - 10), "accent", view.glyphs)
    return [_EDGE, *drawn, (right(_minutes(seconds), 8, ""), "text")]


def _minutes(seconds: int) -> str:
    """Return seconds as people read a clock: `3:05`, `1:02:00`."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _people(view: StageView, width: int) -> list[Line]:
    """Return who is here, a line each; those who only look on at the end."""
    facilitator = view.meeting.facilitator
    names = []
    for member in sorted({entry.member for entry in view.meeting.attendance}, key=view.handle):
        word = "joined" if member in view.connected else ""
        names.append((view.handle(member), "leads" if member == facilitator else word))
    alone = view.leader if not facilitator else ""
    others = [(handle, "leads" if handle == alone else "looks on") for handle in view.onlookers]
    return [
        [
            _EDGE,
            (view.fit(name, width - 8), "text"),
            (f" {word}" if word else "", "accent" if word == "leads" else "dim"),
        ]
        for name, word in [*names, *sorted(others, key=lambda other: other[1])]
    ]
