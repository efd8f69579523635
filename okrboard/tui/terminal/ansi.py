"""`Pen`: runs of text and how they look, as the bytes for a terminal; knows no terminal library.

A look is sent as the change from the one before, and blanks at a row's end as an erasure.
"""

from __future__ import annotations

from collections.abc import Iterable

from okrboard.tui.paint.palette import Ink

Look = tuple[str, str, str]
"""Attributes, foreground and background as SGR parameters; empty for the terminal's own."""
Runs = list[tuple[str, Look]]


PLAIN: Look = ("", "", "")

_WORTH = 4
"""Blanks from which erasing is shorter than writing them."""

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""The terminal's own, in the order of their numbers (ECMA-48, 8.3.117)."""

_STEPS = {0: 0, 95: 1, 135: 2, 175: 3, 215: 4, 255: 5}
"""The strengths of red, green and blue in xterm's cube of 216 colours, by their number."""


def joined(runs: Iterable[tuple[str, Look]]) -> Runs:
    """Return runs of text with neighbours that look alike as one, and none that is empty."""
    found: Runs = []
    for text, look in runs:
        if found and found[-1][1] == look:
            found[-1] = (found[-1][0] + text, look)
        elif text:
            found.append((text, look))
    return found


def look_of(ink: Ink, ground: str) -> Look:
    """Return how an ink looks on a background, on a terminal that has its colours.

    Colours are `#rrggbb` or one of the terminal's eight by name.
    """
    marks = (("1", ink.bold), ("2", ink.dim), ("4", ink.underline), ("7", ink.reverse))
    attributes = ";".join(code for code, is_on in marks if is_on)
    return attributes, _codes(ink.color, 30), _codes(ink.background or ground, 40)


class Pen:
    """Writes runs, and sends of a look what the pen has not yet."""

    def __init__(self, kind: str = "") -> None:
        """Begin where the terminal is, which is known by its `TERM` only."""
        self._sent: list[str] = []
        self._look = PLAIN
        # GNU screen erases to its own background, whatever colour was asked for.
        self._erases = not kind.startswith("screen")

    def move(self, x: int, y: int) -> None:
        """Go to a cell."""
        self._sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")

    def go_below(self) -> None:
        """Go to the cell below the one just written, which is not the last of its row.

        Half as long as `move`: the cursor is a strip of one cell's width.
        """
        self._sent.append("\b\x1b[B")

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
