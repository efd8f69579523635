"""A task turned round: nothing is lost, and the outcome remembers where it came from."""

from __future__ import annotations

import pytest
from support.making import furnished

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import add_key_result, turn_draft, turn_into_action
from okrboard.domain.records import DraftKeyResult
from okrboard.errors import Refused


def with_task() -> Draft:
    made = furnished()
    add_key_result(made, 1, "Publish 12 posts", start=0, target=12, owner=2)
    return made


def test_the_task_becomes_an_action_under_the_outcome() -> None:
    made = with_task()
    planned = add_action(made, "Write the first one", key_result=4)
    new = turn_into_action(made, 4, "Readers who sign up", start=100, target=300)
    board = made.board
    assert 4 not in board.key_results
    action = board.actions[new.from_action]
    assert (action.title, action.key_result, action.owner) == ("Publish 12 posts", new.id, 2)
    assert (new.start, new.target, new.owner) == (100, 300, 2)
    assert board.actions[planned.id].key_result == new.id
    assert [kr.id for kr in board.key_results_of(1)] == [1, 2, 3, new.id]


def test_a_task_with_history_stays_readable_and_counts_no_more() -> None:
    made = with_task()
    check_in(made, 4, 3)
    new = turn_into_action(made, 4, "Readers who sign up", start=100, target=300)
    old = made.board.key_results[4]
    assert (old.title, old.weight) == ("Publish 12 posts", 0.0)
    assert [kr.id for kr in made.board.key_results_of(1)][-2:] == [new.id, 4]


def test_the_same_words_are_no_outcome() -> None:
    with pytest.raises(Refused, match="still the task"):
        turn_into_action(with_task(), 4, "publish 12 posts", start=0, target=1)
    with pytest.raises(Refused, match="still the task"):
        turn_draft(with_task(), 0, "Publish 12 posts", DraftKeyResult(" publish 12  posts"))
