"""The fields that forms are made of, and those in which one types.

A field gives its text (for drafts), its value (for the use case), an echo (how what was typed is
understood, before anything is saved) and its picture as lines. A value that cannot be read raises
`ValueError` with one line. Nothing here needs a screen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from okrboard.cells import fit, fold
from okrboard.cells import width as width_of
from okrboard.domain.record import Record
from okrboard.errors import InDoubt
from okrboard.glyphs import Glyphs
from okrboard.text import clean, clean_lines, squeeze
from okrboard.tui.forms.editors import Editor, LineEditor
from okrboard.tui.paint.line import Line

Reader = Callable[[str], tuple[Any, str]]
"""Takes a text; gives its value and how it was understood; ValueError with one line."""

_COVER = "•"
"""Stands for a cell of what is typed in secret."""


class PaintedField(Record):
    """A field's lines without its label, and the row and cell of the cursor if it has one."""

    lines: list[Line]
    cursor: tuple[int, int] | None = None
    rows: Sequence[int] = ()
    """For each line the row of the text it shows, where these differ."""
    out: int = 0
    """Cells by which it begins before the place of values: a bracket that opens there."""


class FormField(ABC):
    """What every field has: a name, a label, and a message when a rule said no."""

    text: str
    """What the field holds, as a text that a draft can keep."""

    def __init__(self, name: str, label: str, *, words: Sequence[str] = ()) -> None:
        """Take the use case's name of it, the label people read, and words of its messages."""
        self.name = name
        self._label = label
        self.renamed: Callable[[], str] = str
        """What it is called in a form as it stands now, where that is not its own label."""
        self.words = tuple(words)
        """A refusal that has one of these words is about this field before any other."""
        self.message = ""
        self.shown: Callable[[], bool] = lambda: True
        """Whether the field is asked at all now."""
        self.masked = False
        """Whether what is typed shows as dots, on a screen that others look at."""
        self.default = False
        """Whether it holds what the program put there, which the first typed key replaces."""
        self._opened = ("", False)

    @property
    def label(self) -> str:
        """What people read beside it."""
        return self.renamed() or self._label

    @property
    @abstractmethod
    def value(self) -> Any:
        """What the use case gets; ValueError with one line when it cannot be read."""

    @property
    def wrong(self) -> ValueError | None:
        """Why its value cannot be read; None where it can."""
        try:
            _ = self.value
        except ValueError as error:
            return error
        return None

    @property
    def touched(self) -> bool:
        """Whether it differs from what it held when the form opened."""
        return self.text != self._opened[0]

    def concerns(self, refusal: str) -> int:
        """Say how likely a refusal is about this field: 2 by its own words, 1 by name, 0 not."""
        folded = refusal.casefold()
        if any(word in folded for word in self.words):
            return 2
        spaced = "".join(sign if sign.isalnum() else " " for sign in folded)
        name = self.name.replace("_", " ")
        return int(f" {name} " in f" {' '.join(spaced.split())} ")

    def opened(self, *, default: bool = False) -> None:
        """Take what it holds now as what the form opened with.

        `default` says that it is the program's suggestion, which nobody has typed.
        """
        self.default = default and bool(self.text)
        self._opened = (self.text, self.default)

    def reset(self) -> None:
        """Go back to what the form opened with."""
        self.text, self.default = self._opened
        self.message = ""

    def read(self) -> bool:
        """Say whether its value can be read; its message tells why not."""
        wrong = self.wrong
        if wrong is not None:
            self.message = clean(self.refusal(wrong))
        return wrong is None

    def refusal(self, error: ValueError) -> str:
        """Return how a person is told that the field cannot be read."""
        return str(error)

    @abstractmethod
    def press(self, key: str, character: str | None) -> bool:
        """Let a key do its work; say whether it had any here."""

    def paste(self, text: str) -> None:
        """Take pasted text; where nothing is typed it means nothing."""
        del text

    def point(self, row: int, cell: int) -> None:
        """Go to a row and cell of what is shown, as a click does, where there are several."""
        del row, cell

    def enter(self) -> bool:
        """Let the enter key do its work; False when it had none here and the form may go on."""
        return False

    def echo(self) -> str:
        """Return how the text is understood, or an empty line."""
        return ""

    def paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        """Return the field in `width` cells, with what is wrong with it below."""
        painted = self._paint(width, active, glyphs)
        if self.message and not self._tells(self.message):
            painted.lines.extend(wrapped(f"! {self.message}", width, "error", 2))
        return painted

    @abstractmethod
    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField: ...

    def _tells(self, message: str) -> bool:
        """Say whether the field itself tells what is wrong, beside the part that is."""
        del message
        return False


