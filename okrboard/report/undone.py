"""What an undo did, in words: the line of the log that was taken back, and what that comes to."""

from __future__ import annotations

_FORGOTTEN = "close forgotten "
_CLOSED = "close "
_STARTED = "start "


def undone(what: str) -> str:
    """Return what to tell a person whose change was undone; `what` is its line of the log.

    Whoever undoes a closing often meant another change: that something is open again is said.
    """
    if what.startswith(_FORGOTTEN):
        return f"undone: {what} (reopened {what.removeprefix(_FORGOTTEN)})"
    if what.startswith(_CLOSED):
        return f"undone: {what} (reopened {what.removeprefix(_CLOSED).partition(':')[0]})"
    if what.startswith(_STARTED):
        return f"undone: {what} (there is no {what.removeprefix(_STARTED)} any more)"
    return f"undone: {what}"
