"""The use cases' door: both faces change the board through `Service`, and through nothing else.

It adds who and when, runs a pure function on a draft of the freshest board inside one transaction,
and keeps undo and redo. The functions themselves live in `okrboard.domain`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from okrboard.domain.archive import Parcel
from okrboard.domain.board import Board
from okrboard.domain.changes import Changes, Draft, Stamp
from okrboard.errors import OkrboardError, UndoBlocked
from okrboard.files import write_file
from okrboard.storage.store import Store
from okrboard.text import squeeze

T = TypeVar("T")


class Service:
    """One person at one board."""

    def __init__(self, store: Store, who: str, clock: Callable[[], datetime]) -> None:
        """Take a store, the person's handle, and a clock that gives aware datetimes."""
        self.store = store
        self.who = squeeze(who)
        self._clock = clock
        self._blocked: frozenset[int] = frozenset()
        """Changes that undo could not take back since this person's last change."""

    @property
    def board(self) -> Board:
        """The newest committed board."""
        return self.store.snapshot()

    def stamp(self, board: Board | None = None) -> Stamp:
        """Return who and when, for a board."""
        board = board or self.board
        now = self._clock()
        member = board.member_named(self.who)
        zone = None if board.settings.timezone == "UTC" else zone_of(board)
        today = now.astimezone(zone or UTC).date()
        return Stamp(self.who, now, today, member.id if member else 0, zone)

    def change(self, what: str, edit: Callable[[Draft], T]) -> T:
        """Run `edit` on a draft of the freshest board and commit it; return what it returns.

        `what` is the line for the log; an edit may set a better one as `draft.what`.
        """
        results: list[T] = []
        self._blocked = frozenset()
        closed = False

        def make(board: Board) -> Changes:
            nonlocal closed
            draft = Draft(board, self.stamp(board))
            draft.what = what
            results[:] = [edit(draft)]
            if draft.touches("series", "holidays"):
                # Imported here: few changes are about the calendar.
                from okrboard.calendar.sequence import sequence

                sequence(board, draft)
            changes = draft.finish()
            closed = any(
                patch.before and patch.after and patch.after.get("state") == "closed"
                for patch in changes.patches
                if patch.table == "cycles"
            )
            return changes

        self.store.transact(make)
        if closed:
            self._put_aside()
        return results[0]

    def archive(self, cycle: int) -> None:
        """Move a closed cycle's history into a file of its own beside the board.

        The board shows the same afterwards; its closing, and what was done before, cannot be undone
        any more. Raises `Refused` for a cycle that cannot go, and `StoreError`.
        """
        from okrboard.domain.archive import parcels

        self.store.archive(lambda board: parcels(board, [cycle]))

    def write_file(self, path: str, data: bytes, *, force: bool = False) -> None:
        """Write a file of what the board holds, for those who may read the board.

        Raises `Refused` when something is there and `force` is not given, else `OkrboardError`.
        """
        write_file(path, data, force=force, permissions=self.store.permissions)

    def undo(self, *, meeting: int = 0) -> str:
        """Take back this person's newest change; return its line of the log.

        In a `meeting` only what was done since it began. Raises `UndoBlocked` when someone else has
        changed the same since: asked again, the change before that is the one; `UndoOutside` when
        only older ones are left, and `Refused` when there is none.
        """
        # Imported here: most commands undo nothing.
        from okrboard.domain.undo import undo_draft

        blocked = self._blocked
        try:
            return self.change(
                "undo", lambda draft: undo_draft(draft, meeting=meeting, passing=blocked)
            )
        except UndoBlocked as error:
            blocked |= {error.change}
            raise
        finally:
            self._blocked = blocked

    def redo(self, *, meeting: int = 0) -> str:
        """Make this person's newest undone change again; return its line of the log."""
        from okrboard.domain.undo import redo_draft

        return self.change("redo", lambda draft: redo_draft(draft, meeting=meeting))

    def _put_aside(self) -> None:
        """Archive the cycles closed a while ago; where that fails, the next time will do."""
        # Imported here: a cycle is closed a few times a year.
        from okrboard.domain.archive import parcels, ripe

        def choose(board: Board) -> list[Parcel]:
            return parcels(board, ripe(board, self.stamp(board).today))

        try:
            self.store.archive(choose)
        except OkrboardError:
            return


def new_uid() -> str:
    """Return a UID for the calendar that nobody else has."""
    # Imported here: it costs 2 ms, and few changes make a series of meetings.
    from uuid import uuid4

    return str(uuid4())


def zone_of(board: Board) -> ZoneInfo:
    """Return the board's time zone; UTC when this machine does not know it."""
    # Imported here: it costs 2 ms, and a board in UTC asks for its day only.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(board.settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def clock_from(environment: dict[str, str]) -> Callable[[], datetime]:
    """Return the clock of the program: `OKRBOARD_NOW` (ISO 8601) where it is set, else real time.

    A value without an offset is UTC. Raises `OkrboardError` when it cannot be read.
    """
    fixed = environment.get("OKRBOARD_NOW", "")
    if not fixed:
        return lambda: datetime.now(UTC)
    try:
        now = datetime.fromisoformat(fixed)
    except ValueError:
        raise OkrboardError(
            "OKRBOARD_NOW is no ISO 8601 time; set it like 2026-11-20T15:00:00+01:00"
        ) from None
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return lambda: now
