"""What a CalDAV server's refusal means, as one line a person can act on."""

from __future__ import annotations

from okrboard.calendar.caldav_xml import condition
from okrboard.connect.http import Response, place
from okrboard.errors import Unreachable

MAX_WAIT = 10.0
"""Seconds that a server may ask us to wait; longer is told to the person."""

_MEANINGS = {
    401: "says that user or password are wrong",
    403: "gives no right to do that",
    404: "has no calendar at this address",
    405: "does not allow that at this address",
    407: "is behind a proxy that wants a password",
    409: "has no such calendar, or the event contradicts another one",
    410: "has no calendar at this address any more",
    412: "says that somebody changed it in between",
    413: "finds the event too large",
    415: "does not take iCalendar files here",
    423: "has locked it; try again later",
    429: "is asked too often; try again later",
    500: "failed on its side",
    502: "cannot reach its own calendar; try again later",
    503: "is not available now; try again later",
    504: "cannot reach its own calendar; try again later",
    507: "has no room left",
}


def refusal(answer: Response) -> Unreachable:
    """Return the error for an answer that is not what was asked for."""
    said = _MEANINGS.get(answer.status, "answers with something else than CalDAV")
    reason, _ = condition(answer.body[:20_000]) if answer.body else ("", "")
    told = f"{answer.status}, {reason}" if reason.replace("-", "").isalnum() else answer.status
    return Unreachable(f"{place(answer.url)} {said} ({told}).")


def wait_for(answer: Response) -> float | None:
    """Return the seconds after which to ask again, or None (RFC 9110 10.2.3; only seconds)."""
    if answer.status not in (429, 503):
        return None
    after = answer.headers.get("retry-after", "1")
    seconds = float(after) if after.isascii() and after.isdecimal() else MAX_WAIT + 1
    return seconds if seconds <= MAX_WAIT else None
