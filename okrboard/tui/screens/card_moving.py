"""`CardMoving`: what moving a card means, by key or by mouse, and what has to be asked before.

A new column is a new status with its reason, a new owner, team or level; a new place in the column
is a new order. Who is no member is asked to join first.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.lookup import reference
from okrboard.tui.forms.form import Done
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.widgets.board_view import BoardView


class CardMoving(OkrScreen):
    """The part of the board screen that moves cards."""

    cards: BoardView
    by: str
    """How the columns are made: `status`, `owner`, `team` or `level`."""

    _goes_to = 0
    """The objective that the cursor goes to as soon as it is shown."""

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
        from okrboard.domain.edit.moving import needs_reason

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
        from okrboard.domain.edit.moving import move_card

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
