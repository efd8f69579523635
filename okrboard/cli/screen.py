"""Opening the board screen: the only place where a command loads Textual."""

from __future__ import annotations

from okrboard.errors import OkrboardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.context import Context


def open_board(context: Context) -> int:
    """Run the board screen until the person leaves; return the exit status.

    Raises `OkrboardError` where there is no terminal to run it on.
    """
    if not context.has_screen:
        raise OkrboardError(
            "the board screen needs a terminal; okrboard board prints the board as text"
        )
    from okrboard.service import clock_from
    from okrboard.tui.app import run_board

    clock = clock_from(dict(context.environment))
    options = {"ascii": not context.look.unicode, "color": context.look.colour}
    return run_board(context.service.store, context.who, clock, options)
