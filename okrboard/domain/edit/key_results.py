"""Key results: what is measured, from where to where, how that may change, and tasks turned round.

A key result that is a task becomes an action under what it is to change. The new key result
remembers the action that it came out of (`from_action`), so that it can be told later whether the
task paid. Nothing is lost: what was checked in or planned stays on the board.
"""

from __future__ import annotations

from okrboard.domain.changes import Draft, titled, with_fields
from okrboard.domain.edit.actions import add_action
from okrboard.domain.lookup import reference, referring
from okrboard.domain.records import DraftKeyResult, KeyResult, Retarget, Step
from okrboard.errors import Refused
from okrboard.text import squeeze


def add_key_result(draft: Draft, objective: int, title: str, **fields: object) -> KeyResult:
    """Add a key result to an objective, at the end.

    A metric needs `start` and `target`; a threshold its bound as `target` and `keep`; milestones
    their `steps` (one step is a yes/no key result).
    """
    _check_open(draft, objective)
    last = max((kr.position for kr in draft.board.key_results_of(objective)), default=0.0)
    new = KeyResult(0, objective, "", position=last + 1.0, created=draft.stamp.today)
    key_result = with_fields(new, title=title, **fields)
    if key_result.kind == "milestones" and not key_result.steps:
        key_result = key_result._replace(steps=(Step(key_result.title),))
    made = draft.add(_checked(draft, key_result))
    draft.what = f"add {reference('key_results', made.id)} {made.title}"
    return made


def edit_key_result(draft: Draft, id: int, *, reason: str = "", **fields: object) -> KeyResult:
    """Change a key result; a new start or target keeps the old one in its history.

    Raises `Refused` when the target gets easier without a `reason`.
    """
    old = draft.board.key_results[id]
    _check_open(draft, old.objective)
    changed = _checked(draft, with_fields(old, **fields))
    if (changed.start, changed.target, changed.keep) != (old.start, old.target, old.keep):
        changed = _retargeted(draft, old, changed, squeeze(reason))
    draft.what = f"edit {reference('key_results', id)} {', '.join(sorted(fields))}"
    return draft.put(changed)


def remove_key_result(draft: Draft, id: int) -> KeyResult:
    """Take a key result that has no check-ins off the board."""
    key_result = draft.board.key_results[id]
    ref = reference("key_results", id)
    _check_open(draft, key_result.objective)
    if draft.board.latest(id) is not None:
        raise Refused(f"{ref} has check-ins; set its weight to 0 to leave it out of the sums")
    if draft.board.actions_of(id):
        raise Refused(f"{ref} has actions; close them or move them to another key result first")
    draft.remove(key_result)
    draft.what = f"remove {ref} {key_result.title}"
    return key_result


def eases(old: KeyResult, new: KeyResult) -> bool:
    """Say whether a change of the target makes the key result easier to reach."""
    return new.target < old.target if old.rises else new.target > old.target


def _retargeted(draft: Draft, old: KeyResult, new: KeyResult, reason: str) -> KeyResult:
    ref = reference("key_results", old.id)
    promised = draft.board.objectives[old.objective].stage == "committed"
    if promised and eases(old, new) and not reason:
        raise Refused(f"the new target of {ref} is easier to reach; say why (--reason)")
    if not promised and draft.board.latest(old.id) is None:
        return new
    entry = Retarget(draft.stamp.today, old.start, old.target, draft.stamp.member, reason)
    return new._replace(retargets=(*old.retargets, entry))


def _checked(draft: Draft, key_result: KeyResult) -> KeyResult:
    """Return a key result with the target that its steps make, or its checkpoints in order."""
    if key_result.kind == "milestones":
        steps = tuple(step._replace(name=squeeze(step.name)) for step in key_result.steps)
        weight = sum(step.weight for step in steps)
        return key_result._replace(steps=steps, start=0.0, target=weight, unit="")
    cycle = draft.board.cycles[draft.board.objectives[key_result.objective].cycle]
    for checkpoint in key_result.checkpoints:
        if not cycle.first <= checkpoint.on <= cycle.last:
            raise Refused(f"the checkpoint on {checkpoint.on} lies outside {cycle.name}")
    return key_result._replace(checkpoints=tuple(sorted(key_result.checkpoints)))


def _check_open(draft: Draft, objective: int) -> None:
    if objective not in draft.board.objectives:
        raise Refused("a key result belongs to an objective of the board")
    if draft.board.objectives[objective].stage == "closed":
        raise Refused(f"{reference('objectives', objective)} is closed; reopen it first")


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
