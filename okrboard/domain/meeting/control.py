"""Where a meeting stands: its clock, its item in hand, who holds the token.

Moving a meeting along is no content: such changes are not logged, so that undo takes back what was
said and not where people were.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from okrboard.domain.changes import Draft
from okrboard.domain.meeting import timeboxes
from okrboard.domain.meeting.timeboxes import Clock, Item, Settled
from okrboard.domain.records import Meeting
from okrboard.errors import Refused

MORE = 120
"""Seconds that the key for more time adds."""


def clock_of(meeting: Meeting) -> Clock:
    """Return a meeting's clock as it was stored."""
    return Clock(meeting.boxes, meeting.item, meeting.item_since)


def clock_at(meeting: Meeting, now: datetime) -> Settled:
    """Return a meeting's clock as it stands now, and who pays for an overrun."""
    return timeboxes.settle(clock_of(meeting), now)


def changed(draft: Draft, meeting: Meeting, **fields: Any) -> Meeting:
    """Return a meeting with fields replaced and its last sign of life noted."""
    return meeting._replace(touched=draft.stamp.at, **fields)


def onward(draft: Draft, id: int, terminal: str) -> Meeting:
    """Finish the item in hand and go to the next one."""
    meeting = held(draft, id, terminal)
    return _moved(draft, meeting, timeboxes.onward(_running(draft, meeting), draft.stamp.at))


def back(draft: Draft, id: int, terminal: str) -> Meeting:
    """Go to the item before the one in hand."""
    meeting = held(draft, id, terminal)
    return _moved(draft, meeting, timeboxes.back(_running(draft, meeting), draft.stamp.at))


def go_to(draft: Draft, id: int, key: str, terminal: str) -> Meeting:
    """Go to any item of the agenda."""
    meeting = held(draft, id, terminal)
    if key not in {box.key for box in meeting.boxes}:
        raise Refused(f"{key} is not on this agenda")
    return _moved(draft, meeting, timeboxes.go_to(_running(draft, meeting), key, draft.stamp.at))


def skip(draft: Draft, id: int, terminal: str) -> Meeting:
    """Pass the item in hand by; its seconds go to the others."""
    meeting = held(draft, id, terminal)
    meeting = meeting._replace(passed=(*meeting.passed, meeting.item))
    return _moved(draft, meeting, timeboxes.onward(_running(draft, meeting), draft.stamp.at))


def talk_about(draft: Draft, id: int, item: Item, before: str, terminal: str) -> Meeting:
    """Put one more item on the agenda before another one, and go to it."""
    meeting = held(draft, id, terminal)
    clock = _running(draft, meeting)
    if item.key not in {box.key for box in meeting.boxes}:
        clock = timeboxes.insert(clock, item, before, draft.stamp.at).clock
    return _moved(draft, meeting, timeboxes.go_to(clock, item.key, draft.stamp.at))


def look_at(draft: Draft, id: int, focus: str, terminal: str) -> Meeting:
    """Say what everybody looks at within the item in hand."""
    meeting = held(draft, id, terminal)
    return _put(draft, changed(draft, meeting, focus=focus))


def set_minutes(draft: Draft, id: int, minutes: int, terminal: str) -> Meeting:
    """Deal the meeting's time afresh, so that it ends that many minutes from now."""
    if not 1 <= minutes <= 600:
        raise Refused("a meeting takes 1 to 600 minutes")
    meeting = held(draft, id, terminal)
    clock = timeboxes.redeal(clock_of(meeting), minutes * 60, draft.stamp.at)
    return _placed(draft, meeting._replace(minutes=minutes), clock)


def more_time(draft: Draft, id: int, terminal: str) -> Meeting:
    """Give the item in hand two more minutes."""
    meeting = held(draft, id, terminal)
    return _placed(draft, meeting, timeboxes.add(clock_of(meeting), MORE, draft.stamp.at).clock)


def pause(draft: Draft, id: int, terminal: str) -> Meeting:
    """Stop the clock, or let it run on."""
    meeting = held(draft, id, terminal)
    if meeting.state == "paused":
        clock = timeboxes.resume(clock_of(meeting), draft.stamp.at)
        return _placed(draft, meeting._replace(state="running"), clock)
    clock = timeboxes.pause(clock_of(meeting), draft.stamp.at).clock
    return _placed(draft, meeting._replace(state="paused"), clock)


def pass_token(draft: Draft, id: int, member: int, terminal: str) -> Meeting:
    """Hand the token to another member; their terminal takes it up."""
    meeting = held(draft, id, terminal)
    if member not in draft.board.members:
        raise Refused("the token goes to a member of the board")
    return _put(draft, changed(draft, meeting, facilitator=member, terminal=""))


def take_token(draft: Draft, id: int, terminal: str, *, holder_alive: bool) -> Meeting:
    """Take the token when it was passed to me, or when its terminal is gone."""
    meeting = open_meeting(draft, id)
    if meeting.terminal == terminal:
        return meeting
    handed = meeting.facilitator == draft.stamp.member and not meeting.terminal
    if holder_alive and not handed:
        holder = draft.board.members.get(meeting.facilitator)
        raise Refused(
            f"{holder.handle if holder else 'another terminal'} holds the token; "
            "it is free 30 seconds after that terminal is gone"
        )
    return _put(draft, changed(draft, meeting, facilitator=draft.stamp.member, terminal=terminal))


def open_meeting(draft: Draft, id: int) -> Meeting:
    """Return a meeting that is not closed, or refuse."""
    meeting = draft.board.meetings.get(id)
    if meeting is None:
        raise Refused(f"there is no meeting M{id} on this board")
    if meeting.state == "closed":
        raise Refused(f"M{id} is closed; its minutes: okrboard meetings minutes M{id}")
    return meeting


def held(draft: Draft, id: int, terminal: str) -> Meeting:
    """Return an open meeting whose token this terminal holds, or refuse."""
    meeting = open_meeting(draft, id)
    if meeting.terminal != terminal:
        holder = draft.board.members.get(meeting.facilitator)
        raise Refused(
            f"{holder.handle if holder else 'another terminal'} leads this meeting; "
            "take the token to lead it"
        )
    return meeting


def _running(draft: Draft, meeting: Meeting) -> Clock:
    clock = clock_of(meeting)
    return clock if meeting.state == "paused" else timeboxes.resume(clock, draft.stamp.at)


def _moved(draft: Draft, meeting: Meeting, settled: Settled) -> Meeting:
    return _placed(draft, meeting._replace(focus=""), settled.clock)


def _placed(draft: Draft, meeting: Meeting, clock: Clock) -> Meeting:
    since = None if meeting.state == "paused" else clock.since
    return _put(
        draft,
        changed(draft, meeting, boxes=clock.boxes, item=clock.item, item_since=since),
    )


def _put(draft: Draft, meeting: Meeting) -> Meeting:
    draft.what, draft.logged = f"M{meeting.id} goes on", False
    return draft.put(meeting)
