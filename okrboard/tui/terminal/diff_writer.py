"""`Wire`: what is sent to the terminal for a picture, in as few bytes as it takes.

Textual sends a style with every run of text, everything left of what changed, and a whole screen
twice at the start. This remembers what stands in every cell and sends what differs: over ssh that
is the difference between a board that follows the cursor and one that lags behind it.

It wraps the updates of Textual's compositor and knows two things that are not public: their kinds,
and `App._display()`, which the app passes them through. Where a future Textual has others, they go
through as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from okrboard.tui.terminal.ansi import PLAIN, Cells, Look, Pen, cells_of, shortest

Standing = Callable[[tuple[int, int]], dict[int, Cells]]

_NEAR = 5
"""Cells that are sent again rather than jumped over: a jump takes about as many bytes."""


class Wire:
    """One terminal and what stands on it."""

    def __init__(self, kind: str = "", standing: Standing | None = None) -> None:
        """Know of the terminal its `TERM`, and what says which rows stand there at the start.

        That is asked with the size at the first picture, once.
        """
        self._kind = kind
        self._standing = standing
        self._rows: dict[int, Cells] = {}
        self._size = (0, 0)
        self._looks: dict[Style, Look] = {}

    def forget(self) -> None:
        """Send everything at the next full picture: the terminal may show something else."""
        self._rows.clear()

    def wrap(self, update: Any) -> Any:
        """Return an update that is sent in fewer bytes; anything else as it is."""
        if type(update) is LayoutUpdate or type(update) is ChopsUpdate:
            return _Update(self, update)
        return update

    def encode(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """Return the bytes for an update, and remember what stands on the terminal then."""
        parts = self._whole(update) if isinstance(update, LayoutUpdate) else self._spans(update)
        rows = [(x, y, cells_of(self._looked(segments, console))) for x, y, segments in parts]
        data, standing = self._sent(rows, self._rows)
        if isinstance(update, LayoutUpdate) and data:
            blanks = Counter(cell for _, _, cells in rows for cell in cells if cell[0] == " ")
            ground = max(blanks, key=blanks.__getitem__, default=(" ", PLAIN))
            # A screen that is mostly another one begins empty, where that is shorter.
            ways = (data, standing), self._sent(rows, {}, ground)
            data, standing = min(ways, key=lambda way: len(way[0].encode()))
        self._rows = standing
        return data

    def _sent(
        self,
        rows: list[tuple[int, int, Cells]],
        before: dict[int, Cells],
        ground: tuple[str, Look] | None = None,
    ) -> tuple[str, dict[int, Cells]]:
        """Return the bytes for some rows, and what stands there then; `ground` to erase first."""
        width, height = self._size
        pen = Pen(self._kind, width)
        standing = dict(before)
        if ground is not None:
            pen.clear(ground[1])
            if ground[1] == PLAIN or (pen.erases and not ground[1][0]):
                standing = {y: [ground] * width for y in range(height)}
        changes = [change for row in rows for change in _changes(*row, standing, width)]
        # By columns: cards and what is one cell wide go down them.
        changes.sort(key=lambda change: change[:2])
        for x, y, cells in changes:
            pen.move(x, y)
            pen.write(cells, to_the_end=x + len(cells) == width)
        return pen.end(), standing

    def _whole(self, update: LayoutUpdate) -> Iterator[tuple[int, int, Iterable[Segment]]]:
        """Yield column, row and what is to stand from there, for each row of a full picture."""
        x, top, width, height = update.region
        if (width, height) != self._size:
            self._size = (width, height)
            self.forget()
        if self._standing is not None:
            self._rows, self._standing = dict(self._standing(self._size)), None
        for y, strips in enumerate(update.strips, top):
            yield x, y, (segment for strip in strips for segment in strip)

    def _spans(self, update: ChopsUpdate) -> Iterator[tuple[int, int, Iterable[Segment]]]:
        self._standing = None
        for y, x1, x2 in update.spans:
            if not 0 <= y < len(update.chops):
                continue
            ends = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
            for end, (x, strip) in ends:
                if strip is not None and x < x2 and end > x1:
                    yield max(x, x1), y, _cropped(strip, x1 - x, min(end, x2) - x)

    def _looked(self, segments: Iterable[Segment], console: Console) -> Iterator[tuple[str, Look]]:
        return (
            (text, self._look(style, console)) for text, style, control in segments if not control
        )

    def _look(self, style: Style | None, console: Console) -> Look:
        if style is None:
            return PLAIN
        look = self._looks.get(style)
        if look is None:
            system = console._color_system or ColorSystem.TRUECOLOR
            look = self._looks[style] = split_look(Strip.render_ansi(style, system))
        return look


class _Update(CompositorUpdate):
    """An update on its way to a terminal."""

    def __init__(self, wire: Wire, update: LayoutUpdate | ChopsUpdate) -> None:
        self._wire = wire
        self._update = update

    def render_segments(self, console: Console) -> str:
        """Return the bytes."""
        return self._wire.encode(self._update, console)


def _changes(
    x: int, y: int, cells: Cells, standing: dict[int, Cells], width: int
) -> Iterator[tuple[int, int, Cells]]:
    """Yield what of some cells does not stand there yet, and let it stand there."""
    row = standing.get(y)
    if row is None:
        row = [("", PLAIN)] * max(width, x + len(cells))
        changed = list(range(len(cells)))
    else:
        row = row + [("", PLAIN)] * (x + len(cells) - len(row))
        there = row[x : x + len(cells)]
        changed = [at for at, cell in enumerate(cells) if cell != there[at]]
    standing[y] = [*row[:x], *cells, *row[x + len(cells) :]]
    first = last = -1
    for at in changed:
        if first >= 0 and (at > last + _NEAR or _differs(cells[last : at + 1])):
            yield x + first, y, cells[first : last + 1]
            first = -1
        if first < 0:
            first = at
            while first and not cells[first][0]:
                # What is two cells wide is sent whole.
                first -= 1
        last = at
        while last + 1 < len(cells) and not cells[last + 1][0]:
            last += 1
    if first >= 0:
        yield x + first, y, cells[first : last + 1]


def _differs(cells: Cells) -> bool:
    """Say whether to go over some cells would take another ground."""
    return len(cells) > 2 and len({look[2] for _, look in cells[:-1]}) > 1


def split_look(ansi: str) -> Look:
    """Return SGR parameters as attributes, foreground and background.

    `1;38;2;9;9;9;48;5;7` is `("1", "38;2;9;9;9", "48;5;7")`.
    """
    codes = ansi.split(";") if ansi else []
    attributes: list[str] = []
    colours = {"3": "", "4": ""}
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            length = 4 if codes[:1] == ["2"] else 2
            colour = ";".join([code, *codes[:length]])
            colours[code[0]] = shortest(colour) if length == 4 else colour
            del codes[:length]
        elif code in ("39", "49"):
            colours[code[0]] = ""
        elif len(code) == 2 and code[0] in "34":
            colours[code[0]] = code
        elif code[:1] == "9" and len(code) == 2:
            colours["3"] = code
        elif code[:2] == "10" and len(code) == 3:
            colours["4"] = code
        else:
            attributes.append(code)
    return ";".join(attributes), colours["3"], colours["4"]


def _cropped(strip: Strip, first: int, last: int) -> Strip:
    first = max(first, 0)
    return strip if first == 0 and last >= strip.cell_length else strip.crop(first, last)
