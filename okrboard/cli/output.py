"""`Output`: the standard output of one command, whose failure never ends what the command does.

A full disk or a reader that went away is met while a result is printed, which is after the change
that it tells of. So a failure is kept, what comes behind it is dropped, and the command goes on to
its end; `run()` then says what has become of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from okrboard.report.output_style import Look, speaks_unicode


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
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


_NARROWEST = 40
USUAL = 80
_WIDEST = 400


def columns_of(environment: Mapping[str, str], *, terminal: bool) -> int:
    """Return the columns, 40 to 400; 0 where nobody reads lines on a screen.

    `COLUMNS` sets them, on a terminal and elsewhere.
    """
    named = environment.get("COLUMNS", "")
    columns = int(named) if named.isascii() and named.isdigit() and len(named) < 5 else 0
    if not columns:
        if not terminal:
            return 0
        with suppress(OSError):
            columns = os.get_terminal_size().columns
    return min(max(columns or USUAL, _NARROWEST), _WIDEST)


def look_of(
    stream: TextIO, environment: Mapping[str, str], *, ascii: bool = False, no_color: bool = False
) -> Look:
    """Return how to print to a stream.

    `ascii` and `no_color` are the options of that name; `NO_COLOR` and `TERM=dumb` turn colours
    off, `FORCE_COLOR` turns them on in a pipe, `COLUMNS` sets the width.
    """
    terminal = is_terminal(stream)
    coloured = bool(environment.get("FORCE_COLOR")) or (
        terminal and environment.get("TERM", "") not in ("", "dumb")
    )
    return Look(
        columns_of(environment, terminal=terminal),
        unicode=not ascii and speaks_unicode(environment, stream),
        colour=coloured and not no_color and not environment.get("NO_COLOR"),
    )


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person reads the stream on a terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False
