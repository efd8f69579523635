"""Turning a task round: a key result that is a task becomes an action under what it is to change.

The new key result remembers the action that it came out of (`from_action`), so that it can be told
later whether the task paid. Nothing is lost: what was checked in or planned stays on the board.
"""

from __future__ import annotations

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.fields import titled
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.lookup import reference
from okrboard.domain.references import referring
from okrboard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Action, DraftKeyResult, KeyResult, Proposal


def turn_into_action(
    draft: Draft, key_result_id: int, outcome_title: str, **fields: object
) -> KeyResult:
    """Put an outcome in the place of a task, which goes under it as an action; return the outcome.

    `fields` are the outcome's, as `add_key_result()` takes them. The task's own actions go with it.
    A task that has check-ins stays with weight 0, so that its history can be read; else it goes.
    """
    old = draft.board.key_results[key_result_id]
    if titled(outcome_title, "key result").casefold() == old.title.casefold():
        raise Refused("say what changes when the task is done; that is still the task")
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


def turn_draft(draft: Draft, proposal: int, index: int, outcome: DraftKeyResult) -> Proposal:
    """Do the same with a key result of a proposal; `index` counts from 0."""
    from okrboard.domain.edit.shaping import change_draft_key_result

    record = draft.board.proposals[proposal]
    old = record.key_results[index]
    if titled(outcome.title, "key result").casefold() == old.title.casefold():
        raise Refused("say what changes when the task is done; that is still the task")
    owner = old.owner or draft.stamp.member
    action: Action = add_action(draft, old.title, meeting=record.meeting, owner=owner)
    made = change_draft_key_result(draft, proposal, index, outcome._replace(from_action=action.id))
    draft.what = f"P{proposal}.{index + 1} is {reference('actions', action.id)} now"
    return made
