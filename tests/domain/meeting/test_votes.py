"""Blind votes stay blind until the reveal, and count after it."""

from __future__ import annotations

import pytest
from support.meetings import Room

from okrboard.domain.meeting.blind import cast, is_covered, spread_before, visible, who_voted
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.errors import Refused


@pytest.fixture
def room() -> Room:
    room = Room()
    room.starts()
    return room


def test_before_the_reveal_one_sees_who_and_not_what(room: Room) -> None:
    room.does("ana", lambda draft: cast(draft, 1, "KR1", 8))
    room.does("ben", lambda draft: cast(draft, 1, "KR1", None))
    assert who_voted(room.board, 1, "KR1") == {1, 2}
    assert visible(room.board, room.meeting(), "KR1") == []
    assert all(is_covered(room.board, vote) for vote in room.board.votes.values())
    assert all("vote" not in change.what for change in room.board.changes.values())


def test_a_second_vote_replaces_the_first(room: Room) -> None:
    room.does("ana", lambda draft: cast(draft, 1, "KR1", 8))
    room.does("ana", lambda draft: cast(draft, 1, "KR1", 3))
    assert [vote.value for vote in room.board.votes.values()] == [3]


def test_on_one_screen_each_votes_in_turn(room: Room) -> None:
    for member, value in ((1, 8), (2, 3), (3, 6)):
        room.does("ana", lambda draft, m=member, v=value: cast(draft, 1, "KR1", v, m))  # type: ignore[misc]
    assert who_voted(room.board, 1, "KR1") == {1, 2, 3}


def test_the_reveal_shows_all_and_the_median_is_the_confidence(room: Room) -> None:
    for member, value in ((1, 8), (2, 3), (3, None)):
        room.does("ana", lambda draft, m=member, v=value: cast(draft, 1, "KR1", v, m))  # type: ignore[misc]
    votes = room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    assert [vote.value for vote in votes] == [3, 8, None]
    latest = room.board.latest(1)
    assert latest is not None
    assert (latest.confidence, latest.meeting, latest.value) == (6, 1, 24)
    newest = room.board.changes[max(room.board.changes)]
    assert newest.what == "reveal votes on KR1: median 5.5, spread 5"


def test_after_the_reveal_nobody_votes_any_more(room: Room) -> None:
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    with pytest.raises(Refused, match="revealed already"):
        room.does("ben", lambda draft: cast(draft, 1, "KR1", 5))


def test_all_abstained_changes_no_confidence(room: Room) -> None:
    room.does("ana", lambda draft: cast(draft, 1, "KR1", None))
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    latest = room.board.latest(1)
    assert latest is not None
    assert (latest.confidence, latest.meeting) == (7, 0)


@pytest.mark.parametrize("value", [-1, 11])
def test_a_vote_is_zero_to_ten(room: Room, value: int) -> None:
    with pytest.raises(Refused, match="0 to 10"):
        room.does("ana", lambda draft: cast(draft, 1, "KR1", value))


def test_the_spread_of_the_last_meeting_counts_not_of_this_one(room: Room) -> None:
    for member, value in ((1, 8), (2, 3)):
        room.does("ana", lambda draft, m=member, v=value: cast(draft, 1, "KR1", v, m))  # type: ignore[misc]
    assert spread_before(room.board, "KR1", 2) is None
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    assert spread_before(room.board, "KR1", 2) == 5
    assert spread_before(room.board, "KR1", 1) is None
