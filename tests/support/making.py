"""Making boards in memory: a stamp, a draft, and what an edit leaves behind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.edit.people import add_member, add_team

if TYPE_CHECKING:
    from okrboard.domain.records import KeyResult, Objective

FIRST = date(2026, 9, 1)
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def stamp(who: str = "ana", member: int = 1, today: date = TODAY) -> Stamp:
    """Return who and when."""
    return Stamp(
        who, datetime(today.year, today.month, today.day, 14, 0, tzinfo=UTC), today, member
    )


def draft(board: Board | None = None, who: str = "ana", member: int = 1) -> Draft:
    """Return a draft on a board, an empty one unless given."""
    return Draft(board or Board(), stamp(who, member))


def furnished() -> Draft:
    """Return a draft with ana and ben, a team, a running cycle, O1 committed with KR1 to KR3."""
    made = draft()
    add_member(made, "ana")
    add_member(made, "ben")
    add_team(made, "IT")
    add_cycle(made, "2026-T3", FIRST, date(2026, 12, 31), running=True)
    objective = objective_of(made, "Releases stop waking people")
    metric(made, objective)
    add_key_result(
        made, objective.id, "Uptime", kind="threshold", target=99.9, unit="%", keep="above"
    )
    add_key_result(
        made,
        objective.id,
        "SOPs live",
        kind="milestones",
        steps=[_step("Backup"), _step("Release"), _step("Incident", 2.0)],
    )
    for key_result in made.board.key_results_of(objective.id):
        made.put(key_result._replace(created=FIRST))
    return made


def objective_of(made: Draft, title: str) -> Objective:
    """Add an objective of ana's to the first cycle, committed to on its first day."""
    objective = propose_objective(made, title, 1, owner=1, team=1)
    return made.put(commit_objective(made, objective.id)._replace(committed=FIRST))


def metric(made: Draft, objective: Objective, start: float = 31, target: float = 8) -> KeyResult:
    """Add a metric key result, made on the cycle's first day."""
    key_result = add_key_result(
        made, objective.id, "Pages a week", start=start, target=target, unit="pages", owner=1
    )
    return made.put(key_result._replace(created=FIRST))


def _step(name: str, weight: float = 1.0) -> object:
    from okrboard.domain.records import Step

    return Step(name, weight)
