"""What the minutes say of last week's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.meetings import Room

from okrboard.domain.edit.actions import add_action, carry_action, drop_action, keep_action
from okrboard.domain.meeting.flow import close
from okrboard.report.minutes import minutes_of
from okrboard.service import Service, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Action

HEAD = "## Last week's actions\n\n"
WEEK = 7 * 24 * 3600


def planning(title: str) -> Callable[[Draft], Action]:
    return lambda draft: add_action(draft, title, key_result=1)


def room_with(*titles: str) -> tuple[Room, list[Action]]:
    """A room a week after somebody planned actions, its check-in running."""
    room = Room()
    made = [room.does("ben", planning(title)) for title in titles]
    room.passes(WEEK)
    room.starts()
    room.passes(60)
    return room, made


def closes(room: Room) -> str:
    room.does("ana", lambda draft: close(draft, 1, lambda b, m: minutes_of(b, m, zone_of(b))))
    return room.meeting().minutes_text


def test_kept_dropped_and_carried_over_are_all_there_and_counted() -> None:
    room, (one, two, three, _) = room_with("Ring", "Write", "Move", "Left alone")
    room.does("ben", lambda draft: keep_action(draft, one.id))
    room.does("ben", lambda draft: drop_action(draft, two.id, "no time"))
    room.does("ben", lambda draft: carry_action(draft, three.id, reason="the van came late"))
    said = closes(room)
    part = said.partition(HEAD)[2].partition("\n\n##")[0].splitlines()
    due = room.board.actions[three.id].due
    assert part[0] == "1 kept, 1 dropped, 1 carried over"
    assert part[2].startswith("- A1 Ring — kept")
    assert part[3] == "- A2 Write — dropped: no time — ben"
    assert part[4] == f"- A3 Move — carried over once, to Fri {due}: the van came late — ben"
    assert len(part) == 5


def test_the_count_of_carrying_over_grows() -> None:
    room, (one,) = room_with("Ring")
    room.does("ben", lambda draft: carry_action(draft, one.id))
    room.does("ben", lambda draft: carry_action(draft, one.id))
    assert "- A1 Ring — carried over 2×, to Fri " in closes(room)


def test_what_was_carried_before_is_not_told_as_the_meetings() -> None:
    room, (one, two) = room_with("Ring", "Write")
    room.passes(-3600)
    room.does("ben", lambda draft: carry_action(draft, one.id))
    room.passes(3600)
    ben = Service(room.store, "ben", lambda: room.now)
    ben.change("", lambda draft: carry_action(draft, two.id))
    ben.undo()
    assert HEAD not in closes(room)
