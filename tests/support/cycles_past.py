"""Boards with closed cycles behind them, each with check-ins, actions, meetings and a log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from okrboard.domain.archive import parcels
from okrboard.domain.edit.actions import add_action, keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle, close_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.edit.people import add_member, add_team
from okrboard.domain.records import Card, Driver, Meeting, Proposal, Vote
from okrboard.service import Service

if TYPE_CHECKING:
    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.storage.store import Store

FIRST = date(2020, 1, 1)
LENGTH = 112
"""Days of a cycle."""

NOTE = "The second shift has the new form too, and asks for it in Polish."


class Patient(Service):
    """A service that archives nothing by itself, so that a test can say when."""

    def _put_aside(self) -> None:
        return


class Past:
    """Somebody who lives through cycles, with a clock that follows."""

    def __init__(
        self,
        store: Store,
        *,
        goals: int = 2,
        key_results: int = 2,
        weeks: int = 3,
        kind: type[Service] = Patient,
    ):
        """Take a store whose board is empty but for its settings, and how much happens."""
        self.store = store
        self.goals, self.key_results, self.weeks = goals, key_results, weeks
        self.now = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(hours=9)
        self.service = kind(store, "ana", lambda: self.now)
        self.begun = 0
        if not store.snapshot().members:
            self.service.change("begin", self._people)

    def closed_cycles(self, count: int) -> None:
        """Live through so many cycles to their closing; none of them is archived."""
        for _ in range(count):
            self.cycle()
            self.close()

    def cycle(self) -> int:
        """Begin a cycle and live through its weeks; return its id."""
        first = FIRST + timedelta(days=self.begun * LENGTH)
        self.begun += 1
        self.now = datetime.combine(first, self.now.time(), UTC)
        id: int = self.service.change("cycle", lambda draft: self._begin(draft, first))
        for week in range(self.weeks):
            self.now += timedelta(days=7)
            self.service.change("week", lambda draft, week=week: self._week(draft, id, week))  # type: ignore[misc]
        return id

    def close(self) -> None:
        """Close the newest cycle on its last day."""
        id = max(self.service.board.cycles)
        cycle = self.service.board.cycles[id]
        self.now = datetime.combine(cycle.last, self.now.time(), UTC)
        self.service.change("close", lambda draft: close_cycle(draft, id, keep_actions=True))

    def archive(self, *cycles: int) -> Board:
        """Archive cycles, all closed ones unless named."""
        return self.store.archive(lambda board: parcels(board, cycles or closed(board)))

    def _people(self, draft: Draft) -> None:
        add_member(draft, "ana")
        add_member(draft, "ben")
        add_team(draft, "IT")

    def _begin(self, draft: Draft, first: date) -> int:
        last = first + timedelta(days=LENGTH - 1)
        cycle = add_cycle(draft, f"cycle {first}", first, last, running=True)
        for goal in range(self.goals):
            objective = propose_objective(
                draft, f"Goal {goal} of {first}", cycle.id, owner=1, team=1, why=NOTE
            )
            commit_objective(draft, objective.id)
            for number in range(self.key_results):
                add_key_result(
                    draft, objective.id, f"Number {number}", start=0.0, target=100.0, owner=2
                )
        return cycle.id

    def _week(self, draft: Draft, cycle: int, week: int) -> None:
        meeting = draft.add(
            Meeting(0, "check-in", cycle, draft.stamp.at, state="closed", ended=draft.stamp.at)
        )
        meeting = draft.put(meeting._replace(revealed=("KR1", "dots", "voices", "proposals")))
        for objective in draft.board.objectives_in(cycle):
            for key_result in draft.board.key_results_of(objective.id):
                check_in(
                    draft,
                    key_result.id,
                    week * 5.0 + key_result.id % 3,
                    confidence=(week + key_result.id) % 11,
                    drivers=[Driver("the new form", 1.0)],
                    note=NOTE,
                    meeting=meeting.id,
                )
                draft.add(Vote(0, meeting.id, f"KR{key_result.id}", 1, week % 11, draft.stamp.at))
            action = add_action(draft, f"Do {week}", key_result=key_result.id, owner=2)
            keep_action(draft, action.id)
        draft.add(Card(0, meeting.id, "voices", NOTE, 1, at=draft.stamp.at))
        draft.add(Proposal(0, meeting.id, f"Proposal {week}", 1))


def closed(board: Board) -> list[int]:
    """Return the closed cycles that are not archived."""
    return [
        cycle.id
        for cycle in board.cycles.values()
        if cycle.state == "closed" and cycle.id not in board.archived
    ]
