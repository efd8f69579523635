"""`PaperScreen`: a page of which a text can be taken along: to the clipboard, to a file."""

from __future__ import annotations

from okrboard.errors import OkrboardError, Refused
from okrboard.tui.screens.page_screen import PageScreen


class PaperScreen(PageScreen):
    """A page with a text to take along."""

    def copy(self, text: str) -> None:
        """Send a text to the terminal's clipboard."""
        self.app.copy_to_clipboard(text)
        self.tell("sent to the terminal's clipboard; inside tmux that needs set-clipboard on")

    def save(self, name: str, text: str) -> None:
        """Write a text to a new file in the folder one is in."""
        try:
            self.session.service.write_file(name, text.encode())
        except Refused:
            self.tell(f"{name} is there already; move it away first", "error")
        except OkrboardError as error:
            self.tell(str(error), "error")
        else:
            self.tell(f"written to {name}")
