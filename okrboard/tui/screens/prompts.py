"""Questions and forms on any screen: `ask_text`, `ask_choice`, `confirm`, `open_form`.

They come up in the screen's own panel where it has a `FormPanel`, which repaints a few rows, else
in a screen of their own above it. The answer goes to a function, since a screen that waited for it
would take no keys meanwhile.
"""

from __future__ import annotations

from okrboard.tui.forms.choices import Choices
from okrboard.tui.forms.question import text_question
from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from textual.widget import Widget

    from okrboard.tui.forms.form import Done, Form


class FormScreen(OkrScreen):
    """A panel for screens that have none of their own."""

    KEYS = "form"
    FOOT = False
    DEFAULT_CSS = """
    FormScreen { background: transparent; }
    """

    def __init__(self, begin: Callable[[FormPanel], object]) -> None:
        """`begin` puts the first content into the panel; the screen goes when it closes."""
        super().__init__()
        self._begin = begin

    def parts(self) -> Iterable[Widget]:
        """Return the panel."""
        yield _LeavingPanel()

    def on_mount(self) -> None:
        """Begin; where that shows nothing there is nothing to stay for."""
        panel = self.query_one(FormPanel)
        self._begin(panel)
        if not panel.is_open:
            self.dismiss()

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot of the screen below, which stays."""
        for screen in list(self.okr.stack())[-2:-1]:
            screen.tell(message, style)

    def action_save(self) -> None:
        """Save, though the key is taken before the panel sees it."""
        self.query_one(FormPanel).feed("ctrl+s")

    def action_editor(self) -> None:
        """Open the editor, though the key is taken before the panel sees it."""
        self.query_one(FormPanel).feed("ctrl+e")


class _LeavingPanel(FormPanel):
    """A panel whose screen goes when it has nothing more to show."""

    def _finish(self, result: object) -> None:
        super()._finish(result)
        if not self.is_open and self.screen.is_current:
            self.screen.dismiss()


def with_panel(screen: OkrScreen, begin: Callable[[FormPanel], object]) -> None:
    """Run `begin` on the screen's own panel, else on one above the screen."""
    for panel in screen.query(FormPanel):
        begin(panel)
        return
    screen.app.push_screen(FormScreen(begin))


def open_form(
    screen: OkrScreen, form: Form, then: Callable[[Done | None], object] | None = None
) -> None:
    """Show a form; `then` gets what came of it, None when it was left."""
    with_panel(screen, lambda panel: panel.ask(form, then))


def ask_text(
    screen: OkrScreen,
    question: str,
    then: Callable[[str | None], object],
    *,
    about: str = "",
    begin: str = "",
    label: str = "",
    needed: str = "",
) -> None:
    """Ask for one line; `then` gets it, None when the person left.

    `needed` is said when nothing was typed; without it an empty line is an answer.
    """
    form = text_question(question, about=about, begin=begin, label=label, needed=needed)
    open_form(screen, form, lambda done: then(None if done is None else done.value))


def ask_choice(
    screen: OkrScreen,
    question: str,
    options: Sequence[tuple[str, str, Any]],
    then: Callable[[Any], object],
    *,
    about: str = "",
    at: int = 0,
) -> None:
    """Ask for one of a few answers, each a key, what people read and a value.

    `then` gets the value, None when the person left.
    """
    choices = Choices(question, options, about=about, at=at)
    with_panel(screen, lambda panel: panel.ask(choices, then))


def confirm(
    screen: OkrScreen,
    question: str,
    then: Callable[[bool], object],
    *,
    about: str = "",
    yes: str = "yes",
    no: str = "no",
) -> None:
    """Ask whether to do a thing; leaving is no."""
    options = [("y", yes, True), ("n", no, False)]
    ask_choice(screen, question, options, lambda chosen: then(bool(chosen)), about=about, at=1)
