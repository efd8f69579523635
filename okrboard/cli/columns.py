"""How many columns a place has that text is printed to."""

from __future__ import annotations

import os
from collections.abc import Mapping

NARROWEST = 40
USUAL = 80
WIDEST = 400


def columns_of(environment: Mapping[str, str], *, terminal: bool) -> int:
    """Return the columns, 40 to 400; 0 where nobody reads lines on a screen.

    `COLUMNS` sets them, on a terminal and elsewhere.
    """
    told = environment.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and len(told) < 5 and int(told):
        return min(max(int(told), NARROWEST), WIDEST)
    if not terminal:
        return 0
    try:
        found = os.get_terminal_size().columns
    except OSError:
        found = 0
    return min(max(found or USUAL, NARROWEST), WIDEST)
