"""The log: who did what and when, with what undo needs."""

from __future__ import annotations

from datetime import datetime

from okrboard.domain.record import Record

Json = dict[str, object]


OUTSIDE = "(outside)"
"""Who changed the file beside okrboard; nobody's handle is like that."""


class Patch(Record):
    """What one change did to one record; the log keeps it without `after`."""

    table: str
    id: int
    before: Json | None
    """The changed fields as they were; None when the record did not exist."""
    after: Json | None = None
    """The changed fields as they are now; None when the record is gone, and in the log."""


class Change(Record):
    """Who did what and when, with what undo needs."""

    id: int
    at: datetime
    who: str
    what: str
    undoes: int = 0
    patches: tuple[Patch, ...] = ()
    """Kept with `before` only: what came after is in the board or in a later change."""
