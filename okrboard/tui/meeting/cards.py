"""Cards: written in silence, revealed together, put into groups; and notes that stay one's own.

Everyone writes at once, on own terminals or in turn on the shared screen, where typing is covered.
The terminal that leads shows how many cards people have written and never what is on them."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.blind import BlindRound
from okrboard.domain.meeting.cards import (
    GREW_IN,
    REFLECT_ROUNDS,
    VOICES,
    Group,
    cards_seen_by,
    groups,
    how_many_wrote,
    put_together,
    take_apart,
)
from okrboard.domain.records import Card
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import card_form, note_form
from okrboard.tui.meeting.asking import change_own, take_back
from okrboard.tui.meeting.blind import BlindStage, writer, writers
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    NEXT,
    ListStage,
    Page,
    StageServices,
    StageView,
    entry,
)
from okrboard.tui.paint.line import Line


class Writing(BlindStage[Card]):
    """Cards of some rounds, written in silence and revealed together."""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.new",), "write"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.drop",), "take back"),
        BACK,
    )
    questions: tuple[tuple[str, str], ...]
    """Names of the rounds and what they ask."""

    names = False
    """Whether it is shown who wrote what after the reveal."""

    def rounds(self, view: StageView) -> tuple[BlindRound, ...]:
        """Return the rounds, which are revealed at once."""
        del view
        return tuple(BlindRound(name) for name, _ in self.questions)

    def reveal(self, draft: Draft, view: StageView) -> bool:
        """Show all cards."""
        super().reveal(draft, view)
        draft.what = "reveal cards"
        return True

    def items(self, view: StageView) -> list[Card]:
        """Return the cards that are shown at this terminal, in the order of the picture."""
        if view.leads and not self.is_revealed(view):
            return []
        return [
            card
            for name, _ in self.questions
            for card in cards_seen_by(view.board, view.meeting, name, view.me)
        ]

    def page(self, view: StageView) -> Page:
        """Return who has written how much; on an own terminal one's cards; after the reveal all."""
        revealed = self.is_revealed(view)
        if view.leads and not revealed:
            return writers(view, self._heads(view), self._counts(view), "card", "writes", 9)
        lines: list[Line] = []
        rows: list[tuple[int, int]] = []
        for head, (name, _) in zip(self._heads(view), self.questions, strict=True):
            cards = cards_seen_by(view.board, view.meeting, name, view.me)
            lines += [BLANK, head] if lines else [head]
            if revealed and not cards:
                lines.append(view.line("no card", "dim"))
            for card in cards:
                first = len(lines)
                lines += self.row(view, card, len(rows))
                rows.append((first, len(lines) - 1))
        if not revealed:
            lines += [BLANK, view.line("nobody else sees these yet", "dim", 2)]
        return Page(lines, tuple(rows))

    def row(self, view: StageView, item: Card, index: int) -> list[Line]:
        """Return a card, with who wrote it where that is shown."""
        by = f"  {view.handle(item.author)}" if self.names else ""
        lines = view.bullet(item.text, view.width - 8 - len(by))
        lines[0][0] = view.mark(index)
        lines[-1].append((by, "dim"))
        return lines

    def press(self, key: str, host: StageServices) -> bool:
        """Let a digit open a card of its round."""
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= len(self.questions)):
            return False
        self.write(host, host.look(), self.questions[int(key) - 1][0])
        return True

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Write a card: of the round whose card the cursor is on, else of the first."""
        here = self.under(view)
        self.write(host, view, here.round if here else self.questions[0][0])

    on_open = on_new

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Take a card of one's own back."""
        take_back(host, view, self._card(host, view))

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Say a card of one's own in other words."""
        change_own(host, view, self._card(host, view))

    def write(self, host: StageServices, view: StageView, round: str) -> None:
        """Ask for a card; covered, and of whom the cursor is on, on the shared screen."""
        author = writer(view) if view.leads and not self.is_revealed(view) else 0
        if author:
            handle = view.handle(author)
            host.ask(card_form(view.meeting, round, author, handle=handle, masked=True))
        elif view.me:
            host.ask(card_form(view.meeting, round, view.me))
        else:
            host.tell("only members write cards; join first: okrboard member add HANDLE")

    def _card(self, host: StageServices, view: StageView) -> Card | None:
        """Return the card under the cursor; say why there is none."""
        card = self.under(view)
        if card is None:
            covered = view.leads and not self.is_revealed(view)
            where = "cards are changed at one's own terminal, or after the reveal"
            host.tell(where if covered else "there is no card here")
        return card

    def _heads(self, view: StageView) -> list[Line]:
        several = len(self.questions) > 1
        return [
            [
                ("  ", "text"),
                (f"{number}  " if several else "", "accent"),
                (left(name, 16), "strong"),
                (view.fit(question, view.width - 24), "text"),
            ]
            for number, (name, question) in enumerate(self.questions, 1)
        ]

    def _counts(self, view: StageView) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, (name, _) in enumerate(self.questions):
            for member, count in how_many_wrote(view.board, view.meeting, name).items():
                found.setdefault(member, [0] * len(self.questions))[place] = count
        return found


