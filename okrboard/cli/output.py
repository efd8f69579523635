"""`Output`: the standard output of one command, whose failure never ends what the command does.

A full disk or a reader that went away is met while a result is printed, which is after the change
that it tells of. So a failure is kept, what comes behind it is dropped, and the command goes on to
its end; `run()` then says what has become of it.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO


class Output:
    """What one command prints, and whether it changed something."""

    def __init__(self) -> None:
        """Begin with nothing printed."""
        self.changed = False
        """Whether something was done that printing tells of: to do it again would double it."""
        self.failure: OSError | ValueError | None = None
        """Why not everything could be printed."""

    def write(self, text: str | bytes) -> None:
        """Print a text, or the bytes of a file."""
        if self.failure is not None:
            return
        try:
            if isinstance(text, bytes):
                sys.stdout.flush()
                sys.stdout.buffer.write(text)
            else:
                sys.stdout.write(text)
        except (OSError, ValueError) as error:
            self._fail(error)

    def flush(self) -> None:
        """Hand on what was printed so far."""
        if self.failure is not None:
            return
        try:
            sys.stdout.flush()
        except (OSError, ValueError) as error:
            self._fail(error)

    def _fail(self, error: OSError | ValueError) -> None:
        self.failure = error
        silence(sys.stdout)


def silence(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere; Python would fail with it when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
