"""What is around a screen's own widgets: the head line, the foot line, a mark in the corner that
says what is not well, and what a terminal below 60 × 20 cells shows instead of a broken screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from okrboard.cells import fit
from okrboard.glyphs import glyphs
from okrboard.text import squeeze
from okrboard.tui.options import LEAST
from okrboard.tui.paint.frame import Head, paint_head, paint_keys, state_of
from okrboard.tui.paint.line import Line, line_width
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


_LONGEST = 1000


class FootLine(Widget):
    """The keys, and above them what is told or what is out of sight below, else nothing.

    Nothing in it is ever markup, and nothing goes away by itself.
    """

    DEFAULT_CSS = """
    FootLine { dock: bottom; height: 2; width: 1fr; }
    """

    def __init__(self, keys: Callable[[], list[tuple[str, str]]], cut: Callable[[], Line]) -> None:
        """Take what returns the keys that matter now, each with its word, and what is cut."""
        super().__init__()
        self._keys = keys
        self._cut = cut
        self._message = ("", "text")

    @property
    def message(self) -> str:
        """What is told just now; empty where nothing is."""
        return self._message[0]

    def tell(self, message: str, style: str = "text") -> None:
        """Show a message above the keys until the next key."""
        told = (squeeze(message, _LONGEST), style)
        if told != self._message:
            self._message = told
            self.refresh_notice()

    def forget(self) -> None:
        """Tell nothing any more."""
        self.tell("")

    def refresh_notice(self) -> None:
        """Paint the row above the keys again."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return the notice or the keys."""
        room = self.size.width
        app = board_app(self)
        return app.inks.strip(paint_keys(self._keys(), room) if y else self._notice(room), room)

    def _notice(self, room: int) -> Line:
        session = board_app(self).session
        text, style = self._message
        trouble = squeeze(session.trouble, _LONGEST)
        if not text and not trouble:
            return self._cut()
        more = "..." if session.options.ascii else "…"
        return [(" ", "text"), (fit(text or trouble, room - 2, more), style if text else "error")]


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


def foot_lines(widget: Widget) -> Iterable[FootLine]:
    """Return the foot line of a widget's screen; none before it is on one, or behind its end."""
    return widget.screen.query(FootLine) if widget.is_attached else ()
