"""Where we go, and proposals: drafted in silence, seen all at once, merged where they are one.

The terminal that leads shows who has drafted how much, and covers what is typed."""

from __future__ import annotations

from functools import partial

from okrboard.cells import left, width
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.agendas import meeting_before
from okrboard.domain.meeting.blind import PROPOSALS, counts
from okrboard.domain.meeting.cards import LEARNED, VOICES, cards_seen_by
from okrboard.domain.meeting.contributions import agreed_on
from okrboard.domain.meeting.proposals import MANY, lineage, merge, proposals_seen_by
from okrboard.domain.records import Proposal
from okrboard.text import clean_lines
from okrboard.tui.forms.goals import direction_form, proposal_form
from okrboard.tui.meeting.blind import BlindStage
from okrboard.tui.meeting.stage import BACK, BLANK, MARGIN, NEXT, ListStage, Stage, StageView
from okrboard.tui.paint.line import Line, PaintedPage

_MOST = 6
_MOST_VOICES = 6
"""Customers' voices that are shown beside the proposals."""


class Direction(Stage):
    """Where we go, and what we learned."""

    hints = {**NEXT, "edit": "direction", "here": "who is here"}
    forms = dict.fromkeys(("edit", "open"), lambda stage: direction_form(stage.board))

    def page(self) -> PaintedPage:
        """Return the direction, then learnings, decisions and agreements."""
        lines: list[Line] = []
        direction = clean_lines(self.board.settings.direction).strip()
        wide = min(max(20, self.width - 4), 90)
        if not direction:
            lines = self.sentence("nobody has written down where the company is going; e writes it")
        for row in direction.split("\n")[:8] if direction else []:
            lines += [[MARGIN, (part, "strong")] for part in self.fold(row, wide, 6)]
        for head, texts in self._learned().items():
            lines += self.part(head, self.listed(texts, _MOST))
        return PaintedPage(lines, ())

    def _learned(self) -> dict[str, list[str]]:
        board = self.board
        before = meeting_before(board, "reflect", self.meeting.team)
        ref = f" ({reference('meetings', before.id)})" if before else ""
        learned = cards_seen_by(board, before, LEARNED, 0) if before else []
        lessons = [
            f"{reference('objectives', each.id)} {each.lesson}"
            for each in board.objectives_in((before or self.meeting).cycle)
            if each.lesson
        ]
        return {
            f"What we learned{ref}": [card.text for card in learned] + lessons,
            f"What we decided{ref}": [each.text for each in before.decisions] if before else [],
            "What we agreed on": [each.text for each in agreed_on(board)],
        }


