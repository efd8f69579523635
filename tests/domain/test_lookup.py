"""Finding what a person names."""

from __future__ import annotations

import pytest
from support.making import furnished, objective_of

from okrboard.domain.board import Board
from okrboard.domain.edit.objectives import close_objective
from okrboard.domain.edit.people import add_team
from okrboard.domain.lookup import (
    find,
    find_key_result,
    find_member,
    find_objective,
    find_team,
    parse_reference,
)
from okrboard.errors import Ambiguous, NotFound, UsageError


def board() -> Board:
    made = furnished()
    objective_of(made, "Releases stop for holidays")
    objective_of(made, "Releases")
    return made.board


@pytest.mark.parametrize("text", ["KR1", "kr1", " kr1 ", "pages", "Pages a week"])
def test_a_reference_or_part_of_a_title_names_a_key_result(text: str) -> None:
    assert find_key_result(board(), text).id == 1


def test_the_whole_title_wins_over_a_part_of_others() -> None:
    assert find_objective(board(), "releases").id == 3


def test_several_candidates_are_listed_with_their_references() -> None:
    with pytest.raises(Ambiguous, match=r"O1 Releases stop waking people, O2 Releases stop for"):
        find_objective(board(), "releases stop")


def test_of_several_the_one_that_is_not_closed_is_meant() -> None:
    made = furnished()
    twin = objective_of(made, "Releases stop for holidays")
    close_objective(made, twin.id, "dropped")
    assert find_objective(made.board, "releases stop").id == 1
    close_objective(made, 1, "missed")
    with pytest.raises(Ambiguous, match="O1 Releases stop waking people, O2 Releases stop for"):
        find_objective(made.board, "releases stop")
    assert find_objective(made.board, "waking").id == 1


def test_one_or_two_letters_have_to_begin_a_word() -> None:
    made = furnished()
    add_team(made, "audit")
    with pytest.raises(NotFound, match="no team is called “ud”"):
        find_team(made.board, "ud")
    assert find_team(made.board, "au").name == "audit"
    assert find_team(made.board, "dit").name == "audit"
    assert find_objective(made.board, "wa").id == 1
    objective_of(made, "顧客が信頼する")
    assert find_objective(made.board, "信頼").title == "顧客が信頼する"


def test_nothing_found_says_so_in_one_line() -> None:
    with pytest.raises(NotFound, match="no key result is called “latency”"):
        find_key_result(board(), "latency")
    with pytest.raises(NotFound, match="there is no KR99"):
        find_key_result(board(), "KR99")


def test_a_reference_of_another_kind_says_what_is_wanted() -> None:
    with pytest.raises(UsageError, match="O1 is an objective; name a key result"):
        find_key_result(board(), "O1")


def test_an_empty_name_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="name an objective or key result"):
        find(board(), "  ", "objectives", "key_results")


@pytest.mark.parametrize("text", ["@ana", "ANA", "an"])
def test_a_member_answers_to_handle_and_part_of_it(text: str) -> None:
    assert find_member(board(), text).handle == "ana"


@pytest.mark.parametrize("text", ["O", "12", "KR", "O१२", "O" + "9" * 30, "XY3"])
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    assert parse_reference(text) is None
