"""The actions of a check-in: what became of last week's, and next week's by person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from okrboard.cells import left, right
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import carry_action, drop_action, keep_action, reopen_action
from okrboard.domain.format_numbers import format_change
from okrboard.domain.formulas import kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import actions_to_review, people, planned_actions
from okrboard.domain.records import Action
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.action import change_action
from okrboard.tui.forms.form import text_question
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

YIELD_STYLES = {"value": "done", "busy_work": "at_risk", "luck": "text", "stuck": "off_track"}


class LastActions(ListStage[Action]):
    """What became of what we said we would do."""

    hints = (
        Hint(("meeting.keep",), "kept"),
        Hint(("meeting.drop",), "dropped"),
        Hint(("meeting.carry",), "carry over"),
        Hint(("meeting.word",), "why"),
        NEXT,
    )
    nothing = "no action was planned last time; plan some under the key results"
    choices = {"keep": keep_action, "drop": drop_action, "carry": carry_action}

    def items(self, view: StageView) -> list[Action]:
        """Return the actions in the order in which they were made."""
        return sorted(actions_to_review(view.board, view.meeting), key=lambda action: action.id)

    def choose(
        self, host: StageServices, view: StageView, choice: Callable[[Draft, int], Action]
    ) -> None:
        """Say what became of the action under the cursor, and go to the next one."""
        action = self.under(view)
        if action is None:
            host.tell("there is no action here")
            return

        def edit(draft: Draft) -> Action:
            if draft.board.actions[action.id].state != "open":
                reopen_action(draft, action.id)
            return choice(draft, action.id)

        if host.change("action", edit) is not None:
            self.go_down(host)

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Ask why, in a word, for the action under the cursor."""
        action = self.under(view)
        if action is None:
            return
        ref = reference("actions", action.id)

        def answered(done: object) -> None:
            reason = getattr(done, "value", None)
            if reason:
                host.change(
                    f"why {ref}",
                    lambda draft: draft.put(draft.board.actions[action.id]._replace(reason=reason)),
                )

        host.ask(text_question(f"{ref}: why?", label="Why"), answered)

    def row(self, view: StageView, item: Action, index: int) -> list[Line]:
        """Return an action with what became of it, and what it was for."""
        glyphs = view.glyphs
        sign, style, word = _outcome(view, item)
        if item.carried:
            word += f", carried {item.carried}x"
        head: Line = [
            view.mark(index),
            (f"{sign} ", style),
            (left(reference("actions", item.id), 5), "dim"),
        ]
        tail: Line = [(right(word, 24, glyphs.cut), style if item.state != "open" else "text")]
        below: Line = [("         ", "text"), (left(view.handle(item.owner), 10), "dim")]
        if item.moved is not None:
            worth = kept_and_moved(item.state == "kept", item.moved)
            below.append((f"{worth.replace('_', ' ')}  ", YIELD_STYLES[worth]))
        key_result = view.board.key_results.get(item.key_result)
        why = ""
        if key_result:
            why = f"for {reference('key_results', key_result.id)} {key_result.title}"
        if item.reason:
            why += f"   {clean(item.reason)}"
        below.append((view.fit(why, max(0, view.width - 32)), "dim"))
        return [*entry(view, head, item.title, "strong", tail), below]


def _outcome(view: StageView, action: Action) -> tuple[str, str, str]:
    """Return sign, style and word for what became of an action."""
    today = view.meeting.started.astimezone(view.zone).date()
    if action.state == "kept":
        return view.glyphs.health["done"], "done", "kept"
    if action.state == "dropped":
        return "x", "dim", "dropped"
    if action.due is not None and action.due > today:
        return view.glyphs.open, "accent", f"until {action.due.day} {action.due:%b}"
    return view.glyphs.health["stale"], "stale", "open"


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
