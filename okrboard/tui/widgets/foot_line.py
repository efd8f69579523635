"""`FootLine`: the last line of a screen: the keys that matter now, or what there is to be told."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from okrboard.text import squeeze
from okrboard.tui.paint.foot import paint_keys
from okrboard.tui.paint.width import fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.paint.width import Line
    from okrboard.tui.screens.base import OkrScreen

_LONGEST = 1000


class FootLine(Widget):
    """One line; nothing in it is ever markup, and nothing goes away by itself."""

    DEFAULT_CSS = """
    FootLine { dock: bottom; height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        """Begin with the keys."""
        super().__init__()
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
        screen: OkrScreen = self.screen  # type: ignore[assignment]
        more = "..." if screen.session.options.ascii else "…"
        text, style = self._message
        trouble = squeeze(screen.session.trouble, _LONGEST)
        if text or trouble:
            shown = fit(text or trouble, room - 2, more)
            line: Line = [(" ", "text"), (shown, style if text else "error")]
        else:
            line = paint_keys(screen.foot_keys(), room)
        return screen.okr.inks.strip(line, room)
