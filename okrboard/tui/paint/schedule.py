"""Paints the schedule: the cycle's weeks as a grid, beside it the meetings, and one of them whole.

Pure: what is to be shown goes in, exactly as many rows as there are come out. Every state has a
sign and a word besides its colour.
"""

from __future__ import annotations

from datetime import date, timedelta

from okrboard.calendar.from_board import Meeting
from okrboard.calendar.plan import takes_place
from okrboard.cells import fit, to_ascii_cells
from okrboard.domain.record import Record
from okrboard.glyphs import ASCII, Glyphs
from okrboard.report.weeks import MONTHS, short_day
from okrboard.text import squeeze
from okrboard.tui.paint.line import Line, fit_line, line_width
from okrboard.tui.paint.schedule_meeting import (
    STYLES,
    TOLD,
    Schedule,
    meeting_row,
    meeting_told,
    sign,
)

_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LABEL = 5
_WIDE = 100
"""Cells from which days are set wider and the reason stands beside each meeting."""

_BOTH = 72
"""Cells from which the grid stands beside the list."""


class Painted(Record):
    """The page, and what stands where."""

    lines: list[Line]
    rows: tuple[tuple[int, int], ...]
    """The row of each meeting in the list, (-1, -1) for one that is out of sight."""
    days: dict[tuple[int, int], date]
    """Which day the grid shows, by row and column of seven."""
    edges: tuple[int, int, int]
    """Where the days begin, how wide one is, where the list begins."""

    def hit(self, x: int, y: int, meetings: tuple[Meeting, ...]) -> int:
        """Return which meeting stands at a cell, -1 for none."""
        begin, wide, side = self.edges
        if x < side - 2:
            day = self.days.get((y, (x - begin) // wide)) if x >= begin else None
            found = (i for i, one in enumerate(meetings) if one.start.date() == day)
            return next(found, -1)
        return next((i for i, (first, _) in enumerate(self.rows) if first == y), -1)


def paint_schedule(shown: Schedule, at: int, width: int, height: int, glyphs: Glyphs) -> Painted:
    """Return the page in `width` × `height` cells with the cursor on meeting number `at`."""
    say = to_ascii_cells if glyphs is ASCII else str
    cell = 5 if width >= _WIDE else 4
    side = _LABEL + 7 * cell + 3 if width >= _BOTH else 0
    room = max(6, height - 2)
    here = shown.meetings[at] if 0 <= at < len(shown.meetings) else None
    grid, days = _grid(shown, here, cell, room, glyphs)
    right, rows = _list(shown, at, width - side - 1, room, glyphs)
    lines: list[Line] = [_head(shown, width, glyphs), [(glyphs.rule * width, "rule")]]
    for row in range(room):
        beside = fit_line(grid[row] if row < len(grid) else [], side)
        lines.append([*beside, *(right[row] if row < len(right) else [])])
    lines = [[(say(text), style) for text, style in line] for line in lines[:height]]
    return Painted(
        lines,
        tuple((row + 2, row + 2) if row >= 0 else (-1, -1) for row in rows),
        {(row + 2, column): day for (row, column), day in days.items()},
        (_LABEL, cell, side),
    )


def _head(shown: Schedule, width: int, glyphs: Glyphs) -> Line:
    count: dict[str, int] = {}
    for one in shown.meetings:
        count[one.occurrence.state] = count.get(one.occurrence.state, 0) + 1
    held = count.get("planned", 0) + count.get("moved", 0)
    told = [f"{held} meeting" + ("s" if held != 1 else "")]
    words = {"holiday": "on a holiday"}
    told += [
        f"{count[state]} {words.get(state, state)}"
        for state in ("moved", "skipped", "holiday", "cancelled")
        if state in count
    ]
    span = f"{_short(shown.first)} – {_short(shown.last)} {shown.last.year}"
    note = f" {glyphs.dot} {shown.state}" if shown.state else ""
    name = fit(squeeze(shown.cycle, 100), 24, glyphs.cut)
    line: Line = [(" Meetings", "strong"), (f"  {glyphs.open} {name}{note}", "text")]
    upcoming = next(
        (one for one in shown.meetings if one.start > shown.now and takes_place(one.occurrence)),
        None,
    )
    last = ""
    if upcoming is not None:
        last = f"next {short_day(upcoming.start.date())} {upcoming.start:%H:%M} "
    for part in (f"   {f' {glyphs.dot} '.join(told)}", f"   {told[0]}"):
        if line_width(line) + len(part) + len(last) + 2 <= width:
            line.append((part, "text"))
            break
    if line_width(line) + len(span) + len(last) + 5 <= width:
        line.insert(2, (f"  {span}", "dim"))
    return [*fit_line(line, width - len(last)), (last, "strong")]


# The grid of weeks.


def _grid(
    shown: Schedule, here: Meeting | None, cell: int, room: int, glyphs: Glyphs
) -> tuple[list[Line], dict[tuple[int, int], date]]:
    """Return the weeks around the cursor, and which day stands where."""
    monday = shown.first - timedelta(days=shown.first.weekday())
    mondays = [
        monday + timedelta(weeks=week) for week in range((shown.last - monday).days // 7 + 1)
    ]
    marks: dict[date, Meeting] = {}
    for one in shown.meetings:
        old = marks.get(one.start.date())
        if old is None or one is here or (old is not here and takes_place(one.occurrence)):
            marks[one.start.date()] = one
    space = room - 1 - 2
    around = here.start.date() if here is not None else shown.today
    at = min(max((around - monday).days // 7, 0), len(mondays) - 1)
    top = min(max(0, at - space // 2), max(0, len(mondays) - space))
    head: Line = [(" " * _LABEL, "text")]
    head += [(f" {name}".ljust(cell), "dim") for name in _WEEKDAYS]
    lines, days = [head], {}
    for monday in mondays[top : top + space]:
        sunday = monday + timedelta(days=6)
        named = sunday if sunday.day <= 7 else monday if monday == mondays[top] else None
        label = MONTHS[named.month - 1] if named is not None else ""
        line: Line = [(f" {label}".ljust(_LABEL), "label")]
        for column in range(7):
            day = monday + timedelta(days=column)
            days[len(lines), column] = day
            line += _day(shown, day, marks.get(day), here, cell, glyphs)
        lines.append(line)
    legend = [("planned", "meeting"), ("moved", "moved"), ("skipped", "off"), ("holiday", "free")]
    signs = "  ".join(f"{sign(state, glyphs)} {word}" for state, word in legend)
    return [*lines, [], [(f" {signs}", "dim")]], days


def _day(
    shown: Schedule, day: date, one: Meeting | None, here: Meeting | None, cell: int, glyphs: Glyphs
) -> Line:
    if one is None and not shown.first <= day <= shown.last:
        return [(" " * cell, "text")]
    state = one.occurrence.state if one is not None else "holiday" if day in shown.free else ""
    mark = sign(state, glyphs) if state else " "
    past = day < shown.today
    style = "dim" if past or day.weekday() > 4 or one is None else STYLES[one.occurrence.state]
    number = f"{day.day:2}"
    end = glyphs.left if day == shown.today else " "
    inked = "chip" if one is not None and one is here else style
    return [(mark, style), (number, inked), (end.ljust(cell - 3), "strong")]


# The list of meetings, and the one under the cursor.


def _list(
    shown: Schedule, at: int, width: int, room: int, glyphs: Glyphs
) -> tuple[list[Line], list[int]]:
    """Return the rows beside the grid, and the row of each meeting in them."""
    notes = [[("  ", "text"), (fit(note, width - 3, glyphs.cut), "error")] for note in shown.notes]
    space = max(3, room - TOLD - 1 - len(notes))
    count = len(shown.meetings)
    top = min(max(0, at - space // 2), max(0, count - space))
    lines: list[Line] = []
    rows = [-1] * count
    for index in range(top, min(count, top + space)):
        rows[index] = len(lines)
        lines.append(meeting_row(shown, shown.meetings[index], index == at, width, glyphs))
    if top > 0:
        lines[0] = _more(lines[0], width, f"{glyphs.up} {top} more")
    if top + space < count:
        lines[-1] = _more(lines[-1], width, f"{glyphs.down} {count - top - space} more")
    if 0 <= at < count:
        lines += [[], *meeting_told(shown, shown.meetings[at], width, glyphs)]
    return [*lines, *notes], rows


def _more(line: Line, width: int, text: str) -> Line:
    """Return a row that says at its end how many are out of sight."""
    return [*fit_line(line, width - 12), (text.rjust(11), "dim")]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
