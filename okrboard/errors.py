"""Everything okrboard says when it cannot do a thing; imports nothing.

    OkrboardError             1   it could not be done
    ├── UsageError            2   the call itself is wrong
    ├── StoreError            1   the board file cannot be used
    │   ├── StoreMissing      1   there is no board here
    │   ├── StoreReadOnly     1   it can be read, not written
    │   ├── StoreUnsafe       1   the place cannot keep a board safely
    │   ├── StoreWriteFailed  1   not written; the old content is intact
    │   ├── StoreUncertain    1   written and visible, but its durability was not confirmed
    │   ├── StoreBusy         3   another process holds it
    │   ├── Conflict          3   changed underneath
    │   ├── StoreCorrupt      4   damaged
    │   └── StoreTooNew       4   written by a newer okrboard
    ├── NotFound              1   no such record
    ├── Ambiguous             1   several records match
    ├── Unreadable            1   a file or an answer is not what it should be
    ├── Unreachable           1   another machine cannot be reached, or says no
    └── Refused               1   a rule of the board says no
        ├── UndoBlocked       1   a change cannot be taken back; the ones before it may be
        └── UndoOutside       1   the newest change is older than undo reaches here

    InDoubt (ValueError)          what was typed may be several things

Each message is one line: what is wrong and how to mend it. The class has the exit status.
"""

from __future__ import annotations

from collections.abc import Sequence


class OkrboardError(Exception):
    """It could not be done; `str()` is the line to show."""

    exit_code = 1


class UsageError(OkrboardError):
    """The call itself is wrong: a missing argument, a value nobody can read."""

    exit_code = 2


class StoreError(OkrboardError):
    """The board cannot be read or written."""


class StoreMissing(StoreError):
    """There is no board at the place that was named."""

    place = ""
    """The path where no board is; empty when something else is missing."""


class StoreReadOnly(StoreError):
    """The board can be read but not written by this user."""


class StoreUnsafe(StoreError):
    """The place cannot keep a board safely, for example a network file system without locks."""


class StoreWriteFailed(StoreError):
    """The change was not written; the old content is intact."""


class StoreUncertain(StoreError):
    """The change is visible, but the disk did not confirm that it is durable."""


class StoreBusy(StoreError):
    """Another process has held the board for longer than we wait."""

    exit_code = 3


class Conflict(StoreError):
    """Somebody changed the same thing in between."""

    exit_code = 3


class StoreCorrupt(StoreError):
    """The board file is damaged; its bytes are left as they are."""

    exit_code = 4


class StoreTooNew(StoreError):
    """The board file was written by a newer okrboard; it is left alone."""

    exit_code = 4


class NotFound(OkrboardError):
    """No record answers to the reference."""


class Ambiguous(OkrboardError):
    """Several records answer to the reference; the message lists them."""


class Refused(OkrboardError):
    """A rule of the board says no, and says why."""


class UndoBlocked(Refused):
    """A change cannot be taken back or made again; the ones before it may be.

    `change` is its number and `what` its line in the log, `why` what stands against it, without
    the words about the change itself.
    """

    def __init__(self, message: str, why: str = "", what: str = "", change: int = 0) -> None:
        """Take the line to show, and what it is made of."""
        super().__init__(message)
        self.why, self.what, self.change = why, what, change


class UndoOutside(Refused):
    """The person's newest change, `what` in the log, is older than the meeting undo is asked in."""

    def __init__(self, message: str, what: str = "") -> None:
        """Take the line to show, and that of the log."""
        super().__init__(message)
        self.what = what


class Unreadable(OkrboardError):
    """A file or an answer from elsewhere is not what it should be; nothing of it was used."""


class Unreachable(OkrboardError):
    """Another machine cannot be reached in time, or says no."""


class InDoubt(ValueError):
    """A text may be read in several ways, or in one that is hard to believe.

    The message is one line that names them. A door that can ask offers `ways`; one that cannot
    refuses with the message.
    """

    def __init__(self, message: str, text: str, ways: Sequence[str]) -> None:
        """`ways` say instead of `text` what it may be, each so that it is sure; likeliest first."""
        super().__init__(message)
        self.text = text.strip()
        self.ways = tuple(ways)
