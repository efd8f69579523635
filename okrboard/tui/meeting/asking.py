"""What several stages ask for: an action, a decision, other words for a card of one's own."""

from __future__ import annotations

from okrboard.domain.meeting.cards import withdraw_card
from okrboard.domain.meeting.deciding import is_about_a_goal
from okrboard.domain.records import Card, Remark
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import action_form, change_card, change_decision, decision_form
from okrboard.tui.meeting.blind import called_here
from okrboard.tui.meeting.stage import StageServices, StageView

MOST = 9
"""Decisions that are offered, the newest; each has a digit."""


class PlansActions:
    """A stage in which actions are planned."""

    def on_action(self, host: StageServices, view: StageView) -> None:
        """Plan an action."""
        about = self.acts_for(view)
        host.ask(action_form(view.board, view.meeting, view.stamp, about))

    def acts_for(self, view: StageView) -> int:
        """Return the key result that an action is planned for, 0 for none."""
        del view
        return 0


class NotesDecisions:
    """A stage in which decisions are noted."""

    def on_decision(self, host: StageServices, view: StageView) -> None:
        """Ask for a decision; where there are some already, first whether one of them is meant.

        What was decided about a goal is changed where it was decided.
        """
        meeting = view.meeting
        decisions = [one for one in meeting.decisions if not is_about_a_goal(one)][-MOST:]
        if not decisions:
            host.ask(decision_form(meeting))
            return

        def chosen(answer: object) -> None:
            if answer == "new":
                host.ask(decision_form(host.look().meeting))
            for remark in decisions:
                if remark is answer:
                    host.ask(change_decision(meeting, remark))

        options: list[tuple[str, str, Remark | str]] = [("n", "a new one", "new")]
        options += [(str(number), one.text, one) for number, one in enumerate(decisions, 1)]
        host.ask(Choices("A new decision, or which shall be corrected?", options), chosen)


def change_own(host: StageServices, view: StageView, card: Card | None) -> None:
    """Say a card in other words, where that is up to somebody at this terminal."""
    if card is not None and _is_ours(host, view, card):
        host.ask(change_card(card))


def take_back(host: StageServices, view: StageView, card: Card | None) -> None:
    """Take a card back, where that is up to somebody at this terminal."""
    if card is not None and _is_ours(host, view, card):
        host.change("a card", lambda draft: withdraw_card(draft, card.id, card.author))


def _is_ours(host: StageServices, view: StageView, card: Card) -> bool:
    ours = card.author == view.me or card.author in called_here(view)
    if not ours:
        # Not whose it is: cards stand without names.
        host.tell("that card is somebody else's; it is changed at their terminal")
    return ours
