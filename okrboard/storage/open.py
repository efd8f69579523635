"""From the place that a person names to the store that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from okrboard.errors import UsageError
from okrboard.storage.store import Store
from okrboard.text import clean


def open_store(place: str, state: str = "", clock: Callable[[], datetime] | None = None) -> Store:
    """Return the store at a place: a path, or `memory:` for a board that is not kept.

    `state` is the person's folder in which it is remembered what they have seen of a board; `clock`
    says when something is noticed, in aware datetimes.
    Raises `UsageError` for an empty place, and for an address, which this version does not serve.
    """
    if place == "memory:":
        from okrboard.storage.memory_store import MemoryStore

        return MemoryStore()
    scheme, colon, _ = place.partition("://")
    if colon and scheme.replace("+", "").replace("-", "").isalnum():
        if scheme.lower() == "file":
            raise UsageError("name the board by its plain path, without file://")
        raise UsageError(
            f"a board at {clean(scheme)}:// is not supported in this version; name a file"
        )
    if not place or "\0" in place:
        raise UsageError("the board's path is empty or holds a zero byte; name a file")
    from okrboard.storage.file_store import FileStore

    return FileStore(place, state=state, clock=clock)
