"""`AskLine`: a line on a screen in which one types: the filter, a search.

Empty it is the air below the head. It answers while one types and when one is done. Nothing but its
own row is painted for it.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from okrboard.cells import fit, to_ascii_cells, width
from okrboard.glyphs import glyphs
from okrboard.tui.forms.editors import LineEditor
from okrboard.tui.keys import show
from okrboard.tui.paint.line import Line, with_cursor
from okrboard.tui.widgets.board_app import board_app


class AskLine(Widget, can_focus=True):
    """One line that asks for one line."""

    DEFAULT_CSS = """
    AskLine { height: 1; }
    """

    ALLOW_SELECT = False

    class Left(Message):
        """The person pressed a key that goes on elsewhere, while the text stays as it is."""

        def __init__(self, key: str) -> None:
            """Take the key."""
            super().__init__()
            self.key = key

    def __init__(self) -> None:
        """Ask nothing."""
        super().__init__()
        self.editor = LineEditor()
        self.question = ""
        self.note = ""
        """What is said behind the text: how many match."""
        self._done: Callable[[str], None] | None = None
        self._typed: Callable[[str], None] | None = None
        self._dropped: Callable[[], None] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether one types here now: keys are text then, not actions of the screen."""
        return self._done is not None

    takes_text = is_asking

    @property
    def text(self) -> str:
        """What is typed."""
        return self.editor.text

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys of the foot while one types, when letters are text; none otherwise."""
        if not self.is_asking:
            return []
        plain = board_app(self).session.options.ascii
        arrows = "/".join(show(key, ascii=plain) for key in ("up", "down"))
        return [("enter", "keep it"), (arrows, "move"), ("esc", "show all")]

    def ask(
        self,
        question: str,
        done: Callable[[str], None],
        *,
        text: str = "",
        typed: Callable[[str], None] | None = None,
        dropped: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a line, and take the keys.

        `done` gets the text at enter, `typed` after every change of it; `dropped` is called at
        escape. What was typed stays here until somebody asks for something else.
        """
        self.question, self.editor.text = question, text
        self._done, self._typed, self._dropped = done, typed, dropped
        # At once: `focus()` would let the next key go elsewhere.
        self.screen.set_focus(self, scroll_visible=False)
        self._repaint()

    def rest(self, question: str = "", text: str = "", note: str = "") -> None:
        """Take no keys any more; show a text that stays, or nothing."""
        self.question, self.editor.text, self.note = question, text, note
        self._done = self._typed = self._dropped = None
        if self.has_focus:
            self.screen.set_focus(None)
        self._repaint()

    def say(self, note: str) -> None:
        """Say something behind the text."""
        if note != self.note:
            self.note = note
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Type; nothing below hears of it."""
        if self._done is None:
            return
        event.stop()
        event.prevent_default()
        before = self.text
        if event.key == "enter":
            self._done(before)
        elif event.key == "escape" or (event.key == "backspace" and not before):
            (self._dropped or self.rest)()
        elif event.key in ("up", "down", "tab"):
            self.post_message(self.Left(event.key))
        elif self.editor.press(event.key, event.character if event.is_printable else None):
            self._changed(before)

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as one line."""
        event.stop()
        if self.is_asking:
            before = self.text
            self.editor.type_in(event.text)
            self._changed(before)

    def render_line(self, y: int) -> Strip:
        """Return the line, with the cursor in it while one types."""
        del y
        app, cells = board_app(self), self.size.width
        line, at = self._line(cells) if self.question else ([(" " * cells, "text")], -1)
        if self.is_asking:
            line = with_cursor(line, at)
        if app.session.options.ascii:
            line = [(to_ascii_cells(part), style) for part, style in line]
        return app.inks.strip(line, cells)

    def _line(self, cells: int) -> tuple[Line, int]:
        """Return question, text and note, and the cell of the cursor."""
        signs = glyphs(ascii=board_app(self).session.options.ascii)
        question = fit(self.question, cells * 2 // 3, signs.cut)
        room = cells - width(question) - 3
        note = f"   {self.note}" if self.note and width(self.note) + 16 < room else ""
        text, at = self.editor.window(room - width(note))
        style, gap = ("accent", " ") if self.is_asking else ("dim", "")
        line = [(f" {question} ", style), (text, "strong"), (gap, "text"), (note, "dim")]
        return line, width(question) + 2 + at

    def _changed(self, before: str) -> None:
        if self._typed is not None and self.text != before:
            self._typed(self.text)
        self._repaint()

    def _repaint(self) -> None:
        self.refresh()
        if self.is_asking:
            # The terminal's own cursor goes there too: an input method opens its window at it.
            cell = self._line(self.size.width)[1]
            self.app.cursor_position = self.region.offset + Offset(cell, 0)
