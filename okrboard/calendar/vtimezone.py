"""A VTIMEZONE of a file as a zone to reckon with, in time that the file cannot choose.

Pure: what the component says is read by `okrboard.calendar.values`. Source: RFC 5545 3.6.5, and
3.3.5 for local times that the clock shows twice or never.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta, tzinfo

from okrboard.calendar.recurrence import Rule, instances
from okrboard.domain.record import Record
from okrboard.errors import Unreadable
from okrboard.text import clean

MAX_ONSETS = 5000
FIRST_ONSET, LAST_ONSET = datetime(1970, 1, 1), datetime(2100, 1, 1)
"""Rules are worked out for so long; a single onset may lie before."""
_EARLIEST = 1904
"""Windows has its rules begin in 1601; from this leap year on they are the same."""


class Observance(Record):
    """A STANDARD or DAYLIGHT part."""

    begins: datetime
    """Naive, by the clock before the change."""
    before: timedelta
    after: timedelta
    rule: Rule | None = None
    until: datetime | None = None
    """The rule's end by the same clock."""
    dates: tuple[datetime, ...] = ()
    """Further onsets."""


class Onset(Record):
    """One change of the clock."""

    wall: datetime
    """Naive, by the clock before the change."""
    before: timedelta
    after: timedelta

    @property
    def instant(self) -> datetime:
        """The instant as a naive time in UTC."""
        return self.wall - self.before


class FileZone(tzinfo):
    """A zone that a file describes; before its first change the offset is that before it."""

    def __init__(self, tzid: str, observances: list[Observance], seconds: float) -> None:
        """Work the changes out. Raises Unreadable when there is none, or it takes too long."""
        self.key = tzid
        self.onsets = sorted(_onsets(tzid, observances, seconds), key=lambda each: each.instant)
        # A time in the gap has the offset before it, one shown twice means the first (fold 0).
        self._walls = [
            [each.wall + pick(each.after - each.before, timedelta()) for each in self.onsets]
            for pick in (max, min)
        ]
        self._instants = [each.instant for each in self.onsets]

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Return the offset of a local time."""
        if at is None:
            return self.onsets[-1].after
        return self._offset(bisect_right(self._walls[at.fold], at.replace(tzinfo=None, fold=0)))

    def dst(self, at: datetime | None) -> timedelta:
        """Return nothing: a file need not say which of its times is the standard."""
        del at
        return timedelta()

    def tzname(self, at: datetime | None) -> str:
        """Return the TZID."""
        del at
        return self.key

    def fromutc(self, at: datetime) -> datetime:
        """Return the local time of an instant."""
        naive = at.replace(tzinfo=None)
        offset = self._offset(bisect_right(self._instants, naive))
        local = (naive + offset).replace(tzinfo=self)
        return local if local.utcoffset() == offset else local.replace(fold=1)

    def _offset(self, changes: int) -> timedelta:
        return self.onsets[changes - 1].after if changes else self.onsets[0].before


def _onsets(tzid: str, observances: list[Observance], seconds: float) -> list[Onset]:
    from time import thread_time

    deadline = thread_time() + seconds
    found: dict[tuple[datetime, timedelta, timedelta], None] = {}
    for each in observances:
        walls = [each.begins, *each.dates]
        if each.rule is not None:
            start = max(each.begins, each.begins.replace(year=_EARLIEST))
            high = LAST_ONSET if each.until is None else min(each.until, LAST_ONSET)
            walls += instances(each.rule, start, max(start, FIRST_ONSET), high)
        found.update(dict.fromkeys((wall, each.before, each.after) for wall in walls))
        if len(found) > MAX_ONSETS or thread_time() > deadline:
            raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} takes too long to work out.")
    if not found:
        raise Unreadable(f"VTIMEZONE {clean(tzid, 60)} says nothing.")
    return [Onset(*each) for each in found]
