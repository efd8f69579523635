"""`Script`: the moments of a story, played in the order in which they were.

Each moment is one change by the person who made it, with the clock set to that time, so the log
reads as it would have been written. What the service and a store make of a change is made here
without the way through JSON, in three quarters of the time; a written demo, which goes that way, is
equal.
"""

from __future__ import annotations

from datetime import UTC

from okrboard.calendar.settle import settle
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.record import Record
from okrboard.domain.records import Change, Patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from okrboard.demo.times import Times
    from okrboard.domain.changes import Changes

    Edit = Callable[[Draft], object]


class Moment(Record):
    """One change to come."""

    at: datetime
    who: str
    edits: tuple[Edit, ...]


class Script:
    """Moments to play, and the numbers that the board gave to what the story calls by key."""

    def __init__(self, times: Times) -> None:
        self.times = times
        self.members: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        self.cycles: dict[int, int] = {}
        """By distance from the running one: -1 is the one before."""
        self.goals: dict[str, int] = {}
        self.measures: dict[str, int] = {}
        self.deeds: dict[str, int] = {}
        self.held: dict[int, int] = {}
        """Weekly check-ins that were held as meetings, by their number."""
        self._moments: list[Moment] = []

    def then(self, at: datetime, who: str, *edits: Edit) -> None:
        """Let a person change the board at a time; the edits make one change together."""
        self._moments.append(Moment(at, who, edits))

    def play(self) -> Board:
        """Make every change, oldest first; of one time in the order in which they were told."""
        board = Board()
        for moment in sorted(self._moments, key=_when):
            board = _after(board, moment)
        return board


def _when(moment: Moment) -> datetime:
    return moment.at


def _after(board: Board, moment: Moment) -> Board:
    """Return a board after a moment, with its line in the log."""
    member = board.member_named(moment.who)
    # A file has its instants in UTC.
    at, zone = moment.at.astimezone(UTC), moment.at.tzinfo
    stamp = Stamp(moment.who, at, moment.at.date(), member.id if member else 0, zone)
    draft = Draft(board, stamp)
    _together(moment.edits)(draft)
    if draft.touches("series", "holidays"):
        settle(board, draft)
    changes = draft.finish()
    if not changes.patches:
        return board
    counters, tables = {**board.counters, **changes.counters}, draft.board.tables
    if changes.logged:
        id = counters["changes"] = board.next_id("changes")
        tables["changes"] = board.changes.changed({id: _logged(id, changes)}, ())
    for patch in changes.patches:
        counters[patch.table] = max(counters.get(patch.table, 0), patch.id)
    return Board(tables, counters, board.rev + 1)


def _logged(id: int, changes: Changes) -> Change:
    patches = tuple(Patch(patch.table, patch.id, patch.before) for patch in changes.patches)
    return Change(id, changes.stamp.at, changes.stamp.who, changes.what, 0, patches)


def _together(edits: tuple[Edit, ...]) -> Edit:
    def edit(draft: Draft) -> None:
        lines = []
        for each in edits:
            each(draft)
            lines.append(draft.what)
        draft.what = "; ".join(lines)

    return edit
