"""Plans and files that the calendar tests share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from okrboard.calendar.plan import Plan
from okrboard.domain.records import Move, Series, Skip, Withdrawn

UID = "0f3c7d52-5a53-4a0e-9d3e-2b8c1f6e7a10"
MADE = datetime(2026, 8, 20, 9, 30, tzinfo=UTC)


class Moved(NamedTuple):
    """Another time for a day's meeting."""

    start: datetime
    reason: str = ""
    uid: str = ""


def fridays(**fields: Any) -> Plan:
    """Every Friday at 15:00 in Berlin over the last four months of 2026, but for some fields."""
    series = Series(
        1, "check-in", UID, "Check-in", 4, "15:00", 30, "Europe/Berlin",
        date(2026, 9, 1), date(2026, 12, 31), created=MADE, modified=MADE + timedelta(days=1),
    )  # fmt: skip
    return changed(Plan(series), **fields)


def changed(plan: Plan, **fields: Any) -> Plan:
    """A plan with other fields, of its series or its own; what is kept by day is given so."""
    if isinstance(fields.get("at"), time):
        fields["at"] = f"{fields['at']:%H:%M}"
    if "skips" in fields:
        fields["skips"] = tuple(Skip(*one) for one in sorted(fields["skips"].items()))
    if "moves" in fields:
        fields["moves"] = tuple(Move(day, *to) for day, to in sorted(fields["moves"].items()))
    if "withdrawn" in fields:
        fields["withdrawn"] = tuple(Withdrawn(*one) for one in sorted(fields["withdrawn"].items()))
    own = {name: fields.pop(name) for name in Plan._fields if name in fields}
    return plan._replace(series=plan.series._replace(**fields), **own)


def event(*lines: str) -> str:
    """One VEVENT of a file."""
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    """A file of some events."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return (head + "".join(parts) + "END:VCALENDAR\r\n").encode()
