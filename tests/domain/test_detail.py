"""The page of one objective: what it tells of it, and its history in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.making import TODAY, furnished

from okrboard.domain.changes import Draft
from okrboard.domain.detail import describe_change, detail, history, key_result_detail
from okrboard.domain.edit.actions import (
    add_action,
    carry_action,
    drop_action,
    keep_action,
    reopen_action,
)
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import (
    add_key_result,
    edit_key_result,
    remove_key_result,
)
from okrboard.domain.edit.objectives import (
    close_objective,
    commit_objective,
    edit_objective,
    override_health,
    place_objective,
    propose_objective,
    withdraw_objective,
)
from okrboard.domain.records import Driver, Step
from okrboard.service import Service
from okrboard.storage.store import MemoryStore


@pytest.fixture
def draft() -> Draft:
    return furnished()


def check(draft: Draft, value: float, days_ago: int = 0, key_result: int = 1) -> None:
    check_in(draft, key_result, value, on=TODAY - timedelta(days=days_ago))


def test_each_check_in_tells_its_change_and_the_unexplained_rest(draft: Draft) -> None:
    check(draft, 28, 7)
    check_in(draft, 1, 24, drivers=[Driver("retry", -3), Driver("load", 0.5)])
    told = key_result_detail(draft.board, 1, TODAY).check_ins
    assert [(one.change, one.unexplained) for one in told] == [(-4, -1.5), (-3, -3)]
    assert told[0].author == "ana"
    found = key_result_detail(draft.board, 1, TODAY)
    assert describe_change(found, told[0]) == "28 → 24 pages, -4"


def test_only_the_newest_check_ins_are_told_the_rest_counted(draft: Draft) -> None:
    for days in range(12):
        check(draft, 20 + days, days)
    found = key_result_detail(draft.board, 1, TODAY)
    assert (len(found.check_ins), found.older) == (8, 4)
    assert found.values[-1] == 20
    everything = detail(draft.board, 1, TODAY, check_ins=100).key_results[0]
    assert (len(everything.check_ins), everything.older) == (12, 0)


def test_open_actions_come_first_by_day_then_the_last_closed(draft: Draft) -> None:
    for title, due in (("late", 9), ("soon", 2), ("no day", None)):
        day = None if due is None else TODAY + timedelta(days=due)
        made = add_action(draft, title, key_result=1, due=day)
        del made
    kept = add_action(draft, "kept", key_result=1)
    keep_action(draft, kept.id)
    dropped = add_action(draft, "dropped", key_result=1)
    drop_action(draft, dropped.id)
    actions = key_result_detail(draft.board, 1, TODAY).actions
    assert [action.title for action in actions] == ["soon", "late", "no day", "dropped", "kept"]


def test_earlier_targets_are_told_newest_first(draft: Draft) -> None:
    edit_key_result(draft, 1, target=7)
    edit_key_result(draft, 1, target=6)
    targets = [was.target for was in key_result_detail(draft.board, 1, TODAY).retargets]
    assert targets == [7, 8]


@pytest.mark.parametrize(
    ("value", "days_ago", "reason"),
    [
        (26, 0, "44 points behind pace"),
        (26, 30, "44 points behind pace; no check-in since 21 Oct"),
        (8, 0, "the target is reached"),
        (9, 0, "30 points ahead of pace"),
    ],
)
def test_the_reason_says_why_its_health_is_what_it_is(
    draft: Draft, value: float, days_ago: int, reason: str
) -> None:
    check(draft, value, days_ago)
    assert key_result_detail(draft.board, 1, TODAY).reason == reason


def test_a_key_result_of_a_proposal_is_behind_nothing(draft: Draft) -> None:
    made = propose_objective(draft, "Sleep", 1)
    add_key_result(draft, made.id, "Pages", start=31, target=8)
    found = detail(draft.board, made.id, TODAY).key_results[0]
    assert (found.proposed, found.reason) == (True, "nobody has committed to it yet")
    commit_objective(draft, made.id)
    assert not detail(draft.board, made.id, TODAY).key_results[0].proposed


def test_whose_a_key_result_is_follows_its_objective(draft: Draft) -> None:
    edit_objective(draft, 1, owner=1)
    edit_key_result(draft, 1, owner=0)
    assert key_result_detail(draft.board, 1, TODAY).owner == draft.board.members[1].handle


def test_a_threshold_says_how_often_it_was_kept(draft: Draft) -> None:
    for days, value in enumerate((99.9, 99.5, 99.95, 99.99)):
        check(draft, value, days, key_result=2)
    assert key_result_detail(draft.board, 2, TODAY).reason == "75 % of check-ins inside"


def test_an_objective_says_what_its_health_comes_from(draft: Draft) -> None:
    assert detail(draft.board, 1, TODAY).reason == "its weakest: Pages a week"
    override_health(draft, 1, "at_risk", "freeze ahead")
    assert detail(draft.board, 1, TODAY).reason == (
        "ana says so: freeze ahead (the numbers say off track)"
    )
    made = propose_objective(draft, "New", 1)
    assert "proposal" in detail(draft.board, made.id, TODAY).reason
    commit_objective(draft, made.id)
    assert detail(draft.board, made.id, TODAY).reason == "no key result yet"


def test_ties_are_told_from_both_ends(draft: Draft) -> None:
    other = propose_objective(draft, "Company", 1, level="company", supports=(1,))
    edit_objective(draft, 1, contributes_to=other.id, takers=(2,))
    found = detail(draft.board, 1, TODAY)
    assert found.contributes_to is not None
    assert found.contributes_to.title == "Company"
    assert [one.title for one in found.supported_by] == ["Company"]
    assert found.takers == ("ben",)
    above = detail(draft.board, other.id, TODAY)
    assert [one.id for one in above.contributors] == [1]
    assert [one.id for one in above.supports] == [1]


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2026, 8, 1), (1, 18)),
        (date(2026, 9, 1), (1, 18)),
        (date(2026, 9, 8), (2, 18)),
        (date(2026, 12, 31), (18, 18)),
        (date(2027, 3, 1), (18, 18)),
    ],
)
def test_the_week_stays_within_the_cycle(draft: Draft, today: date, week: tuple[int, int]) -> None:
    assert detail(draft.board, 1, today).week == week


if TYPE_CHECKING:
    from collections.abc import Callable


class Log:
    """A board that is changed step by step, a minute apart."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
        self.store = MemoryStore(furnished().board)

    def do(self, edit: Callable[..., Any], *arguments: Any, who: str = "ana", **more: Any) -> Any:
        self.now += timedelta(minutes=1)
        service = Service(self.store, who, lambda: self.now)
        return service.change("x", lambda draft: edit(draft, *arguments, **more))

    def undo(self) -> None:
        self.now += timedelta(minutes=1)
        Service(self.store, "ana", lambda: self.now).undo()

    def told(self, objective: int = 1) -> list[str]:
        return [
            f"{entry.who}: {entry.what}" + (f" ({entry.why})" if entry.why else "")
            for entry in history(self.store.snapshot(), objective)
        ]


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_new_target_tells_both_and_the_reason(log: Log) -> None:
    log.do(check_in, 1, 26, confidence=4)
    log.do(edit_key_result, 1, target=10, reason="the load doubled", who="ben")
    log.do(edit_key_result, 1, start=30, target=9)
    assert log.told() == [
        "ana: KR1 30 → 9 pages (was 31 → 10)",
        "ben: KR1 31 → 10 pages (was 8) (the load doubled)",
        "ana: KR1 at 26 pages, confidence 4",
    ]


