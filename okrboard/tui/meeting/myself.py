"""*I do it for myself*: each person notes what they grew in; theirs alone unless they share it."""

from __future__ import annotations

from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.forms.form import Choices
from okrboard.tui.forms.meeting import card_form, note_form
from okrboard.tui.meeting.stage import BLANK, Page, StageServices, StageView
from okrboard.tui.meeting.writing import Writing

ROUND = "grew in"
_HOW = "w notes it for you alone, n shares it with all"


class Myself(Writing):
    """What did you grow in?"""

    is_personal = True
    hints = (
        Hint(("meeting.next", "meeting.previous"), "reveal, on, back"),
        Hint(("meeting.word",), "for me alone"),
        Hint(("meeting.new",), "share with all"),
        Hint(("meeting.open",), "share the note"),
        Hint(("meeting.drop",), "forget"),
    )
    questions = ((ROUND, "shared with all, after the reveal"),)
    names = True

    def page(self, view: StageView) -> Page:
        """Return one's own notes where nobody looks on, and what is shared."""
        rows: list[tuple[int, int]] = []
        if view.leads:
            count = len(view.notes)
            kept = f"{count} of your own notes stay yours; they are not shown here"
            lines = [view.line(kept if count else _HOW, "dim", 2)]
        else:
            lines = view.section("For you alone: kept on this machine, never on the board")[1:]
            for index, note in enumerate(view.notes):
                rows.append((len(lines), len(lines)))
                text = view.fit(clean(note), view.width - 6)
                sign = (f"{view.glyphs.dot} ", "dim")
                lines.append([view.mark(index), sign, (text, "text")])
            if not view.notes:
                lines.append(view.line(_HOW, "dim"))
        lines.append(BLANK)
        shared = super().page(view._replace(cursor=view.cursor - len(rows)))
        rows += [(first + len(lines), last + len(lines)) for first, last in shared.rows]
        return Page(lines + shared.lines, tuple(rows))

    def on_word(self, host: StageServices, view: StageView) -> None:
        """Note something for oneself."""
        growth = host.notes()
        if growth is None:
            host.tell("nothing is remembered on this terminal; a note would be lost")
        else:
            host.ask(note_form(view.meeting, growth))

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Offer to share the note under the cursor: a card is made of it, and it stays a note."""
        if view.leads or view.cursor >= len(view.notes):
            self.on_new(host, view)
            return
        form = card_form(view.meeting, ROUND, view.me)
        form.title = "Share this with all?"
        form.named("line").text = view.notes[view.cursor]
        host.ask(form)

    def on_new(self, host: StageServices, view: StageView) -> None:
        """Write something for all to see."""
        self.write(host, view, ROUND)

    def on_drop(self, host: StageServices, view: StageView) -> None:
        """Forget the note under the cursor, for good: it is nowhere else."""
        growth, at = host.notes(), view.cursor
        if growth is None or view.leads or at >= len(view.notes):
            host.tell("cards are taken back before the next step, notes at your own terminal")
            return
        options = [("y", "yes, forget it for good", True), ("n", "no, keep it", False)]

        def chosen(sure: object) -> None:
            if sure:
                growth.remove(at)

        host.ask(Choices("Forget this note?", options, about=view.notes[at], at=1), chosen)
