"""The demo's calendar: the running cycle's meetings, the days nobody works, a skip and a move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from demo_story.script import Script

from okrboard.domain.changes import Draft
from okrboard.domain.edit.series import (
    edit_series,
    move_meeting,
    plan_cycle,
    put_holidays,
    skip_meeting,
)
from okrboard.domain.records import Holiday

_DAYS = (
    (1, 1, "New Year"),
    (5, 1, "Labour Day"),
    (10, 3, "Unity Day"),
    (12, 24, "Christmas Eve"),
    (12, 25, "Christmas"),
    (12, 26, "Boxing Day"),
    (12, 31, "New Year's Eve"),
)


def change_meetings(script: Script) -> None:
    """Let one check-in be skipped and one moved."""
    times = script.times
    moved, skipped = times.day(13, 4), times.day(15, 4)
    start = datetime.combine(times.day(13, 3), times.at(13, 3, 10).time(), times.zone)

    def move(draft: Draft) -> None:
        move_meeting(draft, _check_ins(draft), moved, start, "the warehouse opens on Friday")

    def skip(draft: Draft) -> None:
        skip_meeting(draft, _check_ins(draft), skipped, "everybody is at the fair")

    script.then(times.at(11, 0, 9, 40), "hana", move)
    script.then(times.at(11, 0, 9, 43), "hana", skip)


def plan_meetings(script: Script, draft: Draft) -> None:
    """Plan the running cycle, its first check-in in the second week."""
    times = script.times
    years = sorted({times.first.year, times.last.year})
    days = [Holiday(date(year, month, day), name) for year in years for month, day, name in _DAYS]
    put_holidays(draft, "Public holidays", days)
    made = plan_cycle(draft, script.cycles[0], _uids(times.first))
    what = draft.what
    edit_series(draft, made[0].id, first=times.day(2), holidays="before", alarm_minutes=10)
    draft.what = what


def _check_ins(draft: Draft) -> int:
    return next(one.id for one in draft.board.series.values() if one.kind == "check-in")


def _uids(first: date) -> Callable[[], str]:
    from uuid import NAMESPACE_URL, uuid5

    count = iter(range(100))
    return lambda: str(uuid5(NAMESPACE_URL, f"okrboard:demo:{first}:{next(count)}"))
