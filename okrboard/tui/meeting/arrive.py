"""Arriving: who is here, how long we have, last week's wins and agreements at hand."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.contributions import absent, agreed_on, attend, end_agreement
from okrboard.domain.meeting.topics import meeting_before, people
from okrboard.domain.records import Agreement, Member
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.meeting import minutes_form, word_form
from okrboard.tui.meeting.entry import bullet, listed
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import NEXT, Host, Stage, cursor_mark, section
from okrboard.tui.paint.line import Line

MOST_AGREED = 6
"""Working agreements that are shown, the newest ones."""


class Arrive(Stage):
    """The first step of every meeting."""

    hints = (
        NEXT,
        Hint(("meeting.here",), "is here"),
        Hint(("meeting.minutes",), "minutes"),
        Hint(("meeting.word",), "one word"),
    )

    def keys(self, room: Room) -> tuple[Hint, ...]:
        """Return the keys for people, or what ends an agreement."""
        if self._agreement(room) is None:
            return self.hints
        return (NEXT, Hint(("meeting.drop",), "no longer"), *self.hints[2:3])

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
        lines += self._wins(room)
        self._agreed(room, lines, rows)
        return Page(lines, tuple(rows))

    def on_here(self, host: Host) -> None:
        """Tick the member under the cursor, or take the tick away."""
        room = host.room()
        member = self._under(room)
        if member is None:
            return
        ticked = any(entry.member == member.id for entry in room.meeting.attendance)
        if ticked and member.id in room.connected:
            host.tell(f"{member.handle} is here, on a terminal")
        elif ticked:
            host.change("", lambda draft: absent(draft, room.meeting.id, member.id))
        else:
            host.change("", lambda draft: attend(draft, room.meeting.id, member.id))

    on_open = on_here

    def on_word(self, host: Host) -> None:
        """Ask the member under the cursor for one word."""
        room = host.room()
        member = self._under(room)
        if member is not None:
            host.ask(word_form(room.meeting, member.id, member.handle))

    def on_drop(self, host: Host) -> None:
        """Let the working agreement under the cursor end."""
        room = host.room()
        agreement = self._agreement(room)
        if agreement is None:
            host.tell("put the cursor on what we agreed on; it ends that")
        elif host.change("", lambda draft: end_agreement(draft, agreement.id)) is not None:
            host.tell("we no longer agree on that; undo takes it back")

    def on_minutes(self, host: Host) -> None:
        """Ask how long we have."""
        host.ask(minutes_form(host.room().meeting, host.terminal))

    @staticmethod
    def _people(room: Room) -> list[Member]:
        return people(room.board, room.meeting.team) or people(room.board)

    def _under(self, room: Room) -> Member | None:
        found = self._people(room)
        return found[room.cursor] if room.cursor < len(found) else None

    def _agreement(self, room: Room) -> Agreement | None:
        at = room.cursor - len(self._people(room))
        found = agreed_on(room.board)[-MOST_AGREED:]
        return found[at] if 0 <= at < len(found) else None

    @staticmethod
    def _wins(room: Room) -> list[Line]:
        lines: list[Line] = []
        before = meeting_before(room.board, room.meeting.kind, room.meeting.team, room.meeting.id)
        if before is not None and before.wins:
            ref = reference("meetings", before.id)
            lines += section(f"Last time's wins ({ref})", room)
            for win in before.wins[:4]:
                text = fit(f"{clean(win.text)} — {room.handle(win.author)}", room.width - 5)
                lines.append([("  ", "text"), ("+ ", "done"), (text, "text")])
        return lines

    @staticmethod
    def _agreed(room: Room, lines: list[Line], rows: list[tuple[int, int]]) -> None:
        """Add what we agreed on; the cursor can be on each of them."""
        agreed = agreed_on(room.board)
        if not agreed:
            return
        lines += section("What we agreed on", room)
        told = [bullet(room, each.text, room.width - 5) for each in agreed[-MOST_AGREED:]]
        for index, shown in enumerate(told, len(rows)):
            shown[0][0] = cursor_mark(room, index)
        rows += listed(lines, told)
        if len(agreed) > MOST_AGREED:
            lines.append([("    ", "text"), (f"and {len(agreed) - MOST_AGREED} older", "dim")])
