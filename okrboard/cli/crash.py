"""What nobody foresaw: the traceback goes to a file of the user's, the terminal gets one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from okrboard.folders import user_folder

KEPT = 200_000
"""Bytes of a file of tracebacks after which it starts anew."""


def report_crash(error: Exception, environment: Mapping[str, str]) -> str:
    """Write the traceback to `crash.log` in the user's state folder; return the line to show."""
    what = f"{type(error).__name__}: {error}"
    try:
        place = _write(error, environment)
    except OSError:
        return f"this is a bug in okrboard ({what}); please report it"
    return f"this is a bug in okrboard ({what}); please report it with what is in {place}"


def _write(error: Exception, environment: Mapping[str, str]) -> str:
    from datetime import UTC, datetime
    from traceback import format_exception

    from okrboard import __version__

    folder = user_folder("state", environment)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    place = os.path.join(folder, "crash.log")
    large = os.path.exists(place) and os.path.getsize(place) > KEPT
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_TRUNC if large else os.O_APPEND)
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} okrboard {__version__}, Python {sys.version}\n"
    text = head + "".join(format_exception(error)) + "\n"
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
    return place
