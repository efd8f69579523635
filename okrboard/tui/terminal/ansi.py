"""`Pen`: cells and how they look, as the bytes for a terminal; knows no terminal library.

A look is sent as the change from the one before, a way as the shortest there is, and blanks as an
erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from okrboard.cells import clusters, is_narrow
from okrboard.tui.paint.palette import Ink

Look = tuple[str, str, str]
"""Attributes, foreground and background as SGR parameters; empty for the terminal's own."""

Cells = list[tuple[str, Look]]
"""What stands in each cell; behind what is two cells wide there is an empty one."""

PLAIN: Look = ("", "", "")

_WORTH = 4
"""Blanks at the end of what is written from which erasing is shorter than writing them."""

_WORTH_BETWEEN = 12
"""The same for blanks with something behind them, to which there is a way to go."""

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""The terminal's own, in the order of their numbers (ECMA-48, 8.3.117)."""

_STEPS = {0: 0, 95: 1, 135: 2, 175: 3, 215: 4, 255: 5}
"""The strengths of red, green and blue in xterm's cube of 216 colours, by their number."""


def cells_of(runs: Iterable[tuple[str, Look]]) -> Cells:
    """Return runs of text as cells. A blank has no look but its ground, where no other is seen."""
    cells: Cells = []
    for text, look in runs:
        blank = ("", "", look[2]) if _invisible(look[0]) else look
        if is_narrow(text):
            cells += [(character, blank if character == " " else look) for character in text]
            continue
        for start, end, wide in clusters(text):
            if not wide and cells:
                before = next(at for at in range(len(cells) - 1, -1, -1) if cells[at][0] or not at)
                cells[before] = (cells[before][0] + text[start:end], cells[before][1])
            elif wide:
                cells.append((text[start:end], blank if text[start:end] == " " else look))
                cells += [("", look)] * (wide - 1)
    return cells


def look_of(ink: Ink, ground: str) -> Look:
    """Return how an ink looks on a background, on a terminal that has its colours.

    Colours are `#rrggbb` or one of the terminal's eight by name.
    """
    marks = (("1", ink.bold), ("2", ink.dim), ("4", ink.underline), ("7", ink.reverse))
    attributes = ";".join(code for code, is_on in marks if is_on)
    return attributes, _codes(ink.color, 30), _codes(ink.background or ground, 40)


class Pen:
    """Writes cells, and sends of a look and a way what the terminal does not know yet."""

    def __init__(self, kind: str = "", width: int = 0) -> None:
        """Begin on a terminal known by its `TERM`, with rows of `width` cells."""
        self._sent: list[str] = []
        self._look = PLAIN
        self._width = width
        self._at: tuple[int, int] | None = None
        """The cell the terminal's cursor is in; None where terminals disagree about that."""
        # GNU screen erases to its own background, whatever colour was asked for.
        self.erases = not kind.startswith("screen")
        """Whether what is erased gets the colour that was asked for."""

    def move(self, x: int, y: int) -> None:
        """Go to a cell, the shortest way."""
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if self._at is not None:
            right, down = x - self._at[0], y - self._at[1]
            if down == 0 and right >= 0:
                ways.append(f"\x1b[{right if right > 1 else ''}C" if right else "")
            if (right, down) in ((0, 1), (-1, 1)):
                # A line down by a vertical tabulation: a line feed would be made a new line.
                ways.append("\v" if right == 0 else "\b\v")
        self._sent.append(min(ways, key=len))
        self._at = (x, y)

    def clear(self, look: Look) -> None:
        """Erase the screen to a ground."""
        if look != self._look:
            self._take(look, blank=True)
        self._sent.append("\x1b[2J")

    def write(self, cells: Cells, *, to_the_end: bool = False) -> None:
        """Write cells from where the pen is; `to_the_end` when they end with the row."""
        groups = [(look, [text for text, _ in group]) for look, group in groupby(cells, _look)]
        for number, (look, texts) in enumerate(groups):
            text = "".join(texts)
            body = text.rstrip(" ") if _invisible(look[0]) else text
            blanks = len(text) - len(body)
            is_last = number == len(groups) - 1
            worth = _WORTH if is_last and to_the_end else _WORTH_BETWEEN
            if blanks < worth or (look[2] and not self.erases):
                body, blanks = text, 0
            if look != self._look:
                self._take(look, blank=not body or body.isspace())
            self._sent.append(body)
            self._go(len(texts) - blanks, surely=is_narrow(body))
            if blanks and is_last and to_the_end:
                self._sent.append("\x1b[K")
            elif blanks:
                self._sent.append(f"\x1b[{blanks}X" + ("" if is_last else f"\x1b[{blanks}C"))
                self._go(0 if is_last else blanks, surely=True)

    def _go(self, cells: int, *, surely: bool) -> None:
        """Know that the cursor went on; at a row's end terminals do not agree where it is."""
        if self._at is not None:
            x, y = self._at
            self._at = (x + cells, y) if surely and x + cells < self._width else None

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
        ways = [["0", attributes, foreground, background]]
        kept = attributes.startswith(had)
        if kept or set(had.split(";")) <= {"1", "2"}:
            # Bold and dim can be taken off without the colours.
            turned = [attributes[len(had) :].lstrip(";")] if kept else ["22", attributes]
            turned += [foreground or "39"] if foreground != fore else []
            turned += [background or "49"] if background != back else []
            ways.append(turned)
        wanted = min((";".join(filter(None, way)) for way in ways), key=len)
        self._look = (attributes, foreground, background)
        self._sent.append(f"\x1b[{wanted}m")


def _look(cell: tuple[str, Look]) -> Look:
    return cell[1]


def _codes(colour: str, base: int) -> str:
    if not colour.startswith("#"):
        return str(base + _COLOURS.index(colour)) if colour else ""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return shortest(f"{base + 8};2;{red};{green};{blue}")


def shortest(code: str) -> str:
    """Return the parameters of a colour, by its number where it is one of the 256 (xterm's).

    Those of 16 to 255 are the same everywhere; below, they are the terminal's own.
    """
    base, _, *parts = code.split(";")
    red, green, blue = map(int, parts)
    if red == green == blue and red % 10 == 8 and red < 248:
        return f"{base};5;{232 + red // 10}"
    if {red, green, blue} <= _STEPS.keys():
        return f"{base};5;{16 + 36 * _STEPS[red] + 6 * _STEPS[green] + _STEPS[blue]}"
    return code


def _invisible(attributes: str) -> bool:
    """Say whether attributes show nothing on a blank: bold and dim do not."""
    return all(code in ("", "1", "2") for code in attributes.split(";"))
