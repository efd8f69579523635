"""Drafts: what a person was typing when the link dropped, kept until it is saved or given up.

One small JSON file a draft, mode 0600 in a folder of mode 0700, replaced whole: a reader finds the
old draft or the new one, never half of one. A draft belongs to a board, a kind of form, a record,
and the terminal it was typed in; nothing of it is ever in the board file. What a terminal left
that is gone, or what somebody set aside, is taken up by the next terminal that asks; what another
one is typing is not. A terminal holds the lock of a small file for as long as it is there. A broken
or foreign file is no draft, and a full disk loses no more than the draft: no method raises.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from okrboard.domain.record import Record
from okrboard.files import Folder, finished_name, is_hexadecimal
from okrboard.text import clean_lines, squeeze

FOLDER = "drafts"
"""The folder of drafts in the state folder."""

LARGEST = 1_000_000
"""Bytes of a draft; a larger file is not one."""

KEEP_DAYS = 60
"""Days after which a draft that nobody came back to is swept away."""

UNFINISHED_DAYS = 1 / 24
"""Days after which an unfinished file, and one of a terminal that is gone, is of no use."""

_FORMAT = 1
_DRAFT, _THERE = ".draft", ".there"


class Kept(Record):
    """A draft as it was kept."""

    at: datetime
    """When it was typed, aware."""
    texts: dict[str, str]
    """What each field held."""
    title: str = ""
    """The form's title and what it is about, one line."""
    others: int = 0
    """How many more drafts of the same form are left, where it is taken up."""


class _Left(Record):
    """A draft's file, and whose draft it holds."""

    name: str
    board: object
    kind: object
    record: object
    kept: Kept


class Drafts:
    """The drafts of one person at one board, as one terminal sees them."""

    def __init__(self, folder: Path, place: str) -> None:
        """Take the folder that keeps drafts, and the board's path or address."""
        self.folder = folder
        self._place = place
        self._terminal = _random()
        self._there = -1

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
            with Folder(str(self.folder), private=True) as folder:
                self._stay(folder)
                folder.write(self._own(kind, record), data)
        except OSError:
            return False
        return True

    def take(self, kind: str, record: int, passed: Collection[str] = ()) -> Kept | None:
        """Take up a draft of a form, or return None; no other terminal is offered it then.

        First what was typed here, then what is left, the newest first. `passed` are names that
        `set_aside()` returned, of drafts that are not meant.
        """
        own = self._own(kind, record)
        try:
            with Folder(str(self.folder)) as folder:
                mine = _read(folder, own)
                found = [
                    left
                    for left in self._left(folder)
                    if left.name not in passed and self._holds(left, kind, record)
                ]
                if mine is not None and self._holds(mine, kind, record):
                    return mine.kept._replace(others=len(found))
                for number, left in enumerate(found, 1):
                    self._stay(folder)
                    if _moved(folder, left.name, own):
                        return left.kept._replace(others=len(found) - number)
        except OSError:
            return None
        return None

    def set_aside(self, kind: str, record: int) -> str:
        """Leave this terminal's draft of a form to whoever asks next; return its name then."""
        name = f"{self._key(kind, record)}-{_random()}{_DRAFT}"
        try:
            with Folder(str(self.folder)) as folder:
                return name if _moved(folder, self._own(kind, record), name) else ""
        except OSError:
            return ""

    def waiting(self) -> list[Kept]:
        """Return the drafts of this board that are left, the newest first."""
        try:
            with Folder(str(self.folder)) as folder:
                return [left.kept for left in self._left(folder)]
        except OSError:
            return []

    def drop(self, kind: str, record: int) -> None:
        """Forget this terminal's draft of a form, because it was saved or thrown away."""
        try:
            with Folder(str(self.folder)) as folder:
                folder.remove(self._own(kind, record))
        except OSError:
            return

    def sweep(self, now: datetime) -> None:
        """Remove drafts that nobody came back to, and what a killed process left half written."""

        def before(days: float) -> float:
            return now.timestamp() - days * 86_400

        try:
            with Folder(str(self.folder)) as folder:
                folder.sweep(
                    lambda name: _is_named(name, _DRAFT),
                    before(KEEP_DAYS),
                    lambda name: not _is_there(folder, name),
                )
                folder.sweep(
                    lambda name: _is_named(name, _THERE),
                    before(UNFINISHED_DAYS),
                    lambda name: not _is_there(folder, name),
                )
                folder.sweep(
                    lambda name: _is_named(finished_name(name), _DRAFT), before(UNFINISHED_DAYS)
                )
        except OSError:
            return

    def close(self) -> None:
        """Leave what was typed here to the other terminals, because this one goes."""
        if self._there < 0:
            return
        try:
            with Folder(str(self.folder)) as folder:
                folder.remove(self._terminal + _THERE)
        except OSError:
            pass
        os.close(self._there)
        self._there = -1

    def _stay(self, folder: Folder) -> None:
        """Say that this terminal is there, for as long as its process or until it is closed."""
        if self._there < 0:
            self._there = folder.open_new(self._terminal + _THERE)
            fcntl.flock(self._there, fcntl.LOCK_EX)

    def _left(self, folder: Folder) -> list[_Left]:
        """Return the drafts of this board that no terminal has, the newest first."""
        found = [
            left
            for left in _all(folder)
            if left.board == self._place and not _is_there(folder, left.name)
        ]
        return sorted(found, key=lambda left: left.kept.at, reverse=True)

    def _holds(self, left: _Left, kind: str, record: int) -> bool:
        return (left.board, left.kind, left.record) == (self._place, kind, record)

    def _own(self, kind: str, record: int) -> str:
        return f"{self._key(kind, record)}-{self._terminal}{_DRAFT}"

    def _key(self, kind: str, record: int) -> str:
        key = f"{self._place}\n{kind}\n{record}".encode("utf-8", "surrogatepass")
        return sha256(key).hexdigest()[:32]


