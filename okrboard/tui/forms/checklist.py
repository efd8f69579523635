"""A list of steps that are ticked off one by one: a digit ticks its step, space the one in view."""

from __future__ import annotations

from collections.abc import Sequence

from okrboard.text import squeeze
from okrboard.tui.forms.fields import Field

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
