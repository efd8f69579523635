"""Drafts: what a person was typing when the link dropped, kept until it is saved or given up.

One small JSON file a draft, mode 0600 in a folder of mode 0700, replaced whole: a reader finds the
old draft or the new one, never half of one. A draft belongs to a board, a kind of form and a
record; nothing of it is ever in the board file. A broken or foreign file is no draft, and a full
disk loses no more than the draft: no method raises.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from hashlib import sha256

from okrboard.domain.record import Record
from okrboard.text import clean_lines, squeeze

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a draft; a larger file is not one."""

KEEP_DAYS = 60
"""Days after which a draft that nobody came back to is swept away."""

_FORMAT = 1


class Kept(Record):
    """A draft as it was kept."""

    at: datetime
    """When it was typed, aware."""
    texts: dict[str, str]
    """What each field held."""
    title: str = ""
    """The form's title and what it is about, one line."""


class Drafts:
    """The drafts of one person at one board."""

    def __init__(self, folder: Path, place: str) -> None:
        """Take the folder that keeps drafts, and the board's path or address."""
        self.folder = folder
        self._place = place

    def keep(
        self, kind: str, record: int, texts: Mapping[str, str], at: datetime, title: str = ""
    ) -> bool:
        """Keep what the fields of a form hold; say whether that worked.

        `record` is the id of what is edited, 0 for a new one; `title` is what people call the form.
        """
        body = {
            "format": _FORMAT,
            "board": self._place,
            "kind": kind,
            "record": record,
            "at": at.astimezone(UTC).isoformat(),
            "title": title,
            "texts": dict(texts),
        }
        data = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
        if len(data) > LARGEST:
            return False
        try:
            make_private(self.folder)
            write_private(self._path(kind, record), data)
        except OSError:
            return False
        return True

    def find(self, kind: str, record: int) -> Kept | None:
        """Return the draft of a form, or None."""
        found = _read(self._path(kind, record))
        return found[1] if found and found[0] == (self._place, kind, record) else None

    def waiting(self) -> list[Kept]:
        """Return the drafts of this board, the newest first."""
        try:
            paths = [path for path in self.folder.iterdir() if path.suffix == ".draft"]
        except OSError:
            return []
        found = [kept for kept in map(_read, paths) if kept and kept[0][0] == self._place]
        return sorted((kept for _, kept in found), key=lambda kept: kept.at, reverse=True)

    def drop(self, kind: str, record: int) -> None:
        """Forget a draft, because it was saved or given up."""
        try:
            self._path(kind, record).unlink(missing_ok=True)
        except OSError:
            return

    def sweep(self, now: datetime) -> None:
        """Remove drafts that nobody came back to, and what a killed process left half written."""
        try:
            names = [path for path in self.folder.iterdir() if path.suffix in (".draft", ".part")]
        except OSError:
            return
        for path in names:
            try:
                age = now.timestamp() - path.lstat().st_mtime
                if age > (KEEP_DAYS * 86_400 if path.suffix == ".draft" else 3600):
                    path.unlink()
            except OSError:
                continue

    def _path(self, kind: str, record: int) -> Path:
        key = f"{self._place}\n{kind}\n{record}".encode("utf-8", "surrogatepass")
        return self.folder / f"{sha256(key).hexdigest()[:32]}.draft"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can enter; OSError when that cannot be had."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or state.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    if state.st_mode & 0o077:
        folder.chmod(0o700)


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole, mode 0600, in the place of the old one; OSError when that fails.

    It survives the death of this process at any moment, not the loss of power: a draft is worth
    no wait for the disk after each pause.
    """
    part = path.with_name(f"{path.stem}-{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _read(path: Path) -> tuple[tuple[object, object, object], Kept] | None:
    """Return whose draft a file holds, by board, kind and record, and the draft."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            data = file.read(LARGEST + 1)
        body = json.loads(data) if len(data) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or body.get("format") != _FORMAT:
        return None
    texts = body.get("texts")
    if not isinstance(texts, dict):
        return None
    try:
        at = datetime.fromisoformat(str(body.get("at")))
    except ValueError:
        return None
    return (body.get("board"), body.get("kind"), body.get("record")), Kept(
        at if at.tzinfo else at.replace(tzinfo=UTC),
        {squeeze(name): clean_lines(text) for name, text in texts.items() if isinstance(text, str)},
        squeeze(str(body.get("title") or body.get("kind") or "")),
    )
