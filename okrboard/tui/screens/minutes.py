"""The minutes screen: the meetings that were held, newest first, and what was said in each.

The board's archives are read when it is opened, not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from textual.widget import Widget

from okrboard.domain.board import Board
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.flow import expire, forgotten
from okrboard.domain.meeting.meeting_history import HeldMeeting, held_meetings
from okrboard.domain.records import Meeting
from okrboard.errors import StoreError
from okrboard.report.format import unescaped
from okrboard.report.minutes import file_name, minutes_of
from okrboard.service import zone_of
from okrboard.tui.actions import NO_MEETING, NO_SUCH_WORDS, READING, Hint
from okrboard.tui.paint.minutes import minutes_lines, paint_held, paint_nothing
from okrboard.tui.screens import opening
from okrboard.tui.screens.meeting_connection import write_minutes
from okrboard.tui.screens.page_screen import PaperScreen
from okrboard.tui.widgets.ask_line import AskLine


class MinutesScreen(PaperScreen):
    """A list of meetings; `enter` reads one."""

    KEYS = "minutes"

    def __init__(self, meeting: int = 0) -> None:
        """Begin with the minutes of a meeting; without one with the list."""
        super().__init__()
        self.ask_line = AskLine()
        self.here = meeting
        self.reads = bool(meeting)
        """Whether its minutes are shown, not the list."""
        self._words = ""
        self._top = 0
        self._read: tuple[Board, list[HeldMeeting], list[str]] | None = None

    def parts(self) -> Iterable[Widget]:
        """Return the line to search in above the page."""
        return self.ask_line, *super().parts()

    def _history(self) -> tuple[list[HeldMeeting], list[str]]:
        """Return all meetings of the board and what cannot be read, once for each picture of it.

        Not the board's own memory: an archive that was put back is seen when one comes again.
        """
        if self._read is None or self._read[0] is not self.board:
            self._read = (self.board, *held_meetings(self.board))
        return self._read[1:]

    @property
    def listed(self) -> list[HeldMeeting]:
        """The meetings that are listed: those in which the words fell that are looked for."""
        words, zone = self._words.casefold().split(), zone_of(self.board)
        return [
            one
            for one in self._history()[0]
            if not words or _has(self.board, one.meeting, zone, words)
        ]

    def stops(self) -> list[int]:
        """Return the listed meetings by their ids."""
        return [one.meeting.id for one in self.listed]

    def begin(self) -> None:
        """Close what nobody has closed, as every list of meetings does; see `flow.expire`."""
        stamp = self.session.service.stamp(self.board)
        if self.session.writable and stamp.member and forgotten(self.board, stamp.at):
            self.change("close forgotten", lambda draft: expire(draft, write_minutes))

    # Painting.

    def repaint(self) -> None:
        """Paint the list or the minutes; only the rows that differ are sent."""
        if not self.is_mounted:
            return
        listed, at, width = self.listed, self.at, self.app.size.width
        meetings, notes = self._history()
        if not listed:
            self.reads = False
            key = self.session.key
            keys = {"meeting": key("minutes.meeting"), "back": key("app.back")}
            lines = paint_nothing(len(meetings), notes, keys, width, self.glyphs)
            self.view.show(lines, (), -1)
        elif self.reads:
            self.here = listed[at].meeting.id
            text = self._text(listed[at].meeting)
            self.view.show(minutes_lines(text, width, self.glyphs), (), -1)
        else:
            self.here = listed[at].meeting.id
            zone = zone_of(self.board)
            page = paint_held(self.board, listed, notes, at, zone, width, self.glyphs)
            self.view.show(page.lines, page.rows, at)
        self._say_how_many(len(listed), len(meetings))
        self.refresh_foot()

    def _say_how_many(self, listed: int, meetings: int) -> None:
        note = ""
        if self._words.strip():
            back = self.session.key("app.back")
            clears = f" · {back} clears" if back and not self.reads else ""
            note = f"{listed} of {meetings}{clears}"
        self.ask_line.say(note)

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        super().on_theme_changed()
        self.ask_line.refresh()

    def on_board_changed(self, old: Board, new: Board) -> None:
        """Keep the cursor on the same meeting; go back to the list when it is gone."""
        if self.reads and self.here not in new.meetings:
            self.reads, self.view.top = False, self._top
        super().on_board_changed(old, new)

    def foot_hints(self) -> Iterable[Hint] | None:
        """While one reads, how one goes on comes first; nothing held has nothing to read."""
        if self.reads:
            return READING
        if not self._history()[0]:
            return NO_MEETING
        return None if self.listed else NO_SUCH_WORDS

    def foot_keys(self) -> list[tuple[str, str]]:
        """Return the keys of the search while one types it: letters are text then."""
        return self.ask_line.keys or super().foot_keys()

    # Moving.

    def action_move(self, where: str) -> None:
        """Move the cursor, or scroll the minutes."""
        if self.reads:
            self.view.leap(where)
        elif where.startswith("page"):
            self.go(self.view.a_page_from(self.at, where))
        elif where not in ("left", "right"):
            super().action_move(where)

    def action_older(self) -> None:
        """Go to the meeting before."""
        self._step(1, "there is no meeting before it")

    def action_newer(self) -> None:
        """Go to the meeting after it."""
        self._step(-1, "there is no meeting after it")

    def on_ask_line_left(self, message: AskLine.Left) -> None:
        """Let the arrows move the cursor while one types what to look for."""
        if message.key in ("up", "down"):
            self.action_move(message.key)

    # Doing.

    def action_open(self) -> None:
        """Read the minutes of the meeting under the cursor, or go back to the list."""
        if self.reads:
            self._close()
        elif self.listed:
            self._top, self.reads = self.view.top, True
            self._begin_reading()

    def action_back(self) -> None:
        """Go back to the list, then show all of it again, then go."""
        if self.reads:
            self._close()
        elif self._words:
            self._clear()
        else:
            super().action_back()

    def action_search(self) -> None:
        """Ask which words fell."""
        if self.reads:
            self._close()
        self.ask_line.ask(
            "search", self._searched, text=self._words, typed=self._look_for, dropped=self._clear
        )
        self.repaint()

    def action_keep(self) -> None:
        """Send the minutes to the terminal's clipboard."""
        meeting = self._under()
        if meeting is not None:
            self.copy(self._text(meeting))

    def action_to_file(self) -> None:
        """Write the minutes to a file."""
        meeting = self._under()
        if meeting is not None:
            self.save(file_name(meeting, zone_of(self.board)), self._text(meeting))

    def action_meeting(self) -> None:
        """Hold a meeting, or go back to the one that is running."""
        opening.meet(self.panel)

    def _under(self) -> Meeting | None:
        listed = self.listed
        if not listed:
            self.tell("there is no meeting here")
            return None
        return listed[self.at].meeting

    def _step(self, step: int, nothing: str) -> None:
        stops, at = self.stops(), self.at + step
        if not 0 <= at < len(stops):
            self.tell(nothing)
            return
        self.here = stops[at]
        if self.reads:
            self._begin_reading()
        else:
            self.repaint()

    def _begin_reading(self) -> None:
        """Show minutes from their head on, or from where the words fell that were looked for."""
        self.view.top = 0
        self.repaint()
        words = self._words.casefold().split()
        if words:
            self.view.scroll_to_text(lambda text: any(word in text.casefold() for word in words))

    def _close(self) -> None:
        self.reads, self.view.top = False, self._top
        self.repaint()

    def _text(self, meeting: Meeting) -> str:
        return _minutes_or_why_not(self.board, meeting, zone_of(self.board))

    # Searching.

    def _look_for(self, words: str) -> None:
        if words != self._words:
            self._words, self.view.top = words, 0
            self.repaint()

    def _searched(self, words: str) -> None:
        if not words.strip():
            self._clear()
            return
        self._look_for(words)
        self.ask_line.rest("search", words)
        self.repaint()

    def _clear(self) -> None:
        self._words = ""
        self.ask_line.rest()
        self.repaint()


def _minutes_or_why_not(board: Board, meeting: Meeting, zone: tzinfo) -> str:
    """Return a meeting's minutes; one line where what they are made of cannot be read."""
    try:
        return minutes_of(board, meeting, zone)
    except StoreError as error:
        return f"These minutes cannot be read: {error}"


def _has(board: Board, meeting: Meeting, zone: tzinfo, words: list[str]) -> bool:
    """Say whether all of some words are in a meeting's minutes, its reference, kind or cycle."""

    def searched() -> str:
        cycle = board.cycles.get(meeting.cycle)
        named = f"{reference('meetings', meeting.id)} {meeting.kind} {cycle.name if cycle else ''}"
        return unescaped(f"{named}\n{_minutes_or_why_not(board, meeting, zone)}").casefold()

    text: str = board.memo(("said in", meeting.id), searched)
    return all(word in text for word in words)
