"""The next check-in is the schedule's, skips, moves and holidays minded; else the usual weekday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.making import TODAY
from support.meetings import Room
from support.schedules import Office, office, uids, unplanned

from okrboard.calendar.from_board import meetings
from okrboard.calendar.plan import takes_place
from okrboard.domain.edit.actions import add_action, carry_action
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.edit.series import (
    cancel_series,
    edit_series,
    end_series,
    move_meeting,
    plan_cycle,
    put_holidays,
    skip_meeting,
)
from okrboard.domain.meeting.flow import close
from okrboard.domain.records import Holiday
from okrboard.domain.schedule import (
    check_in_before,
    check_in_due,
    held_days,
    next_check_in,
    next_day,
    reach,
)
from okrboard.errors import OkrboardError

FRIDAY = date(2026, 11, 27)
CHRISTMAS = Holiday(date(2026, 12, 25), "Christmas")


def test_what_is_skipped_moved_or_off_is_not_the_next_check_in() -> None:
    room = office()
    assert next_check_in(room.board, TODAY) == FRIDAY
    room.change(lambda draft: skip_meeting(draft, 1, FRIDAY))
    assert next_check_in(room.board, TODAY) == date(2026, 12, 4)
    early = datetime(2026, 12, 2, 9, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 1, date(2026, 12, 4), early))
    assert next_check_in(room.board, TODAY) == early.date()
    assert next_check_in(room.board, early.date()) == date(2026, 12, 11)
    room.change(lambda draft: edit_series(draft, 1, holidays="before"))
    room.change(lambda draft: put_holidays(draft, "Public", [CHRISTMAS]))
    assert next_check_in(room.board, date(2026, 12, 18)) == date(2026, 12, 24)


def test_without_a_meeting_ahead_it_is_the_board_s_weekday() -> None:
    room = office()
    assert next_check_in(room.board, date(2026, 12, 25)) == date(2027, 1, 1)
    room.change(lambda draft: cancel_series(draft, 1))
    assert next_check_in(room.board, TODAY) == FRIDAY
    assert next_check_in(unplanned(), TODAY) == FRIDAY


def test_one_today_is_due_today_and_the_next_is_another_day() -> None:
    board = office().board
    assert (check_in_due(board, FRIDAY), next_check_in(board, FRIDAY)) == (
        FRIDAY,
        date(2026, 12, 4),
    )


def test_after_today_s_was_held_the_next_is_another_day() -> None:
    room = Room()
    friday = room.now.date()
    meeting = room.starts()
    assert check_in_due(room.board, friday) == friday
    room.does("ana", lambda draft: close(draft, meeting.id, lambda board, held: ""))
    assert check_in_due(room.board, friday) == friday + timedelta(7)
    assert check_in_due(room.board, friday + timedelta(7)) == friday + timedelta(7)
    # The next one was put on the day before since then.
    room.does("ana", lambda draft: edit_settings(draft, check_in_weekday=3))
    assert check_in_due(room.board, friday + timedelta(6)) == friday + timedelta(6)


def test_the_check_in_before_is_the_one_that_was_held() -> None:
    room = office()
    assert check_in_before(room.board, FRIDAY) == date(2026, 11, 20)
    room.change(lambda draft: skip_meeting(draft, 1, date(2026, 11, 20)))
    assert check_in_before(room.board, FRIDAY) == date(2026, 11, 13)
    assert check_in_before(unplanned(), FRIDAY) == date(2026, 11, 20)
    assert check_in_before(room.board, date(2027, 9, 3)) == date(2027, 8, 27)


def test_a_team_goes_to_its_own_and_to_everybody_s() -> None:
    room = office()
    room.change(lambda draft: plan_cycle(draft, 1, uids("b"), team=1))
    own = next(one.id for one in room.board.series.values() if one.team and one.kind == "check-in")
    room.change(lambda draft: edit_series(draft, own, weekday=1))
    tuesday = date(2026, 11, 24)
    assert next_check_in(room.board, TODAY, 1) == tuesday
    assert next_check_in(room.board, tuesday, 1) == FRIDAY
    assert next_check_in(room.board, TODAY) == FRIDAY
    room.change(lambda draft: end_series(draft, 1, FRIDAY))
    assert next_check_in(room.board, TODAY) == tuesday


def test_a_move_is_on_the_day_that_its_people_see() -> None:
    for zone, hour, day in (
        ("Australia/Sydney", 22, date(2026, 11, 26)),
        ("America/Los_Angeles", 1, date(2026, 11, 24)),
    ):
        room = office(zone)
        at = datetime(2026, 11, 25, hour, tzinfo=UTC)
        room.change(partial(move_meeting, id=1, day=FRIDAY, start=at))
        assert next_check_in(room.board, TODAY) == day


def test_a_new_action_is_due_and_carried_to_that_day() -> None:
    room = office()
    room.change(lambda draft: skip_meeting(draft, 1, FRIDAY))
    action = room.change(lambda draft: add_action(draft, "Alert review", key_result=1))
    assert action.due == date(2026, 12, 4)
    room.change(lambda draft: edit_settings(draft, check_in_weekday=2))
    assert room.change(lambda draft: carry_action(draft, action.id)).due == date(2026, 12, 4)


DAYS = st.dates(date(2026, 8, 20), date(2027, 1, 10))
STEPS = st.one_of(
    st.tuples(st.just("skip"), st.integers(0, 20)),
    st.tuples(st.just("move"), st.integers(0, 20), DAYS, st.integers(0, 23)),
    st.tuples(st.just("holiday"), st.lists(DAYS, min_size=1, max_size=6)),
    st.tuples(st.just("rule"), st.integers(0, 6), st.integers(1, 3), st.sampled_from(
        ["skip", "before"]), st.sampled_from(["Europe/Berlin", "Australia/Sydney"])),
)  # fmt: skip


def act(room: Office, step: tuple[Any, ...]) -> None:
    days = held_days(room.board, room.check_ins)
    if step[0] == "holiday":
        free = [Holiday(day) for day in step[1]]
        room.change(lambda draft: put_holidays(draft, "Public", free))
    elif step[0] == "rule":
        names = ("weekday", "every", "holidays", "zone")
        rule = dict(zip(names, step[1:], strict=True))
        room.change(lambda draft: edit_series(draft, 1, **rule))
    elif step[0] == "skip" and days:
        room.change(lambda draft: skip_meeting(draft, 1, days[step[1] % len(days)]))
    elif days:
        start = datetime.combine(step[2], datetime.min.time(), UTC) + timedelta(hours=step[3])
        room.change(lambda draft: move_meeting(draft, 1, days[step[1] % len(days)], start))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=6))
def test_the_days_are_those_of_the_calendar(steps: list[tuple[Any, ...]]) -> None:
    room = office()
    for step in steps:
        try:
            act(room, step)
        except OkrboardError:
            continue
    for series in room.board.series.values():
        held = [
            one.start.date()
            for one in meetings(room.board, [series])
            if takes_place(one.occurrence)
        ]
        assert held_days(room.board, series) == sorted(held)
        assert max(held, default=series.last) <= reach(series)
        first = held[0] if held else series.first
        later = [day for day in held if day > first]
        if later and not series.team and series.kind == "check-in":
            assert next_day(room.board, series.kind, first) == min(later)
