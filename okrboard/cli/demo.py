"""`okrboard demo`: a board that looks alive, on the screen or in a file; nobody's real board."""

from __future__ import annotations

import os

from okrboard.cli.context import Arguments, Context
from okrboard.cli.spec import Option, command


@command("demo", Option("write", "PATH", "write it to a new file instead", completes="@files"))
def demo(context: Context, arguments: Arguments) -> int:
    """Open a throw-away board that looks alive."""
    from okrboard.demo import demo_board, write_demo

    path = arguments.get("write")
    if path is not None:
        write_demo(path, context.now)
        where = os.path.abspath(path)
        return context.done(
            f"the demo board is at {where}; open it with okrboard --board {path}",
            lambda: {"board": where},
        )
    from okrboard.storage.store import MemoryStore

    board = demo_board(context.now)
    if board.member_named(context.who) is None:
        context.who = next(iter(board.members.values())).handle
    context.sit_at(MemoryStore(board))
    if context.has_screen:
        from okrboard.cli.screen import open_board

        return open_board(context)
    from okrboard.cli.board import board as print_board

    return print_board(context, arguments)
