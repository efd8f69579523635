"""A cycle's meetings go along when its days change.

- What repeats and ran from the cycle's first day or to its last does so still; what would reach out
  of the cycle now is cut, and called off when nothing is left of it.
- A single meeting that is still to come goes to where one is usually held in the new span, if it
  was where one is usually held in the old.
- What was put somewhere else by hand stays.

A series keeps its UID. What calendars are told is `okrboard.calendar.sequence`'s matter, as always.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.series import cancel_series, edit_series
from okrboard.domain.lookup import reference
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import days_of, usual_points
from okrboard.text import squeeze


class Carried(Record):
    """What became of one series when the days of its cycle changed."""

    series: Series
    """As it is now."""
    how: str
    """In words that follow its name: `runs to 2027-01-15`."""
    went: bool
    """False for one that stays although it lies outside, or somewhere else than usual."""

    @property
    def ref(self) -> str:
        """The reference of the series."""
        return reference("series", self.series.id)

    @property
    def sentence(self) -> str:
        """What became of it, in one line."""
        return f"{self.ref} {squeeze(self.series.summary, 80)} {self.how}"


def carry_along(draft: Draft, old: Cycle, new: Cycle) -> None:
    """Let a cycle's series go along from its old days to its new ones."""
    if (old.first, old.last) == (new.first, new.last):
        return
    what = draft.what
    for series in list(_standing(draft.board, new.id)):
        if _is_single(series):
            _place(draft, series, old, new)
        else:
            _span(draft, series, old, new)
    draft.what = what


def carried(before: Board, after: Board, cycle: int, today: date) -> list[Carried]:
    """Say what became of the series of a cycle between two boards, in their order.

    What stays as it is and where it belongs is not told.
    """
    old, new = before.cycles[cycle], after.cycles[cycle]
    if (old.first, old.last) == (new.first, new.last):
        return []
    found = []
    for was in _standing(before, cycle):
        how, went = _told(was, after.series[was.id], new)
        if not how and _is_single(was) and days_of(was)[0] > today:
            placed = (was.kind, days_of(was)[0]) in usual_points(after, new, was.team)
            how = "" if placed else f"stays on {days_of(was)[0]}"
        if how:
            found.append(Carried(after.series[was.id], how, went))
    return found


def _standing(board: Board, cycle: int) -> Iterator[Series]:
    for series in board.series.values():
        if series.cycle == cycle and series.state == "confirmed" and days_of(series):
            yield series


def _is_single(series: Series) -> bool:
    """Say whether a series is one meeting; check-ins that have come down to one still repeat."""
    return series.kind != "check-in" and len(days_of(series)) == 1


def _span(draft: Draft, series: Series, old: Cycle, new: Cycle) -> None:
    """Let what repeats begin and end with its cycle."""
    first, last = series.first, series.last
    if last == old.last or new.last < last <= old.last:
        last = new.last
    if first == old.first or new.first > first >= old.first:
        first = _in_step(series, new.first)
    if (first, last) == (series.first, series.last):
        return
    if days_of(series._replace(first=first, last=last)):
        edit_series(draft, series.id, first=first, last=last)
    else:
        cancel_series(draft, series.id)


def _in_step(series: Series, first: date) -> date:
    """Return a first day on which a series begins in the weeks in which it has been held."""
    begin = days_of(series)[0]
    step = 7 * series.every
    held = begin - timedelta(days=(begin - first).days // step * step)
    return first if days_of(series._replace(first=first, last=held))[:1] == [held] else held


def _place(draft: Draft, series: Series, old: Cycle, new: Cycle) -> None:
    """Move a single meeting that is still to come from its old usual day to its new one."""
    board, today = draft.board, draft.stamp.today
    day = days_of(series)[0]
    if series.skips or series.moves or day <= today:
        return
    then_and_now = (usual_points(board, cycle, series.team) for cycle in (old, new))
    points = zip(*then_and_now, strict=True)
    usual = next((then for was, then in points if was == (series.kind, day)), None)
    if usual is None or usual[1] <= today or usual[1] == day:
        return
    way = usual[1] - day
    edit_series(
        draft,
        series.id,
        first=series.first + way,
        last=series.last + way,
        weekday=usual[1].weekday(),
    )


def _told(was: Series, now: Series, cycle: Cycle) -> tuple[str, bool]:
    """Return what became of a series, and whether it went along."""
    if now.state == "cancelled":
        return "is cancelled: all its meetings were outside", True
    days = days_of(now)
    if was != now:
        if _is_single(now):
            return f"is on {days[0]}", True
        told = [f"begins on {now.first}"] if was.first != now.first else []
        told += [f"runs to {now.last}"] if was.last != now.last else []
        return " and ".join(told), True
    if days[-1] > cycle.last:
        return f"stays, with {days[-1]} after the last day", False
    if days[0] < cycle.first:
        return f"stays, with {days[0]} before the first day", False
    return "", False
