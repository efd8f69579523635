"""`okrboard objective list`: the objectives of a cycle, one a line."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import cycle_id, word
from okrboard.cli.filters import OWNER, STATUS, TEAM, Wanted
from okrboard.cli.spec import Command, Option
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure, measure_objective
from okrboard.domain.records import Objective
from okrboard.report.format import share_text
from okrboard.report.jsonable import handle, team_name
from okrboard.report.table import Cell, table

STAGES = ("proposed", "committed", "closed")


def list_objectives(context: Context, arguments: Arguments) -> int:
    """Print the objectives of the running cycle, of another, or of all."""
    board, today = context.board, context.today
    wanted = Wanted(context, arguments)
    every = (
        measure_objective(board, objective, board.cycles[objective.cycle], today)
        for objective in _chosen(context, arguments)
    )
    measured = [one for one in every if wanted.has_objective(one)]
    if context.json:
        from okrboard.report.goals_json import objective_json

        context.emit([objective_json(board, one.objective, today) for one in measured])
        return 0
    heads = ("", "objective", "health", "", "owner", "team")
    rows = [_row(context, one) for one in measured]
    lines = table(context.look, heads, rows, flexible=1, numbers=(3,), drop=(5, 4))
    for line in lines or ["no such objective; propose one: okrboard objective propose TITLE"]:
        context.say(line)
    return 0


def _chosen(context: Context, arguments: Arguments) -> list[Objective]:
    board = context.board
    if arguments.has("all") or not board.cycles:
        found = sorted(board.objectives.values(), key=lambda one: one.id)
    else:
        found = board.objectives_in(cycle_id(board, arguments.get("cycle"), context.today))
    if arguments.has("stage"):
        stage = word(arguments.text("stage"), "a stage", STAGES)
        found = [one for one in found if one.stage == stage]
    return found


def _row(context: Context, measured: ObjectiveMeasure) -> tuple[Cell, ...]:
    board, objective = context.board, measured.objective
    said = measured.health if objective.stage == "committed" else objective.stage
    shown: Cell = (said.replace("_", " "), said)
    if objective.override:
        shown = (f"{said.replace('_', ' ')} (said)", said)
    return (
        reference("objectives", objective.id),
        objective.title,
        shown,
        share_text(measured.progress.value if measured.progress else None),
        handle(board, objective.owner) or "",
        team_name(board, objective.team) or "",
    )


LIST = Command(
    "objective list",
    "the objectives of a cycle",
    list_objectives,
    (),
    (
        Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),
        Option("all", "", "those of all cycles"),
        OWNER,
        TEAM,
        STATUS,
        Option("stage", "WORD", "only proposed, committed or closed", completes=" ".join(STAGES)),
    ),
)
