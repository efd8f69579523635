"""`okrboard meet`: the meeting screen; starts a meeting, takes part in it, or resumes it."""

from __future__ import annotations

from okrboard.cli.arguments import Arguments
from okrboard.cli.context import Context
from okrboard.cli.converters import word
from okrboard.cli.spec import Command, Positional

SCREENS = {"check-in": "meeting", "reflect": "reflect", "goals": "goals"}
"""The screen of each kind of meeting."""


def meet(context: Context, arguments: Arguments) -> int:
    """Open the screen of a kind of meeting."""
    from okrboard.cli.screen import open_board

    kind = word(arguments.get("KIND") or "check-in", "a meeting", tuple(SCREENS))
    return open_board(context, SCREENS[kind])


COMMAND = Command(
    "meet",
    "hold a meeting, or take part in the one that is running",
    meet,
    (Positional("KIND", "check-in, reflect or goals", count="?", completes=" ".join(SCREENS)),),
)
