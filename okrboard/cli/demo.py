"""`okrboard demo`: a board that looks alive, on the screen or in a file; nobody's real board."""

from __future__ import annotations

import os

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Command, Option


def demo(context: Context, arguments: Arguments) -> int:
    """Write the demo board, open it on the screen, or print it where there is none."""
    from okrboard.demo import demo_board, write_demo
    from okrboard.service import clock_from

    now = clock_from(dict(context.environment))()
    path = arguments.get("write")
    if path is not None:
        write_demo(path, now)
        where = os.path.abspath(path)
        return context.done(
            f"the demo board is at {where}; open it with okrboard --board {path}",
            lambda: {"board": where},
        )
    from okrboard.storage.store import MemoryStore

    board = demo_board(now)
    if board.member_named(context.who) is None:
        context.who = next(iter(board.members.values())).handle
    context.sit_at(MemoryStore(board))
    if context.has_screen:
        from okrboard.cli.screen import open_board

        return open_board(context)
    from okrboard.cli.board import print_board

    return print_board(context, arguments)


COMMAND = Command(
    "demo",
    "open a throw-away board that looks alive",
    demo,
    (),
    (Option("write", "PATH", "write it to a new file instead", completes="@files"),),
)
