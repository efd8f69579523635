"""`HeadLine`: the first line of a screen: where and when we are, and who is here."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from okrboard.glyphs import glyphs
from okrboard.tui.paint.head import Head, paint_head
from okrboard.tui.widgets.board_app import board_app


class HeadLine(Widget):
    """One line, painted when it says something else."""

    DEFAULT_CSS = """
    HeadLine { height: 1; width: 1fr; }
    """

    ALLOW_SELECT = False

    def __init__(self, head: Head) -> None:
        """Begin with what there is to tell."""
        super().__init__()
        self.head = head

    def show(self, head: Head) -> None:
        """Tell something else."""
        if head != self.head:
            self.head = head
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        del y
        app = board_app(self)
        width = self.size.width
        signs = glyphs(ascii=app.session.options.ascii)
        return app.inks.strip(paint_head(self.head, width, signs), width)
