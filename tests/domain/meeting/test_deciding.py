"""The reset: what is decided about each goal is done, noted once, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.meetings import TERMINAL, Room

from okrboard.domain.edit.closing import set_score
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.meeting.committing import next_cycle
from okrboard.domain.meeting.deciding import decide, decided, goals, is_ending, undecided
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.said import say_decision, say_value
from okrboard.errors import Refused
from okrboard.service import Service


@pytest.fixture
def room() -> Room:
    room = Room()
    room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
    first, last = date(2027, 1, 1), date(2027, 4, 30)
    room.does("ana", lambda draft: add_cycle(draft, "2027-T1", first, last))
    return room


def test_a_decision_is_noted_once_and_others_stay(room: Room) -> None:
    room.does("ana", lambda draft: say_decision(draft, 1, "O1 is close to our hearts: keep calm"))
    room.does("ana", lambda draft: decide(draft, 1, 1, "keep"))
    room.does("ana", lambda draft: decide(draft, 1, 1, "change"))
    texts = [remark.text for remark in room.meeting().decisions]
    assert texts == [
        "O1 is close to our hearts: keep calm",
        "O1 Releases stop waking people: change",
    ]
    assert decided(room.board, room.meeting(), 1) == "change"
    assert undecided(room.board, room.meeting()) == []


def test_dropping_ends_a_goal_and_undo_brings_it_back(room: Room) -> None:
    room.does("ana", lambda draft: say_value(draft, 1, 1, 19.5))
    room.does("ana", lambda draft: decide(draft, 1, 1, "drop"))
    objective = room.board.objectives[1]
    assert (objective.stage, objective.outcome) == ("closed", "dropped")
    assert room.board.key_results[1].score == 0.5
    assert [each.id for each in goals(room.board, room.meeting())] == [1]
    with pytest.raises(Refused, match="O1 is closed"):
        room.does("ana", lambda draft: decide(draft, 1, 1, "keep"))
    Service(room.store, "ana", lambda: room.now).undo()
    assert room.board.objectives[1].stage == "committed"
    assert decided(room.board, room.meeting(), 1) == ""
    assert room.board.key_results[1].score is None


def test_carrying_keeps_lineage_and_the_score(room: Room) -> None:
    room.does("ana", lambda draft: set_score(draft, 1, 0.4, "half of it was luck"))
    following = next_cycle(room.board, room.board.cycles[1])
    assert following is not None
    made = room.does("ana", lambda draft: decide(draft, 1, 1, "carry", into=following.id))
    old = room.board.objectives[1]
    assert (old.outcome, old.score) == ("carried", 0.2)
    assert (made.cycle, made.carried_from, made.stage, made.score) == (2, 1, "proposed", None)
    first = room.board.key_results_of(made.id)[0]
    assert (first.carried_from, first.start, first.score) == (1, 24, None)


def test_without_a_later_cycle_nothing_is_carried_and_nothing_changed(room: Room) -> None:
    with pytest.raises(Refused, match="no later cycle"):
        room.does("ana", lambda draft: decide(draft, 1, 1, "carry"))
    assert room.board.objectives[1].stage == "committed"
    assert room.board.key_results[1].score is None


def test_the_end_of_a_cycle_is_near_in_its_last_three_weeks(room: Room) -> None:
    cycle = room.board.cycles[1]
    assert not is_ending(cycle, date(2026, 12, 9))
    assert is_ending(cycle, date(2026, 12, 10))
    assert is_ending(cycle, date(2027, 2, 1))


@given(st.lists(st.sampled_from(["keep", "change", "drop", "put off", "close", "carry"])))
@settings(max_examples=30, deadline=None)
def test_whatever_is_decided_in_a_row_a_goal_lives_on_once_at_most(words: list[str]) -> None:
    room = Room()
    room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
    room.does("ana", lambda draft: add_cycle(draft, "2027-T1", date(2027, 1, 1), date(2027, 4, 30)))
    for word in words[:6]:
        try:
            room.does("ana", lambda draft, w=word: decide(draft, 1, 1, w, into=2))  # type: ignore[misc]
        except Refused:
            continue
    living = [
        each
        for each in room.board.objectives.values()
        if each.stage != "closed" and 1 in (each.id, each.carried_from)
    ]
    assert len(living) <= 1
    assert sum(": " in remark.text for remark in room.meeting().decisions) <= 1
