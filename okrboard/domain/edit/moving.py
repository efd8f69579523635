"""Moving a card: what it means to put an objective into another column of the board."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.cards import column_of
from okrboard.domain.changes import Draft
from okrboard.domain.edit.objectives import (
    commit_objective,
    edit_objective,
    override_health,
    withdraw_objective,
)
from okrboard.domain.enums import HEALTH_LABELS, HealthOrNone
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure_objective
from okrboard.domain.records import Objective
from okrboard.errors import Refused

_OVERRIDES: tuple[HealthOrNone, ...] = ("off_track", "at_risk", "on_track", "done")


def needs_reason(board: Board, id: int, by: str, key: str, today: date) -> bool:
    """Say whether a move contradicts the numbers, so that a person has to say why."""
    objective = board.objectives[id]
    if by != "status" or key == "proposed" or objective.stage == "closed":
        return False
    if objective.stage == "proposed" and key != "done":
        return False
    return key != _computed(board, objective, today)


def move_card(draft: Draft, id: int, by: str, key: str, reason: str = "") -> Objective:
    """Put an objective into a column: `by` is the grouping, `key` the column's key.

    By status: to *proposed* it is a proposal again. A proposal that leaves that column is committed
    to, and stands where its numbers put it; only *done* has to be said of it with a `reason`. What
    is committed follows its numbers again where they put it, and anywhere else a person overrides
    them, with a `reason`.
    By owner, team or level it gets that one. Raises `Refused` for a closed objective and for an
    override without a reason.
    """
    objective = draft.board.objectives[id]
    ref = reference("objectives", id)
    if objective.stage == "closed":
        raise Refused(f"{ref} is closed; reopen it first: okrboard objective reopen {ref}")
    if by == "status":
        moved = _to_status(draft, objective, key, reason)
    elif by == "level":
        moved = edit_objective(draft, id, level=key)
        draft.what = f"{ref} is now of the {key} level" if key != "team" else f"{ref} is a team's"
    elif by == "team":
        moved = edit_objective(draft, id, team=int(key))
        team = draft.board.teams.get(int(key))
        draft.what = f"{ref} goes to {team.name if team else 'no team'}"
    else:
        moved = edit_objective(draft, id, owner=int(key))
        member = draft.board.members.get(int(key))
        draft.what = f"{ref} belongs to {member.handle if member else 'nobody'}"
    return moved


def _to_status(draft: Draft, objective: Objective, key: str, reason: str) -> Objective:
    if key == "proposed":
        return withdraw_objective(draft, objective.id)
    if objective.stage == "proposed" and key in _OVERRIDES and key != "done":
        committed = commit_objective(draft, objective.id)
        stands = _computed(draft.board, committed, draft.stamp.today)
        if stands != key:
            draft.what += f"; its numbers put it {HEALTH_LABELS[stands]}"
        return committed
    if key == _computed(draft.board, objective, draft.stamp.today):
        if objective.stage == "proposed":
            return commit_objective(draft, objective.id)
        return override_health(draft, objective.id, "")
    wanted = next((word for word in _OVERRIDES if word == key), None)
    if wanted is None:
        raise Refused(f"a card cannot be moved to {HEALTH_LABELS.get(key, key)}")
    return override_health(draft, objective.id, wanted, reason)


def _computed(board: Board, objective: Objective, today: date) -> str:
    cycle = board.cycles[objective.cycle]
    return column_of(measure_objective(board, objective, cycle, today).computed)
