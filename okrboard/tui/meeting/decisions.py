"""Decisions: the key that notes one, or corrects one that was noted before."""

from __future__ import annotations

from okrboard.domain.meeting.deciding import is_about_a_goal
from okrboard.domain.records import Remark
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import change_decision, decision_form
from okrboard.tui.meeting.stage import Host

MOST = 9
"""Decisions that are offered, the newest; each has a digit."""


def ask_decision(host: Host) -> None:
    """Ask for a decision; where there are some already, first whether one of them is meant.

    What was decided about a goal is changed where it was decided.
    """
    meeting = host.room().meeting
    said = [remark for remark in meeting.decisions if not is_about_a_goal(remark)][-MOST:]
    if not said:
        host.ask(decision_form(meeting))
        return

    def chosen(answer: object) -> None:
        if answer == "new":
            host.ask(decision_form(host.room().meeting))
        for remark in said:
            if remark is answer:
                host.ask(change_decision(meeting, remark))

    options: list[tuple[str, str, Remark | str]] = [("n", "a new one", "new")]
    options += [(str(number), remark.text, remark) for number, remark in enumerate(said, 1)]
    host.ask(Choices("A new decision, or which shall be corrected?", options), chosen)
