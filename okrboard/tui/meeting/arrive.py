"""Arriving: who is here, how long we have, last week's wins and agreements at hand."""

from __future__ import annotations

from okrboard.domain.lookup import reference
from okrboard.domain.meeting.said import absent, attend
from okrboard.domain.meeting.scope import meeting_before, people
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import minutes_form, word_form
from okrboard.tui.meeting.room import Page
from okrboard.tui.meeting.stage import NEXT, Stage, cursor_mark, section
from okrboard.tui.paint.width import fit, left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.domain.records import Member
    from okrboard.tui.meeting.room import Room
    from okrboard.tui.meeting.stage import Host
    from okrboard.tui.paint.width import Line


class Arrive(Stage):
    """The first step of every meeting."""

    hints = (
        NEXT,
        Hint(("meeting.here",), "is here"),
        Hint(("meeting.minutes",), "minutes"),
        Hint(("meeting.word",), "one word"),
    )

    def page(self, room: Room) -> Page:
        """Return the people with a tick, and what the last meeting left."""
        lines: list[Line] = []
        rows = []
        here = {entry.member: entry for entry in room.meeting.attendance}
        for index, member in enumerate(self._people(room)):
            entry = here.get(member.id)
            sign = (room.glyphs.health["done"], "done") if entry else ("-", "dim")
            where = "on a terminal" if member.id in room.connected else ""
            word = f"“{entry.word}”" if entry and entry.word else ""
            rows.append((len(lines), len(lines)))
            lines.append(
                [
                    cursor_mark(room, index),
                    (f"{sign[0]} ", sign[1]),
                    (left(member.handle, 16, room.glyphs.cut), "strong" if entry else "dim"),
                    (left(where, 16, room.glyphs.cut), "dim"),
                    (fit(word, max(0, room.width - 38), room.glyphs.cut), "text"),
                ]
            )
        lines += self._at_hand(room)
        return Page(lines, tuple(rows))

    def on_here(self, host: Host) -> None:
        """Tick the member under the cursor, or take the tick away."""
        room = host.room()
        member = self._under(room)
        if any(entry.member == member.id for entry in room.meeting.attendance):
            host.change("", lambda draft: absent(draft, room.meeting.id, member.id))
        else:
            host.change("", lambda draft: attend(draft, room.meeting.id, member.id))

    on_open = on_here

    def on_word(self, host: Host) -> None:
        """Ask the member under the cursor for one word."""
        room = host.room()
        member = self._under(room)
        host.ask(word_form(room.meeting, member.id, member.handle))

    def on_minutes(self, host: Host) -> None:
        """Ask how long we have."""
        host.ask(minutes_form(host.room().meeting, host.terminal))

    @staticmethod
    def _people(room: Room) -> list[Member]:
        return people(room.board, room.meeting.team) or people(room.board)

    def _under(self, room: Room) -> Member:
        found = self._people(room)
        return found[min(room.cursor, len(found) - 1)]

    @staticmethod
    def _at_hand(room: Room) -> list[Line]:
        lines: list[Line] = []
        before = meeting_before(room.board, room.meeting.kind, room.meeting.team, room.meeting.id)
        if before is not None and before.wins:
            ref = reference("meetings", before.id)
            lines += section(f"Last time's wins ({ref})", room)
            for win in before.wins[:4]:
                text = fit(f"{clean(win.text)} — {room.handle(win.author)}", room.width - 5)
                lines.append([("  ", "text"), ("+ ", "done"), (text, "text")])
        agreed = [each for each in room.board.agreements.values() if each.ended is None]
        if agreed:
            lines += section("What we agreed on", room)
            for each in agreed[-4:]:
                text = fit(clean(each.text), room.width - 5, room.glyphs.cut)
                lines.append([("  ", "text"), (f"{room.glyphs.dot} ", "dim"), (text, "text")])
        return lines
