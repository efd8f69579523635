"""When the story happens: every moment of the demo board, counted back from now.

The cycle runs for eighteen weeks, Monday to Sunday, and the newest Friday check-in that is over
is that of its eleventh week. So now lies in week 11 or 12, whatever its weekday, and nothing of the
story lies in the future.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from okrboard.domain.record import Record
from okrboard.errors import Refused

WEEKS = 18
"""Weeks of a cycle: four months."""

CHECK_INS = 10
"""Weekly check-ins so far; the first one is on the second Friday."""

FRIDAY = 4
MEETING_OVER = time(15, 45)

_QUIET_DAYS = frozenset(((1, 1), (12, 25), (12, 26)))
"""Month and day on which nobody meets; a Friday on one of them is held two days early."""


class Times(Record):
    """The days of the story."""

    first: date
    """First day of the running cycle, a Monday."""
    zone: tzinfo

    @property
    def last(self) -> date:
        """The running cycle's last day, a Sunday."""
        return self.first + timedelta(weeks=WEEKS, days=-1)

    def span(self, cycles: int) -> tuple[date, date]:
        """Return the first and last day of a cycle counted from the running one: -1 is before."""
        shift = timedelta(weeks=WEEKS * cycles)
        return self.first + shift, self.last + shift

    def name(self, cycles: int) -> str:
        """Return the name of a cycle: the third of the year that the middle of it lies in.

        Counted from the running one, so that neighbours are neighbours in name, too.
        """
        middle = self.first + timedelta(weeks=WEEKS // 2)
        thirds = middle.year * 3 + (middle.month - 1) // 4 + cycles
        return f"{thirds // 3}-T{thirds % 3 + 1}"

    def day(self, week: int, weekday: int = 0) -> date:
        """Return a day of the running cycle; its first week is 1, weeks before it 0 and below."""
        return self.first + timedelta(weeks=week - 1, days=weekday)

    def check_in(self, week: int) -> date:
        """Return the day on which a week's check-in is held: its Friday, or two days before."""
        friday = self.day(week, FRIDAY)
        quiet = (friday.month, friday.day) in _QUIET_DAYS
        return friday - timedelta(days=2) if quiet else friday

    def moment(self, day: date, clock: str) -> datetime:
        """Return an instant on a day by the clock on the wall, as `15:04`."""
        return datetime.combine(day, time.fromisoformat(clock), self.zone)


def times(now: datetime, zone: tzinfo) -> Times:
    """Return the days of a story that has come to its eleventh or twelfth week now.

    Raises `Refused` for a year too near to the ends of the calendar.
    """
    if not 1000 < now.year < 9000:
        raise Refused(f"the demo board cannot be set in the year {now.year}; check OKRBOARD_NOW")
    local = now.astimezone(zone)
    friday = local.date() - timedelta(days=(local.weekday() - FRIDAY) % 7)
    if friday == local.date() and local.time() < MEETING_OVER:
        friday -= timedelta(weeks=1)
    return Times(friday - timedelta(weeks=CHECK_INS, days=FRIDAY), zone)
