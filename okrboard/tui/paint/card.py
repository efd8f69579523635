"""A card: one objective with its key results.

    ■ Releases let people sleep      its health and its title
      O10 · ben · IT            2 d  who, and the age of the newest check-in
    ■ Pages a week            −56 %  a key result: its health, its title and how far it is
      ◂┄┄┄┄┄┄┄┄┄┃┄┄   14→5 a   ▼116   its bar with the pace, value and target, points behind
      ↳ nobody on call twice         the newest quick fix

Titles get the cells: they wrap before they are cut, and a number gives way to them. What belongs
together stands in the same cell of every card, so that a column reads downwards.
"""

from __future__ import annotations

from typing import Literal

from okrboard.cells import fit, fold, left, right, to_ascii_cells, width
from okrboard.domain.cards import BoardCard, CardLine
from okrboard.domain.format_numbers import format_share
from okrboard.domain.lookup import reference
from okrboard.glyphs import ASCII, Glyphs, bar
from okrboard.tui.paint.line import Line, typeset

Density = Literal["full", "short", "titles"]

DENSITIES: tuple[Density, ...] = ("full", "short", "titles")
"""How much of a card a person wants to see: all that there is room for, key results without bars,
the objective only."""

_INDENT = 2
_MOST_ROWS = 3
"""Rows of a title before it is cut."""

_BEHIND = 6
"""Cells of the points a key result is behind."""

_SURE = 8
"""Cells of how sure people are."""

_ROOMY = 46
"""Cells from which a card tells how sure people are as well."""

_LATE = ("at_risk", "off_track", "stale")


def paint_card(
    card: BoardCard, cells: int, glyphs: Glyphs, density: Density = "full", *, airy: bool = False
) -> list[Line]:
    """Return a card's rows, each exactly `cells` cells wide; 20 cells or more look well.

    An `airy` one has a blank row before each key result.
    """
    rows = [*_titled(card.health, card.health, card.title, "title", "", cells, glyphs)]
    rows.append(_about(card, cells, glyphs))
    if density == "titles":
        return rows
    blank: list[Line] = [[(" " * cells, "text")]] if airy else []
    for line in card.lines:
        rows += blank
        style = line.health if line.counts else "dim"
        figure = _figure(line, glyphs)
        rows += _titled(line.health, style, line.title, "text", figure, cells, glyphs)
        if density == "full" and (line.target or "/" in line.now):
            rows.append(_standing(line, style, cells, glyphs))
    notes = [card.why] if _says_more(card) else []
    notes += [f"{glyphs.step} {card.fix}"] if card.fix and density == "full" else []
    rows += blank if any(notes) else []
    for note in filter(None, notes):
        texts = fold(_plain(note, glyphs), cells - _INDENT, 2, glyphs.cut)
        rows += [[(left(f"  {text}", cells), "dim")] for text in texts]
    return rows


def paint_name(card: BoardCard, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return what a narrow rail shows of a card: its title, and how it ended."""
    closed = card.health in ("done", "ended")
    note = card.why.rpartition(" ")[2] if closed and card.why[-1:].isdigit() else ""
    room = cells - width(note) - bool(note)
    texts = fold(_plain(card.title, glyphs), room, _MOST_ROWS, glyphs.cut)
    rows: list[Line] = [[(left(text, cells), "dim")] for text in texts]
    if note:
        rows[-1] = [(left(texts[-1], cells - width(note)), "dim"), (note, card.health)]
    return rows


def _titled(
    health: str, style: str, title: str, weight: str, figure: str, cells: int, glyphs: Glyphs
) -> list[Line]:
    """Return a title in up to three rows, a sign before it and a figure at the first one's end."""
    end = width(figure) + 1 if figure else 0
    room = cells - _INDENT - end
    texts = fold(_plain(title, glyphs), room, 2, glyphs.cut)
    if len(texts) > 1:
        rest = _plain(title, glyphs).strip()[len(texts[0]) :]
        texts[1:] = fold(rest, cells - _INDENT, _MOST_ROWS - 1, glyphs.cut)
    first: Line = [(f"{glyphs.of(health)} ", style), (left(texts[0], room), weight)]
    if figure:
        first.append((right(figure, end), "value"))
    return [first, *([(left(f"  {text}", cells), weight)] for text in texts[1:])]


def _about(card: BoardCard, cells: int, glyphs: Glyphs) -> Line:
    age = "" if card.age is None else "today" if card.age == 0 else f"{card.age} d"
    if card.age is None and card.health not in ("proposed", "done", "ended"):
        age = "never"
    names = (reference("objectives", card.id), card.owner or "nobody", card.team)
    who = f" {glyphs.dot} ".join(_plain(name, glyphs) for name in names if name)
    room = cells - _INDENT - (width(age) + 1 if age else 0)
    found: Line = [(f"  {left(who, room, glyphs.cut)}", "dim")]
    if age:
        found.append((f" {age}", "stale" if card.health == "stale" else "dim"))
    return found


def _figure(line: CardLine, glyphs: Glyphs) -> str:
    """Return how far a key result is: in per cent, or its steps, which nobody weighs by eye."""
    if not line.target:
        return _plain(line.now, glyphs)
    return _plain(typeset(format_share(line.progress), glyphs), glyphs)


def _standing(line: CardLine, style: str, cells: int, glyphs: Glyphs) -> Line:
    """Return bar, value and target, and what is behind; bars are as long on every card."""
    room = cells - _INDENT
    bar_cells = max(room * 2 // 5, 8)
    behind = _behind(line, glyphs) if line.counts else "w0"
    behind_cells = _BEHIND if behind or cells >= _ROOMY else 0
    sure_cells = _SURE if cells >= _ROOMY else 0
    value_cells = room - bar_cells - behind_cells - sure_cells
    sure = "" if line.confidence is None or not sure_cells else f"sure {line.confidence}"
    found: Line = [
        ("  ", "text"),
        *bar(line.progress, line.pace, bar_cells, style, glyphs),
        (right(_value(line, value_cells - 1, glyphs), value_cells), "dim"),
        (right(sure, sure_cells), "dim"),
        (right(behind, behind_cells), style),
    ]
    return [run for run in found if run[0]]


def _behind(line: CardLine, glyphs: Glyphs) -> str:
    if line.health not in _LATE or line.progress is None or line.pace is None:
        return ""
    points = round((line.pace - line.progress) * 100)
    return f"{glyphs.behind}{points}" if points > 0 else ""


def _value(line: CardLine, cells: int, glyphs: Glyphs) -> str:
    """Return where a key result is and goes, without its unit where there is no room for it."""
    if not line.target:
        return ""
    sign = glyphs.arrow
    if line.keeps:
        sign = glyphs.more if line.keeps == "above" else glyphs.less
    pairs = [(line.now, line.target), line.bare if line.bare[0] else (line.now, line.target)]
    texts = [_plain(f"{now}{sign}{target}", glyphs) for now, target in pairs]
    return next((text for text in texts if width(text) <= cells), fit(texts[1], cells, glyphs.cut))


def _says_more(card: BoardCard) -> bool:
    """Say whether why a card is where it is stands nowhere in its rows."""
    return (
        card.overridden or not card.lines or card.health in ("stale", "done", "ended", "proposed")
    )


def _plain(text: str, glyphs: Glyphs) -> str:
    return to_ascii_cells(text) if glyphs is ASCII else text
