"""The help: every key with what it does, by screen, and what is left of it while one searches."""

from __future__ import annotations

from okrboard.cells import fit, fold, left
from okrboard.domain.record import Record
from okrboard.glyphs import Glyphs
from okrboard.tui.paint.line import Line, PaintedPage

_COLUMNS = (14, 21)
_NARROW_COLUMNS = (11, 16)
"""Cells of the keys and of the label, and what they are below `_NARROW` cells."""

_NARROW = 76


class HelpEntry(Record):
    """A line of the help."""

    section: str
    """The head it stands under."""
    keys: str
    """Empty for what has no key, and is found by its name."""
    label: str
    sentence: str
    id: str = ""
    """What the configuration calls it."""
    run: str = ""
    """What Textual runs for it; empty for what cannot be done from here."""


def matching(entries: list[HelpEntry], query: str) -> list[HelpEntry]:
    """Return the entries in which every word of a query occurs, or which have it as a key.

    Case is looked at for a single letter only: `H` and `h` are two keys.
    """
    words = query.split()
    if len(words) == 1:
        by_key = [entry for entry in entries if words[0] in entry.keys.split()]
        if by_key:
            return by_key
    folded = [word.casefold() for word in words]
    return [entry for entry in entries if all(word in _text(entry) for word in folded)]


def paint_help(
    entries: list[HelpEntry],
    at: int,
    cells: int,
    glyphs: Glyphs,
    *,
    named: bool = False,
    nothing: str = "",
) -> PaintedPage:
    """Return the entries under their heads; the cursor is on entry `at`.

    With `named` the configuration's names stand in the place of the sentences; `nothing` is said
    when there is no entry.
    """
    lines: list[Line] = []
    rows: list[tuple[int, int]] = []
    section = ""
    for index, entry in enumerate(entries):
        if entry.section != section:
            section = entry.section
            lines += [[], [(f"   {fit(section, cells - 4, glyphs.cut)}", "title")]]
        first = len(lines)
        if entry.keys or entry.label:
            lines.append(_entry(entry, index == at, cells, named, glyphs))
        else:
            lines += _told(entry.sentence, index == at, cells, glyphs)
        rows.append((first, len(lines) - 1))
    if not entries:
        lines = [[], [(f"   {fit(nothing, cells - 4, glyphs.cut)}", "dim")]]
    return PaintedPage(lines, rows)


def _entry(entry: HelpEntry, here: bool, cells: int, named: bool, glyphs: Glyphs) -> Line:
    keys, label = _COLUMNS if cells >= _NARROW else _NARROW_COLUMNS
    gutter = f" {glyphs.gutter} " if here else "   "
    line: Line = [
        (gutter, "accent"),
        (left(f"{fit(entry.keys, keys - 1, glyphs.cut)} ", keys), "key"),
        (
            left(f"{fit(entry.label, label - 1, glyphs.cut)} ", label),
            "strong" if here else "text",
        ),
    ]
    room = cells - 3 - keys - label - 1
    told = (entry.id, "dim") if named else (entry.sentence, "text")
    return [*line, (fit(told[0], room, glyphs.cut), told[1])]


def _told(sentence: str, here: bool, cells: int, glyphs: Glyphs) -> list[Line]:
    """Return a sentence that stands alone: whole, for it stands nowhere else."""
    gutter = f" {glyphs.gutter} " if here else "   "
    rows = fold(sentence, max(4, cells - 4), len(sentence))
    return [[(gutter, "accent"), (row, "strong" if here else "text")] for row in rows]


def _text(entry: HelpEntry) -> str:
    return f"{entry.section} {entry.keys} {entry.label} {entry.sentence} {entry.id}".casefold()
