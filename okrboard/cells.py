"""Cells: how wide text is in a terminal, cutting and folding it, and writing it in ASCII.

Commands and screens ask here, so that columns stand straight in both. Characters count as Textual
counts them: what a reader sees as one (an emoji of several, a letter with its accent) is one
cluster, is never cut through, and its width is that of its first character. Text in one of the
usual scripts never loads the tables. Every text has been through `clean()`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

Cluster = tuple[int, int, int]
"""First index, index behind the last, and cells of what a reader sees as one character."""


# Latin, Greek and Cyrillic letters, punctuation, arrows, box drawing and the marks of health: what
# takes one cell in every table. What combines or may be drawn as an emoji is not in it.
_NARROW = frozenset(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA1, 0xA9)),
        *map(chr, range(0xAA, 0xAD)),
        *map(chr, range(0xAF, 0x300)),
        *map(chr, range(0x370, 0x483)),
        *"–—‘’“”•…←↑→↓−≤≥≈‹›€◌◔▸△▮▯✓\ufffd",
        *map(chr, range(0x2500, 0x25AA)),
        *"●▲■○▼◂↳",
    ]
)
is_narrow = _NARROW.issuperset
"""Say of a text whether every character of it takes one cell, in every table of widths."""

_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_ENDS = f" {_JOINER}"


def width(text: str) -> int:
    """Return the cells that a line takes."""
    if text.isascii() or is_narrow(text):
        return len(text)
    while text.startswith(_JOINER):
        # Terminals let it take the next character in, though there is nothing before it.
        text = text[2:]
    return sum(cells for _, _, cells in clusters(text))


def clusters(text: str) -> Iterator[Cluster]:
    """Yield what a reader sees as one character each; together they cover the text.

    Unicode's rules for grapheme clusters, as far as terminals follow them: a joiner takes the next
    character in, marks belong to what stands before them, U+FE0F makes a sign an emoji.
    """
    start = at = cells = 0
    sign = ""
    """The character that gave the cluster its cells, while U+FE0F may still widen it."""
    while at < len(text):
        character = text[at]
        if at and character == _JOINER:
            at = min(at + 2, len(text))
            continue
        if at and character == _AS_EMOJI:
            if sign and _is_in("EMOJI", ord(sign)):
                cells, sign = cells + 1, ""
            at += 1
            continue
        wide = 0 if character in (_JOINER, _AS_EMOJI) else _width_of(character)
        if at > start and (wide or not at):
            yield start, at, cells
            start, cells = at, 0
        if wide:
            cells, sign = wide, character
        at += 1
    if text:
        yield start, at, cells


def fit(text: str, cells: int, more: str = "…") -> str:
    """Return the text cut to at most `cells` cells, with `more` at its end when it was cut.

    Never cuts through a character as a reader sees it: an emoji made of several or a letter with
    its accent stays whole or goes.
    """
    if cells <= 0:
        return ""
    if not text.isascii():
        # A joiner at an end joins nothing there, but would swallow what is put beside it.
        text = text.strip(_JOINER)
    # A cluster has at least one code point a cell; a title of thousands is not measured whole.
    short = text if len(text) <= cells * 16 else text[: cells * 16]
    if short is text and width(text) <= cells:
        return text
    room = cells - len(more)
    if room < 0:
        return more[:cells]
    if short.isascii() or is_narrow(short):
        return short[:room].rstrip() + more
    end = 0
    for _, end_of, wide in clusters(short):
        room -= wide
        if room < 0:
            break
        end = end_of
    return short[:end].rstrip(_ENDS) + more


def left(text: str, cells: int, more: str = "…") -> str:
    """Return the text in exactly `cells` cells, at their left."""
    text = fit(text, cells, more)
    return text + " " * (cells - width(text))


def right(text: str, cells: int, more: str = "…") -> str:
    """Return the text in exactly `cells` cells, at their right."""
    text = fit(text, cells, more)
    return " " * (cells - width(text)) + text


def fold(text: str, cells: int, rows: int, more: str = "…") -> list[str]:
    """Return the text in at most `rows` rows of at most `cells` cells, broken between words.

    What does not fit the last row is cut there. A word longer than a row is broken within it.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < rows - 1:
        if len(rest) <= cells and width(rest) <= cells:
            break
        head = fit(rest, cells, "")
        if len(head) < len(rest) and rest[len(head)] != " " and " " in head.rstrip():
            head = head[: head.rstrip().rindex(" ")]
        head = _with_unit(head, rest) or rest[:1]
        lines.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    if rest or not lines:
        lines.append(fit(rest, cells, more))
    return lines


