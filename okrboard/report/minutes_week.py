"""What was reported between two check-in meetings, by whoever did not wait for the meeting.

On a Tuesday over SSH or from a connected number: the meeting may wave it through, but its minutes
must not call it unchanged.
"""

from __future__ import annotations

from datetime import datetime

from okrboard.domain.board import Board
from okrboard.domain.describe import told_move
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.measure import measure
from okrboard.domain.records import KeyResult, Meeting
from okrboard.report.format import change_text, typeset
from okrboard.report.minutes_text import by, escaped, inline, name_of


def reported(board: Board, meeting: Meeting, key_result: KeyResult) -> str:
    """Return what a key result's check-ins since the last meeting come to, or an empty line.

    `KR7 Pages a week: 24 → 26 pages (+2), at risk — ben`: from where it stood at the last meeting
    to where this one found it. A value that stayed the same is not told.
    """
    since = _last_meeting(board, meeting)
    until = meeting.ended or meeting.started
    known = [c for c in board.check_ins_of(key_result.id) if meeting.ended is None or c.at <= until]
    before = [c for c in known if since is not None and c.at <= since]
    newest = known[-1] if known else None
    if newest is None or len(before) == len(known):
        return ""
    was = before[-1].value if before else None
    if newest.value == was:
        return ""
    moved = inline(typeset(told_move(key_result, was, newest.value)))
    if was is not None and key_result.kind != "milestones":  # Steps say so by themselves.
        moved += f" ({inline(change_text(newest.value - was))})"
    measured = measure(board, key_result, board.cycles[meeting.cycle], meeting.started.date())
    health = HEALTH_LABELS[measured.health]
    return f"{escaped(name_of(key_result))}: {moved}, {health}{by(board, newest.author)}"


def _last_meeting(board: Board, meeting: Meeting) -> datetime | None:
    """Return when the check-in before this one ended, of the same team in the same cycle."""
    ends = [
        other.ended
        for other in board.meetings.values()
        if other.kind == meeting.kind
        and other.cycle == meeting.cycle
        and other.team == meeting.team
        and other.ended is not None
        and other.started < meeting.started
    ]
    return max(ends, default=None)
