"""The others: key results that need no talk, waved through together."""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain.agenda import KEY_RESULTS, Item
from okrboard.domain.meeting import control
from okrboard.domain.meeting.topics import Ranked, ranked, to_talk_about
from okrboard.glyphs import bar
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.entry import entry, listed
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, empty, leading
from okrboard.tui.paint.key_result import way
from okrboard.tui.paint.line import Line


class Rest(Stage):
    """Those that do well enough; any of them can be talked about."""

    hints = (NEXT, Hint(("meeting.open",), "talk about it"))

    def page(self, room: Room) -> Page:
        """Return each with its title and where it stands."""
        found = self._rest(room)
        if not found:
            return empty("all key results were talked about", room)
        lines: list[Line] = []
        shown = (self._lines(room, each, index) for index, each in enumerate(found))
        return Page(lines, listed(lines, shown))

    def on_open(self, host: Host) -> None:
        """Put the key result under the cursor on the agenda, and go to it."""
        room = host.room()
        found = self._rest(room)
        if not found:
            return
        each = found[min(room.cursor, len(found) - 1)]
        item = Item(each.ref, KEY_RESULTS.weight / 4, KEY_RESULTS.floor)
        leading(
            host,
            lambda draft: control.talk_about(draft, room.meeting.id, item, "rest", host.terminal),
        )

    @staticmethod
    def _rest(room: Room) -> list[Ranked]:
        on_agenda = {box.key for box in room.meeting.boxes}
        everything = ranked(room.board, room.meeting, room.today)
        _, waved = to_talk_about(everything)
        return [each for each in everything if each.ref in waved and each.ref not in on_agenda]

    @staticmethod
    def _lines(room: Room, each: Ranked, index: int) -> list[Line]:
        measured, glyphs = each.measure, room.glyphs
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        head: Line = [
            cursor_mark(room, index),
            (f"{glyphs.of(measured.health)} ", measured.health),
            (left(each.ref, 6), "dim"),
        ]
        tail: Line = [
            *bar(measured.progress, measured.pace, 12, measured.health, glyphs),
            (f"{share:>7}  ", "text"),
            (left(way(measured.key_result, glyphs), 22, glyphs.cut), "dim"),
        ]
        return entry(room, head, measured.key_result.title, "strong", tail)
