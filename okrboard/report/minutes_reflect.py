"""What the minutes of a reflection have of their own: scores, cards with their dots, the diagnosis.

What was not revealed is not in them; what people noted for themselves is nowhere.
"""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.edit.closing import objective_score, score_of
from okrboard.domain.lookup import reference
from okrboard.domain.measure import measure
from okrboard.domain.meeting.cards import Group, groups
from okrboard.domain.meeting.looking_back import look_back, worked_for
from okrboard.domain.records import Card, Cycle, KeyResult, Meeting, Objective
from okrboard.report.format import share_text
from okrboard.report.minutes_text import by, day_of, escaped, handle_of, inline, name_of

SCORES = "scores"
SHARED = "grew in"
"""The round of what people share of what they grew in; it is told by name."""


def reflected(board: Board, meeting: Meeting) -> list[list[str]]:
    """Return the sections of a reflection."""
    day = (meeting.ended or meeting.started).date()
    return [
        _scores(board, meeting, day),
        cards(board, meeting, but=(SHARED,)),
        _diagnosis(board, meeting, day),
        _growth(board, meeting),
        said_actions(board, meeting),
    ]


def cards(board: Board, meeting: Meeting, *, but: tuple[str, ...] = ()) -> list[str]:
    """Return the revealed cards in their groups, those with the most dots first."""
    found = [group for group in groups(board, meeting) if group.head.round not in but]
    lines: list[str] = []
    for group in found:
        lines.append(f"- {escaped(group.head.text)} ({inline(group.head.round)}){_dots(group)}")
        lines += [f"  - {escaped(card.text)} ({inline(card.round)})" for card in group.others]
    return ["## What we wrote", "", *lines] if lines else []


def said_actions(board: Board, meeting: Meeting) -> list[str]:
    """Return the actions that were planned in a meeting."""
    lines = []
    for id in board.actions.ids_with("meeting", meeting.id):
        action = board.actions[id]
        due = f", by {day_of(action.due)}" if action.due else ""
        ref = reference("actions", id)
        lines.append(f"- {ref} {escaped(action.title)}{by(board, action.owner)}{due}")
    return ["## Actions", "", *lines] if lines else []


def _scores(board: Board, meeting: Meeting, day: date) -> list[str]:
    cycle = board.cycles[meeting.cycle]
    goals = worked_for(board, cycle, meeting.team)
    lines: list[str] = []
    for objective in goals:
        lines += ["", f"### {_goal(board, meeting, objective, day)}", ""]
        lines += [
            _key_result(board, cycle, record, day)
            for record in board.key_results_of(objective.id)
            if record.weight > 0
        ]
    return ["## Scores", *lines] if lines else []


def _goal(board: Board, meeting: Meeting, objective: Objective, day: date) -> str:
    title = f"{reference('objectives', objective.id)} {escaped(objective.title)}"
    score = objective_score(board, objective, day)
    if SCORES not in meeting.revealed or score is None:
        return title
    return f"{title}: {score:.2f} ({objective.commitment})"


def _key_result(board: Board, cycle: Cycle, record: KeyResult, day: date) -> str:
    score = score_of(board, record, cycle, day)
    measured = measure(board, record, cycle, min(day, cycle.last))
    said = "not scored" if score is None else f"{score:.2f}"
    words = [f"{escaped(name_of(record))}: {said}"]
    if measured.progress is not None:
        words.append(f"{share_text(measured.progress)} of the way")
    if measured.progress is not None and measured.progress > 1 + 1e-9:
        words.append("beyond its target")
    if record.score_reason:
        words.append(f"scored by hand: {escaped(record.score_reason)}")
    if record.cause:
        words.append(f"cause: {escaped(record.cause)}")
    return f"- {', '.join(words)}"


def _diagnosis(board: Board, meeting: Meeting, day: date) -> list[str]:
    cycle = board.cycles[meeting.cycle]
    found = look_back(board, cycle, meeting.team, day)
    if found.rhythm is None:
        return []
    lines = [
        f"- {found.verdict}",
        f"- Check-ins in time: {found.made} of {found.due} ({share_text(found.rhythm)})",
    ]
    counts = {word: len(actions) for word, actions in found.yields.items()}
    if any(counts.values()):
        lines.append(
            f"- Actions: {counts['value']} value, {counts['busy_work']} busy work, "
            f"{counts['luck']} luck, {counts['stuck']} stuck"
        )
    lines.append(f"- Confidence: {found.calibration.sentence}")
    return ["## Diagnosis", "", *lines]


def _growth(board: Board, meeting: Meeting) -> list[str]:
    shared: list[Card] = [
        card
        for card in board.cards_in(meeting.id)
        if card.round == SHARED and SHARED in meeting.revealed
    ]
    lines = [f"- {escaped(handle_of(board, c.author))}: {escaped(c.text)}" for c in shared]
    return ["## What we grew in", "", *lines] if lines else []


def _dots(group: Group) -> str:
    return f", {group.dots} dot{'s' if group.dots != 1 else ''}" if group.dots else ""
