"""Reading and searching the minutes of all meetings, those of archived cycles as well."""

from __future__ import annotations

from datetime import tzinfo

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import Meeting
from okrboard.errors import StoreError
from okrboard.report.minutes import minutes_of
from okrboard.report.minutes_text import unescaped


def minutes_or_why_not(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; one line where what they are made of cannot be read."""
    try:
        return minutes_of(board, meeting, zone)
    except StoreError as error:
        return f"These minutes cannot be read: {error}"


def fell_in(board: Board, meeting: Meeting, zone: tzinfo, words: str) -> bool:
    """Say whether all of some words are in a meeting's minutes, its reference, kind or cycle.

    The case does not matter; no words are in every meeting.
    """
    wanted = words.casefold().split()
    if not wanted:
        return True
    text: str = board.memo(("said in", meeting.id), lambda: _said(board, meeting, zone))
    return all(word in text for word in wanted)


def _said(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return everything by which a meeting is found."""
    cycle = board.cycles.get(meeting.cycle)
    named = f"{reference('meetings', meeting.id)} {meeting.kind} {cycle.name if cycle else ''}"
    return unescaped(f"{named}\n{minutes_or_why_not(board, meeting, zone)}").casefold()
