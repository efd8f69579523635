"""Silent writing: everyone at once, on own terminals or in turn on the shared screen.

The terminal that leads shows how many cards people have written and never what is on them; typing
there is covered. Everybody sees everything after the reveal.
"""

from __future__ import annotations

from okrboard.cells import fit, fold, left, right
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.cards import (
    cards_seen_by,
    how_many_wrote,
    reveal_cards,
)
from okrboard.domain.records import Card
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import card_form
from okrboard.tui.meeting.calling import called_here
from okrboard.tui.meeting.own_cards import change_own, take_back
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import Host, Stage, cursor_mark, leading, relabelled, section
from okrboard.tui.paint.line import Line


class Writing(Stage):
    """Cards of some rounds, written in silence and revealed together."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.new",), "write"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.drop",), "take back"),
        Hint(("meeting.previous",), "back"),
    )

    def __init__(self, rounds: tuple[tuple[str, str], ...], *, names: bool = False) -> None:
        """`rounds` are names and questions; `names` shows who wrote what after the reveal."""
        self.rounds = rounds
        self.names = names

    def page(self, room: Room) -> Page:
        """Return who has written how much; on an own terminal one's cards; after the reveal all."""
        if self._is_revealed(room):
            return self._revealed(room)
        return self._shared(room) if room.leads else self._own(room)

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return what matters; what is revealed needs no reveal."""
        if self._is_revealed(room):
            return relabelled(self.hints, "meeting.next", "next")
        return self.hints

    def press(self, key: str, host: Host) -> bool:
        """Let a digit open a card of its round."""
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= len(self.rounds)):
            return False
        self._write(host, int(key) - 1)
        return True

    def before_next(self, host: Host) -> bool:
        """Reveal all rounds at once, then go on."""
        room = host.room()
        if self._is_revealed(room):
            return True

        def show(draft: Draft) -> bool:
            for name, _ in self.rounds:
                reveal_cards(draft, room.meeting.id, name)
            draft.what = "reveal cards"
            return True

        leading(host, show)
        return False

    def on_new(self, host: Host) -> None:
        """Write a card: of the round whose card the cursor is on, else of the first."""
        room = host.room()
        found = self._cards_here(room)
        names = [name for name, _ in self.rounds]
        here = found[min(room.cursor, len(found) - 1)].round if found else names[0]
        self._write(host, names.index(here))

    on_open = on_new

    def on_drop(self, host: Host) -> None:
        """Take a card of one's own back."""
        card = self._under(host)
        if card is not None:
            take_back(host, card)

    def on_edit(self, host: Host) -> None:
        """Say a card of one's own in other words."""
        card = self._under(host)
        if card is not None:
            change_own(host, card)

    def _under(self, host: Host) -> Card | None:
        """Return the card under the cursor; say why there is none."""
        room = host.room()
        found = self._cards_here(room)
        if found:
            return found[min(room.cursor, len(found) - 1)]
        covered = room.leads and not self._is_revealed(room)
        where = "cards are changed at one's own terminal, or after the reveal"
        host.tell(where if covered else "there is no card here")
        return None

    def _write(self, host: Host, number: int) -> None:
        room = host.room()
        name = self.rounds[number][0]
        mine = called_here(room)
        if room.leads and mine and not self._is_revealed(room):
            author = mine[min(room.cursor, len(mine) - 1)]
            handle = room.handle(author)
            host.ask(card_form(room.meeting, name, author, handle=handle, masked=True))
        elif room.me:
            host.ask(card_form(room.meeting, name, room.me))
        else:
            host.tell("only members write cards; join first: okrboard member add HANDLE")

    def _is_revealed(self, room: Room) -> bool:
        return all(name in room.meeting.revealed for name, _ in self.rounds)

    def _cards_here(self, room: Room) -> list[Card]:
        """Return the cards that are shown at this terminal, in the order of the picture."""
        if room.leads and not self._is_revealed(room):
            return []
        return [
            card
            for name, _ in self.rounds
            for card in cards_seen_by(room.board, room.meeting, name, room.me)
        ]

    def _heads(self, room: Room) -> list[Line]:
        several = len(self.rounds) > 1
        return [
            [
                ("  ", "text"),
                (f"{number}  " if several else "", "accent"),
                (left(name, 16), "strong"),
                (fit(asks, room.width - 24, room.glyphs.cut), "text"),
            ]
            for number, (name, asks) in enumerate(self.rounds, 1)
        ]

    def _shared(self, room: Room) -> Page:
        """Return the picture that the whole room looks at."""
        counts: dict[int, list[int]] = {}
        for place, (name, _) in enumerate(self.rounds):
            for member, count in how_many_wrote(room.board, room.meeting, name).items():
                counts.setdefault(member, [0] * len(self.rounds))[place] = count
        mine = called_here(room)
        elsewhere = sorted((set(counts) | room.connected) - set(mine), key=room.handle)
        lines = self._heads(room)
        lines += section("Here, in turn: j and k choose who writes, what is typed is covered", room)
        rows = []
        for index, member in enumerate(mine):
            rows.append((len(lines), len(lines)))
            lines.append([cursor_mark(room, index), *self._count(room, member, counts)])
        if not mine:
            lines.append([("    ", "text"), ("everybody writes at their own terminal", "dim")])
        if elsewhere:
            lines += section("At their own terminals", room)
            lines += [[("  ", "text"), *self._count(room, m, counts)] for m in elsewhere]
        return Page(lines, tuple(rows))

    @staticmethod
    def _count(room: Room, member: int, counts: dict[int, list[int]]) -> Line:
        found = counts.get(member, [])
        dots = "  ".join(room.glyphs.live * min(count, 9) or room.glyphs.dot for count in found)
        word = f"{sum(found)} card{'s' if sum(found) != 1 else ''}" if found else "nothing yet"
        return [
            (left(room.handle(member), 16, room.glyphs.cut), "strong" if found else "text"),
            (right(word, 12), "text" if found else "dim"),
            (f"   {fit(dots, max(0, room.width - 34), room.glyphs.cut)}", "accent"),
        ]

    def _own(self, room: Room) -> Page:
        """Return one's own cards, which nobody else sees yet."""
        lines: list[Line] = []
        rows: list[tuple[int, int]] = []
        for head, (name, _) in zip(self._heads(room), self.rounds, strict=True):
            lines += [*([[("", "text")]] if lines else []), head]
            for card in cards_seen_by(room.board, room.meeting, name, room.me):
                self._add(room, card, lines, rows)
        lines += [[("", "text")], [("  ", "text"), ("nobody else sees these yet", "dim")]]
        return Page(lines, tuple(rows))

    def _revealed(self, room: Room) -> Page:
        lines: list[Line] = []
        rows: list[tuple[int, int]] = []
        for head, (name, _) in zip(self._heads(room), self.rounds, strict=True):
            cards = cards_seen_by(room.board, room.meeting, name, room.me)
            lines += [*([[("", "text")]] if lines else []), head]
            if not cards:
                lines.append([("    ", "text"), ("no card", "dim")])
            for card in cards:
                self._add(room, card, lines, rows)
        return Page(lines, tuple(rows))

    def _add(self, room: Room, card: Card, lines: list[Line], rows: list[tuple[int, int]]) -> None:
        by = f"  {room.handle(card.author)}" if self.names else ""
        parts = fold(clean(card.text), max(10, room.width - 8 - len(by)), 2, room.glyphs.cut)
        first = len(lines)
        for number, part in enumerate(parts):
            mark = cursor_mark(room, len(rows)) if number == 0 else ("  ", "text")
            sign = (f"{room.glyphs.dot} " if number == 0 else "  ", "dim")
            lines.append(
                [mark, sign, (part, "text"), (by if number == len(parts) - 1 else "", "dim")]
            )
        rows.append((first, len(lines) - 1))
