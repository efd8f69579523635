"""What earlier runs left behind: texts of a killed editor, drafts that nobody came back to."""

from __future__ import annotations

import os
from pathlib import Path

from okrboard.tui import editor
from okrboard.tui.drafts import Drafts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

FOLDER = "drafts"
"""The folder of drafts in the state folder."""


def sweep(state: str, now: datetime) -> None:
    """Remove what was left behind in the state folder; never raises, does nothing without one."""
    if not state:
        return
    editor.sweep(editor.editing_folder(os.environ, Path(state)))
    Drafts(Path(state) / FOLDER, "").sweep(now)
