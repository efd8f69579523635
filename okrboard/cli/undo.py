"""`okrboard undo`: take my newest change back."""

from __future__ import annotations

from okrboard.cli.spec import Command
from okrboard.report.undone import undone
from okrboard.text import clean, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.arguments import Arguments
    from okrboard.cli.context import Context


def undo(context: Context, _: Arguments) -> int:
    """Take the person's newest change back."""
    what = context.service.undo()
    return context.done(undone(shorten(what)), lambda: {"undone": clean(what)})


COMMAND = Command(
    "undo",
    "take your newest change back; again for the one before",
    undo,
)
