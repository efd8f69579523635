"""Looking back: rhythm, what actions were worth, confidence against what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from support.making import TODAY, draft, furnished

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action, drop_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import close_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, edit_objective, propose_objective
from okrboard.domain.meeting.looking_back import (
    check_in_rhythm,
    confidence_pairs,
    look_back,
    week_of,
)
from okrboard.domain.records import Driver

FRIDAY = date(2026, 11, 6)


def old(made: Draft, key_result: int, day: date) -> None:
    record = made.board.key_results[key_result]
    made.put(record._replace(created=day))


def test_one_check_in_is_due_a_week_since_the_key_result_began() -> None:
    made = furnished()
    for id in (1, 2, 3):
        old(made, id, FRIDAY)
    check_in(made, 1, 30, on=FRIDAY)
    check_in(made, 1, 29, on=FRIDAY + timedelta(days=8))
    # Three key results on two Fridays; today's is within its grace and not due yet.
    assert check_in_rhythm(made.board, made.board.cycles[1], 0, TODAY) == (2, 6)


def test_promises_and_aspirations_are_not_averaged() -> None:
    made = furnished()
    edit_objective(made, 1, commitment="committed")
    check_in(made, 1, 8)
    other = propose_objective(made, "Bold", 1)
    commit_objective(made, other.id)
    add_key_result(made, other.id, "Far", start=0, target=10)
    check_in(made, 4, 0.0)
    found = look_back(made.board, made.board.cycles[1], 0, TODAY)
    assert found.means["aspirational"] == 0.0
    assert found.means["committed"] is not None
    assert found.means["committed"] > 0.3
    assert found.score == 0.0


def test_an_action_counts_where_it_can_be_told_what_it_was_worth() -> None:
    made = furnished()
    for title, close, moved in (
        ("a", keep_action, True),
        ("b", keep_action, False),
        ("c", drop_action, True),
        ("d", keep_action, None),
    ):
        action = add_action(made, title, key_result=1)
        close(made, action.id)
        made.put(made.board.actions[action.id]._replace(moved=moved))
    found = look_back(made.board, made.board.cycles[1], 0, TODAY)
    counts = {word: [a.title for a in actions] for word, actions in found.yields.items()}
    assert counts == {"value": ["a"], "busy_work": ["b"], "luck": ["c"], "stuck": []}
    assert found.value == 0.5


def test_confidence_at_half_time_is_held_against_the_outcome() -> None:
    made = furnished()
    check_in(made, 1, 30, on=date(2026, 9, 11), confidence=3)
    check_in(made, 1, 20, on=date(2026, 10, 16), confidence=6)
    check_in(made, 1, 8, on=date(2026, 11, 13), confidence=10)
    assert confidence_pairs(made.board) == []
    close_cycle(made, 1)
    assert confidence_pairs(made.board) == [(6.0, True)]


def test_a_week_tells_what_was_said_in_it_and_no_other() -> None:
    made = furnished()
    check_in(made, 1, 27, on=date(2026, 11, 5), drivers=(Driver("before", -4),))
    check_in(made, 1, 23, on=date(2026, 11, 12), drivers=(Driver("then", -4),))
    board, cycle = made.board, made.board.cycles[1]
    week = week_of(board, cycle, date(2026, 11, 13), FRIDAY)
    assert [told.driver.text for told in week.drivers] == ["then"]
    assert week.drivers[0].weight > 0
    first = week_of(board, cycle, FRIDAY, None)
    assert [told.driver.text for told in first.drivers] == ["before"]


def test_a_board_that_did_not_know_the_cycle_has_no_goals_then() -> None:
    cycle = furnished().board.cycles[1]
    week = week_of(draft().board, cycle, FRIDAY, None)
    assert (week.goals, week.progress) == ((), None)
