"""A cycle whose days change takes its meetings along, and calendars are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.schedules import Office, office

from okrboard.calendar.check import check
from okrboard.calendar.description import plans
from okrboard.calendar.from_board import meetings
from okrboard.calendar.ical import calendar_file
from okrboard.calendar.plan import takes_place
from okrboard.domain.edit.cycles import carried, edit_cycle
from okrboard.domain.edit.series import (
    add_series,
    change_from,
    edit_series,
    end_series,
    move_meeting,
    skip_meeting,
)
from okrboard.domain.records import Cycle, Series, Skip
from okrboard.domain.schedule import days_of, usual_one, usual_series

if TYPE_CHECKING:
    from okrboard.domain.changes import Draft

FRIDAY = date(2026, 11, 27)


def to_last_day(room: Office, last: date) -> list[str]:
    """Change the cycle's last day; return what is said of its meetings."""
    return to_days(room, last=last)


def to_days(room: Office, **days: date) -> list[str]:
    def edit(draft: Draft) -> list[str]:
        before = draft.board
        edit_cycle(draft, 1, **days)
        told = carried(before, draft.board, 1, draft.stamp.today)
        return [one.sentence for one in told]

    told: list[str] = room.change(edit)
    return told


def exported(room: Office) -> str:
    """Return the calendar's file, unfolded; it has to be sound."""
    data = calendar_file(plans(room.board, room.board.series.values()), "Ours")
    assert check(data).breaches == ()
    return data.decode().replace("\r\n ", "")


def event_of(room: Office, id: int) -> str:
    """Return the lines of a series' own event."""
    uid = room.board.series[id].uid
    found = [part for part in exported(room).split("BEGIN:VEVENT") if f"UID:{uid}\r" in part]
    return found[0]


def last_days(room: Office) -> dict[int, date]:
    return {id: days_of(series)[-1] for id, series in room.board.series.items()}


def uids(room: Office) -> list[str]:
    return [series.uid for series in room.board.series.values()]


def test_a_longer_cycle_has_check_ins_to_its_new_last_day() -> None:
    room = office()
    before = uids(room)
    assert "UNTIL=20261225T140000Z" in event_of(room, 1)
    told = to_last_day(room, date(2027, 1, 31))
    assert told == [
        "S1 OKR check-in runs to 2027-01-31",
        "S3 OKR rest & reflect is on 2027-01-14",
        "S4 OKR goal setting is on 2027-01-21",
    ]
    assert "UNTIL=20270129T140000Z" in event_of(room, 1)
    assert uids(room) == before
    assert [one.sequence for one in room.board.series.values()] == [1, 0, 1, 1]
    assert "DTSTART;TZID=Europe/Berlin:20270121T130000" in event_of(room, 4)
    usual = usual_series(room.board, room.board.cycles[1])
    ends = [days_of(one)[-1] for one in usual]
    # The reflection of 29 October is over: it stays, and nobody is told of it.
    assert list(last_days(room).values()) == [ends[0], date(2026, 10, 29), *ends[2:]]


def test_a_shorter_cycle_has_no_check_in_after_its_last_day() -> None:
    room = office()
    far = datetime(2027, 2, 2, 9, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 1, date(2026, 12, 18), far))
    room.change(lambda draft: skip_meeting(draft, 1, FRIDAY, "fair"))
    (moved,) = room.board.series[1].moves
    told = to_last_day(room, date(2026, 12, 12))
    assert told == [
        "S1 OKR check-in runs to 2026-12-12",
        "S3 OKR rest & reflect is on 2026-11-26",
        "S4 OKR goal setting is on 2026-12-03",
    ]
    series = room.board.series[1]
    assert "UNTIL=20261211T140000Z" in event_of(room, 1)
    assert [one.on for one in series.skips] == [FRIDAY]
    assert series.moves == ()
    # The meeting that had an event of its own is called off in calendars.
    assert [one.uid for one in series.withdrawn] == [moved.uid]
    assert series.sequence == 3


def test_undo_takes_the_cycle_and_all_its_meetings_back_at_once() -> None:
    room = office()
    before = room.board
    to_last_day(room, date(2027, 1, 31))
    room.undo()
    after = room.board
    assert after.cycles[1] == before.cycles[1]
    for id, series in before.series.items():
        told = after.series[id]
        assert told._replace(sequence=0, modified=None) == series._replace(
            sequence=0, modified=None
        )
        assert told.sequence >= series.sequence
    assert "UNTIL=20261225T140000Z" in event_of(room, 1)


def test_what_was_put_somewhere_by_hand_stays() -> None:
    room = office()
    room.change(lambda draft: end_series(draft, 1, date(2026, 12, 18)))
    monday = datetime(2026, 12, 14, 9, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 3, date(2026, 12, 17), monday))
    first, last = date(2026, 12, 16), date(2026, 12, 16)
    room.change(lambda draft: edit_series(draft, 4, first=first, last=last, weekday=2))
    before = dict(room.board.series.items())
    told = to_last_day(room, date(2027, 1, 31))
    assert told == [
        "S3 OKR rest & reflect stays on 2026-12-17",
        "S4 OKR goal setting stays on 2026-12-16",
    ]
    assert dict(room.board.series.items()) == before


