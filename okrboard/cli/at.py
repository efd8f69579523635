"""`okrboard at DAY`: the board as it was at the end of a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import day
from okrboard.cli.spec import Command, Positional
from okrboard.domain.rewind import board_at
from okrboard.errors import UsageError
from okrboard.report.board_text import board_lines
from okrboard.report.goals_json import board_json
from okrboard.report.groups import grouped, measured_objectives
from okrboard.service import zone_of


def at(context: Context, arguments: Arguments) -> int:
    """Print the board of a day gone by, from the log."""
    now = context.board
    on = day(arguments.text("DAY"), context.today, past=True)
    if on > context.today:
        raise UsageError(f"{on} is still to come; name a day gone by, such as yesterday or -7")
    end = datetime.combine(on + timedelta(days=1), time(), zone_of(now))
    board = board_at(now, end - timedelta(microseconds=1))
    cycle = board.cycle_on(on)
    measured = measured_objectives(board, cycle, on) if cycle else []
    if context.json:
        context.emit({"day": str(on), **board_json(board, cycle, measured, on)})
        return 0
    if cycle is None:
        context.say(f"there was no cycle on this board at the end of {on}")
        return 0
    lines = board_lines(board, cycle, grouped(board, measured, "status"), on, context.look)
    context.say("\n".join(lines))
    return 0


COMMAND = Command(
    "at",
    "the board as it was at the end of a day",
    at,
    (Positional("DAY", "2026-09-12, 12 Sep, last fri, -14"),),
)
