"""The cycle again: the board as it was week by week, for everybody at the same time."""

from __future__ import annotations

from datetime import date

from okrboard.cells import fit, left, right
from okrboard.cells import width as width_of
from okrboard.domain.board import Board
from okrboard.domain.format_numbers import format_change, format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure
from okrboard.domain.meeting.weeks import Week, week_of
from okrboard.domain.rewind import replay, weeks
from okrboard.glyphs import bar
from okrboard.report.format import week_of as number_of
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.entry import entry
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import HERE, Host, Stage, empty, look_at, section
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line, rough, typeset

MOST_DRIVERS = 4


class Tape:
    """The weeks of one cycle, worked out once for a board's history and each when it is shown."""

    def __init__(self, room: Room) -> None:
        """Walk back over the log once."""
        self.cycle, self.team = room.cycle, room.meeting.team
        self.days = weeks(room.board, room.cycle, room.today)
        self._boards: dict[date, Board] = dict(replay(room.board, self.days, room.zone))
        self._weeks: dict[int, Week] = {}

    def week(self, index: int) -> Week:
        """Return a week by its place."""
        if index not in self._weeks:
            day = self.days[index]
            since = self.days[index - 1] if index else None
            self._weeks[index] = week_of(self._boards[day], self.cycle, day, since, self.team)
        return self._weeks[index]


