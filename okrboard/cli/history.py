"""`okrboard log`, `at`, `undo`, `redo`: what was done, the board of a day gone by, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice

from okrboard.cells import fit, left, width
from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, Positional, command
from okrboard.domain.board import Board
from okrboard.domain.converters import day, whole
from okrboard.domain.describe import undone
from okrboard.domain.lookup import find
from okrboard.domain.records import Change
from okrboard.domain.rewind import board_at, newest_first
from okrboard.errors import Refused, UndoBlocked, UsageError
from okrboard.report.board_text import board_lines
from okrboard.report.jsonable import board_json, change_json
from okrboard.report.status import grouped, measured_objectives
from okrboard.service import zone_of
from okrboard.text import clean, shorten

_USUAL = 50
_MOST = 1_000_000
_LONGEST = 300
"""Characters of a change on its line, where lines have no limit of their own."""


@command(
    "log",
    Positional(
        "REF",
        "only what concerns an objective, key result or action",
        count="?",
        completes="@objectives @key_results @actions",
    ),
    Option("number", "N", f"how many; {_USUAL} unless given", short="n"),
    Option("all", "", "all of them"),
)
def log(context: Context, arguments: Arguments) -> int:
    """Who did what and when, newest first."""
    changes: Iterator[Change] = newest_first(context.board)
    if arguments.has("REF"):
        about = _about(context.board, arguments.text("REF"))
        changes = (c for c in changes if any((p.table, p.id) in about for p in c.patches))
    limit = _MOST if arguments.has("all") else _USUAL
    if arguments.has("number"):
        limit = whole(arguments.text("number"), "--number", 1, _MOST)
    # Read one change at a time, and no change too many.
    newest = list(islice(changes, limit))
    return context.answer(
        lambda: _lines(context, newest) if newest else ["nothing has been changed yet"],
        lambda: [change_json(change) for change in newest],
    )


def _about(board: Board, text: str) -> set[tuple[str, int]]:
    """Return the records that belong to what is named."""
    table, record = find(board, text, "objectives", "key_results", "actions")
    about = {(table, record.id)}
    key_results = board.key_results_of(record.id) if table == "objectives" else []
    if table == "key_results":
        key_results = [record]
    for key_result in key_results:
        about.add(("key_results", key_result.id))
        about |= {("check_ins", check_in.id) for check_in in board.check_ins_of(key_result.id)}
        about |= {("actions", action.id) for action in board.actions_of(key_result.id)}
    return about


def _lines(context: Context, changes: list[Change]) -> Iterator[str]:
    look, zone = context.look, zone_of(context.board)
    size = min(16, max(width(clean(change.who)) for change in changes))
    for change in changes:
        when = f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}"
        who = left(clean(change.who), size, look.more)
        what = shorten(change.what, _LONGEST)
        if look.width:
            what = fit(what, max(20, look.width - len(when) - width(who) - 4), look.more)
        yield f"{look.style(when, 'dim')}  {who}  {what}"


@command("at", Positional("DAY", "2026-09-12, 12 Sep, last fri, -14"))
def at(context: Context, arguments: Arguments) -> int:
    """The board as it was at the end of a day."""
    now = context.board
    on = day(arguments.text("DAY"), context.today, past=True)
    if on > context.today:
        raise UsageError(f"{on} is still to come; name a day gone by, such as yesterday or -7")
    end = datetime.combine(on + timedelta(days=1), time(), zone_of(now))
    board = board_at(now, end - timedelta(microseconds=1))
    cycle = board.cycle_on(on)
    measured = measured_objectives(board, cycle, on) if cycle else []

    def lines() -> list[str]:
        if cycle is None:
            return [f"there was no cycle on this board at the end of {on}"]
        return board_lines(board, cycle, grouped(board, measured, "status"), on, context.look)

    return context.answer(lines, lambda: {"day": str(on), **board_json(board, cycle, measured, on)})


@command(
    "undo", Option("past", "", "pass by what cannot be taken back, since others went on with it")
)
def undo(context: Context, arguments: Arguments) -> int:
    """Take your newest change back; again for the one before."""
    while True:
        try:
            what = context.service.undo()
            break
        except UndoBlocked as blocked:
            # Asked again, the service takes the change before it.
            if not arguments.has("past"):
                how = "okrboard undo --past takes back the one before it"
                raise Refused(f"{blocked}; {how}") from None
            context.remark(str(blocked))
    return context.done(undone(shorten(what)), lambda: {"undone": clean(what)})


@command("redo")
def redo(context: Context, _: Arguments) -> int:
    """Make your newest undone change again."""
    what = clean(context.service.redo()).removeprefix("undo: ")
    return context.done(f"done again: {shorten(what)}", lambda: {"redone": what})
