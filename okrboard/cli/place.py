"""Which board, and who: the design's section 5, and the user's own folders.

Nothing is created here, and nothing is imported that a plain Linux does not need.
"""

from __future__ import annotations

import os
import sys

from okrboard.text import squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

BOARD_FILE = "okrboard.json"

_FOLDERS = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def find_board(named: str, environment: Mapping[str, str]) -> str:
    """Return the path or address of the board that is meant; whether it exists is not asked.

    `named` (`--board`) comes first, then `OKRBOARD_BOARD`, then `okrboard.json` in this folder or
    the nearest parent that has one, then the user's data folder. A folder means the board in it.
    """
    place = named or environment.get("OKRBOARD_BOARD", "")
    if place:
        if "://" in place:
            return place
        place = os.path.expanduser(place)
        return os.path.join(place, BOARD_FILE) if os.path.isdir(place) else place
    return _in_a_parent() or os.path.join(user_folder("data", environment), BOARD_FILE)


def find_person(named: str, environment: Mapping[str, str]) -> str:
    """Return the handle of the person: `--as`, else `OKRBOARD_USER`, else the login name."""
    handle = named or environment.get("OKRBOARD_USER", "") or _login(environment)
    return squeeze(handle, 100).removeprefix("@")


def user_folder(kind: str, environment: Mapping[str, str]) -> str:
    """Return the user's own folder for `data`, `config` or `state` of okrboard."""
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        return str(getattr(platformdirs, f"user_{kind}_dir")("okrboard", appauthor=False))
    variable, usual = _FOLDERS[kind]
    base = environment.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "okrboard")


def _in_a_parent() -> str:
    try:
        folder = os.getcwd()
    except OSError:
        return ""
    while True:
        place = os.path.join(folder, BOARD_FILE)
        if os.path.isfile(place):
            return place
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def _login(environment: Mapping[str, str]) -> str:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := environment.get(variable, ""):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "somebody"
