"""Wins: one line each, from everybody."""

from __future__ import annotations

from okrboard.cells import fold
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import win_form
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, empty
from okrboard.tui.paint.line import Line


class Wins(Stage):
    """What went well."""

    hints = (Hint(("meeting.new",), "a win"), NEXT)

    def page(self, room: Room) -> Page:
        """Return the wins with air between them."""
        if not room.meeting.wins:
            return empty("what are you glad about this week?", room)
        lines: list[Line] = []
        for win in room.meeting.wins:
            rows = fold(clean(win.text), max(10, room.width - 20), 2, room.glyphs.cut)
            for index, row in enumerate(rows):
                sign = ("  + ", "done") if index == 0 else ("    ", "text")
                by = f"   {room.handle(win.author)}" if index == len(rows) - 1 else ""
                lines.append([sign, (row, "strong"), (by, "dim")])
            lines.append([("", "text")])
        return Page(lines)

    def on_new(self, host: Host) -> None:
        """Tell a win."""
        host.ask(win_form(host.room().meeting))

    on_open = on_new
