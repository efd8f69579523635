"""What lies in a folder of drafts, read without the program: also what a terminal is typing now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Kept(NamedTuple):
    """A draft on the disk."""

    at: datetime
    texts: dict[str, str]


def drafts_on_disk(state: Path, kind: str, record: int) -> list[Kept]:
    """Return the drafts of a form in a state folder, the newest first."""
    found = []
    for path in (state / "drafts").glob("*.draft"):
        try:
            body = json.loads(path.read_bytes())
        except FileNotFoundError:
            continue
        if (body["kind"], body["record"]) == (kind, record):
            found.append(Kept(datetime.fromisoformat(body["at"]), body["texts"]))
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def draft_on_disk(state: Path, kind: str, record: int) -> Kept | None:
    """Return the newest draft of a form in a state folder."""
    found = drafts_on_disk(state, kind, record)
    return found[0] if found else None
