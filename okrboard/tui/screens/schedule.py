"""The schedule: the cycle's meetings as a grid and a list; skip, move, change, plan them.

What stands here is what is exported: both come from the same plans.
"""

from __future__ import annotations

from okrboard.calendar.from_board import Meeting, readable, series_in
from okrboard.domain.edit.series import (
    cancel_series,
    end_series,
    move_meeting,
    plan_cycle,
    restore_meeting,
    skip_meeting,
)
from okrboard.domain.schedule import KINDS, rhythm, usual_series
from okrboard.report.weeks import short_day
from okrboard.service import new_uid
from okrboard.tui.forms.choices import Choices
from okrboard.tui.forms.question import text_question
from okrboard.tui.forms.schedule import move_form, new_series, series_form
from okrboard.tui.paint.empty_schedule import paint_no_meetings
from okrboard.tui.paint.glyphs import glyphs
from okrboard.tui.paint.schedule import Schedule, paint_schedule
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.widgets.schedule_page import SchedulePage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import Any

    from textual.events import Resize
    from textual.widget import Widget

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Cycle

PAGE = 10
"""Meetings that a page key goes over."""


class ScheduleScreen(OkrScreen):
    """The meetings of a cycle."""

    KEYS = "schedule"

    def __init__(self, cycle: int = 0) -> None:
        """Take the id of a cycle, 0 for the one the board is about today."""
        super().__init__()
        self._cycle = cycle
        self._here: tuple[int, date] | None = None
        """Series and day of the meeting under the cursor."""
        self._shown: Schedule | None = None

    def parts(self) -> Iterable[Widget]:
        """Return the page and the panel."""
        yield SchedulePage()
        yield FormPanel()

    def on_mount(self) -> None:
        """Begin on the next meeting."""
        super().on_mount()
        self._read()
        self._begin()
        self.view.focus()
        self.call_after_refresh(self.repaint)

    @property
    def view(self) -> SchedulePage:
        """The page."""
        return self.query_one(SchedulePage)

    @property
    def panel(self) -> FormPanel:
        """Where forms come up."""
        return self.query_one(FormPanel)

    @property
    def cycle(self) -> Cycle | None:
        """The cycle that is shown."""
        board = self.board
        today = self.session.service.stamp(board).today
        return board.cycles.get(self._cycle) or board.cycle_on(today)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """What is listed, in its order."""
        return self._shown.meetings if self._shown is not None else ()

    @property
    def at(self) -> int:
        """The place of the cursor in the list; -1 when there is nothing."""
        found = (i for i, one in enumerate(self.meetings) if (one.series.id, one.day) == self._here)
        return next(found, 0 if self.meetings else -1)

    @property
    def meeting(self) -> Meeting | None:
        """The meeting under the cursor."""
        return self.meetings[self.at] if self.meetings else None

    def repaint(self) -> None:
        """Paint the page again; only what differs is sent."""
        if not self.is_mounted:
            return
        signs = glyphs(ascii=self.session.options.ascii)
        width, height = self.view.size
        if self._shown is None or not self.meetings:
            self.view.show_empty(self._empty(width))
            return
        painted = paint_schedule(self._shown, self.at, width, height, signs)
        self.view.show_schedule(painted, self.meetings)

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same meeting, else on the one in its place."""
        del old, new
        at, before = self.at, self.meeting
        self._read()
        there = [(one.series.id, one.day) for one in self.meetings]
        if self._here not in there and there:
            later = [i for i, one in enumerate(self.meetings) if before and one.day >= before.day]
            self._here = there[later[0] if later else min(max(at, 0), len(there) - 1)]
        self.repaint()

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        self.view.refresh()
        self.panel.refresh()

    def on_resize(self, event: Resize) -> None:
        """Paint for the new size."""
        super().on_resize(event)
        self.call_after_refresh(self.repaint)

    # Moving.

    def action_move(self, where: str) -> None:
        """Move the cursor from meeting to meeting."""
        last = len(self.meetings) - 1
        steps = {"up": -1, "left": -1, "down": 1, "right": 1, "page_up": -PAGE, "page_down": PAGE}
        at = {"first": 0, "last": last}.get(where, self.at + steps.get(where, 0))
        self._go(min(max(at, 0), last))

    def action_cycle_before(self) -> None:
        """Show the cycle before."""
        self._turn(-1)

    def action_cycle_after(self) -> None:
        """Show the next cycle."""
        self._turn(1)

    def on_page_view_pointed(self, message: SchedulePage.Pointed) -> None:
        """Put the cursor on what was clicked; open it with the second click."""
        self._go(message.index)
        if message.opens:
            self.action_edit()

    def on_schedule_page_turned(self, message: SchedulePage.Turned) -> None:
        """Move with the wheel."""
        self._go(min(max(self.at + message.step, 0), len(self.meetings) - 1))

    # Doing.

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
            today = self.session.service.stamp(self.board).today
            self.panel.if_member(lambda: self.panel.ask(move_form(one, today)))

    def action_edit(self) -> None:
        """Change the series, from this meeting on or as a whole."""
        one = self._standing()
        if one is not None:
            first = all(other.day >= one.day for other in self._of(one.series.id))
            since = None if first else one.day
            form = series_form(self.board, one.series.id, since)
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
        options: list[tuple[str, str, Any]] = [
            (kind[0], name.removeprefix("OKR "), kind) for kind, (name, _, _) in KINDS.items()
        ]
        if not self.meetings:
            options = [("u", "the usual meetings, all of them", "usual"), *options]

        def chosen(kind: Any) -> None:
            if kind == "usual":
                self._do(lambda draft: plan_cycle(draft, cycle.id, new_uid))
            elif kind is not None:
                stamp = self.session.service.stamp(self.board)
                self.panel.ask(new_series(self.board, stamp, cycle, kind))

        question = f"What is to be planned in {cycle.name}?"
        self.panel.if_member(lambda: self.panel.ask(Choices(question, options), chosen))

    def _standing(self) -> Meeting | None:
        """Return the meeting under the cursor, unless its series is off."""
        one = self.meeting
        if one is None:
            self.tell("no meeting is planned; n plans the usual ones")
        elif one.series.state == "cancelled":
            self.tell(f"{one.ref} is cancelled; u takes that back, n plans another")
            return None
        return one

    def _of(self, series: int) -> list[Meeting]:
        return [one for one in self.meetings if one.series.id == series]

    def _do(self, edit: Callable[[Draft], object]) -> None:
        what: list[str] = []

        def change(draft: Draft) -> bool:
            edit(draft)
            what[:] = [draft.what]
            return True

        if self.change("schedule", change):
            undo = self.session.keymap.first("app.undo")
            self.tell(f"{what[0]}   {undo} takes it back" if undo else what[0])

    # What is shown.

    def _read(self) -> None:
        board, cycle = self.board, self.cycle
        if cycle is None:
            self._shown = None
            return
        stamp = self.session.service.stamp(board)
        meetings, wrong = readable(board, series_in(board, [cycle.id]))
        days = [cycle.first, cycle.last, *(one.start.date() for one in meetings)]
        free = {
            day.on: day.name
            for listed in board.holidays.values()
            if not listed.member
            for day in listed.days
        }
        self._shown = Schedule(
            cycle.name, min(days), max(days), stamp.today, stamp.at, tuple(meetings), free,
            tuple(wrong), {team.id: team.name for team in board.teams.values()},
            "" if cycle.state == "running" else cycle.state,
        )  # fmt: skip

    def _begin(self) -> None:
        if self._shown is None or not self.meetings:
            return
        now = self._shown.now
        ahead = [one for one in self.meetings if one.occurrence.end > now]
        one = ahead[0] if ahead else self.meetings[-1]
        self._here = (one.series.id, one.day)

    def _empty(self, width: int) -> list[Any]:
        cycle = self.cycle
        usual = usual_series(self.board, cycle) if cycle is not None else []
        notes = self._shown.notes if self._shown is not None else ()
        key = self.session.keymap.first("schedule.new")
        signs = glyphs(ascii=self.session.options.ascii)
        return paint_no_meetings(cycle, usual, notes, key, width, signs)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self.meetings):
            one = self.meetings[at]
            self._here = (one.series.id, one.day)
            self.repaint()

    def _turn(self, step: int) -> None:
        """Show the cycle before or behind this one."""
        order = sorted(self.board.cycles.values(), key=lambda one: (one.first, one.id))
        ids = [one.id for one in order]
        cycle = self.cycle
        at = ids.index(cycle.id) + step if cycle is not None else -1
        if not 0 <= at < len(ids):
            self.tell("there is no cycle before it" if step < 0 else "there is no cycle behind it")
            return
        self._cycle, self._here = ids[at], None
        self._read()
        self._begin()
        self.repaint()
