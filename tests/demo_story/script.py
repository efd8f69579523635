"""`Script`: the moments of the story, played in the order in which they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from okrboard.demo.play import Moment, play
from okrboard.demo.times import Times, times
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft

Edit = Callable[[Draft], object]


class StoryTimes(Times):
    """The days of the story, and its instants as it tells them."""

    def at(self, week: int, weekday: int, hour: int, minute: int = 0) -> datetime:
        """Return an instant of the running cycle by the clock on the wall."""
        return self.moment(self.day(week, weekday), f"{hour:02}:{minute:02}")

    def meeting(self, number: int, minute: int) -> datetime:
        """Return an instant within a weekly check-in, at three o'clock on a Friday.

        Number 1 is the running cycle's first, on its second Friday; 0 and below came before.
        """
        return self.moment(self.check_in(number + 1), f"15:{minute:02}")


def story_times(now: datetime, zone: tzinfo) -> StoryTimes:
    """Return the days of the story that has come to its eleventh or twelfth week now."""
    return StoryTimes(*times(now, zone))


class Script:
    """Moments to play, and the numbers that the board gave to what the story calls by key."""

    def __init__(self, times: StoryTimes) -> None:
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
        self._moments.append(Moment(at, who, together(edits)))

    def play(self) -> Board:
        """Make every change, oldest first; of one time in the order in which they were told."""
        return play(self._moments)


def together(edits: tuple[Edit, ...]) -> Edit:
    def edit(draft: Draft) -> None:
        lines = []
        for each in edits:
            each(draft)
            lines.append(draft.what)
        draft.what = "; ".join(lines)

    return edit
