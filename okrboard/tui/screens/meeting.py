"""The meeting screen: one thing at a time for the whole room, the agenda and the clock at its side.

The terminal with the token moves the meeting; the others follow, may look elsewhere and come back
with one key. What a stage shows and what its keys do is the stage's own matter.
"""

from __future__ import annotations

import os

from textual.containers import Horizontal

from okrboard.domain.lookup import reference
from okrboard.domain.meeting import place
from okrboard.domain.meeting.flow import FORGOTTEN_AFTER, close, expire, start
from okrboard.report.minutes import minutes_of
from okrboard.service import zone_of
from okrboard.tui.actions import Hint
from okrboard.tui.forms.choices import Choices
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.side import is_over, side_lines
from okrboard.tui.meeting.stage import TIME
from okrboard.tui.meeting.stages import stage_of
from okrboard.tui.paint.glyphs import glyphs
from okrboard.tui.paint.width import fit
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.screens.registry import make_screen
from okrboard.tui.widgets.page_view import PageView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from textual import events
    from textual.widget import Widget

    from okrboard.domain.board import Board
    from okrboard.domain.changes import Draft
    from okrboard.domain.records import Meeting
    from okrboard.domain.words import MeetingKind
    from okrboard.storage.presence import Peer
    from okrboard.tui.forms.form import Form
    from okrboard.tui.meeting.stage import Stage
    from okrboard.tui.paint.width import Line

    T = TypeVar("T")

TICK = 1.0
"""Seconds between two pictures of the clock."""

TICK_OVER_SSH = 5.0

WIDE = 96
"""Cells from which the agenda has its full width beside the stage."""

_VOTES = {**{str(number): number for number in range(10)}, "x": 10, "X": 10, "minus": None}


class StageView(PageView):
    """The stage; a digit is a vote while somebody is called."""

    async def on_key(self, event: events.Key) -> None:
        """Take a vote before any key has another meaning."""
        screen = self.screen
        if isinstance(screen, MeetingScreen) and screen.take_vote(event.key):
            event.stop()
            event.prevent_default()


