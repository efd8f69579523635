"""Committing: the shortlist becomes a cycle's goals, and its meetings are planned."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import start_cycle
from okrboard.domain.edit.proposals import adopt
from okrboard.domain.edit.series import as_before, plan_if_none
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.control import changed, open_meeting
from okrboard.domain.records import Cycle, Meeting, Objective, Proposal
from okrboard.errors import Refused


def living(board: Board, meeting: Meeting) -> list[Proposal]:
    """Return the proposals a meeting goes on with: the shortlist, or all that stand without one."""
    standing = [
        proposal
        for proposal in board.proposals_in(meeting.id)
        if proposal.state not in ("merged", "declined")
    ]
    chosen = [each for each in standing if each.state in ("shortlisted", "adopted")]
    return chosen or standing


def next_cycle(board: Board, cycle: Cycle) -> Cycle | None:
    """Return the earliest open cycle that begins after another's last day; None without one."""
    later = [
        other
        for other in board.cycles.values()
        if other.state != "closed" and other.first > cycle.last
    ]
    return min(later, key=lambda other: (other.first, other.id), default=None)


def goal_cycle(board: Board, meeting: Meeting) -> Cycle:
    """Return the cycle that a meeting's goals are for: as chosen, else the next, else its own."""
    if meeting.focus.startswith("cycle "):
        chosen = board.cycles.get(int(meeting.focus.removeprefix("cycle ")))
        if chosen is not None and chosen.state != "closed":
            return chosen
    own = board.cycles[meeting.cycle]
    return own if own.state == "planning" else next_cycle(board, own) or own


def commit_goals(
    draft: Draft, meeting: int, cycle: int, new_uid: Callable[[], str]
) -> list[Objective]:
    """Make the goals on the shortlist objectives of a cycle, and plan its meetings.

    The cycle starts if its first day is today or over; one that is still to come stays planned.
    Raises `Refused` when there is nothing to commit to, or a key result has no target yet.
    """
    held = open_meeting(draft, meeting)
    record = draft.board.cycles[cycle]
    if record.state == "closed":
        raise Refused(f"{record.name} is closed; choose a cycle that is not")
    chosen = [each for each in living(draft.board, held) if each.state != "adopted"]
    if not chosen:
        raise Refused("there is no goal to commit to; put one on the shortlist first")
    made = [adopt(draft, proposal.id, cycle) for proposal in chosen]
    for objective in made:
        _take_tasks_along(draft, objective)
    if record.state == "planning" and record.first <= draft.stamp.today:
        start_cycle(draft, cycle)
    planned = plan_if_none(draft, cycle, new_uid)
    meetings = as_before(draft.board, cycle) if planned else ""
    draft.put(changed(draft, draft.board.meetings[meeting]))
    refs = ", ".join(reference("objectives", objective.id) for objective in made)
    draft.what = f"commit to {refs} for {record.name}"
    if meetings:
        draft.what += f"; its meetings{meetings.removeprefix(',')}"
    return made


def _take_tasks_along(draft: Draft, objective: Objective) -> None:
    """Put the actions that tasks were turned into under the key results they became."""
    for key_result in draft.board.key_results_of(objective.id):
        action = draft.board.actions.get(key_result.from_action)
        if action is not None and not action.key_result:
            draft.put(action._replace(key_result=key_result.id))
