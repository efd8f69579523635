"""Opening a screen: the only place where a command loads Textual."""

from __future__ import annotations

from okrboard.cli.context import Context
from okrboard.errors import OkrboardError
from okrboard.storage.presence import Presence
from okrboard.tui.options import Options, make_options


def open_board(context: Context, start: str = "board") -> int:
    """Run the screens, beginning with one of them, until the person leaves; return the status.

    Raises `UsageError` where there is no terminal to run them on, and what reading the board
    raises.
    """
    from okrboard.tui.launch import open_screen

    store = context.service.store
    # Read before Textual is loaded: a board that is not there is said at once.
    store.snapshot()
    return open_screen(
        store,
        context.who,
        context.clock,
        environment=context.environment,
        options=_screen_options(context),
        start=start,
        # A throw-away board has nobody else.
        presence=None if store.place == "memory:" else Presence(store.place),
    )


def _screen_options(context: Context) -> Options:
    """Return how the screens shall be: the call, the environment, the person's configuration."""
    from okrboard.configuration import read_config, user_folder

    notes: tuple[str, ...] = ()
    try:
        config = read_config(context.environment)
    except OkrboardError as error:
        # A slip in the configuration takes nobody's board away.
        config, notes = {}, (str(error),)
    return make_options(
        context.environment,
        config,
        user_folder("state", context.environment),
        ascii=context.arguments.has("ascii"),
        mouse=not context.arguments.has("no-mouse"),
        colour=not context.arguments.has("no-color"),
        notes=notes,
    )
