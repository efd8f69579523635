"""Key results of a proposal: votes stay with what they were about, whatever moves around them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.meetings import TERMINAL, Room

from okrboard.domain.meeting.blind import PROPOSALS, cast, visible
from okrboard.domain.meeting.cards import reveal_cards
from okrboard.domain.meeting.contributions import reveal_votes
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import (
    change_draft_key_result,
    lineage,
    merge,
    propose,
    remove_draft_key_result,
    shaped,
    subject,
)
from okrboard.domain.records import DraftKeyResult


def shaping(titles: list[str]) -> Room:
    room = Room()
    room.does("ana", lambda draft: start(draft, "goals", terminal=TERMINAL))
    key_results = [DraftKeyResult(title) for title in titles]
    room.does("ana", lambda draft: propose(draft, 1, "Calm nights", key_results=key_results))
    room.does("ana", lambda draft: reveal_cards(draft, 1, PROPOSALS))
    return room


def test_a_subject_names_a_proposal_and_a_place() -> None:
    room = shaping(["one"])
    named = shaped(room.board, subject(1, 0))
    assert named is not None
    assert (named[0].id, named[1].title) == (1, "one")
    for text in ("P1", "KR1", "P1.", "P.1", "P1.x", "C1.1", "P1.0", "P1." + "1" * 5000, ""):
        assert shaped(room.board, text) is None
    assert shaped(room.board, "P1.2") is None
    assert shaped(room.board, "P9.1") is None


@given(count=st.integers(1, 6), gone=st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_taking_one_out_leaves_every_other_its_votes(count: int, gone: int) -> None:
    gone %= count
    room = shaping([f"number {index}" for index in range(count)])
    for index in range(count):
        room.does("ana", lambda d, i=index: cast(d, 1, subject(1, i), i))  # type: ignore[misc]
        room.does("ana", lambda d, i=index: reveal_votes(d, 1, subject(1, i)))  # type: ignore[misc]
    room.does("ana", lambda draft: remove_draft_key_result(draft, 1, gone))
    left = room.board.proposals[1].key_results
    found = {
        each.title: [vote.value for vote in visible(room.board, room.meeting(), subject(1, index))]
        for index, each in enumerate(left)
    }
    assert found == {f"number {index}": [index] for index in range(count) if index != gone}
    assert len(room.board.votes) == count - 1


def test_other_words_are_voted_afresh_another_owner_is_not() -> None:
    room = shaping(["Fewer calls"])
    room.does("ana", lambda draft: cast(draft, 1, "P1.1", 4))
    room.does("ana", lambda draft: reveal_votes(draft, 1, "P1.1"))
    owned = DraftKeyResult("Fewer calls", owner=2)
    room.does("ana", lambda draft: change_draft_key_result(draft, 1, 0, owned))
    assert [vote.value for vote in visible(room.board, room.meeting(), "P1.1")] == [4]
    sharper = DraftKeyResult("Calls a night", start=9, target=2)
    room.does("ana", lambda draft: change_draft_key_result(draft, 1, 0, sharper))
    assert not room.board.votes
    assert "P1.1" not in room.meeting().revealed


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
@settings(max_examples=25, deadline=None)
def test_however_proposals_are_merged_each_draft_is_in_one(
    pairs: list[tuple[int, int]],
) -> None:
    room = shaping(["one"])
    for number in range(4):
        extra = [DraftKeyResult(f"more {number}")]
        room.does("ben", lambda d, kr=extra: propose(d, 1, "Goal", key_results=kr))  # type: ignore[misc]
    for first, second in pairs:
        standing = [p.id for p in room.board.proposals.values() if p.state != "merged"]
        one, other = standing[first % len(standing)], standing[second % len(standing)]
        if one != other:
            room.does("ana", lambda draft, a=one, b=other: merge(draft, a, b))  # type: ignore[misc]
    standing = [p.id for p in room.board.proposals.values() if p.state != "merged"]
    drafts = [each.id for id in standing for each in lineage(room.board, id)]
    assert sorted(drafts) == [1, 2, 3, 4, 5]
    titles = [kr.title for id in standing for kr in room.board.proposals[id].key_results]
    assert sorted(titles) == ["more 0", "more 1", "more 2", "more 3", "one"]
