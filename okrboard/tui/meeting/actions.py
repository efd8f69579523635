"""Last week's actions: kept, dropped or carried over, one key each."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cells import left, right
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import carry_action, drop_action, keep_action, reopen_action
from okrboard.domain.formulas import kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import actions_to_review
from okrboard.domain.records import Action
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import text_question
from okrboard.tui.meeting.stage import NEXT, ListStage, StageServices, StageView, entry
from okrboard.tui.paint.line import Line

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