class Replay(Stage):
    """What happened, week by week."""

    hints = (
        Hint(("meeting.next", "meeting.previous"), "a week on, back"),
        Hint(("meeting.open",), "play"),
        HERE,
        Hint(("meeting.skip",), "enough"),
    )

    def __init__(self) -> None:
        """Begin without a tape."""
        self._tape: tuple[object, Tape] | None = None

    def title(self, room: Room) -> str:
        """Return where in the cycle we are."""
        tape = self.tape(room)
        if not tape.days:
            return super().title(room)
        at = self._at(room)
        day = tape.days[at]
        week, weeks = number_of(room.cycle, day)
        return f"{clean(room.cycle.name)}, week {week} of {weeks}: {day.day} {day:%b %Y}"

    def page(self, room: Room) -> Page:
        """Return the cycle's number, each goal with its step of that week, and what drove it."""
        tape = self.tape(room)
        if not tape.days:
            return empty("this cycle has not begun; there is nothing to look back at yet", room)
        at = self._at(room)
        week = tape.week(at)
        before = tape.week(at - 1) if at else None
        lines = [*self._strip(room, tape, at), *self._large(room, week)]
        if not week.goals:
            lines.append([("  ", "text"), ("no goal was committed to yet", "dim")])
        was = {goal.objective.id: goal for goal in before.goals} if before else {}
        for goal in week.goals:
            lines += self._goal(room, goal, was.get(goal.objective.id), week.pace)
        return Page(lines + self._drivers(room, week))

    def before_next(self, host: Host) -> bool:
        """Go a week on; after the last one the meeting goes on."""
        return not self._step(host, 1)

    def before_back(self, host: Host) -> bool:
        """Go a week back."""
        return not self._step(host, -1)

    def press(self, key: str, host: Host) -> bool:
        """Let space play, until the end is reached."""
        if key != "space" or not host.room().leads or self._is_at_end(host.room()):
            return False
        self.on_open(host)
        return True

    def on_open(self, host: Host) -> None:
        """Play on from here, from the beginning when this is the end."""
        room = host.room()
        if not room.leads:
            host.tell("the terminal that leads plays it; you see what it shows")
            return
        if self._is_at_end(room):
            look_at(host, "week 1")
        host.play(lambda: host.room().leads and self._step(host, 1))

    def tape(self, room: Room) -> Tape:
        """Return the tape of the board's history, made anew when that has grown."""
        newest = max(room.board.changes, default=0)
        key = (room.board.changes.get(newest), room.cycle, room.meeting.team, room.today)
        if self._tape is None or self._tape[0] != key:
            self._tape = (key, Tape(room))
        return self._tape[1]

    def _step(self, host: Host, step: int) -> bool:
        room = host.room()
        at = self._at(room) + step
        if not 0 <= at < len(self.tape(room).days):
            return False
        look_at(host, f"week {at + 1}")
        return True

    def _is_at_end(self, room: Room) -> bool:
        return self._at(room) >= len(self.tape(room).days) - 1

    def _at(self, room: Room) -> int:
        """Return the week that everybody looks at; the first one at first."""
        number = room.meeting.focus.removeprefix("week ")
        last = len(self.tape(room).days) - 1
        chosen = number.isascii() and number.isdigit() and number != room.meeting.focus
        return min(max(int(number) - 1, 0), last) if chosen else 0

    @staticmethod
    def _strip(room: Room, tape: Tape, at: int) -> list[Line]:
        """Return a mark for each week, the one in sight among them."""
        signs = room.glyphs
        count = min(len(tape.days), max(1, room.width - 6))
        here = at * count // len(tape.days)
        return [
            [
                ("  ", "text"),
                (signs.parts[-1] * here, "track"),
                (signs.parts[-1], "accent"),
                (signs.rule * (count - here - 1), "rule"),
            ],
            [("", "text")],
        ]

    @staticmethod
    def _large(room: Room, week: Week) -> list[Line]:
        signs = room.glyphs
        share = format_share(week.progress).replace(" ", "") if week.progress is not None else "-"
        large = digits(share, ascii=signs.parts == " #")
        behind = "" if week.progress is None else _behind(week.pace - week.progress)
        side = ("of the cycle's goals", f"pace {format_share(week.pace)}", behind)
        wide = max(width_of(row) for row in large)
        return [
            *(
                [("    ", "text"), (left(row, wide, ""), "strong"), (f"   {said}", "dim")]
                for row, said in zip(large, side, strict=True)
            ),
            [("", "text")],
        ]

    @staticmethod
    def _goal(
        room: Room, goal: ObjectiveMeasure, before: ObjectiveMeasure | None, pace: float
    ) -> list[Line]:
        signs = room.glyphs
        now = goal.progress.value if goal.progress else None
        was = before.progress.value if before and before.progress else None
        step = "new" if before is None else ""
        if now is not None and was is not None and round(now * 100) != round(was * 100):
            step = typeset(f"{round(now * 100) - round(was * 100):+d}", signs)
        cells = max(6, min(24, room.width - 50))
        head: Line = [
            ("  ", "text"),
            (f"{signs.of(goal.health)} ", goal.health),
            (left(reference("objectives", goal.objective.id), 5), "dim"),
        ]
        tail: Line = [
            (" ", "text"),
            *bar(now, pace, cells, goal.health, signs),
            (right(format_share(now), 7), "strong"),
            (right(step, 6), "accent" if step else "dim"),
        ]
        return entry(room, head, goal.objective.title, "text", tail)

    @staticmethod
    def _drivers(room: Room, week: Week) -> list[Line]:
        if not week.drivers:
            return []
        lines = section("What drove it that week", room)
        for told in week.drivers[:MOST_DRIVERS]:
            record, driver = told.key_result, told.driver
            number = typeset(format_change(rough(driver.share), record.unit), room.glyphs)
            said = f"{clean(driver.text)}   {clean(record.title)}"
            style = "on_track" if told.weight > 0 else "off_track"
            lines.append(
                [
                    ("    ", "text"),
                    (right(fit(number, 13, room.glyphs.cut), 13), style),
                    (f"  {fit(said, room.width - 22, room.glyphs.cut)}", "text"),
                ]
            )
        return lines


def _behind(gap: float) -> str:
    points = round(gap * 100)
    count = f"{abs(points)} point{'s' if abs(points) != 1 else ''}"
    return f"{count} {'behind' if points > 0 else 'ahead'}" if points else "in step"
