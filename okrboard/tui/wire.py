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

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from rich.console import Console
    from rich.segment import Segment
    from rich.style import Style

    Runs = list[tuple[str, "Look"]]
    Look = tuple[str, str, str]
    """Attributes, foreground and background as SGR parameters; empty for the terminal's own."""

PLAIN: Look = ("", "", "")

_WORTH = 4
"""Blanks from which erasing is shorter than writing them."""


class Wire:
    """One terminal and what stands on it."""

    def __init__(self, kind: str = "") -> None:
        """Know nothing of the terminal but its `TERM`."""
        # GNU screen erases to its own background, whatever colour was asked for.
        self._erases = not kind.startswith("screen")
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
        pen = _Pen(self._erases)
        for y, strips in enumerate(update.strips, top):
            segments = (segment for strip in strips for segment in strip)
            self._row(pen, x, y, self._runs(segments, console))
        return pen.end()

    def _partial(self, update: ChopsUpdate, console: Console) -> str:
        pen = _Pen(self._erases)
        for y, x1, x2 in update.spans:
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
                pen.move(x, y)
                pen.write(self._runs(strip, console))
        return pen.end()

    def _row(self, pen: _Pen, x: int, y: int, runs: Runs) -> None:
        """Send a whole row, unless it stands there already."""
        if self._rows.get(y) != runs:
            self._rows[y] = runs
            pen.move(x, y)
            pen.write(runs, to_the_end=True)

    def _runs(self, segments: Iterable[Segment], console: Console) -> Runs:
        """Return text and look of segments, neighbours that look alike as one."""
        found: Runs = []
        for text, style, control in segments:
            if control or not text:
                continue
            look = self._look(style, console)
            if found and found[-1][1] == look:
                found[-1] = (found[-1][0] + text, look)
            else:
                found.append((text, look))
        return found

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


class _Pen:
    """Writes runs, and sends of a look what the pen has not yet."""

    def __init__(self, erases: bool) -> None:
        self._sent: list[str] = []
        self._look = PLAIN
        self._erases = erases

    def move(self, x: int, y: int) -> None:
        """Go to a cell."""
        self._sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")

    def write(self, runs: Runs, *, to_the_end: bool = False) -> None:
        """Write runs of text from where the pen is; `to_the_end` when they end with the row."""
        last = len(runs) - 1
        for index, (text, look) in enumerate(runs):
            shown = text
            if index == last and to_the_end and _invisible(look[0]):
                shown = text.rstrip(" ")
                if len(text) - len(shown) < _WORTH or (look[2] and not self._erases):
                    shown = text
            if look != self._look:
                self._take(look, blank=not shown or shown.isspace())
            self._sent.append(shown)
            if shown is not text:
                self._sent.append("\x1b[K")

    def end(self) -> str:
        """Return what was written, the pen put down."""
        if self._look != PLAIN:
            self._sent.append("\x1b[0m")
            self._look = PLAIN
        return "".join(self._sent)

    def _take(self, look: Look, *, blank: bool) -> None:
        attributes, foreground, background = look
        had, fore, back = self._look
        if blank and not attributes and _invisible(had):
            # A blank shows nothing of a colour it would be written in, nor whether it is bold.
            attributes, foreground = had, fore
            if background == back:
                return
        wanted: list[str] = []
        if attributes != had:
            if had and not attributes.startswith(had):
                wanted.append("0")
                fore = back = had = ""
            wanted.append(attributes[len(had) :].lstrip(";"))
        if foreground != fore:
            wanted.append(foreground or "39")
        if background != back:
            wanted.append(background or "49")
        self._look = (attributes, foreground, background)
        self._sent.append(f"\x1b[{';'.join(part for part in wanted if part)}m")


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
            colours[code[0]] = ";".join([code, *codes[:length]])
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


def _invisible(attributes: str) -> bool:
    """Say whether attributes show nothing on a blank: bold and dim do not."""
    return all(code in ("", "1", "2") for code in attributes.split(";"))


def _cropped(strip: Strip, first: int, last: int) -> Strip:
    first = max(first, 0)
    return strip if first == 0 and last >= strip.cell_length else strip.crop(first, last)
