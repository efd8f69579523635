"""`PageScreen`: a painted page with a cursor in it, and a panel for forms that comes up over it.

A subclass says in `begin()` where the cursor stands at first and paints in `repaint()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.events import Resize
from textual.widget import Widget

from okrboard.tui.screens.base import OkrScreen
from okrboard.tui.screens.form_panel import FormPanel
from okrboard.tui.widgets.page_view import PageView


class PageScreen(OkrScreen):
    """A screen that is one page."""

    PAGE: ClassVar[type[PageView]] = PageView
    """The kind of page it has."""

    def __init__(self) -> None:
        """Begin with an empty page and a closed panel."""
        super().__init__()
        self.view = self.PAGE()
        """The page."""
        self.panel = FormPanel()
        """Where forms come up."""

    def parts(self) -> Iterable[Widget]:
        """Return the page and the panel."""
        return self.view, self.panel

    def begin(self) -> None:
        """Read what is shown and put the cursor where it begins; for subclasses."""

    def repaint(self) -> None:
        """Paint the page again, only what differs is sent; for subclasses."""

    # Textual calls these once for each class that has them: a subclass uses the two above.

    def on_mount(self) -> None:
        """Give the page the keys, and paint it when it has its size."""
        super().on_mount()
        self.begin()
        self.view.focus()
        self.call_after_refresh(self.repaint)

    def on_theme_changed(self) -> None:
        """Paint in the new colours."""
        self.view.refresh()
        self.panel.refresh()

    def on_resize(self, event: Resize) -> None:
        """Paint for the new size."""
        super().on_resize(event)
        self.call_after_refresh(self.repaint)
