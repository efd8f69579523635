"""Cards put together: one is taken up, another is chosen, and they are one."""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain.meeting.cards import Group, groups, put_together, take_apart
from okrboard.domain.records import Card
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import card_form
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.own_cards import change_own
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, empty
from okrboard.tui.paint.line import Line


class Grouping(Stage):
    """Which cards belong together."""

    hints = (
        Hint(("meeting.open",), "take up, put together"),
        NEXT,
        Hint(("meeting.drop",), "apart"),
        Hint(("meeting.new",), "one more"),
        Hint(("meeting.edit",), "change"),
    )

    def page(self, room: Room) -> Page:
        """Return the groups with air between them."""
        found = groups(room.board, room.meeting)
        if not found:
            return empty("there are no cards; go on, or back to write some", room)
        lines: list[Line] = []
        rows: list[tuple[int, int]] = []
        for group in found:
            if lines and (group.others or (len(rows) and lines[-1][1][0].startswith("   "))):
                lines.append([("", "text")])
            for card in (group.head, *group.others):
                first = len(lines)
                lines += self._card(room, card, len(rows))
                rows.append((first, len(lines) - 1))
        return Page(lines, tuple(rows))

    def on_open(self, host: Host) -> None:
        """Take a card up, or put what was taken up together with this one."""
        card = self._under(host.room())
        if card is None:
            return
        if host.marked and host.marked in host.room().board.cards:
            taken, host.marked = host.marked, 0
            if taken != card.id:
                host.change("group", lambda draft: put_together(draft, taken, card.id))
                self._follow(host, taken)
        else:
            host.marked = card.id
            host.tell("taken up: go to the card it belongs to, and put it there with the same key")

    def on_drop(self, host: Host) -> None:
        """Let a card stand alone again."""
        room = host.room()
        card = self._under(room)
        host.marked = 0
        if card is None:
            return
        if not any(card in (group.head, *group.others) for group in self._joined(room)):
            host.tell("this card stands alone already")
        else:
            host.change("group", lambda draft: take_apart(draft, card.id))
            self._follow(host, card.id)

    def on_new(self, host: Host) -> None:
        """Write one more card, of the round of the one under the cursor; all see it."""
        room = host.room()
        card = self._under(room)
        if card is not None:
            host.ask(card_form(room.meeting, card.round, room.me))

    def on_edit(self, host: Host) -> None:
        """Say a card of one's own in other words."""
        card = self._under(host.room())
        if card is not None:
            change_own(host, card)

    @staticmethod
    def _joined(room: Room) -> list[Group]:
        return [group for group in groups(room.board, room.meeting) if group.others]

    @staticmethod
    def _order(room: Room) -> list[Card]:
        return [
            card
            for group in groups(room.board, room.meeting)
            for card in (group.head, *group.others)
        ]

    def _under(self, room: Room) -> Card | None:
        found = self._order(room)
        return found[min(room.cursor, len(found) - 1)] if found else None

    def _follow(self, host: Host, id: int) -> None:
        """Keep the cursor on a card that has moved."""
        order = [card.id for card in self._order(host.room())]
        if id in order:
            host.cursor = order.index(id)

    @staticmethod
    def _card(room: Room, card: Card, index: int) -> list[Line]:
        taken = card.id == room.marked
        indent = "   " if card.group else ""
        style = "accent" if taken else "text" if card.group else "strong"
        head = [
            cursor_mark(room, index),
            (
                f"{indent}{room.glyphs.open if taken else room.glyphs.dot} ",
                "accent" if taken else "dim",
            ),
        ]
        round_ = left(card.round, 14, room.glyphs.cut)
        return entry(room, head, card.text, style, [("  ", "text"), (round_, "dim")])
