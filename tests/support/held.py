"""Boards on which meetings were held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from support.making import NOW, furnished

from okrboard.domain.edit.actions import add_action
from okrboard.domain.records import Attendance, Meeting, Proposal, Remark
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of

if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.enums import MeetingKind


def hold(
    made: Draft, kind: MeetingKind = "check-in", *, ago: int = 7, said: tuple[str, ...] = ()
) -> Meeting:
    """Add a meeting of ana and ben that was closed some days ago; `said` was decided in it."""
    started = NOW - timedelta(days=ago)
    meeting: Meeting = made.add(
        Meeting(
            0,
            kind,
            1,
            started,
            state="closed",
            facilitator=1,
            ended=started + timedelta(minutes=30),
            attendance=(Attendance(1, started), Attendance(2, started)),
            decisions=tuple(Remark(text, 2) for text in said),
        )
    )
    text = minutes_of(made.board, meeting, zone_of(made.board))
    closed: Meeting = made.put(meeting._replace(minutes_text=text))
    return closed


def held_board() -> Board:
    """Return a board with M1 of three weeks ago to M3 of a week ago; goals in the second."""
    made = furnished()
    hold(made, ago=21, said=("No release after Thursday noon", "Ask the night shift"))
    goals = hold(made, "goals", ago=14)
    made.add(Proposal(0, goals.id, "Partners sell for us", 1, state="adopted"))
    made.add(Proposal(0, goals.id, "More adverts", 1, state="declined"))
    last = hold(made, ago=7, said=tuple(f"Decision number {number}" for number in range(80)))
    made.put(last._replace(wins=(Remark("Quiet week", 1),)))
    add_action(made, "Alert review with support", key_result=1, owner=1, meeting=last.id)
    return made.board
