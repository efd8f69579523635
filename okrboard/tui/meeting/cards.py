"""Cards: written in silence, revealed together, put into groups; and notes that stay one's own.

Everyone writes at once, on own terminals or in turn on the shared screen, where typing is covered.
The terminal that leads shows how many cards people have written and never what is on them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial

from okrboard.cells import left
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.cards import (
    GREW_IN,
    REFLECT_ROUNDS,
    VOICES,
    CardGroup,
    cards_seen_by,
    groups,
    how_many_wrote,
    put_together,
    take_apart,
    withdraw_card,
)
from okrboard.domain.records import Card
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import card_form, change_card, note_form
from okrboard.tui.meeting.blind import BlindStage, CallingStage
from okrboard.tui.meeting.stage import BACK, BLANK, MARGIN, NEXT
from okrboard.tui.paint.card_columns import CardColumn, NoteCard, flowing
from okrboard.tui.paint.line import Line, PaintedPage


class _CardStage(CallingStage[Card]):
    """A list of cards; their authors change them, at the terminal where they are called."""

    def on_item_edit(self, item: Card) -> None:
        """Say a card of one's own in other words."""
        if self._is_ours(item):
            self.host.ask(change_card(item))

    def _is_ours(self, card: Card) -> bool:
        ours = card.author == self.me or card.author in self.called_here
        if not ours:
            # Not whose it is: cards stand without names.
            self.host.tell("that card is somebody else's; it is changed at their terminal")
        return ours


class _Writing(_CardStage, BlindStage[Card]):
    """Cards of some rounds, written in silence and revealed together."""

    hints = {
        "new": "write",
        "next": "reveal, then on",
        "edit": "change",
        "drop": "take back",
        **BACK,
    }
    names = False
    """Whether it is shown who wrote what after the reveal."""

    @property
    def nothing_here(self) -> str:
        """Why there is no card to change or to take back."""
        covered = "cards are changed at one's own terminal, or after the reveal"
        return covered if self.is_covered else "there is no card here"

    def reveal(self, draft: Draft) -> None:
        """Show all cards."""
        super().reveal(draft)
        draft.what = "reveal cards"

    def list_items(self) -> list[Card]:
        """Return the cards that are shown at this terminal, in the order of the picture."""
        return [] if self.is_covered else [card for name in self.rounds for card in self._of(name)]

    def page(self) -> PaintedPage:
        """Return who has written how much; on an own terminal one's cards; after the reveal all."""
        if self.is_covered:
            heads = [self._head(name) for name in self.rounds]
            return self.writers(heads, self._counts(), "card", "writes", 9)
        columns = [
            CardColumn(
                [self._note(card) for card in self._of(name)],
                f"{number}  {name}" if len(self.rounds) > 1 else "",
                self.rounds[name] if len(self.rounds) > 1 else "",
                "no card" if self.is_revealed else "",
            )
            for number, name in enumerate(self.rounds, 1)
        ]
        above: list[Line] = []
        if len(columns) == 1:
            name = next(iter(self.rounds))
            above = [self._head(name), BLANK]
            columns = flowing(columns[0].cards, self.width - 4)
            if self.is_revealed and not self.items:
                above.append(self.line("no card", "dim"))
        page = self.columns(columns, above)
        if not self.is_revealed:
            page.lines.append(self.line("nobody else sees these yet", "dim", 2))
        return page

    def _note(self, card: Card) -> NoteCard:
        return NoteCard(card.text, self.handle(card.author) if self.names else "")

    def press(self, key: str) -> bool:
        """Let a digit open a card of its round."""
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= len(self.rounds)):
            return False
        self._write([*self.rounds][int(key) - 1])
        return True

    def on_new(self) -> None:
        """Write a card: of the round whose card the cursor is on, else of the first."""
        self._write(self.under.round if self.under else next(iter(self.rounds)))

    on_open = on_new

    def on_item_drop(self, item: Card) -> None:
        """Take a card of one's own back."""
        if self._is_ours(item):
            self.host.change("a card", lambda draft: withdraw_card(draft, item.id, item.author))

    def _write(self, round: str) -> None:
        self.ask_writer(partial(card_form, self.meeting, round), "write cards")

    def _of(self, round: str) -> list[Card]:
        return cards_seen_by(self.board, self.meeting, round, self.me)

    def _head(self, round: str) -> Line:
        number = [*self.rounds].index(round) + 1
        return [
            MARGIN,
            (f"{number}  " if len(self.rounds) > 1 else "", "accent"),
            (left(round, 16), "strong"),
            (self.fit(self.rounds[round], self.width - 24), "text"),
        ]

    def _counts(self) -> dict[int, list[int]]:
        """Return how many cards each member has written, by round."""
        wrote = [how_many_wrote(self.board, self.meeting, name) for name in self.rounds]
        members = {member for counts in wrote for member in counts}
        return {member: [counts.get(member, 0) for counts in wrote] for member in members}


class Reflections(_Writing):
    """What drove us, held us back, taught us, puzzles us."""

    rounds = REFLECT_ROUNDS


