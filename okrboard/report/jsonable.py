"""Records as JSON for programs, with what the numbers say about them: keys in snake_case, stable.

Days and instants are ISO 8601, references are strings (`O4`), people are handles, teams and cycles
are names; what is not there is null.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.fields import FIELDS, written
from okrboard.domain.lookup import reference
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    Trend,
    measure,
    measure_cycle,
    measure_objective,
    trend,
)
from okrboard.domain.records import Action, Change, Cycle, KeyResult, Objective, Team
from okrboard.domain.schedule import week_of
from okrboard.domain.schema import plain
from okrboard.report.format import handle, team_name
from okrboard.report.status import health_of, objective_health

Json = dict[str, object]


def ref_or_none(table: str, id: int) -> str | None:
    """Return a reference, or None for 0."""
    return reference(table, id) if id else None


def record_json(board: Board, table: str, record: Any) -> Json:
    """Return every visible field of a record, as `okrboard.domain.fields` has them."""
    return {field.in_json: written(board, table, field, record) for field in FIELDS[table]}


def goal_json(board: Board, table: str, record: Any, today: date) -> Json:
    """Return everything about an objective, a key result or an action."""
    if table == "objectives":
        return objective_json(board, record, today)
    if table == "key_results":
        return key_result_json(board, record, today)
    return action_json(board, record)


def key_result_json(board: Board, key_result: KeyResult, today: date) -> Json:
    """Return everything about a key result.

    `progress` and `pace` are shares of the way (1.0 is the target), `gap` is in percentage points
    behind pace, `need_per_week`, `made_per_week` and `forecast` are in the key result's unit.
    """
    objective = board.objectives[key_result.objective]
    cycle = board.cycles[objective.cycle]
    measured = measure(board, key_result, cycle, today)
    rates = trend(board, measured, cycle, today)
    computed = {
        **measure_json(board, measured),
        **rates_json(rates),
        "owner": handle(board, key_result.owner or objective.owner),
        "objective": reference("objectives", objective.id),
        "check_ins": [
            record_json(board, "check_ins", each) for each in board.check_ins_of(key_result.id)
        ],
        "forecast_low": rates.forecast.low if rates.forecast else None,
        "forecast_high": rates.forecast.high if rates.forecast else None,
        "forecast_score": rates.forecast_score,
        "cycle": cycle.name,
        "objective_title": objective.title,
    }
    return {
        **_with_fields(board, "key_results", key_result, computed),
        "actions": [action_json(board, action) for action in board.actions_of(key_result.id)],
    }


def objective_json(board: Board, objective: Objective, today: date) -> Json:
    """Return everything about an objective; its key results without their check-ins."""
    measured = measure_objective(board, objective, board.cycles[objective.cycle], today)
    summary = _objective_summary(board, measured)
    key_results = summary.pop("key_results")
    return {
        **_with_fields(board, "objectives", objective, summary),
        "key_results": key_results,
    }


def _with_fields(board: Board, table: str, record: Any, computed: Json) -> Json:
    """Return what was computed of a record, and behind it its fields that are not there yet."""
    return computed | {
        key: value
        for key, value in record_json(board, table, record).items()
        if key not in computed
    }


def board_json(
    board: Board, cycle: Cycle | None, measured: list[ObjectiveMeasure], today: date
) -> Json:
    """Return a cycle's board: where it stands, and its objectives with their key results."""
    head: Json = {"name": board.settings.name, "today": plain(today), "cycle": None}
    if cycle is not None:
        mean, expected = measure_cycle(board, cycle, today)
        week, weeks = week_of(cycle, today)
        head.update(
            cycle=record_json(board, "cycles", cycle),
            week=week,
            weeks=weeks,
            progress=mean.value if mean else None,
            pace=expected,
        )
    return {**head, "objectives": [_objective_summary(board, one) for one in measured]}


def _objective_summary(board: Board, measured: ObjectiveMeasure) -> Json:
    objective = measured.objective
    return {
        "ref": reference("objectives", objective.id),
        "title": objective.title,
        "owner": handle(board, objective.owner),
        "team": team_name(board, objective.team),
        "level": objective.level,
        "commitment": objective.commitment,
        "stage": objective.stage,
        "health": objective_health(measured),
        "computed_health": "proposed" if objective.stage == "proposed" else measured.computed,
        "override": objective.override or None,
        "override_reason": objective.override_reason,
        "progress": measured.progress.value if measured.progress else None,
        "progress_raw": measured.progress.raw if measured.progress else None,
        "days_silent": measured.silent,
        "key_results": [
            {
                **measure_json(board, each),
                "owner": handle(board, each.key_result.owner or objective.owner),
                "objective": reference("objectives", objective.id),
                "last_check_in": plain(each.latest.on) if each.latest else None,
            }
            for each in measured.measures
        ],
    }


def measure_json(board: Board, measured: Measure) -> Json:
    """Return where a key result stands."""
    key_result, health = measured.key_result, health_of(board, measured)
    return {
        "ref": reference("key_results", key_result.id),
        "title": key_result.title,
        "kind": key_result.kind,
        "start": key_result.start,
        "target": key_result.target,
        "unit": key_result.unit,
        "current": measured.current,
        "progress": measured.progress,
        "pace": measured.pace,
        "gap": None if health == "proposed" else measured.gap,
        "health": health,
        "confidence": measured.confidence,
    }


def rates_json(rates: Trend) -> Json:
    """Return what a key result needs and makes a week, and where that leads."""
    return {
        "forecast": rates.forecast.value if rates.forecast else None,
        "need_per_week": rates.need_per_week,
        "made_per_week": rates.made_per_week,
    }


def team_json(board: Board, team: Team) -> Json:
    """Return a team with the handles of those who are in it."""
    inside = (m.handle for m in board.members.values() if m.team == team.id and m.left is None)
    return {**record_json(board, "teams", team), "members": list(inside)}


def action_json(board: Board, action: Action) -> Json:
    """Return an action."""
    return {"ref": reference("actions", action.id), **record_json(board, "actions", action)}


def change_json(change: Change) -> Json:
    """Return an entry of the log."""
    return {
        "id": change.id,
        "at": plain(change.at),
        "who": change.who,
        "what": change.what,
        "undoes": change.undoes or None,
    }