def test_each_side_of_a_change_is_told_though_later_ones_came(log: Log) -> None:
    for title in ("Sleep", "Sleep well", "Sleep better"):
        log.do(edit_objective, 1, title=title)
    assert log.told() == [
        "ana: title “Sleep well” → “Sleep better”",
        "ana: title “Sleep” → “Sleep well”",
        "ana: title “Releases stop waking people” → “Sleep”",
    ]


def test_an_objective_is_proposed_committed_judged_and_closed(log: Log) -> None:
    made = log.do(propose_objective, "Audits", 1)
    log.do(add_key_result, made.id, "Accuracy", start=80, target=99.1, unit="%")
    log.do(commit_objective, made.id)
    log.do(override_health, made.id, "at_risk", "freeze ahead")
    log.do(override_health, made.id, "")
    log.do(withdraw_objective, made.id)
    log.do(close_objective, made.id, "missed", lesson="smaller steps")
    assert log.told(made.id) == [
        "ana: closed it: missed (smaller steps)",
        "ana: made it a proposal again",
        "ana: let it follow its numbers again",
        "ana: said it is at risk (freeze ahead)",
        "ana: committed to it",
        "ana: added KR4 Accuracy 80 → 99.1 %",
        "ana: proposed “Audits”",
    ]


def test_actions_are_added_carried_kept_and_opened_again(log: Log) -> None:
    log.do(add_action, "Alert review", key_result=1)
    log.do(carry_action, 1, date(2026, 12, 4), "no time")
    log.do(keep_action, 1)
    log.do(reopen_action, 1)
    assert log.told() == [
        "ana: reopened A1",
        "ana: A1 kept",
        "ana: carried A1 over to 2026-12-04 (no time)",
        "ana: added A1 Alert review",
    ]


def test_steps_move_with_their_check_in_and_are_told_once(log: Log) -> None:
    log.do(check_in, 3, 2)
    steps = (Step("Backup"), Step("Release"))
    log.do(edit_key_result, 3, steps=steps, reason="two are enough")
    first, second = log.told()
    assert second == "ana: KR3 at 2 of 4"
    assert first == "ana: KR3 changed steps"


def test_owners_and_ties_are_told_by_name(log: Log) -> None:
    other = log.do(propose_objective, "Other", 1)
    log.do(edit_objective, 1, owner=2, contributes_to=other.id, labels=("calm",), why="Sleep")
    assert log.told() == [
        "ana: owner ana → ben; changed why; labels none → calm; contributes to none → O2"
    ]


def test_what_belongs_to_others_or_says_nothing_is_left_out(log: Log) -> None:
    other = log.do(propose_objective, "Other", 1)
    log.do(add_key_result, other.id, "Theirs", start=0, target=1)
    log.do(place_objective, 1, after=other.id)
    assert log.told() == []


def test_what_was_taken_back_is_told_as_that(log: Log) -> None:
    log.do(check_in, 1, 26)
    log.undo()
    assert log.told()[0] == "ana: undo: check-in KR1 26"


def test_a_removed_key_result_is_remembered(log: Log) -> None:
    log.do(remove_key_result, 2)
    assert log.told() == ["ana: removed KR2"]


def test_the_newest_come_first_and_no_more_than_asked_for(log: Log) -> None:
    for value in range(12, 20):
        log.do(check_in, 1, value, on=TODAY)
    found = history(log.store.snapshot(), 1, limit=3)
    assert [entry.what for entry in found] == [
        "KR1 at 19 pages",
        "KR1 at 18 pages",
        "KR1 at 17 pages",
    ]
    assert found[0].at > found[1].at
