"""The actions of a check-in: what became of last week's, and next week's by person."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cells import left, right
from okrboard.domain.changes import Draft
from okrboard.domain.describe import day_and_month
from okrboard.domain.edit.actions import carry_action, drop_action, keep_action, reopen_action
from okrboard.domain.format_numbers import format_change
from okrboard.domain.formulas import kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.agendas import actions_to_review, people, planned_actions
from okrboard.domain.records import Action
from okrboard.text import clean
from okrboard.tui.forms.form import Done, text_question
from okrboard.tui.forms.meeting import action_form
from okrboard.tui.forms.records import change_action
from okrboard.tui.meeting.stage import BLANK, MARGIN, NEXT, ListStage, ask_decision
from okrboard.tui.paint.line import Line, typeset

_YIELD_STYLES = {"value": "done", "busy_work": "at_risk", "luck": "text", "stuck": "off_track"}

_MANY = 4
"""Actions in one week from which a person has too many; method.md 2.3 asks for three or four."""


class LastActions(ListStage[Action]):
    """What became of what we said we would do."""

    hints = {"keep": "kept", "drop": "dropped", "carry": "carry over", "word": "why", **NEXT}
    nothing = "no action was planned last time; plan some under the key results"
    nothing_here = "there is no action here"
    choices = {"keep": keep_action, "drop": drop_action, "carry": carry_action}

    def list_items(self) -> list[Action]:
        """Return the actions in the order in which they were made."""
        return sorted(actions_to_review(self.board, self.meeting), key=lambda action: action.id)

    def choose(self, item: Action, choice: Callable[[Draft, int], Action]) -> None:
        """Say what became of the action under the cursor, and go to the next one."""

        def edit(draft: Draft) -> Action:
            if draft.board.actions[item.id].state != "open":
                reopen_action(draft, item.id)
            return choice(draft, item.id)

        if self.host.change("action", edit) is not None:
            self.go_down()

    def on_item_word(self, item: Action) -> None:
        """Ask why, in a word, for the action under the cursor."""
        ref = reference("actions", item.id)

        def answered(done: Done | None) -> None:
            if done is not None and done.value:
                self.host.change(
                    f"why {ref}", lambda draft: _set_reason(draft, item.id, done.value)
                )

        self.host.ask(text_question(f"{ref}: why?", label="Why"), answered)

    def row(self, item: Action, index: int) -> list[Line]:
        """Return an action with what became of it, and what it was for."""
        sign, style, word = self._outcome(item)
        if item.carried:
            word += f", carried {item.carried}x"
        tail: Line = [(right(word, 24, self.glyphs.cut), style if item.state != "open" else "text")]
        below: Line = [("         ", "text"), (left(self.handle(item.owner), 10), "dim")]
        if item.moved is not None:
            worth = kept_and_moved(item.state == "kept", item.moved)
            below.append((f"{worth.replace('_', ' ')}  ", _YIELD_STYLES[worth]))
        key_result = self.board.key_results.get(item.key_result)
        why = ""
        if key_result:
            why = f"for {reference('key_results', key_result.id)} {key_result.title}"
        if item.reason:
            why += f"   {clean(item.reason)}"
        below.append((self.fit(why, max(0, self.width - 32)), "dim"))
        head = self.head(index, reference("actions", item.id), sign=sign, style=style)
        return [*self.entry(head, item.title, "strong", tail), below]

    def _outcome(self, action: Action) -> tuple[str, str, str]:
        """Return sign, style and word for what became of an action."""
        signs = self.glyphs
        if action.state == "kept":
            return signs.health["done"], "done", "kept"
        if action.state == "dropped":
            return "x", "dim", "dropped"
        day = self.meeting.started.astimezone(self.zone).date()
        if action.due is not None and action.due > day:
            return signs.open, "accent", f"until {_day(action)}"
        return signs.health["stale"], "stale", "open"


class ActionPlan(ListStage[Action]):
    """Who does what next week."""

    hints = {**NEXT, "action": "action", "edit": "change", "drop": "drop", "decision": "decision"}
    item_forms = dict.fromkeys(
        ("edit", "open"), lambda stage, item: change_action(stage.board, stage.stamp, item.id)
    )
    on_decision = ask_decision

    def list_items(self) -> list[Action]:
        """Return the plan by person."""
        actions = planned_actions(self.board, self.meeting)
        return sorted(actions, key=lambda action: (self.handle(action.owner), action.owner))

    def on_action(self) -> None:
        """Plan an action, for the key result of the one under the cursor."""
        about = self.under.key_result if self.under else 0
        self.host.ask(action_form(self.board, self.meeting, self.stamp, about))

    on_new = on_action

    def on_item_drop(self, item: Action) -> None:
        """Take the action under the cursor off the plan."""
        self.host.change("drop", lambda draft: drop_action(draft, item.id))

    def between(self, index: int) -> list[Line]:
        """Return a person's name above their first action."""
        owner = self.items[index].owner
        if index and self.items[index - 1].owner == owner:
            return []
        count = sum(action.owner == owner for action in self.items)
        word = f"{count} actions: that is a lot" if count > _MANY else ""
        head: Line = [MARGIN, (self.handle(owner), "label"), (f"   {word}", "at_risk")]
        return [BLANK, head] if index else [head]

    def below(self) -> list[Line]:
        """Return the people without an action."""
        lines = [] if self.items else [self.line("nobody has planned anything yet", "dim", 2)]
        busy = {action.owner for action in self.items}
        members = people(self.board, self.meeting.team)
        idle = [member.handle for member in members if member.id not in busy]
        if idle:
            lines += [BLANK, self.line(f"without an action: {', '.join(idle)}", "dim", 2)]
        return lines

    def row(self, item: Action, index: int) -> list[Line]:
        """Return an action with what it is for, until when, and what it shall move."""
        key_result = self.board.key_results.get(item.key_result)
        about = reference("key_results", key_result.id) if key_result else ""
        expected = ""
        if item.expected is not None and key_result is not None:
            expected = typeset(format_change(item.expected, key_result.unit), self.glyphs)
        carried = f"carried {item.carried}x" if item.carried else ""
        head = self.head(index, reference("actions", item.id))
        tail: Line = [
            (f"  {about:<6}", "dim"),
            (f"{_day(item):<8}", "text"),
            (self.left(expected, 13), "dim"),
            (left(carried, 11), "at_risk"),
        ]
        return self.entry(head, item.title, "strong", tail)


def _day(action: Action) -> str:
    return day_and_month(action.due) if action.due else ""


def _set_reason(draft: Draft, id: int, reason: str) -> Action:
    return draft.put(draft.board.actions[id]._replace(reason=reason))
