"""Where a key result stands, for a whole room: its value in large digits, the way, the pace."""

from __future__ import annotations

from okrboard.cells import fit, left
from okrboard.cells import width as width_of
from okrboard.domain.detail import KeyResultDetail
from okrboard.domain.format_numbers import format_change, format_value
from okrboard.domain.lookup import reference
from okrboard.domain.meeting.topics import ranked
from okrboard.glyphs import ASCII, bar
from okrboard.text import clean
from okrboard.tui.meeting.room import Room
from okrboard.tui.paint.digits import digits
from okrboard.tui.paint.key_result import shares, spark
from okrboard.tui.paint.large import large
from okrboard.tui.paint.line import Line, rough, typeset

MOST = 44
"""Cells that the large digits have at most."""

TALL = 40
"""Rows from which the digits are five rows high."""

LABEL = 10
FIGURE = 20
"""Cells of a figure and of the word before it, two of each in a row."""

WORTH_A_WORD = 0.1
"""Priority from which it is told why this is talked about; below it nothing pressed it forward."""


def standing(room: Room, one: KeyResultDetail) -> list[Line]:
    """Return whose it is, the value in large, and beside and below it what it means."""
    record, glyphs = one.key_result, room.glyphs
    objective = room.board.objectives[record.objective]
    about = f"{reference('objectives', objective.id)} {clean(objective.title)}"
    about += f" {glyphs.dot} {one.owner}" if one.owner else ""
    lines: list[Line] = [
        [("  ", "text"), (fit(about, room.width - 3, glyphs.cut), "dim")],
        [("", "text")],
    ]
    drawn = _value(room, one)
    wide = min(max(width_of(row) for row in drawn), MOST)
    side = _beside(room, one, room.width - wide - 8)
    above = (len(drawn) - len(side)) // 2
    for index, row in enumerate(drawn):
        beside = side[index - above] if 0 <= index - above < len(side) else []
        lines.append([("    ", "text"), (left(row, wide, ""), "strong"), ("   ", "text"), *beside])
    return [*lines, *_below(room, one)]


def _value(room: Room, one: KeyResultDetail) -> list[str]:
    record, glyphs = one.key_result, room.glyphs
    value = typeset(format_value(one.measure.current), glyphs).replace(" ", "")
    if record.kind == "milestones":
        value = f"{sum(1 for step in record.steps if step.done)}/{len(record.steps)}"
    plain = glyphs is ASCII
    if room.height >= TALL:
        drawn = large(value, ascii=plain)
        if width_of(drawn[0]) <= MOST:
            return drawn
    return list(digits(value, ascii=plain))


def _beside(room: Room, one: KeyResultDetail, width: int) -> list[Line]:
    """Return three rows: the way and its health, the bar, the pace."""
    record, measured, glyphs = one.key_result, one.measure, room.glyphs
    start, target = format_value(record.start), format_value(record.target, record.unit)
    if record.kind == "metric":
        goal = f"{start} {glyphs.arrow} {target}"
    elif record.kind == "threshold":
        goal = f"{glyphs.more if record.keep == 'above' else glyphs.less} {target}"
    else:
        goal = f"{len(record.steps)} steps"
    share = "" if measured.progress is None else f"{round(measured.progress * 100)} %"
    pace = f"pace {round(measured.pace * 100)} %"
    if measured.gap is not None:
        behind = round(measured.gap)
        points = f"{abs(behind)} point{'s' if abs(behind) != 1 else ''}"
        pace += f", {points} {'behind' if behind >= 0 else 'ahead'}" if behind else ", in step"
    word = f"   {glyphs.word(measured.health)}"
    goal = fit(typeset(goal, glyphs), max(8, width - width_of(word)), glyphs.cut)
    cells = min(28, max(8, width - 9))
    return [
        [(goal, "text"), (word, measured.health)],
        [
            *bar(measured.progress, measured.pace, cells, measured.health, glyphs),
            (f"  {share}", "strong"),
        ],
        [(fit(pace, width, glyphs.cut), "text")],
    ]


def _below(room: Room, one: KeyResultDetail) -> list[Line]:
    """Return what the weeks say, in two columns, and dimly why it is talked about now."""
    trend, glyphs = one.trend, room.glyphs
    figures: list[tuple[str, str, str]] = []
    if trend.need_per_week:
        need = typeset(format_change(rough(trend.need_per_week)), glyphs)
        figures.append(("need", f"{need} a week", "text"))
    if trend.forecast is not None:
        value, low, high = (rough(number) for number in trend.forecast)
        band = f" ({format_value(low)} to {format_value(high)})" if low != high else ""
        figures.append(("forecast", typeset(f"{format_value(value)}{band}", glyphs), "text"))
    if trend.made_per_week is not None:
        made = typeset(format_change(rough(trend.made_per_week)), glyphs)
        figures.append(("made", f"{made} a week", "text"))
    if one.values:
        figures.append(("so far", spark(shares(one), FIGURE, glyphs), "spark"))
    lines: list[Line] = [[("", "text")]] if figures else []
    columns = 2 if room.width >= 4 + 2 * (LABEL + FIGURE) else 1
    for at in range(0, len(figures), columns):
        row: Line = [("    ", "text")]
        for label, figure, style in figures[at : at + columns]:
            row += [(left(label, LABEL), "label"), (left(figure, FIGURE, glyphs.cut), style)]
        lines.append(row)
    why = _why_now(room)
    if why:
        lines.append([("    ", "text"), (fit(why, room.width - 5, glyphs.cut), "dim")])
    return lines


def _why_now(room: Room) -> str:
    for each in ranked(room.board, room.meeting, room.today):
        if each.ref == room.item and each.priority.total >= WORTH_A_WORD:
            return f"priority {each.priority.printed}"
    return ""
