"""The page of one objective: read it, check in, plan, change it, decide about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from okrboard.domain.board import Board
from okrboard.domain.cycle_chart import CycleChart, cycle_chart
from okrboard.domain.detail import Detail, detail
from okrboard.domain.edit.actions import carry_action, drop_action, keep_action, reopen_action
from okrboard.domain.lookup import reference
from okrboard.domain.records import Action
from okrboard.tui.actions import ON_ACTION, PROPOSAL, Hint, hints
from okrboard.tui.paint.detail import Stop, paint_page, stops_of
from okrboard.tui.screens import opening
from okrboard.tui.screens.page_screen import PageScreen

EVERYTHING, NEWEST = 10_000, 3
"""Check-ins told when one key result has the page for itself, and when it has not."""


class ObjectiveScreen(PageScreen):
    """Everything about one objective."""

    KEYS = "objective"

    def __init__(self, objective: int) -> None:
        """Take the id of the objective."""
        super().__init__()
        self.objective = objective
        self.zoomed = False
        self.here = ("objective", objective)
        self._detail: Detail | None = None
        self._stops: list[Stop] = []
        self._charts: dict[int, CycleChart] = {}
        self._hints: Iterable[Hint] | None = None

    def begin(self) -> None:
        """Begin on the first key result: it is why one comes here."""
        self._read()
        first = next((stop for stop in self._stops if stop.kind == "key_result"), self._stops[0])
        self.here = (first.kind, first.id)

    @property
    def stop(self) -> Stop:
        """What the cursor is on."""
        return self._stops[self.at]

    def stops(self) -> list[tuple[str, int]]:
        """Return the objective, its key results and actions by kind and id."""
        return [(stop.kind, stop.id) for stop in self._stops]

    def repaint(self) -> None:
        """Paint the page again; only what differs is sent."""
        if self._detail is None or not self.is_mounted:
            return
        page = paint_page(
            self._detail,
            self.at,
            self.app.size.width,
            self.day(),
            self.glyphs,
            zoom=self.zoomed,
            charts=self._charts,
        )
        self.view.show(page.lines, page.rows, self.at)
        now = self.foot_hints()
        if now != self._hints:
            self._hints = now
            self.refresh_foot()

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same thing; go when the objective is gone."""
        del old
        if self.objective not in new.objectives:
            ref = reference("objectives", self.objective)
            if self.is_current:
                self.dismiss()
            self.okr.tell(f"{ref} is not on the board any more")
            return
        at = self.at
        self._read()
        self.go(self.at if self.here in self.stops() else at)

    def on_made(self, record: object) -> None:
        """Go to what is new on this page."""
        kind = {"KeyResult": "key_result", "Action": "action"}.get(type(record).__name__)
        here = (kind or "", getattr(record, "id", 0))
        if here in self.stops():
            self.here = here
            self.repaint()

    def foot_hints(self) -> Iterable[Hint] | None:
        """On an action its own keys come first."""
        if not self._stops or self.stop.kind != "action":
            objective = self.board.objectives.get(self.objective)
            proposed = objective is not None and objective.stage == "proposed"
            return PROPOSAL if proposed else None
        action = self.board.actions.get(self.stop.id)
        if action is None or action.state != "open":
            return [*hints("objective", ("keep", "open again")), *ON_ACTION[3:]]
        return ON_ACTION

    # Moving.

    def action_move(self, where: str) -> None:
        """Move the cursor from thing to thing; at the ends the page scrolls."""
        page = max(1, self.view.size.height - 2)
        if where in ("page_up", "page_down"):
            self.view.scroll_rows(-page if where == "page_up" else page)
            return
        last = len(self._stops) - 1
        step = {"up": -1, "down": 1, "first": -last, "last": last}.get(where, 0)
        at = min(max(self.at + step, 0), last)
        if at == self.at:
            self.view.scroll_rows(1 if where == "down" else -1 if where == "up" else 0)
            return
        if self.zoomed:
            at = self._next_key_result(at, 1 if step > 0 else -1)
        self.go(at)

    def action_open(self) -> None:
        """Give the key result under the cursor the page for itself, or open what it is on."""
        if self.stop.kind == "key_result":
            self._zoom(not self.zoomed)
        else:
            self.action_edit()

    def action_back(self) -> None:
        """Show everything again, or go back to the card."""
        if self.zoomed:
            self._zoom(False)
        else:
            super().action_back()

    # Doing.

    def action_check_in(self) -> None:
        """Check in what the cursor is on; on the objective all its key results."""
        opening.check_in(self.panel, objective=self.objective, key_result=self.stop.key_result)

    def action_new(self) -> None:
        """Make a key result or an action."""
        opening.new(self.panel, objective=self.objective, key_result=self.stop.key_result)

    def action_edit(self) -> None:
        """Change what the cursor is on."""
        opening.edit(self.panel, self.stop.kind.replace("_", " "), self.stop.id)

    def action_status(self) -> None:
        """Commit, say how it is, close, reopen."""
        self.panel.if_member(lambda: opening.status(self.panel, self.objective))

    def action_task(self) -> None:
        """Turn the key result under the cursor, which is a task, into an action."""
        if self.stop.kind != "key_result":
            self.tell("the cursor is on no key result; j and k move it")
            return
        id = self.stop.id
        self.panel.if_member(lambda: opening.turn(self.panel, id))

    def action_keep(self) -> None:
        """Close the action under the cursor as kept, or open it again."""
        action = self._action()
        if action is not None:
            step = keep_action if action.state == "open" else reopen_action
            self._do(action, step, "kept" if action.state == "open" else "open again")

    def action_drop(self) -> None:
        """Close the action under the cursor as dropped."""
        action = self._action()
        if action is not None:
            self._do(action, drop_action, "dropped")

    def action_carry(self) -> None:
        """Carry the action under the cursor over to the next check-in."""
        action = self._action()
        if action is not None:
            self._do(action, carry_action, "carried over")

    def _action(self) -> Action | None:
        if self.stop.kind == "action":
            return self.board.actions.get(self.stop.id)
        self.tell("the cursor is on no action; j and k move it")
        return None

    def _do(self, action: Action, step: Any, word: str) -> None:
        def now() -> None:
            if self.change("action", lambda draft: step(draft, action.id)) is not None:
                self.tell(f"{reference('actions', action.id)} {word}")

        self.panel.if_member(now)

    def _zoom(self, zoomed: bool) -> None:
        self.zoomed = zoomed
        self.view.top = 0
        self._read()
        self.repaint()

    def _next_key_result(self, at: int, step: int) -> int:
        while 0 <= at < len(self._stops):
            if self._stops[at].kind == "key_result":
                return at
            at += step
        return self.at

    def _read(self) -> None:
        board, today = self.board, self.day()
        count = EVERYTHING if self.zoomed else NEWEST
        self._detail = read = detail(board, self.objective, today, check_ins=count)
        self._stops = stops_of(read)
        self._charts = {
            one.key_result.id: cycle_chart(board, one.key_result, read.cycle, today)
            for one in read.key_results
        }