def wrapped(line: str, cells: int, more: int = 2) -> list[str]:
    """Return a printed line in lines of at most `cells` cells, broken at blanks; 0 breaks nothing.

    What follows is set in as the line is, and by `more` cells. Colours take no room and go on; a
    word that is longer than a line stays whole.
    """
    if not cells or _seen(line) <= cells:
        return [line]
    indent = len(line) - len(line.lstrip(" "))
    lines: list[str] = []
    now = line[:indent]
    taken, filled = indent, False
    for word in line[indent:].split(" "):
        size = _seen(word)
        if filled and taken + 1 + size > cells:
            lines.append(now.rstrip(" "))
            now, taken, filled = " " * (indent + more), indent + more, False
        if filled:
            now, taken = f"{now} ", taken + 1
        if word or filled:
            now, taken, filled = now + word, taken + size, True
    return [*lines, now]


_SIGNS = {
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "→": "->",
    "←": "<-",
    "↑": "^",
    "↓": "v",
    "·": "-",
    "•": "*",
    "▸": ">",
    "‹": "<",
    "›": ">",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "×": "x",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "€": "EUR ",
    "£": "GBP ",
    "⁄": "/",
    "●": "o",
    "▲": "!",
    "■": "x",
    "◌": "?",
    "✓": "+",
    "▼": "v",
    "◂": "<",
    "↳": "+",
    "━": "=",
    "╸": "=",
    "┃": "|",
    "┄": "-",
    "│": "|",
    "─": "-",
    "▌": "|",
}
_IN_COLUMNS = {**_SIGNS, "…": "~", "→": ">", "←": "<", "€": "EUR"}


def to_ascii(text: str) -> str:
    """Return the text in ASCII: letters without their marks, `?` a cell for what has no likeness.

    Line breaks stay.
    """
    return text if text.isascii() else "\n".join(_spelled(line) for line in text.split("\n"))


def to_ascii_cells(line: str) -> str:
    """Return a line that stands in its columns already in ASCII, as wide as it is where it can.

    Arrows and cuts stay one cell, what was two cells is two; only `<=`, `EUR` and the like are not.
    """
    return line if line.isascii() else _spelled(line, columns=True)


def _spelled(line: str, *, columns: bool = False) -> str:
    signs = _IN_COLUMNS if columns else _SIGNS
    parts: list[str] = []
    for start, end, cells in clusters(line):
        cluster = line[start:end]
        if cluster.isascii():
            parts.append(cluster)
            continue
        # Imported here: only names in other scripts get this far.
        from unicodedata import normalize

        letters = "".join(signs.get(c, c) for c in normalize("NFKD", signs.get(cluster, cluster)))
        letters = letters.encode("ascii", "ignore").decode()
        letters = letters if letters.isprintable() and letters else "?" * cells
        parts.append(letters.ljust(cells) if columns else letters)
    return "".join(parts)


def _with_unit(head: str, rest: str) -> str:
    """Return a row without the number at its end where the next row would begin with its unit."""
    before, _, number = head.rstrip().rpartition(" ")
    unit = rest[len(head) :].lstrip().partition(" ")[0].rstrip(",.;:")
    return before if before and number.isdecimal() and len(unit) == 1 else head


def _seen(text: str) -> int:
    """Return the cells of a line that may hold colours."""
    if "\x1b" not in text:
        return width(text)
    first, *parts = text.split("\x1b[")
    return width(first) + sum(width(part.partition("m")[2]) for part in parts)


@cache
def _width_of(character: str) -> int:
    """Return the cells of a character that stands alone."""
    point = ord(character)
    # Controls take none, as they never reach a terminal.
    if point < 32 or 0x7F <= point < 0xA0 or _is_in("NONE", point):
        return 0
    return 2 if _is_in("TWO", point) else 1


def _is_in(table: str, point: int) -> bool:
    firsts, lasts = _ranges(table)
    at = bisect_right(firsts, point) - 1
    return at >= 0 and point <= lasts[at]


@cache
def _ranges(table: str) -> tuple[list[int], list[int]]:
    """Return the first and the last code points of a table's ranges."""
    # Imported here: a board of plain text does without.
    from okrboard import cell_table

    pairs = [word.partition("-") for word in getattr(cell_table, table).split()]
    firsts = [int(first, 16) for first, _, _ in pairs]
    return firsts, [int(last or first, 16) for first, _, last in pairs]
