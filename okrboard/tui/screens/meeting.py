"""The meeting screen: one thing at a time for the whole room, the agenda and the clock beside it.

Every terminal of a meeting paints it and follows it; the clock runs on wall time on each of them.
The terminal with the token moves the meeting, the others look around. What a step shows, and what
a key says about the thing in hand, is the matter of its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from textual import events
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.enums import MeetingKind
from okrboard.domain.lookup import reference
from okrboard.domain.meeting import control
from okrboard.domain.meeting.flow import close, forgotten
from okrboard.domain.records import Meeting
from okrboard.service import zone_of
from okrboard.storage.presence import Peer
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.meeting.side import is_over, side_lines
from okrboard.tui.meeting.stage import BLANK, Hints, Stage, StageView, stage_of
from okrboard.tui.paint.line import Line
from okrboard.tui.private_notes import Growth
from okrboard.tui.screens.meeting_connection import MeetingConnection, write_minutes
from okrboard.tui.screens.page_screen import PaperScreen
from okrboard.tui.widgets.page_view import PageView

S = TypeVar("S", bound=Stage)

TICK = 1.0
"""Seconds between two pictures of the clock, and of what plays by itself."""

TICK_OVER_SSH = 5.0

TOLD_FOR = 20.0
"""Seconds that a line stands in the foot before the keys are shown again; all look at them."""

LONGEST_LINE = 112
"""Cells of a stage at most: what belongs together stays within one look on a wide screen."""

WIDE = 96
"""Cells from which the agenda has its full width beside the stage."""

_ELSEWHERE: Hints = {"app.back": "board", "app.help": "help"}
_TIME: Hints = {"only": "only this", "token": "token", **_ELSEWHERE}
_LEADER_TIME: Hints = {"more": "+2 min", "pause": "pause", **_TIME}
_LEADS = frozenset(("next", "previous", "skip"))
"""Keys that move the meeting, which only the terminal with the token does."""

_NO_MEETING: list[Line] = [
    BLANK,
    [("  ", "text"), ("There is no meeting here.", "title")],
    BLANK,
    [("  ", "text"), ("The line below says why; back on the board it can be mended.", "dim")],
]


class MeetingScreen(PaperScreen):
    """A meeting as one terminal sees and leads it; a stage's `StageServices`."""

    KEYS = "meeting"

    DEFAULT_CSS = """
    MeetingScreen > Horizontal { height: 1fr; }
    MeetingScreen #agenda { width: 28; }
    MeetingScreen.-narrow #agenda { width: 21; }
    MeetingScreen.-only #agenda { display: none; }
    """

    def __init__(self, team: int = 0, kind: MeetingKind = "check-in") -> None:
        """Take the team that meets, 0 for all of the board, and the kind of meeting."""
        super().__init__()
        self.connection = MeetingConnection(self, kind, team)
        self.agenda = PageView()
        self.agenda.id = "agenda"
        self.agenda.can_focus = False
        self.cursor = self.calls = self.marked = 0
        self.kept: dict[str, Any] = {}
        self._painted_item = ""
        self._playing: Timer | None = None
        self._every = TICK
        self._told_for = 0.0
        self._told_over = ""

    def parts(self) -> Iterable[Widget]:
        """Return agenda, stage and panel."""
        return Horizontal(self.agenda, self.view), self.panel

    def begin(self) -> None:
        """Start the meeting or take part in it, and let the clock run."""
        self.connection.join()
        self._every = TICK_OVER_SSH if self.session.options.ssh else TICK
        self.set_interval(self._every, self._tick)

    def on_unmount(self) -> None:
        """Tell the others that this terminal left the meeting."""
        self.okr.announce(meeting=0)

    # What is shown.

    @property
    def meeting(self) -> Meeting | None:
        """The meeting as it stands; None as long as it could not be started."""
        return self.connection.meeting

    @property
    def item(self) -> str:
        """The item that is shown here."""
        meeting = self.meeting
        return self.connection.looks_at or (meeting.item if meeting else "")

    @property
    def stage(self) -> Stage | None:
        """What is shown here, as it is now; None where there is no meeting."""
        meeting = self.meeting
        return self.look(stage_of(meeting, self.item)) if meeting else None

    def look(self, kind: type[S]) -> S:
        """Return a stage of the meeting as it is now."""
        meeting, notes = self.meeting, self.notes() if kind.is_personal else None
        assert meeting is not None
        stamp = self.session.service.stamp(self.board)
        return kind(
            host=self,
            board=self.board,
            meeting=meeting,
            item=self.item,
            me=stamp.member,
            terminal=self.connection.terminal,
            leads=self.connection.leads,
            connected=self.connection.connected(),
            today=stamp.today,
            now=stamp.at,
            zone=zone_of(self.board),
            width=min(max(20, self.view.size.width), LONGEST_LINE),
            height=max(5, self.view.size.height - self._covered()),
            glyphs=self.glyphs,
            cursor=self.cursor,
            calls=self.calls,
            marked=self.marked,
            notes=tuple(notes.read()) if notes is not None else (),
            onlookers=self.connection.onlookers(),
            leader=self.connection.leader(),
        )

    def _covered(self) -> int:
        """Return how many rows of the stage lie under the panel that is open."""
        open_panel = self.panel.region if self.panel.is_open else None
        return max(0, self.view.region.bottom - open_panel.y) if open_panel else 0

    def repaint(self) -> None:
        """Paint stage and agenda; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        if self.meeting is not None and self.item != self._painted_item:
            self._painted_item, self.cursor, self.view.top = self.item, 0, 0
            self.calls = self.marked = 0
            self.stop_playing()
            self.forget()
        stage = self.stage
        if stage is None:
            self.view.show(_NO_MEETING, (), -1)
            return
        page = stage.page()
        last = max(0, len(page.rows) - 1)
        if self.cursor > last:
            self.cursor = last
            page = replace(stage, cursor=last).page()
        title = stage.fit(stage.title(), stage.width - 3)
        head: list[Line] = [BLANK, [("  ", "text"), (title, "title")], BLANK]
        rows = tuple((first + len(head), last + len(head)) for first, last in page.rows)
        at = self.cursor if rows else -1
        self.view.show([*head, *page.lines], rows, at, page.columns)
        self._paint_side(stage)
        self.refresh_foot()

    def _paint_side(self, view: StageView) -> None:
        size = self.agenda.size
        if size.width and size.height:
            self.agenda.show(side_lines(view, size.width, size.height), (), -1)

    def _tick(self) -> None:
        stage = self.stage
        if stage is None or stage.meeting.state == "closed" or not self.is_current:
            return
        self._told_for += self._every
        if self._told_for == TOLD_FOR:
            self.forget()
        if forgotten(self.board, stage.now):
            self.connection.close_forgotten()
            return
        self._paint_side(stage)
        if is_over(stage) and self._told_over != stage.meeting.item:
            self._told_over = stage.meeting.item
            more = self.session.key("meeting.more")
            self.tell(f"the time for this is over; {more} takes two more minutes")

    def foot_hints(self) -> Iterable[Hint]:
        """Return what matters in this stage."""
        for names, label in self._hints().items():
            ids = (name if "." in name else f"meeting.{name}" for name in names.split())
            yield Hint(tuple(ids), label)

    def _hints(self) -> Hints:
        stage = self.stage
        if stage is None:
            return _ELSEWHERE
        keys = stage.keys()
        closed = stage.meeting.state == "closed"
        if stage.leads and not closed:
            return {**keys, **_LEADER_TIME}
        own = {names: label for names, label in keys.items() if names.split()[0] not in _LEADS}
        if closed:
            return {**own, **_ELSEWHERE}
        follow = {"follow": "follow"} if self.connection.looks_at else {}
        return {**follow, **own, "next previous": "look around", **_TIME}

    # What changes it.

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Follow the meeting, and lead it when the token was passed to me."""
        self.connection.take_up()
        super().on_board_changed(old, new)

    def on_peers_changed(self, peers: list[Peer]) -> None:
        """Show who is here; say when nobody leads any more."""
        del peers
        self.connection.take_up()
        self.connection.say_who_is_gone()
        self.repaint()

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        super().on_theme_changed()
        self.agenda.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Give the agenda less of a narrow terminal; Textual calls the base's own as well."""
        self.set_class(event.size.width < WIDE, "-narrow")

    # What stages ask for.

    def ask(self, content: Form | Choices, then: Callable[[Any], object] | None = None) -> None:
        """Open a form or a question; what came of it need not be on the board to be painted."""

        def done(result: object) -> None:
            if then is not None:
                then(result)
            self.repaint()

        self.panel.ask(content, done)
        # What was said stays in sight above the panel.
        self.call_after_refresh(self.repaint)

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot until the next key, the next item or for a while."""
        self._told_for = 0.0
        super().tell(message, style)

    def play(self, step: Callable[[], bool]) -> None:
        """Run `step` about once a second until it says False, or a key stops it."""

        def once() -> None:
            if not self.is_current or not step():
                self.stop_playing()
            self.repaint()

        self.stop_playing()
        self._playing = self.set_interval(TICK, once)

    def stop_playing(self) -> None:
        """Let what plays by itself stand still."""
        if self._playing is not None:
            self._playing.stop()
            self._playing = None

    def notes(self) -> Growth | None:
        """Return where the person's own notes are kept; None where nothing is."""
        state = self.session.options.state
        return Growth(state, self.session.store.place) if state else None

    async def press(self, key: str) -> bool:
        """Let the stage have a key before it has its usual meaning: a digit may be a vote."""
        stage = self.stage
        if stage is not None:
            self.stop_playing()
            if stage.press(key):
                self.repaint()
                return True
        return await super().press(key)

    # The way through the agenda.

    def action_next(self) -> None:
        """Go on: the meeting where this terminal leads it, else one's own look."""
        stage = self.stage
        if stage is None:
            return
        meeting = stage.meeting
        if meeting.state == "closed":
            self.action_back()
        elif not stage.leads:
            self._look_around(1)
        elif stage.before_next():
            if self.item == meeting.boxes[-1].key or not meeting.item:
                self._close(meeting)
            else:
                self._move(control.onward)
        self.repaint()

    def action_previous(self) -> None:
        """Go back."""
        stage = self.stage
        if stage is None or stage.meeting.state == "closed":
            return
        if not stage.leads:
            self._look_around(-1)
        elif stage.before_back():
            self._move(control.back)
        self.repaint()

    def action_skip(self) -> None:
        """Pass the item by."""
        self._move(control.skip)

    def action_more(self) -> None:
        """Two more minutes."""
        self._told_over = ""
        self._move(control.more_time)

    def action_pause(self) -> None:
        """Stop the clock, or let it run on."""
        self._move(control.pause)

    def action_only(self) -> None:
        """Hide everything but the item, or show it again."""
        self.toggle_class("-only")
        self.call_after_refresh(self.repaint)

    def action_follow(self) -> None:
        """Look at what everybody looks at."""
        self.connection.looks_at = ""
        self.repaint()

    def action_token(self) -> None:
        """Pass the token, or take it when its terminal is gone."""
        stage = self.stage
        if stage is None or stage.meeting.state == "closed":
            return
        if not stage.leads:
            self.connection.take_token()
            return
        there = [entry.member for entry in stage.meeting.attendance]
        others = [member for member in there if member != stage.meeting.facilitator]
        if not others:
            self.tell("nobody else is here to lead")
            return
        options = [
            (str(number), stage.handle(member), member)
            for number, member in enumerate(others[:9], 1)
        ]

        def chosen(member: int | None) -> None:
            if member is not None:
                self._move(lambda d, id, terminal: control.pass_token(d, id, member, terminal))

        self.ask(Choices("Who leads on?", options), chosen)

    def action_back(self) -> None:
        """Go to the board; the meeting goes on, unless it was begun by mistake."""

        def go() -> None:
            if len(self.app.screen_stack) > 1:
                self.dismiss()
            else:
                self.okr.show("board")

        self.connection.leave(go)

    def _move(self, edit: Callable[[Draft, int, str], object]) -> None:
        """Change where the meeting stands, and follow it."""
        id, terminal = self.meeting_id, self.connection.terminal
        if id and self.change("meeting", lambda draft: edit(draft, id, terminal)) is not None:
            self.connection.looks_at = ""
        self.repaint()

    def _look_around(self, step: int) -> None:
        meeting = self.meeting
        assert meeting is not None
        keys = [box.key for box in meeting.boxes]
        at = keys.index(self.item) if self.item in keys else 0
        item = keys[min(max(at + step, 0), len(keys) - 1)]
        self.connection.looks_at = "" if item == meeting.item else item

    def _close(self, meeting: Meeting) -> None:
        closed = self.change(
            f"close {meeting.kind}", lambda draft: close(draft, meeting.id, write_minutes)
        )
        if closed is not None:
            key = self.session.key("board.minutes")
            again = f"; {key} on the board gives these minutes again" if key else ""
            self.tell(f"{reference('meetings', meeting.id)} is closed{again}")

    # Within a stage.

    def action_step(self, step: int) -> None:
        """Move the cursor, or scroll."""
        stage = self.stage
        if stage is not None and 0 <= self.cursor + step < stage.count():
            self.cursor += step
            self.repaint()
        elif stage is not None:
            self.view.scroll_rows(step)

    def action_leap(self, where: str) -> None:
        """Move the cursor by a page or to an end; scroll where it can go no further."""
        stage, at = self.stage, self.cursor
        if stage is None:
            return
        if stage.count():
            self.cursor = self.view.a_page_from(at, where)
        if self.cursor != at:
            self.repaint()
        else:
            self.view.leap(where)

    def action_stage(self, act: str) -> None:
        """Do what a key means in this stage."""
        stage = self.stage
        if stage is None:
            return
        if not stage.act(act):
            self.tell("that key has no meaning here; the line below says which have")
        self.repaint()


reflect_screen = partial(MeetingScreen, kind="reflect")
"""Rest and reflect."""

goals_screen = partial(MeetingScreen, kind="goals")
"""Setting goals together."""
