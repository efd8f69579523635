"""Plans and files that the calendar tests share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from okrboard.calendar.plan import SeriesPlan

UID = "0f3c7d52-5a53-4a0e-9d3e-2b8c1f6e7a10"
MADE = datetime(2026, 8, 20, 9, 30, tzinfo=UTC)


def fridays() -> SeriesPlan:
    """Every Friday at 15:00 in Berlin over the last four months of 2026."""
    return SeriesPlan(
        uid=UID,
        kind="check-in",
        summary="Check-in",
        weekday=4,
        at=time(15),
        zone="Europe/Berlin",
        first=date(2026, 9, 1),
        last=date(2026, 12, 31),
        created=MADE,
        modified=MADE + timedelta(days=1),
    )


def event(*lines: str) -> str:
    """One VEVENT of a file."""
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    """A file of some events."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return (head + "".join(parts) + "END:VCALENDAR\r\n").encode()
