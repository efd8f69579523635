"""`okrboard redo`: make my newest undone change again."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command
from okrboard.text import clean, shorten


def redo(context: Context, _: Arguments) -> int:
    """Make the person's newest undone change again."""
    what = clean(context.service.redo()).removeprefix("undo: ")
    return context.done(f"done again: {shorten(what)}", lambda: {"redone": what})


COMMAND = Command("redo", "make your newest undone change again", redo)
