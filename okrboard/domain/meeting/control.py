"""Where a meeting stands: its clock, its item in hand, who holds the token.

Moving a meeting along is no content: such changes are not logged, so that undo takes back what was
said and not where people were.
"""

from __future__ import annotations

from typing import Any

from okrboard.domain.changes import Draft
from okrboard.domain.meeting.timeboxes import Clock, Item
from okrboard.domain.records import Meeting
from okrboard.errors import Refused

_MORE = 120
"""Seconds that the key for more time adds."""


def clock_of(meeting: Meeting) -> Clock:
    """Return a meeting's clock as it was stored."""
    return Clock(meeting.boxes, meeting.item, meeting.item_since)


def with_clock(draft: Draft, meeting: Meeting, clock: Clock, **fields: Any) -> Meeting:
    """Return a meeting with another clock, and with other fields replaced."""
    clock_fields = {"boxes": clock.boxes, "item": clock.item, "item_since": clock.since}
    return changed(draft, meeting, **{**clock_fields, **fields})


def changed(draft: Draft, meeting: Meeting, **fields: Any) -> Meeting:
    """Return a meeting with fields replaced and its last sign of life noted."""
    return meeting._replace(touched=draft.stamp.at, **fields)


def onward(draft: Draft, id: int, terminal: str) -> Meeting:
    """Finish the item in hand and go to the next one."""
    meeting = held(draft, id, terminal)
    return _moved(draft, meeting, _running(draft, meeting).onward(draft.stamp.at))


def back(draft: Draft, id: int, terminal: str) -> Meeting:
    """Go to the item before the one in hand."""
    meeting = held(draft, id, terminal)
    return _moved(draft, meeting, _running(draft, meeting).back(draft.stamp.at))


def go_to(draft: Draft, id: int, key: str, terminal: str) -> Meeting:
    """Go to any item of the agenda."""
    meeting = held(draft, id, terminal)
    if key not in {box.key for box in meeting.boxes}:
        raise Refused(f"{key} is not on this agenda")
    return _moved(draft, meeting, _running(draft, meeting).go_to(key, draft.stamp.at))


def skip(draft: Draft, id: int, terminal: str) -> Meeting:
    """Pass the item in hand by; its seconds go to the others."""
    meeting = held(draft, id, terminal)
    meeting = meeting._replace(passed=(*meeting.passed, meeting.item))
    return _moved(draft, meeting, _running(draft, meeting).onward(draft.stamp.at))


def talk_about(draft: Draft, id: int, item: Item, before: str, terminal: str) -> Meeting:
    """Put one more item on the agenda before another one, and go to it."""
    meeting, now = held(draft, id, terminal), draft.stamp.at
    clock = _running(draft, meeting)
    if item.key not in {box.key for box in meeting.boxes}:
        clock = clock.insert(item, before, now)
    return _moved(draft, meeting, clock.go_to(item.key, now))


def look_at(draft: Draft, id: int, focus: str, terminal: str) -> Meeting:
    """Say what everybody looks at within the item in hand."""
    return _put(draft, changed(draft, held(draft, id, terminal), focus=focus))


def set_minutes(draft: Draft, id: int, minutes: int, terminal: str) -> Meeting:
    """Deal the meeting's time afresh, so that it ends that many minutes from now."""
    if not 1 <= minutes <= 600:
        raise Refused("a meeting takes 1 to 600 minutes")
    meeting = held(draft, id, terminal)
    clock = clock_of(meeting).redeal(minutes * 60, draft.stamp.at)
    return _put(draft, with_clock(draft, meeting, clock, minutes=minutes))


def more_time(draft: Draft, id: int, terminal: str) -> Meeting:
    """Give the item in hand two more minutes."""
    meeting = held(draft, id, terminal)
    return _put(draft, with_clock(draft, meeting, clock_of(meeting).add(_MORE, draft.stamp.at)))


def pause(draft: Draft, id: int, terminal: str) -> Meeting:
    """Stop the clock, or let it run on."""
    meeting, now = held(draft, id, terminal), draft.stamp.at
    clock = clock_of(meeting)
    if meeting.state == "paused":
        return _put(draft, with_clock(draft, meeting, clock.resume(now), state="running"))
    return _put(draft, with_clock(draft, meeting, clock.pause(now), state="paused"))


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
        raise Refused(
            f"{_holder(draft, meeting)} holds the token; "
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
        holder = _holder(draft, meeting)
        raise Refused(f"{holder} leads this meeting; take the token to lead it")
    return meeting


def member_who(draft: Draft, does: str, member: int = 0) -> int:
    """Return the member who does something, who is `member` where several share a screen."""
    member = member or draft.stamp.member
    if not member:
        raise Refused(f"only members {does}; join first: okrboard member add HANDLE")
    return member


def _holder(draft: Draft, meeting: Meeting) -> str:
    member = draft.board.members.get(meeting.facilitator)
    return member.handle if member else "another terminal"


def _running(draft: Draft, meeting: Meeting) -> Clock:
    clock = clock_of(meeting)
    return clock if meeting.state == "paused" else clock.resume(draft.stamp.at)


def _moved(draft: Draft, meeting: Meeting, clock: Clock) -> Meeting:
    if meeting.state == "paused":
        clock = clock._replace(since=None)
    return _put(draft, with_clock(draft, meeting, clock, focus=""))


def _put(draft: Draft, meeting: Meeting) -> Meeting:
    draft.what, draft.logged = f"M{meeting.id} goes on", False
    return draft.put(meeting)
