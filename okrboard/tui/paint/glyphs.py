"""The signs we draw with, in Unicode and in ASCII: each health has one of its own, besides a word.

Every sign takes one cell in every table of widths, and none is an emoji.
"""

from __future__ import annotations

from okrboard.domain.record import Record
from okrboard.domain.words import HEALTH_LABELS


class Glyphs(Record):
    """A set of signs."""

    health: dict[str, str]
    parts: str
    """A cell filled from the left, from nothing to whole; two signs mean whole cells only."""
    empty: str
    tick: str
    """The pace, across a bar."""
    over: str
    """The end of a bar whose number lies beyond it."""
    under: str
    levels: str
    """Heights of a trend, low to high."""
    none: str
    """A gap in a trend."""
    gutter: str
    rule: str
    upright: str
    dot: str
    """Between words."""
    arrow: str
    """From a value to its target."""
    less: str
    """At most."""
    more: str
    """At least."""
    left: str
    right: str
    up: str
    down: str
    open: str
    """Before what can be opened or comes next."""
    cut: str
    """Where text was left off."""
    live: str
    minus: str

    def of(self, health: str) -> str:
        """Return the sign of a health or of `proposed`."""
        return self.health.get(health, self.dot)

    def word(self, health: str) -> str:
        """Return sign and word: `▲ at risk`."""
        return f"{self.of(health)} {HEALTH_LABELS.get(health, health)}"


UNICODE = Glyphs(
    health={
        "on_track": "●",
        "at_risk": "▲",
        "off_track": "■",
        "stale": "◌",
        "too_early": "·",
        "proposed": "·",
        "done": "✓",
        "ended": "–",
    },
    parts=" ▏▎▍▌▋▊▉█",
    empty="·",
    tick="│",
    over="»",
    under="«",
    levels="▁▂▃▄▅▆▇█",
    none=" ",
    gutter="▌",
    rule="─",
    upright="│",
    dot="·",
    arrow="→",
    less="≤",
    more="≥",
    left="‹",
    right="›",
    up="↑",
    down="↓",
    open="▸",
    cut="…",
    live="●",
    minus="−",
)

ASCII = Glyphs(
    health={
        "on_track": "o",
        "at_risk": "!",
        "off_track": "x",
        "stale": "?",
        "too_early": ".",
        "proposed": ".",
        "done": "+",
        "ended": "-",
    },
    parts=" #",
    empty=".",
    tick="|",
    over=">",
    under="<",
    levels="_.-=#",
    none=" ",
    gutter="|",
    rule="-",
    upright="|",
    dot="-",
    arrow="->",
    less="<=",
    more=">=",
    left="<",
    right=">",
    up="^",
    down="v",
    open=">",
    cut="~",
    live="*",
    minus="-",
)


def glyphs(*, ascii: bool = False) -> Glyphs:
    """Return the set for a terminal."""
    return ASCII if ascii else UNICODE


_ASCII_TEXT = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "…": "~",
        "·": "-",
        "•": "*",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "≤": "<=",
        "≥": ">=",
        "●": "o",
        "▲": "!",
        "■": "x",
        "◌": "?",
        "✓": "+",
        "│": "|",
        "─": "-",
        "▌": "|",
        "▸": ">",
        "‹": "<",
        "›": ">",
        "€": "EUR",
    }
)


def to_ascii(text: str) -> str:
    """Return a text that a terminal without Unicode shows: what it cannot spell becomes `?`."""
    if text.isascii():
        return text
    return text.translate(_ASCII_TEXT).encode("ascii", "replace").decode()
