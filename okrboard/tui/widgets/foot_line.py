"""`FootLine`: the last line of a screen: the keys that matter now, or what there is to be told."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from okrboard.text import squeeze
from okrboard.tui.paint.width import fit, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.tui.paint.width import Line
    from okrboard.tui.screens.base import OkrScreen

_BETWEEN = "   "
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


def paint_keys(keys: list[tuple[str, str]], room: int) -> Line:
    """Return keys and words in one line of at most `room` cells.

    Where it is short the last one stays, which is the way to the help, and of the others as many
    from the left as fit.
    """
    shown = list(keys)
    while (
        shown and sum(_cells(*one) for one in shown) + len(_BETWEEN) * (len(shown) - 1) > room - 2
    ):
        del shown[-2 if len(shown) > 1 else -1]
    line: Line = [(" ", "text")]
    for key, word in shown:
        between = _BETWEEN if len(line) > 1 else ""
        line += [(between, "text"), (key, "key"), (f" {word}", "dim")]
    return line


def _cells(key: str, word: str) -> int:
    return width(key) + 1 + width(word)
