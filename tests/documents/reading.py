"""What a page of Markdown tells people to type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

NOT_RUN = "<!-- not run: "


class Block(NamedTuple):
    """A fenced block."""

    line: int
    language: str
    text: str
    why_not: str
    """Why nobody can run it as it stands, from the comment above it."""

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


def pages() -> list[Path]:
    """Return every page of the project that people read."""
    return [ROOT / "README.md", *sorted((ROOT / ".github").rglob("*.md"))]


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page's text."""
    found: list[Block] = []
    why_not = ""
    begin = -1
    lines = page.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("```") and begin < 0:
            begin = at
        elif line.startswith("```"):
            text = "\n".join(lines[begin + 1 : at])
            found.append(Block(begin + 1, lines[begin][3:].strip(), text, why_not))
            begin, why_not = -1, ""
        elif begin < 0 and line.startswith(NOT_RUN):
            why_not = line.removeprefix(NOT_RUN).removesuffix("-->").strip()
        elif begin < 0 and line.strip():
            why_not = ""
    return found


def inline(page: str) -> list[str]:
    """Return what a page's text sets as code, outside blocks."""
    outside = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(found.split()) for found in re.findall(r"(?<!`)`([^`]+)`(?!`)", outside)]


def calls(text: str) -> list[str]:
    """Return every `okrboard ...` in a text, up to what a shell would end it by."""
    found = re.findall(r"(?:^|[\s(])okrboard((?: +(?:\"[^\"]*\"|[^\s\"|;&)#]+))*)", text)
    return [f"okrboard{words}" for words in found]


def links(page: str) -> list[str]:
    """Return the files that a page links to or shows."""
    targets = re.findall(r"\]\(([^)#]+)", page)
    return [target for target in targets if "://" not in target]
