"""Closing a cycle calls no meeting off: what lies ahead stays in the calendar, and no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

from support.schedules import Office, office, uids

from okrboard.calendar.description import plans
from okrboard.calendar.from_board import (
    carried_over,
    kept_series,
    next_meeting,
)
from okrboard.calendar.ical import calendar_file
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle, close_cycle, start_cycle
from okrboard.domain.edit.series import cancel_series, plan_cycle, skip_meeting


def closed_on(day: date) -> Office:
    """Return a board whose cycle was closed on a day, with the next one planned."""
    room = office()
    room.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    room.change(lambda draft: close_cycle(draft, 1))
    following(room, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    return room


def following(room: Office, name: str, first: date, last: date) -> int:
    def make(draft: Draft) -> int:
        id = add_cycle(draft, name, first, last).id
        plan_cycle(draft, id, uids(name))
        return id

    made: int = room.change(make)
    return made


def cycles(room: Office, *, past: bool = False) -> list[int]:
    return [one.cycle for one in kept_series(room.board, past=past)]


def test_what_lay_ahead_when_the_cycle_was_closed_is_kept() -> None:
    room = closed_on(date(2026, 12, 20))
    kept = [(one.kind, one.cycle) for one in kept_series(room.board)]
    assert kept[:2] == [("check-in", 1), ("goals", 1)]
    assert {cycle for _, cycle in kept[2:]} == {2}
    assert [one.kind for one in carried_over(room.board)] == ["check-in", "goals"]
    later = carried_over(room.board, since=date(2026, 12, 25))
    assert [one.kind for one in later] == ["check-in"]
    assert carried_over(room.board, since=date(2026, 12, 26)) == []


def test_a_file_keeps_a_closed_cycles_past_until_the_next_close() -> None:
    room = closed_on(date(2026, 12, 31))
    assert 1 not in cycles(room)
    assert cycles(room, past=True).count(1) == 4
    room.now = datetime(2027, 4, 30, 12, tzinfo=UTC)
    room.change(lambda draft: start_cycle(draft, 2))
    room.change(lambda draft: close_cycle(draft, 2))
    following(room, "2027-T2", date(2027, 5, 1), date(2027, 8, 31))
    assert set(cycles(room, past=True)) == {2, 3}


def test_the_cost_does_not_grow_with_the_cycles_that_were_closed() -> None:
    room = closed_on(date(2026, 12, 20))
    for year in range(2028, 2034):
        newest = max(room.board.cycles)
        room.now = datetime(year - 1, 12, 20, 12, tzinfo=UTC)
        room.change(partial(start_cycle, id=newest))
        room.change(partial(close_cycle, id=newest))
        following(room, str(year), date(year, 1, 1), date(year, 4, 30))
    assert len(room.board.series) > 30
    assert len(cycles(room, past=True)) == 8


def test_a_series_cancelled_after_the_close_is_told_as_cancelled() -> None:
    room = closed_on(date(2026, 12, 20))
    goals = next(one for one in kept_series(room.board) if one.kind == "goals")
    room.change(lambda draft: cancel_series(draft, goals.id))
    data = calendar_file(plans(room.board, kept_series(room.board)), "Ours").decode()
    assert goals.uid in data
    assert "STATUS:CANCELLED" in data


def test_the_same_board_keeps_the_same_on_any_day() -> None:
    room = closed_on(date(2026, 12, 20))
    data = calendar_file(plans(room.board, kept_series(room.board, past=True)), "Ours")
    room.now += timedelta(days=200)
    assert calendar_file(plans(room.board, kept_series(room.board, past=True)), "Ours") == data


def test_the_next_meeting_may_be_of_a_closed_cycle_or_any_kind() -> None:
    room = closed_on(date(2026, 12, 20))
    after = datetime(2026, 12, 20, 12, tzinfo=UTC)
    found = next_meeting(room.board, "", after)
    assert found is not None
    assert (found.series.kind, found.start.isoformat()) == ("goals", "2026-12-24T13:00:00+01:00")
    found = next_meeting(room.board, "check-in", after)
    assert found is not None
    assert found.start.date() == date(2026, 12, 25)
    series, day = found.series.id, found.day
    room.change(lambda draft: skip_meeting(draft, series, day))
    found = next_meeting(room.board, "", datetime(2026, 12, 25, tzinfo=UTC))
    assert found is not None
    assert found.series.cycle == 2
    assert next_meeting(room.board, "", datetime(2028, 1, 1, tzinfo=UTC)) is None
