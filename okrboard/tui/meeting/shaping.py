"""Shaping: each key result gets its kind, numbers and owner, and everybody's blind confidence.

The value check says what it thinks beside each; it asks and never blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.goals import draft_key_result_form, proposal_form
from okrboard.tui.forms.meeting import line_form
from okrboard.tui.meeting.blind import VotingStage, ballot
from okrboard.tui.meeting.proposing import too_many
from okrboard.tui.meeting.stage import (
    BACK,
    BLANK,
    Page,
    StageServices,
    StageView,
    entry,
    look_at,
    relabelled,
)
from okrboard.tui.paint.line import Line

WORDS = {
    "task": ("a task?", "at_risk"),
    "outcome": ("a change", "on_track"),
    "outcome_unmeasured": ("how much?", "at_risk"),
    "milestone": ("yes or no", "text"),
}


class Place(Record):
    """What the cursor is on: a proposal, or one of its key results."""

    proposal: Proposal
    at: int = -1
    """The key result's place, -1 for the proposal itself."""

    @property
    def about(self) -> str:
        """What a vote on the key result names; empty for the proposal."""
        return subject(self.proposal.id, self.at) if self.at >= 0 else ""


class Shaping(VotingStage[Place]):
    """How will we know?"""

    hints = (
        Hint(("meeting.vote",), "confidence"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.new",), "key result"),
        Hint(("meeting.drop",), "take out"),
        Hint(("meeting.task",), "make an action"),
        Hint(("meeting.not_doing",), "not doing"),
        BACK,
    )
    nothing = "there is no goal yet; go back to propose one"

    def voted_on(self, view: StageView) -> str:
        """Return the key result that all look at."""
        focus = view.meeting.focus
        return focus if shaped(view.board, focus) is not None else ""

    def keys(self, view: StageView) -> tuple[Hint, ...]:
        """Return what matters: on the goals, or while one key result is voted on."""
        about = self.voted_on(view)
        if not about:
            return relabelled(self.hints, "meeting.next", "next")
        if about in view.meeting.revealed:
            return (Hint(("meeting.next",), "back to the goals"),)
        return (Hint(("meeting.next",), "reveal"), Hint(("meeting.previous",), "leave the vote"))

    def title(self, view: StageView) -> str:
        """Return the question, or the key result that is voted on."""
        named = shaped(view.board, view.meeting.focus)
        return f"{view.meeting.focus}  {clean(named[1].title)}" if named else super().title(view)

    def items(self, view: StageView) -> list[Place]:
        """Return the goals with their key results."""
        return [
            Place(proposal, index)
            for proposal in living(view.board, view.meeting)
            for index in range(-1, len(proposal.key_results))
        ]

    def under(self, view: StageView) -> Place | None:
        """Return what the cursor is on: the key result that is voted on, where one is."""
        voted = (each for each in self.items(view) if each.about == view.meeting.focus)
        return next((each for each in voted if each.about), None) or super().under(view)

    def page(self, view: StageView) -> Page:
        """Return the goals with their key results; one alone while it is voted on."""
        return Page(_voting(view)) if self.voted_on(view) else super().page(view)

    def above(self, view: StageView, items: Sequence[Place]) -> list[Line]:
        """Return a word where there are many."""
        return too_many(view, sum(place.at < 0 for place in items))

    def between(self, view: StageView, items: Sequence[Place], index: int) -> list[Line]:
        """Return air above a goal."""
        del view
        return [BLANK] if index and items[index].at < 0 else []

    def below(self, view: StageView, items: Sequence[Place]) -> list[Line]:
        """Return what we shall not do."""
        del items
        return not_doing(view)

    def row(self, view: StageView, item: Place, index: int) -> list[Line]:
        """Return a goal, or a key result with its numbers, owner, kind and confidence."""
        proposal = item.proposal
        if item.at >= 0:
            return _key_result(view, item, proposal.key_results[item.at], index)
        count = len(proposal.key_results)
        note: str = proposal.commitment
        if count > MANY:
            note = f"{count} key results are a lot"
        elif not count:
            note = "no key result yet; n adds one"
        wide = max(12, min(view.width - 6 - len(note), 90))
        title = view.left(f"P{proposal.id}  {clean(proposal.title)}", wide)
        style = "at_risk" if count > MANY or not count else "dim"
        return [[view.mark(index), (title, "title"), (f"  {view.fit(note, 30)}", style)]]

    def before_next(self, host: StageServices) -> bool:
        """Reveal the vote in hand, then leave it, then go on."""
        return not self.reveal(host, host.look()) and self.before_back(host)

    def before_back(self, host: StageServices) -> bool:
        """Leave the vote in hand first."""
        if not self.voted_on(host.look()):
            return True
        look_at(host, "")
        host.calls = 0
        return False

    def on_vote(self, host: StageServices, view: StageView) -> None:
        """Open the vote on the key result under the cursor, and call the first."""
        focus = self.voted_on(view)
        if not focus:
            place = self.under(view)
            if place is None or place.at < 0:
                host.tell("put the cursor on a key result; its confidence is voted on")
                return
            if not view.leads:
                host.tell("the terminal that leads opens the vote")
                return
            look_at(host, place.about)
            focus = place.about
        if focus in host.look().meeting.revealed:
            host.calls = 0
        else:
            self.call(host, again=True)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Change the key result or the goal under the cursor."""
        place = self.under(view)
        if place is not None:
            host.ask(_form(view, place))

    on_open = on_edit

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Add a key result to the goal under the cursor."""
        place = self.under(view)
        if place is not None:
            cycle = goal_cycle(view.board, view.meeting)
            host.ask(draft_key_result_form(view.board, place.proposal, cycle))

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Take the key result out of its goal."""
        place = self.under(view)
        if place is None or place.at < 0:
            host.tell("put the cursor on a key result; a goal is left out on the shortlist")
            return
        id, index = place.proposal.id, place.at
        host.change("take out", lambda draft: remove_draft_key_result(draft, id, index))

    def on_task(self, host: StageServices, view: StageView) -> None:
        """Turn a task round: it becomes an action under what changes when it is done."""
        place = self.under(view)
        if place is None or place.at < 0:
            host.tell("put the cursor on the key result that is a task")
            return
        form = _form(view, place)
        task = form.named("task")
        task.text = place.proposal.key_results[place.at].title
        form.named("title").text = ""
        form.about = f"with the action “{task.text}”"
        form.told = "What changes, and for whom, when that is done? Type it as the title."
        host.ask(form)

    def on_not_doing(self, host: StageServices, view: StageView) -> None:
        """Note what we shall not do, for all to see."""
        meeting = view.meeting

        def say(draft: Draft, text: str) -> object:
            card = write_card(draft, meeting.id, NOT_DOING, text)
            reveal_cards(draft, meeting.id, NOT_DOING)
            draft.what, draft.logged = f"not doing: {card.text[:60]}", True
            return card

        title = "What shall we not do?"
        host.ask(line_form(title, "Not doing", meeting, say, usual="one line; empty ends"))


def not_doing(view: StageView) -> list[Line]:
    """Return the list of what we shall not do; nothing as long as it is empty."""
    cards = cards_seen_by(view.board, view.meeting, NOT_DOING, 0)
    lines = view.section("What we shall not do") if cards else []
    for card in cards[:6]:
        text = view.fit(clean(card.text), view.width - 8)
        lines.append([("    ", "text"), ("x ", "off_track"), (text, "text")])
    return lines


def _form(view: StageView, place: Place) -> Form:
    """Return the form of a goal or of one of its key results."""
    if place.at < 0:
        author = place.proposal.author
        return proposal_form(view.board, view.meeting, author, proposal=place.proposal)
    cycle = goal_cycle(view.board, view.meeting)
    return draft_key_result_form(view.board, place.proposal, cycle, place.at)


def _key_result(view: StageView, place: Place, each: DraftKeyResult, index: int) -> list[Line]:
    signs = view.glyphs
    goal = goal_of(each, signs.arrow, signs.more, signs.less)
    word, style = WORDS.get(_verdict_of(each), ("", "dim"))
    confidence = ""
    votes = visible(view.board, view.meeting, place.about)
    together = confidence_of(vote.value for vote in votes)
    if together is not None:
        right_size = ambition(place.proposal.commitment, together.median).right
        confidence = f"{together.median:g}" + ("" if right_size else "!")
    owner = view.fit(view.handle(each.owner), 8) if each.owner else "-"
    tail: Line = [
        (f" {view.left(goal or 'no target yet', 16)}", "strong" if goal else "dim"),
        (left(f" {owner}", 9 if view.width >= 66 else 0, ""), "dim"),
        (f" {left(word, 10)}", style),
        (right(confidence, 5), "at_risk" if confidence.endswith("!") else "accent"),
    ]
    return entry(view, [view.mark(index), ("  ", "text")], each.title, "text", tail)


def _voting(view: StageView) -> list[Line]:
    """Return a key result of a proposal alone, with the vote on it and what that says."""
    focus, signs = view.meeting.focus, view.glyphs
    named = shaped(view.board, focus)
    assert named is not None
    proposal, each = named
    goal = goal_of(each, signs.arrow, signs.more, signs.less) or "no target yet"
    about = f"{goal}   {proposal.commitment}   P{proposal.id} {clean(proposal.title)}"
    lines = [view.line(about, "dim", 2), BLANK, *ballot(view, focus)]
    together = confidence_of(v.value for v in visible(view.board, view.meeting, focus))
    if together is not None:
        size = ambition(proposal.commitment, together.median)
        lines += [BLANK, view.line(size.sentence, "on_track" if size.right else "at_risk")]
    return lines


@lru_cache(maxsize=512)
def _verdict_of(draft: DraftKeyResult) -> str:
    """Return what the value check thinks of a key result in the making."""
    return check_written(draft).verdict
