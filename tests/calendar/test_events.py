"""Which events a series becomes: each trap of the contract by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from calendar_data import UID, Moved, changed, fridays

from okrboard.calendar.plan import Event, Plan, events, own_uids, single_uid


def series(plan: Plan) -> Event:
    (found,) = [each for each in events(plan) if each.uid == UID and each.replaces is None]
    return found


def overrides(plan: Plan) -> list[Event]:
    return [each for each in events(plan) if each.replaces is not None]


def singles(plan: Plan) -> list[Event]:
    return [each for each in events(plan) if each.uid != UID]


def moved(day: date, to: datetime) -> Plan:
    return fridays(moves={day: Moved(to, "why")})


def test_the_rule_ends_at_the_last_meeting_in_utc_of_its_season() -> None:
    assert series(fridays()).until == datetime(2026, 12, 25, 14, tzinfo=UTC)
    summer = fridays(last=date(2026, 10, 24))
    assert series(summer).until == datetime(2026, 10, 23, 13, tzinfo=UTC)


def test_the_series_starts_and_ends_at_real_meetings() -> None:
    plan = fridays(
        skips=dict.fromkeys((date(2026, 9, 4), date(2026, 9, 11), date(2026, 12, 25)), "no")
    )
    found = series(plan)
    assert found.start.date() == date(2026, 9, 18)
    assert found.until == datetime(2026, 12, 18, 14, tzinfo=UTC)
    assert found.excluded == ()


def test_a_skip_inside_is_an_exception_at_the_local_time() -> None:
    found = series(fridays(skips={date(2026, 10, 9): "fair"}))
    assert [each.isoformat() for each in found.excluded] == ["2026-10-09T15:00:00+02:00"]


def test_a_move_between_the_neighbours_stays_in_the_series() -> None:
    plan = moved(date(2026, 10, 16), datetime(2026, 10, 15, 10))
    (found,) = overrides(plan)
    assert found.uid == UID
    assert found.replaces is not None
    assert found.replaces.isoformat() == "2026-10-16T15:00:00+02:00"
    assert series(plan).excluded == ()
    assert singles(plan) == []


def test_a_move_onto_or_over_a_neighbours_day_leaves_the_series() -> None:
    for to in (datetime(2026, 10, 9, 9), datetime(2026, 10, 23, 18), datetime(2026, 11, 20, 9)):
        plan = moved(date(2026, 10, 16), to)
        assert overrides(plan) == []
        assert [each.date() for each in series(plan).excluded] == [date(2026, 10, 16)]
        (alone,) = singles(plan)
        assert alone.uid == single_uid(plan, date(2026, 10, 16))
        assert alone.start.replace(tzinfo=None) == to


def test_two_neighbours_that_move_onto_one_day_both_leave() -> None:
    plan = fridays(
        moves={
            date(2026, 10, 9): Moved(datetime(2026, 10, 13, 9)),
            date(2026, 10, 16): Moved(datetime(2026, 10, 13, 11)),
        }
    )
    assert overrides(plan) == []
    assert len(singles(plan)) == 2


def test_a_skipped_neighbours_day_is_not_passed_either() -> None:
    plan = moved(date(2026, 10, 16), datetime(2026, 10, 8, 9))
    plan = changed(plan, skips={date(2026, 10, 9): "fair"})
    assert overrides(plan) == []
    assert len(singles(plan)) == 1


def test_a_stored_uid_of_a_moved_meeting_is_kept() -> None:
    day = date(2026, 10, 16)
    plan = fridays(moves={day: Moved(datetime(2026, 11, 20, 9), uid="own-uid")})
    assert [each.uid for each in singles(plan)] == ["own-uid"]
    assert {"own-uid", UID, single_uid(plan, day)} <= own_uids(plan)


def test_the_first_meeting_is_never_moved_inside_the_series() -> None:
    plan = moved(date(2026, 9, 4), datetime(2026, 9, 3, 10))
    assert series(plan).start.date() == date(2026, 9, 11)
    assert [each.start.day for each in singles(plan)] == [3]


def test_the_last_meeting_may_move_later_inside_the_series() -> None:
    plan = moved(date(2026, 12, 25), datetime(2026, 12, 29, 10))
    assert len(overrides(plan)) == 1
    assert series(plan).until == datetime(2026, 12, 25, 14, tzinfo=UTC)


def test_a_one_time_meeting_needs_no_rule_and_keeps_its_uid() -> None:
    once = fridays(first=date(2026, 12, 1), last=date(2026, 12, 5))
    assert (series(once).every, series(once).until) == (0, None)
    elsewhere = changed(once, moves={date(2026, 12, 4): Moved(datetime(2027, 1, 20, 9))})
    (only,) = events(elsewhere)
    assert (only.uid, only.start.date(), only.every) == (UID, date(2027, 1, 20), 0)


def test_when_everything_is_skipped_the_series_is_cancelled() -> None:
    once = fridays(
        first=date(2026, 12, 1), last=date(2026, 12, 5), skips={date(2026, 12, 4): "off"}
    )
    (only,) = events(once)
    assert only.cancelled
    assert only.uid == UID


def test_a_cancelled_series_cancels_every_event_of_it() -> None:
    plan = fridays(
        moves={
            date(2026, 10, 9): Moved(datetime(2026, 10, 8, 9)),
            date(2026, 10, 16): Moved(datetime(2026, 11, 20, 9)),
        }
    )
    alive = events(plan)
    dead = events(changed(plan, state="cancelled"))
    assert len(alive) == 3
    assert dead == [each._replace(cancelled=True) for each in alive]


def test_a_single_event_that_is_gone_is_cancelled_once_more() -> None:
    plan = fridays(withdrawn={"old-uid": datetime(2026, 11, 20, 9)})
    assert [(each.uid, each.cancelled) for each in singles(plan)] == [("old-uid", True)]
    again = moved(date(2026, 10, 16), datetime(2026, 11, 20, 9))
    uid = singles(again)[0].uid
    (back,) = singles(changed(again, withdrawn={uid: datetime(2026, 11, 20, 9)}))
    assert not back.cancelled


def test_a_meeting_in_the_night_of_the_switch_is_alone_in_utc() -> None:
    for first, last, night, hour in (
        (date(2027, 3, 1), date(2027, 4, 30), date(2027, 3, 28), 1),
        (date(2026, 10, 1), date(2026, 11, 30), date(2026, 10, 25), 0),
    ):
        plan = fridays(weekday=6, at=time(2, 30), first=first, last=last)
        assert [each.date() for each in series(plan).excluded] == [night]
        (alone,) = singles(plan)
        assert alone.start.tzinfo is UTC
        assert (alone.start.hour, alone.start.minute) == (hour, 30)
        assert alone.end - alone.start == timedelta(minutes=30)


def test_a_meeting_that_spans_the_switch_stands_alone_in_utc() -> None:
    plan = fridays(
        weekday=6, at=time(1), minutes=150, first=date(2027, 3, 1), last=date(2027, 4, 30)
    )
    (alone,) = singles(plan)
    assert alone.end - alone.start == timedelta(minutes=150)


def test_times_of_utc_are_in_a_zone_of_that_name() -> None:
    found = series(fridays(zone="UTC", skips={date(2026, 10, 9): ""}))
    assert {getattr(at.tzinfo, "key", "") for at in (found.start, *found.excluded)} == {"Etc/UTC"}


def test_a_holiday_moved_to_the_day_before_is_an_override() -> None:
    plan = fridays(
        days_off={date(2026, 11, 6): "free"}, holidays="before"
    )  # fmt: skip
    (found,) = overrides(plan)
    assert found.start.date() == date(2026, 11, 5)
    assert found.reason == "free"
