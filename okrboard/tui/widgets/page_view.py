"""`PageView`: a painted page that scrolls by rows, with a cursor on the things that matter in it.

The cursor is its state, not the focus: a move repaints the rows that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from okrboard.cells import to_ascii_cells
from okrboard.glyphs import glyphs
from okrboard.text import clean
from okrboard.tui.paint.line import Line
from okrboard.tui.widgets.board_app import BoardApp, board_app
from okrboard.tui.widgets.frame import foot_lines


class PageView(Widget, can_focus=True):
    """A page of lines; `rows` are the first and last row of everything the cursor can be on."""

    DEFAULT_CSS = """
    PageView { width: 1fr; height: 1fr; }
    """

    class Pointed(Message):
        """Somebody clicked on a thing of the page."""

        def __init__(self, index: int, *, opens: bool) -> None:
            """`opens` is true for the second click."""
            super().__init__()
            self.index = index
            self.opens = opens

    def __init__(self) -> None:
        """Begin with an empty page."""
        super().__init__()
        self._lines: list[Line] = []
        self._rows: Sequence[tuple[int, int]] = ()
        self._columns: Sequence[tuple[int, int]] = ()
        self.top = 0

    @property
    def okr(self) -> BoardApp:
        """The app, typed."""
        return board_app(self)

    def show(
        self,
        lines: list[Line],
        rows: Sequence[tuple[int, int]],
        at: int,
        columns: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Show a page with the thing `at` in sight; repaint what differs."""
        before = self._visible()
        self._lines, self._rows, self._columns = lines, rows, columns
        if 0 <= at < len(rows):
            self._bring(*rows[at])
        self.top = min(max(self.top, 0), max(0, len(lines) - self.size.height))
        self._repaint(before)

    def cut(self) -> Line:
        """Return how many rows are out of sight below, for the row above the keys."""
        left = len(self._lines) - self.top - self.size.height
        sign = glyphs(ascii=self.okr.session.options.ascii).down
        return [(f"  {sign} {left} more", "dim")] if left > 0 else []

    def scroll_rows(self, step: int) -> None:
        """Scroll by rows, as far as there are any."""
        before = self._visible()
        most = max(0, len(self._lines) - self.size.height)
        self.top = min(max(self.top + step, 0), most)
        self._repaint(before)

    def leap(self, where: str) -> None:
        """Scroll by a row, a page or to an end; `where` is as in the actions `move.`."""
        page = max(1, self.size.height - 2)
        all = len(self._lines)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        self.scroll_rows({**steps, "first": -all, "last": all}.get(where, 0))

    def scroll_to_text(self, matches: Callable[[str], bool]) -> None:
        """Scroll to the first row whose text matches, unless it is in sight."""
        texts = ("".join(text for text, _ in line) for line in self._lines)
        row = next((row for row, text in enumerate(texts) if matches(text)), 0)
        if not self.top <= row < self.top + self.size.height:
            self.scroll_rows(row - self.top - 1)

    def a_page_from(self, at: int, where: str) -> int:
        """Return the thing that is about a page from another one, or the first or last one."""
        last = len(self._rows) - 1
        if not 0 <= at <= last:
            return at
        if where in ("first", "last"):
            return 0 if where == "first" else last
        page = max(1, self.size.height - 2)
        row = self._rows[at][0]
        if where == "page_down":
            far = (i for i in range(at + 1, last + 1) if self._rows[i][1] > row + page)
            return max(next(far, last + 1) - 1, min(at + 1, last))
        far = (i for i in range(at - 1, -1, -1) if self._rows[i][0] < row - page)
        return min(next(far, -1) + 1, max(at - 1, 0))

    def hit(self, x: int, y: int) -> int:
        """Return the thing at a cell of the widget, -1 when there is none."""
        row = y + self.top
        for index, (first, last) in enumerate(self._rows):
            left, right = self._columns[index] if self._columns else (0, x)
            if first <= row <= last and left <= x <= right:
                return index
        return -1

    def wheel(self, step: int) -> None:
        """Answer the mouse's wheel; `step` is 1 for down."""
        self.scroll_rows(3 * step)

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        width, row = self.size.width, y + self.top
        if row >= len(self._lines):
            return Strip.blank(width)
        options = self.okr.session.options
        # The last door before the terminal: nothing that it would obey leaves by it.
        line = [(clean(text), style) for text, style in self._lines[row]]
        if options.ascii:
            line = [(to_ascii_cells(text), style) for text, style in line]
        return self.okr.inks.strip(line, width)

    def on_click(self, event: events.Click) -> None:
        """Tell which thing was clicked."""
        index = self.hit(event.x, event.y)
        if index >= 0:
            self.post_message(self.Pointed(index, opens=event.chain == 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.wheel(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.wheel(-1)

    def _bring(self, first: int, last: int) -> None:
        """Scroll as little as needed to have some rows in sight, and the top when they are near."""
        height = self.size.height
        if last >= self.top + height:
            self.top = last - height + 1
        if first < self.top:
            self.top = first
        if last < height - 1 and first < height // 2 and self.top <= first:
            self.top = min(self.top, first)
        if first == 0:
            self.top = 0

    def _visible(self) -> list[Line]:
        return self._lines[self.top : self.top + self.size.height]

    def _repaint(self, before: list[Line]) -> None:
        for foot in foot_lines(self):
            foot.refresh_notice()
        after = self._visible()
        if len(before) != len(after):
            self.refresh()
            return
        for row, (was, line) in enumerate(zip(before, after, strict=True)):
            if was != line:
                self.refresh(Region(0, row, self.size.width, 1))
