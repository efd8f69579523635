"""What the place that a report is printed to can show, and tables that fit it.

`Look` is its width, glyphs and colours; `speaks_unicode()` is the one rule by which commands and
screens choose between Unicode and ASCII. `table()` prints rows in columns that stand straight, one
line a row: on a terminal the flexible column gives way, then whole columns do; where nobody
measures lines (a pipe) no column does, and a cell is cut only where nobody would read on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TextIO

from okrboard.cells import fit, to_ascii, width
from okrboard.domain.enums import HEALTH_LABELS
from okrboard.domain.record import Record
from okrboard.glyphs import ASCII, UNICODE, Glyphs
from okrboard.text import clean

_STYLES: Final[dict[str, str]] = {
    "bold": "1",
    "dim": "2",
    "on_track": "32",
    "done": "32",
    "at_risk": "33",
    "off_track": "31",
    "stale": "35",
    "too_early": "2",
    "proposed": "2",
    "ended": "2",
    "accent": "36",
}
"""The colours of the terminal itself, so that they fit whatever theme it has."""


def speaks_unicode(environment: Mapping[str, str], stream: TextIO | None) -> bool:
    """Say whether locale and stream have every character; a locale that nobody set is no obstacle.

    Python itself turns a C locale into `C.UTF-8` (PEP 538) and hides what was asked for: where
    LC_CTYPE may be its doing, LANG tells.
    """
    encoding = getattr(stream, "encoding", "") or "utf-8"
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return False
    locale = environment.get("LC_ALL", "")
    if not locale:
        ctype, lang = environment.get("LC_CTYPE", ""), environment.get("LANG", "")
        locale = lang if lang and ctype == "C.UTF-8" else ctype or lang
    return not locale or "utf-8" in locale.lower() or "utf8" in locale.lower()


class Look(Record):
    """How to print: columns (0 for no limit), Unicode or not, colours or not."""

    width: int = 0
    unicode: bool = True
    colour: bool = False

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the place can show."""
        return UNICODE if self.unicode else ASCII

    def style(self, text: str, name: str) -> str:
        """Return clean text in a style: a health, `bold`, `dim` or `accent`."""
        code = _STYLES.get(name) if self.colour and text else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text

    def glyph(self, health: str) -> str:
        """Return the mark of a health."""
        return self.glyphs.of(health)

    def health(self, health: str) -> str:
        """Return a health as mark and word, in its colour."""
        return self.style(f"{self.glyph(health)} {HEALTH_LABELS[health]}", health)

    @property
    def more(self) -> str:
        """What stands where text was cut."""
        return "…" if self.unicode else "..."


Cell = str | tuple[str, str]
"""Text, or text and the name of its style."""


_BETWEEN = "  "

_LEAST = 16
"""Cells that the flexible column keeps while other columns can go."""

_WIDEST_FILL = 48
"""Cells up to which a column is filled where lines have no limit."""


_LONGEST = 400
"""Cells of a cell where lines have no limit; who wants a longer text takes `--json`."""


def table(
    look: Look,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    flexible: int = -1,
    numbers: Sequence[int] = (),
    drop: Sequence[int] = (),
) -> list[str]:
    """Return the lines of a table, its heads first, or nothing without rows.

    `flexible` is the column that is cut when the lines are too long, `numbers` are those that
    stand at the right of their column, `drop` those that a narrow place goes without, in order.
    """
    if not rows:
        return []
    texts = [[_text(look, cell) for cell in row] for row in rows]
    sizes = [max(map(width, column)) for column in zip(heads, *texts, strict=True)]
    shown = _fitting(look, sizes, flexible % len(heads), drop)
    lines = []
    for cells in ([(head, "dim") for head in heads], *rows):
        parts = [_part(look, cells[index], sizes[index], index in numbers) for index in shown]
        lines.append(_BETWEEN.join(parts).rstrip())
    return lines


def _fitting(look: Look, sizes: list[int], flexible: int, drop: Sequence[int]) -> list[int]:
    """Return the columns that are shown, and set the sizes so that they fit."""
    shown = list(range(len(sizes)))
    if not look.width:
        sizes[:] = [min(size, _WIDEST_FILL) for size in sizes]
        return shown
    least = min(sizes[flexible], _LEAST)
    for index in (*drop, -1):
        others = sum(sizes[i] for i in shown if i != flexible) + len(_BETWEEN) * (len(shown) - 1)
        room = look.width - others
        if room >= least or index < 0:
            sizes[flexible] = max(1, min(sizes[flexible], room))
            break
        shown.remove(index)
    return shown


def _part(look: Look, cell: Cell, size: int, is_number: bool) -> str:
    text = _text(look, cell)
    text = fit(text, size if look.width else _LONGEST, look.more)
    fill = " " * (size - width(text))
    styled = text if isinstance(cell, str) else look.style(text, cell[1])
    return fill + styled if is_number else styled + fill


def _text(look: Look, cell: Cell) -> str:
    text = clean(cell if isinstance(cell, str) else cell[0])
    return text if look.unicode else to_ascii(text)
