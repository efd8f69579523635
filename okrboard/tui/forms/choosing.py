"""Fields in which one chooses: a word of a few, a record of many, a list to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrboard.cells import fit
from okrboard.cells import width as width_of
from okrboard.glyphs import Glyphs
from okrboard.text import squeeze
from okrboard.tui.forms.editors import LineEditor
from okrboard.tui.forms.fields import FormField, PaintedField
from okrboard.tui.paint.line import Line


class ChoiceField(FormField):
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

    def press(self, key: str, character: str | None) -> bool:
        """Choose the one beside it, or the next that begins with a letter."""
        count = len(self.options)
        if key in ("left", "right", "space"):
            self.at = (self.at + (-1 if key == "left" else 1)) % count
            return True
        if character is None or not character.isprintable():
            return False
        order = [(self.at + step) % count for step in range(1, count + 1)]
        letter = character.casefold()
        fitting = (i for i in order if self.options[i][1].casefold().startswith(letter))
        self.at = next(fitting, self.at)
        return True

    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        if not active:
            return PaintedField([[(fit(self.text, width), "value")]])
        line: Line = [
            (f"‹{shown}›", "accent") if at == self.at else (f" {shown} ", "dim")
            for at, (_, shown) in enumerate(self.options)
        ]
        if sum(width_of(text) for text, _ in line) > width:
            chosen = fit(f"‹{self.text}›", width - 12, glyphs.cut)
            line = [(chosen, "accent"), (f"  {self.at + 1} of {len(self.options)}", "dim")]
        return PaintedField([line], out=1)


class PickField(FormField):
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
        self.options = {0: nobody, **{id: squeeze(shown) for id, shown in options}}
        self.chosen = chosen if chosen in self.options else 0
        self.search = LineEditor()
        self.opened()

    @property
    def text(self) -> str:
        """The id that is chosen."""
        return str(self.chosen)

    @text.setter
    def text(self, text: str) -> None:
        self.chosen = next((id for id in self.options if str(id) == text), self.chosen)
        self.search.text = ""

    @property
    def value(self) -> int:
        """The id that is chosen; ValueError when what was typed fits nothing."""
        if not self._fitting():
            raise ValueError(f"nothing here is called “{squeeze(self.search.text)[:30]}”")
        return self.chosen

    def _fitting(self) -> list[int]:
        """Return what fits the typed part: names that begin with it first."""
        part = squeeze(self.search.text).casefold()
        names = {id: shown.casefold() for id, shown in self.options.items()}
        return sorted(
            (id for id, name in names.items() if part in name),
            key=lambda id: not names[id].startswith(part),
        )

    def press(self, key: str, character: str | None) -> bool:
        """Type a part of a name, or walk."""
        if key in ("left", "right"):
            fitting, step = self._fitting(), -1 if key == "left" else 1
            if fitting:
                at = fitting.index(self.chosen) if self.chosen in fitting else -step
                self.chosen = fitting[(at + step) % len(fitting)]
        elif key == "backspace" and not self.search.text:
            self.chosen = 0
        elif self.search.press(key, character):
            self._choose()
        else:
            return False
        return True

    def paste(self, text: str) -> None:
        """Take a pasted part of a name."""
        self.search.type_in(text)
        self._choose()

    def echo(self) -> str:
        """Say how many fit, while one is typing."""
        if not self.search.text.strip():
            return ""
        count = len(self._fitting())
        return "nothing fits" if not count else f"1 of {count}, ← → others" if count > 1 else ""

    def _choose(self) -> None:
        fitting = self._fitting()
        if self.search.text.strip() and fitting:
            self.chosen = fitting[0]

    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        shown = self.options[self.chosen]
        if not active:
            return PaintedField([[(fit(shown, width), "value" if self.chosen else "dim")]])
        name = (fit(shown, max(4, width - 24)), "accent")
        if not self.search.text:
            line = [name, ("   type a part of a name, or ← →", "dim")]
            return PaintedField([line], (0, 0))
        part, cell = self.search.window(max(6, width // 3))
        arrow = [(f"  {glyphs.arrow} ", "dim"), name] if self._fitting() else []
        return PaintedField([[(part, "text"), *arrow, (f"   {self.echo()}", "dim")]], (0, cell))


class ChecklistField(FormField):
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
        return "\n".join(self.value)

    @text.setter
    def text(self, text: str) -> None:
        ticked = text.split("\n")
        self.done = [name in ticked for name in self.names]

    @property
    def value(self) -> tuple[str, ...]:
        """The names that are done."""
        return tuple(name for name, done in zip(self.names, self.done, strict=True) if done)

    def point(self, row: int, cell: int) -> None:
        """Tick the step that is clicked."""
        del cell
        if 0 <= row < len(self.names):
            self.at = row
            self.done[row] = not self.done[row]

    def press(self, key: str, character: str | None) -> bool:
        """Tick, or look at the next one; at the ends the form goes on."""
        if character is not None and character.isascii() and character.isdigit():
            self.point(int(character) - 1, 0)
            return True
        if key == "space":
            self.point(self.at, 0)
            return True
        step = {"down": 1, "up": -1}.get(key, 0)
        if not step or not 0 <= self.at + step < len(self.names):
            return False
        self.at += step
        return True

    def _paint(self, width: int, active: bool, glyphs: Glyphs) -> PaintedField:
        del width
        lines: list[Line] = []
        for index, (name, done) in enumerate(zip(self.names, self.done, strict=True)):
            sign = glyphs.of("done" if done else "stale")
            lines.append(
                [
                    (f"{index + 1} " if index < 9 else "  ", "dim"),
                    (f"{sign} ", "done" if done else "dim"),
                    (name, "accent" if active and index == self.at else "value"),
                ]
            )
        return PaintedField(lines, (self.at, 2) if active else None)
