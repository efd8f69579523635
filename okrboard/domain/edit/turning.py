"""Turning a task round: a key result that is a task becomes an action under what it is to change.

The new key result remembers the action that it came out of (`from_action`), so that it can be told
later whether the task paid. Nothing is lost: what was checked in or planned stays on the board.
"""

from __future__ import annotations

from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.fields import titled
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.lookup import reference, referring
from okrboard.domain.records import DraftKeyResult, KeyResult
from okrboard.errors import Refused
from okrboard.text import squeeze


def turn_into_action(
    draft: Draft, key_result_id: int, outcome_title: str, **fields: object
) -> KeyResult:
    """Put an outcome in the place of a task, which goes under it as an action; return the outcome.

    `fields` are the outcome's, as `add_key_result()` takes them. The task's own actions go with it.
    A task that has check-ins stays with weight 0, so that its history can be read; else it goes.
    """
    old = draft.board.key_results[key_result_id]
    _check_outcome(outcome_title, old.title)
    fields.setdefault("owner", old.owner)
    made = add_key_result(draft, old.objective, outcome_title, **fields)
    for action in draft.board.actions_of(old.id):
        draft.put(action._replace(key_result=made.id))
    action = add_action(draft, old.title, key_result=made.id, owner=old.owner)
    made = draft.put(made._replace(from_action=action.id, position=old.position))
    if any(True for _ in referring(draft.board, "key_results", old.id)):
        draft.put(old._replace(weight=0.0, position=old.position + 1e-3))
    else:
        draft.remove(old)
    draft.what = (
        f"{reference('key_results', old.id)} is {reference('actions', action.id)} now, "
        f"for {reference('key_results', made.id)} {made.title}"
    )
    return made


def turn_draft(draft: Draft, meeting: int, task: str, outcome: DraftKeyResult) -> DraftKeyResult:
    """Make a task an action of a meeting; return a proposal's key result, which remembers it."""
    _check_outcome(outcome.title, task)
    owner = outcome.owner or draft.stamp.member
    action = add_action(draft, task, meeting=meeting, owner=owner)
    return outcome._replace(from_action=action.id)


def _check_outcome(title: str, task: str) -> None:
    if titled(title, "key result").casefold() == squeeze(task).casefold():
        raise Refused("say what changes when the task is done; that is still the task")
