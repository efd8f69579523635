"""Which board, and who: the design's section 5. Nothing is created here."""

from __future__ import annotations

import os
from collections.abc import Mapping

from okrboard.folders import user_folder
from okrboard.text import clean, squeeze

BOARD_FILE = "okrboard.json"


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


def how_to_make(place: str, named: bool) -> str:
    """Return what to say about a board that is not there: a command to paste that makes it.

    `named` says whether the person named the place, rather than that it was looked for.
    """
    # Imported here: only who has no board asks it.
    from shlex import quote

    shown = clean(place)
    if not named:
        return f"there is no board here, nor at {shown}; okrboard init makes one in this folder"
    folder = os.path.dirname(place)
    make = f"okrboard init {quote(shown)}"
    if folder and not os.path.isdir(folder):
        make = f"mkdir -p {quote(clean(folder))} && {make}"
    return f"there is no board at {shown}; this makes one: {make}"


def find_person(named: str, environment: Mapping[str, str]) -> str:
    """Return the handle of the person: `--as`, else `OKRBOARD_USER`, else the login name."""
    handle = named or environment.get("OKRBOARD_USER", "") or _login(environment)
    return squeeze(handle, 100).removeprefix("@")


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
