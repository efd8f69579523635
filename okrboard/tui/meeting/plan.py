"""The action plan: next week by person; who has too much, who has nothing; last changes."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.cells import left
from okrboard.domain.edit.actions import drop_action
from okrboard.domain.format_numbers import format_change
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import people, planned_actions
from okrboard.domain.records import Action
from okrboard.tui.actions import Hint
from okrboard.tui.forms.action import change_action
from okrboard.tui.meeting.asking import NotesDecisions, PlansActions
from okrboard.tui.meeting.stage import (
    ACTION,
    BLANK,
    DECISION,
    NEXT,
    ListStage,
    StageServices,
    StageView,
    entry,
)
from okrboard.tui.paint.line import Line, typeset

MANY = 4
"""Actions in one week from which a person has too many; method.md 2.3 asks for three or four."""


class Plan(PlansActions, NotesDecisions, ListStage[Action]):
    """Who does what next week."""

    hints = (
        NEXT,
        ACTION,
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.drop",), "drop"),
        DECISION,
    )

    def items(self, view: StageView) -> list[Action]:
        """Return the plan by person."""
        actions = planned_actions(view.board, view.meeting)
        return sorted(actions, key=lambda action: (view.handle(action.owner), action.owner))

    def acts_for(self, view: StageView) -> int:
        """Return the key result of the action under the cursor."""
        action = self.under(view)
        return action.key_result if action else 0

    on_new = PlansActions.on_action

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Change the action under the cursor."""
        action = self.under(view)
        if action is not None:
            host.ask(change_action(view.board, view.stamp, action.id))

    on_open = on_edit

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Take the action under the cursor off the plan."""
        action = self.under(view)
        if action is not None:
            host.change("drop", lambda draft: drop_action(draft, action.id))

    def between(self, view: StageView, items: Sequence[Action], index: int) -> list[Line]:
        """Return a person's name above their first action."""
        owner = items[index].owner
        if index and items[index - 1].owner == owner:
            return []
        count = sum(action.owner == owner for action in items)
        word = f"{count} actions: that is a lot" if count > MANY else ""
        head: Line = [("  ", "text"), (view.handle(owner), "label"), (f"   {word}", "at_risk")]
        return [BLANK, head] if index else [head]

    def below(self, view: StageView, items: Sequence[Action]) -> list[Line]:
        """Return the people without an action."""
        lines = [] if items else [view.line("nobody has planned anything yet", "dim", 2)]
        busy = {action.owner for action in items}
        members = people(view.board, view.meeting.team)
        idle = [member.handle for member in members if member.id not in busy]
        if idle:
            lines += [BLANK, view.line(f"without an action: {', '.join(idle)}", "dim", 2)]
        return lines

    def row(self, view: StageView, item: Action, index: int) -> list[Line]:
        """Return an action with what it is for, until when, and what it shall move."""
        key_result = view.board.key_results.get(item.key_result)
        due = f"{item.due.day} {item.due:%b}" if item.due else ""
        about = reference("key_results", key_result.id) if key_result else ""
        expected = ""
        if item.expected is not None and key_result is not None:
            expected = typeset(format_change(item.expected, key_result.unit), view.glyphs)
        carried = f"carried {item.carried}x" if item.carried else ""
        head = [view.mark(index), (left(reference("actions", item.id), 5), "dim")]
        tail: Line = [
            (f"  {about:<6}", "dim"),
            (f"{due:<8}", "text"),
            (view.left(expected, 13), "dim"),
            (left(carried, 11), "at_risk"),
        ]
        return entry(view, head, item.title, "strong", tail)
