"""Shaping: each key result gets its kind, numbers and owner, and everybody's blind confidence.

The value check says what it thinks beside each; it asks and never blocks.
"""

from __future__ import annotations

from okrboard.cells import fit, left, right
from okrboard.domain.changes import Draft
from okrboard.domain.draft_lines import goal_of
from okrboard.domain.edit.proposals import MANY
from okrboard.domain.edit.shaping import ambition, remove_draft_key_result, shaped, subject
from okrboard.domain.formulas import confidence_of
from okrboard.domain.meeting.cards import reveal_cards, write_card
from okrboard.domain.meeting.committing import goal_cycle, living
from okrboard.domain.meeting.reveal import reveal
from okrboard.domain.meeting.votes import cast, visible, who_voted
from okrboard.domain.record import Record
from okrboard.domain.records import DraftKeyResult, Proposal
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Form
from okrboard.tui.forms.goals import draft_key_result_form, proposal_form
from okrboard.tui.forms.meeting import line_form
from okrboard.tui.meeting.calling import call_next
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.shaping_view import NOT_DOING, not_doing, verdict_of, voting
from okrboard.tui.meeting.stage import Host, Stage, cursor_mark, empty, leading, look_at, relabelled
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


class Shaping(Stage):
    """How will we know?"""

    hints = (
        Hint(("meeting.vote",), "confidence"),
        Hint(("meeting.next",), "reveal, then on"),
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.new",), "key result"),
        Hint(("meeting.drop",), "take out"),
        Hint(("meeting.task",), "make an action"),
        Hint(("meeting.not_doing",), "not doing"),
        Hint(("meeting.previous",), "back"),
    )

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return what matters: on the goals, or while one key result is voted on."""
        focus = room.meeting.focus
        if shaped(room.board, focus) is None:
            return relabelled(self.hints, "meeting.next", "next")
        if focus in room.meeting.revealed:
            return (Hint(("meeting.next",), "back to the goals"),)
        return (Hint(("meeting.next",), "reveal"), Hint(("meeting.previous",), "leave the vote"))

    def title(self, room: Room) -> str:
        """Return the question, or the key result that is voted on."""
        found = shaped(room.board, room.meeting.focus)
        return f"{room.meeting.focus}  {clean(found[1].title)}" if found else super().title(room)

    def page(self, room: Room) -> Page:
        """Return the goals with their key results; one alone while it is voted on."""
        if shaped(room.board, room.meeting.focus) is not None:
            return Page(voting(room))
        places = self._places(room)
        if not places:
            return empty("there is no goal yet; go back to propose one", room)
        goals = [place for place in places if place.at < 0]
        lines: list[Line] = []
        rows = []
        if len(goals) > MANY:
            said = f"{len(goals)} goals: more than {MANY} are a lot to keep in mind"
            lines += [[("  ", "text"), (said, "at_risk")], [("", "text")]]
        for index, place in enumerate(places):
            if place.at < 0 and index:
                lines.append([("", "text")])
            first = len(lines)
            lines += self._lines(room, place, index)
            rows.append((first, len(lines) - 1))
        return Page([*lines, *not_doing(room)], tuple(rows))

    def before_next(self, host: Host) -> bool:
        """Reveal the vote in hand, then leave it, then go on."""
        room = host.room()
        focus = room.meeting.focus
        if shaped(room.board, focus) is None:
            return True
        open_vote = focus not in room.meeting.revealed
        if open_vote and who_voted(room.board, room.meeting.id, focus):
            leading(host, lambda draft: reveal(draft, room.meeting.id, focus))
        else:
            look_at(host, "")
        host.calls = 0
        return False

    def before_back(self, host: Host) -> bool:
        """Leave the vote in hand first."""
        if shaped(host.room().board, host.room().meeting.focus) is None:
            return True
        look_at(host, "")
        host.calls = 0
        return False

    def on_vote(self, host: Host) -> None:
        """Open the vote on the key result under the cursor, and call the first."""
        room = host.room()
        focus = room.meeting.focus
        if shaped(room.board, focus) is None:
            place = self._under(room)
            if place is None or place.at < 0:
                host.tell("put the cursor on a key result; its confidence is voted on")
                return
            if not room.leads:
                host.tell("the terminal that leads opens the vote")
                return
            look_at(host, place.about)
            focus = place.about
        if focus in host.room().meeting.revealed:
            host.calls = 0
            return
        call_next(host, who_voted(host.room().board, room.meeting.id, focus), again=True)

    def vote(self, value: int | None, host: Host) -> bool:
        """Take the vote of who is called, and call the next one."""
        room = host.room()
        focus, member = room.meeting.focus, room.calls
        if not member or shaped(room.board, focus) is None:
            return False
        if host.change("vote", lambda d: cast(d, room.meeting.id, focus, value, member)):
            call_next(host, who_voted(host.room().board, room.meeting.id, focus))
        return True

    def on_edit(self, host: Host) -> None:
        """Change the key result or the goal under the cursor."""
        form = self._form(host.room())
        if form is not None:
            host.ask(form)

    on_open = on_edit

    def on_new(self, host: Host) -> None:
        """Add a key result to the goal under the cursor."""
        room = host.room()
        place = self._under(room)
        if place is not None:
            cycle = goal_cycle(room.board, room.meeting)
            host.ask(draft_key_result_form(room.board, place.proposal, cycle))

    def on_drop(self, host: Host) -> None:
        """Take the key result out of its goal."""
        place = self._under(host.room())
        if place is None or place.at < 0:
            host.tell("put the cursor on a key result; a goal is left out on the shortlist")
            return
        id, index = place.proposal.id, place.at
        host.change("take out", lambda draft: remove_draft_key_result(draft, id, index))

    def on_task(self, host: Host) -> None:
        """Turn a task round: it becomes an action under what changes when it is done."""
        room = host.room()
        place = self._under(room)
        if place is None or place.at < 0:
            host.tell("put the cursor on the key result that is a task")
            return
        form = self._form(room)
        assert form is not None
        task = form.named("task")
        task.text = place.proposal.key_results[place.at].title
        form.named("title").text = ""
        form.about = f"with the action “{task.text}”"
        form.told = "What changes, and for whom, when that is done? Type it as the title."
        host.ask(form)

    def on_not_doing(self, host: Host) -> None:
        """Note what we shall not do, for all to see."""
        meeting = host.room().meeting

        def say(draft: Draft, text: str) -> object:
            card = write_card(draft, meeting.id, NOT_DOING, text)
            reveal_cards(draft, meeting.id, NOT_DOING)
            draft.what, draft.logged = f"not doing: {card.text[:60]}", True
            return card

        title = "What shall we not do?"
        host.ask(line_form(title, "Not doing", meeting, say, usual="one line; empty ends"))

    def _form(self, room: Room) -> Form | None:
        place = self._under(room)
        if place is None:
            return None
        if place.at < 0:
            author = place.proposal.author
            return proposal_form(room.board, room.meeting, author, proposal=place.proposal)
        cycle = goal_cycle(room.board, room.meeting)
        return draft_key_result_form(room.board, place.proposal, cycle, place.at)

    @staticmethod
    def _places(room: Room) -> list[Place]:
        return [
            Place(proposal, index)
            for proposal in living(room.board, room.meeting)
            for index in range(-1, len(proposal.key_results))
        ]

    def _under(self, room: Room) -> Place | None:
        found = self._places(room)
        voted = [place for place in found if place.about and place.about == room.meeting.focus]
        return voted[0] if voted else found[min(room.cursor, len(found) - 1)] if found else None

    def _lines(self, room: Room, place: Place, index: int) -> list[Line]:
        signs, proposal = room.glyphs, place.proposal
        if place.at < 0:
            many = len(proposal.key_results)
            note: str = proposal.commitment
            if many > MANY:
                note = f"{many} key results are a lot"
            elif not many:
                note = "no key result yet; n adds one"
            wide = max(12, min(room.width - 6 - len(note), 90))
            title = fit(f"P{proposal.id}  {clean(proposal.title)}", wide, signs.cut)
            style = "at_risk" if many > MANY or not many else "dim"
            return [
                [
                    cursor_mark(room, index),
                    (left(title, wide), "title"),
                    (f"  {fit(note, 30, signs.cut)}", style),
                ]
            ]
        return self._key_result(room, place, proposal.key_results[place.at], index)

    @staticmethod
    def _key_result(room: Room, place: Place, each: DraftKeyResult, index: int) -> list[Line]:
        signs = room.glyphs
        goal = goal_of(each, signs.arrow, signs.more, signs.less)
        word, style = WORDS.get(verdict_of(each), ("", "dim"))
        confidence = ""
        votes = visible(room.board, room.meeting, place.about)
        together = confidence_of(vote.value for vote in votes)
        if together is not None:
            right_size = ambition(place.proposal.commitment, together.median).right
            confidence = f"{together.median:g}" + ("" if right_size else "!")
        owner = fit(room.handle(each.owner), 8, signs.cut) if each.owner else "-"
        owner_cells = 9 if room.width >= 66 else 0
        goal_style = "strong" if goal else "dim"
        tail: Line = [
            (f" {left(fit(goal or 'no target yet', 16, signs.cut), 16)}", goal_style),
            (left(f" {owner}", owner_cells, ""), "dim"),
            (f" {left(word, 10)}", style),
            (right(confidence, 5), "at_risk" if confidence.endswith("!") else "accent"),
        ]
        return entry(room, [cursor_mark(room, index), ("  ", "text")], each.title, "text", tail)
