"""The user's own folders: where data, configuration and state of okrboard live.

Nothing is created by asking. On Linux it is the XDG rules by hand: `platformdirs` costs 9 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def user_folder(kind: str, environment: Mapping[str, str]) -> str:
    """Return the user's own folder for `data`, `config` or `state`; it may not exist yet."""
    if sys.platform in ("darwin", "win32"):
        import platformdirs

        return str(getattr(platformdirs, f"user_{kind}_dir")("okrboard", appauthor=False))
    variable, usual = _XDG[kind]
    base = environment.get(variable, "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), usual)
    return os.path.join(base, "okrboard")
