"""Paints one meeting of the schedule: as a row of the list, and whole below it.

What is over says so, whatever was planned: whether it was held is told by the minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from okrboard.calendar.from_board import Meeting, word_of
from okrboard.calendar.plan import takes_place
from okrboard.cells import fit, fold, left
from okrboard.domain.record import Record
from okrboard.domain.schedule import rhythm
from okrboard.glyphs import ASCII, Glyphs
from okrboard.report.weeks import short_day
from okrboard.text import squeeze
from okrboard.tui.paint.line import Line, line_width

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
    meetings: tuple[Meeting, ...]
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


def meeting_row(shown: Schedule, one: Meeting, active: bool, width: int, glyphs: Glyphs) -> Line:
    """Return a meeting in one row; `active` is the one under the cursor."""
    occurrence = one.occurrence
    state = word_of(one, shown.now)
    past = occurrence.end <= shown.now
    base = "dim" if past or not takes_place(occurrence) else "text"
    day = left(f"{short_day(one.start.date())}", 10)
    states = max(len(word_of(other, shown.now)) for other in shown.meetings)
    word = left(f"{sign(state, glyphs)} {state}", 2 + states)
    wide = width >= 62
    title = squeeze(occurrence.summary, 200)
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


def _why(one: Meeting) -> str:
    parts = [squeeze(one.occurrence.reason, 300)]
    if one.away:
        parts.append(f"away: {', '.join(one.away)}")
    return "; ".join(part for part in parts if part)


def meeting_told(shown: Schedule, one: Meeting, width: int, glyphs: Glyphs) -> list[Line]:
    """Return one meeting whole, in at most `TOLD` rows."""
    occurrence, series = one.occurrence, one.series
    team = shown.teams.get(series.team, "")
    about = f"  {one.ref}" + (f" {glyphs.dot} {squeeze(team, 40)}" if team else "")
    name = fit(squeeze(occurrence.summary, 300), max(8, width - len(about) - 3), glyphs.cut)
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
