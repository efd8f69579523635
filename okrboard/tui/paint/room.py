"""Paints one key result so that a whole room reads it: figures, bar, its cycle, and the questions.

What is most needed survives a small screen: the figures shrink to a row and the picture to five
before a question loses what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from okrboard.cells import fit, left, width
from okrboard.domain.cycle_chart import CycleChart
from okrboard.domain.detail import KeyResultDetail
from okrboard.domain.format_numbers import format_change, format_share, format_value
from okrboard.glyphs import Glyphs, bar
from okrboard.tui.paint.chart import as_table, paint_chart
from okrboard.tui.paint.digits import digits, large
from okrboard.tui.paint.key_result import way
from okrboard.tui.paint.line import Line, fit_line, line_width, rough, side_by_side, typeset

ROOM = 26
"""Rows from which figures are large and the bar is thick."""

_PICTURE = 16
"""Rows from which there is a picture of the cycle."""

_TALL = 34
"""Rows from which the digits are five rows high."""

_SIDE_BY_SIDE = 84
"""Cells from which the questions stand beside each other."""

_MARGIN = 4
_BLANK: Line = [("", "text")]
_CHART = (5, 18)
"""Rows of the picture at least and at most."""


class Question:
    """A question of the check-in, and what was said to it."""

    def __init__(self, text: str, answer: Callable[[int, int], list[Line]], note: str = "") -> None:
        """Take the question; `answer` paints what was said in so many cells and at most rows."""
        self.text = text
        self.answer = answer
        self.note = note

    def lines(self, cells: int, rows: int, glyphs: Glyphs) -> list[Line]:
        """Return question and answer in at most so many rows."""
        head: Line = [(fit(self.text, cells, glyphs.cut), "label")]
        lines = [head]
        if self.note and line_width(head) + 3 + width(self.note) <= cells:
            head.append((f"   {self.note}", "strong"))
        elif self.note:
            lines.append([(fit(self.note, cells, glyphs.cut), "strong")])
        return [*lines, *self.answer(cells, max(1, rows - len(lines)))]


def paint_face(
    one: KeyResultDetail,
    chart: CycleChart,
    questions: Sequence[Question],
    cells: int,
    rows: int,
    glyphs: Glyphs,
    *,
    table: bool = False,
) -> list[Line]:
    """Return the key result in about `rows` rows of `cells` cells.

    `table` shows the numbers of the picture instead of it.
    """
    inner = cells - _MARGIN
    head = _figures(one, inner, rows, glyphs)
    # Where there is little room the picture goes first: what was said is nowhere else.
    least = _CHART[0] if rows >= _PICTURE else 0
    below = _questions(questions, inner, max(6, rows - len(head) - least - 2), glyphs)
    room = rows - len(head) - len(below) - 2
    tall = min(max(room, _CHART[0]), _CHART[1] if rows >= ROOM else 8) if least else 0
    if table and tall:
        picture = as_table(chart, inner, glyphs)
        picture = [picture[0], *picture[1:][-(tall - 1) :]]
    else:
        picture = paint_chart(chart, inner, tall, one.health, glyphs)
    air = [_BLANK] if rows >= ROOM else []
    margin = " " * _MARGIN
    return [[(margin, "text"), *line] for line in [*head, *air, *picture, *air, *below]]


def pips(confidence: int | None, glyphs: Glyphs) -> Line:
    """Return how sure somebody is, 0 to 10, as ten signs; a dash for nobody."""
    if confidence is None:
        return [(f"sure {glyphs.health['ended']}", "dim")]
    full, empty = ("*", ".") if glyphs.over.isascii() else ("●", "○")
    sure = min(max(confidence, 0), 10)
    return [("sure ", "dim"), (full * sure, "strong"), (empty * (10 - sure), "faint")]


def gap_sign(gap: float | None, glyphs: Glyphs) -> str:
    """Return how many points a number is behind its pace, `▼ 47`, or ahead of it, `▲ 4`."""
    if gap is None or round(gap) == 0:
        return ""
    ahead = "^" if glyphs.over.isascii() else "▲"
    return f"{glyphs.behind if gap > 0 else ahead} {abs(round(gap))}"


def thick_bar(
    progress: float | None, pace: float | None, cells: int, style: str, glyphs: Glyphs
) -> list[Line]:
    """Return a bar of two rows of blocks, and below it where the pace is; see `glyphs.bar`."""
    empty = glyphs.empty if glyphs.over.isascii() else "░"
    blocks = glyphs._replace(parts=f" {glyphs.block}", empty=empty, below=empty)
    row = bar(progress, pace, cells, style, blocks)
    if pace is None:
        return [row, row]
    at = min(int(min(max(pace, 0.0), 1.0) * cells), cells - 1)
    words = f"pace {format_share(pace)}"
    label = f"{' ' * at}{glyphs.up} {words}"
    if len(label) > cells:
        label = f"{words} {glyphs.up}".rjust(at + 1)
    return [row, row, [(label, "dim")]]


def _figures(one: KeyResultDetail, cells: int, rows: int, glyphs: Glyphs) -> list[Line]:
    """Return value, way, health, gap, confidence and bar, as large as there is room for."""
    measured, health = one.measure, one.health
    share = typeset(format_share(measured.progress), glyphs)
    if rows < ROOM:
        row: Line = [(_value(one, glyphs), "strong"), (f"   {way(one.key_result, glyphs)}", "text")]
        row += [(f"   {glyphs.word(health)} {gap_sign(measured.gap, glyphs)}   ", health)]
        row += pips(measured.confidence, glyphs)
        thick = thick_bar(measured.progress, one.pace, cells - 8, health, glyphs)
        return [fit_line(row, cells), fit_line([*thick[0], (f"{share:>7}", "strong")], cells)]
    drawn = _digits(one, cells, rows, glyphs)
    wide = max(map(width, drawn))
    beside = _beside(one, cells - wide - 4, glyphs)
    above = max(0, (len(drawn) - len(beside)) // 2)
    lines: list[Line] = []
    for index in range(max(len(drawn), above + len(beside))):
        digit = drawn[index] if index < len(drawn) else ""
        extra = beside[index - above] if 0 <= index - above < len(beside) else []
        lines.append([(left(digit, wide, ""), "strong"), ("    ", "text"), *extra])
    thick = thick_bar(measured.progress, one.pace, cells - 8, health, glyphs)
    thick[1] = [*thick[1], (f"{share:>7}", "strong")]
    return [_BLANK, *lines, _BLANK, *thick]


def _value(one: KeyResultDetail, glyphs: Glyphs) -> str:
    record = one.key_result
    if record.kind != "milestones":
        return typeset(format_value(one.measure.current, record.unit), glyphs)
    done = sum(step.done is not None for step in record.steps)
    if len(record.steps) == 1:
        return "yes" if done else "not yet"
    return f"{done}/{len(record.steps)}"


def _digits(one: KeyResultDetail, cells: int, rows: int, glyphs: Glyphs) -> Sequence[str]:
    """Return the value in large digits with its unit, without it where it takes half the row."""
    ascii = glyphs.over.isascii()
    whole = _value(one, glyphs).replace(" ", "")
    bare = typeset(format_value(one.measure.current), glyphs)
    if one.key_result.kind == "milestones":
        bare = whole
    for text in (whole, bare):
        for draw in (large, digits) if rows >= _TALL else (digits,):
            drawn = draw(text, ascii=ascii)
            if width(drawn[0]) <= cells // 2:
                return drawn
    return [bare]


def _beside(one: KeyResultDetail, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return what stands beside the large digits, a row for each thing."""
    measured, health = one.measure, one.health
    standing: Line = [(glyphs.word(health), health)]
    behind = gap_sign(measured.gap, glyphs)
    if behind and not one.ended and not one.proposed:
        side = "behind pace" if (measured.gap or 0) > 0 else "ahead of pace"
        standing.append((f"   {behind} points {side}", health))
    lines: list[Line] = [
        [(way(one.key_result, glyphs), "text")],
        standing,
        pips(measured.confidence, glyphs),
    ]
    leads = _leads(one, glyphs)
    if leads:
        lines.append([(leads, "dim")])
    return [line if line_width(line) <= cells else fit_line(line, cells) for line in lines]


def _leads(one: KeyResultDetail, glyphs: Glyphs) -> str:
    trend = one.trend
    words = [
        f"{word} {typeset(format_change(rough(value)), glyphs)} a week"
        for word, value in (("needs", trend.need_per_week), ("makes", trend.made_per_week))
        if value
    ]
    if trend.forecast is not None:
        words.append(f"leads to {typeset(format_value(rough(trend.forecast.value)), glyphs)}")
    return f" {glyphs.dot} ".join(words)


def _questions(questions: Sequence[Question], cells: int, rows: int, glyphs: Glyphs) -> list[Line]:
    """Return the questions beside each other, or below each other with their rows shared out."""
    if not questions:
        return []
    if cells < _SIDE_BY_SIDE:
        each = max(2, rows // len(questions))
        return [line for one in questions for line in one.lines(cells, each, glyphs)]
    room = (cells - 3 * (len(questions) - 1)) // len(questions)
    columns = [one.lines(room, rows, glyphs) for one in questions]
    return side_by_side(columns, [room] * len(columns), 3)
