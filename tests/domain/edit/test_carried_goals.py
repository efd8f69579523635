"""What goes along when a goal is carried into the next cycle: its actions and its links."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import furnished, objective_of

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action, keep_action
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.objectives import carry_objective, edit_objective


@pytest.fixture
def made() -> Draft:
    """O1 to O3 in 2026-T3, and the cycle behind it."""
    made = furnished()
    objective_of(made, "The other")
    objective_of(made, "The third")
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    return made


def test_open_actions_go_with_a_carried_key_result_closed_stay(made: Draft) -> None:
    still, done = add_action(made, "Still", key_result=1), add_action(made, "Done", key_result=1)
    keep_action(made, done.id)
    new = carry_objective(made, 1, 2)
    actions = made.board.actions
    first = made.board.key_results_of(new.id)[0]
    assert (actions[still.id].key_result, actions[still.id].state) == (first.id, "open")
    assert actions[done.id].key_result == 1


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_link_of_two_goals_survives_whichever_goes_first(
    made: Draft, order: tuple[int, int]
) -> None:
    edit_objective(made, 2, supports=(1, 3), contributes_to=1)
    new = {id: carry_objective(made, id, 2).id for id in order}
    after = made.board.objectives[new[2]]
    assert (after.supports, after.contributes_to) == ((new[1],), new[1])
    before = made.board.objectives[2]
    assert (before.supports, before.contributes_to) == ((1, 3), 1)


def test_a_link_to_a_goal_that_was_not_carried_ends(made: Draft) -> None:
    edit_objective(made, 2, supports=(1,))
    new = carry_objective(made, 2, 2)
    assert made.board.objectives[new.id].supports == ()


def test_a_link_to_a_goal_of_a_longer_cycle_stays(made: Draft) -> None:
    year = add_cycle(made, "2026 and 2027", date(2026, 1, 1), date(2027, 12, 31), running=True)
    made.put(made.board.objectives[3]._replace(cycle=year.id))
    edit_objective(made, 2, contributes_to=3)
    new = carry_objective(made, 2, 2)
    assert new.contributes_to == 3


def test_a_link_that_would_be_a_circle_by_now_is_left_out(made: Draft) -> None:
    edit_objective(made, 1, contributes_to=3)
    edit_objective(made, 2, contributes_to=1)
    second, third = carry_objective(made, 2, 2), carry_objective(made, 3, 2)
    edit_objective(made, third.id, contributes_to=second.id)
    first = carry_objective(made, 1, 2)
    links = [made.board.objectives[one.id].contributes_to for one in (first, second, third)]
    assert links == [third.id, 0, second.id]


def test_a_link_that_somebody_took_away_since_stays_away(made: Draft) -> None:
    edit_objective(made, 2, supports=(1,))
    second, first = carry_objective(made, 2, 2), carry_objective(made, 1, 2)
    assert made.board.objectives[second.id].supports == (first.id,)
    edit_objective(made, second.id, supports=())
    carry_objective(made, 3, 2)
    assert made.board.objectives[second.id].supports == ()
