"""The alignment screen: the goals as a tree from the company down to each person."""

from __future__ import annotations

from okrboard.domain.alignment import Alignment, alignment
from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.records import Cycle
from okrboard.tui.forms.objective import align_form
from okrboard.tui.paint.alignment import paint_alignment
from okrboard.tui.paint.line import Line
from okrboard.tui.screens.page_screen import CycleScreen
from okrboard.tui.widgets.page_view import PageView


class AlignmentScreen(CycleScreen):
    """What leads to what."""

    KEYS = "alignment"

    def __init__(self, objective: int = 0, cycle: int = 0) -> None:
        """Begin on an objective, in its cycle; without one in the cycle the board is about."""
        super().__init__(cycle)
        self.objective = objective

    @property
    def cycle(self) -> Cycle | None:
        """The cycle that is shown."""
        named = self.board.objectives.get(self.objective)
        id = self._cycle or (named.cycle if named else 0)
        return self.board.cycles.get(id) or self.board.cycle_on(self.day())

    def goals(self) -> Alignment | None:
        """Return the goals as they stand."""
        cycle, board, today = self.cycle, self.board, self.day()
        if cycle is None:
            return None
        return board.memo(
            ("alignment", cycle, today), lambda: alignment(board, cycle, min(today, cycle.last))
        )

    def repaint(self) -> None:
        """Paint the tree; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        found, cycle = self.goals(), self.cycle
        if found is None or cycle is None:
            self.view.show(_NO_CYCLE, (), -1)
            return
        at = self._at(found)
        page = paint_alignment(self.board, cycle, found, at, self.app.size.width, self.glyphs)
        self.view.show(page.lines, page.rows, at if page.rows else -1)

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same goal."""
        del old, new
        self.repaint()

    def on_page_view_pointed(self, message: PageView.Pointed) -> None:
        """Put the cursor on what was clicked; open it with the second click."""
        found = self.goals()
        if found is not None and message.index < len(found.nodes):
            self.objective = found.nodes[message.index].objective.id
            self.repaint()
            if message.opens:
                self.action_open()

    def action_move(self, where: str) -> None:
        """Move the cursor; left goes to what a goal contributes to, right to what serves it."""
        found = self.goals()
        if found is None or not found.nodes:
            return
        at, last = self._at(found), len(found.nodes) - 1
        node = found.nodes[at]
        page = max(1, self.view.size.height // 2)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -last}
        if where == "last":
            at = last
        elif where == "left":
            parents = (i for i in range(at - 1, -1, -1) if found.nodes[i].depth < node.depth)
            at = next(parents, at)
        elif where == "right":
            at = at + 1 if node.children else at
        else:
            at = min(max(at + steps[where], 0), last)
        self.objective = found.nodes[at].objective.id
        self.repaint()

    def action_open(self) -> None:
        """Show everything about the goal."""
        id = self._under()
        if id:
            self.okr.show("objective", objective=id)

    def action_edit(self) -> None:
        """Say what the goal serves."""
        id = self._under()
        if not id:
            return
        if self.board.objectives[id].stage == "closed":
            self.tell(f"{reference('objectives', id)} is closed; it stays where it was")
            return
        self.panel.ask(align_form(self.board, id))

    def turned(self) -> None:
        """Begin at the top."""
        self.objective = 0
        self.view.top = 0

    def _under(self) -> int:
        found = self.goals()
        if found is None or not found.nodes:
            self.tell("there is no goal here; n on the board makes one")
            return 0
        return found.nodes[self._at(found)].objective.id

    def _at(self, found: Alignment) -> int:
        order = [node.objective.id for node in found.nodes]
        return order.index(self.objective) if self.objective in order else 0


_NO_CYCLE: list[Line] = [
    [("", "text")],
    [("  ", "text"), ("There is no cycle yet, hence no goal.", "title")],
    [("", "text")],
    [("  ", "text"), ("okrboard cycle add NAME --running makes one", "dim")],
]
