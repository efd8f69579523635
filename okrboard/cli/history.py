"""`okrboard log`, `at`, `undo`, `redo`: what was done, the board of a day gone by, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from okrboard.cells import fit, left, width
from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.converters import day, whole
from okrboard.domain.describe import undone
from okrboard.domain.lookup import find
from okrboard.domain.records import Change
from okrboard.domain.rewind import board_at, newest_first
from okrboard.errors import Refused, UndoBlocked, UsageError
from okrboard.report.board_text import board_lines
from okrboard.report.goals_json import board_json
from okrboard.report.jsonable import change_json
from okrboard.report.status import grouped, measured_objectives
from okrboard.service import zone_of
from okrboard.text import clean, shorten

_USUAL = 50
MOST = 1_000_000
LONGEST = 300
"""Characters of a change on its line, where lines have no limit of their own."""


def log(context: Context, arguments: Arguments) -> int:
    """Print the newest changes, of the board or of one thing on it."""
    board = context.board
    changes: Iterator[Change] = newest_first(board)
    if arguments.has("REF"):
        about = _about(board, arguments.text("REF"))
        changes = (c for c in changes if any((p.table, p.id) in about for p in c.patches))
    limit = MOST if arguments.has("all") else _USUAL
    if arguments.has("number"):
        limit = whole(arguments.text("number"), "--number", 1, MOST)
    # The range first: the log is read one change at a time, and no change too many.
    found = [change for _, change in zip(range(limit), changes, strict=False)]
    if context.json:
        context.emit([change_json(change) for change in found])
        return 0
    _print(context, found)
    return 0


def _about(board: Board, text: str) -> set[tuple[str, int]]:
    """Return the records that belong to what is named."""
    table, record = find(board, text, "objectives", "key_results", "actions")
    found = {(table, record.id)}
    key_results = board.key_results_of(record.id) if table == "objectives" else []
    if table == "key_results":
        key_results = [record]
    for key_result in key_results:
        found.add(("key_results", key_result.id))
        found |= {("check_ins", check_in.id) for check_in in board.check_ins_of(key_result.id)}
        found |= {("actions", action.id) for action in board.actions_of(key_result.id)}
    return found


def _print(context: Context, changes: list[Change]) -> None:
    from okrboard.service import zone_of

    look, zone = context.look, zone_of(context.board)
    if not changes:
        context.say("nothing has been changed yet")
    size = max((width(clean(change.who)) for change in changes), default=0)
    for change in changes:
        when = f"{change.at.astimezone(zone):%Y-%m-%d %H:%M}"
        who = left(fit(clean(change.who), 16, look.more), min(size, 16))
        what = shorten(change.what, LONGEST)
        if look.width:
            what = fit(what, max(20, look.width - len(when) - width(who) - 4), look.more)
        context.say(f"{look.style(when, 'dim')}  {who}  {what}")


LOG = Command(
    "log",
    "who did what and when, newest first",
    log,
    (
        Positional(
            "REF",
            "only what concerns an objective, key result or action",
            count="?",
            completes="@objectives @key_results @actions",
        ),
    ),
    (
        Option("number", "N", f"how many; {_USUAL} unless given", short="n"),
        Option("all", "", "all of them"),
    ),
)


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


AT = Command(
    "at",
    "the board as it was at the end of a day",
    at,
    (Positional("DAY", "2026-09-12, 12 Sep, last fri, -14"),),
)


def undo(context: Context, arguments: Arguments) -> int:
    """Take the person's newest change back."""
    what = _undo(context, past=arguments.has("past"))
    return context.done(undone(shorten(what)), lambda: {"undone": clean(what)})


def _undo(context: Context, *, past: bool) -> str:
    while True:
        try:
            return context.service.undo()
        except UndoBlocked as blocked:
            # Asked again, the service takes the change before it.
            if not past:
                how = "okrboard undo --past takes back the one before it"
                raise Refused(f"{blocked}; {how}") from None
            context.remark(str(blocked))


UNDO = Command(
    "undo",
    "take your newest change back; again for the one before",
    undo,
    options=(
        Option("past", "", "pass by what cannot be taken back, since others went on with it"),
    ),
)


def redo(context: Context, _: Arguments) -> int:
    """Make the person's newest undone change again."""
    what = clean(context.service.redo()).removeprefix("undo: ")
    return context.done(f"done again: {shorten(what)}", lambda: {"redone": what})


REDO = Command("redo", "make your newest undone change again", redo)
