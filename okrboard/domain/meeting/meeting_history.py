"""The meetings that were held, newest first, with what came of each in a few words.

Meetings of archived cycles are read from their archives. An archive that cannot be read leaves its
meetings out, and says so in one line.
"""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.record import Record
from okrboard.domain.records import Meeting
from okrboard.errors import StoreError


class Held(Record):
    """One meeting, and how much came of it."""

    meeting: Meeting
    decisions: int
    actions: int
    """Actions that were planned in it."""
    wins: int
    goals: int
    """Goals that were adopted in it."""

    @property
    def is_over(self) -> bool:
        """Whether it was closed."""
        return self.meeting.state == "closed"


class Meetings(Record):
    """All meetings of a board."""

    meetings: tuple[Held, ...]
    """Newest first."""
    notes: tuple[str, ...] = ()
    """What could not be read, a line each."""


def held_meetings(board: Board) -> Meetings:
    """Return all meetings of a board; it opens the archives of closed cycles."""
    table = board.meetings
    found: list[Meeting] = []
    notes: dict[int, str] = {}
    for id in reversed(table):
        # An archive that is damaged is asked once; of live records each stands for itself.
        where = table.archived_in(id) or -id
        if where in notes:
            continue
        try:
            found.append(table[id])
        except StoreError as error:
            notes[where] = str(error)
    actions = _actions(board)
    return Meetings(tuple(_held(board, one, actions) for one in found), tuple(notes.values()))


def _held(board: Board, meeting: Meeting, actions: dict[int, list[int]]) -> Held:
    planned = len(actions.get(meeting.id, ()))
    goals = _adopted(board, meeting) if meeting.kind == "goals" else 0
    return Held(meeting, len(meeting.decisions), planned, len(meeting.wins), goals)


def _actions(board: Board) -> dict[int, list[int]]:
    """Return the actions by meeting; those that still change where an archive is damaged."""
    try:
        return board.actions.group_by("meeting")
    except StoreError:
        return board.actions.live.group_by("meeting")


def _adopted(board: Board, meeting: Meeting) -> int:
    try:
        return sum(one.state == "adopted" for one in board.proposals_in(meeting.id))
    except StoreError:
        return 0