def _random() -> str:
    return os.urandom(8).hex()


def _is_named(name: str, end: str) -> bool:
    """Say whether a file is named as ours are: `<form>-<terminal>.draft`, `<terminal>.there`.

    A draft of the first release has no terminal in its name.
    """
    if not name.endswith(end):
        return False
    form, dash, terminal = name[: -len(end)].rpartition("-")
    if end == _DRAFT and not dash:
        return is_hexadecimal(terminal, 32)
    return is_hexadecimal(terminal, 16) and is_hexadecimal(form, 32 if end == _DRAFT else 0)


def _is_there(folder: Folder, name: str) -> bool:
    """Say whether the terminal that a file belongs to is there still."""
    terminal = name.partition(".")[0].rpartition("-")[2]
    try:
        handle = folder.open(terminal + _THERE)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # A file system without locks: two terminals may take up the same draft, none loses it.
        return False
    finally:
        os.close(handle)
    return False


def _moved(folder: Folder, name: str, other: str) -> bool:
    try:
        folder.move(name, other)
    except OSError:
        # Another terminal was faster, or there is none.
        return False
    return True


def _all(folder: Folder) -> Iterator[_Left]:
    for name in list(folder.names()):
        left = _read(folder, name) if _is_named(name, _DRAFT) else None
        if left is not None:
            yield left


def _read(folder: Folder, name: str) -> _Left | None:
    """Return what a draft's file holds; None for anything that is no draft."""
    try:
        data = folder.read(name, LARGEST + 1)
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
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    kept = Kept(
        at,
        {squeeze(name): clean_lines(text) for name, text in texts.items() if isinstance(text, str)},
        squeeze(str(body.get("title") or body.get("kind") or "")),
    )
    return _Left(name, body.get("board"), body.get("kind"), body.get("record"), kept)
