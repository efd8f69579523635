"""Check-ins and actions: the weekly rhythm as data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.making import TODAY, furnished, stamp

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import (
    add_action,
    carry_action,
    drop_action,
    keep_action,
    reopen_action,
)
from okrboard.domain.edit.check_ins import add_driver, check_in, edit_check_in, unexplained
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.records import Driver, Step
from okrboard.domain.schedule import next_check_in
from okrboard.errors import Refused


def test_the_newest_day_counts_whatever_the_order_of_typing() -> None:
    made = furnished()
    check_in(made, 1, 24, on=TODAY)
    check_in(made, 1, 28, on=TODAY - timedelta(days=7))
    latest = made.board.latest(1)
    assert latest is not None
    assert latest.value == 24
    assert [c.value for c in made.board.check_ins_of(1)] == [28, 24]


def test_a_second_check_in_of_a_day_replaces_the_first_in_view() -> None:
    made = furnished()
    check_in(made, 1, 24)
    check_in(made, 1, 23)
    latest = made.board.latest(1)
    assert latest is not None
    assert latest.value == 23


def test_tomorrow_cannot_be_observed() -> None:
    with pytest.raises(Refused, match="still to come"):
        check_in(furnished(), 1, 20, on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("confidence", [-1, 11])
def test_confidence_is_zero_to_ten(confidence: int) -> None:
    with pytest.raises(Refused, match="0 to 10"):
        check_in(furnished(), 1, 20, confidence=confidence)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e16])
def test_a_value_no_file_could_keep_is_refused(value: float) -> None:
    with pytest.raises(Refused, match="too large"):
        check_in(furnished(), 1, value)


def test_drivers_carry_their_author_and_leave_a_rest() -> None:
    made = furnished()
    first = check_in(made, 1, 24)
    second = check_in(
        made, 1, 26, drivers=[Driver("Black Friday load", 4, "outside"), Driver("retries", -3)]
    )
    assert [driver.author for driver in second.drivers] == [1, 1]
    assert unexplained(second, first, 31) == 1
    assert unexplained(first, None, 31) == -7
    assert unexplained(add_driver(made, second.id, Driver("rota", 1)), first, 31) == 0


def test_a_driver_needs_a_name() -> None:
    with pytest.raises(Refused, match="needs a name"):
        check_in(furnished(), 1, 20, drivers=[Driver("  ", 1)])


def test_the_value_of_a_check_in_is_not_rewritten() -> None:
    made = furnished()
    made_one = check_in(made, 1, 24)
    with pytest.raises(Refused, match="check in again"):
        edit_check_in(made, made_one.id, value=12.0)
    assert edit_check_in(made, made_one.id, fix="freeze Fridays").fix == "freeze Fridays"


def test_milestones_are_done_in_order_or_by_name() -> None:
    made = furnished()
    assert check_in(made, 3, 2).value == 2
    assert [bool(s.done) for s in made.board.key_results[3].steps] == [True, True, False]
    assert check_in(made, 3, 0, steps=["incident"]).value == 2
    assert [bool(s.done) for s in made.board.key_results[3].steps] == [False, False, True]
    with pytest.raises(Refused, match="is no step of it; the steps are Backup"):
        check_in(made, 3, 0, steps=["Nope"])
    with pytest.raises(Refused, match="weigh 4"):
        check_in(made, 3, 9)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_next_check_in_is_a_friday_one_to_seven_days_ahead(today: date) -> None:
    following = next_check_in(furnished().board, today)
    assert following.weekday() == 4
    assert 1 <= (following - today).days <= 7


def test_an_action_is_mine_and_due_next_friday_by_default() -> None:
    action = add_action(furnished(), "Alert review", key_result=1)
    assert (action.owner, action.due) == (1, date(2026, 11, 27))


def test_carrying_over_counts_and_keeps_it_open() -> None:
    made = furnished()
    action = add_action(made, "Alert review", key_result=1)
    carry_action(made, action.id)
    twice = carry_action(made, action.id, due=date(2026, 12, 4), reason="support was away")
    assert (twice.state, twice.carried, twice.due) == ("open", 2, date(2026, 12, 4))


@pytest.mark.parametrize(("value", "moved"), [(20.0, True), (30.0, False)])
def test_a_kept_action_knows_whether_its_key_result_moved(value: float, moved: bool) -> None:
    made = furnished()
    check_in(made, 1, 24)
    action = add_action(made, "Alert review", key_result=1)
    later = Draft(made.board, stamp(today=TODAY + timedelta(days=7)))
    check_in(later, 1, value)
    assert keep_action(later, action.id).moved is moved


@pytest.mark.parametrize(
    ("fields", "rises"),
    [
        ({"start": 31, "target": 8}, False),
        ({"start": 2, "target": 6}, True),
        ({"kind": "threshold", "target": 2, "keep": "below"}, False),
        ({"kind": "threshold", "target": 99, "keep": "above"}, True),
        ({"kind": "milestones", "steps": (Step("Backup", 3),)}, True),
    ],
)
def test_whether_more_is_better_is_said_by_the_key_result(
    fields: dict[str, object], rises: bool
) -> None:
    assert add_key_result(furnished(), 1, "Nights", **fields).rises is rises


def test_without_a_check_in_since_nobody_knows_whether_it_moved() -> None:
    made = furnished()
    action = add_action(made, "Alert review", key_result=1)
    dropped = drop_action(made, action.id, "not needed")
    assert (dropped.moved, dropped.state, dropped.reason) == (None, "dropped", "not needed")
    with pytest.raises(Refused, match="A1 is dropped already"):
        keep_action(made, action.id)
    assert reopen_action(made, action.id).state == "open"
