"""Closing a cycle: scores are reviewed and frozen, goals end or are carried over.

Nothing stays open in a closed cycle: its goals end with their scores, its proposals are put off,
and its open actions are dropped or go on without a key result.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import carry_action, drop_action
from okrboard.domain.edit.fields import with_fields
from okrboard.domain.edit.objectives import close_objective
from okrboard.domain.enums import Commitment, Outcome
from okrboard.domain.formulas import clamped, expected_score, score_band, weighted_mean
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure, measure_objective
from okrboard.domain.records import Action, Cycle, KeyResult, Objective
from okrboard.errors import Refused

CAUSES = (
    "too much at once",
    "wrong lever",
    "started late",
    "waited for others",
    "people were away",
    "the world changed",
    "target was too high",
    "we measured it wrong",
)
"""One cause for a miss, when none is given in own words."""

CLOSED = "the cycle was closed"
"""Why an action ended that nobody ended."""


def computed_score(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> float | None:
    """Return a key result's score from its numbers, 0.0 to 1.0; None when nobody can say."""
    progress = measure(board, key_result, cycle, min(today, cycle.last)).progress
    return None if progress is None else round(clamped(progress), 2)


def score_of(board: Board, key_result: KeyResult, cycle: Cycle, today: date) -> float | None:
    """Return a person's score where there is one, else the computed one."""
    if key_result.score is not None:
        return key_result.score
    return computed_score(board, key_result, cycle, today)


def objective_score(board: Board, objective: Objective, today: date) -> float | None:
    """Return an objective's score: frozen, or the weighted mean of its key results' scores."""
    if objective.score is not None:
        return objective.score
    cycle = board.cycles[objective.cycle]
    mean = weighted_mean(
        (score_of(board, key_result, cycle, today), key_result.weight)
        for key_result in board.key_results_of(objective.id)
    )
    return None if mean is None else round(mean, 2)


def set_score(draft: Draft, key_result: int, score: float | None, reason: str = "") -> KeyResult:
    """Set a person's score for a key result with the reason; None goes back to the computed one."""
    record = draft.board.key_results[key_result]
    ref = reference("key_results", key_result)
    if score is None:
        draft.what = f"{ref} is scored by its numbers"
        return draft.put(record._replace(score=None, score_reason=""))
    if not 0.0 <= score <= 1.0:
        raise Refused("a score lies between 0.0 and 1.0")
    if not reason.strip():
        raise Refused(f"say why {ref} is not what its numbers say")
    draft.what = f"score {ref} {score:.2f}"
    return draft.put(with_fields(record, score=score, score_reason=reason))


def set_cause(draft: Draft, key_result: int, cause: str) -> KeyResult:
    """Name the one cause of a miss."""
    draft.what = f"cause of {reference('key_results', key_result)}: {cause}"
    return draft.put(with_fields(draft.board.key_results[key_result], cause=cause))


def usual_outcome(score: float | None, commitment: Commitment) -> Outcome:
    """Return the outcome that a score suggests: reached is what its kind expects, missed is red.

    Source: design section 3: committed expects 1.0, aspirational 0.7; red to 0.3.
    """
    if score is None:
        return "dropped"
    if round(score, 2) >= expected_score(commitment):
        return "reached"
    return "missed" if score_band(score) == "red" else "partly"


def open_actions(board: Board, cycle: int) -> list[Action]:
    """Return the open actions of a cycle's key results, in the order of the board."""
    return [
        action
        for objective in board.objectives_in(cycle)
        for key_result in board.key_results_of(objective.id)
        for action in board.actions_of(key_result.id)
        if action.state == "open"
    ]


def close_cycle(draft: Draft, id: int, *, keep_actions: bool = False) -> Cycle:
    """Close a cycle: what is still open in it ends with its score, proposals are put off.

    Its open actions are dropped; with `keep_actions` they go on, due at the next check-in, without
    the key result that ended.
    """
    cycle = draft.board.cycles[id]
    if cycle.state == "closed":
        raise Refused(f"{cycle.name} is closed already")
    if cycle.state == "planning":
        raise Refused(f"{cycle.name} has not begun; start it first: okrboard cycle start")
    today = draft.stamp.today
    for objective in draft.board.objectives_in(id):
        if objective.stage == "proposed":
            # Nobody committed to it: it has no score.
            close_objective(draft, objective.id, "put off")
            continue
        freeze_scores(draft, objective, cycle)
        if objective.stage == "committed":
            score = objective_score(draft.board, objective, today)
            outcome = usual_outcome(score, objective.commitment)
            close_objective(draft, objective.id, outcome, score=score)
    for action in open_actions(draft.board, id):
        if keep_actions:
            _go_on(draft, action)
        else:
            drop_action(draft, action.id, CLOSED)
    draft.what = f"close cycle {cycle.name}"
    return draft.put(cycle._replace(state="closed", closed_on=today))


def _go_on(draft: Draft, action: Action) -> None:
    """Let an action outlive its key result: carried over, with a word where it comes from."""
    was_for = reference("key_results", action.key_result)
    carried = carry_action(draft, action.id, reason=f"it was for {was_for}; {CLOSED}")
    draft.put(carried._replace(key_result=0))


def freeze_scores(draft: Draft, objective: Objective, cycle: Cycle) -> None:
    """Keep each key result's score as it is now, whatever formulas and settings say later."""
    measured = measure_objective(draft.board, objective, cycle, draft.stamp.today)
    for each in measured.measures:
        score = score_of(draft.board, each.key_result, cycle, draft.stamp.today)
        if score is not None and each.key_result.score is None:
            draft.put(each.key_result._replace(score=score))
