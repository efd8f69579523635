"""`okrboard brief`: the Friday brief in 12 plain lines of at most 72 columns."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command
from okrboard.report.brief import brief_lines


def brief(context: Context, _: Arguments) -> int:
    """Print the brief."""
    board, stamp = context.board, context.service.stamp()
    lines = brief_lines(board, board.cycle_told(stamp.today), stamp.at, stamp.today)
    if context.json:
        context.emit({"today": str(stamp.today), "lines": lines})
    else:
        context.say("\n".join(lines))
    return 0


COMMAND = Command("brief", "the Friday brief in 12 lines", brief)
