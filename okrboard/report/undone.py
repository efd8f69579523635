"""What an undo did, in words: the line of the log that was taken back, and what that comes to.

Where it could not, how one goes on.
"""

from __future__ import annotations

from okrboard.errors import Refused, UndoBlocked, UndoOutside
from okrboard.text import shorten

_CLOSED = "close "


def undone(what: str) -> str:
    """Return what to tell a person whose change was undone; `what` is its line of the log.

    Whoever undoes a closing often meant another change: that something is open again is said.
    """
    if what.startswith(_CLOSED):
        return f"undone: {what} (reopened {what.removeprefix(_CLOSED).partition(':')[0]})"
    return f"undone: {what}"


def stuck(error: Refused, key: str, cells: int) -> str:
    """Return why an undo was refused and which key goes on, in one line of so many cells.

    What is said about the change itself gives way: how one goes on is always read.
    """
    if isinstance(error, UndoOutside):
        tail = f" is from before this meeting; {key} on the board takes it back"
        return f"“{shorten(error.what, max(8, cells - len(tail) - 2))}”{tail}"
    if not isinstance(error, UndoBlocked):
        return str(error)
    tail = f"; {key} again: the one before"
    whole = f"{error}{tail}"
    if len(whole) <= cells:
        return whole
    left = cells - len(error.why) - len(tail) - len("“” stays: ")
    return f"“{shorten(error.what, max(8, left))}” stays: {error.why}{tail}"
