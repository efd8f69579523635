"""`MeetingRoom`: one thing at a time for the whole room, the agenda and the clock at its side.

Every terminal of a meeting takes part in it, paints it and follows it; the clock runs on wall time
on each of them. What the keys do stands in `meeting`, what a step shows in the stages.
"""

from __future__ import annotations

from textual.containers import Horizontal

from okrboard.domain.meeting import place
from okrboard.domain.meeting.flow import expire, forgotten, start
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
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.screens.stage_host import StageHost
from okrboard.tui.widgets.page_view import PageView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


TICK = 1.0
"""Seconds between two pictures of the clock."""

TICK_OVER_SSH = 5.0

_LEADS = frozenset(("meeting.next", "meeting.previous", "meeting.skip"))
"""Keys that move the meeting, which only the terminal with the token does."""

WIDE = 96
"""Cells from which the agenda has its full width beside the stage."""


class StageView(PageView):
    """The stage; a digit is a vote while somebody is called."""

    async def on_key(self, event: events.Key) -> None:
        """Let the stage have a key before it has its usual meaning."""
        screen = self.screen
        if isinstance(screen, MeetingRoom) and screen.take_key(event.key):
            event.stop()
            event.prevent_default()


class MeetingRoom(StageHost):
    """A meeting as one terminal sees it: started or taken part in, painted, followed."""

    KEYS = "meeting"
    KIND: MeetingKind = "check-in"

    DEFAULT_CSS = """
    MeetingRoom > Horizontal { height: 1fr; }
    MeetingRoom #agenda { width: 28; }
    MeetingRoom.-narrow #agenda { width: 21; }
    MeetingRoom.-only #agenda { display: none; }
    """

    def __init__(self, team: int = 0) -> None:
        """Take the team that meets, 0 for all of the board."""
        super().__init__()
        self.team = team
        self.meeting_id = 0
        self.cursor = 0
        self.calls = 0
        self.marked = 0
        self.looks_at = ""
        """The item that this terminal looks at on its own; empty while it follows."""
        self._painted_item = ""
        self.told_over = ""

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
        return self.looks_at or (meeting.item if meeting else "")

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
        # Whoever comes at the same moment must find the holder of the token here.
        self.okr.announce()
        self.change("close forgotten", lambda draft: expire(draft, self.write_minutes))
        alone = not any(
            peer.meeting for peer in self._peers_now() if peer.terminal != self.terminal
        )

        def begin(draft: Draft) -> Meeting:
            return start(draft, self.KIND, terminal=self.terminal, team=self.team, alone=alone)

        made = self.change(f"start {self.KIND}", begin)
        if made is None:
            return
        self.meeting_id = made.id
        self.okr.announce(meeting=made.id)
        if made.terminal != self.terminal and not self._holder_is_there(made):
            self.take_token()

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
            self.marked,
            self._own_notes(),
            tuple(sorted({p.handle for p in self._in_it() if not self._member(p.handle)})),
        )

    def _peers_now(self) -> list[Peer]:
        """Return who is there at this moment; the watch may not have looked yet."""
        presence = self.session.presence
        return presence.peers() if presence is not None else self.peers

    def _in_it(self) -> list[Peer]:
        return [peer for peer in self.peers if peer.meeting == self.meeting_id]

    def _member(self, handle: str) -> int:
        found = self.board.member_named(handle)
        return found.id if found else 0

    def _holder_is_there(self, meeting: Meeting) -> bool:
        return any(peer.terminal == meeting.terminal for peer in self._peers_now())

    def write_minutes(self, board: Board, meeting: Meeting) -> str:
        """Return a meeting's minutes in the board's zone."""
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
            self.calls = self.marked = 0
            self.stop_playing()
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
        if forgotten(self.board, room.now):
            self.change("close forgotten", lambda draft: expire(draft, self.write_minutes))
            return
        self._paint_side(room)
        if is_over(room) and self.told_over != meeting.item:
            self.told_over = meeting.item
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
            lead = Hint(("meeting.follow",), "follow") if self.looks_at else None
            own = [hint for hint in stage.hints if hint.ids[0] not in _LEADS]
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
            self.take_token()
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
        """Open a form or a question; what came of it need not be on the board to be painted."""

        def done(result: object) -> None:
            if then is not None:
                then(result)
            self.repaint()

        self.query_one(FormPanel).ask(content, done)

    async def press(self, key: str) -> bool:
        """Let the stage have a key before it has its usual meaning: a digit may be a vote."""
        return self.take_key(key) or await super().press(key)

    def take_key(self, key: str) -> bool:
        """Let the stage take a key; say whether it did."""
        stage = self.stage
        if stage is None:
            return False
        self.stop_playing()
        took = stage.press(key, self)
        if took:
            self.repaint()
        return took

    def _own_notes(self) -> tuple[str, ...]:
        stage, notes = self.stage, self.notes()
        if notes is None or stage is None or not stage.is_personal:
            return ()
        return tuple(notes.read())

    def take_token(self) -> None:
        """Take the token, where it is free or was passed to me."""
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


def _no_meeting() -> list[Line]:
    return [
        [("", "text")],
        [("  ", "text"), ("There is no meeting here.", "title")],
        [("", "text")],
        [("  ", "text"), ("The line below says why; back on the board it can be mended.", "dim")],
    ]
