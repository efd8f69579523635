"""What the minutes say of last week's actions: kept, dropped, carried over, how many of each."""

from __future__ import annotations

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import actions_to_review
from okrboard.domain.records import Action, Meeting
from okrboard.domain.rewind import board_at, newest_first
from okrboard.domain.scoring import kept_and_moved
from okrboard.report.jsonable import action_json
from okrboard.report.minutes_check_in import planned
from okrboard.report.minutes_text import by, day_of, escaped

_YIELDS = {"value": "value", "busy_work": "busy work", "luck": "luck", "stuck": "stuck"}


def reviewed(board: Board, meeting: Meeting) -> list[str]:
    """Return what became of last week's actions."""
    closed, moved_on = settled(board, meeting)
    if not closed and not moved_on:
        return []
    kept = sum(action.state == "kept" for action in closed)
    counts = ((kept, "kept"), (len(closed) - kept, "dropped"), (len(moved_on), "carried over"))
    return [
        "## Last week's actions",
        "",
        ", ".join(f"{count} {word}" for count, word in counts if count),
        "",
        *(f"- {_outcome(board, action)}" for action in closed),
        *(f"- {_carried(board, action)}" for action in moved_on),
    ]


def settled(board: Board, meeting: Meeting) -> tuple[list[Action], list[Action]]:
    """Return last week's actions that were closed in a meeting, and those carried over in it."""
    day = meeting.started.date()
    carried = _carried_in(board, meeting)
    found = actions_to_review(board, meeting)
    closed = [a for a in found if a.state != "open" and a.closed is not None and a.closed >= day]
    return closed, [action for action in found if action.state == "open" and action.id in carried]


def actions_json(board: Board, meeting: Meeting) -> dict[str, object]:
    """Return the actions that the minutes tell of, those of a closed meeting as they were then."""
    if meeting.ended is not None:
        board = board_at(board, meeting.ended)
    if meeting.kind != "check-in":
        made = [board.actions[id] for id in board.actions.ids_with("meeting", meeting.id)]
        return {"actions": [action_json(board, action) for action in made], "reviewed": []}
    closed, moved_on = settled(board, meeting)
    outcomes = [(action, str(action.state)) for action in closed]
    outcomes += [(action, "carried over") for action in moved_on]
    return {
        "actions": [action_json(board, action) for action in planned(board, meeting)],
        "reviewed": [
            {**action_json(board, action), "outcome": outcome} for action, outcome in outcomes
        ],
    }


def _carried_in(board: Board, meeting: Meeting) -> set[int]:
    """Return the actions that were carried over since the meeting began, as the log tells.

    An action itself knows how often, not when.
    """
    before: dict[int, object] = {}
    for change in newest_first(board):
        if change.at < meeting.started:
            break
        for patch in change.patches:
            if patch.table == "actions" and patch.before and "carried" in patch.before:
                before[patch.id] = patch.before["carried"]
    actions = board.actions
    # Carrying over that was undone again leaves the count as it was before.
    return {id for id, count in before.items() if id in actions and actions[id].carried != count}


def _outcome(board: Board, action: Action) -> str:
    words = [f"{escaped(action.title)} — {action.state}"]
    if action.moved is not None:
        words.append(_YIELDS[kept_and_moved(action.state == "kept", action.moved)])
    if action.reason:
        words.append(escaped(action.reason))
    return f"{reference('actions', action.id)} {': '.join(words)}{by(board, action.owner)}"


def _carried(board: Board, action: Action) -> str:
    times = "once" if action.carried == 1 else f"{action.carried}×"
    words = [f"{escaped(action.title)} — carried over {times}"]
    if action.due is not None:
        words[0] += f", to {day_of(action.due)}"
    if action.reason:
        words.append(escaped(action.reason))
    return f"{reference('actions', action.id)} {': '.join(words)}{by(board, action.owner)}"