class MeetingScreen(OkrScreen):
    """A meeting of one kind, started or taken part in."""

    KEYS = "meeting"
    KIND: MeetingKind = "check-in"

    DEFAULT_CSS = """
    MeetingScreen > Horizontal { height: 1fr; }
    MeetingScreen #agenda { width: 28; }
    MeetingScreen.-narrow #agenda { width: 21; }
    MeetingScreen.-only #agenda { display: none; }
    """

    def __init__(self, team: int = 0) -> None:
        """Take the team that meets, 0 for all of the board."""
        super().__init__()
        self.team = team
        self.meeting_id = 0
        self.cursor = 0
        self.calls = 0
        self._looks_at = ""
        """The item that this terminal looks at on its own; empty while it follows."""
        self._painted_item = ""
        self._over = ""

    def parts(self) -> Iterable[Widget]:
        """Return agenda, stage and panel."""
        self.agenda = PageView()
        self.agenda.id = "agenda"
        self.agenda.can_focus = False
        self.stage_view = StageView()
        yield Horizontal(self.agenda, self.stage_view)
        yield FormPanel()

    # The meeting.

    @property
    def terminal(self) -> str:
        """This terminal's name, as the token knows it."""
        return self.okr.terminal

    @property
    def meeting(self) -> Meeting | None:
        """The meeting as it stands; None as long as it could not be started."""
        return self.board.meetings.get(self.meeting_id)

    @property
    def stage(self) -> Stage | None:
        """What is shown here."""
        meeting = self.meeting
        return stage_of(meeting, self.item) if meeting else None

    @property
    def item(self) -> str:
        """The item that is shown here."""
        meeting = self.meeting
        return self._looks_at or (meeting.item if meeting else "")

    @property
    def leads(self) -> bool:
        """Whether this terminal holds the token."""
        meeting = self.meeting
        return meeting is not None and meeting.terminal == self.terminal

    def on_mount(self) -> None:
        """Start the meeting or take part in it, and let the clock run."""
        super().on_mount()
        self.stage_view.focus()
        self._begin()
        every = TICK_OVER_SSH if self.session.options.ssh else TICK
        self.set_interval(every, self._tick)
        self.call_after_refresh(self.repaint)

    def _begin(self) -> None:
        self.change("close forgotten", lambda draft: expire(draft, self._write))
        alone = not any(peer.meeting for peer in self.peers if peer.terminal != self.terminal)

        def begin(draft: Draft) -> Meeting:
            return start(draft, self.KIND, terminal=self.terminal, team=self.team, alone=alone)

        made = self.change(f"start {self.KIND}", begin)
        if made is None:
            return
        self.meeting_id = made.id
        self.okr.announce(meeting=made.id)
        if made.terminal != self.terminal and not self._holder_is_there(made):
            self._take()

    def room(self) -> Room:
        """Return the room as it is now."""
        meeting = self.meeting
        assert meeting is not None
        stamp = self.session.service.stamp(self.board)
        connected = frozenset(peer.member or self._member(peer.handle) for peer in self._in_it())
        return Room(
            self.board,
            meeting,
            self.item,
            stamp.member,
            self.leads,
            connected - {0},
            stamp.today,
            stamp.at,
            zone_of(self.board),
            max(20, self.stage_view.size.width),
            max(5, self.stage_view.size.height),
            glyphs(ascii=self.session.options.ascii),
            self.cursor,
            self.calls,
            tuple(sorted({p.handle for p in self._in_it() if not self._member(p.handle)})),
        )

    def _in_it(self) -> list[Peer]:
        return [peer for peer in self.peers if peer.meeting == self.meeting_id]

    def _member(self, handle: str) -> int:
        found = self.board.member_named(handle)
        return found.id if found else 0

    def _holder_is_there(self, meeting: Meeting) -> bool:
        return any(peer.terminal == meeting.terminal for peer in self.peers)

    def _write(self, board: Board, meeting: Meeting) -> str:
        return minutes_of(board, meeting, zone_of(board))

    # Painting.

    def repaint(self) -> None:
        """Paint stage and agenda; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        if self.meeting is None:
            self.stage_view.show(_no_meeting(), (), -1)
            return
        if self.item != self._painted_item:
            self._painted_item, self.cursor, self.stage_view.top = self.item, 0, 0
            self.calls = 0
        room, stage = self.room(), self.stage
        assert stage is not None
        count = stage.count(room)
        self.cursor = min(self.cursor, max(0, count - 1))
        page = stage.page(room._replace(cursor=self.cursor))
        head: list[Line] = [
            [("", "text")],
            [("  ", "text"), (fit(stage.title(room), room.width - 3, room.glyphs.cut), "title")],
            [("", "text")],
        ]
        rows = tuple((first + len(head), last + len(head)) for first, last in page.rows)
        self.stage_view.show([*head, *page.lines], rows, self.cursor if rows else -1)
        self._paint_side(room)
        self.refresh_foot()

    def _paint_side(self, room: Room) -> None:
        size = self.agenda.size
        if size.width and size.height:
            self.agenda.show(side_lines(room, size.width, size.height), (), -1)

    def _tick(self) -> None:
        meeting = self.meeting
        if meeting is None or meeting.state == "closed" or not self.is_current:
            return
        room = self.room()
        if room.now - (meeting.touched or meeting.started) >= FORGOTTEN_AFTER:
            self.change("close forgotten", lambda draft: expire(draft, self._write))
            return
        self._paint_side(room)
        if is_over(room) and self._over != meeting.item:
            self._over = meeting.item
            more = self._key("meeting.more")
            self.tell(f"the time for this is over; {more} takes two more minutes")

    def _key(self, id: str) -> str:
        return self.session.keymap.first(id, ascii=self.session.options.ascii)

    def foot_hints(self) -> Iterable[Hint]:
        """Return what matters in this stage."""
        stage, meeting = self.stage, self.meeting
        if stage is None or meeting is None:
            return (Hint(("app.back",), "board"), Hint(("app.help",), "help"))
        if not self.leads and meeting.state != "closed":
            lead = Hint(("meeting.follow",), "follow") if self._looks_at else None
            own = [hint for hint in stage.hints if hint.ids[0] != "meeting.next"]
            look = Hint(("meeting.next", "meeting.previous"), "look around")
            return [*([lead] if lead else []), *own, look, *TIME[2:]]
        return (*stage.hints, *TIME)

    # What changes it.

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Follow the meeting."""
        del old, new
        self.repaint()

    def on_peers_changed(self, peers: list[Peer]) -> None:
        """Show who is here; take the token up when it was passed to me."""
        del peers
        meeting = self.meeting
        if meeting is not None and meeting.state != "closed" and not meeting.terminal:
            self._take()
        self.repaint()

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        self.stage_view.refresh()
        self.agenda.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Paint for the new size."""
        super().on_resize(event)
        self.set_class(event.size.width < WIDE, "-narrow")
        self.call_after_refresh(self.repaint)

    def on_unmount(self) -> None:
        """Tell the others that this terminal left the meeting."""
        self.okr.announce(meeting=0)

    # What stages ask for.

    def ask(self, content: Form | Choices, then: Callable[[object], object] | None = None) -> None:
        """Open a form or a question."""
        self.query_one(FormPanel).ask(content, then)

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard."""
        self.app.copy_to_clipboard(text)
        self.tell("sent to the terminal's clipboard; inside tmux that needs set-clipboard on")

    def save(self, name: str, text: str) -> None:
        """Write a text to a new file in the folder one is in."""
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(name, flags, 0o644), "w", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            self.tell(f"{name} is there already; move it away first", "error")
        except OSError as error:
            self.tell(f"{name} could not be written: {error.strerror}", "error")
        else:
            self.tell(f"written to {name}")

    def take_vote(self, key: str) -> bool:
        """Take a key as a vote while somebody is called here; say whether it was one."""
        stage = self.stage
        if stage is None or not self.calls or key not in _VOTES:
            return False
        took = stage.vote(_VOTES[key], self)
        self.repaint()
        return took

    # Keys.

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
                self._move(lambda draft: place.onward(draft, meeting.id, self.terminal))
        self.repaint()

    def action_previous(self) -> None:
        """Go back."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed":
            return
        if self.leads:
            self._move(lambda draft: place.back(draft, meeting.id, self.terminal))
        else:
            self._look(-1)
        self.repaint()

    def action_skip(self) -> None:
        """Pass the item by."""
        meeting = self.meeting
        if meeting is not None and meeting.state != "closed":
            self._move(lambda draft: place.skip(draft, meeting.id, self.terminal))

    def action_up(self) -> None:
        """Move the cursor, or scroll."""
        self._step(-1)

    def action_down(self) -> None:
        """Move the cursor, or scroll."""
        self._step(1)

    def action_more(self) -> None:
        """Two more minutes."""
        meeting = self.meeting
        if meeting is not None:
            self._over = ""
            self._move(lambda draft: place.more_time(draft, meeting.id, self.terminal))

    def action_pause(self) -> None:
        """Stop the clock, or let it run on."""
        meeting = self.meeting
        if meeting is not None:
            self._move(lambda draft: place.pause(draft, meeting.id, self.terminal))

    def action_only(self) -> None:
        """Hide everything but the item, or show it again."""
        self.toggle_class("-only")
        self.call_after_refresh(self.repaint)

    def action_follow(self) -> None:
        """Look at what everybody looks at."""
        self._looks_at = ""
        self.repaint()

    def action_token(self) -> None:
        """Pass the token, or take it when its terminal is gone."""
        meeting = self.meeting
        if meeting is None or meeting.state == "closed":
            return
        if not self.leads:
            self._take()
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
                self._move(lambda draft: place.pass_token(draft, meeting.id, member, self.terminal))

        self.ask(Choices("Who leads on?", options), chosen)

    def action_back(self) -> None:
        """Go to the board; the meeting goes on."""
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.switch_screen(make_screen("board"))

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
            self.stage_view.scroll_rows(step)

    def _move(self, edit: Callable[[Draft], object]) -> None:
        if self.change("meeting", edit) is not None:
            self._looks_at = ""
        self.repaint()

    def _look(self, step: int) -> None:
        meeting = self.meeting
        assert meeting is not None
        keys = [box.key for box in meeting.boxes]
        at = keys.index(self.item) if self.item in keys else 0
        self._looks_at = keys[min(max(at + step, 0), len(keys) - 1)]
        if self._looks_at == meeting.item:
            self._looks_at = ""

    def _take(self) -> None:
        meeting = self.meeting
        if meeting is None:
            return
        there = self._holder_is_there(meeting)
        mine = meeting.facilitator == self.session.service.stamp(self.board).member
        if (
            not meeting.terminal
            and there is False
            and not mine
            and self._facilitator_is_there(meeting)
        ):
            return
        taken = self.change(
            "take the token",
            lambda draft: place.take_token(draft, meeting.id, self.terminal, holder_alive=there),
        )
        if taken is not None:
            self.tell("you lead the meeting now")

    def _facilitator_is_there(self, meeting: Meeting) -> bool:
        """Say whether the member the token was passed to is in the meeting."""
        return any(self._member(peer.handle) == meeting.facilitator for peer in self._in_it())

    def _close(self) -> None:
        meeting = self.meeting
        assert meeting is not None
        closed = self.change(
            f"close {meeting.kind}", lambda draft: close(draft, meeting.id, self._write)
        )
        if closed is not None:
            ref = reference("meetings", meeting.id)
            self.tell(f"{ref} is closed; okrboard meetings minutes {ref} gives these again")


class ReflectScreen(MeetingScreen):
    """Rest and reflect."""

    KIND: MeetingKind = "reflect"


class GoalsScreen(MeetingScreen):
    """Setting goals together."""

    KIND: MeetingKind = "goals"


def _no_meeting() -> list[Line]:
    return [
        [("", "text")],
        [("  ", "text"), ("There is no meeting here.", "title")],
        [("", "text")],
        [("  ", "text"), ("The line below says why; back on the board it can be mended.", "dim")],
    ]
