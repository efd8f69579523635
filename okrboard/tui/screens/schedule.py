"""The schedule: the cycle's meetings as a grid and a list; skip, move, change, plan them.

What stands here is what is exported: both come from the same plans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from textual.message import Message

from okrboard.calendar.from_board import Appointment, readable, series_in
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.series import (
    as_before,
    cancel_series,
    end_series,
    move_meeting,
    plan_cycle,
    restore_meeting,
    skip_meeting,
)
from okrboard.domain.schedule import KINDS, days_off, models, rhythm, usual_series
from okrboard.report.format import short_day
from okrboard.service import new_uid
from okrboard.tui.actions import NO_MEETINGS, Hint
from okrboard.tui.forms.form import Choices, text_question
from okrboard.tui.forms.schedule import move_form, new_series, series_form
from okrboard.tui.paint.line import Line
from okrboard.tui.paint.schedule import PaintedSchedule, Schedule, paint_no_meetings, paint_schedule
from okrboard.tui.screens.page_screen import CycleScreen
from okrboard.tui.widgets.page_view import PageView


class SchedulePage(PageView):
    """A page that is always as high as its place, and knows what stands where."""

    DEFAULT_CSS = """
    SchedulePage { width: 1fr; height: 1fr; }
    """

    class Turned(Message):
        """Somebody turned the wheel."""

        def __init__(self, step: int) -> None:
            """`step` is 1 for down."""
            super().__init__()
            self.step = step

    _painted: PaintedSchedule | None = None

    def show_schedule(self, painted: PaintedSchedule) -> None:
        """Show a page; repaint what differs."""
        self._painted = painted
        self.show(painted.lines, (), -1)

    def show_empty(self, lines: list[Line]) -> None:
        """Show a page on which nothing can be chosen."""
        self._painted = None
        self.show(lines, (), -1)

    def hit(self, x: int, y: int) -> int:
        """Return the meeting at a cell, -1 when there is none."""
        return self._painted.hit(x, y) if self._painted is not None else -1

    def wheel(self, step: int) -> None:
        """Go up or down in the list."""
        self.post_message(self.Turned(step))


class ScheduleScreen(CycleScreen):
    """The meetings of a cycle, and what can be done about them."""

    KEYS = "schedule"
    PAGE = SchedulePage
    view: SchedulePage

    def __init__(self, cycle: int = 0) -> None:
        """Take the id of a cycle, 0 for the one the board is about today."""
        super().__init__(cycle)
        self._shown: Schedule | None = None
        self._foot: list[tuple[str, str]] = []

    def begin(self) -> None:
        """Begin on the next meeting."""
        self._read()
        if self._shown is None or not self.meetings:
            return
        now = self._shown.now
        ahead = [one for one in self.meetings if one.occurrence.end > now]
        one = ahead[0] if ahead else self.meetings[-1]
        self.here = (one.series.id, one.day)

    @property
    def meetings(self) -> tuple[Appointment, ...]:
        """What is listed, in its order."""
        return self._shown.meetings if self._shown is not None else ()

    def stops(self) -> list[tuple[int, date]]:
        """Return the meetings by their series and day."""
        return [(one.series.id, one.day) for one in self.meetings]

    @property
    def meeting(self) -> Appointment | None:
        """The meeting under the cursor."""
        return self.meetings[self.at] if self.meetings else None

    def repaint(self) -> None:
        """Paint the page again; only what differs is sent."""
        if not self.is_mounted:
            return
        self._repaint_foot()
        width, height = self.view.size
        if self._shown is None or not self.meetings:
            self.view.show_empty(self._empty(width))
            return
        painted = paint_schedule(self._shown, self.at, width, height, self.glyphs)
        self.view.show_schedule(painted)

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same meeting, else on the one in its place."""
        del old, new
        at, before = self.at, self.meeting
        self._read()
        there = self.stops()
        if self.here not in there and there:
            later = [i for i, one in enumerate(self.meetings) if before and one.day >= before.day]
            self.here = there[later[0] if later else min(max(at, 0), len(there) - 1)]
        self.repaint()

    def foot_hints(self) -> Iterable[Hint] | None:
        """Show on an empty page the keys that do something there."""
        if self.meetings:
            return None
        cycle = self.cycle
        left_out = set()
        if cycle is None or cycle.state == "closed":
            left_out.add("schedule.new")
        if len(self.board.cycles) < 2:
            left_out.add("schedule.cycle_before")
        return [hint for hint in NO_MEETINGS if hint.ids[0] not in left_out]

    def _repaint_foot(self) -> None:
        keys = self.foot_keys()
        if keys != self._foot:
            self._foot = keys
            self.refresh_foot()

    # Moving.

    def page_step(self) -> int:
        """Return how many meetings a page key goes over."""
        return 10

    def action_move(self, where: str) -> None:
        """Move the cursor from meeting to meeting."""
        super().action_move({"left": "up", "right": "down"}.get(where, where))

    def action_open(self) -> None:
        """Change what the cursor is on."""
        self.action_edit()

    def on_schedule_page_turned(self, message: SchedulePage.Turned) -> None:
        """Move with the wheel."""
        self.go(self.at + message.step)

    # What is shown.

    def _read(self) -> None:
        board, cycle = self.board, self.cycle
        if cycle is None:
            self._shown = None
            return
        stamp = self.session.service.stamp(board)
        meetings, wrong = readable(board, series_in(board, [cycle.id]))
        days = [cycle.first, cycle.last, *(one.start.date() for one in meetings)]
        free = {day: ", ".join(names) for day, names in days_off(board).items()}
        self._shown = Schedule(
            cycle.name, min(days), max(days), stamp.today, stamp.at, tuple(meetings), free,
            tuple(wrong), {team.id: team.name for team in board.teams.values()},
            "" if cycle.state == "running" else cycle.state,
        )  # fmt: skip

    def _empty(self, width: int) -> list[Any]:
        cycle = self.cycle
        usual, like = [], ""
        if cycle is not None and cycle.state != "closed":
            usual = usual_series(self.board, cycle, since=self.day())
            like = models(self.board, cycle).cycle
        notes = self._shown.notes if self._shown is not None else ()
        first = self.session.keymap.first
        turning = (first("schedule.cycle_before"), first("schedule.cycle_after"))
        turn = " ".join(filter(None, turning)) if len(self.board.cycles) > 1 else ""
        keys = (first("schedule.new"), turn)
        return paint_no_meetings(cycle, usual, like, notes, keys, width, self.glyphs)

    # What the keys change.

    def action_skip(self) -> None:
        """Let the meeting not take place, with a word why; what is off takes place again."""
        one = self._standing()
        if one is None:
            return
        if one.occurrence.state in ("skipped", "holiday"):
            self.action_restore()
            return
        what = f"{one.series.summary} of {short_day(one.day)}"
        form = text_question(f"Skip {what}?", about="why? it stands beside it", label="Because")

        def answered(done: Any) -> None:
            if done is not None:
                self._do(lambda draft: skip_meeting(draft, one.series.id, one.day, done.value))

        self.panel.if_member(lambda: self.panel.ask(form, answered))

    def action_restore(self) -> None:
        """Let the meeting take place where its rule has it."""
        one = self._standing()
        if one is None:
            return
        id, day, original = one.series.id, one.day, one.occurrence.original
        if one.occurrence.state == "planned":
            self.tell("it takes place as planned")
            return
        by_hand = {skip.on for skip in one.series.skips} | {move.on for move in one.series.moves}

        def edit(draft: Draft) -> object:
            if day in by_hand:
                return restore_meeting(draft, id, day)
            return move_meeting(draft, id, day, original)

        self.panel.if_member(lambda: self._do(edit))

    def action_move_meeting(self) -> None:
        """Hold the meeting at another time."""
        one = self._standing()
        if one is not None:
            self.panel.if_member(lambda: self.panel.ask(move_form(one, self.day())))

    def action_edit(self) -> None:
        """Change the series, from this meeting on or as a whole."""
        one = self._standing()
        if one is not None:
            first = all(other.day >= one.day for other in self._of(one.series.id))
            since = None if first else one.day
            form = series_form(
                self.board, self.session.service.stamp(self.board), one.series.id, since
            )
            self.panel.if_member(lambda: self.panel.ask(form))

    def action_end(self) -> None:
        """Let the series end here, or cancel all of it."""
        one = self._standing()
        if one is None:
            return
        id, day = one.series.id, one.day
        options: list[tuple[str, str, Callable[[Draft], object]]] = [
            ("a", "cancel all its meetings", lambda draft: cancel_series(draft, id))
        ]
        if any(other.day < day for other in self._of(id)):
            ending = f"no more from {short_day(day)} on"
            options.insert(0, ("f", ending, lambda draft: end_series(draft, id, day)))
        question = f"{one.ref} {one.series.summary}, {rhythm(one.series)}"

        def chosen(edit: Any) -> None:
            if edit is not None:
                self._do(edit)

        self.panel.if_member(lambda: self.panel.ask(Choices(question, options), chosen))

    def action_new(self) -> None:
        """Plan a series, or all the usual ones."""
        cycle = self.cycle
        if cycle is None:
            self.tell("make a cycle first: n on the board, then c")
            return
        if cycle.state == "closed":
            self.tell(f"{cycle.name} is closed; plan the meetings of a cycle that is not")
            return
        options: list[tuple[str, str, Any]] = [
            (kind[0], name.removeprefix("OKR "), kind) for kind, (name, _, _) in KINDS.items()
        ]
        if not self.meetings and usual_series(self.board, cycle, since=self.day()):
            what = f"the usual meetings{as_before(self.board, cycle.id)}"
            options = [("u", what, "usual"), *options]

        def chosen(kind: Any) -> None:
            if kind == "usual":
                self._do(
                    lambda draft: plan_cycle(draft, cycle.id, new_uid, since=draft.stamp.today)
                )
            elif kind is not None:
                stamp = self.session.service.stamp(self.board)
                self.panel.ask(new_series(self.board, stamp, cycle, kind))

        question = f"What is to be planned in {cycle.name}?"
        self.panel.if_member(lambda: self.panel.ask(Choices(question, options), chosen))

    def action_to_file(self) -> None:
        """Write the meetings to a calendar file."""
        from okrboard.tui.forms.schedule import calendar_file_form

        if self.cycle is None or not self.meetings:
            self.tell(self._nothing())
            return
        self.panel.ask(calendar_file_form(self.cycle))

    def action_holidays(self) -> None:
        """Read days without meetings from a calendar file."""
        from okrboard.tui.forms.schedule import holidays_form

        self.panel.if_member(lambda: self.panel.ask(holidays_form(self.board)))

    def action_choose_holidays(self) -> None:
        """Say which of the days without meetings count."""
        from okrboard.tui.forms.schedule import choice_form

        form = choice_form(self.board, self.day())
        if form is None:
            self.tell("no holidays lie ahead; f reads them from a calendar file")
            return
        self.panel.if_member(lambda: self.panel.ask(form))

    def _standing(self) -> Appointment | None:
        """Return the meeting under the cursor, unless its series is off."""
        one = self.meeting
        if one is None:
            self.tell(self._nothing())
        elif one.series.state == "cancelled":
            self.tell(f"{one.ref} is cancelled; u takes that back, n plans another")
            return None
        return one

    def _nothing(self) -> str:
        """Return why no key finds a meeting here."""
        if self.cycle is not None and self.cycle.state == "closed":
            return f"no meeting was planned in {self.cycle.name}"
        return "no meeting is planned; n plans the usual ones"

    def _of(self, series: int) -> list[Appointment]:
        return [one for one in self.meetings if one.series.id == series]

    def _do(self, edit: Callable[[Draft], object]) -> None:
        self.change_told("schedule", edit)
