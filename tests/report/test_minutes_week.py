"""What the minutes say of key results that the meeting itself had nothing to say about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.making import NOW
from support.meetings import Room

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.meeting.contributions import say_value
from okrboard.domain.meeting.flow import close
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of

WEEK = 7 * 24 * 3600


@pytest.fixture
def room() -> Room:
    """Ana and ben, KR1 at 24 after a first meeting, and a week gone by."""
    room = Room()
    meets(room)
    room.passes(WEEK)
    return room


def meets(room: Room) -> str:
    """Hold a check-in in which nobody says anything; return its minutes."""
    meeting = room.starts()
    room.does(
        "ana", lambda draft: close(draft, meeting.id, lambda b, m: minutes_of(b, m, zone_of(b)))
    )
    return room.meeting(meeting.id).minutes_text


def test_what_was_reported_before_the_meeting_is_not_unchanged(room: Room) -> None:
    room.passes(-3 * 24 * 3600)
    room.does("ben", lambda draft: check_in(draft, 1, 26, confidence=6))
    room.passes(3 * 24 * 3600)
    said = meets(room)
    assert "- KR1 Pages a week: 24 → 26 pages (+2), off track — ben" in said
    assert "Without change: KR2 Uptime, KR3 SOPs live" in said


def test_a_week_s_reports_come_to_one_line(room: Room) -> None:
    room.does("ben", lambda draft: check_in(draft, 1, 30))
    room.passes(60)
    room.does("ben", lambda draft: check_in(draft, 1, 22))
    room.does("ana", lambda draft: check_in(draft, 3, 2))
    said = meets(room)
    assert "KR1 Pages a week: 24 → 22 pages (−2)" in said
    assert "30" not in said.partition("## Key results")[2]
    assert "KR3 SOPs live: 0 → 2 of 4" in said


def test_the_same_value_again_is_no_change(room: Room) -> None:
    room.does("ben", lambda draft: check_in(draft, 1, 24))
    assert "Without change: KR1 Pages a week" in meets(room)


def test_what_was_told_a_week_ago_is_not_told_again(room: Room) -> None:
    room.does("ben", lambda draft: check_in(draft, 1, 20))
    assert "24 → 20 pages" in meets(room)
    room.passes(WEEK)
    assert "24 → 20 pages" not in meets(room)


def test_before_the_first_meeting_it_counts_from_the_start() -> None:
    room = Room()
    room.does("ana", lambda draft: check_in(draft, 2, 99.5, on=NOW.date() - timedelta(days=1)))
    said = meets(room)
    assert "KR2 Uptime: 99.5 %" in said
    assert "KR1 Pages a week: 31 → 24 pages" in said


def test_steps_are_told_as_steps_also_where_a_meeting_reached(room: Room) -> None:
    meeting = room.starts()
    room.does("ana", lambda draft: say_value(draft, meeting.id, 3, 2))
    said = minutes_of(room.board, room.meeting(meeting.id), zone_of(room.board))
    assert "- 0 → 2 of 4," in said
