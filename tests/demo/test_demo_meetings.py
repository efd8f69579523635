"""The meetings of the demo board: held in time, sound to the last vote, with good minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from math import floor
from zoneinfo import ZoneInfo

import pytest

from okrboard.demo import demo_board
from okrboard.domain.board import Board
from okrboard.domain.formulas import confidence_of
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting.agendas import meeting_before
from okrboard.domain.meeting.blind import covered, visible
from okrboard.domain.meeting.contributions import agreed_on
from okrboard.domain.records import Meeting
from okrboard.service import Service
from okrboard.storage.store import MemoryStore

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
LEADERS = {1: "hana", 2: "hana", 3: "ana", 4: "eva", 5: "gita"}


@cache
def board_of(now: datetime) -> Board:
    return demo_board(now)


@pytest.fixture
def board() -> Board:
    return board_of(NOW)


def check_ins(board: Board) -> list[Meeting]:
    return [meeting for meeting in board.meetings.values() if meeting.kind == "check-in"]


def test_five_meetings_were_held_and_closed_with_minutes(board: Board) -> None:
    kinds = [meeting.kind for meeting in board.meetings.values()]
    assert kinds == ["reflect", "goals", "check-in", "check-in", "check-in"]
    for meeting in board.meetings.values():
        assert meeting.state == "closed"
        assert meeting.ended is not None
        assert meeting.ended <= NOW
        assert meeting.minutes_text.startswith("# ")
        assert meeting.next_on is not None
        assert len(meeting.attendance) >= 7
        assert all(entry.word and " " not in entry.word for entry in meeting.attendance)


@pytest.mark.slow
@pytest.mark.parametrize("days", range(0, 400, 23))
def test_check_ins_are_the_last_three_of_the_calendar_on_any_day(days: int) -> None:
    board = board_of(datetime(2027, 10, 1, 12, tzinfo=ZONE) + timedelta(days=days))
    days_of_numbers = sorted({c.on for c in board.check_ins.values()})
    held = [meeting.started.astimezone(ZONE).date() for meeting in check_ins(board)]
    told = sorted({c.on for c in board.check_ins.values() if c.meeting})
    assert held == told
    assert set(held) <= set(days_of_numbers)
    assert held[-1] == days_of_numbers[-1]
    assert {meeting.cycle for meeting in check_ins(board)} == {2}


def test_revealed_votes_agree_with_the_confidence_checked_in(
    board: Board,
) -> None:
    assert not covered(board)
    spreads = []
    for meeting in check_ins(board):
        assert meeting.revealed
        here = {entry.member for entry in meeting.attendance}
        for ref in meeting.revealed:
            votes = visible(board, meeting, ref)
            assert {vote.member for vote in votes} == here
            together = confidence_of(vote.value for vote in votes)
            named = parse_reference(ref)
            assert named is not None
            assert together is not None
            spreads.append(together.spread)
            (check_in,) = (c for c in board.check_ins_of(named[1]) if c.meeting == meeting.id)
            assert check_in.confidence == floor(together.median + 0.5)
    assert max(spreads) >= 4


def test_who_was_away_did_not_check_in_there(board: Board) -> None:
    second = board.meetings[4]
    away = set(board.members) - {entry.member for entry in second.attendance}
    assert [board.members[member].handle for member in away] == ["ben"]
    mine = [c for c in board.check_ins.values() if c.meeting == 4]
    assert mine
    assert not away & {c.author for c in mine}
    assert "Reported before the meeting:" in second.minutes_text
    assert "KR19 Pages a week: 17 → 18 pages" in second.minutes_text


def test_actions_were_planned_in_the_meetings_that_agreed(board: Board) -> None:
    planned = {
        meeting.id: board.actions.ids_with("meeting", meeting.id) for meeting in check_ins(board)
    }
    assert [len(planned[id]) for id in (3, 4, 5)] == [0, 3, 8]
    for id, actions in planned.items():
        day = board.meetings[id].started.astimezone(ZONE).date()
        assert all(board.actions[action].created == day for action in actions)


def test_minutes_of_a_check_in_tell_all_that_was_said(board: Board) -> None:
    text = board.meetings[5].minutes_text
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == [
        "## Wins",
        "## Key results",
        "## Last week's actions",
        "## Action plan",
        "## Decisions",
    ]
    assert "- Led by: gita" in text
    assert "Confidence: median 3, spread 4 (1 2 3 3 3 4 4 5)" in text
    assert "2 kept, 2 carried over" in text
    assert "A21 Night audit on Wednesdays from 22:00" in text
    assert "No depot goes live until the three-minute rule is in its image. — hana" in text


def test_the_reflection_has_scores_cards_dots_and_each_outcome(
    board: Board,
) -> None:
    text = board.meetings[1].minutes_text
    assert board.cycles[board.meetings[1].cycle].state == "closed"
    assert "### O1 Lose fewer loads: 0.78 (committed)" in text
    assert "and nobody can say which fourteen. (puzzles us), 8 dots" in text
    assert "- O3 A manual that people open: carry over — dev" in text
    assert "\n\n## Working agreements\n" in text


def test_the_running_cycles_goals_came_out_of_their_meeting(board: Board) -> None:
    adopted = [one for one in board.proposals.values() if one.state == "adopted"]
    goals = [board.objectives[one.objective] for one in adopted]
    assert [goal.id for goal in goals] == [8, 9, 10, 11, 12, 13]
    assert all(goal.proposal == one.id for goal, one in zip(goals, adopted, strict=True))
    text = board.meetings[2].minutes_text
    assert "### O13 (P9, 2026-T3) One price list\n\n- Proposed by: cleo (P6), dev (P8)" in text
    assert "### P7 One app for every driver" in text
    assert "## Not doing" in text


def test_two_agreements_hold(board: Board) -> None:
    assert [(one.meeting, board.members[one.author].handle) for one in agreed_on(board)] == [
        (1, "eva"),
        (3, "hana"),
    ]


def test_the_next_meetings_find_the_last_ones(board: Board) -> None:
    last = meeting_before(board, "check-in", 0)
    assert last is not None
    assert last.id == 5
    assert [board.members[win.author].handle for win in last.wins] == ["finn", "gita"]
    before = meeting_before(board, "reflect", 0)
    assert before is not None
    assert [card.round for card in board.cards_in(before.id)].count("we learned") == 3


@pytest.mark.parametrize("id", LEADERS)
def test_the_log_tells_who_led_and_who_said_what(board: Board, id: int) -> None:
    ref = reference("meetings", id)
    kind = board.meetings[id].kind
    lines = [(change.who, change.what) for change in board.changes.values()]
    start = lines.index((LEADERS[id], f"start {kind} {ref}"))
    close = lines.index((LEADERS[id], f"close {kind} {ref}"))
    assert start < close
    said = lines[start:close]
    for one in board.meetings[id].decisions:
        if parse_reference(one.text.split()[0]) is None:
            assert (board.members[one.author].handle, f"decision: {one.text[:60].rstrip()}") in said
    assert not any(what.startswith("vote on") for _, what in lines)


def test_whoever_closed_a_meeting_can_reopen_and_close_it() -> None:
    board = board_of(NOW)
    service = Service(MemoryStore(board), "gita", lambda: NOW)
    assert service.undo() == "close check-in M5"
    assert service.board.meetings[5].state == "running"
    assert service.board.meetings[5].minutes_text == ""
    assert service.redo() == "close check-in M5"
    assert service.board.meetings[5] == board.meetings[5]
