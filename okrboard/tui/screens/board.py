"""The board screen: what keys and mouse do to the cards, and what the board is told by them.

A new column is a new status with its reason, a new owner, team or level; a new place in the column
is a new order. Who is no member is asked to join first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from types import ModuleType

from textual.widget import Widget

from okrboard.domain.board import Board
from okrboard.domain.enums import GROUPINGS
from okrboard.domain.lookup import reference
from okrboard.domain.view import View
from okrboard.storage.presence import Peer
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Done
from okrboard.tui.keys import board_hints
from okrboard.tui.options import board_look, write_state
from okrboard.tui.paint.card import DENSITIES, Density
from okrboard.tui.paint.frame import Head, head_of
from okrboard.tui.paint.line import Line
from okrboard.tui.screens.base import OkrScreen, stack
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.session import time_is_over
from okrboard.tui.widgets.ask_line import AskLine
from okrboard.tui.widgets.board_view import BoardView
from okrboard.tui.widgets.frame import HeadLine

_NEXT_DAY = 20.0
"""Seconds between two looks at the calendar."""


_WAYS = "words, overdue, @ana, team:it, status:off track, level:team, #label, -without"
"""What a filter may ask for, told while nothing is typed yet."""


class BoardScreen(OkrScreen):
    """Columns of cards; one cursor."""

    KEYS = "board"

    _goes_to = 0
    """The objective that the cursor goes to as soon as it is shown."""

    def __init__(self, card: int = 0) -> None:
        """Begin with the person's last grouping, on a card if one is named."""
        super().__init__()
        self._start = card
        self.by = "status"
        """How the columns are made: one of `GROUPINGS`."""
        self._filter = ""
        self._density: Density = "full"
        self._today: date | None = None
        self._coming: View | None = None
        """A view of a large board that is still being worked out."""

    # What is here.

    def parts(self) -> Iterable[Widget]:
        """Return head, the line that asks, and the cards."""
        self._remember()
        # A picture that stands there already is the beginning of this one.
        early = self.okr.early.view() if self.okr.early else None
        view = early or self._view()
        self._today = view.today
        if not view.complete:
            self._work_out(view)
        self.head_line = HeadLine(self._head(view))
        self.ask_line = AskLine()
        self.cards = BoardView(view, ascii=self.session.options.ascii, density=self._density)
        if self._start:
            self.cards.scene.put_on(self._start)
        return self.head_line, self.ask_line, self.cards

    def on_mount(self) -> None:
        """Bind the keys, and wait for tomorrow."""
        super().on_mount()
        self.set_interval(_NEXT_DAY, self._look_at_the_calendar)

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Show the new board, the cursor on the same card."""
        del old, new
        self._show()

    def on_peers_changed(self, peers: list[Peer]) -> None:
        """Show who is here."""
        del peers
        self.head_line.show(self._head(self.cards.scene.view))

    def mark_state(self) -> None:
        """Say it in the head line."""
        self.head_line.show(self._head(self.cards.scene.view))

    def on_theme_changed(self) -> None:
        """Paint everything in the new colours."""
        self.refresh(repaint=True)

    def cut(self) -> Line:
        """Return which cards and columns are out of sight."""
        return self.cards.cut()

    def foot_hints(self) -> Iterable[Hint] | None:
        """While a meeting goes on the way back to it comes first."""
        return board_hints(self.cards.scene.view, self.session.clock())

    def foot_keys(self) -> list[tuple[str, str]]:
        """Return the keys of the filter while one types it: letters are text then."""
        return self.ask_line.keys or super().foot_keys()

    # Moving and looking.

    def action_move(self, where: str) -> None:
        """Move the cursor."""
        self.cards.move(where)

    def action_open(self) -> None:
        """Show everything about the objective."""
        if self.objective is not None:
            self.okr.show("objective", objective=self.objective)

    def action_group(self) -> None:
        """Take the next grouping, and remember it."""
        self.by = GROUPINGS[(GROUPINGS.index(self.by) + 1) % len(GROUPINGS)]
        self._keep()
        self._show()
        self.tell(f"by {self.by}")

    def action_zoom(self) -> None:
        """Tell more or less of each card, and remember it."""
        self._density = DENSITIES[(DENSITIES.index(self._density) + 1) % len(DENSITIES)]
        self._keep()
        self.cards.tell_more_or_less(self._density)

    def action_filter(self) -> None:
        """Ask what to show."""
        self.ask_line.ask(
            "filter",
            self._filtered,
            text=self._filter,
            typed=self._filter_by,
            dropped=self.clear_filter,
        )
        self._say_how_many()
        self.refresh_foot()

    def clear_filter(self) -> None:
        """Show every card again."""
        self._filter_by("")
        self.ask_line.rest()
        self.refresh_foot()

    def action_back(self) -> None:
        """Clear the filter; the board itself stays."""
        if self._filter:
            self.clear_filter()
        else:
            super().action_back()

    # Forms: they come up in a panel over the lowest rows, which is made when it is first needed.

    def action_check_in(self) -> None:
        """Say where the objective's key results stand."""
        objective = self.objective
        if objective is not None:
            self.in_panel(lambda panel: _opening().check_in(panel, objective=objective))

    def action_new(self) -> None:
        """Make an objective, a key result, an action; on an empty board what it needs first."""
        objective = self.objective or 0
        kind = "" if objective else "objective"
        self.in_panel(lambda panel: _opening().new(panel, kind=kind, objective=objective))

    def action_edit(self) -> None:
        """Change the objective."""
        objective = self.objective
        if objective is not None:
            self.in_panel(lambda panel: _opening().edit(panel, "objective", objective))

    def action_meeting(self) -> None:
        """Hold a meeting around the board, or go back to the one this board was opened from."""
        below = stack(self.app)[:-1]
        if below and below[-1].KEYS == "meeting":
            self.dismiss()
        else:
            self.in_panel(lambda panel: _opening().meet(panel))

    def action_schedule(self) -> None:
        """Show the cycle's meetings."""
        self.okr.show("schedule")

    def action_alignment(self) -> None:
        """Show what leads to what."""
        self.okr.show("alignment")

    def action_minutes(self) -> None:
        """Show the meetings that were held."""
        self.okr.show("minutes")

    def on_board_view_card_opened(self, message: BoardView.CardOpened) -> None:
        """Open a card that was clicked twice."""
        self.cards.put_on(message.card)
        self.action_open()

    def on_board_view_card_dropped(self, message: BoardView.CardDropped) -> None:
        """Move a card that was dragged."""
        self.move_to(message.card, message.column)

    def on_ask_line_left(self, message: AskLine.Left) -> None:
        """Let the arrows move the cursor while one types a filter."""
        if message.key in ("up", "down"):
            self.cards.move("up" if message.key == "up" else "down")

    # The view.

    def _view(self, before: View | None = None) -> View:
        today = self._today = self.day()
        return self.session.view(today, self.by, self._filter, before)

    def _show(self) -> None:
        """Show the newest board; a large one when it is worked out, the old picture until then."""
        view = self._view(self._coming or self.cards.scene.view)
        if view.complete:
            self._coming = None
            self._show_view(view)
        else:
            self._work_out(view)

    def _work_out(self, view: View) -> None:
        self._coming = view
        self.set_timer(0.001, self._go_on)

    def _go_on(self) -> None:
        view = self._coming
        if view is None:
            return
        if view.go_on(time_is_over()):
            self._coming = None
            self._show_view(view)
        else:
            self.set_timer(0.001, self._go_on)

    def _show_view(self, view: View) -> None:
        self.cards.show(view)
        self.go()
        self.head_line.show(self._head(view))
        self.refresh_foot()
        self._say_how_many()

    def _head(self, view: View) -> Head:
        me = self.session.service.who
        others = tuple(dict.fromkeys(peer.handle for peer in self.peers if peer.handle != me))
        return head_of(view, me, others, self.session.state)

    def _look_at_the_calendar(self) -> None:
        if self.day() != self._today:
            self._show()

    def _filter_by(self, text: str) -> None:
        if text != self._filter:
            self._filter = text
            self._show()

    def _filtered(self, text: str) -> None:
        self._filter_by(text)
        self._rest()

    def _rest(self) -> None:
        """Show the filter that holds, or air."""
        if self._filter.strip():
            self.ask_line.rest("filter", self._filter)
            self._say_how_many()
        else:
            self.ask_line.rest()
        self.refresh_foot()

    def _say_how_many(self) -> None:
        view = self.cards.scene.view
        clear = self.session.keymap.first("app.back")
        if self._filter.strip():
            note = f"{view.shown} of {view.total}" + (f" · {clear} clears" if clear else "")
        else:
            note = _WAYS if self.ask_line.is_asking else ""
        self.ask_line.say(note)

    def _remember(self) -> None:
        """Take up the grouping and the density of the last time."""
        self.by, self._density = board_look(self.session.options.state)

    def _keep(self) -> None:
        write_state(self.session.options.state, {"group": self.by, "zoom": self._density})

    # The panel, and moving cards.

    @property
    def objective(self) -> int | None:
        """The objective under the cursor."""
        return self.cards.card

    def on_made(self, record: object) -> None:
        """Go to a new objective, so that the next key is about it."""
        from okrboard.domain.records import Objective

        if isinstance(record, Objective):
            self._goes_to = record.id
            self.go()

    def go(self) -> None:
        """Go to the new objective if it is shown by now; a large board takes its time."""
        if self._goes_to and self.cards.scene.view.place(self._goes_to) is not None:
            self.cards.put_on(self._goes_to)
            self._goes_to = 0

    def in_panel(self, begin: Callable[[FormPanel], object]) -> None:
        """Begin something in the panel, which is made when it is first needed."""
        # Imported here: forms are not needed for the first picture.
        from okrboard.tui.screens.form_panel import FormPanel

        panels = self.query(FormPanel)
        if panels:
            begin(panels.first())
            return
        panel = FormPanel()

        async def open_panel() -> None:
            try:
                await self.mount(panel)
                begin(panel)
            finally:
                self._ready.set()

        # What is typed meanwhile is for the panel.
        self._ready.clear()
        self.call_later(open_panel)

    def action_card_left(self) -> None:
        """Move the card to the column on the left."""
        self._across(-1)

    def action_card_right(self) -> None:
        """Move the card to the column on the right."""
        self._across(1)

    def action_card_up(self) -> None:
        """Put the card one higher."""
        self._along(-1)

    def action_card_down(self) -> None:
        """Put the card one lower."""
        self._along(1)

    def move_to(self, card: int, number: int) -> None:
        """Put a card into a column; ask for the reason where that contradicts the numbers."""
        # What changes a board is imported here and below: the first picture does without.
        from okrboard.domain.edit.objectives import needs_reason

        column = self.cards.scene.view.columns[number]
        by, ref = self.by, reference("objectives", card)
        if not needs_reason(self.board, card, by, column.key, self.day()):
            self._move_now(card, by, column.key, "")
            return

        def answered(done: Done | None) -> None:
            if done is None:
                self.tell(f"{ref} stays where it is")
            else:
                self._move_now(card, by, column.key, done.value)

        def ask(panel: FormPanel) -> None:
            from okrboard.tui.forms.form import reason_question

            panel.ask(reason_question(f"Why is {ref} {column.label}?", ref), answered)

        self._if_member(lambda: self.in_panel(ask))

    def _move_now(self, card: int, by: str, key: str, reason: str) -> None:
        from okrboard.domain.edit.objectives import move_card

        ref = reference("objectives", card)
        self._if_member(
            lambda: self.change_told(
                f"move {ref}", lambda draft: move_card(draft, card, by, key, reason)
            )
        )

    def _across(self, step: int) -> None:
        card, number = self.objective, self.cards.scene.column + step
        if card is not None and 0 <= number < len(self.cards.scene.view.columns):
            self.move_to(card, number)

    def _along(self, step: int) -> None:
        from okrboard.domain.edit.objectives import place_objective

        scene = self.cards.scene
        card = self.objective
        if card is None:
            return
        ids, index = scene.view.columns[scene.column].ids, scene.index + step
        if not 0 <= index < len(ids):
            return
        other = ids[index]
        before, after = (other, 0) if step < 0 else (0, other)
        self._if_member(
            lambda: self.change(
                "reorder", lambda draft: place_objective(draft, card, before=before, after=after)
            )
        )

    def _if_member(self, go_on: Callable[[], object]) -> None:
        """Go on as a member of the board; the panel asks somebody who is none to join."""
        member = self.board.member_named(self.session.service.who)
        if self.session.writable and member is not None and member.left is None:
            go_on()
        else:
            self.in_panel(lambda panel: panel.if_member(go_on))


def _opening() -> ModuleType:
    # Imported here: see `in_panel`.
    from okrboard.tui.screens import opening

    return opening
