"""The alignment screen: the goals as a tree from the company down to each person."""

from __future__ import annotations

from okrboard.domain.alignment import Alignment, alignment
from okrboard.domain.lookup import reference
from okrboard.domain.records import Cycle
from okrboard.tui.forms.records import align_form
from okrboard.tui.paint.alignment import paint_alignment
from okrboard.tui.paint.line import Line
from okrboard.tui.screens.page_screen import CycleScreen


class AlignmentScreen(CycleScreen):
    """What leads to what."""

    KEYS = "alignment"

    def __init__(self, objective: int = 0, cycle: int = 0) -> None:
        """Begin on an objective, in its cycle; without one in the cycle the board is about."""
        super().__init__(cycle)
        self.here = objective

    @property
    def cycle(self) -> Cycle | None:
        """The cycle that is shown."""
        named = self.board.objectives.get(self.here or 0)
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

    def stops(self) -> list[int]:
        """Return the goals by their ids."""
        goals = self.goals()
        return [node.objective.id for node in goals.nodes] if goals is not None else []

    def repaint(self) -> None:
        """Paint the tree; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        goals, cycle = self.goals(), self.cycle
        if goals is None or cycle is None:
            self.view.show(_NO_CYCLE, (), -1)
            return
        at = self.at
        page = paint_alignment(self.board, cycle, goals, at, self.app.size.width, self.glyphs)
        self.view.show(page.lines, page.rows, at if page.rows else -1)

    def action_move(self, where: str) -> None:
        """Move the cursor; left goes to what a goal contributes to, right to what serves it."""
        goals = self.goals()
        if where not in ("left", "right") or goals is None or not goals.nodes:
            super().action_move(where)
            return
        at = self.at
        depth = goals.nodes[at].depth
        if where == "right":
            self.go(at + 1 if goals.nodes[at].children else at)
        else:
            parents = (i for i in range(at - 1, -1, -1) if goals.nodes[i].depth < depth)
            self.go(next(parents, at))

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
        self.panel.ask(align_form(self.board, self.session.service.stamp(self.board), id))

    def _under(self) -> int:
        goals = self.goals()
        if goals is None or not goals.nodes:
            self.tell("there is no goal here; n on the board makes one")
            return 0
        return goals.nodes[self.at].objective.id


_NO_CYCLE: list[Line] = [
    [("", "text")],
    [("  ", "text"), ("There is no cycle yet, hence no goal.", "title")],
    [("", "text")],
    [("  ", "text"), ("okrboard cycle add NAME --running makes one", "dim")],
]
