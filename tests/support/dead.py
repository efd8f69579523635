"""The id of a process that has ended, as what a killed program left behind names it."""

from __future__ import annotations

import os


def dead_process() -> int:
    """Return the id of a process that is gone."""
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    return child
