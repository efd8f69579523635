"""Proposals: silent drafts, merging with lineage, takers, and the goals they become."""

from __future__ import annotations

import pytest
from support.meetings import TERMINAL, Room

from okrboard.domain.meeting.blind import PROPOSALS
from okrboard.domain.meeting.cards import reveal_cards
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import (
    add_draft_key_result,
    adopt,
    edit_proposal,
    lineage,
    merge,
    meter,
    proposals_seen_by,
    propose,
    shortlist,
    take,
)
from okrboard.domain.records import DraftKeyResult
from okrboard.errors import Refused


@pytest.fixture
def room() -> Room:
    room = Room()
    room.does("ana", lambda draft: start(draft, "goals", terminal=TERMINAL))
    room.does("ana", lambda draft: propose(draft, 1, "Calm releases", why="people sleep"))
    room.does("ben", lambda draft: propose(draft, 1, "No night work", why="people stay"))
    signups = DraftKeyResult("Pages a week", start=24, target=8, unit="pages")
    room.does("ben", lambda draft: add_draft_key_result(draft, 2, signups))
    return room


def reveal(room: Room) -> None:
    room.does("ana", lambda draft: reveal_cards(draft, 1, PROPOSALS))


def test_drafts_are_their_authors_own_until_the_reveal(room: Room) -> None:
    assert [p.id for p in proposals_seen_by(room.board, room.meeting(), 1)] == [1]
    with pytest.raises(Refused, match="its author's own"):
        room.does("ana", lambda draft: edit_proposal(draft, 2, title="Mine"))
    reveal(room)
    assert [p.id for p in proposals_seen_by(room.board, room.meeting(), 3)] == [1, 2]
    assert all("Calm" not in change.what for change in room.board.changes.values())


def test_merging_keeps_who_proposed_what(room: Room) -> None:
    with pytest.raises(Refused, match="still covered"):
        room.does("ana", lambda draft: merge(draft, 1, 2))
    reveal(room)
    made = room.does("ana", lambda draft: merge(draft, 1, 2, "Releases let people sleep"))
    assert (made.parents, made.why) == ((1, 2), "people sleep\npeople stay")
    assert [kr.title for kr in made.key_results] == ["Pages a week"]
    again = room.does("ana", lambda draft: propose(draft, 1, "Third"))
    twice = room.does("ana", lambda draft: merge(draft, made.id, again.id))
    assert [p.id for p in lineage(room.board, twice.id)] == [1, 2, again.id]
    assert [p.id for p in proposals_seen_by(room.board, room.meeting(), 3)] == [twice.id]
    with pytest.raises(Refused, match="P1 is merged already"):
        room.does("ana", lambda draft: merge(draft, 1, twice.id))


def test_people_take_goals_and_one_owns_it(room: Room) -> None:
    reveal(room)
    room.does("ana", lambda draft: take(draft, 2, "own"))
    with pytest.raises(Refused, match="has an owner already"):
        room.does("ben", lambda draft: take(draft, 2, "own"))
    room.does("ben", lambda draft: take(draft, 2, "contribute"))
    room.does("cleo", lambda draft: take(draft, 2, "not mine"))
    found = meter(room.board, room.meeting())
    assert [p.id for p in found.untaken] == [1]
    assert found.bottom_up == 1.0


def test_who_takes_more_than_their_capacity_is_named(room: Room) -> None:
    reveal(room)
    for number in range(3):
        extra = DraftKeyResult(f"More {number}", start=0, target=1)
        room.does("ben", lambda draft, kr=extra: add_draft_key_result(draft, 2, kr))  # type: ignore[misc]
    room.does("ana", lambda draft: take(draft, 2, "own"))
    assert meter(room.board, room.meeting()).overloaded == (1,)


def test_an_adopted_proposal_becomes_a_goal_with_owner_and_krs(room: Room) -> None:
    reveal(room)
    room.does("ana", lambda draft: take(draft, 2, "own"))
    room.does("ben", lambda draft: take(draft, 2, "contribute"))
    made = room.does("ana", lambda draft: adopt(draft, 2, 1))
    assert (made.stage, made.owner, made.takers, made.proposal) == ("committed", 1, (2,), 2)
    (key_result,) = room.board.key_results_of(made.id)
    assert (key_result.start, key_result.target, key_result.unit) == (24, 8, "pages")
    with pytest.raises(Refused, match="P2 is adopted"):
        room.does("ana", lambda draft: adopt(draft, 2, 1))


def test_a_key_result_without_a_target_holds_the_adoption_up(room: Room) -> None:
    reveal(room)
    vague = DraftKeyResult("Better sleep")
    room.does("ana", lambda draft: add_draft_key_result(draft, 1, vague))
    with pytest.raises(Refused, match="needs a target"):
        room.does("ana", lambda draft: adopt(draft, 1, 1))
    assert len(room.board.objectives) == 1


def test_what_is_off_the_shortlist_is_not_adopted(room: Room) -> None:
    reveal(room)
    room.does("ana", lambda draft: shortlist(draft, 2, wanted=False))
    with pytest.raises(Refused, match="P2 is declined"):
        room.does("ana", lambda draft: adopt(draft, 2, 1))
    assert room.does("ana", lambda draft: shortlist(draft, 2)).state == "shortlisted"
