"""Where we go, and proposals: drafted in silence, seen all at once, merged where they are one.

The terminal that leads shows who has drafted how much, and covers what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left, width
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.blind import PROPOSALS, BlindRound, counts
from okrboard.domain.meeting.cards import VOICES, cards_seen_by
from okrboard.domain.meeting.contributions import agreed_on
from okrboard.domain.meeting.proposals import MANY, lineage, merge, proposals_seen_by
from okrboard.domain.meeting.topics import meeting_before
from okrboard.domain.records import Meeting, Proposal
from okrboard.text import clean, clean_lines
from okrboard.tui.actions import Hint
from okrboard.tui.forms.goals import direction_form, proposal_form
from okrboard.tui.meeting.blind import BlindStage, writer, writers
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    HERE,
    NEXT,
    Page,
    Stage,
    StageServices,
    StageView,
    entry,
)
from okrboard.tui.paint.line import Line

MOST = 6


class Context(Stage):
    """Where we go, and what we learned."""

    hints = (NEXT, Hint(("meeting.edit",), "direction"), HERE)

    def page(self, view: StageView) -> Page:
        """Return the direction, then learnings, decisions and agreements."""
        lines: list[Line] = []
        direction = clean_lines(view.board.settings.direction).strip()
        wide = min(max(20, view.width - 4), 90)
        if not direction:
            lines += view.sentence(
                "nobody has written down where the company is going; e writes it"
            )
        for row in direction.split("\n")[:8] if direction else []:
            lines += [[("  ", "text"), (part, "strong")] for part in view.fold(row, wide, 6)]
        before = meeting_before(view.board, "reflect", view.meeting.team)
        for head, texts in self._learned(view, before):
            if texts:
                lines += view.section(head)
                for text in texts[:MOST]:
                    shown = view.fit(clean(text), view.width - 6)
                    lines.append([("  ", "text"), (f"{view.glyphs.dot} ", "dim"), (shown, "text")])
                if len(texts) > MOST:
                    lines.append(view.line(f"and {len(texts) - MOST} more", "dim"))
        return Page(lines)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Write down where the company is going."""
        host.ask(direction_form(view.board))

    on_open = on_edit

    @staticmethod
    def _learned(view: StageView, before: Meeting | None) -> list[tuple[str, list[str]]]:
        board = view.board
        learned: list[str] = []
        decided: list[str] = []
        cycle = before.cycle if before else view.meeting.cycle
        ref = f" ({reference('meetings', before.id)})" if before else ""
        if before is not None:
            learned = [card.text for card in cards_seen_by(board, before, "we learned", 0)]
            decided = [remark.text for remark in before.decisions]
        lessons = [
            f"{reference('objectives', each.id)} {each.lesson}"
            for each in board.objectives_in(cycle)
            if each.lesson
        ]
        agreed = [each.text for each in agreed_on(board)]
        return [
            (f"What we learned{ref}", [*learned, *lessons]),
            (f"What we decided{ref}", decided),
            ("What we agreed on", agreed),
        ]


MOST_VOICES = 6
"""Customers' voices that are shown beside the proposals."""


