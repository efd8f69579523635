"""`okrboard log`: who did what and when, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from okrboard.cells import fit, left, width
from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import whole
from okrboard.cli.spec import Command, Option, Positional
from okrboard.domain.board import Board
from okrboard.domain.lookup import find
from okrboard.domain.records import Change
from okrboard.domain.rewind import newest_first
from okrboard.report.jsonable import change_json
from okrboard.text import clean, shorten

USUAL = 50
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
    limit = MOST if arguments.has("all") else USUAL
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


COMMAND = Command(
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
        Option("number", "N", f"how many; {USUAL} unless given", short="n"),
        Option("all", "", "all of them"),
    ),
)
