"""Paints the schedule: the cycle's weeks as a grid, beside it the meetings, and one of them whole.

Pure: what is to be shown goes in, exactly as many rows as there are come out. Every state has a
sign and a word besides its colour. What is over says so, whatever was planned: whether it was held
is told by the minutes. Without meetings the page says what there could be, and the key for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from okrboard.calendar.from_board import Appointment, word_of
from okrboard.calendar.plan import takes_place
from okrboard.cells import fit, fold, left, to_ascii_cells
from okrboard.domain.describe import MONTHS
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import rhythm
from okrboard.glyphs import ASCII, Glyphs
from okrboard.report.format import short_day
from okrboard.text import squeeze
from okrboard.tui.paint.line import Line, fit_line, line_width

SIGNS = {
    "planned": ("●", "o"),
    "moved": ("→", ">"),
    "skipped": ("×", "x"),
    "holiday": ("○", "."),
    "cancelled": ("×", "x"),
    "past": ("·", "."),
}
STYLES = {"planned": "text", "moved": "advice", "skipped": "dim", "holiday": "dim",
           "cancelled": "dim", "past": "dim"}  # fmt: skip

TOLD = 6
"""Rows in which one meeting is told whole."""


class Schedule(Record):
    """What is to be shown."""

    cycle: str
    first: date
    last: date
    today: date
    now: datetime
    meetings: tuple[Appointment, ...]
    free: Mapping[date, str]
    """Days without meetings for everybody, and their names."""
    notes: tuple[str, ...] = ()
    """Series that cannot be worked out, a line each."""
    teams: Mapping[int, str] = {}
    state: str = ""
    """`planning` or `closed`, of a cycle that does not run."""


def sign(state: str, glyphs: Glyphs) -> str:
    """Return the sign of a meeting's state."""
    return SIGNS[state][1 if glyphs is ASCII else 0]


def meeting_row(
    shown: Schedule, one: Appointment, active: bool, width: int, glyphs: Glyphs
) -> Line:
    """Return a meeting in one row; `active` is the one under the cursor."""
    occurrence = one.occurrence
    state = word_of(one, shown.now)
    past = occurrence.end <= shown.now
    base = "dim" if past or not takes_place(occurrence) else "text"
    day = left(f"{short_day(one.start.date())}", 10)
    states = max(len(word_of(other, shown.now)) for other in shown.meetings)
    word = left(f"{sign(state, glyphs)} {state}", 2 + states)
    wide = width >= 62
    title = squeeze(one.series.summary, 200)
    if wide:
        longest = max(len(squeeze(other.series.summary, 40)) for other in shown.meetings)
        room = min(longest, 26, width - 42)
    else:
        # The word that all of them begin with goes first where there is little room.
        title, room = title.removeprefix("OKR "), width - 2 - 10 - 7 - 1 - (2 + states)
    name = (" " if wide else "") + left(title, max(4, room), glyphs.cut)
    line: Line = [
        (f"{glyphs.gutter if active else ' '} ", "accent"),
        (day, "strong" if active else base),
        (f" {one.start:%H:%M} ", "strong" if active else base),
        (name, "strong" if active else base),
        (f" {word}", "dim" if past else STYLES[state]),
    ]
    if wide:
        why = _why(one)
        if why:
            line.append((f" {fit(why, width - line_width(line) - 2, glyphs.cut)}", "dim"))
    return line


def _why(one: Appointment) -> str:
    parts = [squeeze(one.occurrence.reason, 300)]
    if one.away:
        parts.append(f"away: {', '.join(one.away)}")
    return "; ".join(part for part in parts if part)


def meeting_told(shown: Schedule, one: Appointment, width: int, glyphs: Glyphs) -> list[Line]:
    """Return one meeting whole, in at most `TOLD` rows."""
    occurrence, series = one.occurrence, one.series
    team = shown.teams.get(series.team, "")
    about = f"  {one.ref}" + (f" {glyphs.dot} {squeeze(team, 40)}" if team else "")
    name = fit(squeeze(series.summary, 300), max(8, width - len(about) - 3), glyphs.cut)
    end = occurrence.end
    when = f"{short_day(one.start.date())} {one.start:%H:%M}–{end:%H:%M} {squeeze(series.zone, 40)}"
    utc = f" {glyphs.dot} {one.start.astimezone(UTC):%H:%M} UTC"
    when += utc if len(when + utc) <= width - 3 else ""
    lines: list[Line] = [[("  ", "text"), (name, "title"), (about, "dim")]]
    lines.append([("  ", "text"), (fit(when, width - 3, glyphs.cut), "text")])
    state = word_of(one, shown.now)
    why = squeeze(occurrence.reason, 300)
    said = {"moved": f"moved from {short_day(one.day)}", "holiday": "a holiday"}.get(
        occurrence.state, state
    )
    said = f"{said}: {why}" if why else said
    for number, row in enumerate(fold(said, max(10, width - 5), 2, glyphs.cut)):
        begin = "  " if number else f"{sign(state, glyphs)} "
        lines.append([("  ", "text"), (begin + row, STYLES[state])])
    rest = [rhythm(series).rpartition(",")[0]]
    rest.append("on a holiday the day before" if series.holidays == "before" else "not on holidays")
    if series.alarm_minutes:
        rest.append(f"reminds {series.alarm_minutes} min before")
    rest += [squeeze(series.location, 100), squeeze(series.url, 200)]
    if one.away:
        rest.append(f"away: {', '.join(one.away)}")
    told = f" {glyphs.dot} ".join(part for part in rest if part)
    rows = fold(told, max(10, width - 3), max(1, TOLD - len(lines)), glyphs.cut)
    lines += [[("  ", "text"), (row, "dim")] for row in rows]
    return lines[:TOLD]


