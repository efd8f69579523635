"""`okrboard board` and `tree`: the goals of a cycle in groups, and how they serve each other."""

from __future__ import annotations

from okrboard.cli.context import Arguments, Context
from okrboard.cli.options import OWNER, STATUS, TEAM, Wanted
from okrboard.cli.spec import Command, Option
from okrboard.domain.alignment import Alignment, alignment
from okrboard.domain.converters import word
from okrboard.domain.enums import GROUPINGS
from okrboard.domain.lookup import find_cycle
from okrboard.report.board_text import NO_CYCLE, alignment_json, board_lines, tree_lines
from okrboard.report.goals_json import board_json
from okrboard.report.status import grouped, measured_objectives


def print_board(context: Context, arguments: Arguments) -> int:
    """Print the objectives of a cycle in their groups."""
    board, today = context.board, context.today
    by = word(arguments.get("group") or "status", "a grouping", GROUPINGS)
    named = arguments.get("cycle")
    cycle = find_cycle(board, named) if named else board.cycle_on(today)
    wanted = Wanted(context, arguments)
    measured = measured_objectives(board, cycle, today) if cycle else []
    measured = [one for one in measured if wanted.has_objective(one)]
    groups = grouped(board, measured, by)
    if not context.json:
        context.say("\n".join(board_lines(board, cycle, groups, today, context.look)))
        return 0
    found = board_json(board, cycle, measured, today)
    found["groups"] = [
        {
            "key": group.key,
            "label": group.label,
            "objectives": [f"O{one.objective.id}" for one in group.objectives],
        }
        for group in groups
    ]
    context.emit(found)
    return 0


BOARD = Command(
    "board",
    "the board as text",
    print_board,
    (),
    (
        Option(
            "group", "WORD", "group by status, owner, team or level", completes=" ".join(GROUPINGS)
        ),
        Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),
        OWNER,
        TEAM,
        STATUS,
    ),
)


NOTHING = Alignment((), 0, 0)


def tree(context: Context, arguments: Arguments) -> int:
    """Print how the goals of a cycle serve each other."""
    board, today = context.board, context.today
    named = arguments.get("cycle")
    cycle = find_cycle(board, named) if named else board.cycle_on(today)
    if cycle is None and not context.json:
        context.say(NO_CYCLE)
        return 0
    found = alignment(board, cycle, today) if cycle else NOTHING
    if context.json:
        context.emit(alignment_json(board, found))
        return 0
    context.tell("\n".join(tree_lines(board, found, context.look)))
    return 0


TREE = Command(
    "tree",
    "how the goals serve each other, from the company down",
    tree,
    (),
    (Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),),
)
