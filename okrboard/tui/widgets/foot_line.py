"""`FootLine`: the last line of a screen: the keys that matter now, or what there is to be told."""

from __future__ import annotations

from collections.abc import Callable

from textual.strip import Strip
from textual.widget import Widget

from okrboard.cells import fit
from okrboard.text import squeeze
from okrboard.tui.paint.foot import paint_keys
from okrboard.tui.paint.line import Line
from okrboard.tui.widgets.board_app import board_app

_LONGEST = 1000


class FootLine(Widget):
    """One line; nothing in it is ever markup, and nothing goes away by itself."""

    DEFAULT_CSS = """
    FootLine { dock: bottom; height: 1; width: 1fr; }
    """

    def __init__(self, keys: Callable[[], list[tuple[str, str]]]) -> None:
        """Take what returns the keys that matter now, each with its word."""
        super().__init__()
        self._keys = keys
        self._message = ("", "text")

    @property
    def message(self) -> str:
        """What is told just now; empty while the keys are shown."""
        return self._message[0]

    def tell(self, message: str, style: str = "text") -> None:
        """Show a message until the next key."""
        told = (squeeze(message, _LONGEST), style)
        if told != self._message:
            self._message = told
            self.refresh()

    def forget(self) -> None:
        """Show the keys again."""
        self.tell("")

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        del y
        room = self.size.width
        app = board_app(self)
        more = "..." if app.session.options.ascii else "…"
        text, style = self._message
        trouble = squeeze(app.session.trouble, _LONGEST)
        if text or trouble:
            shown = fit(text or trouble, room - 2, more)
            line: Line = [(" ", "text"), (shown, style if text else "error")]
        else:
            line = paint_keys(self._keys(), room)
        return app.inks.strip(line, room)
