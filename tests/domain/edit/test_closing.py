"""A cycle closes with scores that stay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.making import TODAY, furnished, objective_of

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import (
    CLOSED,
    close_cycle,
    computed_score,
    objective_score,
    open_actions,
    score_of,
    set_score,
    usual_outcome,
)
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import propose_objective
from okrboard.domain.enums import WORDS
from okrboard.errors import Refused

if TYPE_CHECKING:
    from okrboard.domain.enums import Commitment


def test_a_score_is_clamped_and_a_person_may_say_another() -> None:
    made = furnished()
    key_result = add_key_result(made, 1, "Growth", start=0, target=10)
    check_in(made, key_result.id, 18.8)
    cycle = made.board.cycles[1]
    assert computed_score(made.board, key_result, cycle, TODAY) == 1.0
    with pytest.raises(Refused, match="say why KR4"):
        set_score(made, key_result.id, 0.8)
    said = set_score(made, key_result.id, 0.8, "one customer made half of it")
    assert score_of(made.board, said, cycle, TODAY) == 0.8
    assert score_of(made.board, set_score(made, key_result.id, None), cycle, TODAY) == 1.0


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_a_score_lies_between_zero_and_one(score: float) -> None:
    with pytest.raises(Refused, match=r"between 0\.0 and 1\.0"):
        set_score(furnished(), 1, score, "why")


def test_closing_freezes_scores_and_ends_every_goal() -> None:
    made = furnished()
    check_in(made, 1, 8)
    check_in(made, 2, 99.95)
    check_in(made, 3, 2)
    aside = propose_objective(made, "Later", 1)
    idea = add_key_result(made, aside.id, "Perhaps", start=0, target=10)
    slow = objective_of(made, "Slow")
    add_key_result(made, slow.id, "Barely", start=0, target=10)
    assert close_cycle(made, 1).state == "closed"
    ended = {o.id: (o.stage, o.outcome, o.score) for o in made.board.objectives.values()}
    assert ended == {
        1: ("closed", "reached", 0.83),
        aside.id: ("closed", "put off", None),
        slow.id: ("closed", "missed", 0.0),
    }
    assert [kr.score for kr in made.board.key_results_of(1)] == [1.0, 1.0, 0.5]
    assert made.board.key_results[idea.id].score is None, "nobody committed to it"
    assert objective_score(made.board, made.board.objectives[1], TODAY) == 0.83
    with pytest.raises(Refused, match="closed already"):
        close_cycle(made, 1)


@pytest.mark.parametrize("score", [None, 0.0, 0.3, 0.69, 0.7, 1.0])
@pytest.mark.parametrize("kind", ["committed", "aspirational"])
def test_a_suggested_outcome_is_one_of_the_board(score: float | None, kind: Commitment) -> None:
    assert usual_outcome(score, kind) in WORDS["Outcome"]


@pytest.mark.parametrize(
    ("score", "kind", "word"),
    [
        (0.75, "committed", "partly"),
        (0.99, "committed", "partly"),
        (1.0, "committed", "reached"),
        (0.7, "aspirational", "reached"),
        (0.69, "aspirational", "partly"),
        (0.3, "aspirational", "missed"),
        (0.31, "committed", "partly"),
    ],
)
def test_reached_is_what_its_kind_of_goal_expects(
    score: float, kind: Commitment, word: str
) -> None:
    assert usual_outcome(score, kind) == word


def test_closing_a_cycle_leaves_no_action_open_behind() -> None:
    made = furnished()
    gone = add_action(made, "Write the SOP", key_result=1)
    free = add_action(made, "Water the plants")
    assert [action.id for action in open_actions(made.board, 1)] == [gone.id]
    close_cycle(made, 1)
    ended = made.board.actions[gone.id]
    assert (ended.state, ended.reason, ended.closed) == ("dropped", CLOSED, TODAY)
    assert made.board.actions[free.id].state == "open"
    assert open_actions(made.board, 1) == []


def test_actions_outlive_a_cycle_where_somebody_says_so() -> None:
    made = furnished()
    lives = add_action(made, "Write the SOP", key_result=1, due=date(2026, 11, 1))
    close_cycle(made, 1, keep_actions=True)
    now = made.board.actions[lives.id]
    assert (now.state, now.key_result, now.carried) == ("open", 0, 1)
    assert now.due == date(2026, 11, 27)
    assert now.reason == f"it was for KR1; {CLOSED}"
