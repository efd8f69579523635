"""`Buffer`: the text a person is typing in one field, and where the cursor stands in it.

Pure: keys go in, text comes out. The cursor moves by what a reader takes for one character, so it
never lands inside an emoji or between a letter and its accent. What is pasted is cleaned.
"""

from __future__ import annotations

from bisect import bisect_right

from okrboard.cells import clusters
from okrboard.cells import width as width_of
from okrboard.domain.record import Record
from okrboard.text import clean, clean_lines

MAX_LINE = 10_000
"""Characters of one line; the longest title."""

MAX_LINES = 50_000
"""Characters of a long text; beyond it the editor of one's own choice is the better place."""


class Row(Record):
    """One row of a text as it is folded to a width: the part from `start` to `end`."""

    start: int
    end: int


class Buffer:
    """A text with a cursor; `several` says whether it may have several lines."""

    __slots__ = ("_folded", "at", "several", "text")

    def __init__(self, text: str = "", *, several: bool = False) -> None:
        """Start with a text and the cursor behind it."""
        self.several = several
        self.text = ""
        self.at = 0
        self._folded: tuple[str, int, list[Row]] = ("", 0, [])
        self.set(text)

    def set(self, text: str) -> None:
        """Replace the whole text; the cursor goes to its end."""
        self.text = self._cleaned(text)
        self.at = len(self.text)

    def insert(self, text: str) -> None:
        """Put typed or pasted text in at the cursor; what is over the limit is left off."""
        room = (MAX_LINES if self.several else MAX_LINE) - len(self.text)
        text = self._cleaned(text)[: max(0, room)]
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def press(self, key: str, character: str | None = None, width: int = 0) -> bool:
        """Let a key do its work; say whether it had any here.

        `width` is what a text of several lines is folded to; up and down need it. In its first and
        last row they have no work, so that a form can use them to move on.
        """
        if key in _MOVES:
            self.at = _MOVES[key](self)
            return True
        if key in _CUTS:
            start, end = sorted((self.at, _CUTS[key](self)))
            self.text = self.text[:start] + self.text[end:]
            self.at = start
            return True
        if self.several and key == "ctrl+j":
            self.insert("\n")
            return True
        if self.several and key in ("up", "down"):
            return self._to_row(-1 if key == "up" else 1, max(1, width))
        if character is not None and character.isprintable():
            self.insert(character)
            return True
        return False

    def rows(self, width: int) -> list[Row]:
        """Return the text folded to `width` cells, at least one row."""
        text, folded_to, rows = self._folded
        if text is not self.text or folded_to != width:
            rows = fold(self.text, width)
            self._folded = (self.text, width, rows)
        return rows

    def place(self, width: int) -> tuple[int, int]:
        """Return the row and the cell in which the cursor stands when folded to `width`."""
        rows = self.rows(width)
        row = bisect_right([row.start for row in rows], self.at) - 1
        return row, width_of(self.text[rows[row].start : self.at])

    def put_at(self, row: int, cell: int, width: int) -> None:
        """Move the cursor to a row and cell of the folded text, as a click does."""
        rows = self.rows(width)
        row = min(max(row, 0), len(rows) - 1)
        line = rows[row]
        self.at = line.start + _index_at(self.text[line.start : line.end], cell)

    def _to_row(self, step: int, width: int) -> bool:
        row, cell = self.place(width)
        if not 0 <= row + step < len(self.rows(width)):
            return False
        self.put_at(row + step, cell, width)
        return True

    def _cleaned(self, text: str) -> str:
        if not self.several:
            return clean(text, MAX_LINE)
        return clean_lines(text.replace("\t", "    "), MAX_LINES)

    def _line_start(self) -> int:
        return self.text.rfind("\n", 0, self.at) + 1

    def _line_end(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    def _left(self) -> int:
        # A character is looked for near the cursor only: a line may have thousands of them.
        start = max(self._line_start(), self.at - 40)
        if start == self.at:
            return max(0, self.at - 1)
        return start + [*clusters(self.text[start : self.at])][-1][0]

    def _right(self) -> int:
        end = min(self._line_end(), self.at + 40)
        if end == self.at:
            return min(len(self.text), self.at + 1)
        return self.at + next(clusters(self.text[self.at : end]))[1]

    def _word_left(self) -> int:
        before = self.text[: self.at].rstrip()
        return max(before.rfind(" "), before.rfind("\n")) + 1

    def _word_right(self) -> int:
        at = self.at
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        while at < len(self.text) and not self.text[at].isspace():
            at += 1
        return at


_MOVES = {
    "left": Buffer._left,
    "right": Buffer._right,
    "home": Buffer._line_start,
    "ctrl+a": Buffer._line_start,
    "end": Buffer._line_end,
    "ctrl+left": Buffer._word_left,
    "ctrl+right": Buffer._word_right,
}
_CUTS = {
    "backspace": Buffer._left,
    "delete": Buffer._right,
    "ctrl+d": Buffer._right,
    "ctrl+w": Buffer._word_left,
    "ctrl+u": Buffer._line_start,
    "ctrl+k": Buffer._line_end,
}


def fold(text: str, width: int) -> list[Row]:
    """Return a text folded to `width` cells, between words where that can be.

    The rows cover every character but the line breaks; there is at least one row.
    """
    width = max(1, width)
    rows: list[Row] = []
    start = 0
    for line in text.split("\n"):
        rows += _fold_line(line, start, width)
        start += len(line) + 1
    return rows


def _fold_line(line: str, start: int, width: int) -> list[Row]:
    # A quick way for what fits anyway: a character is at most two cells wide.
    if len(line) * 2 <= width or width_of(line) <= width:
        return [Row(start, start + len(line))]
    rows: list[Row] = []
    begin = cells = 0
    last_break = -1
    for first, end, wide in clusters(line):
        # Twice where the word that moves to the next row leaves no room there either.
        while cells + wide > width and first > begin:
            cut = last_break if last_break > begin else first
            rows.append(Row(start + begin, start + cut))
            cells = width_of(line[cut:first])
            begin, last_break = cut, -1
        cells += wide
        if line[first] == " ":
            last_break = end
    rows.append(Row(start + begin, start + len(line)))
    return rows


def _index_at(line: str, cell: int) -> int:
    """Return the index of the character that covers a cell of a line, or its end."""
    cells = 0
    for first, _, wide in clusters(line):
        if cells + wide > cell:
            return first
        cells += wide
    return len(line)
