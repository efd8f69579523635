"""The action plan: next week by person; who has too much, who has nothing; last changes."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.edit.actions import drop_action
from okrboard.domain.format_numbers import format_change
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import people, planned_actions
from okrboard.domain.records import Action
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import action_form
from okrboard.tui.meeting.decisions import ask_decision
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import ACTION, NEXT, Host, Stage, cursor_mark
from okrboard.tui.paint.line import Line, typeset

MANY = 4
"""Actions in one week from which a person has too many; method.md 2.3 asks for three or four."""


class Plan(Stage):
    """Who does what next week."""

    hints = (
        NEXT,
        ACTION,
        Hint(("meeting.edit",), "change"),
        Hint(("meeting.drop",), "drop"),
        Hint(("meeting.decision",), "decision"),
    )

    def page(self, room: Room) -> Page:
        """Return the plan by person, the people without an action at the end."""
        by_person = self._by_person(room)
        lines: list[Line] = []
        rows = []
        index = 0
        for member, actions in by_person:
            many = len(actions) > MANY
            count = f"{len(actions)} actions: that is a lot" if many else ""
            lines += [
                *([[("", "text")]] if lines else []),
                [("  ", "text"), (room.handle(member), "label"), (f"   {count}", "at_risk")],
            ]
            for action in actions:
                first = len(lines)
                lines += self._lines(room, action, index)
                rows.append((first, len(lines) - 1))
                index += 1
        if not rows:
            lines.append([("  ", "text"), ("nobody has planned anything yet", "dim")])
        busy = {member for member, _ in by_person}
        idle = [
            member.handle
            for member in people(room.board, room.meeting.team)
            if member.id not in busy
        ]
        if idle:
            said = fit(f"without an action: {', '.join(idle)}", room.width - 3, room.glyphs.cut)
            lines += [[("", "text")], [("  ", "text"), (said, "dim")]]
        return Page(lines, tuple(rows))

    def on_action(self, host: Host) -> None:
        """Plan one more."""
        from okrboard.domain.changes import Stamp

        room = host.room()
        action = self._under(room)
        stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)
        about = action.key_result if action else 0
        host.ask(action_form(room.board, room.meeting, stamp, about))

    on_new = on_action

    def on_edit(self, host: Host) -> None:
        """Change the action under the cursor."""
        from okrboard.domain.changes import Stamp
        from okrboard.tui.forms.action import change_action

        room = host.room()
        action = self._under(room)
        if action is not None:
            stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)
            host.ask(change_action(room.board, stamp, action.id))

    on_open = on_edit

    def on_drop(self, host: Host) -> None:
        """Take the action under the cursor off the plan."""
        action = self._under(host.room())
        if action is not None:
            host.change("drop", lambda draft: drop_action(draft, action.id))

    def on_decision(self, host: Host) -> None:
        """Note a decision, or correct one."""
        ask_decision(host)

    @staticmethod
    def _by_person(room: Room) -> list[tuple[int, list[Action]]]:
        found: dict[int, list[Action]] = {}
        for action in planned_actions(room.board, room.meeting):
            found.setdefault(action.owner, []).append(action)
        return sorted(found.items(), key=lambda item: room.handle(item[0]))

    def _under(self, room: Room) -> Action | None:
        found = [action for _, actions in self._by_person(room) for action in actions]
        return found[min(room.cursor, len(found) - 1)] if found else None

    @staticmethod
    def _lines(room: Room, action: Action, index: int) -> list[Line]:
        key_result = room.board.key_results.get(action.key_result)
        due = f"{action.due.day} {action.due:%b}" if action.due else ""
        about = reference("key_results", key_result.id) if key_result else ""
        expected = ""
        if action.expected is not None and key_result is not None:
            expected = typeset(format_change(action.expected, key_result.unit), room.glyphs)
        carried = f"carried {action.carried}x" if action.carried else ""
        head = [cursor_mark(room, index), (left(reference("actions", action.id), 5), "dim")]
        tail: Line = [
            (f"  {about:<6}", "dim"),
            (f"{due:<8}", "text"),
            (left(expected, 13, room.glyphs.cut), "dim"),
            (left(carried, 11), "at_risk"),
        ]
        return entry(room, head, action.title, "strong", tail)
