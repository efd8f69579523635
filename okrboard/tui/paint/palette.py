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


class Colours(Record):
    """What a theme of its own colours is made from."""

    background: str
    text: str
    strong: str
    dim: str
    rule: str
    tick: str
    accent: str
    on_track: str
    at_risk: str
    off_track: str
    stale: str
    early: str
    done: str
    bold: bool = False
    """Whether everything is bold, for a projector that washes thin strokes out."""


_COLOURS: Final[dict[str, tuple[str, bool, Colours]]] = {
    "okr-dark": (
        "calm, on dark",
        True,
        Colours(
            background="#14171c",
            text="#d5d9e0",
            strong="#f7f8fa",
            dim="#979eab",
            rule="#69717f",
            tick="#f7f8fa",
            accent="#b7c0ff",
            on_track="#5ae3a5",
            at_risk="#f2b93f",
            off_track="#f8575c",
            stale="#dccad6",
            early="#8d9094",
            done="#4a97bd",
        ),
    ),
    "okr-light": (
        "calm, on light",
        False,
        Colours(
            background="#fbfaf7",
            text="#2b3038",
            strong="#0b0d10",
            dim="#5d6470",
            rule="#878d97",
            tick="#0b0d10",
            accent="#1f57e0",
            on_track="#2f7a58",
            at_risk="#a15f00",
            off_track="#a5162a",
            stale="#7e6497",
            early="#5b6470",
            done="#0f4c67",
        ),
    ),
    "high-contrast": (
        "the strongest colours on black",
        True,
        Colours(
            background="#000000",
            text="#ffffff",
            strong="#ffffff",
            dim="#c9ced6",
            rule="#9aa1ad",
            tick="#ffffff",
            accent="#c6ccff",
            on_track="#63f8b0",
            at_risk="#fac33d",
            off_track="#ef7a74",
            stale="#f2e4eb",
            early="#949ca6",
            done="#2aa3dd",
            bold=True,
        ),
    ),
    "beamer": (
        "dark on white, for a projector",
        False,
        Colours(
            background="#ffffff",
            text="#101418",
            strong="#000000",
            dim="#3d444e",
            rule="#6b727d",
            tick="#000000",
            accent="#3441d1",
            on_track="#34795b",
            at_risk="#a25e17",
            off_track="#88110c",
            stale="#77637e",
            early="#46484a",
            done="#033b5e",
            bold=True,
        ),
    ),
}


def _coloured(name: str, label: str, dark: bool, colours: Colours) -> Palette:
    c, bold = colours, colours.bold
    health = {
        "on_track": c.on_track,
        "at_risk": c.at_risk,
        "off_track": c.off_track,
        "stale": c.stale,
        "too_early": c.early,
        "proposed": c.early,
        "done": c.done,
        "ended": c.early,
    }
    inks = {
        "text": Ink(c.text, bold=bold),
        "strong": Ink(c.strong, bold=True),
        "title": Ink(c.strong, bold=bold),
        "dim": Ink(c.dim),
        "label": Ink(c.dim),
        "value": Ink(c.text, bold=bold),
        "accent": Ink(c.accent, bold=True),
        "key": Ink(c.accent, bold=bold),
        "chip": Ink(c.background, c.accent, bold=True),
        "cursor": Ink(c.background, c.strong),
        "target": Ink(c.accent, bold=True, underline=True),
        "rule": Ink(c.rule),
        "track": Ink(c.rule),
        "tick": Ink(c.tick),
        "told": Ink(c.strong, bold=bold),
        "echo": Ink(c.on_track),
        "advice": Ink(c.at_risk),
        "error": Ink(c.off_track, bold=True),
        **{word: Ink(colour, bold=bold) for word, colour in health.items()},
        **{f"tick.{word}": Ink(c.background, colour) for word, colour in health.items()},
    }
    return Palette(name, label, dark, False, c.background, c.text, inks)


_ANSI: Final = {
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "stale": "magenta",
    "too_early": "",
    "proposed": "",
    "done": "cyan",
    "ended": "",
}

_BARE: Final[dict[str, Ink]] = {
    "text": Ink(),
    "strong": Ink(bold=True),
    "title": Ink(bold=True),
    "dim": Ink(),
    "label": Ink(),
    "value": Ink(),
    "accent": Ink(bold=True),
    "key": Ink(bold=True),
    "chip": Ink(reverse=True),
    "cursor": Ink(reverse=True),
    "target": Ink(bold=True, underline=True),
    "rule": Ink(),
    "track": Ink(),
    "tick": Ink(bold=True),
    "told": Ink(bold=True),
    "echo": Ink(),
    "advice": Ink(),
    "error": Ink(bold=True),
    **{word: Ink() for word in HEALTHS},
    **{f"tick.{word}": Ink(reverse=True) for word in HEALTHS},
}


def _of_the_terminal() -> Palette:
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
        **{word: Ink(colour, dim=not colour) for word, colour in _ANSI.items()},
        **{f"tick.{word}": Ink(colour, reverse=True) for word, colour in _ANSI.items()},
    }
    return Palette("ansi", "the terminal's own 16 colours", True, True, "", "", inks)


PALETTES: Final[dict[str, Palette]] = {
    **{name: _coloured(name, *made) for name, made in _COLOURS.items()},
    "ansi": _of_the_terminal(),
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
