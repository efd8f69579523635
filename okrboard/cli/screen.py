"""Opening the board screen: the only place where a command loads Textual."""

from __future__ import annotations

from okrboard.errors import OkrboardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.cli.context import Context
    from okrboard.storage.presence import Presence
    from okrboard.tui.options import Options


def open_board(context: Context, start: str = "board") -> int:
    """Run the screens, beginning with one of them, until the person leaves; return the status.

    Raises `OkrboardError` where there is no terminal to run them on, and what reading the board
    raises.
    """
    if not context.has_screen:
        raise OkrboardError(
            "the board screen needs a terminal; okrboard board prints the board as text"
        )
    # Read before Textual is loaded: a board that is not there is said at once.
    service = context.service
    assert service.board is not None
    from okrboard.service import clock_from
    from okrboard.tui.app import run_board

    return run_board(
        service.store,
        context.who,
        clock_from(dict(context.environment)),
        options=screen_options(context),
        start=start,
        presence=_presence(service.store.place),
    )


def screen_options(context: Context) -> Options:
    """Return how the screens shall be: the call, the environment, the person's configuration."""
    from okrboard.configuration import read_config
    from okrboard.folders import user_folder
    from okrboard.tui.memory import remembered_theme
    from okrboard.tui.options import Options

    notes: tuple[str, ...] = ()
    try:
        config = read_config(context.environment)
    except OkrboardError as error:
        # A slip in the configuration takes nobody's board away.
        config, notes = {}, (str(error),)
    environment = context.environment
    state = user_folder("state", environment)
    ssh = bool(environment.get("SSH_CONNECTION"))
    wanted = _text(config.get("theme"))
    keys = config.get("keys")
    return Options(
        ascii=not context.look.unicode or config.get("ascii") is True,
        mouse=not context.arguments.has("no-mouse") and config.get("mouse") is not False,
        theme=remembered_theme(state, ssh=ssh, configured=wanted) or wanted,
        colour=context.look.colour,
        ssh=ssh,
        preset=_text(config.get("preset")),
        keys=keys if isinstance(keys, dict) else {},
        state=state,
        config_theme=wanted,
        notes=notes,
    )


def _presence(place: str) -> Presence | None:
    """Return who else is there, for a board in a file; a throw-away board has nobody else."""
    from okrboard.storage.presence import FolderPresence

    return None if place == "memory:" else FolderPresence(place)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
