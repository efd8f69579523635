"""Key results and objectives as JSON for programs, with what the numbers say about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.measure import (
    Measure,
    ObjectiveMeasure,
    measure,
    measure_cycle,
    measure_objective,
    trend,
)
from okrboard.domain.records import Cycle, KeyResult, Objective
from okrboard.domain.schedule import week_of
from okrboard.domain.schema import plain
from okrboard.report.jsonable import (
    action_json,
    handle,
    record_json,
    team_name,
)
from okrboard.report.status import computed_health, gap_of, health_of, objective_health

Json = dict[str, object]


def key_result_json(board: Board, key_result: KeyResult, today: date) -> Json:
    """Return everything about a key result.

    `progress` and `pace` are shares of the way (1.0 is the target), `gap` is in percentage points
    behind pace, `need_per_week`, `made_per_week` and `forecast` are in the key result's unit.
    """
    objective = board.objectives[key_result.objective]
    cycle = board.cycles[objective.cycle]
    measured = measure(board, key_result, cycle, today)
    led = trend(board, measured, cycle, today)
    computed = {
        **_measured(board, measured),
        "forecast": led.forecast.value if led.forecast else None,
        "need_per_week": led.need_per_week,
        "made_per_week": led.made_per_week,
        "owner": handle(board, key_result.owner or objective.owner),
        "objective": reference("objectives", objective.id),
        "check_ins": [
            record_json(board, "check_ins", c) for c in board.check_ins_of(key_result.id)
        ],
        "forecast_low": led.forecast.low if led.forecast else None,
        "forecast_high": led.forecast.high if led.forecast else None,
        "forecast_score": led.forecast_score,
        "cycle": cycle.name,
        "objective_title": objective.title,
    }
    return {
        **_with_fields(board, "key_results", key_result, computed),
        "actions": [action_json(board, action) for action in board.actions_of(key_result.id)],
    }


def objective_json(board: Board, objective: Objective, today: date) -> Json:
    """Return everything about an objective; its key results without their check-ins."""
    cycle = board.cycles[objective.cycle]
    measured = measure_objective(board, objective, cycle, today)
    return {
        **_with_fields(board, "objectives", objective, _objective_measured(board, measured)),
        "key_results": [_summary(board, one) for one in measured.measures],
    }


def _with_fields(board: Board, table: str, record: Any, computed: Json) -> Json:
    """Return what was computed of a record, and behind it its fields that are not there yet."""
    fields = record_json(board, table, record)
    return {**computed, **{key: fields[key] for key in fields if key not in computed}}


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
    head["objectives"] = [
        {
            **_objective_measured(board, one),
            "key_results": [_summary(board, each) for each in one.measures],
        }
        for one in measured
    ]
    return head


def _objective_measured(board: Board, measured: ObjectiveMeasure) -> Json:
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
        "computed_health": computed_health(measured),
        "override": objective.override or None,
        "override_reason": objective.override_reason,
        "progress": measured.progress.value if measured.progress else None,
        "progress_raw": measured.progress.raw if measured.progress else None,
        "days_silent": measured.silent,
    }


def _summary(board: Board, measured: Measure) -> Json:
    objective = board.objectives[measured.key_result.objective]
    return {
        **_measured(board, measured),
        "owner": handle(board, measured.key_result.owner or objective.owner),
        "objective": reference("objectives", objective.id),
        "last_check_in": plain(measured.latest.on) if measured.latest else None,
    }


def _measured(board: Board, measured: Measure) -> Json:
    key_result = measured.key_result
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
        "gap": gap_of(board, measured),
        "health": health_of(board, measured),
        "confidence": measured.confidence,
    }
