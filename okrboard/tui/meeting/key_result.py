"""One key result with the screen for itself: its value in large digits, and all that is said."""

from __future__ import annotations

from okrboard.domain.detail import detail
from okrboard.domain.edit.check_ins import unexplained
from okrboard.domain.figures import format_change, format_value
from okrboard.domain.lookup import parse_reference, reference
from okrboard.domain.meeting.scope import ranked, without_action
from okrboard.text import clean
from okrboard.tui.forms.meeting import action_form, driver_form, fix_form, value_form
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page
from okrboard.tui.meeting.stage import ACTION, CHECK_IN, DRIVER, FIX, NEXT, Stage, ask_once, section
from okrboard.tui.paint.bar import bar
from okrboard.tui.paint.detail_key_result import shares
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.prose import rough, typeset
from okrboard.tui.paint.spark import spark
from okrboard.tui.paint.width import fit, left
from okrboard.tui.paint.width import width as width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.detail import KeyResultDetail
    from okrboard.domain.records import CheckIn
    from okrboard.tui.meeting.room import Room
    from okrboard.tui.meeting.stage import Host
    from okrboard.tui.paint.width import Line

LARGE = 44
"""Cells that the large digits have at most."""


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
        lines = [*self._numbers(room, one), *self._drivers(room, one)]
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

    def _numbers(self, room: Room, one: KeyResultDetail) -> list[Line]:
        record, measured, glyphs = one.key_result, one.measure, room.glyphs
        objective = room.board.objectives[record.objective]
        about = f"{reference('objectives', objective.id)} {clean(objective.title)}"
        about += f" {glyphs.dot} {one.owner}" if one.owner else ""
        lines: list[Line] = [
            [("  ", "text"), (fit(about, room.width - 3, glyphs.cut), "dim")],
            [("", "text")],
        ]
        value = typeset(format_value(measured.current), glyphs)
        if record.kind == "milestones":
            value = f"{sum(1 for step in record.steps if step.done)}/{len(record.steps)}"
        large = digits(value.replace(" ", ""), ascii=glyphs.parts == " #")
        wide = min(max(width_of(row) for row in large), LARGE)
        side = self._beside(room, one, room.width - wide - 7)
        for index in range(3):
            row: Line = [
                ("    ", "text"),
                (left(large[index], wide, ""), "strong"),
                ("   ", "text"),
            ]
            lines.append([*row, *(side[index] if index < len(side) else [])])
        for extra in side[3:]:
            lines.append([("    ", "text"), *extra])
        return lines

    def _beside(self, room: Room, one: KeyResultDetail, width: int) -> list[Line]:
        record, measured, glyphs = one.key_result, one.measure, room.glyphs
        start, target = format_value(record.start), format_value(record.target, record.unit)
        if record.kind == "metric":
            goal = f"{start} {glyphs.arrow} {target}"
        elif record.kind == "threshold":
            goal = f"{glyphs.more if record.keep == 'above' else glyphs.less} {target}"
        else:
            goal = f"{len(record.steps)} steps"
        first: Line = [
            (typeset(goal, glyphs), "text"),
            (f"   {glyphs.word(measured.health)}", measured.health),
        ]
        cells = min(28, max(8, width - 30))
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        gap = ""
        if measured.gap is not None:
            behind = round(measured.gap)
            gap = f"{abs(behind)} {'behind' if behind >= 0 else 'ahead'}"
        second: Line = [
            *bar(measured.progress, measured.pace, cells, measured.health, glyphs),
            (f"  {share}", "strong"),
            (f"   pace {round(measured.pace * 100)} %   {gap}", "text"),
        ]
        third: Line = [(fit(self._leads(room, one), width, glyphs.cut), "dim")]
        rows = [first, second, third]
        if one.values:
            drawn = spark(shares(one), 24, glyphs)
            rows.append(
                [(left(drawn, 26), "spark"), (fit(self._why_now(room), room.width - 34), "dim")]
            )
        return rows

    @staticmethod
    def _leads(room: Room, one: KeyResultDetail) -> str:
        trend, unit, glyphs = one.trend, one.key_result.unit, room.glyphs
        said = []
        if trend.need_per_week:
            said.append(f"need {typeset(format_change(rough(trend.need_per_week)), glyphs)} a week")
        if trend.made_per_week is not None:
            said.append(f"made {typeset(format_change(rough(trend.made_per_week)), glyphs)}")
        if trend.forecast is not None:
            value, low, high = (rough(number) for number in trend.forecast)
            band = f" ({format_value(low)} to {format_value(high)})" if low != high else ""
            said.append(typeset(f"forecast {format_value(value, unit)}{band}", glyphs))
        return "   ".join(said)

    @staticmethod
    def _why_now(room: Room) -> str:
        for each in ranked(room.board, room.meeting, room.today):
            if each.ref == room.item and each.priority.parts:
                return f"priority {each.priority.printed}"
        return ""

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
            lines.append(self._driver(room, driver.share, driver.text, driver.kind, driver.author))
        rest = unexplained(latest, before, one.key_result.start)
        if rest:
            lines.append(self._driver(room, rest, "unexplained", "", 0))
        elif not latest.drivers:
            lines.append([("    ", "text"), ("nothing changed", "dim")])
        return lines

    @staticmethod
    def _driver(room: Room, share: float, text: str, kind: str, author: int) -> Line:
        signed = typeset(format_change(rough(share)), room.glyphs)
        told = f"{kind}  {room.handle(author)}" if author else kind
        wide = max(10, room.width - 36)
        style = "text" if kind else "dim"
        return [
            ("    ", "text"),
            (f"{signed:>8}  ", "strong" if kind else "dim"),
            (left(fit(clean(text), wide, room.glyphs.cut), wide), style),
            (fit(told, 20, room.glyphs.cut), "dim"),
        ]

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
        for action in planned[:5]:
            due = f"{action.due.day} {action.due:%b}" if action.due else ""
            expected = ""
            if action.expected is not None:
                change = typeset(format_change(action.expected, one.key_result.unit), room.glyphs)
                expected = f"expects {change}"
            head = [("    ", "text"), (left(reference("actions", action.id), 5), "dim")]
            tail = [
                (f" {left(room.handle(action.owner), 10)} {due:<7}", "dim"),
                (left(expected, 18, room.glyphs.cut), "dim"),
            ]
            lines += entry(room, head, action.title, "text", tail)
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
