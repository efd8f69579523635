"""`okrboard kr list`: the key results of a cycle, one a line."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import cycle_id
from okrboard.cli.filters import OWNER, STATUS, TEAM, Wanted
from okrboard.cli.spec import Command, Option
from okrboard.domain.lookup import find_objective
from okrboard.domain.measure import measure
from okrboard.domain.records import KeyResult
from okrboard.report.rows import key_result_table


def list_key_results(context: Context, arguments: Arguments) -> int:
    """Print the key results of the running cycle, of another, or of one objective."""
    board, today = context.board, context.today
    wanted = Wanted(context, arguments)
    every = (
        measure(board, one, board.cycles[board.objectives[one.objective].cycle], today)
        for one in _chosen(context, arguments)
    )
    measures = [one for one in every if wanted.has_key_result(one)]
    if context.json:
        from okrboard.report.goals_json import key_result_json

        context.emit([key_result_json(board, one.key_result, today) for one in measures])
        return 0
    lines = key_result_table(board, measures, today, context.look)
    for line in lines or ["no such key result; add one: okrboard kr add OBJECTIVE TITLE"]:
        context.say(line)
    return 0


def _chosen(context: Context, arguments: Arguments) -> list[KeyResult]:
    board = context.board
    if arguments.has("objective"):
        found = board.key_results_of(find_objective(board, arguments.text("objective")).id)
    elif arguments.has("all") or not board.cycles:
        found = sorted(board.key_results.values(), key=lambda one: one.id)
    else:
        cycle = cycle_id(board, arguments.get("cycle"), context.today)
        found = [
            key_result
            for objective in board.objectives_in(cycle)
            for key_result in board.key_results_of(objective.id)
        ]
    return found


LIST = Command(
    "kr list",
    "the key results of a cycle",
    list_key_results,
    (),
    (
        Option("objective", "REF", "only those of an objective", completes="@objectives"),
        Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),
        Option("all", "", "those of all cycles"),
        OWNER,
        TEAM,
        STATUS,
    ),
)
