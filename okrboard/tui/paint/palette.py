"""Themes as data: what every style name looks like.

A painter names a style, a theme says how it looks, and nobody else knows a colour. Text has a
contrast of at least 4.5:1 to its background, bars and marks 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); the
colours of health stay apart for the common colour blindnesses as well. Both are computed by tests.

The names:
- three weights: `text`, `dim` (read when one looks for it), `faint` (drawn more than read), and two
  for what comes first: `title` and `strong` (what matters most of a text);
- `label`, `value`; `accent` (the cursor and what it is on), `key` (a key to press), `chip` (a word
  on an accent field), `cursor` (where typing goes), `target` (where a dragged card would land);
- `rule`, `track` (the empty part of a bar), `tick` (the pace);
- a health: `on_track`, `at_risk`, `off_track`, `stale`, `too_early`, `proposed`, `done`, `ended`;
- `told` (an answer), `echo` (how typing is understood), `advice`, `error`.

Behind `@` a name may say on what it stands: `title@surface` (a card, a panel), `title@raised` (what
the cursor is on). A theme of the terminal's own colours has neither, and draws on the background.
"""

from __future__ import annotations

from typing import Final

from okrboard.domain.record import Record

HEALTHS: Final = (
    "on_track",
    "at_risk",
    "off_track",
    "stale",
    "too_early",
    "proposed",
    "done",
    "ended",
)


class Ink(Record):
    """How one style looks; an empty colour is the theme's own."""

    color: str = ""
    """`#rrggbb`, or one of the terminal's 16 by name (`bright_red`)."""
    background: str = ""
    bold: bool = False
    dim: bool = False
    reverse: bool = False
    underline: bool = False


class Palette(Record):
    """A theme."""

    name: str
    label: str
    """What it is for, in a few words."""
    dark: bool
    terminal: bool
    """Whether it leaves text and background to the terminal, and names its 16 colours."""
    background: str
    text: str
    inks: dict[str, Ink]
    surface: str = ""
    """Under cards and panels; empty where there is only the background."""
    raised: str = ""
    """Under what the cursor is on."""

    def ink(self, style: str) -> Ink:
        """Return how a style looks; a name that nobody knows looks like text."""
        name, _, place = style.partition("@")
        ink = self.inks.get(name) or self.inks["text"]
        ground = {"surface": self.surface, "raised": self.raised}.get(place, "")
        return ink if ink.background or not ground else ink._replace(background=ground)


_THEMES: Final = (
    ("okr-dark", "calm, on dark", True, False),
    ("okr-light", "calm, on light", False, False),
    ("high-contrast", "the strongest colours on black", True, True),
    ("beamer", "dark on white, for a projector", False, True),
)
"""Name, what it is for, whether it is dark, and whether everything is bold: a projector washes thin
strokes out."""

_COLOURS: Final = {
    "background": ("#121212", "#eeeeee", "#000000", "#ffffff"),
    "surface": ("#262626", "#ffffff", "#1c1c1c", "#eeeeee"),
    "raised": ("#3a3a3a", "#d7d7ff", "#3a3a3a", "#d0d0d0"),
    "text": ("#d0d0d0", "#303030", "#ffffff", "#121212"),
    "strong": ("#ffffff", "#080808", "#ffffff", "#000000"),
    "dim": ("#a8a8a8", "#585858", "#c6c6c6", "#444444"),
    "faint": ("#767676", "#808080", "#8a8a8a", "#6c6c6c"),
    "accent": ("#87afff", "#1f50d0", "#afd7ff", "#3441d1"),
    "on_track": ("#5faf87", "#2a7553", "#87d7af", "#2f7556"),
    "at_risk": ("#ffaf00", "#985900", "#ffd700", "#9a5912"),
    "off_track": ("#ff5f5f", "#950f20", "#ff5f5f", "#88110c"),
    "stale": ("#af87d7", "#7a5ca0", "#d7afff", "#7a5f8c"),
    "early": ("#afafaf", "#5b6470", "#a8a8a8", "#46484a"),
    "done": ("#87d7ff", "#0f4c67", "#0087ff", "#033b5e"),
}
"""The colours of those themes, in their order; `early` is also what is proposed or ended.

Most are of the 256 that every terminal numbers alike: `terminal.ansi` sends those by their number,
in half the bytes.
"""


