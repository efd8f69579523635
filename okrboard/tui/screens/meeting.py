"""The meeting screen's keys: the terminal with the token moves the meeting, the others look around.

What a key says about the thing in hand is the stage's own matter.
"""

from __future__ import annotations

from collections.abc import Callable

from okrboard.domain.changes import Draft
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.flow import close
from okrboard.tui.forms.form import Choices
from okrboard.tui.screens.meeting_room import MeetingRoom


class MeetingScreen(MeetingRoom):
    """A meeting with its keys."""

    # The way through the agenda.

    def action_next(self) -> None:
        """Go on: the meeting where this terminal leads it, else one's own look."""
        stage, meeting = self.stage, self.meeting
        if stage is None or meeting is None:
            return
        if meeting.state == "closed":
            self.action_back()
        elif not self.leads:
            self._look(1)
        elif stage.before_next(self):
            if self.item == meeting.boxes[-1].key or not meeting.item:
                self._close()
            else:
                self._move(lambda draft: control.onward(draft, meeting.id, self.terminal))
        self.repaint()

    def action_previous(self) -> None:
        """Go back."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed":
            return
        stage = self.stage
        if not self.leads:
            self._look(-1)
        elif stage is not None and stage.before_back(self):
            self._move(lambda draft: control.back(draft, meeting.id, self.terminal))
        self.repaint()

    def action_skip(self) -> None:
        """Pass the item by."""
        meeting = self.meeting
        if meeting is not None and meeting.state != "closed":
            self._move(lambda draft: control.skip(draft, meeting.id, self.terminal))

    def action_up(self) -> None:
        """Move the cursor, or scroll."""
        self._step(-1)

    def action_down(self) -> None:
        """Move the cursor, or scroll."""
        self._step(1)

    def action_leap(self, where: str) -> None:
        """Move the cursor by a page or to an end; scroll where it can go no further."""
        stage = self.stage
        if stage is None:
            return
        at = self.cursor
        if stage.count(self.room()):
            self.cursor = self.view.a_page_from(at, where)
        if self.cursor != at:
            self.repaint()
        else:
            self.view.leap(where)

    def action_more(self) -> None:
        """Two more minutes."""
        meeting = self.meeting
        if meeting is not None:
            self.told_over = ""
            self._move(lambda draft: control.more_time(draft, meeting.id, self.terminal))

    def action_pause(self) -> None:
        """Stop the clock, or let it run on."""
        meeting = self.meeting
        if meeting is not None:
            self._move(lambda draft: control.pause(draft, meeting.id, self.terminal))

    def action_only(self) -> None:
        """Hide everything but the item, or show it again."""
        self.toggle_class("-only")
        self.call_after_refresh(self.repaint)

    def action_follow(self) -> None:
        """Look at what everybody looks at."""
        self.looks_at = ""
        self.repaint()

    def action_token(self) -> None:
        """Pass the token, or take it when its terminal is gone."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed":
            return
        if not self.leads:
            self.take_token()
            return
        members = [
            entry.member for entry in meeting.attendance if entry.member != meeting.facilitator
        ]
        if not members:
            self.tell("nobody else is here to lead")
            return
        room = self.room()
        options = [
            (str(index + 1), room.handle(member), member)
            for index, member in enumerate(members[:9])
        ]

        def chosen(member: object) -> None:
            if isinstance(member, int):
                self._move(
                    lambda draft: control.pass_token(draft, meeting.id, member, self.terminal)
                )

        self.ask(Choices("Who leads on?", options), chosen)

    def action_back(self) -> None:
        """Go to the board; the meeting goes on, unless it was begun by mistake."""

        def go() -> None:
            if len(self.app.screen_stack) > 1:
                self.dismiss()
            else:
                self.okr.show("board")

        self.leave(go)

    def action_stage(self, act: str) -> None:
        """Do what a key means in this stage."""
        stage = self.stage
        if stage is None:
            return
        if not stage.act(act, self):
            self.tell("that key has no meaning here; the line below says which have")
        self.repaint()

    def _step(self, step: int) -> None:
        stage = self.stage
        if stage is None:
            return
        count = stage.count(self.room())
        if count and 0 <= self.cursor + step < count:
            self.cursor += step
            self.repaint()
        else:
            self.view.scroll_rows(step)

    def _move(self, edit: Callable[[Draft], object]) -> None:
        if self.change("meeting", edit) is not None:
            self.looks_at = ""
        self.repaint()

    def _look(self, step: int) -> None:
        meeting = self.meeting
        assert meeting is not None
        keys = [box.key for box in meeting.boxes]
        at = keys.index(self.item) if self.item in keys else 0
        self.looks_at = keys[min(max(at + step, 0), len(keys) - 1)]
        if self.looks_at == meeting.item:
            self.looks_at = ""

    def _close(self) -> None:
        meeting = self.meeting
        assert meeting is not None
        closed = self.change(
            f"close {meeting.kind}", lambda draft: close(draft, meeting.id, self.write_minutes)
        )
        if closed is not None:
            ref = reference("meetings", meeting.id)
            key = self.session.keymap.first("board.minutes", ascii=self.session.options.ascii)
            again = f"; {key} on the board gives these minutes again" if key else ""
            self.tell(f"{ref} is closed{again}")


class ReflectScreen(MeetingScreen):
    """Rest and reflect."""

    KIND: MeetingKind = "reflect"


class GoalsScreen(MeetingScreen):
    """Setting goals together."""

    KIND: MeetingKind = "goals"
