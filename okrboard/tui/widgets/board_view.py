"""`BoardView`: the whole board as one widget that paints lines; the cursor is its state.

A move of the cursor sends two titles and the gutters below them; nothing is a child widget, so that
a board of thousands costs what one of twenty does. What is painted comes from `paint.scene`.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from okrboard.domain.view import View
from okrboard.glyphs import glyphs
from okrboard.tui.paint.card import Density
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.picture import TOP, Area, centred, empty_board
from okrboard.tui.paint.scene import Scene
from okrboard.tui.widgets.board_app import board_app
from okrboard.tui.widgets.frame import foot_lines


class BoardView(Widget):
    """The columns of cards."""

    DEFAULT_CSS = """
    BoardView { width: 1fr; height: 1fr; }
    """

    ALLOW_SELECT = False

    class CardOpened(Message):
        """A card was clicked twice."""

        def __init__(self, card: int) -> None:
            """Take the objective's id."""
            super().__init__()
            self.card = card

    class CardDropped(Message):
        """A card was dragged into another column."""

        def __init__(self, card: int, column: int) -> None:
            """Take the objective's id and the column's number."""
            super().__init__()
            self.card = card
            self.column = column

    def __init__(self, view: View, *, ascii: bool = False, density: Density = "full") -> None:
        """Begin at the first card of a view."""
        super().__init__()
        self.scene = Scene(view, glyphs(ascii=ascii), density)
        self._dragged: int | None = None
        self._cut: Line = []
        self._empty: list[Line] = []

    @property
    def card(self) -> int | None:
        """The objective under the cursor; None on an empty board."""
        return self.scene.card

    def show(self, view: View) -> None:
        """Take another view; the cursor stays on its card where that is still there."""
        self.scene.show(view)
        self._find_empty()
        # The wire sends the rows that differ.
        self._paint([Area(0, 0, *self.size)])

    def tell_more_or_less(self, density: Density) -> None:
        """Tell more or less of each card."""
        self.scene.tell_more_or_less(density)
        self._paint([Area(0, 0, *self.size)])

    def move(self, where: str) -> None:
        """Move the cursor."""
        self._paint(self.scene.move(where))

    def put_on(self, card: int) -> None:
        """Put the cursor on an objective; nothing happens where that is not shown."""
        self._paint(self.scene.put_on(card))

    def render_line(self, y: int) -> Strip:
        """Return a row of the board."""
        app = board_app(self)
        self._fit()
        return app.inks.strip(self._row(y), self.size.width)

    # The mouse.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on a card and take hold of it."""
        _, card = self.scene.picture.hit(event.x, event.y)
        if card is not None and event.button == 1:
            self.put_on(card)
            self._dragged = card
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where a dragged card would land."""
        if self._dragged is not None:
            number = self.scene.picture.layout.at(event.x)
            away = number is not None and number != self.scene.column
            self._paint(self.scene.aim(number if away else None))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let a dragged card go."""
        card, self._dragged = self._dragged, None
        if card is None:
            return
        self.release_mouse()
        self._paint(self.scene.aim(None))
        number = self.scene.picture.layout.at(event.x)
        if number is not None and number != self.scene.column:
            self.post_message(self.CardDropped(card, number))

    def on_click(self, event: events.Click) -> None:
        """Open a card that is clicked twice."""
        _, card = self.scene.picture.hit(event.x, event.y)
        if event.chain == 2 and card is not None:
            self.post_message(self.CardOpened(card))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the column under the mouse by a card, or sideways with shift held."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the column under the mouse by a card, or sideways with shift held."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        event.prevent_default()
        if event.shift or event.ctrl:
            self.move("right" if step > 0 else "left")
            return
        number = self.scene.picture.layout.at(event.x)
        if number is not None:
            self._paint(self.scene.scroll(number, step))

    # Painting.

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size."""
        del event
        self._fit()

    def _fit(self) -> None:
        """Take the size that the widget has; the first picture comes before it is told."""
        width, height = self.size
        picture = self.scene.picture
        if (picture.width, picture.height) != (width, height):
            self.scene.resize(width, height)
            self._find_empty()

    def cut(self) -> Line:
        """Return what is out of sight, for the row above the keys."""
        self._fit()
        self._cut = [] if self._empty else self.scene.picture.cut()
        return self._cut

    def _paint(self, boxes: Iterable[Area]) -> None:
        regions = [Region(*box) for box in boxes]
        if regions:
            self.refresh(*regions)
            before = self._cut
            for foot in foot_lines(self):
                if self.cut() != before:
                    foot.refresh_notice()

    def _row(self, y: int) -> Line:
        return self._empty[y - TOP] if self._empty and y >= TOP else self.scene.row(y)

    def _find_empty(self) -> None:
        picture = self.scene.picture
        app = board_app(self)
        keymap, plain = app.session.keymap, app.session.options.ascii
        new = keymap.first("board.new", ascii=plain)
        said = empty_board(picture.view, new, keymap.first("app.back", ascii=plain))
        rows = max(picture.height - TOP, 0)
        self._empty = centred(said, picture.width, rows, picture.glyphs) if said else []