def wrapped(text: str, width: int, style: str, indent: int = 0) -> list[Line]:
    """Return a text as lines of `width` cells; all but the first are set in by `indent`."""
    text = clean(text)
    rows = fold(text, max(4, width - indent), len(text) + 1)
    return [[(" " * indent * bool(at) + row, style)] for at, row in enumerate(rows)]


class TextField(FormField):
    """One line, read as text, or by a reader as a number or a day."""

    EDITOR: ClassVar[type[Editor]] = LineEditor
    MOST_ROWS: ClassVar[int] = 6
    """Rows that are in sight at once."""

    def __init__(
        self,
        name: str,
        label: str,
        text: str = "",
        *,
        read: Reader | None = None,
        hint: str = "",
        words: Sequence[str] = (),
    ) -> None:
        """`hint` stands dim in an empty field: an example, or what it is when left empty."""
        super().__init__(name, label, words=words)
        self.editor = self.EDITOR(text)
        self.hint = clean(hint)
        self.reader = read or self._plain
        self._doubted = ""
        """The text of which the person was told that it is in doubt."""
        self._confirmed = ""
        """The text in doubt that the person took as it was understood."""
        self.opened()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.editor.text

    @text.setter
    def text(self, text: str) -> None:
        self.editor.text = text

    @property
    def value(self) -> Any:
        """What was typed, as the reader understands it; InDoubt until that was taken."""
        return self._understood()[0]

    def _plain(self, text: str) -> tuple[Any, str]:
        return squeeze(text), ""

    def _understood(self) -> tuple[Any, str]:
        try:
            return self.reader(self.text)
        except InDoubt as doubt:
            part = doubt.text != self.text.strip()
            if part or self.text != self._confirmed or len(doubt.ways) != 1:
                raise
            return self.reader(doubt.ways[0])

    def refusal(self, error: ValueError) -> str:
        """Remember that the person was asked; say that enter takes what may be one thing only."""
        if not isinstance(error, InDoubt):
            return str(error)
        self._doubted = self.text
        return f"{error}, or press enter" if len(error.ways) == 1 else str(error)

    def enter(self) -> bool:
        """Take a text in doubt as it was understood, once the person has seen how."""
        if self._doubted and self._doubted == self.text:
            self._confirmed, self.message = self.text, ""
        return False

    def press(self, key: str, character: str | None) -> bool:
        """Type, move and cut."""
        if self.default and character is not None and character.isprintable():
            self.text = ""
        took = self.editor.press(key, character)
        self.default = self.default and not took
        return took

    def paste(self, text: str) -> None:
        """Put a pasted text in."""
        if self.default:
            self.text, self.default = "", False
        self.editor.type_in(text)

    def point(self, row: int, cell: int) -> None:
        """Go to a row and cell."""
        self.default = False
        self.editor.put_at(row, cell)

    def echo(self) -> str:
        """Return how the text is understood, or why it is not."""
        if not self.text.strip():
            return ""
        wrong = self.wrong
        if wrong is None:
            return self._understood()[1]
        # Said once: a field that asked says it in its message.
        return self.message if self._doubted == self.text else clean(str(wrong))

    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        text = self.text
        if not text and not active:
            return PaintedField([[(fit(self.hint, width), "dim")]])
        self.editor.fold(width - 1)
        style = "value" if not active else "dim" if self.default else "text"
        folded, (here, cell) = self.editor.rows(), self.editor.place()
        lines: list[Line] = []
        rows: list[int] = []
        for row, (start, end) in enumerate(folded):
            shown = text[start:end]
            lines.append([(_COVER * width_of(shown) if self.masked else shown, style)])
            if end == len(text) or text[end] == "\n":
                remark = self._remark(text.count("\n", 0, start), active, glyphs)
                _put_beside(lines, *remark, width)
            rows += [row] * (len(lines) - len(rows))
        if not text:
            lines[0].append((fit(self.hint, width - 1), "dim"))
        at, count = rows.index(here), len(lines)
        first = max(0, at - self.MOST_ROWS + 1) if active else 0
        lines, rows = lines[first:][: self.MOST_ROWS], rows[first:][: self.MOST_ROWS]
        if len(lines) < count:
            lines.append([(f"row {rows[-1] + 1} of {len(folded)}", "dim")])
        lines += self._below(width, active, glyphs)
        rows += [rows[-1]] * (len(lines) - len(rows))
        return PaintedField(lines, (at - first, min(cell, width - 1)) if active else None, rows)

    def _remark(self, number: int, active: bool, glyphs: Glyphs) -> tuple[str, str]:
        """Return what is said beside a line of the text, and its style: at the last how it is read.

        What is wrong with it may stand below already, since somebody tried to save it.
        """
        del active, glyphs
        echo = "" if self.masked or number < self.text.count("\n") else self.echo()
        if echo in (self.text.strip(), self.message):
            return "", ""
        return echo, "echo" if self.wrong is None else "error"

    def _below(self, width: int, active: bool, glyphs: Glyphs) -> list[Line]:
        """Return what is said below the text."""
        del width, active, glyphs
        return []


