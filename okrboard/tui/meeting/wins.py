"""Wins: one line each, from everybody."""

from __future__ import annotations

from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import win_form
from okrboard.tui.meeting.stage import BLANK, NEXT, Page, Stage, StageServices, StageView
from okrboard.tui.paint.line import Line


class Wins(Stage):
    """What went well."""

    hints = (Hint(("meeting.new",), "a win"), NEXT)

    def page(self, view: StageView) -> Page:
        """Return the wins with air between them."""
        if not view.meeting.wins:
            return Page(view.sentence("what are you glad about this week?"))
        lines: list[Line] = []
        for win in view.meeting.wins:
            rows = view.fold(win.text, view.width - 20)
            for index, row in enumerate(rows):
                sign = ("  + ", "done") if index == 0 else ("    ", "text")
                by = f"   {view.handle(win.author)}" if index == len(rows) - 1 else ""
                lines.append([sign, (row, "strong"), (by, "dim")])
            lines.append(BLANK)
        return Page(lines)

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Tell a win."""
        host.ask(win_form(view.meeting))

    on_open = on_new
