"""What a command answered, for tests of the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Okr = Callable[..., "Said"]

NOW = "2026-11-20T15:00:00+01:00"
"""A Friday, in week 12 of the demo's cycle."""


class Said(NamedTuple):
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line on stderr, without the program's name."""
        assert self.err.startswith("okrboard: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("okrboard: ").rstrip("\n")
