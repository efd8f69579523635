"""`okrboard undo`: take my newest change back."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.spec import Command, Option
from okrboard.errors import Refused, UndoBlocked
from okrboard.report.undone import undone
from okrboard.text import clean, shorten


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


COMMAND = Command(
    "undo",
    "take your newest change back; again for the one before",
    undo,
    options=(
        Option("past", "", "pass by what cannot be taken back, since others went on with it"),
    ),
)
