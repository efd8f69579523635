"""The reset: what is decided about each goal is done, noted once, and can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.making import NOW
from support.meetings import TERMINAL, Room

from okrboard.domain.edit.cycles import add_cycle, close_cycle, set_score
from okrboard.domain.edit.objectives import close_objective, propose_objective
from okrboard.domain.meeting.contributions import say_decision, say_value
from okrboard.domain.meeting.deciding import decide, decided, goals, is_ending, undecided
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import next_cycle
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
    assert decided(room.meeting(), 1) == "change"
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
    assert decided(room.meeting(), 1) == ""
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


def test_without_a_later_cycle_nothing_is_carried_or_changed(room: Room) -> None:
    with pytest.raises(Refused, match="no later cycle"):
        room.does("ana", lambda draft: decide(draft, 1, 1, "carry"))
    assert room.board.objectives[1].stage == "committed"
    assert room.board.key_results[1].score is None


def test_the_end_of_a_cycle_is_near_in_its_last_three_weeks(room: Room) -> None:
    cycle = room.board.cycles[1]
    assert not is_ending(cycle, date(2026, 12, 9))
    assert is_ending(cycle, date(2026, 12, 10))
    assert is_ending(cycle, date(2027, 2, 1))


def near_the_end(room: Room) -> None:
    """Move the clock into the last three weeks of the cycle."""
    room.now = NOW.replace(month=12, day=18)


def test_at_the_end_all_is_carried_closed_or_dropped(room: Room) -> None:
    near_the_end(room)
    for word in ("keep", "change"):
        with pytest.raises(Refused, match="2026-T3 ends: carry O1 over, close it or drop it"):
            room.does("ana", lambda draft, w=word: decide(draft, 1, 1, w))  # type: ignore[misc]
    made = room.does("ana", lambda draft: decide(draft, 1, 1, "carry", into=2))
    assert made.cycle == 2


def test_at_the_end_proposals_are_decided_about_as_well(room: Room) -> None:
    aside = room.does("ana", lambda draft: propose_objective(draft, "Later", 1, takers=(2,)))
    assert [each.id for each in goals(room.board, room.meeting())] == [1]
    both = goals(room.board, room.meeting(), ending=True)
    assert [each.id for each in both] == [1, aside.id]
    with pytest.raises(Refused, match="is a proposal and has no score"):
        room.does("ana", lambda draft: decide(draft, 1, aside.id, "close"))
    made = room.does("ana", lambda draft: decide(draft, 1, aside.id, "carry", into=2))
    assert (made.stage, made.takers, made.carried_from) == ("proposed", (2,), aside.id)
    assert room.board.objectives[aside.id].score is None


def test_what_was_closed_undecided_stays_on_the_list(room: Room) -> None:
    room.does("ana", lambda draft: close_cycle(draft, 1))
    left = undecided(room.board, room.meeting(), ending=True)
    assert [(each.id, each.stage) for each in left] == [(1, "closed")]


def test_what_had_ended_before_the_cycle_did_is_not_on_the_list(room: Room) -> None:
    early = room.does("ana", lambda draft: propose_objective(draft, "Early", 1))
    room.does("ana", lambda draft: close_objective(draft, early.id, "dropped"))
    room.now += timedelta(days=7)
    room.does("ana", lambda draft: close_cycle(draft, 1))
    assert [each.id for each in goals(room.board, room.meeting(), ending=True)] == [1]


def test_the_next_cycle_begins_after_the_last_day_of_this_one(room: Room) -> None:
    own = room.board.cycles[1]
    quarter = (date(2026, 10, 1), date(2027, 1, 31))
    room.does("ana", lambda draft: add_cycle(draft, "across", *quarter))
    found = next_cycle(room.board, own)
    assert found is not None
    assert found.name == "2027-T1"


@given(st.lists(st.sampled_from(["keep", "change", "drop", "put off", "close", "carry"])))
@settings(max_examples=30, deadline=None)
def test_whatever_is_decided_a_goal_lives_on_once_at_most(words: list[str]) -> None:
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