def _put_beside(lines: list[Line], remark: str, style: str, width: int) -> None:
    """Put a remark behind the last line, or below it where there is no room."""
    if remark and width_of(remark) + 4 <= width - width_of(lines[-1][0][0]):
        lines[-1].append((f"   {remark}", style))
    elif remark:
        lines += wrapped(remark, width, style)


class ScaleField(TextField):
    """A whole number from 0 to `TOP`, such as confidence; empty is not said."""

    TOP: ClassVar[int] = 10

    def press(self, key: str, character: str | None) -> bool:
        """Type a number, or step with left and right."""
        if key not in ("left", "right"):
            return super().press(key, character)
        now = 5 if self.number is None else self.number
        self.text = str(min(max(now + (-1 if key == "left" else 1), 0), self.TOP))
        return True

    @property
    def number(self) -> int | None:
        """The number, or None while there is none."""
        text = self.text.strip()
        fits = text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= self.TOP
        return int(text) if fits else None

    def _plain(self, text: str) -> tuple[Any, str]:
        if text.strip() and self.number is None:
            raise ValueError(f"write a number from 0 to {self.TOP}, or nothing")
        return self.number, ""

    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        number = self.number
        if number is None:
            return super()._paint(width, active, glyphs)
        line: Line = [
            (f"{number:>2}", "text" if active else "value"),
            (f"  {glyphs.block * number}", "accent" if active else "value"),
            (glyphs.empty * (self.TOP - number), "track"),
        ]
        return PaintedField([line], (0, 2) if active else None)


class LongField(TextField):
    """Several lines; `ctrl+j` starts a new one, enter goes on."""

    EDITOR = Editor

    def _plain(self, text: str) -> tuple[Any, str]:
        return clean_lines(text).strip(), ""


class ListField(LongField):
    """One thing a line: enter begins a new one behind what is typed, and on a free line goes on.

    In a list that is as it was when the form opened, enter goes on at once.
    """

    @property
    def lines(self) -> list[str]:
        """The lines as they stand."""
        return self.text.split("\n")

    @property
    def grows(self) -> bool:
        """Whether enter begins a new line now."""
        return self.touched and bool(self.editor.line.strip())

    def enter(self) -> bool:
        """Begin a new line behind one that holds something; else leave the list."""
        if self.grows:
            row = self.editor.cursor_location[0]
            self.editor.move_cursor((row, len(self.editor.line)))
            self.editor.action_new_line()
            return True
        if self.touched:
            self.text = "\n".join(line for line in self.lines if line.strip())
        return False
