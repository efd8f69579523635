"""The kinds of fields that forms are made of: what each holds, and what keys do to it.

Pure state. A field gives its text (for drafts), its value (for the use case) and an echo: how what
was typed is understood, before anything is saved. A value that cannot be read raises `ValueError`
with one line.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from okrboard.errors import InDoubt
from okrboard.text import clean, clean_lines, squeeze
from okrboard.tui.forms.editors import LineEditor, LinesEditor

Reader = Callable[[str], tuple[Any, str]]
"""Takes a text; gives its value and how it was understood; ValueError with one line."""


class Field(ABC):
    """What every field has: a name, a label, and a message when a rule said no."""

    def __init__(self, name: str, label: str, *, words: Sequence[str] = ()) -> None:
        """Take the use case's name of it, the label people read, and words of its messages."""
        self.name = name
        self._label = label
        self.renamed: Callable[[], str] = str
        """What it is called in a form as it stands now, where that is not its own label."""
        self.words = tuple(words)
        """A refusal that has one of these words is about this field before any other."""
        self.message = ""
        self.shown: Callable[[], bool] = _always
        """Whether the field is asked at all now."""
        self.masked = False
        """Whether what is typed shows as dots, on a screen that others look at."""
        self.default = False
        """Whether it holds what the program put there, which the first typed key replaces."""
        self._opened = ""
        self._default = False

    @property
    def label(self) -> str:
        """What people read beside it."""
        return self.renamed() or self._label

    @property
    @abstractmethod
    def text(self) -> str:
        """What the field holds, in a form that a draft can keep."""

    @text.setter
    @abstractmethod
    def text(self, text: str) -> None: ...

    @property
    @abstractmethod
    def value(self) -> Any:
        """What the use case gets; ValueError with one line when it cannot be read."""

    @property
    def touched(self) -> bool:
        """Whether it differs from what it held when the form opened."""
        return self.text != self._opened

    def concerns(self, refusal: str) -> int:
        """Say how likely a refusal is about this field: 2 by its own words, 1 by name, 0 not."""
        said = refusal.casefold()
        if any(word in said for word in self.words):
            return 2
        words = "".join(c if c.isalnum() else " " for c in said).split()
        name = self.name.replace("_", " ").split()
        spans = (words[at : at + len(name)] for at in range(len(words)))
        return 1 if any(span == name for span in spans) else 0

    def opened(self) -> None:
        """Take what the field holds now as what the form opened with."""
        self._opened = self.text

    def as_default(self) -> None:
        """Take what the field holds for the program's suggestion, which nobody has typed."""
        self.default = self._default = bool(self.text)

    def doubted(self, doubt: InDoubt) -> str:
        """Return how a person is told that what the field holds is in doubt."""
        return str(doubt)

    def reset(self) -> None:
        """Go back to what the form opened with."""
        self.text = self._opened
        self.default = self._default
        self.message = ""

    @abstractmethod
    def press(self, key: str, character: str | None, width: int) -> bool:
        """Let a key do its work; say whether it had any here."""

    def paste(self, text: str) -> None:
        """Take pasted text; where nothing is typed it means nothing."""
        del text

    def point(self, row: int, cell: int, width: int) -> None:
        """Go to a row and cell of what is shown, as a click does, where there are several."""
        del row, cell, width

    def enter(self) -> bool:
        """Let the enter key do its work; False when it had none here and the form may go on."""
        return False

    def echo(self) -> str:
        """Return how the text is understood, or an empty line."""
        return ""


