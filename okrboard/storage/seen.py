"""What this person has seen of a board, so that its file cannot go back in time unnoticed.

A sync client, or a copy that somebody put in its place, may bring back an older file. It looks
whole; but numbers that were given out would be given out again, and undo would take back what is
long past. One small file a board in the person's own state folder remembers the newest revision
and the counters. It is written whole and survives the death of the process, not a loss of power: a
command is not worth a wait for the disk, and what is remembered less is noticed less, no more. A
broken or foreign file remembers nothing.

Only what okrboard wrote is remembered. The memory follows the board again with the first commit,
which goes on behind the highest numbers that were seen: to accept an older board is to work on it.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from okrboard.domain.record import Record
from okrboard.domain.schema import from_json
from okrboard.files import Folder, is_random_json
from okrboard.storage.layout import Document, dumps, loads
from okrboard.storage.store import Notice

FOLDER = "seen"
"""The folder of these files in the state folder."""

LARGEST = 100_000
"""Bytes of such a file; a larger one is none."""

KEEP_DAYS = 400
"""Days after which a board that was not changed is forgotten."""

MOST_TOLD = 9
"""Notices of one state of a board that are remembered as told."""

EDITED = "the file was changed outside of okrboard"
"""The log's line about an edit by hand or by another program."""

Json = dict[str, Any]


class Sight(Record):
    """A state of a board."""

    board: str = ""
    """Its identity, which a copy shares and another board in its place does not."""
    rev: int = 0
    commit: str = ""
    counters: Json = {}
    told: tuple[str, ...] = ()
    """What the person was told since then."""


class Seen:
    """The memory of one person for one board file."""

    def __init__(self, state: str, path: str, clock: Callable[[], datetime] | None = None) -> None:
        """Take the state folder, empty where nothing is kept, and the board's real path.

        `clock` gives aware datetimes; real time where there is none.
        """
        self._clock = clock or (lambda: datetime.now(UTC))
        self._folder = os.path.join(state, FOLDER) if state else ""
        self._path = path
        raw = path.encode("utf-8", "surrogatepass")
        self._file = f"{crc32(raw):08x}{crc32(raw[::-1]):08x}.json"
        self._sight = Sight()
        self._news: dict[str, str] = {}
        self._changing = allocate_lock()

    def recall(self) -> Sight:
        """Return what was seen so far, by this process and others of the person.

        To be asked before the board's file is read: afterwards somebody could have seen more than
        what was read, which would look old.
        """
        kept = self._read()
        with self._changing:
            seen = self._sight
            if kept != Sight() and (kept.board != seen.board or kept.rev >= seen.rev):
                self._sight = kept
            return self._sight

    def look(self, document: Document, seen: Sight) -> tuple[Notice, ...]:
        """Remember what a file holds, or return what is odd about it after what was `seen`."""
        now = _sight(document)
        if now.board and now.board != seen.board:
            seen = Sight()
        notices = []
        if _is_older(now, seen):
            what = f"the file went back from revision {seen.rev} to {now.rev}"
            if now.rev >= seen.rev:
                what = f"the file is another revision {now.rev} than the one that was here before"
            line = f"{what}; new numbers go on behind those you have seen, and undo stops here"
            notice = Notice("older file", what, self._clock(), False, seen.rev, seen.counters)
            notices.append(self._to_tell(f"older {seen.rev} {seen.commit}", notice, line))
        if document.edited:
            line = f"{EDITED}; okrboard log says so from the next change on, and undo stops here"
            notice = Notice("edited outside", EDITED, self._clock())
            notices.append(self._to_tell(f"edited {now.commit}", notice, line))
        if not notices:
            self.follow(document)
        return tuple(notices)

    def follow(self, document: Document) -> None:
        """Remember a file that okrboard wrote."""
        now = _sight(document)
        with self._changing:
            if now == self._sight or (now.board == self._sight.board and now.rev < self._sight.rev):
                return
            self._sight = now
        self._write(now)

    def take_news(self) -> list[str]:
        """Return what the person has to be told, a line each; it is told only once."""
        with self._changing:
            news, self._news = self._news, {}
            if not news:
                return []
            told = (*self._sight.told, *news)[-MOST_TOLD:]
            self._sight = sight = self._sight._replace(told=told)
        self._write(sight)
        return list(news.values())

    def _to_tell(self, key: str, notice: Notice, line: str) -> Notice:
        """Let the person be told of a notice, unless they know it; return it."""
        with self._changing:
            known = key in self._sight.told
            if not known:
                self._news[key] = line
        return notice._replace(known=known)

    def _read(self) -> Sight:
        if not self._folder:
            return Sight()
        try:
            with Folder(self._folder) as folder:
                fields = loads(folder.read(self._file, LARGEST).decode())
            sight: Sight = from_json(Sight, fields)
            counts = all(type(count) is int for count in sight.counters.values())
            return sight if fields["path"] == self._path and counts else Sight()
        except (OSError, ValueError, LookupError, RecursionError):
            return Sight()

    def _write(self, sight: Sight) -> None:
        if not self._folder:
            return
        with suppress(OSError, ValueError), Folder(self._folder, private=True) as folder:
            folder.write(self._file, dumps({"path": self._path, **sight._asdict()}))


def forget(state: str, now: datetime) -> None:
    """Forget boards that were not changed for long; never raises."""
    with suppress(OSError), Folder(os.path.join(state, FOLDER)) as folder:
        folder.sweep(is_random_json, now.timestamp() - KEEP_DAYS * 86_400)


def _sight(document: Document) -> Sight:
    board, commit = document.meta.get("id"), document.meta.get("commit")
    return Sight(
        board if isinstance(board, str) else "",
        document.rev,
        commit if isinstance(commit, str) else "",
        dict(document.counters),
    )


def _is_older(now: Sight, seen: Sight) -> bool:
    """Say whether a file cannot have come from what was seen by commits alone."""
    if not seen.commit:
        return False
    if now.rev < seen.rev or (now.rev == seen.rev and now.commit != seen.commit):
        return True
    return any(now.counters.get(table, 0) < count for table, count in seen.counters.items())