def test_a_series_ended_by_hand_is_cut_only_by_an_earlier_cycle() -> None:
    room = office()
    room.change(lambda draft: end_series(draft, 1, date(2026, 12, 18)))
    assert to_last_day(room, date(2026, 12, 10))[0] == "S1 OKR check-in runs to 2026-12-10"
    assert last_days(room)[1] == date(2026, 12, 4)


def test_the_outside_part_of_a_series_in_two_is_cancelled() -> None:
    room = office()
    room.change(lambda draft: change_from(draft, 1, date(2026, 12, 15), "later", at="16:00"))
    told = to_last_day(room, date(2026, 12, 12))
    assert "S5 OKR check-in is cancelled: all its meetings were outside" in told
    assert "S1 OKR check-in runs to 2026-12-12" in told
    assert "STATUS:CANCELLED" in event_of(room, 5)
    assert last_days(room)[1] == date(2026, 12, 11)


def test_a_new_place_in_the_past_is_no_place() -> None:
    room = office()
    told = to_last_day(room, date(2026, 12, 4))
    assert told[1:] == [
        "S3 OKR rest & reflect stays, with 2026-12-17 after the last day",
        "S4 OKR goal setting is on 2026-11-26",
    ]


def test_a_single_meeting_on_the_last_day_does_not_become_many() -> None:
    room = office()
    last = room.board.cycles[1].last

    def plan(draft: Draft) -> Series:
        cycle = draft.board.cycles[1]
        one = usual_one(draft.board, cycle, "goals", weekday=last.weekday(), on=last)
        return add_series(draft, one._replace(uid="last"))

    room.change(plan)
    assert f"S5 OKR goal setting stays on {last}" in to_last_day(room, date(2027, 2, 26))
    assert days_of(room.board.series[5]) == [last]


def test_a_first_day_takes_check_ins_along_and_keeps_the_weeks() -> None:
    room = office()
    assert to_days(room, first=date(2026, 9, 9))[0] == "S1 OKR check-in begins on 2026-09-09"
    assert days_of(room.board.series[1])[0] == date(2026, 9, 11)
    room.change(lambda draft: edit_series(draft, 1, every=2))
    weeks = days_of(room.board.series[1])
    to_days(room, first=date(2026, 9, 16))
    assert days_of(room.board.series[1]) == weeks[1:]
    to_days(room, last=date(2027, 2, 12))
    assert days_of(room.board.series[1])[: len(weeks) - 1] == weeks[1:]


def test_another_name_moves_nothing() -> None:
    room = office()
    before = dict(room.board.series.items())
    room.change(lambda draft: edit_cycle(draft, 1, name="Autumn"))
    assert dict(room.board.series.items()) == before


def test_check_ins_left_only_skipped_are_called_off() -> None:
    room = office()
    skips = tuple(Skip(day, "fair") for day in days_of(room.board.series[1])[:-1])
    room.change(lambda draft: draft.put(draft.board.series[1]._replace(skips=skips)))
    sequence = room.board.series[1].sequence
    to_last_day(room, date(2026, 12, 20))
    assert "STATUS:CANCELLED" in event_of(room, 1)
    assert room.board.series[1].sequence == sequence + 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-100, 200), min_size=1, max_size=4))
def test_a_cycle_that_changes_often_is_as_one_planned_so(steps: list[int]) -> None:
    room = office()
    for step in steps:
        last = max(date(2026, 11, 28), room.board.cycles[1].last + timedelta(days=step))
        if last == room.board.cycles[1].last:
            continue
        told = to_last_day(room, last)
        (check_ins,) = [one for one in room.board.series.values() if one.kind == "check-in"]
        usual = usual_series(room.board, room.board.cycles[1])[0]
        assert days_of(check_ins) == days_of(usual)
        for one in meetings(room.board, room.board.series.values()):
            if takes_place(one.occurrence) and one.day > last:
                assert any(f"{one.ref} " in line and "after" in line for line in told)
        exported(room)


def test_a_team_s_meetings_go_along_as_everybody_s_do() -> None:
    room = office()
    room.change(lambda draft: edit_series(draft, 4, team=1))
    to_last_day(room, date(2027, 1, 31))
    assert room.board.series[4].team == 1
    assert last_days(room)[4] == date(2027, 1, 21)


def test_another_cycle_s_meetings_stay() -> None:
    room = office()

    def plan(draft: Draft) -> None:
        cycle = draft.add(Cycle(0, "2027-T1", date(2026, 9, 1), date(2026, 12, 31)))
        one = usual_one(draft.board, cycle, "check-in", weekday=4)
        add_series(draft, one._replace(uid="other"))

    room.change(plan)
    to_last_day(room, date(2027, 1, 31))
    assert last_days(room)[5] == date(2026, 12, 25)
