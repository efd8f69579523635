"""Which items of a list are objectives and which their key results.

A list says it in a column of its own, by numbers as O1 and KR1.1 or 1 and 1.1, or by how far the
key results are indented.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrboard.errors import Refused
from okrboard.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Kind = Literal["objective", "key_result", "other", ""]
    """`other` is something that is no goal, as a task; empty is what nobody can tell."""

_WORDS: dict[Kind, str] = {
    "objective": "o obj objective objectives goal ziel objektiv",
    "key_result": "kr key_result keyresult key_results krs schlüsselergebnis",
    "other": "initiative initiatives task tasks action actions project activity milestone todo "
    "epic maßnahme aufgabe",
}
_ITEMS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}

_NUMBER = re.compile(
    r"(?P<kr>(?:o[ .-]?\d+[ .-]*)?(?:kr|key result|schlüsselergebnis)[ #.-]*[\d.]*)"
    r"|(?P<o>(?:objective|obj|ziel|o)[ #.-]*\d*)"
    r"|(?P<plain>\d{1,3}(?:\.\d{1,3})*)",
    re.IGNORECASE,
)
_BEHIND_A_NUMBER = re.compile(r"\s*[:.)\]–—-]+\s+|\s*:\s*|\s+")

_BULLET = re.compile(r"[-•*▪◦‣–]\s+|\d{1,2}[.)]\s+")


def kinds_of(
    titles: Sequence[str], numbers: Sequence[str], words: Sequence[str]
) -> list[tuple[Kind, str]]:
    """Return what each item is, and its title without number or bullet.

    `numbers` and `words` are what columns say beside, empty texts where there is none. Raises
    `Refused` when nothing tells objectives from key results.
    """
    plain = [squeeze(title) for title in titles]
    if any(words):
        return list(zip(map(kind_of_item, words), plain, strict=True))
    both = {"objective", "key_result"}
    beside = [numbered(number)[0] for number in numbers]
    if both.issubset(beside):
        return list(zip(beside, plain, strict=True))
    before = [numbered(title) for title in titles]
    if both.issubset(kind for kind, _ in before):
        return before
    depths = sorted({_depth(title) for title in titles if title.strip()})
    if len(depths) < 2:
        raise Refused(
            "nothing tells objectives from key results; add a column that says which, number "
            "them as O1 and KR1.1, or indent the key results"
        )
    by_depth: dict[int, Kind] = {depths[0]: "objective", depths[1]: "key_result"}
    return [
        (by_depth.get(_depth(title), "other"), squeeze(_BULLET.sub("", title.strip(), count=1)))
        for title in titles
    ]


def kind_of_item(text: str) -> Kind:
    """Return what a cell such as `Objective` or `KR 2` says an item is."""
    word = "_".join(squeeze(text, 60).casefold().rstrip("0123456789. #").split())
    return _ITEMS.get(word, "")


def listed(text: str) -> list[str]:
    """Return the key results that one cell lists, a line each with a bullet or a number before."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marked = [_BULLET.match(line) or numbered(line)[0] for line in lines]
    if len(lines) < 2 or not all(marked):
        return [text]
    return [
        _BULLET.sub("", line, count=1) if _BULLET.match(line) else numbered(line)[1]
        for line in lines
    ]


def numbered(text: str) -> tuple[Kind, str]:
    """Return what a number at the beginning says, `O1`, `KR1.2` or `1.2`, and the text behind."""
    plain = squeeze(text)
    found = _NUMBER.match(plain)
    if found is None:
        return "", plain
    rest = plain[found.end() :]
    behind = _BEHIND_A_NUMBER.match(rest)
    if rest.strip(".:)") and behind is None:
        return "", plain
    title = rest[behind.end() :] if behind is not None else ""
    if found["kr"]:
        return "key_result", title
    if found["o"]:
        # "O" alone begins many a word; it counts with a number or a colon behind it.
        certain = found["o"][-1].isdigit() or rest.lstrip()[:1] == ":"
        return ("objective", title) if certain else ("", plain)
    depth = found["plain"].count(".")
    return ("objective" if depth == 0 else "key_result" if depth == 1 else "other"), title


def _depth(text: str) -> int:
    """Return how far a title is indented; a bullet is one blank more."""
    bare = text.expandtabs(4)
    blanks = len(bare) - len(bare.lstrip())
    return blanks + bool(_BULLET.match(bare.lstrip()))
