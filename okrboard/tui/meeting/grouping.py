"""Cards put together: one is taken up, another is chosen, and they are one."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.domain.meeting.cards import Group, groups, put_together, take_apart
from okrboard.domain.records import Card
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import card_form
from okrboard.tui.meeting.asking import change_own
from okrboard.tui.meeting.stage import BLANK, NEXT, ListStage, StageServices, StageView, entry
from okrboard.tui.paint.line import Line


class Grouping(ListStage[Card]):
    """Which cards belong together."""

    hints = (
        Hint(("meeting.open",), "take up, put together"),
        NEXT,
        Hint(("meeting.drop",), "apart"),
        Hint(("meeting.new",), "one more"),
        Hint(("meeting.edit",), "change"),
    )
    nothing = "there are no cards; go on, or back to write some"

    def items(self, view: StageView) -> list[Card]:
        """Return the cards by group, each group's head first."""
        return [card for group in _groups(view) for card in (group.head, *group.others)]

    def between(self, view: StageView, items: Sequence[Card], index: int) -> list[Line]:
        """Return air around every group of several cards."""
        if not index or items[index].group:
            return []
        heads = {group.head.id for group in _groups(view) if group.others}
        return [BLANK] if items[index].id in heads or items[index - 1].group else []

    def row(self, view: StageView, item: Card, index: int) -> list[Line]:
        """Return a card, below its head where it is in a group."""
        taken = item.id == view.marked
        sign = view.glyphs.open if taken else view.glyphs.dot
        indent = "   " if item.group else ""
        style = "accent" if taken else "text" if item.group else "strong"
        head = [view.mark(index), (f"{indent}{sign} ", "accent" if taken else "dim")]
        tail = [("  ", "text"), (view.left(item.round, 14), "dim")]
        return entry(view, head, item.text, style, tail)

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Take a card up, or put what was taken up together with this one."""
        card = self.under(view)
        if card is None:
            return
        if host.marked and host.marked in view.board.cards:
            taken, host.marked = host.marked, 0
            if taken != card.id:
                host.change("group", lambda draft: put_together(draft, taken, card.id))
                self._follow(host, taken)
        else:
            host.marked = card.id
            host.tell("taken up: go to the card it belongs to, and put it there with the same key")

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Let a card stand alone again."""
        card = self.under(view)
        host.marked = 0
        if card is None:
            return
        if not any(card in (one.head, *one.others) for one in _groups(view) if one.others):
            host.tell("this card stands alone already")
        else:
            host.change("group", lambda draft: take_apart(draft, card.id))
            self._follow(host, card.id)

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Write one more card, of the round of the one under the cursor; all see it."""
        card = self.under(view)
        if card is not None:
            host.ask(card_form(view.meeting, card.round, view.me))

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Say a card of one's own in other words."""
        change_own(host, view, self.under(view))

    def _follow(self, host: StageServices, id: int) -> None:
        """Keep the cursor on a card that has moved."""
        order = [card.id for card in self.items(host.look())]
        if id in order:
            host.cursor = order.index(id)


def _groups(view: StageView) -> list[Group]:
    return groups(view.board, view.meeting)
