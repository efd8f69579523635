"""The minutes of a meeting as Markdown: the same board and meeting give the same text."""

from __future__ import annotations

from datetime import tzinfo

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import Meeting
from okrboard.report.minutes_text import decisions, escaped, head, inline, next_meeting, wins

__all__ = ["escaped", "file_name", "inline", "minutes_of"]


def file_name(meeting: Meeting, zone: tzinfo) -> str:
    """Return what a file of a meeting's minutes is called: `minutes-M7-2026-11-20.md`."""
    day = meeting.started.astimezone(zone).date()
    return f"minutes-{reference('meetings', meeting.id)}-{day}.md"


def minutes_of(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; those of a closed one as they were when it closed."""
    if meeting.minutes_text:
        return meeting.minutes_text
    sections = [head(board, meeting, zone), wins(board, meeting)]
    # Imported here: each kind of meeting needs its own only.
    if meeting.kind == "reflect":
        from okrboard.report.minutes_reflect import reflected

        sections += reflected(board, meeting)
    elif meeting.kind == "goals":
        from okrboard.report.minutes_goals import agreed_goals

        sections += agreed_goals(board, meeting)
    else:
        from okrboard.report.minutes_actions import reviewed
        from okrboard.report.minutes_check_in import key_results, plan

        sections += [key_results(board, meeting), reviewed(board, meeting), plan(board, meeting)]
    sections += [decisions(board, meeting), next_meeting(meeting)]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"
