"""Where the company is going, and what the last reflection taught: before anybody proposes."""

from __future__ import annotations

from okrboard.domain.lookup import reference
from okrboard.domain.meeting.cards import cards_seen_by
from okrboard.domain.meeting.contributions import agreed_on
from okrboard.domain.meeting.topics import meeting_before
from okrboard.domain.records import Meeting
from okrboard.text import clean, clean_lines
from okrboard.tui.actions import Hint
from okrboard.tui.forms.goals import direction_form
from okrboard.tui.meeting.stage import HERE, NEXT, Page, Stage, StageServices, StageView
from okrboard.tui.paint.line import Line

MOST = 6


class Context(Stage):
    """Where we go, and what we learned."""

    hints = (NEXT, Hint(("meeting.edit",), "direction"), HERE)

    def page(self, view: StageView) -> Page:
        """Return the direction, then learnings, decisions and agreements."""
        lines: list[Line] = []
        direction = clean_lines(view.board.settings.direction).strip()
        wide = min(max(20, view.width - 4), 90)
        if not direction:
            lines += view.sentence(
                "nobody has written down where the company is going; e writes it"
            )
        for row in direction.split("\n")[:8] if direction else []:
            lines += [[("  ", "text"), (part, "strong")] for part in view.fold(row, wide, 6)]
        before = meeting_before(view.board, "reflect", view.meeting.team)
        for head, texts in self._learned(view, before):
            if texts:
                lines += view.section(head)
                for text in texts[:MOST]:
                    shown = view.fit(clean(text), view.width - 6)
                    lines.append([("  ", "text"), (f"{view.glyphs.dot} ", "dim"), (shown, "text")])
                if len(texts) > MOST:
                    lines.append(view.line(f"and {len(texts) - MOST} more", "dim"))
        return Page(lines)

    def on_edit(self, host: StageServices, view: StageView) -> None:
        """Write down where the company is going."""
        host.ask(direction_form(view.board))

    on_open = on_edit

    @staticmethod
    def _learned(view: StageView, before: Meeting | None) -> list[tuple[str, list[str]]]:
        board = view.board
        learned: list[str] = []
        decided: list[str] = []
        cycle = before.cycle if before else view.meeting.cycle
        ref = f" ({reference('meetings', before.id)})" if before else ""
        if before is not None:
            learned = [card.text for card in cards_seen_by(board, before, "we learned", 0)]
            decided = [remark.text for remark in before.decisions]
        lessons = [
            f"{reference('objectives', each.id)} {each.lesson}"
            for each in board.objectives_in(cycle)
            if each.lesson
        ]
        agreed = [each.text for each in agreed_on(board)]
        return [
            (f"What we learned{ref}", [*learned, *lessons]),
            (f"What we decided{ref}", decided),
            ("What we agreed on", agreed),
        ]
