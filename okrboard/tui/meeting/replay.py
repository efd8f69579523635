"""The cycle again: the board as it was week by week, for everybody at the same time."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from okrboard.cells import right
from okrboard.domain.board import Board
from okrboard.domain.describe import day_and_month
from okrboard.domain.format_numbers import format_change, format_share
from okrboard.domain.lookup import reference
from okrboard.domain.measure import ObjectiveMeasure
from okrboard.domain.meeting.looking_back import Week, week_of
from okrboard.domain.rewind import replay, weeks
from okrboard.domain.schedule import week_of as number_of
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.meeting.key_results import behind
from okrboard.tui.meeting.stage import BLANK, INDENT, MARGIN, Stage, StageView
from okrboard.tui.paint.line import Line, PaintedPage, rough, typeset

_MOST_DRIVERS = 4


class _Tape:
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

    hints = {
        "next previous": "a week on, back",
        "open": "play",
        "here": "who is here",
        "skip": "enough",
    }
    leader_only = {"open": "plays it; you see what it shows"}

    @cached_property
    def tape(self) -> _Tape:
        """The tape of the board's history, made anew when that has grown."""
        changes, kept = self.board.changes, self.host.kept
        key = (changes.get(max(changes, default=0)), self.cycle, self.meeting.team, self.today)
        if kept.get("tape of") != key:
            kept["tape of"], kept["tape"] = key, _Tape(self)
        tape: _Tape = kept["tape"]
        return tape

    @cached_property
    def at(self) -> int:
        """The week that everybody looks at; the first one at first."""
        number = self.meeting.focus.removeprefix("week ")
        chosen = number.isascii() and number.isdigit() and number != self.meeting.focus
        return min(max(int(number) - 1, 0), len(self.tape.days) - 1) if chosen else 0

    @property
    def is_at_end(self) -> bool:
        """Whether everybody looks at the last week."""
        return self.at >= len(self.tape.days) - 1

    def title(self) -> str:
        """Return where in the cycle we are."""
        if not self.tape.days:
            return super().title()
        day = self.tape.days[self.at]
        week, weeks = number_of(self.cycle, day)
        return f"{clean(self.cycle.name)}, week {week} of {weeks}: {day_and_month(day)} {day.year}"

    def page(self) -> PaintedPage:
        """Return the cycle's number, each goal with its step of that week, and what drove it."""
        if not self.tape.days:
            text = "this cycle has not begun; there is nothing to look back at yet"
            return PaintedPage(self.sentence(text), ())
        week = self.tape.week(self.at)
        lines = [self._strip(), BLANK, *self._large(week), BLANK]
        if not week.goals:
            lines.append(self.line("no goal was committed to yet", "dim", 2))
        before = self.tape.week(self.at - 1).goals if self.at else ()
        was = {goal.objective.id: goal for goal in before}
        for goal in week.goals:
            lines += self._goal(goal, was.get(goal.objective.id), week.pace)
        return PaintedPage(lines + self._drivers(week), ())

    def before_next(self) -> bool:
        """Go a week on; after the last one the meeting goes on."""
        return not self._step(1)

    def before_back(self) -> bool:
        """Go a week back."""
        return not self._step(-1)

    def press(self, key: str) -> bool:
        """Let space play, until the end is reached."""
        if key != "space" or not self.leads or self.is_at_end:
            return False
        self.on_open()
        return True

    def on_open(self) -> None:
        """Play on from here, from the beginning when this is the end."""
        if self.is_at_end:
            self.look_at("week 1")

        def step() -> bool:
            now = self.fresh()
            return now.leads and now._step(1)

        self.host.play(step)

    def _step(self, step: int) -> bool:
        at = self.at + step
        if not 0 <= at < len(self.tape.days):
            return False
        self.look_at(f"week {at + 1}")
        return True

    def _strip(self) -> Line:
        """Return a mark for each week, the one in sight among them."""
        signs, weeks = self.glyphs, len(self.tape.days)
        count = min(weeks, max(1, self.width - 6))
        here = self.at * count // weeks
        return [
            MARGIN,
            (signs.block * here, "track"),
            (signs.block, "accent"),
            (signs.rule * (count - here - 1), "rule"),
        ]

    def _large(self, week: Week) -> list[Line]:
        share, gap = "-", ""
        if week.progress is not None:
            share = format_share(week.progress).replace(" ", "")
            gap = behind(round((week.pace - week.progress) * 100))
        texts = ("of the cycle's goals", f"pace {format_share(week.pace)}", gap)
        beside: list[Line] = [[(text, "dim")] for text in texts]
        return self.beside(self.digits(share), "strong", beside)

    def _goal(
        self, goal: ObjectiveMeasure, before: ObjectiveMeasure | None, pace: float
    ) -> list[Line]:
        signs = self.glyphs
        now = goal.progress.value if goal.progress else None
        was = before.progress.value if before and before.progress else None
        step = "new" if before is None else ""
        if now is not None and was is not None and round(now * 100) != round(was * 100):
            step = typeset(f"{round(now * 100) - round(was * 100):+d}", signs)
        cells = max(6, min(24, self.width - 50))
        ref = reference("objectives", goal.objective.id)
        head = self.head(-1, ref, sign=signs.of(goal.health), style=goal.health)
        tail: Line = [
            (" ", "text"),
            *bar(now, pace, cells, goal.health, signs),
            (right(format_share(now), 7), "strong"),
            (right(step, 6), "accent" if step else "dim"),
        ]
        return self.entry(head, goal.objective.title, "text", tail)

    def _drivers(self, week: Week) -> list[Line]:
        lines: list[Line] = []
        for named in week.drivers[:_MOST_DRIVERS]:
            record, driver = named.key_result, named.driver
            number = typeset(format_change(rough(driver.share), record.unit), self.glyphs)
            text = f"{clean(driver.text)}   {clean(record.title)}"
            style = "on_track" if named.weight > 0 else "off_track"
            share = (right(self.fit(number, 13), 13), style)
            lines.append([INDENT, share, (f"  {self.fit(text, self.width - 22)}", "text")])
        return self.part("What drove it that week", lines)