class Proposing(BlindStage[Proposal]):
    """What is worth being proud of?"""

    hints: tuple[Hint, ...] = (
        Hint(("meeting.new",), "propose"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.next",), "reveal, then on"),
        BACK,
    )
    nothing = "there is no proposal yet; n makes one"

    def rounds(self, view: StageView) -> tuple[BlindRound, ...]:
        """Return the one round of proposals."""
        del view
        return (PROPOSALS,)

    def items(self, view: StageView) -> list[Proposal]:
        """Return the proposals that may be seen here."""
        if view.leads and not self.is_revealed(view):
            return []
        return proposals_seen_by(view.board, view.meeting, view.me)

    def page(self, view: StageView) -> Page:
        """Return who has drafted how much, or the proposals, and what customers said."""
        if view.leads and not self.is_revealed(view):
            given = counts(view.board.proposals_in(view.meeting.id))
            head = [view.line("a goal in one line, and how we would know, a line each", "text", 2)]
            each = {member: [count] for member, count in given.items()}
            shown = writers(view, head, each, "draft", "drafts", 12)
        else:
            shown = super().page(view)
        return shown._replace(lines=[*shown.lines, *_voices(view)])

    def above(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return a word where there are many."""
        return too_many(view, len(items))

    def between(self, view: StageView, items: Sequence[Proposal], index: int) -> list[Line]:
        """Return air between two proposals."""
        del view, items
        return [BLANK] if index else []

    def below(self, view: StageView, items: Sequence[Proposal]) -> list[Line]:
        """Return air below the last one."""
        del view, items
        return [BLANK]

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Draft one."""
        author = writer(view) if view.leads and not self.is_revealed(view) else 0
        board, meeting = view.board, view.meeting
        if author:
            handle = view.handle(author)
            host.ask(proposal_form(board, meeting, author, handle=handle, masked=True))
        elif view.me:
            host.ask(proposal_form(board, meeting, view.me))
        else:
            host.tell("only members propose; join first: okrboard member add HANDLE")

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Draft one, or change what the cursor is on."""
        if self.under(view) is None:
            self.on_new(host, view)
        else:
            self.on_edit(host, view)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Change a proposal that may be seen here."""
        proposal = self.under(view)
        if proposal is None:
            host.tell("drafts are changed at one's own terminal, or after the reveal")
            return
        host.ask(proposal_form(view.board, view.meeting, proposal.author, proposal=proposal))

    def row(self, view: StageView, item: Proposal, index: int) -> list[Line]:
        """Return a proposal: its title, who proposed it, why, and a line for each key result."""
        signs = view.glyphs
        by = authors(view, item)
        if item.parents:
            by += f"  from {', '.join(f'P{each.id}' for each in lineage(view.board, item.id))}"
        taken = item.id == view.marked
        mark = view.mark(index)[0]
        head = [
            (f"{mark[0]}{signs.open}" if taken else mark, "accent"),
            (left(f"P{item.id}", 5), "accent" if taken else "dim"),
        ]
        tail = [("  ", "text"), (view.left(by, min(30, max(12, view.width // 3))), "dim")]
        lines = entry(view, head, item.title, "accent" if taken else "title", tail)
        if item.why:
            why = view.fold(item.why, view.width - 10)
            lines += [[("       ", "text"), (part, "dim")] for part in why]
        for each in item.key_results[:8]:
            goal = view.fit(goal_of(each, signs.arrow, signs.more, signs.less), 22)
            cells = view.width - 9 - (width(goal) + 3 if goal else 0)
            bullets = view.bullet(each.title, cells)
            lines += [[("     ", "text"), *bullet] for bullet in bullets]
            lines[-1].append((f"   {goal}" if goal else "", "strong"))
        if len(item.key_results) > MANY:
            note = f"{len(item.key_results)} key results: more than {MANY} are a lot"
            lines.append([("       ", "text"), (note, "at_risk")])
        return lines


class Merging(Proposing):
    """Which of these are one?"""

    hints = (
        Hint(("meeting.open",), "take up, merge"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.new",), "propose"),
        NEXT,
    )

    def before_next(self, host: StageServices) -> bool:
        """Go on, with what is still covered revealed."""
        super().before_next(host)
        return True

    def page(self, view: StageView) -> Page:
        """Return the proposals with whom they came from."""
        if not self.is_revealed(view):
            text = "the proposals are still covered; go back and reveal them"
            return Page(view.sentence(text))
        return super(Proposing, self).page(view)

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Take a proposal up, or merge what was taken up into this one."""
        proposal = self.under(view)
        if proposal is None:
            return
        if not host.marked:
            host.marked = proposal.id
            host.tell("taken up: go to the one that it is one with, and press the same key")
            return
        taken, host.marked = host.marked, 0
        if taken != proposal.id:
            made = host.change("merge", lambda draft: merge(draft, proposal.id, taken))
            if made is not None:
                ids = [each.id for each in self.items(host.look())]
                host.cursor = ids.index(made.id) if made.id in ids else 0
                host.tell(f"P{made.id}: both are in it; e changes its words, u takes them apart")


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


def _voices(view: StageView) -> list[Line]:
    """Return what customers said, which goals are made for; nothing before the reveal."""
    cards = cards_seen_by(view.board, view.meeting, VOICES, 0)
    lines = view.section("What customers said") if cards else []
    for card in cards[:MOST_VOICES]:
        lines += view.bullet(card.text, view.width - 6)
    return lines
