"""`Room`: what a stage needs to know to be painted; frozen, read afresh for every picture."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from okrboard.domain.board import Board
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Meeting
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.line import Line


class Room(Record):
    """A meeting as one terminal sees it."""

    board: Board
    meeting: Meeting
    item: str
    """Key of the agenda item that is shown here."""
    me: int
    """The member at this terminal, 0 for somebody who has not joined."""
    leads: bool
    """Whether this terminal holds the token."""
    connected: frozenset[int]
    """Members who are in the meeting on a terminal of their own, this one included."""
    today: date
    now: datetime
    zone: tzinfo
    width: int
    height: int
    glyphs: Glyphs
    cursor: int = 0
    calls: int = 0
    """The member who is asked to vote at this terminal, 0 when nobody is."""
    marked: int = 0
    """What was taken up at this terminal to be put together with something, 0 for nothing."""
    notes: tuple[str, ...] = ()
    """The person's own notes, where a stage is about them; never on the screen all look at."""
    onlookers: tuple[str, ...] = ()
    """Handles of those who are connected and no members."""

    leader: str = ""
    """Handle of who is at the terminal that leads; empty where it is gone."""

    @property
    def cycle(self) -> Cycle:
        """The cycle that the meeting is about."""
        return self.board.cycles[self.meeting.cycle]

    def handle(self, member: int) -> str:
        """Return a member's handle."""
        found = self.board.members.get(member)
        return found.handle if found else "nobody"


class Page(Record):
    """A painted stage: its lines, and the first and last row of everything the cursor can be on."""

    lines: list[Line]
    rows: tuple[tuple[int, int], ...] = ()
