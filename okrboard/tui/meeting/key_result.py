"""One key result with the screen for itself: its value in large digits, and all that is said."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.detail import KeyResultDetail, detail
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting.topics import without_action
from okrboard.domain.records import CheckIn
from okrboard.text import clean
from okrboard.tui.forms.meeting import action_form, driver_form, fix_form, value_form
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import (
    ACTION,
    CHECK_IN,
    DRIVER,
    FIX,
    NEXT,
    Host,
    Stage,
    ask_once,
    section,
)
from okrboard.tui.meeting.standing import standing
from okrboard.tui.paint.line import Line, rough, typeset

MOST_ACTIONS = 5
"""Actions of next week that are shown at once."""


class KeyResultStage(Stage):
    """What drove it, where the gap is, what is quickly fixed, who does what next."""

    hints = (CHECK_IN, DRIVER, FIX, ACTION, NEXT)

    def title(self, room: Room) -> str:
        """Return the key result's own name."""
        record = room.board.key_results[self.id(room)]
        return f"{room.item}  {clean(record.title)}"

    def page(self, room: Room) -> Page:
        """Return the numbers, the drivers, the fix and next week's actions."""
        one = self._detail(room)
        lines = [*standing(room, one), *self._drivers(room, one)]
        lines += self._fix(room, one)
        lines += self._next_week(room, one)
        return Page(lines)

    def before_next(self, host: Host) -> bool:
        """Ask once about a key result that is in trouble and that nobody does anything about."""
        room = host.room()
        one = self._detail(room)
        if not without_action(room.board, one.measure):
            return True
        word = one.measure.health.replace("_", " ")
        said = f"{room.item} is {word} and nobody acts on it: plan an action, or go on"
        return ask_once(host, room.item, said)

    def on_check_in(self, host: Host) -> None:
        """Type the value."""
        room = host.room()
        host.ask(value_form(room.board, room.meeting, self.id(room)))

    def on_driver(self, host: Host) -> None:
        """Name what drove it."""
        room = host.room()
        host.ask(driver_form(room.board, room.meeting, self.id(room)))

    def on_fix(self, host: Host) -> None:
        """Say what did not work, and the fix."""
        room = host.room()
        host.ask(fix_form(room.board, room.meeting, self.id(room)))

    def on_action(self, host: Host) -> None:
        """Plan an action."""
        from okrboard.domain.changes import Stamp

        room = host.room()
        stamp = Stamp(room.handle(room.me), room.now, room.today, room.me)
        host.ask(action_form(room.board, room.meeting, stamp, self.id(room)))

    on_open = on_check_in

    @staticmethod
    def id(room: Room) -> int:
        """Return the key result's id."""
        named = parse_reference(room.item)
        assert named is not None
        return named[1]

    def _detail(self, room: Room) -> KeyResultDetail:
        id = self.id(room)
        record = room.board.key_results[id]
        found = room.board.memo(
            ("detail", record.objective, room.today),
            lambda: detail(room.board, record.objective, room.today),
        )
        return next(one for one in found.key_results if one.key_result.id == id)

    def _drivers(self, room: Room, one: KeyResultDetail) -> list[Line]:
        glyphs, unit = room.glyphs, one.key_result.unit
        latest, before = self._check_ins(room, one)
        lines = section("What drove it last week?", room)
        if latest is None:
            return [*lines, [("    ", "text"), ("no check-in yet; type the value first", "dim")]]
        was = before.value if before else one.key_result.start
        change = f"{format_value(was)} {glyphs.arrow} {format_value(latest.value, unit)}"
        lines[-1].append((f"   {typeset(change, glyphs)}", "text"))
        for driver in latest.drivers:
            lines += self._driver(room, driver.share, driver.text, driver.kind, driver.author)
        rest = unexplained(latest, before, one.key_result.start)
        if rest:
            lines += self._driver(room, rest, "unexplained", "", 0)
        elif not latest.drivers:
            lines.append([("    ", "text"), ("nothing changed", "dim")])
        return lines

    @staticmethod
    def _driver(room: Room, share: float, text: str, kind: str, author: int) -> list[Line]:
        signed = typeset(format_change(rough(share)), room.glyphs)
        told = f"  {kind}  {room.handle(author)}" if author else f"  {kind}"
        head = [("    ", "text"), (f"{signed:>8}  ", "strong" if kind else "dim")]
        tail = [(left(told, 22, room.glyphs.cut), "dim")]
        return entry(room, head, text, "text" if kind else "dim", tail)

    def _fix(self, room: Room, one: KeyResultDetail) -> list[Line]:
        latest, _ = self._check_ins(room, one)
        lines = section("What did not work, and the quick fix?", room)
        if latest is None or not (latest.blocker or latest.fix):
            return [*lines, [("    ", "text"), ("nothing said yet", "dim")]]
        for text, style in ((latest.blocker, "text"), (latest.fix, "strong")):
            for row in text.splitlines()[:3]:
                sign = f"{room.glyphs.arrow} " if style == "strong" else ""
                shown = fit(f"{sign}{clean(row)}", room.width - 6, room.glyphs.cut)
                lines.append([("    ", "text"), (shown, style)])
        return lines

    @staticmethod
    def _next_week(room: Room, one: KeyResultDetail) -> list[Line]:
        lines = section("Next week", room)
        planned = [action for action in one.actions if action.state == "open"]
        if not planned:
            return [*lines, [("    ", "text"), ("no action yet", "dim")]]
        shown = planned[:MOST_ACTIONS]
        cells = 18 if any(action.expected is not None for action in shown) else 0
        for action in shown:
            due = f"{action.due.day} {action.due:%b}" if action.due else ""
            expected = ""
            if action.expected is not None:
                change = typeset(format_change(action.expected, one.key_result.unit), room.glyphs)
                expected = f"expects {change}"
            head = [("    ", "text"), (left(reference("actions", action.id), 5), "dim")]
            tail = [
                (f" {left(room.handle(action.owner), 10)} {due:<7}", "dim"),
                (left(expected, cells, room.glyphs.cut), "dim"),
            ]
            lines += entry(room, head, action.title, "text", tail)
        if len(planned) > MOST_ACTIONS:
            lines.append([("    ", "text"), (f"and {len(planned) - MOST_ACTIONS} more", "dim")])
        return lines

    @staticmethod
    def _check_ins(room: Room, one: KeyResultDetail) -> tuple[CheckIn | None, CheckIn | None]:
        """Return the newest check-in and the one before it, of another meeting."""
        check_ins = room.board.check_ins_of(one.key_result.id)
        if not check_ins:
            return None, None
        latest = check_ins[-1]
        before = [
            each for each in check_ins[:-1] if not each.meeting or each.meeting != latest.meeting
        ]
        return latest, before[-1] if before else None
