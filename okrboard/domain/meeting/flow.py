"""A meeting from its start to its minutes: start, join, resume, close, run out.

One that was begun by mistake, in which nothing happened, leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.enums import MeetingKind
from okrboard.domain.meeting import timeboxes
from okrboard.domain.meeting.agendas import agenda, running
from okrboard.domain.meeting.contributions import attend
from okrboard.domain.meeting.control import clock_of, member_who, open_meeting, with_clock
from okrboard.domain.records import Meeting
from okrboard.domain.schedule import next_check_in, next_day
from okrboard.errors import Refused

Writer = Callable[[Board, Meeting], str]
"""Writes a meeting's minutes as Markdown."""

FORGOTTEN_AFTER = timedelta(hours=4)
"""A meeting that nobody touched for so long is closed by itself."""

JUST_CLOSED = timedelta(hours=2)
"""So long after its end whoever starts a meeting may have come late to the one that is over."""

_USUAL_MINUTES: dict[str, int] = {"check-in": 30, "reflect": 90, "goals": 120}


def start(
    draft: Draft,
    kind: MeetingKind,
    *,
    terminal: str,
    team: int = 0,
    cycle: int = 0,
    minutes: int = 0,
    alone: bool = False,
) -> Meeting:
    """Start a meeting, or take part in the one of the kind and team that is not closed yet.

    `alone` says that no terminal was connected to it: then it was cut off, and goes on at the very
    second where somebody last touched it.
    """
    board, stamp = draft.board, draft.stamp
    already = running(board, kind, team)
    if already:
        draft.logged, meeting = False, already[0]
        if alone:
            clock = clock_of(meeting).pause(meeting.touched or meeting.started)
            clock = clock if meeting.state == "paused" else clock.resume(stamp.at)
            meeting = draft.put(with_clock(draft, meeting, clock))
        return attend(draft, meeting.id) if stamp.member else meeting
    member = member_who(draft, "start a meeting")
    if not cycle:
        current = board.cycle_on(stamp.today)
        if current is None:
            raise Refused("a meeting needs a cycle: okrboard cycle add NAME --from DAY --to DAY")
        cycle = current.id
    meeting = Meeting(0, kind, cycle, stamp.at, team=team, facilitator=member, terminal=terminal)
    minutes = minutes or _USUAL_MINUTES[kind]
    clock = timeboxes.start(agenda(board, meeting, stamp.today), minutes * 60, stamp.at)
    made = draft.add(with_clock(draft, meeting, clock, minutes=minutes))
    made = attend(draft, made.id)
    draft.what, draft.logged = f"start {kind} M{made.id}", True
    return made


def close(draft: Draft, id: int, write: Writer, *, at_rest: bool = False) -> Meeting:
    """Close a meeting and keep its minutes as they are now; they say when the next one is.

    That is the next of its kind in the schedule after the day it was held; without one the next
    check-in.

    `at_rest` closes one that was forgotten, at the instant somebody last touched it.
    """
    meeting = open_meeting(draft, id)
    ended = meeting.touched or meeting.started if at_rest else draft.stamp.at
    clock = clock_of(meeting).pause(ended)
    day, team = draft.stamp.day_of(ended), meeting.team
    following = next_day(draft.board, meeting.kind, day, team)
    following = following or next_check_in(draft.board, day, team)
    meeting = draft.put(
        with_clock(draft, meeting, clock, state="closed", ended=ended, next_on=following)
    )
    draft.what = f"close {meeting.kind} M{id}"
    return draft.put(meeting._replace(minutes_text=write(draft.board, meeting)))


def forgotten(board: Board, now: datetime) -> list[int]:
    """Return the numbers of the meetings that nobody touched for four hours."""
    return [
        meeting.id
        for meeting in running(board)
        if now - (meeting.touched or meeting.started) >= FORGOTTEN_AFTER
    ]


def closed_just_now(board: Board, kind: MeetingKind, team: int, now: datetime) -> Meeting | None:
    """Return the meeting of a kind and team that ended in the last two hours.

    None where one is running: whoever comes takes part in that.
    """
    if running(board, kind, team):
        return None
    closed = [
        meeting
        for meeting in board.meetings.live.values()
        if (meeting.kind, meeting.team, meeting.state) == (kind, team, "closed")
        and meeting.ended is not None
        and timedelta() <= now - meeting.ended <= JUST_CLOSED
    ]
    return max(closed, key=lambda meeting: meeting.id, default=None)


def is_untouched(board: Board, meeting: Meeting) -> bool:
    """Say whether nothing happened in a meeting: its first item, one person, nothing said."""
    if meeting.state == "closed" or (meeting.boxes and meeting.item != meeting.boxes[0].key):
        return False
    if len(meeting.attendance) > 1 or any(entry.word for entry in meeting.attendance):
        return False
    if meeting.wins or meeting.decisions or meeting.revealed or meeting.passed:
        return False
    tables = ("votes", "cards", "proposals", "check_ins", "actions", "agreements")
    return not any(board.table(table).ids_with("meeting", meeting.id) for table in tables)


def discard(draft: Draft, id: int) -> None:
    """Take a meeting off the board that was begun by mistake.

    Raises `Refused` when anything happened in it: then it is closed and has minutes.
    """
    meeting = open_meeting(draft, id)
    if not is_untouched(draft.board, meeting):
        raise Refused(f"something was said in M{id} already; close it, and it has minutes")
    draft.remove(meeting)
    draft.what = f"discard {meeting.kind} M{id}"


def expire(draft: Draft, write: Writer) -> list[int]:
    """Close the meetings that nobody touched for four hours; return their numbers.

    Those in which nothing happened are taken off the board instead.
    """
    ids = forgotten(draft.board, draft.stamp.at)
    for id in ids:
        if is_untouched(draft.board, draft.board.meetings[id]):
            discard(draft, id)
        else:
            close(draft, id, write, at_rest=True)
    if ids:
        draft.what = f"close forgotten {', '.join(f'M{id}' for id in ids)}"
    return ids