class Reflections(Writing):
    """What drove us, held us back, taught us, puzzles us."""

    questions = (
        (REFLECT_ROUNDS[0], "What moved us forward?"),
        (REFLECT_ROUNDS[1], "What stood in our way?"),
        (REFLECT_ROUNDS[2], "What do we know now?"),
        (REFLECT_ROUNDS[3], "What do we not understand yet?"),
    )


class Voices(Writing):
    """What customers said."""

    questions = ((VOICES, "What did a customer say, to whom?"),)
    names = True


_HOW = "w notes it for you alone, n shares it with all"


class Myself(Writing):
    """What did you grow in?"""

    is_personal = True
    hints = (
        Hint(("meeting.next", "meeting.previous"), "reveal, on, back"),
        Hint(("meeting.word",), "for me alone"),
        Hint(("meeting.new",), "share with all"),
        Hint(("meeting.open",), "share the note"),
        Hint(("meeting.drop",), "forget"),
    )
    questions = ((GREW_IN, "shared with all, after the reveal"),)
    names = True

    def page(self, view: StageView) -> Page:
        """Return one's own notes where nobody looks on, and what is shared."""
        rows: list[tuple[int, int]] = []
        if view.leads:
            count = len(view.notes)
            kept = f"{count} of your own notes stay yours; they are not shown here"
            lines = [view.line(kept if count else _HOW, "dim", 2)]
        else:
            lines = view.section("For you alone: kept on this machine, never on the board")[1:]
            for index, note in enumerate(view.notes):
                rows.append((len(lines), len(lines)))
                text = view.fit(clean(note), view.width - 6)
                sign = (f"{view.glyphs.dot} ", "dim")
                lines.append([view.mark(index), sign, (text, "text")])
            if not view.notes:
                lines.append(view.line(_HOW, "dim"))
        lines.append(BLANK)
        shared = super().page(view._replace(cursor=view.cursor - len(rows)))
        rows += [(first + len(lines), last + len(lines)) for first, last in shared.rows]
        return Page(lines + shared.lines, tuple(rows))

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Note something for oneself."""
        growth = host.notes()
        if growth is None:
            host.tell("nothing is remembered on this terminal; a note would be lost")
        else:
            host.ask(note_form(view.meeting, growth))

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Offer to share the note under the cursor: a card is made of it, and it stays a note."""
        if view.leads or view.cursor >= len(view.notes):
            self.on_new(host, view)
            return
        form = card_form(view.meeting, GREW_IN, view.me)
        form.title = "Share this with all?"
        form.named("line").text = view.notes[view.cursor]
        host.ask(form)

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Write something for all to see."""
        self.write(host, view, GREW_IN)

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Forget the note under the cursor, for good: it is nowhere else."""
        growth, at = host.notes(), view.cursor
        if growth is None or view.leads or at >= len(view.notes):
            host.tell("cards are taken back before the next step, notes at your own terminal")
            return
        options = [("y", "yes, forget it for good", True), ("n", "no, keep it", False)]

        def chosen(sure: object) -> None:
            if sure:
                growth.remove(at)

        host.ask(Choices("Forget this note?", options, about=view.notes[at], at=1), chosen)


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
