"""Bringing an older board file up to this version.

`STEPS[n]` turns the tree of a schema-n file into one of schema n + 1. Reading upgrades in memory
only; the first change writes the new form, after the old bytes are kept beside the board.
"""

from __future__ import annotations

import os

from okrboard.errors import StoreCorrupt, StoreWriteFailed
from okrboard.storage import commit
from okrboard.storage.disk import read_board
from okrboard.storage.guard import permissions_of
from okrboard.storage.layout import SCHEMA
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Json = dict[str, Any]

STEPS: dict[int, Callable[[Json], Json]] = {}
"""Steps by the version they start from; schema 1 is the first, so there is none yet."""


def upgraded(tree: Json) -> Json:
    """Return an older file's tree in the form of this version; raise `StoreCorrupt` if unknown."""
    schema: int = tree["_meta"]["1"]["schema"]
    while schema < SCHEMA:
        step = STEPS.get(schema)
        if step is None:
            raise StoreCorrupt(f"_meta: schema {schema} is not known to any okrboard")
        tree = step(tree)
        schema += 1
        tree["_meta"]["1"]["schema"] = schema
    return tree


def keep_older(path: str, schema: int) -> str:
    """Write a durable copy of an older board beside it, as `<name>.v<schema>.bak`; return its path.

    A copy that is there already is kept when it has the same bytes; otherwise the new one gets a
    number. Raises `StoreWriteFailed` when no copy can be made.
    """
    data, _ = read_board(path)
    for number in range(1, 100):
        place = f"{path}.v{schema}{'' if number == 1 else f'-{number}'}.bak"
        if not os.path.lexists(place):
            commit.create(place, data, *permissions_of(path))
            return place
        if not os.path.islink(place) and os.path.isfile(place) and read_board(place)[0] == data:
            return place
    raise StoreWriteFailed(f"there are too many older copies beside {clean(path)}; remove some")
