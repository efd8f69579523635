"""Closing: the minutes to read, when we meet again; then the meeting ends."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from okrboard.cells import fit
from okrboard.domain.lookup import reference
from okrboard.report.minutes import file_name, minutes_of
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.decisions import ask_decision
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import Host, Stage
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.minutes import minutes_lines


class Closing(Stage):
    """The minutes on the screen."""

    hints = (
        Hint(("meeting.next",), "close the meeting"),
        Hint(("meeting.keep",), "to the clipboard"),
        Hint(("meeting.word",), "to a file"),
        Hint(("meeting.decision",), "decision"),
        Hint(("meeting.previous",), "back"),
    )

    def title(self, room: Room) -> str:
        """Say whether the meeting is over."""
        if room.meeting.state == "closed":
            return f"{reference('meetings', room.meeting.id)} is closed"
        return super().title(room)

    def page(self, room: Room) -> Page:
        """Return when we meet again, and the minutes as they read."""
        minutes = minutes_lines(self.text(room), room.width, room.glyphs)
        return Page([*self._again(room), *minutes])

    def count(self, room: Room) -> int:
        """Nothing to be on: the keys scroll."""
        del room
        return 0

    def on_keep(self, host: Host) -> None:
        """Send the minutes to the terminal's clipboard."""
        host.copy(self.text(host.room()))

    def on_word(self, host: Host) -> None:
        """Write the minutes to a file."""
        room = host.room()
        host.save(file_name(room.meeting, room.zone), self.text(room))

    def on_decision(self, host: Host) -> None:
        """Note a decision, or correct one."""
        ask_decision(host)

    @staticmethod
    def _again(room: Room) -> list[Line]:
        """Return a line with the next meeting of the schedule, skips and moves minded."""
        # Imported here: the schedule is asked at the end of a meeting only.
        from okrboard.calendar.from_board import next_of_any

        tomorrow = datetime.combine(room.today + timedelta(days=1), time(), room.zone)
        found = next_of_any(room.board, tomorrow, room.meeting.team)
        if found is None:
            return []
        start = found.start.astimezone(room.zone)
        when = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}"
        what = fit(clean(found.series.summary), max(8, room.width - 40), room.glyphs.cut)
        return [
            [("  ", "text"), ("We meet again  ", "label"), (when, "strong"), (f"  {what}", "text")],
            [("", "text")],
        ]

    @staticmethod
    def text(room: Room) -> str:
        """Return the minutes as they stand."""
        return minutes_of(room.board, room.meeting, room.zone)
