"""`Choices`: a question with a few answers, each of them one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from okrboard.text import clean, squeeze
from okrboard.tui.forms.form import Answer


class Choices:
    """A question as it stands; `chosen` is the value of the answer once there is one."""

    def __init__(
        self,
        question: str,
        options: Sequence[tuple[str, str, Any]],
        *,
        about: str = "",
        at: int = 0,
    ) -> None:
        """`options` are a key, what people read, and the value; enter takes the one at `at`."""
        self.question = squeeze(question)
        self.about = clean(about)
        self.options = [(key, squeeze(shown), value) for key, shown, value in options]
        self.at = min(max(at, 0), len(self.options) - 1)
        self.chosen: Any = None

    def press(self, key: str, character: str | None = None, width: int = 0) -> Answer:  # noqa: ARG002
        """Take an answer, or look at the next one."""
        if key == "escape":
            return "close"
        for index, (wanted, _, value) in enumerate(self.options):
            if wanted and wanted in (key, character):
                self.at, self.chosen = index, value
                return "save"
        if key == "enter":
            self.chosen = self.options[self.at][2]
            return "save"
        step = {"down": 1, "j": 1, "tab": 1, "up": -1, "k": -1, "shift+tab": -1}.get(key, 0)
        self.at = (self.at + step) % len(self.options)
        return "took" if step else ""

    def point(self, index: int, row: int, cell: int, width: int) -> None:  # noqa: ARG002
        """Look at an answer, as a click does."""
        self.at = index

    def paste(self, text: str) -> None:
        """Take nothing: a pasted text is no answer."""
