"""From a palette to what Textual draws with: a theme for its own widgets, styles for our painters.

Both come from the one palette, so that a list of Textual's and a card of ours agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme

from okrboard.tui.paint.line import Line
from okrboard.tui.paint.palette import COLOURLESS, PALETTES, Ink, Palette

PREFIX = "ansi_"


class Inks:
    """A palette's styles as Rich's, each made once."""

    def __init__(self, palette: Palette) -> None:
        """Take the palette to draw with."""
        self.palette = palette
        self._styles: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """Return how a style name looks; like text for a name that nobody knows."""
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = _style(self.palette.ink(name), self.palette.background)
        return found

    def segments(self, line: Line) -> list[Segment]:
        """Return a painted line as segments; its text has been through `clean()`."""
        return [Segment(text, self.style(name)) for text, name in line]

    def strip(self, line: Line, width: int) -> Strip:
        """Return a painted line as a strip of exactly `width` cells."""
        return Strip(self.segments(line)).adjust_cell_length(width, self.style("text"))


def _style(ink: Ink, ground: str) -> Style:
    # What is off is left unset, so that it stays off whatever it is combined with.
    return Style(
        color=ink.color or None,
        bgcolor=ink.background or ground or None,
        bold=ink.bold or None,
        dim=ink.dim or None,
        reverse=ink.reverse or None,
        underline=ink.underline or None,
    )


def textual_themes() -> Iterable[Theme]:
    """Return every palette as a theme of Textual's, the colourless one included."""
    return [_theme(palette) for palette in (*PALETTES.values(), COLOURLESS)]


def _theme(palette: Palette) -> Theme:
    ground = palette.background or "ansi_default"
    text = palette.text or "ansi_default"
    accent = _colour(palette, "accent")
    return Theme(
        name=palette.name,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=_colour(palette, "at_risk"),
        error=_colour(palette, "off_track"),
        success=_colour(palette, "on_track"),
        foreground=text,
        background=ground,
        surface=palette.surface or ground,
        panel=palette.surface or ground,
        boost=ground,
        dark=palette.dark,
        ansi=palette.terminal,
        variables={
            "block-cursor-foreground": "ansi_black" if palette.terminal else ground,
            "block-cursor-background": accent if palette.terminal is False else "ansi_white",
            "border": _colour(palette, "rule"),
            "border-blurred": _colour(palette, "rule"),
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
        },
    )


def _colour(palette: Palette, name: str) -> str:
    """Return a style's colour as a stylesheet names it."""
    colour = palette.ink(name).color
    if not colour:
        return palette.text or "ansi_default"
    return PREFIX + colour if palette.terminal else colour
