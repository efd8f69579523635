"""The side of a meeting: the agenda with its time boxes, the clock, who is here."""

from __future__ import annotations

from okrboard.cells import fit
from okrboard.domain import timeboxes
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import step_of
from okrboard.domain.records import Box
from okrboard.text import clean
from okrboard.tui.meeting.room import Room
from okrboard.tui.paint.agenda import paint_agenda, paint_clock, paint_left, paint_people
from okrboard.tui.paint.line import Line

MOST_PEOPLE = 6
_CLOCK_ROWS = 6


def side_lines(room: Room, width: int, height: int) -> list[Line]:
    """Return the whole column."""
    meeting, signs = room.meeting, room.glyphs
    clock = control.clock_at(meeting, room.now).clock
    title = f"{reference('meetings', meeting.id)} {meeting.kind}"
    lines: list[Line] = [
        [("", "text")],
        [(" ", "text"), (fit(title, width - 2, signs.cut), "label")],
        [("", "text")],
    ]
    names = people_here(room)
    below = _CLOCK_ROWS + 1 + min(len(names), MOST_PEOPLE)
    rows = max(3, height - len(lines) - below)
    lines += paint_agenda(clock.boxes, _titles(room), clock.item, room.item, width - 1, rows, signs)
    lines.append([("", "text")])
    box = in_hand(room)
    if box is not None and meeting.state != "closed":
        left = max(0, box.seconds - box.spent)
        paused = meeting.state == "paused"
        lines += paint_clock(left, is_over(room), paused, width, signs)
        lines += paint_left(timeboxes.left(clock), meeting.minutes * 60, width, signs)
        lines.append([("", "text")])
    return lines + paint_people(names, width - 1, max(1, height - len(lines)), signs)


def in_hand(room: Room) -> Box | None:
    """Return the time box of the item in hand as it stands now."""
    clock = control.clock_at(room.meeting, room.now).clock
    return next((box for box in clock.boxes if box.key == clock.item), None)


def is_over(room: Room) -> bool:
    """Say whether the item in hand has used what was dealt to it."""
    box = in_hand(room)
    if box is None:
        return False
    dealt = next(each.seconds for each in room.meeting.boxes if each.key == box.key)
    return box.spent >= dealt


def people_here(room: Room) -> list[tuple[str, str]]:
    """Return who is here: a handle and a word, those who only look on at the end."""
    found = []
    here = {entry.member for entry in room.meeting.attendance}
    for member in sorted(here, key=room.handle):
        leads = member == room.meeting.facilitator
        word = "leads" if leads else "joined" if member in room.connected else ""
        found.append((room.handle(member), word))
    alone = room.leader if not room.meeting.facilitator else ""
    others = [(handle, "leads" if handle == alone else "looks on") for handle in room.onlookers]
    return [*found, *sorted(others, key=lambda other: other[1])]


def _titles(room: Room) -> dict[str, tuple[str, str]]:
    titles: dict[str, tuple[str, str]] = {}
    for box in room.meeting.boxes:
        named = parse_reference(box.key)
        if named is None:
            titles[box.key] = (step_of(room.meeting, box.key).title, "")
            continue
        record = room.board.key_results.get(named[1])
        if record is not None:
            word = measure(room.board, record, room.cycle, room.today).health
            titles[box.key] = (clean(record.title), word)
    return titles
