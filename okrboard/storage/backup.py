"""Copies of a board file beside it, durable and never over another copy."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from okrboard.errors import OkrboardError, StoreError, StoreWriteFailed
from okrboard.storage import disk
from okrboard.storage.disk import permissions_of, read_board, real_path
from okrboard.storage.layout import indexes, parse
from okrboard.storage.load import check_meta
from okrboard.storage.salvage import salvage
from okrboard.text import clean


def backup(path: str, now: datetime) -> str:
    """Copy a board as it is, damaged or not, to `<name>.<time in UTC>.bak`; return the copy's path.

    `now` is aware. Raises what reading and writing raise: see `okrboard.errors`.
    """
    real = real_path(path)
    data, _ = read_board(real)
    return keep(real, f"{real}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", ".bak", data)


def backup_parts(path: str) -> tuple[list[str], list[str]]:
    """Copy the archives of a board to `<name>.bak`, each once, since they never change.

    Returns the copies, and the names of the archives that cannot be copied because they are missing
    or cannot be read. A board that cannot be read names none.
    """

    real = real_path(path)
    copies, missing = [], []
    for file in named_parts(read_board(real)[0]):
        part = os.path.join(os.path.dirname(real), file)
        try:
            copies.append(keep(real, part, ".bak", read_board(part)[0]))
        except StoreError:
            missing.append(file)
    return copies, missing


def keep(board: str, start: str, end: str, data: bytes) -> str:
    """Write `data` beside a board under the name `start + end`; return the path.

    A file of that name with the same bytes serves; one with others stays, and the new one gets a
    number. It has the board's permissions. Raises `StoreWriteFailed` when there are a hundred.
    """
    mode, group = permissions_of(board)
    for number in range(1, 100):
        place = f"{start}{'' if number == 1 else f'-{number}'}{end}"
        if not os.path.lexists(place):
            # A read-only board has a copy that can be removed.
            disk.create(place, data, mode | 0o200, group)
            return place
        if not os.path.islink(place) and os.path.isfile(place) and read_board(place)[0] == data:
            return place
    raise StoreWriteFailed(f"there are too many copies like {clean(start + end)}; remove some")


def keep_older(path: str, schema: int) -> str:
    """Copy an older board to `<name>.v<schema>.bak` beside it, durably; return the copy's path."""
    data, _ = read_board(path)
    return keep(path, f"{path}.v{schema}", ".bak", data)


def named_parts(data: bytes) -> list[str]:
    """Return the archives that a board file's bytes name, as far as they can be read."""
    document = parse(data)
    try:
        meta: Any = salvage(data).meta if document is None else document.meta
        check_meta(meta)
    except OkrboardError:
        return []
    return [index.file for index in indexes(meta)]
