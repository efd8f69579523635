"""Last week's actions: kept, dropped or carried over, one key each."""

from __future__ import annotations

from collections.abc import Callable

from okrboard.cells import fit, left, right
from okrboard.domain.changes import Draft
from okrboard.domain.edit.actions import carry_action, drop_action, keep_action, reopen_action
from okrboard.domain.formulas import kept_and_moved
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import actions_to_review
from okrboard.domain.records import Action
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import text_question
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, empty
from okrboard.tui.paint.line import Line

YIELDS = {
    "value": ("value", "done"),
    "busy_work": ("busy work", "at_risk"),
    "luck": ("luck", "text"),
    "stuck": ("stuck", "off_track"),
}


class LastActions(Stage):
    """What became of what we said we would do."""

    hints = (
        Hint(("meeting.keep",), "kept"),
        Hint(("meeting.drop",), "dropped"),
        Hint(("meeting.carry",), "carry over"),
        Hint(("meeting.word",), "why"),
        NEXT,
    )

    def page(self, room: Room) -> Page:
        """Return the actions, those still open first."""
        found = self._actions(room)
        if not found:
            return empty("no action was planned last time; plan some under the key results", room)
        lines: list[Line] = []
        rows = []
        for index, action in enumerate(found):
            rows.append((len(lines), len(lines) + 1))
            lines += self._action(room, action, index)
        return Page(lines, tuple(rows))

    def on_keep(self, host: Host) -> None:
        """The action was done."""
        self._close(host, keep_action)

    def on_drop(self, host: Host) -> None:
        """The action will not be done."""
        self._close(host, drop_action)

    def on_carry(self, host: Host) -> None:
        """The action goes on next week."""
        self._close(host, lambda draft, id: carry_action(draft, id))

    def on_word(self, host: Host) -> None:
        """Ask why, in a word, for the action under the cursor."""
        action = self._under(host.room())
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

    def _close(self, host: Host, close: Callable[[Draft, int], Action]) -> None:
        action = self._under(host.room())
        if action is None:
            host.tell("there is no action here")
            return

        def edit(draft: Draft) -> Action:
            if draft.board.actions[action.id].state != "open":
                reopen_action(draft, action.id)
            return close(draft, action.id)

        if host.change("action", edit) is not None:
            host.cursor = min(host.cursor + 1, max(0, self.count(host.room()) - 1))

    @staticmethod
    def _actions(room: Room) -> list[Action]:
        found = actions_to_review(room.board, room.meeting)
        return sorted(found, key=lambda action: action.id)

    def _under(self, room: Room) -> Action | None:
        found = self._actions(room)
        return found[min(room.cursor, len(found) - 1)] if found else None

    @staticmethod
    def _action(room: Room, action: Action, index: int) -> list[Line]:
        glyphs = room.glyphs
        today = room.meeting.started.astimezone(room.zone).date()
        if action.state == "kept":
            sign, style, word = glyphs.health["done"], "done", "kept"
        elif action.state == "dropped":
            sign, style, word = "x", "dim", "dropped"
        elif action.due is not None and action.due > today:
            sign, style, word = glyphs.open, "accent", f"until {action.due.day} {action.due:%b}"
        else:
            sign, style, word = glyphs.health["stale"], "stale", "open"
        if action.carried:
            word += f", carried {action.carried}x"
        head: Line = [
            cursor_mark(room, index),
            (f"{sign} ", style),
            (left(reference("actions", action.id), 5), "dim"),
        ]
        tail: Line = [(right(word, 24, glyphs.cut), style if action.state != "open" else "text")]
        said: Line = [("         ", "text"), (left(room.handle(action.owner), 10), "dim")]
        key_result = room.board.key_results.get(action.key_result)
        if action.moved is not None:
            text, colour = YIELDS[kept_and_moved(action.state == "kept", action.moved)]
            said.append((f"{text}  ", colour))
        about = (
            f"for {reference('key_results', key_result.id)} {key_result.title}"
            if key_result
            else ""
        )
        why = f"{about}   {clean(action.reason)}" if action.reason else about
        said.append((fit(why, max(0, room.width - 32), glyphs.cut), "dim"))
        return [*entry(room, head, action.title, "strong", tail), said]
