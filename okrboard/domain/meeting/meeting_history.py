"""The meetings that were held, newest first, with what came of each in a few words.

Meetings of archived cycles are read from their archives. An archive that cannot be read leaves its
meetings out, and says so in one line.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.record import Record
from okrboard.domain.records import Meeting
from okrboard.errors import StoreError


class HeldMeeting(Record):
    """One meeting, and how much came of it."""

    meeting: Meeting
    actions: int
    """Actions that were planned in it."""
    goals: int
    """Goals that were adopted in it."""


def held_meetings(board: Board) -> tuple[list[HeldMeeting], list[str]]:
    """Return all meetings of a board, and a line for what could not be read; it opens archives."""
    table = board.meetings
    meetings: list[Meeting] = []
    notes: dict[int, str] = {}
    for id in reversed(table):
        # An archive that is damaged is asked once; of live records each stands for itself.
        where = table.archived_in(id) or -id
        if where in notes:
            continue
        try:
            meetings.append(table[id])
        except StoreError as error:
            notes[where] = str(error)
    try:
        actions = board.actions.group_by("meeting")
    except StoreError:
        actions = board.actions.live.group_by("meeting")
    held = [
        HeldMeeting(meeting, len(actions.get(meeting.id, ())), _adopted(board, meeting))
        for meeting in meetings
    ]
    return held, [*notes.values()]


def _adopted(board: Board, meeting: Meeting) -> int:
    if meeting.kind != "goals":
        return 0
    try:
        return sum(one.state == "adopted" for one in board.proposals_in(meeting.id))
    except StoreError:
        return 0
