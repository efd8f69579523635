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
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from okrboard.domain.record import Record
from okrboard.files import Folder, finished_name
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
_DRAFT = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]{16})?\.draft")
"""`<form>-<terminal>.draft`; a draft of the first release has no terminal in its name."""
_THERE = re.compile(r"[0-9a-f]{16}\.there")
"""`<terminal>.there`, which a terminal holds the lock of."""


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
    file: str = ""
    """The name of its file."""
    owner: tuple[object, ...] = ()
    """Whose draft it is: board, kind of form, record."""


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
        with suppress(OSError), Folder(str(self.folder), private=True) as folder:
            self._stay(folder)
            folder.write(self._own(kind, record), data)
            return True
        return False

    def take(self, kind: str, record: int, passed: Collection[str] = ()) -> Kept | None:
        """Take up a draft of a form, or return None; no other terminal is offered it then.

        First what was typed here, then what is left, the newest first. `passed` are names that
        `set_aside()` returned, of drafts that are not meant.
        """
        own, owner = self._own(kind, record), (self._place, kind, record)
        with suppress(OSError), Folder(str(self.folder)) as folder:
            mine = _read(folder, own)
            left = [
                each
                for each in self._left(folder)
                if each.file not in passed and each.owner == owner
            ]
            if mine is not None and mine.owner == owner:
                return mine._replace(others=len(left))
            for others, each in zip(reversed(range(len(left))), left, strict=True):
                self._stay(folder)
                # Another terminal may be faster.
                with suppress(OSError):
                    folder.move(each.file, own)
                    return each._replace(others=others)
        return None

    def set_aside(self, kind: str, record: int) -> str:
        """Leave this terminal's draft of a form to whoever asks next; return its name then."""
        name = f"{self._key(kind, record)}-{_random()}.draft"
        with suppress(OSError), Folder(str(self.folder)) as folder:
            folder.move(self._own(kind, record), name)
            return name
        return ""

    def waiting(self) -> list[Kept]:
        """Return the drafts of this board that are left, the newest first."""
        with suppress(OSError), Folder(str(self.folder)) as folder:
            return self._left(folder)
        return []

    def drop(self, kind: str, record: int) -> None:
        """Forget this terminal's draft of a form, because it was saved or thrown away."""
        with suppress(OSError), Folder(str(self.folder)) as folder:
            folder.remove(self._own(kind, record))

    def sweep(self, now: datetime) -> None:
        """Remove drafts that nobody came back to, and what a killed process left half written."""
        old, unfinished = (now.timestamp() - days * 86_400 for days in (KEEP_DAYS, UNFINISHED_DAYS))
        with suppress(OSError), Folder(str(self.folder)) as folder:
            _sweep(folder, _DRAFT, old)
            _sweep(folder, _THERE, unfinished)
            _sweep(folder, _DRAFT, unfinished, finished_name)

    def close(self) -> None:
        """Leave what was typed here to the other terminals, because this one goes."""
        if self._there < 0:
            return
        with suppress(OSError), Folder(str(self.folder)) as folder:
            folder.remove(f"{self._terminal}.there")
        os.close(self._there)
        self._there = -1

    def _stay(self, folder: Folder) -> None:
        """Say that this terminal is there, for as long as its process or until it is closed."""
        if self._there < 0:
            self._there = folder.open_new(f"{self._terminal}.there")
            fcntl.flock(self._there, fcntl.LOCK_EX)

    def _left(self, folder: Folder) -> list[Kept]:
        """Return the drafts of this board that no terminal has, the newest first."""
        drafts = [_read(folder, name) for name in [*folder.names()] if _DRAFT.fullmatch(name)]
        left = [
            each
            for each in drafts
            if each and each.owner[0] == self._place and not _is_there(folder, each.file)
        ]
        return sorted(left, key=lambda each: each.at, reverse=True)

    def _own(self, kind: str, record: int) -> str:
        return f"{self._key(kind, record)}-{self._terminal}.draft"

    def _key(self, kind: str, record: int) -> str:
        key = f"{self._place}\n{kind}\n{record}".encode("utf-8", "surrogatepass")
        return sha256(key).hexdigest()[:32]


def _random() -> str:
    return os.urandom(8).hex()


def _sweep(
    folder: Folder, named: re.Pattern[str], before: float, name_of: Callable[[str], str] = str
) -> None:
    folder.sweep(
        lambda name: named.fullmatch(name_of(name)) is not None,
        before,
        lambda name: not _is_there(folder, name),
    )


def _is_there(folder: Folder, name: str) -> bool:
    """Say whether the terminal that a file belongs to is there still."""
    terminal = name.partition(".")[0].rpartition("-")[2]
    try:
        handle = folder.open(f"{terminal}.there")
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


def _read(folder: Folder, name: str) -> Kept | None:
    """Return what a draft's file holds; None for anything that is no draft."""
    try:
        body = json.loads(folder.read(name, LARGEST))
        if body["format"] != _FORMAT:
            return None
        at = datetime.fromisoformat(body["at"])
        texts = {
            squeeze(field): clean_lines(text)
            for field, text in body["texts"].items()
            if isinstance(text, str)
        }
        return Kept(
            at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC),
            texts,
            squeeze(str(body.get("title") or body["kind"])),
            file=name,
            owner=(body["board"], body["kind"], body["record"]),
        )
    except (OSError, ValueError, RecursionError, OverflowError):
        return None
    except (LookupError, TypeError, AttributeError):
        # Something is missing, or a list, a number or null stands where something else belongs.
        return None
