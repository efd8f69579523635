"""`okrboard tree`: the goals from company to individual, and which stand alone."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command, Option
from okrboard.domain.alignment import Alignment, alignment
from okrboard.domain.lookup import find_cycle
from okrboard.report.board_text import NO_CYCLE
from okrboard.report.tree_text import alignment_json, tree_lines

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


COMMAND = Command(
    "tree",
    "how the goals serve each other, from the company down",
    tree,
    (),
    (Option("cycle", "CYCLE", "another cycle than the running one", completes="@cycles"),),
)
