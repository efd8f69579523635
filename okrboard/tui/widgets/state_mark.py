"""`StateMark`: what is not well with the board's file, on screens without a head line.

It stands in the corner, over what is there, and only while there is something to say.
"""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from okrboard.glyphs import glyphs
from okrboard.tui.paint.head import state_of
from okrboard.tui.paint.line import line_width
from okrboard.tui.widgets.board_app import board_app

LAYER = "state"


class StateMark(Widget):
    """A glyph and two words."""

    DEFAULT_CSS = """
    StateMark { layer: state; dock: right; height: 1; width: 1; visibility: hidden; }
    """

    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Lie above the other widgets of the screen."""
        if LAYER not in self.screen.layers:
            self.screen.styles.layers = " ".join((*self.screen.layers, LAYER))
        self.show()

    def show(self) -> None:
        """Say what there is to say now, or nothing."""
        session = board_app(self).session
        signs = glyphs(ascii=session.options.ascii)
        self._line = [(" ", "text"), *state_of(session.state, signs)]
        self.styles.width = line_width(self._line)
        self.visible = session.state not in ("live", "read-only")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        del y
        return board_app(self).inks.strip(self._line, self.size.width)
