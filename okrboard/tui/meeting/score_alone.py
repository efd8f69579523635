"""One key result of the scores, looked at alone: its score in large digits, and its bridge."""

from __future__ import annotations

from okrboard.cells import fit, fold, left
from okrboard.cells import width as width_of
from okrboard.domain.format_numbers import format_share, format_value
from okrboard.domain.formulas import score_band
from okrboard.domain.lookup import reference
from okrboard.domain.measure import Measure, bridge
from okrboard.domain.record import Record
from okrboard.domain.records import KeyResult, Objective
from okrboard.text import clean
from okrboard.tui.meeting.room import Room
from okrboard.tui.meeting.stage import section
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.line import Line, typeset
from okrboard.tui.paint.waterfall import waterfall

BANDS = {"green": "on_track", "amber": "at_risk", "red": "off_track"}


class Row(Record):
    """One key result of the list."""

    objective: Objective
    measured: Measure
    score: float | None
    expected: float
    """The score that counts as success by now: of the whole cycle at its end."""

    @property
    def key_result(self) -> KeyResult:
        """The key result."""
        return self.measured.key_result

    @property
    def missed(self) -> bool:
        """Whether it stayed below what its kind expects."""
        return self.score is not None and self.score < self.expected - 1e-9


def alone(room: Room, row: Row) -> list[Line]:
    """Return one key result for the whole room: its score in large digits, its bridge."""
    record, signs = row.key_result, room.glyphs
    title = f"{reference('key_results', record.id)}  {clean(record.title)}"
    lines: list[Line] = [
        [("  ", "text"), (fit(title, room.width - 3, signs.cut), "title")],
        [("", "text")],
    ]
    said = "-" if row.score is None else f"{row.score:.2f}"
    large = digits(said, ascii=signs.parts == " #")
    band = BANDS[score_band(row.score)] if row.score is not None else "dim"
    unit = record.unit
    way = f"{format_value(record.start)} {signs.arrow} {format_value(record.target, unit)}"
    beside = [
        f"{format_value(row.measured.current, unit)} now, {typeset(way, signs)} was the way",
        f"{format_share(row.measured.progress)} of it",
        "scored by hand" if record.score_reason else "",
    ]
    wide = max(width_of(part) for part in large)
    for part, text in zip(large, beside, strict=True):
        shown = fit(text, room.width - wide - 8, signs.cut)
        lines.append([("    ", "text"), (left(part, wide, ""), band), (f"   {shown}", "text")])
    for label, text in (("because", record.score_reason), ("cause", record.cause)):
        parts = fold(clean(text), max(1, room.width - 16), 3, signs.cut) if text else []
        lines += [
            [("    ", "text"), (left(label if part is parts[0] else "", 9), "label"), (part, "dim")]
            for part in parts
        ]
    return lines + bridge_lines(room, row)


def bridge_lines(room: Room, row: Row) -> list[Line]:
    """Return what led a key result where it is: its drivers as a waterfall, or its steps."""
    record = row.key_result
    head = section(f"What led {reference('key_results', record.id)} there", room)
    if record.kind == "milestones":
        return [
            *head,
            *(
                [
                    ("    ", "text"),
                    (room.glyphs.of("done" if step.done else "stale"), "text"),
                    (f" {fit(clean(step.name), room.width - 8, room.glyphs.cut)}", "text"),
                ]
                for step in record.steps
            ),
        ]
    first, last = room.cycle.first, min(room.today, room.cycle.last)
    found = bridge(room.board, record, first, last)
    if not found.spans and not found.unexplained:
        return [*head, [("    ", "text"), ("it did not move", "dim")]]
    width = room.width - 2
    return [
        *head,
        *waterfall(found, record.unit, upwards=record.rises, width=width, glyphs=room.glyphs),
    ]
