"""What a report of a cycle says, read once: every format prints the same facts."""

from __future__ import annotations

from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, ObjectiveMeasure, measure_cycle, trend
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle
from okrboard.report.format import change_text, share_text
from okrboard.report.groups import grouped, measured_objectives
from okrboard.report.jsonable import handle, team_name
from okrboard.report.rows import rough, values_of
from okrboard.report.status import pace_of, shown_health, shown_objective_health
from okrboard.report.weeks import span_of, waits, week_of
from okrboard.text import clean, squeeze


class KeyResultFacts(Record):
    """A key result, ready to print; all texts are clean lines."""

    ref: str
    title: str
    health: str
    progress: float | None
    pace: float | None
    """Where it should be; None for what nobody has committed to."""
    share: str
    value: str
    confidence: str
    weekly: str
    """Made and needed per week."""
    owner: str
    last: str
    drivers: tuple[str, ...]


class ObjectiveFacts(Record):
    """An objective, ready to print."""

    ref: str
    title: str
    about: str
    why: str
    note: str
    """An override with its reason, or how it ended."""
    health: str
    share: str
    key_results: tuple[KeyResultFacts, ...]


class Facts(Record):
    """A report, ready to print."""

    name: str
    cycle: str
    standing: str
    progress: float | None
    pace: float
    groups: tuple[tuple[str, str, tuple[ObjectiveFacts, ...]], ...]
    """Health, label and objectives of each group that has any."""
    actions: tuple[tuple[str, str, str, str], ...]
    """Reference, title, owner and due day of every open action."""


def facts_of(board: Board, cycle: Cycle, today: date) -> Facts:
    """Return what there is to say about a cycle on a day."""
    mean, expected = measure_cycle(board, cycle, today)
    week, weeks = week_of(cycle, today)
    share = mean.value if mean else None
    when, pace = f"week {week} of {weeks}", f", pace {share_text(expected)}"
    if cycle.state == "closed":
        when, pace = "closed", ""
    elif hint := waits(cycle, today):
        pace += f"; {hint}"
    measured = measured_objectives(board, cycle, today)
    return Facts(
        clean(board.settings.name),
        f"{clean(cycle.name)}, {span_of(cycle)}",
        f"{today}, {when}: {share_text(share)} of the way" + pace,
        share,
        expected,
        tuple(
            (
                group.health,
                clean(group.label),
                tuple(_objective(board, one, cycle, today) for one in group.objectives),
            )
            for group in grouped(board, measured, "status")
            if group.objectives
        ),
        _actions(board),
    )


def _objective(
    board: Board, measured: ObjectiveMeasure, cycle: Cycle, today: date
) -> ObjectiveFacts:
    objective = measured.objective
    about = [handle(board, objective.owner), team_name(board, objective.team)]
    return ObjectiveFacts(
        reference("objectives", objective.id),
        clean(objective.title),
        " · ".join(clean(word) for word in (*about, objective.level, objective.commitment) if word),
        squeeze(objective.why),
        _note(measured),
        shown_objective_health(measured),
        share_text(measured.progress.value if measured.progress else None),
        tuple(_key_result(board, each, cycle, today) for each in measured.measures),
    )


def _note(measured: ObjectiveMeasure) -> str:
    objective = measured.objective
    if objective.stage == "closed":
        score = f", score {objective.score:.1f}" if objective.score is not None else ""
        lesson = f". {squeeze(objective.lesson)}" if objective.lesson else ""
        return f"closed: {objective.outcome}{score}{lesson}"
    if objective.override:
        said, numbers = HEALTH_LABELS[objective.override], HEALTH_LABELS[measured.computed]
        reason = squeeze(objective.override_reason)
        return f"said to be {said}, the numbers say {numbers}: {reason}"
    return ""


def _key_result(board: Board, measured: Measure, cycle: Cycle, today: date) -> KeyResultFacts:
    key_result, latest = measured.key_result, measured.latest
    led = trend(board, measured, cycle, today)
    weekly = []
    if led.made_per_week is not None:
        weekly.append(f"made {change_text(rough(led.made_per_week))}")
    if led.need_per_week and board.objectives[key_result.objective].stage != "closed":
        weekly.append(f"needs {change_text(rough(led.need_per_week))}")
    owner = key_result.owner or board.objectives[key_result.objective].owner
    return KeyResultFacts(
        reference("key_results", key_result.id),
        clean(key_result.title),
        shown_health(board, measured),
        measured.progress,
        pace_of(board, measured),
        share_text(measured.progress),
        clean(values_of(key_result, latest.value if latest else None)),
        "" if measured.confidence is None else str(measured.confidence),
        ", ".join(weekly),
        clean(handle(board, owner) or ""),
        str(latest.on) if latest else "never",
        tuple(
            f"{change_text(driver.share)} {clean(driver.text)}"
            for driver in (latest.drivers if latest else ())
        ),
    )


def _actions(board: Board) -> tuple[tuple[str, str, str, str], ...]:
    found = sorted(
        (action for action in board.actions.live.values() if action.state == "open"),
        key=lambda action: (str(action.due or "9"), action.id),
    )
    return tuple(
        (
            reference("actions", action.id),
            clean(action.title),
            clean(handle(board, action.owner) or ""),
            str(action.due or ""),
        )
        for action in found
    )
