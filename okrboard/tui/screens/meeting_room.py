"""`MeetingRoom`: one thing at a time for the whole room, the agenda and the clock at its side.

Every terminal of a meeting paints it and follows it; the clock runs on wall time on each of them.
What the keys do stands in `meeting`, what a step shows in the stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from okrboard.cells import fit
from okrboard.domain.board import Board
from okrboard.domain.meeting.flow import forgotten
from okrboard.service import zone_of
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices, Form
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.side import is_over, side_lines
from okrboard.tui.meeting.stage import TIME, Stage
from okrboard.tui.meeting.stages import stage_of
from okrboard.tui.paint.line import Line
from okrboard.tui.screens.meeting_seat import MeetingSeat
from okrboard.tui.widgets.page_view import PageView

TICK = 1.0
"""Seconds between two pictures of the clock."""

TICK_OVER_SSH = 5.0

TOLD_FOR = 20.0
"""Seconds that a line stands in the foot before the keys are shown again; all look at them."""

LONGEST_LINE = 112
"""Cells of a stage at most: what belongs together stays within one look on a wide screen."""

_LEADS = frozenset(("meeting.next", "meeting.previous", "meeting.skip"))
"""Keys that move the meeting, which only the terminal with the token does."""

WIDE = 96
"""Cells from which the agenda has its full width beside the stage."""


class MeetingRoom(MeetingSeat):
    """A meeting as one terminal sees it: painted and followed."""

    KEYS = "meeting"

    DEFAULT_CSS = """
    MeetingRoom > Horizontal { height: 1fr; }
    MeetingRoom #agenda { width: 28; }
    MeetingRoom.-narrow #agenda { width: 21; }
    MeetingRoom.-only #agenda { display: none; }
    """

    def __init__(self, team: int = 0) -> None:
        """Take the team that meets, 0 for all of the board."""
        super().__init__(team)
        self.agenda = PageView()
        self.agenda.id = "agenda"
        self.agenda.can_focus = False
        self.cursor = 0
        self.calls = 0
        self.marked = 0
        self._painted_item = ""
        self._every = TICK
        self._told_for = 0.0
        self.told_over = ""

    def parts(self) -> Iterable[Widget]:
        """Return agenda, stage and panel."""
        return Horizontal(self.agenda, self.view), self.panel

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

    def begin(self) -> None:
        """Start the meeting or take part in it, and let the clock run."""
        self.sit_down()
        self._every = TICK_OVER_SSH if self.session.options.ssh else TICK
        self.set_interval(self._every, self._tick)

    def room(self) -> Room:
        """Return the room as it is now."""
        meeting = self.meeting
        assert meeting is not None
        stamp = self.session.service.stamp(self.board)
        return Room(
            self.board,
            meeting,
            self.item,
            stamp.member,
            self.leads,
            self.connected(),
            stamp.today,
            stamp.at,
            zone_of(self.board),
            min(max(20, self.view.size.width), LONGEST_LINE),
            max(5, self.view.size.height),
            self.glyphs,
            self.cursor,
            self.calls,
            self.marked,
            self._own_notes(),
            self.onlookers(),
            self.leader(),
        )

    # Painting.

    def repaint(self) -> None:
        """Paint stage and agenda; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        if self.meeting is None:
            self.view.show(_no_meeting(), (), -1)
            return
        if self.item != self._painted_item:
            self._painted_item, self.cursor, self.view.top = self.item, 0, 0
            self.calls = self.marked = 0
            self.stop_playing()
            self.forget()
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
        self.view.show([*head, *page.lines], rows, self.cursor if rows else -1)
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
        self._told_for += self._every
        if self._told_for == TOLD_FOR:
            self.forget()
        if forgotten(self.board, room.now):
            self.close_forgotten()
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
        keys = stage.keys(self.room())
        if self.leads and meeting.state != "closed":
            return (*keys, *TIME)
        own = [hint for hint in keys if hint.ids[0] not in _LEADS]
        if meeting.state == "closed":
            return [*own, *TIME[-2:]]
        follow = [Hint(("meeting.follow",), "follow")] if self.looks_at else []
        look = Hint(("meeting.next", "meeting.previous"), "look around")
        return [*follow, *own, look, *TIME[2:]]

    # What changes it.

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Follow the meeting, and lead it when the token was passed to me."""
        del old, new
        self.take_up()
        self.repaint()

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        super().on_theme_changed()
        self.agenda.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Give the agenda less of a narrow terminal; Textual calls the base's own as well."""
        self.set_class(event.size.width < WIDE, "-narrow")

    # What stages ask for.

    def ask(self, content: Form | Choices, then: Callable[[object], object] | None = None) -> None:
        """Open a form or a question; what came of it need not be on the board to be painted."""

        def done(result: object) -> None:
            if then is not None:
                then(result)
            self.repaint()

        self.panel.ask(content, done)

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot until the next key, the next item or for a while."""
        self._told_for = 0.0
        super().tell(message, style)

    async def press(self, key: str) -> bool:
        """Let the stage have a key before it has its usual meaning: a digit may be a vote."""
        return self._taken(key) or await super().press(key)

    def _taken(self, key: str) -> bool:
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


def _no_meeting() -> list[Line]:
    return [
        [("", "text")],
        [("  ", "text"), ("There is no meeting here.", "title")],
        [("", "text")],
        [("  ", "text"), ("The line below says why; back on the board it can be mended.", "dim")],
    ]