class Proposing(BlindStage[Proposal]):
    """What is worth being proud of?"""

    hints = {"new": "propose", "edit": "change", "next": "reveal, then on", **BACK}
    nothing = "there is no proposal yet; n makes one"
    nothing_here = "drafts are changed at one's own terminal, or after the reveal"
    rounds = {PROPOSALS: ""}

    def list_items(self) -> list[Proposal]:
        """Return the proposals that may be seen here."""
        return [] if self.is_covered else proposals_seen_by(self.board, self.meeting, self.me)

    def page(self) -> PaintedPage:
        """Return who has drafted how much, or the proposals, and what customers said."""
        if self.is_covered:
            given = counts(self.board.proposals_in(self.meeting.id))
            head = [self.line("a goal in one line, and how we would know, a line each", "text", 2)]
            each = {member: [count] for member, count in given.items()}
            shown = self.writers(head, each, "draft", "drafts", 12)
        else:
            shown = super().page()
        cards = cards_seen_by(self.board, self.meeting, VOICES, 0)
        texts = [card.text for card in cards[:_MOST_VOICES]]
        voices = [line for text in texts for line in self.bullet(text, self.width - 6)]
        return shown._replace(lines=[*shown.lines, *self.part("What customers said", voices)])

    def above(self) -> list[Line]:
        """Return a word where there are many."""
        return too_many(self, len(self.items))

    def between(self, index: int) -> list[Line]:
        """Return air between two proposals."""
        return [BLANK] if index else []

    def below(self) -> list[Line]:
        """Return air below the last one."""
        return [BLANK]

    def on_new(self) -> None:
        """Draft one."""
        self.ask_writer(partial(proposal_form, self.board, self.meeting), "propose")

    def on_open(self) -> None:
        """Draft one, or change what the cursor is on."""
        self.act("edit" if self.under else "new")

    def on_item_edit(self, item: Proposal) -> None:
        """Change a proposal that may be seen here."""
        self.host.ask(proposal_form(self.board, self.meeting, item.author, proposal=item))

    def row(self, item: Proposal, index: int) -> list[Line]:
        """Return a proposal: its title, who proposed it, why, and a line for each key result."""
        signs = self.glyphs
        by = authors(self, item)
        if item.parents:
            by += f"  from {', '.join(f'P{each.id}' for each in lineage(self.board, item.id))}"
        taken = item.id == self.marked
        mark = self.mark(index)[0]
        head = [
            (f"{mark[0]}{signs.open}" if taken else mark, "accent"),
            (left(f"P{item.id}", 5), "accent" if taken else "dim"),
        ]
        tail = [MARGIN, (self.left(by, min(30, max(12, self.width // 3))), "dim")]
        lines = self.entry(head, item.title, "accent" if taken else "title", tail)
        if item.why:
            why = self.fold(item.why, self.width - 10)
            lines += [[("       ", "text"), (part, "dim")] for part in why]
        for each in item.key_results[:8]:
            goal = self.fit(goal_of(each, signs.arrow, signs.more, signs.less), 22)
            cells = self.width - 9 - (width(goal) + 3 if goal else 0)
            bullets = self.bullet(each.title, cells)
            lines += [[("     ", "text"), *bullet] for bullet in bullets]
            lines[-1].append((f"   {goal}" if goal else "", "strong"))
        if len(item.key_results) > MANY:
            note = f"{len(item.key_results)} key results: more than {MANY} are a lot"
            lines.append([("       ", "text"), (note, "at_risk")])
        return lines


class Merging(Proposing):
    """Which of these are one?"""

    hints = {"open": "take up, merge", "edit": "change", "new": "propose", "next previous": "next"}

    def before_next(self) -> bool:
        """Go on, with what is still covered revealed."""
        super().before_next()
        return True

    def page(self) -> PaintedPage:
        """Return the proposals with whom they came from."""
        if self.is_revealed:
            return ListStage.page(self)
        text = "the proposals are still covered; go back and reveal them"
        return PaintedPage(self.sentence(text), ())

    def on_open(self) -> None:
        """Take a proposal up, or merge what was taken up into this one."""
        proposal = self.under
        if proposal is None:
            return
        taken = self.take_up(
            proposal.id, "go to the one that it is one with, and press the same key"
        )
        if not taken:
            return
        made = self.host.change("merge", lambda draft: merge(draft, proposal.id, taken))
        if made is not None:
            ids = [each.id for each in self.fresh().items]
            self.host.cursor = ids.index(made.id) if made.id in ids else 0
            self.host.tell(f"P{made.id}: both are in it; e changes its words, u takes them apart")


def authors(view: StageView, proposal: Proposal) -> str:
    """Return whose drafts are in a proposal, each of them once."""
    handles = (view.handle(each.author) for each in lineage(view.board, proposal.id))
    return ", ".join(dict.fromkeys(handles))


def too_many(view: StageView, goals: int) -> list[Line]:
    """Return a word where there are more goals than one keeps in mind."""
    if goals <= MANY:
        return []
    text = f"{goals} goals: more than {MANY} are a lot to keep in mind"
    return [view.line(text, "at_risk", 2), BLANK]
