"""`Wire`: what is sent to the terminal for a picture, in as few bytes as it takes.

Textual sends a style with every run of text, everything left of what changed, and a whole screen
twice at the start. This sends only what differs from what stands there: styles as changes of the
pen, rows that are the same not at all. Over ssh that is the difference between a board that follows
the cursor and one that lags behind it.

It wraps the updates of Textual's compositor and knows two things that are not public: their kinds,
and `App._display()`, which the app passes them through. Where a future Textual has others, they go
through as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from okrboard.tui.terminal.ansi import PLAIN, Look, Pen, Runs, joined, shortest

Standing = Callable[[tuple[int, int]], dict[int, Runs]]


class Wire:
    """One terminal and what stands on it."""

    def __init__(self, kind: str = "", standing: Standing | None = None) -> None:
        """Know of the terminal its `TERM`, and what says which rows stand there at the start.

        That is asked with the size at the first picture, once.
        """
        self._kind = kind
        self._standing = standing
        self._rows: dict[int, Runs] = {}
        self._size = (0, 0)
        self._looks: dict[Style, Look] = {}

    def forget(self) -> None:
        """Send everything at the next full picture: the terminal may show something else."""
        self._rows.clear()

    def wrap(self, update: Any) -> Any:
        """Return an update that is sent in fewer bytes; anything else as it is."""
        if type(update) is LayoutUpdate or type(update) is ChopsUpdate:
            return _Sent(self, update)
        return update

    def encode(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """Return the bytes for an update, and remember what stands on the terminal then."""
        if isinstance(update, LayoutUpdate):
            return self._full(update, console)
        return self._partial(update, console)

    def _full(self, update: LayoutUpdate, console: Console) -> str:
        x, top, width, height = update.region
        if (width, height) != self._size:
            self._size = (width, height)
            self.forget()
        if self._standing is not None:
            self._rows, self._standing = dict(self._standing(self._size)), None
        pen = Pen(self._kind)
        for y, strips in enumerate(update.strips, top):
            segments = (segment for strip in strips for segment in strip)
            self._row(pen, x, y, self._runs(segments, console))
        return pen.end()

    def _partial(self, update: ChopsUpdate, console: Console) -> str:
        self._standing = None
        pen = Pen(self._kind)
        strip_at = None
        # By columns: what is one cell wide goes down them.
        for y, x1, x2 in sorted(update.spans, key=lambda span: (span[1], span[0])):
            if not 0 <= y < len(update.chops):
                continue
            strips = [
                (max(x, x1), _cropped(strip, x1 - x, min(end, x2) - x))
                for end, (x, strip) in zip(
                    update.chop_ends[y], update.chops[y].items(), strict=False
                )
                if strip is not None and x < x2 and end > x1
            ]
            if x1 <= 0 and x2 >= self._size[0]:
                segments = (segment for _, strip in strips for segment in strip)
                self._row(pen, 0, y, self._runs(segments, console))
                continue
            self._rows.pop(y, None)
            for x, strip in strips:
                if (x, y) == strip_at:
                    pen.go_below()
                else:
                    pen.move(x, y)
                pen.write(self._runs(strip, console))
                narrow = strip.cell_length == 1 and x + 1 < self._size[0]
                strip_at = (x, y + 1) if narrow else None
        return pen.end()

    def _row(self, pen: Pen, x: int, y: int, runs: Runs) -> None:
        """Send a whole row, unless it stands there already."""
        if self._rows.get(y) != runs:
            self._rows[y] = runs
            pen.move(x, y)
            pen.write(runs, to_the_end=True)

    def _runs(self, segments: Iterable[Segment], console: Console) -> Runs:
        """Return text and look of segments, neighbours that look alike as one."""
        return joined(
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


class _Sent(CompositorUpdate):
    """An update on its way to a terminal."""

    def __init__(self, wire: Wire, update: LayoutUpdate | ChopsUpdate) -> None:
        self._wire = wire
        self._update = update

    def render_segments(self, console: Console) -> str:
        """Return the bytes."""
        return self._wire.encode(self._update, console)


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
