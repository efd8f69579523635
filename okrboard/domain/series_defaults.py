"""The usual meetings of a cycle: as in the cycle before, else as the product has them.

A team that has found its time, its room and its holiday rule keeps them: every kind of meeting is
modelled on the one that the cycle before ended with. Its days follow from the new cycle's.
"""

from __future__ import annotations

from datetime import date, timedelta

from okrboard.domain.board import Board
from okrboard.domain.enums import MeetingKind
from okrboard.domain.record import Record
from okrboard.domain.records import Cycle, Series
from okrboard.domain.schedule import KINDS, days_of, turning_points


class Models(Record):
    """The series that a cycle's usual ones are modelled on."""

    cycle: str = ""
    """The name of the cycle that they are of; empty where there is none."""
    by_kind: dict[str, list[Series]] = {}
    """In the order of their days; of check-ins the one that was held last."""

    def of(self, kind: str, place: int = 0) -> Series | None:
        """Return the model of the meeting of a kind in a place of their order."""
        listed = self.by_kind.get(kind)
        return listed[min(place, len(listed) - 1)] if listed else None

    def weekday(self, kind: str, usual: int) -> int:
        """Return the weekday of the first meeting of a kind, the `usual` one without a model."""
        model = self.of(kind)
        return usual if model is None else model.weekday


class Placed(Record):
    """A single meeting of a cycle: its usual day, and what it is modelled on."""

    kind: MeetingKind
    day: date
    model: Series | None


def models(board: Board, cycle: Cycle, team: int = 0) -> Models:
    """Return what the usual series of a team, 0 for everybody, are modelled on in a cycle."""
    found: dict[int, list[Series]] = {}
    for series in board.series.values():
        its = board.cycles.get(series.cycle)
        earlier = its is not None and its.id != cycle.id and its.first < cycle.first
        if earlier and series.team == team and series.state == "confirmed" and days_of(series):
            found.setdefault(series.cycle, []).append(series)
    if not found:
        return Models()
    before = board.cycles[max(found, key=lambda id: (board.cycles[id].first, id))]
    by_kind: dict[str, list[Series]] = {}
    for series in sorted(found[before.id], key=lambda one: (days_of(one)[-1], one.id)):
        by_kind.setdefault(series.kind, []).append(series)
    if "check-in" in by_kind:
        by_kind["check-in"] = by_kind["check-in"][-1:]
    return Models(before.name, by_kind)


def usual_points(
    board: Board, cycle: Cycle, team: int = 0
) -> tuple[tuple[MeetingKind, date] | None, ...]:
    """Return the usual days of a cycle's single meetings, as `turning_points` does.

    Each is in the same week, on the weekday that it had in the cycle before.
    """
    placed = _placed(cycle, models(board, cycle, team), board.settings.check_in_weekday)
    return tuple(each and (each.kind, each.day) for each in placed)


def _placed(cycle: Cycle, like: Models, weekday: int) -> list[Placed | None]:
    """Return a cycle's single meetings in the order of its turning points, None for those it has no
    day for; `weekday` is the board's."""
    places: dict[str, int] = {}
    found: list[Placed | None] = []
    for point in turning_points(cycle, like.weekday("check-in", weekday)):
        if point is None:
            found.append(None)
            continue
        kind, day = point
        model = like.of(kind, places.get(kind, 0))
        places[kind] = places.get(kind, 0) + 1
        moved = day if model is None else day + timedelta(days=model.weekday - day.weekday())
        found.append(Placed(kind, moved if cycle.first <= moved <= cycle.last else day, model))
    return found


def usual_series(
    board: Board, cycle: Cycle, team: int = 0, since: date | None = None
) -> list[Series]:
    """Return the usual rhythm of a cycle, without UIDs and numbers; from a day on if one is given.

    A check-in every week, on the board's weekday where the cycle before has none, and one meeting
    at each turning point.
    """
    begin = max(cycle.first, since or cycle.first)
    like = models(board, cycle, team)
    found = [_next(board, cycle, like, "check-in", begin)]
    for kind, day, model in filter(None, _placed(cycle, like, board.settings.check_in_weekday)):
        if day >= begin:
            usual = usual_one(board, cycle, kind, weekday=day.weekday(), on=day)
            found.append(_like(usual, model, like.cycle))
    return [series._replace(team=team) for series in found if days_of(series)]


def usual_one(
    board: Board,
    cycle: Cycle,
    kind: MeetingKind,
    *,
    weekday: int,
    first: date | None = None,
    last: date | None = None,
    on: date | None = None,
) -> Series:
    """Return one series of a kind as it is without a cycle before; `on` makes it a single meeting.

    A single meeting may be held up to six days before its day, when that is a holiday.
    """
    summary, at, minutes = KINDS[kind]
    first = first or cycle.first
    last = last or cycle.last
    if on is not None:
        first, last = on - timedelta(days=6), on
    return Series(
        0, kind, "", summary, weekday, at, minutes, board.settings.timezone, first, last,
        cycle=cycle.id, holidays="skip" if kind == "check-in" else "before",
    )  # fmt: skip


def usual_next(board: Board, cycle: Cycle, kind: MeetingKind, first: date) -> Series:
    """Return a series of a kind from a day to a cycle's last, as the cycle before had its own."""
    return _next(board, cycle, models(board, cycle), kind, first)


def _next(board: Board, cycle: Cycle, like: Models, kind: MeetingKind, first: date) -> Series:
    weekday = like.weekday(kind, board.settings.check_in_weekday)
    usual = usual_one(board, cycle, kind, weekday=weekday, first=first, last=cycle.last)
    return _like(usual, like.of(kind), like.cycle)


def _like(usual: Series, model: Series | None, cycle: str) -> Series:
    """Return a usual series with all of its model but the days; a name of that cycle is no name."""
    if model is None:
        return usual
    of_cycle = bool(cycle) and cycle.casefold() in model.summary.casefold()
    return usual._replace(
        summary=usual.summary if of_cycle else model.summary,
        at=model.at,
        zone=model.zone,
        minutes=model.minutes,
        alarm_minutes=model.alarm_minutes,
        holidays=model.holidays,
        location=model.location,
        url=model.url,
        every=model.every if usual.kind == "check-in" else usual.every,
    )
