"""Silent writing: everyone at once, on own terminals or in turn on the shared screen.

The terminal that leads shows how many cards people have written and never what is on them; typing
there is covered. Everybody sees everything after the reveal.
"""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain.changes import Draft
from okrboard.domain.meeting.blind import BlindRound
from okrboard.domain.meeting.cards import REFLECT_ROUNDS, VOICES, cards_seen_by, how_many_wrote
from okrboard.domain.records import Card
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import card_form
from okrboard.tui.meeting.asking import change_own, take_back
from okrboard.tui.meeting.blind import BlindStage, writer, writers
from okrboard.tui.meeting.stage import BACK, BLANK, Page, StageServices, StageView
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
