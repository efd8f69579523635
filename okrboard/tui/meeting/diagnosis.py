"""The diagnosis in words: strategy or rhythm, what our actions were worth, how far we knew."""

from __future__ import annotations

from okrboard.cells import fit, fold, left, right
from okrboard.domain.format_numbers import format_share
from okrboard.domain.formulas import Yield
from okrboard.domain.meeting.looking_back import LookBack, look_back
from okrboard.glyphs import bar
from okrboard.text import clean
from okrboard.tui.actions import Hint
from okrboard.tui.meeting.discuss import Discuss
from okrboard.tui.meeting.room import Page, Room
from okrboard.tui.meeting.stage import ACTION, NEXT, Host, section
from okrboard.tui.paint.line import Line

CELL = 30
STYLES = {"none": "on_track", "strategy": "at_risk", "cadence": "at_risk", "unknown": "dim"}
NAMES: dict[Yield, str] = {
    "value": "value",
    "busy_work": "busy work",
    "luck": "luck",
    "stuck": "stuck",
}


class DiagnosisStage(Discuss):
    """Was it the strategy or the rhythm?"""

    hints: tuple[Hint, ...] = (
        NEXT,
        ACTION,
        Hint(("meeting.decision",), "decision"),
        Hint(("meeting.agree",), "agreement"),
    )

    def page(self, room: Room) -> Page:
        """Return the three answers under each other."""
        found = room.board.memo(
            ("look back", room.cycle, room.meeting.team, room.today),
            lambda: look_back(room.board, room.cycle, room.meeting.team, room.today),
        )
        return Page(
            [
                *self._sentence(room, found),
                *self._matrix(room, found),
                *self._calibration(room, found),
            ]
        )

    def before_next(self, host: Host) -> bool:
        """Nothing is asked before the next step."""
        del host
        return True

    before_back = before_next

    def on_open(self, host: Host) -> None:
        """Nothing to open: the three answers are all there."""
        host.tell("all there is to say stands here")

    @staticmethod
    def _sentence(room: Room, found: LookBack) -> list[Line]:
        style = STYLES[found.diagnosis.problem]
        told = fold(found.verdict, max(20, room.width - 4), 3, room.glyphs.cut)
        lines: list[Line] = [[("  ", "text"), (row, style)] for row in told]
        lines.append([("", "text")])
        cells = min(24, max(8, room.width - 50))
        for label, share, said in (
            ("rhythm", found.rhythm, f"{found.made} of {found.due} check-ins in time"),
            ("score", found.score, "of what is expected by now"),
        ):
            if share is not None:
                lines.append(
                    [
                        ("    ", "text"),
                        (left(label, 8), "label"),
                        *bar(share, None, cells, "accent", room.glyphs),
                        (right(format_share(share), 7), "strong"),
                        (f"  {fit(said, room.width - cells - 22, room.glyphs.cut)}", "dim"),
                    ]
                )
        return lines

    @staticmethod
    def _matrix(room: Room, found: LookBack) -> list[Line]:
        lines = section("What our actions were worth", room)
        if not any(found.yields.values()):
            said = "too little: no action was closed whose key result anybody measured since"
            return [*lines, [("    ", "text"), (fit(said, room.width - 5), "dim")]]
        cell = max(14, min(CELL, (room.width - 14) // 2))
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
                row.append((left(f"{len(actions):>2}  {NAMES[word]}", cell), style))
            lines.append(row)
        if found.value is not None:
            said = f"{format_share(found.value)} of what we did moved what we did it for"
            lines.append([("    ", "text"), (said, "strong")])
        busy = found.yields["busy_work"]
        if busy:
            names = ", ".join(clean(action.title) for action in busy[:3])
            shown = fit(f"busy work: {names}", room.width - 5, room.glyphs.cut)
            lines.append([("    ", "text"), (shown, "dim")])
        return lines

    @staticmethod
    def _calibration(room: Room, found: LookBack) -> list[Line]:
        lines = section("How far our confidence can be believed", room)
        known = found.calibration
        sentence = fit(known.sentence, room.width - 5, room.glyphs.cut)
        lines.append([("    ", "text"), (sentence, "text" if known.enough else "dim")])
        for each in known.table:
            said = f"{each.low} to {each.high}"
            lines.append(
                [
                    ("    ", "text"),
                    (left(said, 8), "label"),
                    *bar(each.reached, each.said, 20, "on_track", room.glyphs),
                    (f"  reached {format_share(each.reached)} of {each.pairs}", "text"),
                ]
            )
        if known.brier is not None:
            lines.append(
                [("    ", "text"), (f"Brier score {known.brier:.2f}; 0.25 is a guess", "dim")]
            )
        return lines
