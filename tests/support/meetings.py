"""A check-in in the making, step by step, on a board in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from support.making import NOW, furnished

from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.people import add_member
from okrboard.domain.meeting.flow import start
from okrboard.domain.records import Settings
from okrboard.service import Service
from okrboard.storage.file_store import FileStore
from okrboard.storage.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Meeting

    T = TypeVar("T")

TERMINAL = "aaaaaaaaaaaaaaaa"
OTHER = "bbbbbbbbbbbbbbbb"


class Room:
    """A board, a clock that a test moves, and the people at it."""

    def __init__(self) -> None:
        self.now = NOW
        made = furnished()
        add_member(made, "cleo")
        check_in(made, 1, 24, on=NOW.date() - timedelta(days=7), confidence=7)
        self.store = MemoryStore(made.board)

    @property
    def board(self) -> Board:
        return self.store.snapshot()

    def does(self, who: str, edit: Callable[[Draft], T]) -> T:
        """Run an edit as somebody, now."""
        return Service(self.store, who, lambda: self.now).change("", edit)

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def starts(self, minutes: int = 30) -> Meeting:
        """Let ana start a check-in."""
        return self.does(
            "ana", lambda draft: start(draft, "check-in", terminal=TERMINAL, minutes=minutes)
        )

    def meeting(self, id: int = 1) -> Meeting:
        return self.board.meetings[id]


class FileRoom(Room):
    """A room whose board is a file, for commands to open."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        board = self.store.snapshot()
        self.path = path
        self.store = FileStore.create(str(path), Settings())  # type: ignore[assignment]
        Service(self.store, "ana", lambda: self.now).change("", lambda draft: _copy(draft, board))


def _copy(draft: object, board: object) -> None:
    for name in ("members", "teams", "cycles", "objectives", "key_results", "check_ins"):
        for record in board.table(name).values():  # type: ignore[attr-defined]
            draft.put(record)  # type: ignore[attr-defined]


def at(hour: int, minute: int) -> datetime:
    """Return an instant of the meeting's day."""
    return datetime(NOW.year, NOW.month, NOW.day, hour, minute, tzinfo=UTC)
