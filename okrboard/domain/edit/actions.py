"""Actions: what someone does next week for a key result; kept, dropped, or carried over."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, with_fields
from okrboard.domain.lookup import reference
from okrboard.domain.records import Action
from okrboard.domain.schedule import next_check_in, team_of
from okrboard.errors import Refused
from okrboard.text import squeeze


def add_action(draft: Draft, title: str, **fields: object) -> Action:
    """Add an action; without an owner it is the person's own, without a due day for the next
    weekly check-in."""
    fields.setdefault("owner", draft.stamp.member)
    fields.setdefault("due", usual_due(draft.board, draft.stamp.today, draft.stamp.member))
    new = Action(0, "", created=draft.stamp.today)
    made = draft.add(with_fields(new, title=title, **fields))
    draft.what = f"add {reference('actions', made.id)} {made.title}"
    return made


def usual_due(board: Board, today: date, member: int) -> date:
    """Return the day by which a member's new action is due: that of their next check-in."""
    return next_check_in(board, today, team_of(board, member))


def edit_action(draft: Draft, id: int, **fields: object) -> Action:
    """Change an action's fields."""
    draft.what = f"edit {reference('actions', id)} {', '.join(sorted(fields))}"
    return draft.put(with_fields(draft.board.actions[id], **fields))


def keep_action(draft: Draft, id: int, reason: str = "") -> Action:
    """Close an action as kept: it was done."""
    return _close(draft, id, "kept", reason)


def drop_action(draft: Draft, id: int, reason: str = "") -> Action:
    """Close an action as dropped: it will not be done."""
    return _close(draft, id, "dropped", reason)


def carry_action(draft: Draft, id: int, due: date | None = None, reason: str = "") -> Action:
    """Carry an open action over to a later day; the count of it grows and shows."""
    action = _open(draft, id)
    due = due or usual_due(draft.board, draft.stamp.today, action.owner)
    draft.what = f"carry {reference('actions', id)} over to {due}"
    return draft.put(action._replace(due=due, carried=action.carried + 1, reason=squeeze(reason)))


def reopen_action(draft: Draft, id: int) -> Action:
    """Take the closing of an action back."""
    action = draft.board.actions[id]
    if action.state == "open":
        raise Refused(f"{reference('actions', id)} is open")
    draft.what = f"reopen {reference('actions', id)}"
    return draft.put(action._replace(state="open", closed=None, moved=None))


def _moved_since(board: Board, action: Action) -> bool | None:
    """Say whether the action's key result got nearer to its target since the action began.

    None when there is no key result, or no check-in since.
    """
    key_result = board.key_results.get(action.key_result)
    if key_result is None or action.created is None:
        return None
    check_ins = board.check_ins_of(key_result.id)
    before = [key_result.start, *(one.value for one in check_ins if one.on <= action.created)]
    after = [one.value for one in check_ins if one.on > action.created]
    if not after:
        return None
    return after[-1] > before[-1] if key_result.rises else after[-1] < before[-1]


def _close(draft: Draft, id: int, state: str, reason: str) -> Action:
    action = _open(draft, id)
    draft.what = f"{reference('actions', id)} {state}"
    changed = with_fields(action, state=state, reason=reason)
    return draft.put(
        changed._replace(closed=draft.stamp.today, moved=_moved_since(draft.board, action))
    )


def _open(draft: Draft, id: int) -> Action:
    action = draft.board.actions[id]
    if action.state != "open":
        raise Refused(f"{reference('actions', id)} is {action.state} already")
    return action