_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LABEL = 5
_WIDE = 100
"""Cells from which days are set wider and the reason stands beside each meeting."""

_BOTH = 72
"""Cells from which the grid stands beside the list."""


class PaintedSchedule(Record):
    """The page, and what stands where."""

    lines: list[Line]
    rows: tuple[tuple[int, int], ...]
    """The row of each meeting in the list, (-1, -1) for one that is out of sight."""
    days: dict[tuple[int, int], date]
    """Which day the grid shows, by row and column of seven."""
    edges: tuple[int, int, int]
    """Where the days begin, how wide one is, where the list begins."""

    meetings: tuple[date, ...]
    """The day of each meeting."""

    def hit(self, x: int, y: int) -> int:
        """Return which meeting stands at a cell, -1 for none."""
        begin, wide, side = self.edges
        if x < side - 2:
            day = self.days.get((y, (x - begin) // wide)) if x >= begin else None
            return self.meetings.index(day) if day in self.meetings else -1
        return next((i for i, (first, _) in enumerate(self.rows) if first == y), -1)


def paint_schedule(
    shown: Schedule, at: int, width: int, height: int, glyphs: Glyphs
) -> PaintedSchedule:
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
    return PaintedSchedule(
        lines,
        tuple((row + 2, row + 2) if row >= 0 else (-1, -1) for row in rows),
        {(row + 2, column): day for (row, column), day in days.items()},
        (_LABEL, cell, side),
        tuple(one.start.date() for one in shown.meetings),
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
    shown: Schedule, here: Appointment | None, cell: int, room: int, glyphs: Glyphs
) -> tuple[list[Line], dict[tuple[int, int], date]]:
    """Return the weeks around the cursor, and which day stands where."""
    monday = shown.first - timedelta(days=shown.first.weekday())
    mondays = [
        monday + timedelta(weeks=week) for week in range((shown.last - monday).days // 7 + 1)
    ]
    marks: dict[date, Appointment] = {}
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
    shown: Schedule,
    day: date,
    one: Appointment | None,
    here: Appointment | None,
    cell: int,
    glyphs: Glyphs,
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


def paint_no_meetings(
    cycle: Cycle | None,
    usual: Sequence[Series],
    like: str,
    notes: Iterable[str],
    keys: tuple[str, str],
    width: int,
    glyphs: Glyphs,
) -> list[Line]:
    """Return the page in `width` cells.

    `usual` is what could be planned still, `like` the cycle that it follows, `keys` the key that
    plans it and those that turn to other cycles.
    """
    room = max(10, width - 4)
    if cycle is None:
        return [
            [(" Meetings", "strong")],
            [(glyphs.rule * width, "rule")],
            [],
            [("  There is no cycle yet; its meetings come with it.", "text")],
        ]
    name = fit(squeeze(cycle.name, 100), 30, glyphs.cut)
    state = f" {glyphs.dot} {cycle.state}" if cycle.state != "running" else ""
    lines: list[Line] = [
        [(" Meetings", "strong"), (f"  {glyphs.open} {name}{state}", "text")],
        [(glyphs.rule * width, "rule")],
        [],
        [("  ", "text"), (fit(_said(cycle, usual, like), room, glyphs.cut), "text")],
        [],
    ]
    for series in usual:
        told = fit(f"{squeeze(series.summary, 60):22} {rhythm(series)}", room - 2, glyphs.cut)
        lines.append([("    ", "text"), (told, "strong")])
    lines += [[]] if usual else []
    plan, turn = keys
    if cycle.state != "closed":
        what = " plans them, or a series of your own" if usual else " plans a series of your own"
        lines.append([("  ", "text"), (plan, "key"), (what, "dim")])
    if turn:
        lines.append([("  ", "text"), (turn, "key"), (" turn to other cycles", "dim")])
    lines += [[("  ", "text"), (fit(note, room, glyphs.cut), "error")] for note in notes]
    return lines


def _said(cycle: Cycle, usual: Sequence[Series], like: str) -> str:
    if cycle.state == "closed":
        return "It is closed; no meeting was planned in it."
    if not usual:
        return "No meeting is planned, and no day is left for the usual ones."
    as_in = f", as in {squeeze(like, 60)}" if like else ""
    return f"No meeting is planned yet. Usual are{as_in}:"
