"""Bringing an older board file up to this version.

`STEPS[n]` turns the tree of a schema-n file into one of schema n + 1. Reading upgrades in memory
only; the first change writes the new form, after the old bytes are kept beside the board.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.errors import StoreCorrupt
from okrboard.storage.backup import keep
from okrboard.storage.disk import read_board
from okrboard.storage.layout import SCHEMA

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
        try:
            tree = step(tree)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise StoreCorrupt(
                f"it cannot be brought up from schema {schema}: {type(error).__name__}"
            ) from None
        schema += 1
        tree["_meta"]["1"]["schema"] = schema
    return tree


def keep_older(path: str, schema: int) -> str:
    """Copy an older board to `<name>.v<schema>.bak` beside it, durably; return the copy's path."""
    data, _ = read_board(path)
    return keep(path, f"{path}.v{schema}", ".bak", data)
