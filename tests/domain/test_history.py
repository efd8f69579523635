"""The history of an objective in words, from the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.making import TODAY, furnished

from okrboard.domain.detail import history
from okrboard.domain.edit.actions import add_action, carry_action, keep_action, reopen_action
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
from okrboard.domain.records import Step
from okrboard.service import Service
from okrboard.storage.memory_store import MemoryStore

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


def test_each_side_of_a_change_is_told_though_later_ones_followed(log: Log) -> None:
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


def test_what_belongs_to_others_and_what_says_nothing_is_left_out(log: Log) -> None:
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