class TypedField(Field):
    """What is typed and read as text, or by a reader as a number or a day."""

    EDITOR: ClassVar[type[LineEditor] | type[LinesEditor]] = LineEditor
    """What one types in."""

    def __init__(
        self,
        name: str,
        label: str,
        text: str = "",
        *,
        read: Reader | None = None,
        usual: str = "",
        words: Sequence[str] = (),
        default: bool = False,
    ) -> None:
        """`usual` stands dim in an empty field: an example, or what it is when left empty.

        `default` says that `text` is the program's suggestion, see `as_default()`.
        """
        super().__init__(name, label, words=words)
        self.editor = self.EDITOR(text)
        self.usual = clean(usual)
        self.read = read
        self.asked = ""
        """The text of which the person was told that it is in doubt."""
        self.meant = ""
        """The text in doubt that the person took as it was understood."""
        self.opened()
        if default:
            self.as_default()

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
        return self._understood(self.read)[0] if self.read else self._plain()

    def _understood(self, read: Reader) -> tuple[Any, str]:
        try:
            return read(self.text)
        except InDoubt as doubt:
            part = doubt.text != self.text.strip()
            if part or self.text != self.meant or len(doubt.ways) != 1:
                raise
            return read(doubt.ways[0])

    def doubted(self, doubt: InDoubt) -> str:
        """Remember that the person was asked; say that enter takes what may be one thing only."""
        self.asked = self.text
        return f"{doubt}, or press enter" if len(doubt.ways) == 1 else str(doubt)

    def enter(self) -> bool:
        """Take a text in doubt as it was understood, once the person has seen how."""
        if self.asked and self.asked == self.text:
            self.meant, self.message = self.text, ""
        return False

    @abstractmethod
    def _plain(self) -> str:
        """Return what was typed as text, where there is no reader."""

    def press(self, key: str, character: str | None, width: int) -> bool:
        """Type, move and cut."""
        if self.default and character is not None and character.isprintable():
            self.editor.text = ""
        took = self.editor.press(key, character, width)
        self.default = self.default and not took
        return took

    def echo(self) -> str:
        """Return how the text is understood, or why it is not."""
        if self.read is None or not self.text.strip():
            return ""
        try:
            return self._understood(self.read)[1]
        except InDoubt as doubt:
            # Said once: a field that asked says it in its message.
            return self.message if self.asked == self.text else clean(str(doubt))
        except ValueError as error:
            return clean(str(error))

    @property
    def understood(self) -> bool:
        """Whether the reader can read what was typed."""
        try:
            _ = self.value
        except ValueError:
            return False
        return True


class TextField(TypedField):
    """One line."""

    editor: LineEditor

    def _plain(self) -> str:
        return squeeze(self.text)

    def point(self, row: int, cell: int, width: int) -> None:
        """Go to a cell; a line that is longer than its place is left where it is."""
        self.default = False
        if row == 0 and len(self.text) <= width:
            self.editor.put_at(max(0, cell))

    def paste(self, text: str) -> None:
        """Put a pasted text in as one line."""
        if self.default:
            self.editor.text = ""
            self.default = False
        self.editor.insert_text_at_cursor(text.strip("\r\n"))


class LongField(TypedField):
    """Several lines; `ctrl+j` starts a new one, enter goes on."""

    EDITOR = LinesEditor
    editor: LinesEditor

    def __init__(
        self,
        name: str,
        label: str,
        text: str = "",
        *,
        read: Reader | None = None,
        usual: str = "",
        height: int = 2,
        words: Sequence[str] = (),
    ) -> None:
        """`height` is the rows it has at least when one is in it."""
        super().__init__(name, label, text, read=read, usual=usual, words=words)
        self.height = height

    def _plain(self) -> str:
        return clean_lines(self.text).strip()

    def point(self, row: int, cell: int, width: int) -> None:
        """Go to a row and cell."""
        self.editor.put_at(row, max(0, cell), width)

    def paste(self, text: str) -> None:
        """Put a pasted text in."""
        self.editor.type_in(text)


class ListField(LongField):
    """One thing a line: enter begins a new one behind what is typed, and on a free line goes on.

    In a list that is as it was when the form opened, enter goes on at once.
    """

    @property
    def lines(self) -> list[str]:
        """The lines as they stand."""
        return self.text.split("\n")

    @property
    def line(self) -> str:
        """The line that the cursor is in."""
        return self.editor.document[self.editor.cursor_location[0]]

    @property
    def grows(self) -> bool:
        """Whether enter begins a new line now."""
        return self.touched and bool(self.line.strip())

    def enter(self) -> bool:
        """Begin a new line behind one that holds something; else leave the list."""
        if self.grows:
            self.editor.move_cursor((self.editor.cursor_location[0], len(self.line)))
            self.editor.action_new_line()
            return True
        if self.touched:
            self.text = "\n".join(line for line in self.lines if line.strip())
        return False


def _always() -> bool:
    return True
