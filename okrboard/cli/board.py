"""`okrboard board` and `tree`: the goals of a cycle in groups, and how they serve each other."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.goal_filter import GoalFilter
from okrboard.cli.options import CYCLE
from okrboard.cli.spec import Option, command
from okrboard.domain.alignment import Alignment, alignment
from okrboard.domain.converters import word
from okrboard.domain.enums import GROUPINGS
from okrboard.domain.lookup import find_cycle, reference
from okrboard.domain.records import Cycle
from okrboard.report.board_text import NO_CYCLE, alignment_json, board_lines, tree_lines
from okrboard.report.jsonable import board_json
from okrboard.report.status import grouped, measured_objectives


@command(
    "board",
    Option("group", "WORD", "group by status, owner, team or level", completes=" ".join(GROUPINGS)),
    CYCLE,
    *GoalFilter.OPTIONS,
)
def board(context: Context, arguments: Arguments) -> int:
    """The board as text."""
    board, today = context.board, context.today
    by = word(arguments.get("group") or "status", "a grouping", GROUPINGS)
    cycle = _cycle(context, arguments)
    wanted = GoalFilter(context, arguments)
    measured = measured_objectives(board, cycle, today) if cycle else []
    measured = [one for one in measured if wanted.has_objective(one)]
    groups = grouped(board, measured, by)

    def as_json() -> object:
        listed = [
            {
                "key": group.key,
                "label": group.label,
                "objectives": [
                    reference("objectives", one.objective.id) for one in group.objectives
                ],
            }
            for group in groups
        ]
        return {**board_json(board, cycle, measured, today), "groups": listed}

    return context.answer(lambda: board_lines(board, cycle, groups, today, context.look), as_json)


@command("tree", CYCLE)
def tree(context: Context, arguments: Arguments) -> int:
    """How the goals serve each other, from the company down."""
    board, cycle = context.board, _cycle(context, arguments)
    goals = alignment(board, cycle, context.today) if cycle else Alignment((), 0, 0)
    return context.answer(
        lambda: tree_lines(board, goals, context.look) if cycle else [NO_CYCLE],
        lambda: alignment_json(board, goals),
        wrap=True,
    )


def _cycle(context: Context, arguments: Arguments) -> Cycle | None:
    """Return the cycle that is named, or the one that the board is about today."""
    named = arguments.get("cycle")
    return find_cycle(context.board, named) if named else context.board.cycle_on(context.today)
