"""Shaping: each key result gets its kind, numbers and owner, and everybody's blind confidence.

The value check says what it thinks beside each; it asks and never blocks.
"""

from __future__ import annotations

from functools import lru_cache

from okrboard.cells import left, right
from okrboard.domain.changes import Draft
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.blind import visible
from okrboard.domain.meeting.cards import NOT_DOING, cards_seen_by, reveal_cards, write_card
from okrboard.domain.meeting.proposals import (
    MANY,
    ambition,
    goal_cycle,
    living,
    remove_draft_key_result,
    shaped,
    subject,
)
from okrboard.domain.record import Record
from okrboard.domain.records import DraftKeyResult, Proposal
from okrboard.domain.value_check import check_written
from okrboard.text import clean
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.goals import draft_key_result_form, proposal_form
from okrboard.tui.forms.meeting import line_form
from okrboard.tui.meeting.blind import VotingStage, ballot
from okrboard.tui.meeting.proposing import too_many
from okrboard.tui.meeting.stage import BACK, BLANK, INDENT, MARGIN, Hints, StageView
from okrboard.tui.paint.line import Line, PaintedPage

_VERDICTS = {
    "task": ("a task?", "at_risk"),
    "outcome": ("a change", "on_track"),
    "outcome_unmeasured": ("how much?", "at_risk"),
    "milestone": ("yes or no", "text"),
}


class ProposalPart(Record):
    """What the cursor is on: a proposal, or one of its key results."""

    proposal: Proposal
    at: int = -1
    """The key result's place, -1 for the proposal itself."""

    @property
    def about(self) -> str:
        """What a vote on the key result names; empty for the proposal."""
        return subject(self.proposal.id, self.at) if self.at >= 0 else ""


def _form(stage: StageView, part: ProposalPart) -> Form:
    """Return the form of a goal or of one of its key results."""
    board, meeting, proposal = stage.board, stage.meeting, part.proposal
    if part.at < 0:
        return proposal_form(board, meeting, proposal.author, proposal=proposal)
    return draft_key_result_form(board, proposal, goal_cycle(board, meeting), part.at)


def _not_doing_form(stage: StageView) -> Form:
    """Return the form that notes what we shall not do, for all to see."""

    def note(draft: Draft, meeting: int, text: str) -> object:
        card = write_card(draft, meeting, NOT_DOING, text)
        reveal_cards(draft, meeting, NOT_DOING)
        draft.what, draft.logged = f"not doing: {card.text[:60]}", True
        return card

    title = "What shall we not do?"
    return line_form(title, "Not doing", stage.meeting, note)


