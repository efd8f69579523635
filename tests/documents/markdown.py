"""Pieces of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WRITTEN = (
    "<!-- Written by `python tests/documents/write.py` from the program; change that, not this. -->"
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table; cells hold Markdown but no line ends."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [*lines, ""]


def code(text: str) -> str:
    """Return a text as code; nothing for nothing."""
    return f"`` {text} ``" if "`" in text else f"`{text}`" if text else ""


def sentence(text: str) -> str:
    """Return a help line as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
