"""`ManageScreen`: the board's members, teams, cycles and settings, in a panel above any screen.

It lies over the screen it was opened from, and goes when its panel has nothing more to show.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from okrboard.tui.screens import opening
from okrboard.tui.screens.base import OkrScreen, stack
from okrboard.tui.screens.form_panel import FormPanel


class ManageScreen(OkrScreen):
    """A panel for what can be changed from anywhere."""

    KEYS = "form"
    FOOT = False
    DEFAULT_CSS = """
    ManageScreen { background: transparent; }
    """

    def __init__(self) -> None:
        """Begin with the panel closed."""
        super().__init__()
        self.panel = _LeavingPanel()

    def parts(self) -> Iterable[Widget]:
        """Return the panel."""
        yield self.panel

    def on_mount(self) -> None:
        """Ask what shall change."""
        opening.manage(self.panel)

    def tell(self, message: str, style: str = "text") -> None:
        """Say a line in the foot of the screen below, which stays."""
        for screen in stack(self.app)[-2:-1]:
            screen.tell(message, style)

    def action_save(self) -> None:
        """Save, though the key is taken before the panel sees it."""
        self.panel.feed("ctrl+s")

    def action_editor(self) -> None:
        """Open the editor, though the key is taken before the panel sees it."""
        self.panel.feed("ctrl+e")


class _LeavingPanel(FormPanel):
    """A panel whose screen goes when it has nothing more to show."""

    def _finish(self, result: object) -> None:
        super()._finish(result)
        if not self.is_open and self.screen.is_current:
            self.screen.dismiss()
