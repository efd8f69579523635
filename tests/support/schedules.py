"""Boards with a schedule, changed through the service as people change them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from support.making import NOW, furnished

from okrboard.domain.edit.people import edit_settings
from okrboard.domain.edit.series import plan_cycle
from okrboard.service import Service
from okrboard.storage.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Series

ZONE = "Europe/Berlin"


class Office:
    """One person at a board in memory; every change is a minute later than the one before."""

    def __init__(self, board: Board, who: str = "ana") -> None:
        self.now: datetime = NOW
        self.store = MemoryStore(board)
        self.service = Service(self.store, who, lambda: self.now)

    @property
    def board(self) -> Board:
        return self.store.snapshot()

    @property
    def check_ins(self) -> Series:
        return next(one for one in self.board.series.values() if one.kind == "check-in")

    def change(self, edit: Callable[[Draft], Any]) -> Any:
        self.now += timedelta(minutes=1)
        return self.service.change("", edit)

    def undo(self) -> str:
        self.now += timedelta(minutes=1)
        return self.service.undo()

    def redo(self) -> str:
        self.now += timedelta(minutes=1)
        return self.service.redo()


def uids(seed: str = "test") -> Callable[[], str]:
    """Return what gives UIDs, the same ones every time."""
    numbers = count()
    return lambda: str(uuid5(NAMESPACE_URL, f"{seed}:{next(numbers)}"))


def unplanned(zone: str = ZONE) -> Board:
    """Return the furnished board in a zone, without any meeting."""
    made = furnished()
    edit_settings(made, timezone=zone)
    return made.board


def office(zone: str = ZONE) -> Office:
    """Return somebody at a board whose cycle has its usual meetings: check-ins are S1."""
    found = Office(unplanned(zone))
    found.change(lambda draft: plan_cycle(draft, 1, uids()))
    return found
