"""Holiday calendars from an address: fetched within limits, asked again only when changed.

The copy that the board keeps is the caller's; without a network it stays as it is.
"""

from __future__ import annotations

from okrboard.calendar.reading import MAX_BYTES, parse
from okrboard.connect.http import Request, fetch, place
from okrboard.domain.record import Record
from okrboard.errors import Unreachable, Unreadable

_ACCEPT = ("Accept", "text/calendar, */*;q=0.1")


class Fetched(Record):
    """What an address gave."""

    data: bytes
    """The file; empty when it did not change."""
    etag: str
    """What to hand in next time: an ETag, or a date of change."""
    changed: bool = True


def web_address(source: str) -> str:
    """Return the https address that a webcal address means, any other one as it is."""
    for scheme in ("webcal://", "webcals://"):
        if source.lower().startswith(scheme):
            return f"https://{source[len(scheme) :]}"
    return source


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file."""
    return source.lower().startswith(("webcal://", "webcals://", "https://", "http://"))


def fetch_calendar(source: str, etag: str = "", settings: Request | None = None) -> Fetched:
    """Return the calendar at an address, or that it did not change since `etag`.

    `settings` gives credential, proxy and time limit. Raises Unreachable, or Unreadable for what
    is no calendar (a login page answers 200, too).
    """
    url = web_address(source)
    base = settings if settings is not None else Request(url, seconds=20)
    headers = [_ACCEPT]
    if etag:
        # A date of change is no ETag: those are quoted.
        name = "If-None-Match" if '"' in etag else "If-Modified-Since"
        headers.append((name, etag))
    answer = fetch(base._replace(url=url, headers=tuple(headers), max_bytes=MAX_BYTES))
    if answer.status == 304:
        return Fetched(b"", etag, changed=False)
    if not answer.ok:
        raise Unreachable(f"{place(url)} answers {answer.status} instead of a calendar.")
    try:
        parse(answer.body)
    except Unreadable as error:
        raise Unreadable(f"{place(answer.url)}: {error}") from None
    kept = answer.headers.get("etag", "") or answer.headers.get("last-modified", "")
    return Fetched(answer.body, kept)
