"""`Look`: what the place can show that a report is printed to: its width, glyphs and colours.

`speaks_unicode()` is the one rule by which commands and screens choose between Unicode and ASCII.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TextIO

from okrboard.domain.enums import HEALTH_LABELS
from okrboard.glyphs import ASCII, UNICODE, Glyphs

_STYLES: Final[dict[str, str]] = {
    "bold": "1",
    "dim": "2",
    "on_track": "32",
    "done": "32",
    "at_risk": "33",
    "off_track": "31",
    "stale": "35",
    "too_early": "2",
    "proposed": "2",
    "ended": "2",
    "accent": "36",
}
"""The colours of the terminal itself, so that they fit whatever theme it has."""


def speaks_unicode(environment: Mapping[str, str], stream: TextIO | None) -> bool:
    """Say whether locale and stream have every character; a locale that nobody set is no obstacle.

    Python itself turns a C locale into `C.UTF-8` (PEP 538) and hides what was asked for: where
    LC_CTYPE may be its doing, LANG tells.
    """
    encoding = getattr(stream, "encoding", "") or "utf-8"
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return False
    locale = environment.get("LC_ALL", "")
    if not locale:
        ctype, lang = environment.get("LC_CTYPE", ""), environment.get("LANG", "")
        locale = lang if lang and ctype == "C.UTF-8" else ctype or lang
    return not locale or "utf-8" in locale.lower() or "utf8" in locale.lower()


class Look:
    """How to print: columns (0 for no limit), Unicode or not, colours or not."""

    __slots__ = ("colour", "unicode", "width")

    def __init__(self, width: int = 0, *, unicode: bool = True, colour: bool = False) -> None:
        """Take what the place can show."""
        self.width = width
        self.unicode = unicode
        self.colour = colour

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the place can show."""
        return UNICODE if self.unicode else ASCII

    def style(self, text: str, name: str) -> str:
        """Return clean text in a style: a health, `bold`, `dim` or `accent`."""
        code = _STYLES.get(name) if self.colour and text else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text

    def glyph(self, health: str) -> str:
        """Return the mark of a health."""
        return self.glyphs.of(health)

    def health(self, health: str) -> str:
        """Return a health as mark and word, in its colour."""
        return self.style(f"{self.glyph(health)} {HEALTH_LABELS[health]}", health)

    @property
    def more(self) -> str:
        """What stands where text was cut."""
        return "…" if self.unicode else "..."


PLAIN = Look()
"""For files and pipes."""
