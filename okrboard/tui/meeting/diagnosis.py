"""The diagnosis in words: strategy or rhythm, what our actions were worth, how far we knew."""

from __future__ import annotations

from okrboard.cells import fold, left, right
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import Yield
from okrboard.domain.meeting.looking_back import LookBack, look_back
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.discuss import Concluding
from okrboard.tui.meeting.stage import (
    ACTION,
    BLANK,
    DECISION,
    NEXT,
    Page,
    Stage,
    StageServices,
    StageView,
)
from okrboard.tui.paint.line import Line

CELL = 30
STYLES = {"none": "on_track", "strategy": "at_risk", "cadence": "at_risk", "unknown": "dim"}


class DiagnosisStage(Concluding, Stage):
    """Was it the strategy or the rhythm?"""

    hints: tuple[Hint, ...] = (
        NEXT,
        ACTION,
        DECISION,
        Hint(("meeting.agree",), "agreement"),
    )

    def page(self, view: StageView) -> Page:
        """Return the three answers under each other."""
        found = view.board.memo(
            ("look back", view.cycle, view.meeting.team, view.today),
            lambda: look_back(view.board, view.cycle, view.meeting.team, view.today),
        )
        return Page(
            [
                *self._sentence(view, found),
                *self._matrix(view, found),
                *self._calibration(view, found),
            ]
        )

    def on_open(self, host: StageServices, view: StageView) -> None:
        """Nothing to open: the three answers are all there."""
        del view
        host.tell("all there is to say stands here")

    @staticmethod
    def _sentence(view: StageView, found: LookBack) -> list[Line]:
        style = STYLES[found.diagnosis.problem]
        verdict = fold(found.verdict, max(20, view.width - 4), 3, view.glyphs.cut)
        lines: list[Line] = [*([("  ", "text"), (row, style)] for row in verdict), BLANK]
        cells = min(24, max(8, view.width - 50))
        for label, share, what in (
            ("rhythm", found.rhythm, f"{found.made} of {found.due} check-ins in time"),
            ("score", found.score, "of what is expected by now"),
        ):
            if share is not None:
                lines.append(
                    [
                        ("    ", "text"),
                        (left(label, 8), "label"),
                        *bar(share, None, cells, "accent", view.glyphs),
                        (right(format_share(share), 7), "strong"),
                        (f"  {view.fit(what, view.width - cells - 22)}", "dim"),
                    ]
                )
        return lines

    @staticmethod
    def _matrix(view: StageView, found: LookBack) -> list[Line]:
        lines = view.section("What our actions were worth")
        if not any(found.yields.values()):
            text = "too little: no action was closed whose key result anybody measured since"
            return [*lines, view.line(text, "dim")]
        cell = max(14, min(CELL, (view.width - 14) // 2))
        lines.append(
            [("              ", "text"), (left("it moved", cell), "label"), ("it did not", "label")]
        )
        pairs: tuple[tuple[str, tuple[Yield, Yield]], ...] = (
            ("kept", ("value", "busy_work")),
            ("not kept", ("luck", "stuck")),
        )
        for label, words in pairs:
            row: Line = [("    ", "text"), (left(label, 10), "label")]
            for word in words:
                actions = found.yields[word]
                style = "on_track" if word == "value" else "text"
                row.append((left(f"{len(actions):>2}  {word.replace('_', ' ')}", cell), style))
            lines.append(row)
        if found.value is not None:
            text = f"{format_share(found.value)} of what we did moved what we did it for"
            lines.append(view.line(text, "strong"))
        busy = found.yields["busy_work"]
        if busy:
            names = ", ".join(clean(action.title) for action in busy[:3])
            lines.append(view.line(f"busy work: {names}", "dim"))
        return lines

    @staticmethod
    def _calibration(view: StageView, found: LookBack) -> list[Line]:
        lines = view.section("How far our confidence can be believed")
        known = found.calibration
        lines.append(view.line(known.sentence, "text" if known.enough else "dim"))
        for each in known.table:
            lines.append(
                [
                    ("    ", "text"),
                    (left(f"{each.low} to {each.high}", 8), "label"),
                    *bar(each.reached, each.said, 20, "on_track", view.glyphs),
                    (f"  reached {format_share(each.reached)} of {each.pairs}", "text"),
                ]
            )
        if known.brier is not None:
            lines.append(view.line(f"Brier score {known.brier:.2f}; 0.25 is a guess", "dim"))
        return lines
