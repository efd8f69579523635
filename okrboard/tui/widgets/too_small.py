"""`TooSmall`: what a terminal below 60 × 20 cells shows instead of a broken screen."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from okrboard.tui.options import LEAST
from okrboard.tui.widgets.board_app import board_app


class TooSmall(Widget):
    """Says how much room there is and how much is needed."""

    DEFAULT_CSS = """
    TooSmall { width: 1fr; height: 1fr; }
    """

    def render_line(self, y: int) -> Strip:
        """Return a line of the message, which stands in the middle."""
        width, height = self.app.size
        words = (
            ("strong", "too small for the board"),
            ("dim", f"{width} by {height}, needs {LEAST[0]} by {LEAST[1]}"),
        )
        row = y - max(0, (height - len(words)) // 2)
        if not 0 <= row < len(words):
            return Strip.blank(self.size.width)
        style, text = words[row]
        text = text[:width].center(width)
        return board_app(self).inks.strip([(text, style)], self.size.width)
