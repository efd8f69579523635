"""Fields in which one chooses: a word of a few, a record of many, a short scale, a list to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrboard.text import squeeze
from okrboard.tui.forms.editors import LineEditor
from okrboard.tui.forms.fields import Field, TextField


class ChoiceField(Field):
    """One of a few words, all of them in sight; left, right and the first letter choose."""

    def __init__(
        self, name: str, label: str, options: Sequence[tuple[Any, str]], chosen: Any
    ) -> None:
        """`options` are values and what people read; `chosen` is the value to begin with."""
        super().__init__(name, label)
        self.options = [(value, squeeze(shown)) for value, shown in options]
        self.at = next((i for i, (value, _) in enumerate(self.options) if value == chosen), 0)
        self.opened()

    @property
    def text(self) -> str:
        """The word that is chosen."""
        return self.options[self.at][1]

    @text.setter
    def text(self, text: str) -> None:
        self.at = next((i for i, (_, shown) in enumerate(self.options) if shown == text), self.at)

    @property
    def value(self) -> Any:
        """The value that is chosen."""
        return self.options[self.at][0]

    def press(self, key: str, character: str | None, width: int) -> bool:  # noqa: ARG002
        """Choose the one beside it, or the next that begins with a letter."""
        if key in ("left", "right", "space"):
            self.at = (self.at + (-1 if key == "left" else 1)) % len(self.options)
            return True
        if character is not None and character.isprintable():
            wanted = character.casefold()
            order = [(self.at + 1 + i) % len(self.options) for i in range(len(self.options))]
            starts = (i for i in order if self.options[i][1].casefold().startswith(wanted))
            self.at = next(starts, self.at)
            return True
        return False


class PickField(Field):
    """One of many records: type a part of its name, left and right walk through what fits."""

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[int, str]],
        chosen: int = 0,
        *,
        nobody: str = "nobody",
        words: Sequence[str] = (),
    ) -> None:
        """`options` are ids and what people read; 0, shown as `nobody`, is always one of them."""
        super().__init__(name, label, words=words)
        self.options = [(0, nobody), *((id, squeeze(shown)) for id, shown in options)]
        self.chosen = chosen if any(id == chosen for id, _ in self.options) else 0
        self.search = LineEditor()
        self.opened()

    @property
    def text(self) -> str:
        """The id that is chosen."""
        return str(self.chosen)

    @text.setter
    def text(self, text: str) -> None:
        if any(str(id) == text for id, _ in self.options):
            self.chosen = int(text)
        self.search.text = ""

    @property
    def value(self) -> int:
        """The id that is chosen; ValueError when what was typed fits nothing."""
        if self.search.text.strip() and not self.fitting():
            raise ValueError(f"nothing here is called “{squeeze(self.search.text)[:30]}”")
        return self.chosen

    @property
    def shown_name(self) -> str:
        """What the chosen one is called."""
        return next(shown for id, shown in self.options if id == self.chosen)

    def fitting(self) -> list[tuple[int, str]]:
        """Return what fits the typed part: names that begin with it first."""
        part = squeeze(self.search.text).casefold()
        if not part:
            return self.options
        found = [(id, name) for id, name in self.options if part in name.casefold()]
        return sorted(found, key=lambda one: not one[1].casefold().startswith(part))

    def press(self, key: str, character: str | None, width: int) -> bool:
        """Type a part of a name, or walk."""
        if key in ("left", "right"):
            return self._walk(-1 if key == "left" else 1)
        if key == "backspace" and not self.search.text:
            self.chosen = 0
            return True
        if not self.search.press(key, character, width):
            return False
        self._settle()
        return True

    def paste(self, text: str) -> None:
        """Take a pasted part of a name."""
        self.search.insert_text_at_cursor(text)
        self._settle()

    def echo(self) -> str:
        """Say how many fit, while one is typing."""
        if not self.search.text.strip():
            return ""
        fitting = self.fitting()
        if not fitting:
            return "nothing fits"
        return f"1 of {len(fitting)}, ← → others" if len(fitting) > 1 else ""

    def _walk(self, step: int) -> bool:
        fitting = [id for id, _ in self.fitting()]
        if fitting:
            at = fitting.index(self.chosen) if self.chosen in fitting else -step
            self.chosen = fitting[(at + step) % len(fitting)]
        return True

    def _settle(self) -> None:
        fitting = [id for id, _ in self.fitting()]
        if self.search.text.strip() and fitting:
            self.chosen = fitting[0]


class ScaleField(TextField):
    """A whole number on a short scale, such as confidence; empty is not said."""

    def __init__(self, name: str, label: str, value: int | None, *, top: int = 10) -> None:
        """`top` is the largest number; 0 is the smallest."""
        self.top = top
        super().__init__(
            name, label, "" if value is None else str(value), read=self._read, usual="not said"
        )

    def press(self, key: str, character: str | None, width: int) -> bool:
        """Type a number, or step with left and right."""
        if key in ("left", "right"):
            now = self.number
            step = -1 if key == "left" else 1
            self.text = str(min(max((now if now is not None else 5) + step, 0), self.top))
            return True
        return super().press(key, character, width)

    @property
    def number(self) -> int | None:
        """The number, or None while there is none."""
        text = self.text.strip()
        return int(text) if self._fits(text) else None

    def _fits(self, text: str) -> bool:
        return text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= self.top

    def _read(self, text: str) -> tuple[int | None, str]:
        text = text.strip()
        if not text:
            return None, ""
        if not self._fits(text):
            raise ValueError(f"write a number from 0 to {self.top}, or nothing")
        return int(text), ""


_MARK = "\n"


class ChecklistField(Field):
    """Names, each done or not."""

    def __init__(self, name: str, label: str, steps: Sequence[tuple[str, bool]]) -> None:
        """`steps` are names in their order and whether each is done."""
        super().__init__(name, label)
        self.names = [squeeze(step) for step, _ in steps]
        self.done = [done for _, done in steps]
        self.at = next((i for i, done in enumerate(self.done) if not done), 0)
        self.opened()

    @property
    def text(self) -> str:
        """The names that are done, one a line."""
        pairs = zip(self.names, self.done, strict=True)
        return _MARK.join(name for name, done in pairs if done)

    @text.setter
    def text(self, text: str) -> None:
        wanted = text.split(_MARK)
        self.done = [name in wanted for name in self.names]

    @property
    def value(self) -> tuple[str, ...]:
        """The names that are done."""
        return tuple(name for name, done in zip(self.names, self.done, strict=True) if done)

    def first_done(self, count: int) -> None:
        """Tick the first steps, and no other."""
        self.done = [index < count for index in range(len(self.names))]

    def point(self, row: int, cell: int, width: int) -> None:  # noqa: ARG002
        """Tick the step that is clicked."""
        if 0 <= row < len(self.names):
            self.at = row
            self.done[row] = not self.done[row]

    def press(self, key: str, character: str | None, width: int) -> bool:  # noqa: ARG002
        """Tick, or look at the next one; at the ends the form goes on."""
        if key == "space":
            self.done[self.at] = not self.done[self.at]
            return True
        if character is not None and character.isascii() and character.isdigit():
            wanted = int(character) - 1
            if 0 <= wanted < len(self.names):
                self.at = wanted
                self.done[wanted] = not self.done[wanted]
            return True
        step = {"down": 1, "up": -1}.get(key, 0)
        if not step or not 0 <= self.at + step < len(self.names):
            return False
        self.at += step
        return True
