"""Paints a vote that was revealed: the median for the room, and how the votes lie around it."""

from __future__ import annotations

from collections.abc import Mapping

from okrboard.cells import fit, left, width
from okrboard.domain.formulas import confidence_of
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.digits import large
from okrboard.tui.paint.line import Line, fit_line

_STEP = 5
"""Cells from one number of the scale to the next."""

_HIGH = 6
"""Votes above each other at most; a number says how many there are."""

_MARGIN = 4


def paint_votes(
    votes: Mapping[str, int], abstained: int, before: float | None, cells: int, glyphs: Glyphs
) -> list[Line]:
    """Return the median in large digits and the votes over a scale from 0 to 10.

    `votes` are by handle; `before` is the median of last time, a faint mark on the scale. Only when
    the votes lie far apart the lowest and the highest are asked to speak, in words.
    """
    together = confidence_of(votes.values())
    if together is None:
        return [[(" " * _MARGIN, "text"), ("all abstained", "dim")]]
    drawn = large(f"{together.median:g}", ascii=glyphs.over.isascii())
    wide = max(map(width, drawn))
    column = max(wide, 22)
    step = _STEP if cells >= _MARGIN + column + 3 + 11 * _STEP else 3
    scale = _histogram(votes, together.median, before, step, glyphs)
    top = max(0, len(scale) - len(drawn) - 3)
    result = f"median {together.median:g}   spread {together.spread}"
    words = [""] * top + drawn + ["", result, _summary(together.median, before, abstained)]
    lines: list[Line] = []
    beside = cells >= _MARGIN + column + 3 + 11 * step
    for index in range(max(len(words) if beside else 0, len(scale))):
        word = words[index] if beside and index < len(words) else ""
        style = "dim" if index >= top + len(drawn) else "strong"
        own = scale[index] if index < len(scale) else []
        lines.append(
            [
                (" " * _MARGIN, "text"),
                (left(word, column if beside else 0, glyphs.cut), style),
                ("  ", "text"),
                *own,
            ]
        )
    if not beside:
        summary = _summary(together.median, before, abstained)
        words_below: Line = [(result, "strong"), (f"   {summary}", "dim")]
        lines.insert(0, fit_line([(" " * _MARGIN, "text"), *words_below], cells))
    if together.split:
        ends = [
            f"{', '.join(sorted(who for who, vote in votes.items() if vote == end))} ({end})"
            for end in (min(votes.values()), max(votes.values()))
        ]
        asked = fit(f"{' and '.join(ends)} speak first", cells - _MARGIN, glyphs.cut)
        lines += [[("", "text")], [(" " * _MARGIN, "text"), (asked, "at_risk")]]
    return lines


def _summary(median: float, before: float | None, abstained: int) -> str:
    words = []
    if before is not None:
        words.append("as last time" if before == median else f"was {before:g}")
    if abstained:
        words.append(f"{abstained} abstained")
    return ", ".join(words)


def _histogram(
    votes: Mapping[str, int], median: float, before: float | None, step: int, glyphs: Glyphs
) -> list[Line]:
    """Return the votes as blocks above their numbers, and names under the ends."""
    counts = [sum(vote == number for vote in votes.values()) for number in range(11)]
    block = glyphs.block * 2
    lines: list[Line] = []
    for level in range(min(_HIGH, max(counts)), 0, -1):
        row: Line = []
        for number, count in enumerate(counts):
            sign = block if count >= level else ""
            if level == _HIGH and count > _HIGH:
                sign = str(count)
            row.append((sign.rjust(step), "accent" if number == median else "strong"))
        lines.append(row)
    lines.append([(" " + glyphs.rule * (11 * step - 1), "rule")])
    scale: Line = []
    for number in range(11):
        style = "strong" if counts[number] else "faint"
        scale.append((str(number).rjust(step), "accent" if number == median else style))
    lines.append(scale)
    if before is not None:
        at = round((before + 1) * step) - 1
        lines.append([(f"{' ' * at}{glyphs.up}", "faint")])
    low, high = min(votes.values()), max(votes.values())
    if low != high:
        lines.append([(fit(_under(votes, (low, high), step), 11 * step, glyphs.cut), "dim")])
    return lines


def _under(votes: Mapping[str, int], ends: tuple[int, int], step: int) -> str:
    """Return the names of the lowest and the highest, each below its number if there is room."""
    low, high = (
        " ".join(sorted(who for who, vote in votes.items() if vote == end)) for end in ends
    )
    row = low.rjust((ends[0] + 1) * step)
    begin = max(len(row) + 2, (ends[1] + 1) * step - len(high))
    return row.ljust(begin) + high
