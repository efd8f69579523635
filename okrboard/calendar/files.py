"""Calendar files on this machine: the board's meetings written, days without meetings read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.record import Record
from okrboard.domain.records import HolidayList, Series
from okrboard.domain.schedule import counting
from okrboard.errors import Refused, UsageError
from okrboard.files import read_file
from okrboard.text import clean, squeeze

_YEARS = 3
"""Years ahead of which holidays are read, besides those of the cycles."""


class HolidayEdit(Record):
    """What puts the days of a calendar on the board."""

    edit: Callable[[Draft], HolidayList]
    unread: tuple[str, ...] = ()
    """Why some entries of the calendar were left out, with their lines."""


def exported(board: Board, chosen: Iterable[Series], environment: Mapping[str, str]) -> bytes:
    """Return the calendar file of some series; the same board gives the same bytes.

    The organizer is in the user's own configuration. Raises UsageError when it is no mail address.
    """
    from okrboard.calendar.description import plans
    from okrboard.calendar.ical import calendar_file
    from okrboard.configuration import read_config

    table = read_config(environment).get("calendar", {})
    organizer = table.get("organizer", "") if isinstance(table, dict) else ""
    return calendar_file(plans(board, chosen), f"{board.settings.name} OKR", _mail(organizer))


def check_replaceable(path: str, *, force: bool = False, way: str = "") -> None:
    """Raise Refused for what is there and no calendar; `way` says how it is replaced after all."""
    is_calendar = os.path.isfile(path) and read_file(path, 15).startswith(b"BEGIN:VCALENDAR")
    empty = os.path.isfile(path) and os.path.getsize(path) == 0
    if os.path.lexists(path) and not (is_calendar or empty or force):
        raise Refused(f"{clean(path)} is there and no calendar; choose another name{way}")


def holidays_in(
    board: Board, today: date, source: str, data: bytes, *, name: str = "", member: int = 0,
    etag: str = "",
) -> HolidayEdit:  # fmt: skip
    """Return the edit that puts the days of a calendar on the board, for all or for one member.

    Without a `name` the list has the calendar's, or its source's. Raises Unreadable.
    """
    from okrboard.calendar.holidays import read_holidays
    from okrboard.calendar.timezone import is_zone, zone
    from okrboard.domain.edit.series import put_holidays

    home = board.settings.timezone
    first, last = _span(board, today)
    found = read_holidays(data, first, last, zone(home if is_zone(home) else "UTC"))
    called = name or found.name or source

    def edit(draft: Draft) -> HolidayList:
        return put_holidays(draft, called, found.days, source=source, member=member, etag=etag)

    return HolidayEdit(edit, found.unread)


def holidays_of_file(
    board: Board, today: date, path: str, *, name: str = "", member: int = 0
) -> HolidayEdit:
    """Return the edit that puts the days of a file on the board; see `holidays_in`.

    Raises OkrboardError when it cannot be read.
    """
    from okrboard.calendar.reading import MAX_BYTES

    data = read_file(path, MAX_BYTES)
    return holidays_in(board, today, squeeze(path, 500), data, name=name, member=member)


def told_holidays(board: Board, listed: HolidayList, unread: Sequence[str] = ()) -> str:
    """Return what a list has become on the board, and what of it was not read, in one line."""
    member = board.members.get(listed.member)
    whose = f"absences of {clean(member.handle)}" if member is not None else "holidays"
    first, last = listed.days[0], listed.days[-1]
    count = len({day.on for day in listed.days})
    off = count - len({day.on for day in counting(listed)})
    many = f"{count} days" if count > 1 else "1 day"
    parts = [
        f"{clean(listed.name)}: {many} as {whose}, from {first.on} "
        f"({clean(first.name, 60)}) to {last.on}"
    ]
    if off:
        parts.append(
            "one does not count, as chosen" if off == 1 else f"{off} do not count, as chosen"
        )
    if unread:
        entries = "one entry" if len(unread) == 1 else f"{len(unread)} entries"
        parts.append(f"{entries} not read: {clean(unread[0], 160).rstrip('.')}")
    return "; ".join(parts)


def _span(board: Board, today: date) -> tuple[date, date]:
    """Return the days that are read: this year and some, and those of the cycles near it."""
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    last = last.replace(year=last.year + _YEARS)
    for cycle in board.cycles.values():
        if cycle.state != "closed" and abs((cycle.first - today).days) < 366 * 3:
            first, last = min(first, cycle.first), max(last, min(cycle.last, _latest(last)))
    return first, last


def _latest(last: date) -> date:
    return last.replace(year=last.year + _YEARS)


def _mail(organizer: object) -> str:
    if not organizer:
        return ""
    text = str(organizer)
    user, at, host = text.partition("@")
    if not (user and at and host and text.isascii() and text.isprintable()) or " " in text:
        raise UsageError(
            "calendar.organizer in your configuration is a mail address: ada@example.org"
        )
    return text
