"""The program with a placeholder for its board screen, for tests of the shell around screens.

`python -m support.shell_program ARGUMENTS...` is `okrboard ARGUMENTS...`. SHELL_PATIENCE says after
how many seconds it ends without a terminal that takes nothing.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from okrboard.cli.main import run
from okrboard.tui import actions, ending
from okrboard.tui.screens.base import OkrScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from okrboard.domain.board import Board


class Placeholder(OkrScreen):
    """Shows the board's revision and objectives; `c` crashes, `n` proposes an objective."""

    KEYS = "board"
    DEFAULT_CSS = """
    Placeholder > #picture { height: 1fr; }
    """

    def parts(self) -> Iterable[Widget]:
        yield Static(self._picture(), id="picture")

    def on_board_changed(self, old: Board, new: Board) -> None:
        self.query_one("#picture", Static).update(self._picture())

    def on_theme_changed(self) -> None:
        self.query_one("#picture", Static).update(self._picture())

    def action_check_in(self) -> None:
        raise ZeroDivisionError("a crash on purpose")

    def action_new(self) -> None:
        from okrboard.domain.edit.objectives import propose_objective

        stamp = self.session.service.stamp()
        cycle = self.board.cycle_on(stamp.today)
        self.change(
            "new", lambda draft: propose_objective(draft, "Placeholder", cycle.id if cycle else 0)
        )

    def _picture(self) -> Content:
        titles = [objective.title for objective in self.board.objectives.values()]
        head = f"revision {self.board.rev}, {self.app.theme}, {self.app.size.width} wide"
        return Content("\n".join([head, "red is off track", *titles[-5:]]))


def main() -> None:
    sys.modules["support.shell_program"] = sys.modules[__name__]
    actions.SCREENS = {
        "board": ("support.shell_program", "Placeholder"),
        "help": actions.SCREENS["help"],
    }
    ending.PATIENCE = float(os.environ.get("SHELL_PATIENCE", ending.PATIENCE))
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
