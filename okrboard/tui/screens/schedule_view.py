"""What the schedule shows and how one moves in it; what its keys change is in `schedule`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from okrboard.calendar.from_board import Meeting, readable, series_in
from okrboard.domain.board import Board
from okrboard.domain.schedule import days_off, models, usual_series
from okrboard.tui.actions import Hint
from okrboard.tui.paint.empty_schedule import paint_no_meetings
from okrboard.tui.paint.schedule import paint_schedule
from okrboard.tui.paint.schedule_meeting import Schedule
from okrboard.tui.screens.cycle_screen import CycleScreen
from okrboard.tui.widgets.schedule_page import SchedulePage

PAGE = 10
"""Meetings that a page key goes over."""

_NEW = (Hint(("schedule.new",), "new"),)
_TURN = (Hint(("schedule.cycle_before", "schedule.cycle_after"), "other cycle"),)
_ALWAYS = (
    Hint(("schedule.holidays",), "holidays"),
    Hint(("app.undo",), "undo"),
    Hint(("app.back",), "back"),
    Hint(("app.help",), "help"),
)


class ScheduleView(CycleScreen):
    """The meetings of a cycle, to look at."""

    KEYS = "schedule"
    PAGE = SchedulePage
    view: SchedulePage

    def __init__(self, cycle: int = 0) -> None:
        """Take the id of a cycle, 0 for the one the board is about today."""
        super().__init__(cycle)
        self._here: tuple[int, date] | None = None
        """Series and day of the meeting under the cursor."""
        self._shown: Schedule | None = None
        self._foot: list[tuple[str, str]] = []

    def begin(self) -> None:
        """Begin on the next meeting."""
        self._read()
        if self._shown is None or not self.meetings:
            return
        now = self._shown.now
        ahead = [one for one in self.meetings if one.occurrence.end > now]
        one = ahead[0] if ahead else self.meetings[-1]
        self._here = (one.series.id, one.day)

    def turned(self) -> None:
        """Begin on the next meeting there."""
        self._here = None
        self.begin()

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """What is listed, in its order."""
        return self._shown.meetings if self._shown is not None else ()

    @property
    def at(self) -> int:
        """The place of the cursor in the list; -1 when there is nothing."""
        found = (i for i, one in enumerate(self.meetings) if (one.series.id, one.day) == self._here)
        return next(found, 0 if self.meetings else -1)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting under the cursor."""
        return self.meetings[self.at] if self.meetings else None

    def repaint(self) -> None:
        """Paint the page again; only what differs is sent."""
        if not self.is_mounted:
            return
        self._repaint_foot()
        width, height = self.view.size
        if self._shown is None or not self.meetings:
            self.view.show_empty(self._empty(width))
            return
        painted = paint_schedule(self._shown, self.at, width, height, self.glyphs)
        self.view.show_schedule(painted, self.meetings)

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same meeting, else on the one in its place."""
        del old, new
        at, before = self.at, self.meeting
        self._read()
        there = [(one.series.id, one.day) for one in self.meetings]
        if self._here not in there and there:
            later = [i for i, one in enumerate(self.meetings) if before and one.day >= before.day]
            self._here = there[later[0] if later else min(max(at, 0), len(there) - 1)]
        self.repaint()

    def foot_hints(self) -> Iterable[Hint] | None:
        """Show on an empty page the keys that do something there."""
        if self.meetings:
            return None
        cycle = self.cycle
        new = cycle is not None and cycle.state != "closed"
        turn = len(self.board.cycles) > 1
        return [*(_NEW if new else ()), *(_TURN if turn else ()), *_ALWAYS]

    def _repaint_foot(self) -> None:
        keys = self.foot_keys()
        if keys != self._foot:
            self._foot = keys
            self.refresh_foot()

    # Moving.

    def action_move(self, where: str) -> None:
        """Move the cursor from meeting to meeting."""
        last = len(self.meetings) - 1
        steps = {"up": -1, "left": -1, "down": 1, "right": 1, "page_up": -PAGE, "page_down": PAGE}
        at = {"first": 0, "last": last}.get(where, self.at + steps.get(where, 0))
        self._go(min(max(at, 0), last))

    def on_page_view_pointed(self, message: SchedulePage.Pointed) -> None:
        """Put the cursor on what was clicked; open it with the second click."""
        self._go(message.index)
        if message.opens:
            self.action_edit()

    def action_edit(self) -> None:
        """Change what the cursor is on; for the screen itself."""

    def on_schedule_page_turned(self, message: SchedulePage.Turned) -> None:
        """Move with the wheel."""
        self._go(min(max(self.at + message.step, 0), len(self.meetings) - 1))

    # What is shown.

    def _read(self) -> None:
        board, cycle = self.board, self.cycle
        if cycle is None:
            self._shown = None
            return
        stamp = self.session.service.stamp(board)
        meetings, wrong = readable(board, series_in(board, [cycle.id]))
        days = [cycle.first, cycle.last, *(one.start.date() for one in meetings)]
        free = {day: ", ".join(names) for day, names in days_off(board).items()}
        self._shown = Schedule(
            cycle.name, min(days), max(days), stamp.today, stamp.at, tuple(meetings), free,
            tuple(wrong), {team.id: team.name for team in board.teams.values()},
            "" if cycle.state == "running" else cycle.state,
        )  # fmt: skip

    def _empty(self, width: int) -> list[Any]:
        cycle = self.cycle
        usual, like = [], ""
        if cycle is not None and cycle.state != "closed":
            usual = usual_series(self.board, cycle, since=self.day())
            like = models(self.board, cycle).cycle
        notes = self._shown.notes if self._shown is not None else ()
        first = self.session.keymap.first
        turning = (first("schedule.cycle_before"), first("schedule.cycle_after"))
        turn = " ".join(filter(None, turning)) if len(self.board.cycles) > 1 else ""
        keys = (first("schedule.new"), turn)
        return paint_no_meetings(cycle, usual, like, notes, keys, width, self.glyphs)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self.meetings):
            one = self.meetings[at]
            self._here = (one.series.id, one.day)
            self.repaint()
