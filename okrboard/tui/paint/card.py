"""A card: one objective with its key results, and why it is where it is.

    ▲ O12 Kitchens pay on         health, reference, title
          time
      gita · Sales         7 d    who, and the age of the newest check-in
    ● Invoices paid    13→8 %     each key result: health, title, value and target
      ██████▍·│···  64 %  5/10    progress with the pace across it, confidence
      23 behind: Late payers      why it is where it is

A title is read before its value: where it would be cut, the value goes without its unit, and where
that is not enough onto the bar's row if the bar has room to spare.

What belongs together stands in the same cell of every card, so that a column reads downwards.
"""

from __future__ import annotations

from typing import Literal

from okrboard.cells import fit, fold, left, to_ascii_cells, width
from okrboard.domain.cards import BoardCard, CardLine
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.glyphs import ASCII, Glyphs, bar
from okrboard.tui.paint.line import Line

Density = Literal["full", "short", "titles"]


DENSITIES: tuple[Density, ...] = ("full", "short", "titles")
"""How much of a card is told: everything, a row for each key result, the objective only."""

INDENT = 2
_SHARE = 6
"""Cells of a progress in per cent; a longer one takes them from the bar."""

_LEAST_BAR = 10
"""Cells of a bar that gives some of its row to a value."""

_QUIET = ("on_track", "done", "ended", "too_early", "proposed")


def paint_card(
    card: BoardCard, cells: int, glyphs: Glyphs, density: Density = "full"
) -> list[Line]:
    """Return a card's rows, each exactly `cells` cells wide; 20 cells or more look well."""
    say = to_ascii_cells if glyphs is ASCII else str
    rows = _head(card, cells, glyphs, 2 if density == "full" else 1)
    rows.append(_about(card, cells, glyphs))
    if density == "titles":
        return rows
    for line in card.lines:
        rows += _roomy(line, cells, glyphs) if density == "full" else [_tight(line, cells, glyphs)]
    # Sign, head and bar have the colour of the health; prose is read.
    style = "dim" if card.health in _QUIET else "text"
    room = cells - INDENT
    for text in fold(say(card.why), room, 2 if density == "full" else 1, glyphs.cut):
        if text:
            rows.append([("  " + left(text, room, glyphs.cut), style)])
    if card.fix and density == "full":
        rows.append([("  " + left(say(f"fix: {card.fix}"), room, glyphs.cut), "dim")])
    return rows


def _head(card: BoardCard, cells: int, glyphs: Glyphs, most: int) -> list[Line]:
    say = to_ascii_cells if glyphs is ASCII else str
    ref = reference("objectives", card.id)
    indent = INDENT + len(ref) + 1
    texts = fold(say(card.title), cells - indent, most, glyphs.cut)
    first: Line = [
        (f"{glyphs.of(card.health)} ", card.health),
        (f"{ref} ", "dim"),
        (left(texts[0], cells - indent, glyphs.cut), "title"),
    ]
    return [
        first,
        *([(" " * indent + left(text, cells - indent, glyphs.cut), "title")] for text in texts[1:]),
    ]


def _about(card: BoardCard, cells: int, glyphs: Glyphs) -> Line:
    say = to_ascii_cells if glyphs is ASCII else str
    age = "" if card.age is None else "today" if card.age == 0 else f"{card.age} d"
    if card.age is None and card.health not in ("proposed", "done", "ended"):
        age = "never"
    who = f" {glyphs.dot} ".join(say(name) for name in (card.owner, card.team) if name)
    room = cells - INDENT - (width(age) + 1 if age else 0)
    text = f"{' ' * INDENT}{left(who or 'nobody', room, glyphs.cut)}{' ' if age else ''}{age}"
    return [(text, "dim")]


def _roomy(line: CardLine, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return a key result in two rows."""
    say = to_ascii_cells if glyphs is ASCII else str
    title, style = say(line.title), line.health if line.counts else "dim"
    beside, below = _places(line, width(title), cells, glyphs)
    room = cells - INDENT - width(beside) - (1 if beside else 0)
    first: Line = [
        (f"{glyphs.of(line.health)} ", style),
        (left(title, room, glyphs.cut) + (" " if beside else ""), "text"),
        (beside, "value"),
    ]
    sure = "" if line.confidence is None else f"{line.confidence:>3}/10"
    if not line.counts:
        sure = "    w0"
    share = _share(line)
    under = f" {below}" if below else ""
    room = cells - INDENT - width(under) - len(share) - 6
    second: Line = [
        (" " * INDENT, "text"),
        *bar(line.progress, line.pace, room, style, glyphs),
        (under, "value"),
        (share, "text"),
        (f"{sure:>6}", "dim"),
    ]
    return [first, [run for run in second if run[0]]]


def _places(line: CardLine, title: int, cells: int, glyphs: Glyphs) -> tuple[str, str]:
    """Return the value beside a title of some cells, and the one below it; one of them is empty."""
    values = (_value(line, glyphs), _value(line, glyphs, bare=True))
    for value in values:
        if width(value) <= cells - INDENT - title - 1:
            return value, ""
    for value in values:
        if width(value) <= cells - INDENT - _LEAST_BAR - 1 - _SHARE - 6:
            return "", value
    return fit(value, max(cells - INDENT - 9, 8), glyphs.cut), ""


def _tight(line: CardLine, cells: int, glyphs: Glyphs) -> Line:
    """Return a key result in one row."""
    say = to_ascii_cells if glyphs is ASCII else str
    share = _share(line)
    style = line.health if line.counts else "dim"
    room = cells - INDENT - len(share) - 1
    wide = max(5, room * 2 // 5)
    return [
        (f"{glyphs.of(line.health)} ", style),
        (left(say(line.title), room - wide, glyphs.cut) + " ", "text"),
        *bar(line.progress, line.pace, wide, style, glyphs),
        (share, "text"),
    ]


def _share(line: CardLine) -> str:
    return f" {format_share(line.progress).replace('–', '-'):>{_SHARE - 1}}"


def _value(line: CardLine, glyphs: Glyphs, *, bare: bool = False) -> str:
    """Return where a key result is and goes."""
    say = to_ascii_cells if glyphs is ASCII else str
    sign = glyphs.arrow
    if line.keeps:
        sign = glyphs.more if line.keeps == "above" else glyphs.less
    now, target = line.bare if bare and line.bare[0] else (line.now, line.target)
    return say(f"{now}{sign}{target}" if target else now)
