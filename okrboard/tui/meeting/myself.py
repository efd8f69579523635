"""*I do it for myself*: each person notes what they grew in; theirs alone unless they share it."""

from __future__ import annotations

from okrboard.cells import fit
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import card_form, note_form
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import Host, cursor_mark, section
from okrboard.tui.meeting.writing import Writing
from okrboard.tui.paint.line import Line

ROUND = "grew in"


class Myself(Writing):
    """What did you grow in?"""

    is_personal = True
    hints: tuple[Hint, ...] = (
        Hint(("meeting.next", "meeting.previous"), "reveal, on, back"),
        Hint(("meeting.word",), "for me alone"),
        Hint(("meeting.new",), "share with all"),
        Hint(("meeting.open",), "share the note"),
        Hint(("meeting.drop",), "forget"),
    )

    def __init__(self) -> None:
        """One round, with the names of those who share."""
        super().__init__(((ROUND, "shared with all, after the reveal"),), names=True)

    def page(self, room: Room) -> Page:
        """Return one's own notes where nobody looks on, and what is shared."""
        shared = super().page(room)
        if room.leads:
            count = len(room.notes)
            said = f"{count} of your own notes stay yours; they are not shown here"
            head: list[Line] = [[("  ", "text"), (said if count else _HOW, "dim")], [("", "text")]]
            moved = tuple((first + len(head), last + len(head)) for first, last in shared.rows)
            return Page([*head, *shared.lines], moved)
        lines = section("For you alone: kept on this machine, never on the board", room)[1:]
        rows = []
        for index, note in enumerate(room.notes):
            rows.append((len(lines), len(lines)))
            text = fit(clean(note), room.width - 6, room.glyphs.cut)
            lines.append([cursor_mark(room, index), (f"{room.glyphs.dot} ", "dim"), (text, "text")])
        if not room.notes:
            lines.append([("    ", "text"), (fit(_HOW, room.width - 5), "dim")])
        below = super().page(room._replace(cursor=room.cursor - len(rows)))
        lines.append([("", "text")])
        rows += [(first + len(lines), last + len(lines)) for first, last in below.rows]
        return Page(lines + below.lines, tuple(rows))

    def on_word(self, host: Host) -> None:
        """Note something for oneself."""
        growth = host.notes()
        if growth is None:
            host.tell("nothing is remembered on this terminal; a note would be lost")
        else:
            host.ask(note_form(host.room().meeting, growth))

    def on_open(self, host: Host) -> None:
        """Offer to share the note under the cursor: a card is made of it, and it stays a note."""
        room = host.room()
        if room.leads or room.cursor >= len(room.notes):
            self.on_new(host)
            return
        form = card_form(room.meeting, ROUND, room.me)
        form.title = "Share this with all?"
        form.named("line").text = room.notes[room.cursor]
        host.ask(form)

    def on_new(self, host: Host) -> None:
        """Write something for all to see."""
        self._write(host, 0)

    def on_drop(self, host: Host) -> None:
        """Forget the note under the cursor, for good: it is nowhere else."""
        room, growth = host.room(), host.notes()
        if growth is None or room.leads or room.cursor >= len(room.notes):
            host.tell("cards are taken back before the next step, notes at your own terminal")
            return
        at = room.cursor
        options = [("y", "yes, forget it for good", True), ("n", "no, keep it", False)]

        def chosen(sure: object) -> None:
            if sure:
                growth.remove(at)

        host.ask(Choices("Forget this note?", options, about=room.notes[at], at=1), chosen)


_HOW = "w notes it for you alone, n shares it with all"
