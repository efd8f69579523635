"""What takes place when, and why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from calendar_data import Moved, changed, fridays

from okrboard.calendar.plan import Occurrence, Plan, occurrences
from okrboard.errors import Refused, UsageError


def told(plan: Plan) -> list[tuple[str, str]]:
    return [(f"{each.start:%m-%d %H:%M}", each.state) for each in occurrences(plan)]


def on(plan: Plan, day: date) -> Occurrence:
    return next(each for each in occurrences(plan) if each.day == day)


def test_a_weekly_meeting_keeps_its_local_hour_at_the_switch() -> None:
    found = occurrences(fridays())
    assert [each.day for each in found][:2] == [date(2026, 9, 4), date(2026, 9, 11)]
    assert {each.start.hour for each in found} == {15}
    assert {each.start.astimezone(UTC).hour for each in found} == {13, 14}
    assert all(each.end - each.start == timedelta(minutes=30) for each in found)
    assert found[-1].day == date(2026, 12, 25)


def test_every_second_week_counts_from_the_first_meeting() -> None:
    days = [each.day for each in occurrences(fridays(every=2))]
    assert days[:3] == [date(2026, 9, 4), date(2026, 9, 18), date(2026, 10, 2)]


def test_a_span_without_the_weekday_holds_nothing() -> None:
    assert occurrences(fridays(last=date(2026, 9, 3))) == []


def test_a_skip_a_move_and_a_holiday_say_why() -> None:
    plan = fridays(
        last=date(2026, 9, 30),
        skips={date(2026, 9, 4): "kick-off"},
        moves={date(2026, 9, 11): Moved(datetime(2026, 9, 10, 9), "travel")},
        days_off={date(2026, 9, 18): "Founders' day"},
    )
    assert told(plan) == [
        ("09-04 15:00", "skipped"),
        ("09-10 09:00", "moved"),
        ("09-18 15:00", "holiday"),
        ("09-25 15:00", "planned"),
    ]
    assert [each.reason for each in occurrences(plan)] == [
        "kick-off", "travel", "Founders' day", ""
    ]  # fmt: skip


def test_a_move_may_be_given_in_another_zone() -> None:
    moved = Moved(datetime(2026, 9, 11, 7, tzinfo=UTC))
    assert on(fridays(moves={date(2026, 9, 11): moved}), date(2026, 9, 11)).start == (
        datetime(2026, 9, 11, 7, tzinfo=UTC)
    )
    assert told(fridays(moves={date(2026, 9, 11): moved}))[1] == ("09-11 09:00", "moved")


def test_a_move_to_where_it_was_is_no_move() -> None:
    moved = Moved(datetime(2026, 9, 11, 15))
    assert told(fridays(moves={date(2026, 9, 11): moved}))[1][1] == "planned"


def test_a_skip_wins_over_a_move_and_a_move_over_a_holiday() -> None:
    day = date(2026, 9, 11)
    plan = fridays(moves={day: Moved(datetime(2026, 9, 10, 9))}, days_off={day: "x"})
    assert on(plan, day).state == "moved"
    assert on(changed(plan, skips={day: "off"}), day).state == "skipped"


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        ({date(2026, 12, 25)}, "12-24 15:00"),
        ({date(2026, 12, 25), date(2026, 12, 24)}, "12-23 15:00"),
        ({date(2026, 12, 19) + timedelta(days=step) for step in range(7)}, None),
    ],
)
def test_a_meeting_on_a_holiday_moves_to_the_working_day_before(
    free: set[date], expected: str | None
) -> None:
    plan = fridays(days_off=dict.fromkeys(free, "Christmas"), holidays="before")
    found = on(plan, date(2026, 12, 25))
    assert found.reason == "Christmas"
    if expected is None:
        assert found.state == "holiday"
    else:
        assert (f"{found.start:%m-%d %H:%M}", found.state) == (expected, "moved")


def test_a_monday_holiday_moves_over_the_weekend_to_friday() -> None:
    plan = fridays(weekday=0, days_off={date(2026, 10, 5): "free"}, holidays="before")
    assert on(plan, date(2026, 10, 5)).start.date() == date(2026, 10, 2)


def test_before_the_first_day_of_the_cycle_nothing_is_moved() -> None:
    plan = fridays(first=date(2026, 9, 4), days_off={date(2026, 9, 4): "free"}, holidays="before")
    assert on(plan, date(2026, 9, 4)).state == "holiday"


def test_a_time_in_the_gap_is_shown_as_the_clock_shows_it() -> None:
    plan = fridays(weekday=6, at=time(2, 30), first=date(2027, 3, 1), last=date(2027, 4, 5))
    found = on(plan, date(2027, 3, 28))
    assert found.start.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert f"{found.start:%H:%M %z}" == "03:30 +0200"
    assert "02:30" in found.reason


def test_a_time_that_comes_twice_is_the_first_one() -> None:
    plan = fridays(weekday=6, at=time(2, 30))
    found = on(plan, date(2026, 10, 25))
    assert found.start.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_meeting_over_the_switch_takes_real_minutes() -> None:
    plan = fridays(
        weekday=6, at=time(1, 30), minutes=60, first=date(2027, 3, 1), last=date(2027, 4, 5)
    )
    found = on(plan, date(2027, 3, 28))
    assert f"{found.start:%H:%M}-{found.end:%H:%M}" == "01:30-03:30"


def test_a_cancelled_series_keeps_saying_what_was_skipped() -> None:
    plan = fridays(state="cancelled", skips={date(2026, 9, 4): "kick-off"})
    assert [state for _, state in told(plan)][:2] == ["skipped", "cancelled"]


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 0},
        {"minutes": 2000},
        {"every": 0},
        {"every": 10**9},
        {"weekday": 7},
        {"last": date(2190, 1, 1)},
        {"first": date(1, 1, 1)},
    ],
)
def test_what_is_impossible_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        occurrences(fridays(**change))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="Mars"):
        occurrences(fridays(zone="Mars/Olympus"))
