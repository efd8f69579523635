"""Closing: the minutes to read, when we meet again; then the meeting ends."""

from __future__ import annotations

from okrboard.domain.lookup import reference
from okrboard.report.minutes import file_name, minutes_of
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.room import Page
from okrboard.tui.meeting.stage import Stage
from okrboard.tui.paint.minutes import minutes_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.meeting.room import Room
    from okrboard.tui.meeting.stage import Host


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
        """Return the minutes as they read."""
        return Page(minutes_lines(self.text(room), room.width, room.glyphs))

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
        """Note a decision."""
        from okrboard.tui.forms.meeting import decision_form

        host.ask(decision_form(host.room().meeting))

    @staticmethod
    def text(room: Room) -> str:
        """Return the minutes as they stand."""
        return minutes_of(room.board, room.meeting, room.zone)