def _coloured(number: int) -> Palette:
    name, label, dark, bold = _THEMES[number]
    c = {colour: shades[number] for colour, shades in _COLOURS.items()}
    background, text, strong = c["background"], c["text"], c["strong"]
    health = {word: c.get(word, c["early"]) for word in HEALTHS}
    inks = {
        "text": Ink(text, bold=bold),
        "strong": Ink(strong, bold=True),
        "title": Ink(strong, bold=True),
        "dim": Ink(c["dim"]),
        "label": Ink(c["dim"]),
        "value": Ink(text, bold=bold),
        "accent": Ink(c["accent"], bold=True),
        "key": Ink(c["accent"], bold=bold),
        "chip": Ink(background, c["accent"], bold=True),
        "cursor": Ink(background, strong),
        "target": Ink(c["accent"], bold=True, underline=True),
        "faint": Ink(c["faint"]),
        "rule": Ink(c["faint"]),
        "track": Ink(c["faint"]),
        "tick": Ink(text),
        "told": Ink(strong, bold=bold),
        "echo": Ink(c["on_track"]),
        "advice": Ink(c["at_risk"]),
        "error": Ink(c["off_track"], bold=True),
        **{word: Ink(colour, bold=bold) for word, colour in health.items()},
    }
    return Palette(name, label, dark, False, background, text, inks, c["surface"], c["raised"])


_ANSI: Final = {
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "stale": "magenta",
    "done": "cyan",
}

_BARE: Final[dict[str, Ink]] = {
    **dict.fromkeys(
        ("text", "dim", "faint", "label", "value", "rule", "track", "echo", "advice", *HEALTHS),
        Ink(),
    ),
    **dict.fromkeys(("strong", "title", "accent", "key", "tick", "told", "error"), Ink(bold=True)),
    "target": Ink(bold=True, underline=True),
    **dict.fromkeys(("chip", "cursor"), Ink(reverse=True)),
}


def _of_the_terminal() -> Palette:
    health = [(word, _ANSI.get(word, "")) for word in HEALTHS]
    inks = {
        **_BARE,
        **dict.fromkeys(("dim", "faint", "label", "rule", "track"), Ink(dim=True)),
        "accent": Ink("blue", bold=True),
        "key": Ink("blue", bold=True),
        "chip": Ink("blue", bold=True, reverse=True),
        "target": Ink("blue", bold=True, underline=True),
        "echo": Ink("green"),
        "advice": Ink("yellow"),
        "error": Ink("red", bold=True),
        **{word: Ink(colour, dim=not colour) for word, colour in health},
    }
    return Palette("ansi", "the terminal's own 16 colours", True, True, "", "", inks)


PALETTES: Final[dict[str, Palette]] = {
    one.name: one for one in (*map(_coloured, range(len(_THEMES))), _of_the_terminal())
}
"""The themes a person can choose, in the order in which `t` goes through them."""

COLOURLESS: Final = Palette("none", "no colour", True, True, "", "", _BARE)
"""For NO_COLOR: bold, reverse and underline are all there is."""

DEFAULT: Final = "okr-dark"
LIGHT: Final = "okr-light"
"""The default of a terminal with a light background."""


def palette(name: str, *, colour: bool = True) -> Palette:
    """Return a theme by its name; the usual one for a name that is none."""
    if not colour:
        return COLOURLESS
    return PALETTES.get(name) or PALETTES[DEFAULT]


def following(name: str) -> str:
    """Return the name of the theme after one."""
    names = list(PALETTES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
