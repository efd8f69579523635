"""The schedule: the cycle's meetings as a grid and a list; skip, move, change, plan them.

What stands here is what is exported: both come from the same plans.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from okrboard.calendar.from_board import Meeting
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
from okrboard.domain.schedule import KINDS, rhythm, usual_series
from okrboard.report.weeks import short_day
from okrboard.service import new_uid
from okrboard.tui.forms.form import Choices, text_question
from okrboard.tui.forms.schedule import move_form, new_series, series_form
from okrboard.tui.screens.schedule_view import ScheduleView


class ScheduleScreen(ScheduleView):
    """The meetings of a cycle, and what can be done about them."""

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

    def _standing(self) -> Meeting | None:
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

    def _of(self, series: int) -> list[Meeting]:
        return [one for one in self.meetings if one.series.id == series]

    def _do(self, edit: Callable[[Draft], object]) -> None:
        self.change_told("schedule", edit)
