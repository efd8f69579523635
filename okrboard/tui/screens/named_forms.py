"""Forms that other screens open by name: `app.show("check_in", objective=4)`."""

from __future__ import annotations

from okrboard.tui.screens import opening
from okrboard.tui.screens.prompts import FormScreen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class CheckInScreen(FormScreen):
    """`show("check_in", objective=4)` or `key_result=7`."""

    def __init__(self, **arguments: int) -> None:
        """Take what `opening.check_in` takes."""
        super().__init__(lambda panel: opening.check_in(panel, **arguments))


class NewScreen(FormScreen):
    """`show("new")`, with what the cursor is on."""

    def __init__(self, **arguments: Any) -> None:
        """Take what `opening.new` takes."""
        super().__init__(lambda panel: opening.new(panel, **arguments))


class EditScreen(FormScreen):
    """`show("edit", kind="objective", id=4)`."""

    def __init__(self, kind: str, id: int) -> None:
        """Take what `opening.edit` takes."""
        super().__init__(lambda panel: opening.edit(panel, kind, id))


class ManageScreen(FormScreen):
    """`show("manage")`: members, teams, cycles, settings."""

    def __init__(self, kind: str = "") -> None:
        """Take what `opening.manage` takes."""
        super().__init__(lambda panel: opening.manage(panel, kind))
