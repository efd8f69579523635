"""What earlier runs left behind: texts of a killed editor, drafts that nobody came back to."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from okrboard.service import zone_of
from okrboard.tui import editor
from okrboard.tui.drafts import Drafts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from okrboard.tui.session import Session

FOLDER = "drafts"
"""The folder of drafts in the state folder."""


WAITED = timedelta(days=7)
"""How long a draft is spoken of at the start; its own form offers it for longer."""


def draft_waits(session: Session) -> str:
    """Return one line about the person's drafts of the last days; empty when none waits."""
    state, now = session.options.state, session.clock()
    found = Drafts(Path(state) / FOLDER, session.store.place).waiting() if state else []
    found = [kept for kept in found if now - kept.at <= WAITED]
    if not found:
        return ""
    at = found[0].at.astimezone(zone_of(session.board))
    when = f"{at:%a} {at.day} {at:%b} at {at:%H:%M}"
    many = "a draft waits" if len(found) == 1 else f"{len(found)} drafts wait, the newest"
    return f"{many} from {when}: {found[0].title}"


def sweep(state: str, now: datetime) -> None:
    """Remove what was left behind in the state folder; never raises, does nothing without one."""
    if not state:
        return
    editor.sweep(editor.editing_folder(os.environ, Path(state)))
    Drafts(Path(state) / FOLDER, "").sweep(now)
