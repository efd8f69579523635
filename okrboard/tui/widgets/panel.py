"""`Panel`: a strip at the bottom of a screen in which one types or chooses, painted by lines.

It lies over the screen from the start and is made visible when it is needed: opening and closing
it repaints its own rows and nothing else. All keys go to its content while it is open; what the
content answers is done, by `answered()`, before the next key is looked at.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from okrboard.cells import to_ascii_cells
from okrboard.glyphs import glyphs
from okrboard.text import clean
from okrboard.tui.keys import typed
from okrboard.tui.paint.fields import with_cursor
from okrboard.tui.paint.form import Content, PaintedPanel, paint_panel
from okrboard.tui.paint.line import Line
from okrboard.tui.widgets.board_app import BoardApp, board_app

LAYER = "panel"


class Panel(Widget, can_focus=True):
    """The panel of a screen."""

    DEFAULT_CSS = """
    Panel { layer: panel; dock: bottom; width: 1fr; height: 1; visibility: hidden; }
    """

    NAMED: ClassVar[dict[str, str]] = {"form.save": "ctrl+s", "form.editor": "ctrl+e"}
    """Keys that a person may have given to something else, and what contents call them."""

    def __init__(self, *, room: int = 2) -> None:
        """`room` is the rows of the screen that stay in sight above a panel that is high."""
        super().__init__()
        self.content: Content | None = None
        self._room = room
        self._painted: PaintedPanel | None = None
        self._shown: list[Line] = []
        self._top = 0
        self._was = -1
        """The row the cursor was in when the panel was painted last."""
        self._before: Widget | None = None

    @property
    def okr(self) -> BoardApp:
        """The app, typed."""
        return board_app(self)

    @property
    def is_open(self) -> bool:
        """Whether something is in it."""
        return self.content is not None

    @property
    def takes_text(self) -> bool:
        """Whether keys are text here, not actions of the screen."""
        return self.is_open

    def open(self, content: Content) -> None:
        """Show a content, and take the keys."""
        if self.content is None:
            self._before = self.screen.focused
        self.content = content
        self._top = 0
        self.visible = True
        # At once: `focus()` would let the next key go elsewhere.
        self.screen.set_focus(self, scroll_visible=False)
        self.repaint()

    def close(self) -> None:
        """Go away, and give the keys back."""
        self.content = None
        self._painted = None
        self.visible = False
        if self._before is not None and self._before.is_attached:
            self._before.focus(scroll_visible=False)
        else:
            self.screen.set_focus(None)

    def repaint(self) -> None:
        """Paint the content again: only the rows that differ are sent."""
        if self.content is None:
            return
        signs = glyphs(ascii=self.okr.session.options.ascii)
        width = self.app.size.width
        self._painted = painted = paint_panel(self.content, width, signs)
        most = max(6, self.app.size.height - self._room)
        high = min(len(painted.lines) + 3, most)
        self._scroll(painted, high - 3)
        rule: Line = [(signs.rule * width, "rule")]
        body = painted.lines[self._top : self._top + high - 3]
        shown = [rule, *body, [("", "text")], painted.foot]
        if len(shown) != len(self._shown):
            self.styles.height = high
            self._shown = shown
            self.refresh()
        else:
            old, self._shown = self._shown, shown
            cursor = self._cursor_at()[0]
            for row, (was, line) in enumerate(zip(old, shown, strict=True)):
                if was != line or row in (cursor, self._was):
                    self.refresh(Region(0, row, width, 1))
        self._was = self._cursor_at()[0]
        self._place_cursor()

    def render_line(self, y: int) -> Strip:
        """Return a row, with the cursor in it where it stands."""
        width = self.size.width
        if y >= len(self._shown) or self.content is None:
            return Strip.blank(width)
        # The last door before the terminal: nothing that it would obey leaves by it.
        line = [(clean(text), style) for text, style in self._shown[y]]
        if self._has_cursor(y):
            line = with_cursor(line, self._cursor_at()[1])
        if self.okr.session.options.ascii:
            line = [(to_ascii_cells(text), style) for text, style in line]
        return self.okr.inks.strip(line, width)

    # Keys and the mouse.

    async def on_key(self, event: events.Key) -> None:
        """Give the key to the content; nothing below hears of it."""
        event.stop()
        event.prevent_default()
        if self.content is None:
            # Typed while the last answer was being kept: it is meant for what lies below.
            await self.okr.press_below(event.key)
            return
        key = self._named(event.key)
        keymap = self.okr.session.keymap
        if key in keymap.of("app.help") and not typed(key):
            self.okr.show("help", about="form", here_only=True)
            return
        self.feed(key, event.character if event.is_printable else None)

    def feed(self, key: str, character: str | None = None) -> None:
        """Let the content have a key, and pass on what it asks for."""
        content = self.content
        if content is None:
            return
        answer = content.press(key, character, self._inner_width())
        self.repaint()
        if answer not in ("", "took"):
            # Before the next key, which a message would have let into a form that is being saved.
            self.call_next(self.answered, content, answer)

    async def answered(self, content: Content, answer: str) -> None:
        """Do what the content asks for, one of the answers of `Form.press()`; for subclasses."""

    def on_paste(self, event: events.Paste) -> None:
        """Give pasted text to the content."""
        event.stop()
        if self.content is not None:
            self.content.paste(event.text)
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Go to the field that is clicked."""
        event.stop()
        if self.content is None or self._painted is None:
            return
        row = event.y - 1 + self._top
        if 0 <= row < len(self._painted.rows):
            index, at = self._painted.rows[row]
            if index >= 0:
                cell = event.x - self._painted.left
                self.content.point(index, at, cell, self._inner_width())
                self.repaint()

    def on_blur(self) -> None:
        """Take the keys again: what lies below is not there while the panel is open."""
        if self.content is not None and self.app.app_focus:
            self.call_next(self.focus, scroll_visible=False)

    def on_resize(self) -> None:
        """Fit the new size."""
        if self.content is not None:
            self.repaint()

    def _named(self, key: str) -> str:
        for id, name in self.NAMED.items():
            keys = self.okr.session.keymap.of(id)
            if key in keys:
                return name
            if key == name and keys:
                return ""
        return key

    def _inner_width(self) -> int:
        return self._painted.width if self._painted is not None else self.size.width

    # The rows in sight, and the cursor.

    def _scroll(self, painted: PaintedPanel, room: int) -> None:
        most = max(0, len(painted.lines) - room)
        if painted.last >= self._top + room:
            self._top = painted.last - room + 1
        if painted.first < self._top:
            self._top = painted.first
        # From the first field on, the title stays in sight.
        if painted.first <= 2:
            self._top = 0
        self._top = min(max(self._top, 0), most)

    def _cursor_at(self) -> tuple[int, int]:
        """Return the row and cell of the cursor in the panel; row -1 when it is not in sight."""
        if self._painted is None or self._painted.cursor is None:
            return -1, 0
        row, cell = self._painted.cursor
        return max(-1, row - self._top + 1), cell

    def _has_cursor(self, row: int) -> bool:
        return self._cursor_at()[0] == row

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor there too: an input method opens its window at it."""
        row, cell = self._cursor_at()
        if row >= 0:
            self.app.cursor_position = self.region.offset + Offset(cell, row)
