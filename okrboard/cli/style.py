"""What this terminal, pipe or file can show: the `Look` that every command prints with.

Colours only on a terminal without `NO_COLOR`; plain characters where locale or encoding is not
UTF-8; lines as long as they are where nobody reads them on a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from okrboard.cli.columns import columns_of
from okrboard.report.output_style import Look, speaks_unicode


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
