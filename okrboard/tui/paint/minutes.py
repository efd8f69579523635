"""Paints the meetings that were held, a line each with what came of it, and minutes as they read.

Pure: meetings or a text go in, lines come out, with the rows of each meeting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from okrboard.cells import fit, fold, left
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.meeting_history import HeldMeeting
from okrboard.glyphs import Glyphs
from okrboard.report.format import short_day, unescaped
from okrboard.text import clean
from okrboard.tui.paint.line import Line, PaintedPage, fit_line

MARGIN = 2
"""Cells left and right of the text."""

WIDEST = 100
"""Cells of a line at most: longer ones are hard to read."""

MOST_ROWS = 24
"""Rows of one line of the minutes; no line that a form takes is longer on a usual terminal."""

_LEAST = 10


def minutes_lines(text: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return a text of minutes in rows of `width` cells; what was escaped reads as it was typed."""
    room = max(_LEAST, min(width, WIDEST) - 2 * MARGIN)
    lines: list[Line] = []
    for row in text.splitlines():
        shown, style, indent = _read(row)
        blank = " " * indent
        parts = fold(clean(shown), max(_LEAST, room - indent), MOST_ROWS, glyphs.cut)
        for index, part in enumerate(parts):
            before = row[:indent] if index == 0 else blank
            lines.append([(" " * MARGIN, "text"), (f"{before}{part}", style)])
    return lines


def _read(row: str) -> tuple[str, str, int]:
    """Return what a row says, its style, and how many cells of it stand before the text."""
    if row.startswith("#"):
        # Only the first two levels are heads of the page: the third is one thing among others.
        style = "strong" if row.startswith("###") else "title"
        return unescaped(row.lstrip("#").strip()), style, 0
    if row.startswith("**") and row.endswith("**"):
        return unescaped(row[2:-2]), "label", 0
    bare = row.lstrip(" ")
    indent = len(row) - len(bare) + 2 if bare.startswith("- ") else 0
    return unescaped(row[indent:]), "text", indent


WIDE = 110
"""Cells from which what came of a meeting stands beside it, not below."""

_REF, _KIND, _DAY = 6, 10, 16
_HERE = 9
_NOTE_ROWS = 4


def paint_held(
    board: Board,
    held: Sequence[HeldMeeting],
    notes: Sequence[str],
    at: int,
    zone: tzinfo,
    width: int,
    glyphs: Glyphs,
) -> PaintedPage:
    """Return the list in `width` cells; `at` is the meeting under the cursor."""
    cycle, leader = (10, 8) if width < 72 else (14, 12) if width < WIDE else (16, 14)
    heads = [("", 2), ("", _REF), ("meeting", _KIND), ("day", _DAY)]
    heads += [("cycle", cycle), ("led by", leader), ("there", _HERE)]
    named = "".join(left(name, cells) for name, cells in heads)
    if width >= WIDE:
        named += "what came of it"
    lines: list[Line] = [
        [("  ", "text"), ("Meetings held", "title"), ("   newest first", "dim")],
        [(fit(named, width, ""), "label")],
        [("  " + glyphs.rule * max(0, width - 4), "rule")],
    ]
    rows = []
    for index, one in enumerate(held):
        first = len(lines)
        meeting = one.meeting
        mark = [(f"{glyphs.gutter} " if index == at else "  ", "accent")]
        day = meeting.started.astimezone(zone).date()
        there = len(meeting.attendance)
        line: Line = [
            *mark,
            (left(reference("meetings", meeting.id), _REF), "dim"),
            (left(meeting.kind, _KIND), "strong"),
            (left(f"{short_day(day)} {day.year}", _DAY), "text"),
            (_column(_cycle(board, one), cycle, glyphs), "text"),
            (_column(_leader(board, one), leader, glyphs), "text"),
            (left(f"{there} there" if there else "", _HERE), "dim"),
        ]
        came = _came_of_it(board, one, glyphs)
        if width >= WIDE:
            lines.append(fit_line([*line, *came], width))
        else:
            lines.append(fit_line(line, width))
            lines.append(fit_line([*mark, (" " * _REF, "text"), *came], width))
        rows.append((first, len(lines) - 1))
    return PaintedPage([*lines, *_told(notes, width, glyphs)], rows)


def paint_nothing(
    held: int, notes: Sequence[str], keys: Mapping[str, str], width: int, glyphs: Glyphs
) -> list[Line]:
    """Return what there is to say instead of a list; `held` is how many the search leaves out.

    `keys` has the key of `meeting` and that of `back`, as shown; empty where there is none.
    """
    meet, back = keys.get("meeting", ""), keys.get("back", "")
    if held:
        many = f"{held} meeting{'s' if held > 1 else ''}"
        found: list[Line] = [
            [("  ", "text"), ("These words fell in no meeting.", "strong")],
            [],
            [("  ", "text"), (back, "key"), (f" shows all {many} again", "text")] if back else [],
        ]
    else:
        found = [
            [("  ", "text"), ("No meeting was held yet.", "strong")],
            [],
            [("  ", "text"), ("Its minutes stay here when it is closed.", "text")],
            [("  ", "text"), (meet, "key"), (" starts one", "text")] if meet else [],
        ]
    lines = [fit_line(line, width) for line in found]
    return [[("", "text")], *lines, *_told(notes, width, glyphs)]


def _told(notes: Sequence[str], width: int, glyphs: Glyphs) -> list[Line]:
    """Return what could not be read, below the rest."""
    lines: list[Line] = []
    for note in notes:
        lines.append([("", "text")])
        for row in fold(clean(note), max(10, width - 4), _NOTE_ROWS, glyphs.cut):
            lines.append([("  ", "text"), (row, "error")])
    return lines


def _came_of_it(board: Board, one: HeldMeeting, glyphs: Glyphs) -> Line:
    """Return in a few words how a meeting stands, whose it was and what came of it."""
    meeting = one.meeting
    team = board.teams.get(meeting.team)
    line: Line = [(f"team {fit(clean(team.name), 16, glyphs.cut)}  ", "text")] if team else []
    if meeting.state != "closed":
        word = "goes on" if meeting.state == "running" else "paused"
        return [*line, (f"{glyphs.live} {word}", "strong")]
    counts = (
        (one.goals, "goal"),
        (len(meeting.decisions), "decision"),
        (one.actions, "action"),
        (len(meeting.wins), "win"),
    )
    said = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return [*line, (f" {glyphs.dot} ".join(said) or "nothing noted", "dim")]


def _column(text: str, cells: int, glyphs: Glyphs) -> str:
    """Return a text with at least one blank behind it."""
    return left(clean(text), cells - 1, glyphs.cut) + " "


def _cycle(board: Board, one: HeldMeeting) -> str:
    cycle = board.cycles.get(one.meeting.cycle)
    return cycle.name if cycle else "?"


def _leader(board: Board, one: HeldMeeting) -> str:
    member = board.members.get(one.meeting.facilitator)
    return member.handle if member else "nobody"
