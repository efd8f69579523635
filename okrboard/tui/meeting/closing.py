"""Closing: the minutes to read, when we meet again; then the meeting ends."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from okrboard.domain.lookup import reference
from okrboard.report.minutes import file_name, minutes_of
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.asking import NotesDecisions
from okrboard.tui.meeting.stage import BACK, BLANK, DECISION, Page, Stage, StageServices, StageView
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.minutes import minutes_lines


class Closing(NotesDecisions, Stage):
    """The minutes on the screen."""

    hints = (
        Hint(("meeting.next",), "close the meeting"),
        Hint(("meeting.keep",), "to the clipboard"),
        Hint(("meeting.word",), "to a file"),
        DECISION,
        BACK,
    )

    def title(self, view: StageView) -> str:
        """Say whether the meeting is over."""
        if view.meeting.state == "closed":
            return f"{reference('meetings', view.meeting.id)} is closed"
        return super().title(view)

    def page(self, view: StageView) -> Page:
        """Return when we meet again, and the minutes as they read."""
        minutes = minutes_lines(self.text(view), view.width, view.glyphs)
        return Page([*self._again(view), *minutes])

    def on_keep(self, host: StageServices, view: StageView) -> None:
        """Send the minutes to the terminal's clipboard."""
        host.copy(self.text(view))

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Write the minutes to a file."""
        host.save(file_name(view.meeting, view.zone), self.text(view))

    @staticmethod
    def _again(view: StageView) -> list[Line]:
        """Return a line with the next meeting of the schedule, skips and moves minded."""
        # Imported here: the schedule is asked at the end of a meeting only.
        from okrboard.calendar.from_board import next_of_any

        tomorrow = datetime.combine(view.today + timedelta(days=1), time(), view.zone)
        found = next_of_any(view.board, tomorrow, view.meeting.team)
        if found is None:
            return []
        start = found.start.astimezone(view.zone)
        when = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}"
        what = view.fit(clean(found.series.summary), max(8, view.width - 40))
        return [
            [("  ", "text"), ("We meet again  ", "label"), (when, "strong"), (f"  {what}", "text")],
            BLANK,
        ]

    @staticmethod
    def text(view: StageView) -> str:
        """Return the minutes as they stand."""
        return minutes_of(view.board, view.meeting, view.zone)