class Shaping(VotingStage[ProposalPart]):
    """How will we know?"""

    hints = {
        "vote": "confidence",
        "next": "reveal, then on",
        "edit": "change",
        "new": "key result",
        "drop": "take out",
        "task": "make an action",
        "not_doing": "not doing",
        **BACK,
    }
    nothing = "there is no goal yet; go back to propose one"
    forms = {"not_doing": _not_doing_form}
    item_forms = {
        "edit": _form,
        "open": _form,
        "new": lambda stage, part: draft_key_result_form(
            stage.board, part.proposal, goal_cycle(stage.board, stage.meeting)
        ),
    }

    @property
    def voted_on(self) -> str:
        """The key result that all look at."""
        focus = self.meeting.focus
        return focus if shaped(self.board, focus) is not None else ""

    def keys(self) -> Hints:
        """Return what matters: on the goals, or while one key result is voted on."""
        if not self.voted_on:
            return self.relabelled(next="next")
        if self.voted_on in self.meeting.revealed:
            return {"next": "back to the goals"}
        return {"next": "reveal", "previous": "leave the vote"}

    def title(self) -> str:
        """Return the question, or the key result that is voted on."""
        named = shaped(self.board, self.meeting.focus)
        return f"{self.meeting.focus}  {clean(named[1].title)}" if named else super().title()

    def list_items(self) -> list[ProposalPart]:
        """Return the goals with their key results."""
        return [
            ProposalPart(proposal, index)
            for proposal in living(self.board, self.meeting)
            for index in range(-1, len(proposal.key_results))
        ]

    @property
    def under(self) -> ProposalPart | None:
        """What the cursor is on: the key result that is voted on, where one is."""
        voted = (part for part in self.items if part.about and part.about == self.meeting.focus)
        return next(voted, None) or super().under

    def page(self) -> PaintedPage:
        """Return the goals with their key results; one alone while it is voted on."""
        return PaintedPage(self._voting(), ()) if self.voted_on else super().page()

    def above(self) -> list[Line]:
        """Return a word where there are many."""
        return too_many(self, sum(part.at < 0 for part in self.items))

    def between(self, index: int) -> list[Line]:
        """Return air above a goal."""
        return [BLANK] if index and self.items[index].at < 0 else []

    def below(self) -> list[Line]:
        """Return what we shall not do."""
        return not_doing(self)

    def row(self, item: ProposalPart, index: int) -> list[Line]:
        """Return a goal, or a key result with its numbers, owner, kind and confidence."""
        proposal = item.proposal
        if item.at >= 0:
            return self._key_result(item, proposal.key_results[item.at], index)
        count = len(proposal.key_results)
        note: str = proposal.commitment
        if count > MANY:
            note = f"{count} key results are a lot"
        elif not count:
            note = "no key result yet; n adds one"
        wide = max(12, min(self.width - 6 - len(note), 90))
        title = self.left(f"P{proposal.id}  {clean(proposal.title)}", wide)
        style = "at_risk" if count > MANY or not count else "dim"
        return [[self.mark(index), (title, "title"), (f"  {self.fit(note, 30)}", style)]]

    def before_next(self) -> bool:
        """Reveal the vote in hand, then leave it, then go on."""
        return not self.reveal() and self.before_back()

    def before_back(self) -> bool:
        """Leave the vote in hand first."""
        if not self.voted_on:
            return True
        self.look_at("")
        self.host.calls = 0
        return False

    def on_vote(self) -> None:
        """Open the vote on the key result under the cursor, and call the first."""
        if not self.voted_on:
            part = self.under
            if part is None or part.at < 0:
                self.host.tell("put the cursor on a key result; its confidence is voted on")
                return
            if not self.leads:
                self.host.tell("the terminal that leads opens the vote")
                return
            self.look_at(part.about)
        now = self.fresh()
        if now.meeting.focus in now.meeting.revealed:
            self.host.calls = 0
        else:
            now.call(again=True)

    def on_item_drop(self, item: ProposalPart) -> None:
        """Take the key result out of its goal."""
        id, index = item.proposal.id, item.at
        if index < 0:
            self.host.tell("put the cursor on a key result; a goal is left out on the shortlist")
        else:
            self.host.change("take out", lambda draft: remove_draft_key_result(draft, id, index))

    def on_item_task(self, item: ProposalPart) -> None:
        """Turn a task round: it becomes an action under what changes when it is done."""
        if item.at < 0:
            self.host.tell("put the cursor on the key result that is a task")
            return
        form = _form(self, item)
        task = form.named("task")
        task.text = item.proposal.key_results[item.at].title
        form.named("title").text = ""
        form.about = f"with the action “{task.text}”"
        form.notice = "What changes, and for whom, when that is done? Type it as the title."
        self.host.ask(form)

    def _key_result(self, part: ProposalPart, each: DraftKeyResult, index: int) -> list[Line]:
        goal = self._goal(each)
        word, style = _VERDICTS.get(_verdict_of(each), ("", "dim"))
        median = self._median(part.about)
        confidence = ""
        if median is not None:
            is_right, _ = ambition(part.proposal.commitment, median)
            confidence = f"{median:g}" + ("" if is_right else "!")
        owner = self.fit(self.handle(each.owner), 8) if each.owner else "-"
        tail: Line = [
            (f" {self.left(goal, 16)}", "dim" if goal == _NO_TARGET else "strong"),
            (left(f" {owner}", 9 if self.width >= 66 else 0, ""), "dim"),
            (f" {left(word, 10)}", style),
            (right(confidence, 5), "at_risk" if confidence.endswith("!") else "accent"),
        ]
        return self.entry([self.mark(index), MARGIN], each.title, "text", tail)

    def _voting(self) -> list[Line]:
        """Return a key result of a proposal alone, with the vote on it and what that says."""
        focus = self.meeting.focus
        named = shaped(self.board, focus)
        assert named is not None
        proposal, each = named
        about = f"{self._goal(each)}   {proposal.commitment}   P{proposal.id} {proposal.title}"
        lines = [self.line(clean(about), "dim", 2), BLANK, *ballot(self, focus)]
        median = self._median(focus)
        if median is not None:
            is_right, sentence = ambition(proposal.commitment, median)
            lines += [BLANK, self.line(sentence, "on_track" if is_right else "at_risk")]
        return lines

    def _goal(self, each: DraftKeyResult) -> str:
        signs = self.glyphs
        return goal_of(each, signs.arrow, signs.more, signs.less) or _NO_TARGET

    def _median(self, about: str) -> float | None:
        """Return the median of the revealed votes on a key result."""
        votes = visible(self.board, self.meeting, about)
        together = confidence_of(vote.value for vote in votes)
        return together.median if together else None


_NO_TARGET = "no target yet"


def not_doing(view: StageView) -> list[Line]:
    """Return the list of what we shall not do; nothing as long as it is empty."""
    cards = cards_seen_by(view.board, view.meeting, NOT_DOING, 0)
    texts = [view.fit(clean(card.text), view.width - 8) for card in cards[:6]]
    lines: list[Line] = [[INDENT, ("x ", "off_track"), (text, "text")] for text in texts]
    return view.part("What we shall not do", lines)


@lru_cache(maxsize=512)
def _verdict_of(draft: DraftKeyResult) -> str:
    """Return what the value check thinks of a key result in the making."""
    return check_written(draft).verdict
