"""`SchedulePage`: the painted schedule; a click finds the meeting in the grid or in the list."""

from __future__ import annotations

from textual import events
from textual.message import Message

from okrboard.calendar.from_board import Meeting
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.schedule import Painted
from okrboard.tui.widgets.page_view import PageView


class SchedulePage(PageView):
    """A page that is always as high as its place, and knows what stands where."""

    DEFAULT_CSS = """
    SchedulePage { width: 1fr; height: 1fr; }
    """

    class Turned(Message):
        """Somebody turned the wheel."""

        def __init__(self, step: int) -> None:
            """`step` is 1 for down."""
            super().__init__()
            self.step = step

    _painted: Painted | None = None
    _meetings: tuple[Meeting, ...] = ()

    def show_schedule(self, painted: Painted, meetings: tuple[Meeting, ...]) -> None:
        """Show a page; repaint what differs."""
        self._painted, self._meetings = painted, meetings
        self.show(painted.lines, (), -1)

    def show_empty(self, lines: list[Line]) -> None:
        """Show a page on which nothing can be chosen."""
        self._painted, self._meetings = None, ()
        self.show(lines, (), -1)

    def on_click(self, event: events.Click) -> None:
        """Tell which meeting was clicked."""
        event.prevent_default()
        if self._painted is not None:
            index = self._painted.hit(event.x, event.y, self._meetings)
            if index >= 0:
                self.post_message(self.Pointed(index, opens=event.chain == 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Turned(1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up."""
        event.stop()
        event.prevent_default()
        self.post_message(self.Turned(-1))
