"""What a meeting is about: its key results by urgency, last week's actions, the meeting before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import MeetingKind
from okrboard.domain.formulas import Priority, agenda_priority
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, Trend, measure, trend
from okrboard.domain.meeting.blind import spread_before
from okrboard.domain.record import Record
from okrboard.domain.records import Action, CheckIn, KeyResult, Meeting, Member

TALK = 0.4
"""Priority from which a key result is talked about first: what a gap of 10 points alone brings."""


class Ranked(Record):
    """A key result with how much it needs talk, and why."""

    ref: str
    measure: Measure
    trend: Trend
    priority: Priority


def key_results_in(board: Board, cycle: int, team: int = 0) -> list[KeyResult]:
    """Return the key results that a cycle's meetings are about; of one team, or of all (0)."""
    return [
        key_result
        for objective in board.objectives_in(cycle)
        if objective.stage == "committed" and team in (0, objective.team)
        for key_result in board.key_results_of(objective.id)
        if key_result.weight > 0
    ]


def ranked(board: Board, meeting: Meeting, today: date) -> list[Ranked]:
    """Return a meeting's key results, most urgent first; equals in board order."""
    key_results = key_results_in(board, meeting.cycle, meeting.team)
    ranks = [_rank(board, meeting, key_result, today) for key_result in key_results]
    return sorted(ranks, key=lambda each: -each.priority.total)


def to_talk_about(everything: list[Ranked]) -> tuple[list[tuple[str, float]], list[str]]:
    """Return (reference, priority) of those that need talk, and references to wave through."""
    return talk_first((each.ref, each.priority.total) for each in everything)


def talk_first(
    priorities: Iterable[tuple[str, float]], line: float = TALK
) -> tuple[list[tuple[str, float]], list[str]]:
    """Return the key results to talk about, most urgent first, and those to wave through.

    `priorities` are (reference, agenda priority); equal ones keep their order.
    """
    given = list(priorities)
    talk = sorted((pair for pair in given if pair[1] >= line), key=lambda pair: -pair[1])
    return talk, [ref for ref, priority in given if not priority >= line]


def meeting_before(board: Board, kind: MeetingKind, team: int, id: int = 0) -> Meeting | None:
    """Return the newest closed meeting of a kind and team, other than `id`."""
    # What is open or new is live; an archive is opened only where a team has not met since.
    for meetings in (board.meetings.live, board.meetings):
        closed = [
            meeting
            for meeting in meetings.values()
            if (meeting.kind, meeting.team, meeting.state) == (kind, team, "closed")
            and meeting.id != id
        ]
        if closed:
            return max(closed, key=lambda meeting: (meeting.started, meeting.id))
    return None


def running(
    board: Board, kind: MeetingKind | None = None, team: int | None = None
) -> list[Meeting]:
    """Return the meetings that are not closed, newest first."""
    meetings = (
        meeting
        for meeting in board.meetings.live.values()
        if meeting.state != "closed"
        and kind in (None, meeting.kind)
        and team in (None, meeting.team)
    )
    return sorted(meetings, key=lambda meeting: meeting.id, reverse=True)


def actions_to_review(board: Board, meeting: Meeting) -> list[Action]:
    """Return the actions that were planned before a meeting and are open, or closed in it."""
    refs = _scope(board, meeting)
    day = meeting.started.date()
    return [
        action
        for action in board.actions.live.values()
        if (action.key_result in refs or (not action.key_result and not meeting.team))
        and action.meeting != meeting.id
        and (action.state == "open" or (action.closed is not None and action.closed >= day))
    ]


def planned_actions(board: Board, meeting: Meeting) -> list[Action]:
    """Return all open actions of a meeting's scope: next week's plan."""
    refs = {*_scope(board, meeting), 0}
    return [
        action
        for action in board.actions.live.values()
        if action.state == "open" and (action.key_result in refs or action.meeting == meeting.id)
    ]


def _scope(board: Board, meeting: Meeting) -> set[int]:
    return {one.id for one in key_results_in(board, meeting.cycle, meeting.team)}


def without_action(board: Board, measured: Measure) -> bool:
    """Say whether a key result is at risk or off track and nobody does anything about it."""
    return measured.health in ("at_risk", "off_track") and not any(
        action.state == "open" for action in board.actions_of(measured.key_result.id)
    )


def check_in_before(board: Board, check_in: CheckIn) -> CheckIn | None:
    """Return a key result's check-in before another one, of another meeting than that one's."""
    before = None
    for other in board.check_ins_of(check_in.key_result):
        if other.id == check_in.id:
            break
        if not other.meeting or other.meeting != check_in.meeting:
            before = other
    return before


def people(board: Board, team: int = 0) -> list[Member]:
    """Return the members who have not left; of one team, or of all (0)."""
    return [
        member
        for member in board.members.values()
        if member.left is None and team in (0, member.team)
    ]


def _rank(board: Board, meeting: Meeting, key_result: KeyResult, today: date) -> Ranked:
    cycle = board.cycles[meeting.cycle]
    measured = measure(board, key_result, cycle, today)
    leads = trend(board, measured, cycle, today)
    ref = reference("key_results", key_result.id)
    known = [c.confidence for c in board.check_ins_of(key_result.id) if c.confidence is not None]
    priority = agenda_priority(
        stale=measured.health == "stale",
        gap=measured.gap,
        spread=spread_before(board, ref, meeting.id),
        confidence_drop=known[-2] - known[-1] if len(known) > 1 else None,
        reported=measured.health,
        forecast=leads.forecast_score,
    )
    return Ranked(ref, measured, leads, priority)
