"""Themes as data: what every style name looks like.

A painter names a style, a theme says how it looks, and nobody else knows a colour. Text has a
contrast of at least 4.5:1 to its background, bars and marks 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); the
colours of health stay apart for the common colour blindnesses as well. Both are computed by tests.

The names:
- `text`, `strong` (what matters most of it), `dim` (what matters least and is still read), `label`,
  `value`, `title`;
- `accent` (the cursor and what it is on), `key` (a key to press), `chip` (a word on an accent
  field), `cursor` (where typing goes), `target` (where a dragged card would land);
- `rule`, `track` (the empty part of a bar), `tick` (the pace), `tick.<health>` (on a filled part);
- a health: `on_track`, `at_risk`, `off_track`, `stale`, `too_early`, `proposed`, `done`, `ended`;
- `told` (an answer), `echo` (how typing is understood), `advice`, `error`.
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

    def ink(self, style: str) -> Ink:
        """Return how a style looks; a name that nobody knows looks like text."""
        return self.inks.get(style) or self.inks["text"]


_THEMES: Final = (
    ("okr-dark", "calm, on dark", True, False),
    ("okr-light", "calm, on light", False, False),
    ("high-contrast", "the strongest colours on black", True, True),
    ("beamer", "dark on white, for a projector", False, True),
)
"""Name, what it is for, whether it is dark, and whether everything is bold: a projector washes thin
strokes out."""

_COLOURS: Final = {
    "background": ("#14171c", "#fbfaf7", "#000000", "#ffffff"),
    "text": ("#d5d9e0", "#2b3038", "#ffffff", "#101418"),
    "strong": ("#f7f8fa", "#0b0d10", "#ffffff", "#000000"),
    "dim": ("#979eab", "#5d6470", "#c9ced6", "#3d444e"),
    "rule": ("#69717f", "#878d97", "#9aa1ad", "#6b727d"),
    "tick": ("#f7f8fa", "#0b0d10", "#ffffff", "#000000"),
    "accent": ("#b7c0ff", "#1f57e0", "#c6ccff", "#3441d1"),
    "on_track": ("#5ae3a5", "#2f7a58", "#63f8b0", "#34795b"),
    "at_risk": ("#f2b93f", "#a15f00", "#fac33d", "#a25e17"),
    "off_track": ("#f8575c", "#a5162a", "#ef7a74", "#88110c"),
    "stale": ("#dccad6", "#7e6497", "#f2e4eb", "#77637e"),
    "early": ("#8d9094", "#5b6470", "#949ca6", "#46484a"),
    "done": ("#4a97bd", "#0f4c67", "#2aa3dd", "#033b5e"),
}
"""The colours of those themes, in their order; `early` is also what is proposed or ended."""


def _coloured(number: int) -> Palette:
    name, label, dark, bold = _THEMES[number]
    c = {colour: shades[number] for colour, shades in _COLOURS.items()}
    background, text, strong = c["background"], c["text"], c["strong"]
    health = {word: c.get(word, c["early"]) for word in HEALTHS}
    inks = {
        "text": Ink(text, bold=bold),
        "strong": Ink(strong, bold=True),
        "title": Ink(strong, bold=bold),
        "dim": Ink(c["dim"]),
        "label": Ink(c["dim"]),
        "value": Ink(text, bold=bold),
        "accent": Ink(c["accent"], bold=True),
        "key": Ink(c["accent"], bold=bold),
        "chip": Ink(background, c["accent"], bold=True),
        "cursor": Ink(background, strong),
        "target": Ink(c["accent"], bold=True, underline=True),
        "rule": Ink(c["rule"]),
        "track": Ink(c["rule"]),
        "tick": Ink(c["tick"]),
        "told": Ink(strong, bold=bold),
        "echo": Ink(c["on_track"]),
        "advice": Ink(c["at_risk"]),
        "error": Ink(c["off_track"], bold=True),
        **{word: Ink(colour, bold=bold) for word, colour in health.items()},
        **{f"tick.{word}": Ink(background, colour) for word, colour in health.items()},
    }
    return Palette(name, label, dark, False, background, text, inks)


_ANSI: Final = {
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "stale": "magenta",
    "done": "cyan",
}

_BARE: Final[dict[str, Ink]] = {
    **dict.fromkeys(
        ("text", "dim", "label", "value", "rule", "track", "echo", "advice", *HEALTHS), Ink()
    ),
    **dict.fromkeys(("strong", "title", "accent", "key", "tick", "told", "error"), Ink(bold=True)),
    "target": Ink(bold=True, underline=True),
    **dict.fromkeys(("chip", "cursor", *(f"tick.{word}" for word in HEALTHS)), Ink(reverse=True)),
}


def _of_the_terminal() -> Palette:
    health = [(word, _ANSI.get(word, "")) for word in HEALTHS]
    inks = {
        **_BARE,
        "dim": Ink(dim=True),
        "label": Ink(dim=True),
        "rule": Ink(dim=True),
        "track": Ink(dim=True),
        "accent": Ink("blue", bold=True),
        "key": Ink("blue", bold=True),
        "chip": Ink("blue", bold=True, reverse=True),
        "target": Ink("blue", bold=True, underline=True),
        "echo": Ink("green"),
        "advice": Ink("yellow"),
        "error": Ink("red", bold=True),
        **{word: Ink(colour, dim=not colour) for word, colour in health},
        **{f"tick.{word}": Ink(colour, reverse=True) for word, colour in health},
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