class Voices(_Writing):
    """What customers said."""

    rounds = {VOICES: "What did a customer say, to whom?"}
    names = True


_HOW = "w notes it for you alone, n shares it with all"


class Myself(_Writing):
    """What did you grow in?"""

    is_personal = True
    hints = {
        "next previous": "reveal, on, back",
        "word": "for me alone",
        "new": "share with all",
        "open": "share the note",
        "drop": "forget",
    }
    rounds = {GREW_IN: "shared with all, after the reveal"}
    names = True

    def page(self) -> PaintedPage:
        """Return one's own notes where nobody looks on, and what is shared."""
        rows: list[tuple[int, int]] = []
        if self.leads:
            kept = f"{len(self.notes)} of your own notes stay yours; they are not shown here"
            lines = [self.line(kept if self.notes else _HOW, "dim", 2)]
        else:
            lines = self.section("For you alone: kept on this machine, never on the board")[1:]
            rows = [(row, row) for row in range(1, 1 + len(self.notes))]
            lines += self.listed(self.notes, len(self.notes)) or [self.line(_HOW, "dim")]
            for row, _ in rows:
                lines[row][0] = self.mark(row - 1)
        lines.append(BLANK)
        shared = _Writing.page(replace(self, cursor=self.cursor - len(rows)))
        spans = [(0, self.width)] * len(rows) + list(shared.columns)
        rows += [(first + len(lines), last + len(lines)) for first, last in shared.rows]
        return PaintedPage(lines + shared.lines, rows, spans)

    def on_word(self) -> None:
        """Note something for oneself."""
        growth = self.host.notes()
        if growth is None:
            self.host.tell("nothing is remembered on this terminal; a note would be lost")
        else:
            self.host.ask(note_form(self.meeting, growth))

    def on_open(self) -> None:
        """Offer to share the note under the cursor: a card is made of it, and it stays a note."""
        if self.leads or self.cursor >= len(self.notes):
            self.on_new()
            return
        form = card_form(self.meeting, GREW_IN, self.me)
        form.title = "Share this with all?"
        form.named("line").text = self.notes[self.cursor]
        self.host.ask(form)

    def on_drop(self) -> None:
        """Forget the note under the cursor, for good: it is nowhere else."""
        growth, at = self.host.notes(), self.cursor
        if growth is None or self.leads or at >= len(self.notes):
            self.host.tell("cards are taken back before the next step, notes at your own terminal")
            return
        options = [("y", "yes, forget it for good", True), ("n", "no, keep it", False)]

        def chosen(sure: object) -> None:
            if sure:
                growth.remove(at)

        self.host.ask(Choices("Forget this note?", options, about=self.notes[at], at=1), chosen)


class Grouping(_CardStage):
    """Which cards belong together."""

    hints = {
        "open": "take up, put together",
        **NEXT,
        "drop": "apart",
        "new": "one more",
        "edit": "change",
    }
    item_forms = {"new": lambda stage, card: card_form(stage.meeting, card.round, stage.me)}
    nothing = "there are no cards; go on, or back to write some"

    @cached_property
    def groups(self) -> list[CardGroup]:
        """The revealed cards in groups."""
        return groups(self.board, self.meeting)

    def list_items(self) -> list[Card]:
        """Return the cards by group, each group's head first."""
        return [card for group in self.groups for card in (group.head, *group.others)]

    def between(self, index: int) -> list[Line]:
        """Return air around every group of several cards."""
        card = self.items[index]
        if not index or card.group:
            return []
        begins = any(group.others and group.head == card for group in self.groups)
        return [BLANK] if begins or self.items[index - 1].group else []

    def row(self, item: Card, index: int) -> list[Line]:
        """Return a card, below its head where it is in a group."""
        taken = item.id == self.marked
        sign = self.glyphs.open if taken else self.glyphs.dot
        indent = "   " if item.group else ""
        style = "accent" if taken else "text" if item.group else "strong"
        head = [self.mark(index), (f"{indent}{sign} ", "accent" if taken else "dim")]
        tail = [("  ", "text"), (self.left(item.round, 14), "dim")]
        return self.entry(head, item.text, style, tail)

    def on_item_open(self, item: Card) -> None:
        """Take a card up, or put what was taken up together with this one."""
        if self.marked not in self.board.cards:
            self.marked = 0
        taken = self.take_up(
            item.id, "go to the card it belongs to, and put it there with the same key"
        )
        if taken:
            self.host.change("group", lambda draft: put_together(draft, taken, item.id))
            self._follow(taken)

    def on_item_drop(self, item: Card) -> None:
        """Let a card stand alone again."""
        self.host.marked = 0
        if not any(item in (one.head, *one.others) for one in self.groups if one.others):
            self.host.tell("this card stands alone already")
        else:
            self.host.change("group", lambda draft: take_apart(draft, item.id))
            self._follow(item.id)

    def _follow(self, id: int) -> None:
        """Keep the cursor on a card that has moved."""
        order = [card.id for card in self.fresh().items]
        if id in order:
            self.host.cursor = order.index(id)
