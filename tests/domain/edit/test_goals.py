"""Objectives and key results: what may change, and what the board remembers of it."""

from __future__ import annotations

from datetime import date

import pytest
from support.making import TODAY, draft, furnished, objective_of

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle, suggestions
from okrboard.domain.edit.key_results import add_key_result, edit_key_result, remove_key_result
from okrboard.domain.edit.objectives import (
    carry_objective,
    close_objective,
    commit_objective,
    edit_objective,
    override_health,
    place_objective,
    propose_objective,
)
from okrboard.domain.edit.people import add_member, edit_member, remove_member
from okrboard.errors import Refused


def test_numbers_are_never_given_out_twice() -> None:
    made = furnished()
    added = add_key_result(made, 1, "Short lived", start=0, target=1)
    remove_key_result(made, added.id)
    again = add_key_result(made, 1, "Another", start=0, target=1)
    assert again.id == added.id + 1


def test_a_title_of_blanks_is_refused() -> None:
    with pytest.raises(Refused, match="an objective needs a title"):
        propose_objective(furnished(), " \t ", 1)


def test_a_wrong_kind_of_value_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="level: 'galaxy' is none of company, team, individual"):
        edit_objective(furnished(), 1, level="galaxy")


def test_a_field_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="colour is not a field of an objective"):
        edit_objective(furnished(), 1, colour="red")


def test_a_goal_cannot_contribute_to_itself_through_others() -> None:
    made = furnished()
    second = objective_of(made, "Second")
    third = objective_of(made, "Third")
    edit_objective(made, second.id, contributes_to=1)
    edit_objective(made, third.id, contributes_to=second.id)
    with pytest.raises(Refused, match="circle"):
        edit_objective(made, 1, contributes_to=third.id)


def test_an_override_asks_for_the_reason_and_can_be_taken_back() -> None:
    made = furnished()
    with pytest.raises(Refused, match="say why O1"):
        override_health(made, 1, "on_track", "  ")
    overridden = override_health(made, 1, "on_track", "the fix ships on Monday")
    assert (overridden.override_by, overridden.override_on) == (1, TODAY)
    assert override_health(made, 1, "").override_reason == ""


def test_a_closed_objective_stays_as_it_was() -> None:
    made = furnished()
    close_objective(made, 1, "partly", score=0.6)
    with pytest.raises(Refused, match="O1 is closed"):
        edit_objective(made, 1, title="Better")
    with pytest.raises(Refused, match="closed"):
        check_in(made, 1, 20)
    assert edit_objective(made, 1, lesson="Freeze earlier").lesson == "Freeze earlier"


def test_carrying_keeps_the_lineage_and_starts_where_it_stands() -> None:
    made = furnished()
    check_in(made, 1, 20)
    check_in(made, 3, 2)
    following = add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    new = carry_objective(made, 1, following.id)
    old = made.board.objectives[1]
    assert (old.stage, old.outcome) == ("closed", "carried")
    assert (new.carried_from, new.stage, new.cycle) == (1, "proposed", following.id)
    carried = made.board.key_results_of(new.id)
    assert [kr.carried_from for kr in carried] == [1, 2, 3]
    assert carried[0].start == 20
    assert [step.done for step in carried[2].steps] == [TODAY, TODAY, None]


def test_an_objective_goes_right_before_or_after_another() -> None:
    made = furnished()
    for title in ("Second", "Third", "Fourth"):
        objective_of(made, title)
    place_objective(made, 4, before=1)
    place_objective(made, 1, after=3)
    assert [objective.id for objective in made.board.objectives_in(1)] == [4, 2, 3, 1]


def test_reordering_for_ever_never_runs_out_of_room() -> None:
    made = furnished()
    for title in ("Second", "Third"):
        objective_of(made, title)
    for _ in range(60):
        place_objective(made, 3, before=2)
        place_objective(made, 2, before=3)
    assert [objective.id for objective in made.board.objectives_in(1)] == [1, 2, 3]


def test_a_metric_that_goes_nowhere_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refused, match="make it a threshold"):
        add_key_result(furnished(), 1, "Flat", start=5, target=5)


def test_a_new_target_keeps_the_old_one_and_easing_asks_why() -> None:
    made = furnished()
    harder = edit_key_result(made, 1, target=6.0)
    assert [(r.target, r.reason) for r in harder.retargets] == [(8.0, "")]
    with pytest.raises(Refused, match="easier to reach; say why"):
        edit_key_result(made, 1, target=12.0)
    eased = edit_key_result(made, 1, target=12.0, reason="two teams joined the rota")
    assert [r.target for r in eased.retargets] == [8.0, 6.0]
    assert eased.retargets[-1].reason == "two teams joined the rota"


@pytest.mark.parametrize(
    ("keep", "target", "easier"), [("above", 99.0, True), ("above", 99.95, False)]
)
def test_lowering_a_floor_is_easing_it(keep: str, target: float, easier: bool) -> None:
    made = furnished()
    if easier:
        with pytest.raises(Refused, match="easier"):
            edit_key_result(made, 2, target=target)
    else:
        assert edit_key_result(made, 2, target=target).target == target


def test_a_proposal_may_change_its_target_freely() -> None:
    made = furnished()
    proposal = propose_objective(made, "New", 1)
    key_result = add_key_result(made, proposal.id, "Signups", start=0, target=500)
    assert edit_key_result(made, key_result.id, target=100.0).retargets == ()


def test_a_key_result_with_check_ins_stays() -> None:
    made = furnished()
    check_in(made, 1, 20)
    with pytest.raises(Refused, match="set its weight to 0"):
        remove_key_result(made, 1)


def test_yes_or_no_is_one_step() -> None:
    made = furnished()
    key_result = add_key_result(made, 1, "Certificate issued", kind="milestones")
    assert ([step.name for step in key_result.steps], key_result.target) == (
        ["Certificate issued"],
        1.0,
    )


def test_an_objective_is_committed_once() -> None:
    with pytest.raises(Refused, match="O1 is committed already"):
        commit_objective(furnished(), 1)


def test_a_cycle_ends_after_it_begins() -> None:
    with pytest.raises(Refused, match="ends after it begins"):
        add_cycle(draft(), "Odd", date(2026, 5, 1), date(2026, 5, 1))


@pytest.mark.parametrize("month", range(1, 13))
def test_suggested_cycles_contain_the_day_and_end_on_a_last_day(month: int) -> None:
    today = date(2026, month, 15)
    for _, first, last in suggestions(today):
        assert first <= today <= last
        assert first.day == 1
        assert (last - first).days in range(88, 124)


def test_who_left_comes_back_under_the_same_number() -> None:
    made = furnished()
    remove_member(made, 2)
    assert add_member(made, "BEN").id == 2
    with pytest.raises(Refused, match="ben is on this board already"):
        add_member(made, "ben")


@pytest.mark.parametrize("handle", ["", "two words", "a" * 33, "\x1b[31m"])
def test_a_handle_nobody_can_type_is_refused(handle: str) -> None:
    with pytest.raises(Refused, match="handle"):
        add_member(draft(), handle)


def test_two_people_never_share_a_handle() -> None:
    with pytest.raises(Refused, match="somebody else's handle"):
        edit_member(furnished(), 1, handle="Ben")
