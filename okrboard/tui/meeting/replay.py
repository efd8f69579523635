"""The cycle again: the board as it was week by week, for everybody at the same time."""

from __future__ import annotations

from datetime import date

from okrboard.cells import left, right
from okrboard.cells import width as width_of
from okrboard.domain.board import Board
from okrboard.domain.format_numbers import format_change, format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure
from okrboard.domain.meeting.replay import Week, week_of
from okrboard.domain.rewind import replay, weeks
from okrboard.domain.schedule import week_of as number_of
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.stage import (
    BLANK,
    HERE,
    Page,
    Stage,
    StageServices,
    StageView,
    entry,
    look_at,
)
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line, rough, typeset

MOST_DRIVERS = 4


class Tape:
    """The weeks of one cycle, worked out once for a board's history and each when it is shown."""

    def __init__(self, view: StageView) -> None:
        """Walk back over the log once."""
        self.cycle, self.team = view.cycle, view.meeting.team
        self.days = weeks(view.board, view.cycle, view.today)
        self._boards: dict[date, Board] = dict(replay(view.board, self.days, view.zone))
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

    def title(self, view: StageView) -> str:
        """Return where in the cycle we are."""
        tape = self.tape(view)
        if not tape.days:
            return super().title(view)
        at = self._at(view)
        day = tape.days[at]
        week, weeks = number_of(view.cycle, day)
        return f"{clean(view.cycle.name)}, week {week} of {weeks}: {day.day} {day:%b %Y}"

    def page(self, view: StageView) -> Page:
        """Return the cycle's number, each goal with its step of that week, and what drove it."""
        tape = self.tape(view)
        if not tape.days:
            return Page(
                view.sentence("this cycle has not begun; there is nothing to look back at yet")
            )
        at = self._at(view)
        week = tape.week(at)
        before = tape.week(at - 1) if at else None
        lines = [*self._strip(view, tape, at), *self._large(view, week)]
        if not week.goals:
            lines.append([("  ", "text"), ("no goal was committed to yet", "dim")])
        was = {goal.objective.id: goal for goal in before.goals} if before else {}
        for goal in week.goals:
            lines += self._goal(view, goal, was.get(goal.objective.id), week.pace)
        return Page(lines + self._drivers(view, week))

    def before_next(self, host: StageServices) -> bool:
        """Go a week on; after the last one the meeting goes on."""
        return not self._step(host, 1)

    def before_back(self, host: StageServices) -> bool:
        """Go a week back."""
        return not self._step(host, -1)

    def press(self, key: str, host: StageServices) -> bool:
        """Let space play, until the end is reached."""
        view = host.look()
        if key != "space" or not view.leads or self._is_at_end(view):
            return False
        self.on_open(host, view)
        return True

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Play on from here, from the beginning when this is the end."""
        if not view.leads:
            host.tell("the terminal that leads plays it; you see what it shows")
            return
        if self._is_at_end(view):
            look_at(host, "week 1")
        host.play(lambda: host.look().leads and self._step(host, 1))

    def tape(self, view: StageView) -> Tape:
        """Return the tape of the board's history, made anew when that has grown."""
        newest = max(view.board.changes, default=0)
        key = (view.board.changes.get(newest), view.cycle, view.meeting.team, view.today)
        if self._tape is None or self._tape[0] != key:
            self._tape = (key, Tape(view))
        return self._tape[1]

    def _step(self, host: StageServices, step: int) -> bool:
        view = host.look()
        at = self._at(view) + step
        if not 0 <= at < len(self.tape(view).days):
            return False
        look_at(host, f"week {at + 1}")
        return True

    def _is_at_end(self, view: StageView) -> bool:
        return self._at(view) >= len(self.tape(view).days) - 1

    def _at(self, view: StageView) -> int:
        """Return the week that everybody looks at; the first one at first."""
        number = view.meeting.focus.removeprefix("week ")
        last = len(self.tape(view).days) - 1
        chosen = number.isascii() and number.isdigit() and number != view.meeting.focus
        return min(max(int(number) - 1, 0), last) if chosen else 0

    @staticmethod
    def _strip(view: StageView, tape: Tape, at: int) -> list[Line]:
        """Return a mark for each week, the one in sight among them."""
        signs = view.glyphs
        count = min(len(tape.days), max(1, view.width - 6))
        here = at * count // len(tape.days)
        return [
            [
                ("  ", "text"),
                (signs.block * here, "track"),
                (signs.block, "accent"),
                (signs.rule * (count - here - 1), "rule"),
            ],
            BLANK,
        ]

    @staticmethod
    def _large(view: StageView, week: Week) -> list[Line]:
        signs = view.glyphs
        share = format_share(week.progress).replace(" ", "") if week.progress is not None else "-"
        large = digits(share, ascii=signs.block == "#")
        behind = "" if week.progress is None else _behind(week.pace - week.progress)
        side = ("of the cycle's goals", f"pace {format_share(week.pace)}", behind)
        wide = max(width_of(row) for row in large)
        return [
            *(
                [("    ", "text"), (left(row, wide, ""), "strong"), (f"   {text}", "dim")]
                for row, text in zip(large, side, strict=True)
            ),
            BLANK,
        ]

    @staticmethod
    def _goal(
        view: StageView, goal: ObjectiveMeasure, before: ObjectiveMeasure | None, pace: float
    ) -> list[Line]:
        signs = view.glyphs
        now = goal.progress.value if goal.progress else None
        was = before.progress.value if before and before.progress else None
        step = "new" if before is None else ""
        if now is not None and was is not None and round(now * 100) != round(was * 100):
            step = typeset(f"{round(now * 100) - round(was * 100):+d}", signs)
        cells = max(6, min(24, view.width - 50))
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
        return entry(view, head, goal.objective.title, "text", tail)

    @staticmethod
    def _drivers(view: StageView, week: Week) -> list[Line]:
        if not week.drivers:
            return []
        lines = view.section("What drove it that week")
        for named in week.drivers[:MOST_DRIVERS]:
            record, driver = named.key_result, named.driver
            number = typeset(format_change(rough(driver.share), record.unit), view.glyphs)
            text = f"{clean(driver.text)}   {clean(record.title)}"
            style = "on_track" if named.weight > 0 else "off_track"
            lines.append(
                [
                    ("    ", "text"),
                    (right(view.fit(number, 13), 13), style),
                    (f"  {view.fit(text, view.width - 22)}", "text"),
                ]
            )
        return lines


def _behind(gap: float) -> str:
    points = round(gap * 100)
    count = f"{abs(points)} point{'s' if abs(points) != 1 else ''}"
    return f"{count} {'behind' if points > 0 else 'ahead'}" if points else "in step"
