"""Expanding the recurrence rules of strangers, within bounds that hold for any rule.

Only rules by day, week, month and year are read; nothing repeats within a day, nothing has an
interval below one, and no more than `MAX_INSTANCES` instances inside a span come out.
Source: RFC 5545 3.3.10, 3.8.5.3.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

from okrboard.calendar.values import When, when
from okrboard.errors import OkrboardError, Unreadable
from okrboard.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from okrboard.calendar.contentlines import Property

MAX_INSTANCES = 2000
MAX_RULE = 600
"""Characters of a rule."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MAX_STEPS = 60_000

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = frozenset(
    ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY",
     "BYWEEKNO", "BYSETPOS", "WKST")
)  # fmt: skip


def rule_parts(prop: Property) -> dict[str, str]:
    """Return the parts of an RRULE; raises Unreadable for a rule that is not expanded here."""
    text = prop.value.strip().upper()
    where = f"Line {prop.line}: the rule {clean(text, 60)!r}"
    if len(text) > MAX_RULE:
        raise Unreadable(f"Line {prop.line}: the rule is longer than {MAX_RULE} characters.")
    parts = dict(part.partition("=")[::2] for part in text.split(";") if part)
    if parts.get("FREQ") not in _FREQUENCIES:
        raise Unreadable(f"{where} does not repeat by day, week, month or year.")
    if not _PARTS.issuperset(parts):
        unknown = sorted(set(parts) - _PARTS)[0]
        raise Unreadable(f"{where} has a part that is not read here: {clean(unknown, 30)}.")
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not (parts[name].isdecimal() and 1 <= int(parts[name][:9]) <= 100_000):
            raise Unreadable(f"{where} has {name}={clean(parts[name], 20)}: it must be 1 or more.")
    return parts


def expand(start: When, prop: Property, low: datetime, high: datetime) -> list[datetime]:
    """Return the wall-clock instances of a rule from `low` to `high` (naive), in order.

    Raises Unreadable for a rule that is not read, or has too many instances.
    """
    from dateutil.rrule import rrulestr

    parts = rule_parts(prop)
    if not FIRST_YEAR <= start.wall.year <= LAST_YEAR:
        raise Unreadable(
            f"Line {prop.line}: a series that starts in the year {start.wall.year}"
            f" is not read (only {FIRST_YEAR} to {LAST_YEAR})."
        )
    last = high
    if "UNTIL" in parts:
        last = min(high, _until(start, prop, parts.pop("UNTIL")))
    if last < start.wall:
        return []
    # COUNT is counted here: given to the library, a rule that never matches would run to year 9999.
    count = min(int(parts.pop("COUNT", _MAX_STEPS)), _MAX_STEPS)
    parts["UNTIL"] = f"{last:%Y%m%dT%H%M%S}"
    told = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = list(islice(rrulestr(told, dtstart=start.wall), count))
    except (ValueError, TypeError, KeyError, OverflowError, AttributeError, IndexError):
        raise Unreadable(
            f"Line {prop.line}: the rule {clean(prop.value, 60)!r} cannot be read."
        ) from None
    inside = [at for at in found if low <= at]
    if len(inside) > MAX_INSTANCES:
        raise Unreadable(f"Line {prop.line}: the rule has more than {MAX_INSTANCES} instances.")
    return inside


def _until(start: When, prop: Property, text: str) -> datetime:
    """Return an UNTIL as wall-clock time of the series; a DATE is midnight, as most readers do."""
    until = when(prop, text)
    if until.form == "utc" and start.form == "zoned":
        try:
            zone = start.instant().tzinfo
        except OkrboardError:
            return until.wall
        return until.wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return until.wall
