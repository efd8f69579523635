"""`PageScreen`: a painted page with a cursor in it, and a panel for forms that comes up over it.

A subclass says in `begin()` where the cursor stands at first and paints in `repaint()`.
`PaperScreen` is a page of which a text can be taken along, `CycleScreen` one about a cycle, from
which one goes to the cycle before and after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual.events import Resize
from textual.widget import Widget

from okrboard.domain.board import Board
from okrboard.domain.records import Cycle
from okrboard.errors import OkrboardError, Refused
from okrboard.tui.paint.line import Line
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.widgets.page_view import PageView


class PageScreen(OkrScreen):
    """A screen that is one page."""

    PAGE: ClassVar[type[PageView]] = PageView
    """The kind of page it has."""

    here: Any = None
    """What the cursor is on, as `stops()` names it: it stays there whatever stands around it."""

    def __init__(self) -> None:
        """Begin with an empty page and a closed panel."""
        super().__init__()
        self.view = self.PAGE()
        """The page."""
        self.panel = FormPanel()
        """Where forms come up."""

    def parts(self) -> Iterable[Widget]:
        """Return the page and the panel."""
        return self.view, self.panel

    def begin(self) -> None:
        """Read what is shown and put the cursor where it begins; for subclasses."""

    def stops(self) -> Sequence[Any]:
        """Return names of what the cursor can be on, from top to bottom; for subclasses."""
        return ()

    def repaint(self) -> None:
        """Paint the page again, only what differs is sent; for subclasses."""

    @property
    def at(self) -> int:
        """The cursor's place: the first one where what it was on is gone."""
        stops = self.stops()
        return stops.index(self.here) if self.here in stops else 0

    def go(self, at: int) -> None:
        """Put the cursor on the stop at a place, the nearest one where there is none."""
        stops = self.stops()
        if stops:
            self.here = stops[min(max(at, 0), len(stops) - 1)]
            self.repaint()

    def cut(self) -> Line:
        """Return how much of the page is out of sight."""
        return self.view.cut()

    def page_step(self) -> int:
        """Return over how many stops a page key goes."""
        return max(1, self.view.size.height // 2)

    def action_move(self, where: str) -> None:
        """Move the cursor from stop to stop."""
        page, last = self.page_step(), len(self.stops()) - 1
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page}
        self.go({"first": 0, "last": last}.get(where, self.at + steps.get(where, 0)))

    def action_open(self) -> None:
        """Open what the cursor is on; for subclasses."""

    # Textual calls these once for each class that has them: a subclass uses what is above.

    def on_mount(self) -> None:
        """Give the page the keys, and paint it when it has its size."""
        super().on_mount()
        self.begin()
        self.view.focus()
        self.call_after_refresh(self.repaint)

    def on_page_view_pointed(self, message: PageView.Pointed) -> None:
        """Put the cursor on what was clicked; open it with the second click."""
        self.go(message.index)
        if message.opens:
            self.action_open()

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same thing."""
        del old, new
        self.repaint()

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        self.view.refresh()
        self.panel.refresh()

    def on_resize(self, event: Resize) -> None:
        """Paint for the new size."""
        super().on_resize(event)
        self.call_after_refresh(self.repaint)


class PaperScreen(PageScreen):
    """A page with a text to take along."""

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard."""
        self.app.copy_to_clipboard(text)
        self.tell("sent to the terminal's clipboard; inside tmux that needs set-clipboard on")

    def save(self, name: str, text: str) -> None:
        """Write a text to a new file in the folder one is in."""
        try:
            self.session.service.write_file(name, text.encode())
        except Refused:
            self.tell(f"{name} is there already; move it away first", "error")
        except OkrboardError as error:
            self.tell(str(error), "error")
        else:
            self.tell(f"written to {name}")


class CycleScreen(PageScreen):
    """A page that shows a cycle."""

    def __init__(self, cycle: int = 0) -> None:
        """Take the id of a cycle, 0 for the one the board is about today."""
        super().__init__()
        self._cycle = cycle

    @property
    def cycle(self) -> Cycle | None:
        """The cycle that is shown."""
        return self.board.cycles.get(self._cycle) or self.board.cycle_on(self.day())

    def action_cycle_before(self) -> None:
        """Show the cycle before."""
        self._turn(-1)

    def action_cycle_after(self) -> None:
        """Show the next cycle."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        order = sorted(self.board.cycles.values(), key=lambda one: (one.first, one.id))
        ids = [one.id for one in order]
        cycle = self.cycle
        at = ids.index(cycle.id) + step if cycle is not None else -1
        if not 0 <= at < len(ids):
            self.tell("there is no cycle before it" if step < 0 else "there is no cycle behind it")
            return
        self._cycle = ids[at]
        self.here, self.view.top = None, 0
        self.begin()
        self.repaint()
