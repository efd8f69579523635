"""What one types in: Textual's `TextArea`, with what a form needs of it besides.

Moving, cutting and folding are Textual's own. Here the cursor moves by what a reader takes
for one character, so that it never lands inside an emoji or between a letter and its accent, and
what is typed or pasted is cleaned. It works before it is on a screen.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.geometry import Offset
from textual.widgets import TextArea

from okrboard.cells import clusters, fit
from okrboard.cells import width as width_of
from okrboard.text import clean, clean_lines

MAX_LINE = 10_000
"""Characters of one line; the longest title."""

MAX_LINES = 50_000
"""Characters of a long text; beyond it the editor of one's own choice is the better place."""

_ELSEWHERE = ("cut", "copy", "paste", "page", "select", "(", "_or_", "undo", "redo")
"""Parts of actions that need a selection, a clipboard or a screen, or whose key has another use."""

_KEYS = {
    key: f"action_{binding.action}"
    for binding in TextArea.BINDINGS
    if isinstance(binding, Binding) and not any(part in binding.action for part in _ELSEWHERE)
    for key in binding.key.split(",")
} | {"ctrl+k": "action_delete_to_end_of_line"}
"""The keys of a text area, and the methods that do what they mean."""


class Editor(TextArea):
    """Several lines, folded to the width of the last `fold()`; before the first one not at all."""

    KEYS: ClassVar[dict[str, str]] = {**_KEYS, "ctrl+j": "action_new_line"}
    LIMIT: ClassVar[int] = MAX_LINES
    """Characters that it takes."""

    _folded = 0

    def __init__(self, text: str = "") -> None:
        """Start with a text and the cursor behind it."""
        super().__init__(self.cleaned(text))
        self.move_cursor(self.document.end)

    def cleaned(self, text: str) -> str:
        """Return a text as it may stand in it."""
        return clean_lines(text.replace("\t", "    "), self.LIMIT)

    @property
    def at(self) -> int:
        """The place of the cursor in the text."""
        row, column = self.cursor_location
        return sum(len(self.document[index]) + 1 for index in range(row)) + column

    @property
    def line(self) -> str:
        """The line that the cursor is in."""
        return self.document[self.cursor_location[0]]

    def load_text(self, text: str) -> None:
        """Replace the whole text; the cursor goes to its end."""
        super().load_text(self.cleaned(text))
        self.move_cursor(self.document.end)

    def press(self, key: str, character: str | None = None) -> bool:
        """Let a key do its work; say whether it had any here.

        Up and down have no work in the first and last row, so that a form can use them to move on.
        """
        if key in ("up", "down"):
            row = self.place()[0] + (-1 if key == "up" else 1)
            if not 0 <= row < self.wrapped_document.height:
                return False
        if key in self.KEYS:
            getattr(self, self.KEYS[key])()
        elif character is not None and character.isprintable():
            self.type_in(character)
        else:
            return False
        return True

    def type_in(self, text: str) -> None:
        """Put typed or pasted text in; what is over the limit is left off."""
        room = max(0, self.LIMIT - len(self.text))
        self.insert(self.cleaned(text)[:room], maintain_selection_offset=False)

    def action_new_line(self) -> None:
        """Begin a new line at the cursor."""
        self.type_in("\n")

    def fold(self, width: int) -> None:
        """Fold the text to `width` cells from now on."""
        if width != self._folded:
            self._folded = width
            self.wrapped_document.wrap(width, self.indent_width)

    def rows(self) -> list[tuple[int, int]]:
        """Return where each row of the folded text begins and ends; at least one row."""
        rows: list[tuple[int, int]] = []
        start = 0
        for line in range(self.document.line_count):
            for part in self.wrapped_document.get_sections(line):
                rows.append((start, start + len(part)))
                start += len(part)
            start += 1
        return rows

    def place(self) -> tuple[int, int]:
        """Return the row and the cell of the folded text in which the cursor stands."""
        cell, row = self.wrapped_document.location_to_offset(self.cursor_location)
        return row, cell

    def put_at(self, row: int, cell: int) -> None:
        """Move the cursor to a row and cell of the folded text, as a click does."""
        row = min(max(row, 0), self.wrapped_document.height - 1)
        line, column = self.wrapped_document.offset_to_location(Offset(max(0, cell), row))
        text = self.document[line]
        self.move_cursor((line, _before(text, _behind(text, column)) if column else 0))

    def get_cursor_left_location(self) -> tuple[int, int]:
        """Return the place one character before."""
        line, column = self.cursor_location
        if not column:
            return super().get_cursor_left_location()
        return line, _before(self.document[line], column)

    def get_cursor_right_location(self) -> tuple[int, int]:
        """Return the place one character on."""
        line, column = self.cursor_location
        text = self.document[line]
        if column == len(text):
            return super().get_cursor_right_location()
        return line, _behind(text, column)

    @property
    def wrap_width(self) -> int:
        """The cells that the text is folded to; 0 folds nothing."""
        return self._folded


class LineEditor(Editor):
    """One line."""

    KEYS = _KEYS
    LIMIT = MAX_LINE

    def cleaned(self, text: str) -> str:
        """Return a text as one line."""
        return clean(text.strip("\r\n"), self.LIMIT)

    def window(self, width: int) -> tuple[str, int]:
        """Return the part that is in sight in one row, and the cell of the cursor in it."""
        width, at = max(1, width), self.at
        if len(self.text) <= width // 2 or width_of(self.text) <= width:
            return self.text, width_of(self.text[:at])
        start, cells = at, 0
        near = self.text[max(0, at - width) : at]
        for first, _, wide in reversed([*clusters(near)]):
            if cells + wide > width - 1:
                break
            cells += wide
            start = at - len(near) + first
        return fit(self.text[start : start + width * 2], width, ""), cells


# A character is looked for near the cursor only: a line may have thousands of them.
_NEAR = 40


def _before(text: str, at: int) -> int:
    near = text[max(0, at - _NEAR) : at]
    return at - len(near) + ([*clusters(near)][-1][0] if near else 0)


def _behind(text: str, at: int) -> int:
    near = text[at : at + _NEAR]
    return at + (next(clusters(near))[1] if near else 0)
