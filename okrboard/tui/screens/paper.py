"""`PaperScreen`: a page of which a text can be taken along: to the clipboard, to a file."""

from __future__ import annotations

import os

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
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(name, flags, 0o644), "w", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            self.tell(f"{name} is there already; move it away first", "error")
        except OSError as error:
            self.tell(f"{name} could not be written: {error.strerror}", "error")
        else:
            self.tell(f"written to {name}")
