"""Committing: the shortlist becomes a cycle's goals, all of them or none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from support.meetings import TERMINAL, Room

from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import turn_draft
from okrboard.domain.edit.series import edit_series, plan_cycle
from okrboard.domain.meeting.blind import PROPOSALS
from okrboard.domain.meeting.cards import reveal_cards
from okrboard.domain.meeting.control import look_at
from okrboard.domain.meeting.flow import start
from okrboard.domain.meeting.proposals import (
    add_draft_key_result,
    ambition,
    change_draft_key_result,
    commit_goals,
    goal_cycle,
    living,
    propose,
    shortlist,
    take,
)
from okrboard.domain.records import DraftKeyResult
from okrboard.errors import Refused


def uids() -> object:
    numbers = count(1)
    return lambda: f"uid-{next(numbers)}"


@pytest.fixture
def room() -> Room:
    room = Room()
    room.does("ana", lambda draft: start(draft, "goals", terminal=TERMINAL))
    first, last = date(2027, 1, 1), date(2027, 4, 30)
    room.does("ana", lambda draft: add_cycle(draft, "2027-T1", first, last))
    room.does("ana", lambda draft: propose(draft, 1, "Calm nights", why="people sleep"))
    room.does("ben", lambda draft: propose(draft, 1, "Cheap nights"))
    task = DraftKeyResult("Write 3 runbooks", start=0, target=3)
    room.does("ana", lambda draft: add_draft_key_result(draft, 1, task))
    room.does("ana", lambda draft: reveal_cards(draft, 1, PROPOSALS))
    return room


def test_the_shortlist_goes_into_the_next_cycle_with_meetings(room: Room) -> None:
    assert [p.id for p in living(room.board, room.meeting())] == [1, 2]
    room.does("ana", lambda draft: shortlist(draft, 1))
    room.does("ben", lambda draft: take(draft, 1, "own"))
    outcome = DraftKeyResult("Nights without a call", start=2, target=6, unit="nights")

    def turn(draft: Draft) -> object:
        turned = turn_draft(draft, 1, "Write 3 runbooks", outcome)
        return change_draft_key_result(draft, 1, 0, turned)

    room.does("ana", turn)
    cycle = goal_cycle(room.board, room.meeting())
    assert cycle.name == "2027-T1"
    made = room.does("ana", lambda draft: commit_goals(draft, 1, cycle.id, uids()))  # type: ignore[arg-type]
    assert [(o.title, o.owner, o.cycle, o.stage) for o in made] == [
        ("Calm nights", 2, 2, "committed")
    ]
    board = room.board
    assert board.cycles[2].state == "planning"
    assert {series.kind for series in board.series.values()} == {"check-in", "reflect", "goals"}
    (key_result,) = board.key_results_of(made[0].id)
    action = board.actions[key_result.from_action]
    assert (action.title, action.key_result) == ("Write 3 runbooks", key_result.id)
    assert board.proposals[2].state == "draft"


def test_one_key_result_without_a_target_holds_everything_up(room: Room) -> None:
    vague = DraftKeyResult("Better nights")
    room.does("ben", lambda draft: add_draft_key_result(draft, 2, vague))
    with pytest.raises(Refused, match="needs a target"):
        room.does("ana", lambda draft: commit_goals(draft, 1, 2, uids()))  # type: ignore[arg-type]
    assert [o.id for o in room.board.objectives.values()] == [1]
    assert room.board.cycles[2].state == "planning"


def test_the_room_chooses_another_cycle(room: Room) -> None:
    room.does("ana", lambda draft: look_at(draft, 1, "cycle 1", TERMINAL))
    assert goal_cycle(room.board, room.meeting()).id == 1
    for nowhere in ("cycle 99", "cycle x", "cycle " + "9" * 5000):
        meeting = room.meeting()._replace(focus=nowhere)
        assert goal_cycle(room.board, meeting).id == 2


def test_the_meetings_of_the_new_cycle_are_as_in_the_old(room: Room) -> None:
    numbers = count()
    room.does("ana", lambda draft: plan_cycle(draft, 1, lambda: f"old-{next(numbers)}"))
    room.does("ana", lambda draft: edit_series(draft, 1, at="9:30", minutes=45))
    room.does("ana", lambda draft: commit_goals(draft, 1, 2, uids()))  # type: ignore[arg-type]
    made = next(one for one in room.board.series.values() if one.cycle == 2)
    assert (made.at, made.minutes) == ("09:30", 45)
    said = max(room.board.changes.values(), key=lambda change: change.id).what
    assert said.endswith("for 2027-T1; its meetings as in 2026-T3")


@pytest.mark.parametrize(("days", "state"), [(-1, "planning"), (0, "running"), (5, "running")])
def test_a_cycle_starts_with_its_goals_once_its_day_has_come(
    room: Room, days: int, state: str
) -> None:
    first = room.board.cycles[2].first
    room.now = datetime(first.year, first.month, first.day, 9, tzinfo=UTC) + timedelta(days=days)
    room.does("ana", lambda draft: commit_goals(draft, 1, 2, uids()))  # type: ignore[arg-type]
    assert room.board.cycles[2].state == state


def test_nothing_is_committed_to_twice(room: Room) -> None:
    room.does("ana", lambda draft: commit_goals(draft, 1, 2, uids()))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no goal to commit"):
        room.does("ana", lambda draft: commit_goals(draft, 1, 2, uids()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("commitment", "median", "right"),
    [
        ("aspirational", 2.5, False),
        ("aspirational", 3, True),
        ("aspirational", 7, True),
        ("aspirational", 8, False),
        ("committed", 6.5, False),
        ("committed", 7, True),
        ("committed", 10, True),
    ],
)
def test_confidence_says_whether_a_goal_has_the_right_size(
    commitment: str, median: float, right: bool
) -> None:
    is_right, sentence = ambition(commitment, median)  # type: ignore[arg-type]
    assert is_right is right
    assert ("proud" in sentence) == (commitment == "aspirational" and median > 7)
