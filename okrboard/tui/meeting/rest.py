"""The others: key results that need no talk, waved through together."""

from __future__ import annotations

from okrboard.cells import left
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import one_more_key_result
from okrboard.domain.meeting.topics import Ranked, ranked, to_talk_about
from okrboard.glyphs import bar
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.stage import NEXT, ListStage, StageServices, StageView, entry
from okrboard.tui.paint.key_result import way
from okrboard.tui.paint.line import Line


class Rest(ListStage[Ranked]):
    """Those that do well enough; any of them can be talked about."""

    hints = (NEXT, Hint(("meeting.open",), "talk about it"))
    nothing = "all key results were talked about"

    def items(self, view: StageView) -> list[Ranked]:
        """Return the key results that are not on the agenda."""
        on_agenda = {box.key for box in view.meeting.boxes}
        everything = ranked(view.board, view.meeting, view.today)
        _, waved = to_talk_about(everything)
        return [each for each in everything if each.ref in waved and each.ref not in on_agenda]

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Put the key result under the cursor on the agenda, and go to it."""
        each = self.under(view)
        if each is None:
            return
        item, meeting = one_more_key_result(each.ref), view.meeting.id
        host.change(
            "meeting", lambda d: control.talk_about(d, meeting, item, "rest", host.terminal)
        )

    def row(self, view: StageView, item: Ranked, index: int) -> list[Line]:
        """Return a key result with its title and where it stands."""
        measured, glyphs = item.measure, view.glyphs
        share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
        head: Line = [
            view.mark(index),
            (f"{glyphs.of(measured.health)} ", measured.health),
            (left(item.ref, 6), "dim"),
        ]
        tail: Line = [
            *bar(measured.progress, measured.pace, 12, measured.health, glyphs),
            (f"{share:>7}  ", "text"),
            (view.left(way(measured.key_result, glyphs), 22), "dim"),
        ]
        return entry(view, head, measured.key_result.title, "strong", tail)
