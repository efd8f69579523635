"""What earlier runs left behind: texts of a killed editor, drafts and memories nobody needs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from okrboard.service import zone_of
from okrboard.storage import seen
from okrboard.tui import editor
from okrboard.tui.drafts import FOLDER as DRAFTS
from okrboard.tui.drafts import Drafts
from okrboard.tui.session import Session

WAITED = timedelta(days=7)
"""How long a draft is spoken of at the start; its own form offers it for longer."""


def draft_waits(session: Session) -> str:
    """Return one line about the person's drafts of the last days; empty when none waits."""
    now = session.clock()
    found = session.drafts.waiting() if session.drafts is not None else []
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
    Drafts(Path(state) / DRAFTS, "").sweep(now)
    seen.forget(state, now)
