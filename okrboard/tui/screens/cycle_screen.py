"""`CycleScreen`: a page about one cycle, from which one goes to the cycle before and after it."""

from __future__ import annotations

from okrboard.domain.records import Cycle
from okrboard.tui.screens.page_screen import PageScreen


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

    def turned(self) -> None:
        """Put the cursor where the cycle turned to begins; for subclasses."""

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
        self.turned()
        self.repaint()
