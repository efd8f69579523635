"""`Script`: the moments of a story, played through the service in the order in which they were.

Each moment is one change by the person who made it, with the clock set to that time, so the log
reads as it would have been written.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from okrboard.demo.times import Times
    from okrboard.domain.changes import Draft
    from okrboard.storage.store import Store

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
        self._moments: list[Moment] = []

    def then(self, at: datetime, who: str, *edits: Edit) -> None:
        """Let a person change the board at a time; the edits make one change together."""
        self._moments.append(Moment(at, who, edits))

    def play(self, store: Store) -> None:
        """Make every change, oldest first; of one time in the order in which they were told."""
        for moment in sorted(self._moments, key=_when):
            Service(store, moment.who, _stopped(moment)).change("", _together(moment.edits))


def _when(moment: Moment) -> datetime:
    return moment.at


def _stopped(moment: Moment) -> Callable[[], datetime]:
    return lambda: moment.at


def _together(edits: tuple[Edit, ...]) -> Edit:
    def edit(draft: Draft) -> None:
        lines = []
        for each in edits:
            each(draft)
            lines.append(draft.what)
        draft.what = "; ".join(lines)

    return edit
