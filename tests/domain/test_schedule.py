"""The rhythm of a cycle: what is usual, what the rule's days are, how series are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE
from support.making import TODAY, draft, furnished
from support.schedules import uids, unplanned

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.cycles import add_cycle, close_cycle
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.edit.series import (
    add_series,
    cancel_series,
    change_from,
    clock,
    edit_series,
    end_series,
    find_holidays,
    move_meeting,
    plan_cycle,
    plan_if_none,
    put_holidays,
    remove_holidays,
    restore_meeting,
    skip_meeting,
)
from okrboard.domain.parse_dates import parse_moment
from okrboard.domain.records import Cycle, Holiday
from okrboard.domain.schedule import days_of, rhythm, usual_series
from okrboard.errors import NotFound, OkrboardError, Refused
from okrboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

FRIDAY = date(2026, 11, 27)


def planned() -> tuple[Draft, int]:
    made = draft(unplanned())
    return made, plan_cycle(made, 1, uids())[0].id


def test_a_cycle_s_usual_meetings_are_those_of_the_product() -> None:
    made = draft(unplanned())
    check_in, middle, last, goals = plan_cycle(made, 1, uids())
    assert [one.kind for one in (check_in, middle, last, goals)] == [
        "check-in", "reflect", "reflect", "goals",
    ]  # fmt: skip
    assert (check_in.weekday, check_in.at, check_in.minutes) == (4, "15:00", 30)
    assert (middle.minutes, goals.minutes) == (90, 120)
    assert {one.zone for one in (check_in, middle, last, goals)} == {"Europe/Berlin"}
    assert days_of(check_in)[0] == date(2026, 9, 4)
    assert days_of(check_in)[-1] == date(2026, 12, 25)
    assert [days_of(one) for one in (middle, last, goals)] == [
        [date(2026, 10, 29)], [date(2026, 12, 17)], [date(2026, 12, 24)],
    ]  # fmt: skip
    assert len({one.uid for one in (check_in, middle, last, goals)}) == 4


@settings(max_examples=150, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 700), st.integers(0, 6))
def test_usual_meetings_lie_in_their_cycle_whatever_it_is(
    first: date, length: int, weekday: int
) -> None:
    made = draft(furnished().board)
    edit_settings(made, check_in_weekday=weekday)
    cycle = Cycle(9, "x", first, first + timedelta(days=length))
    found = usual_series(made.board, cycle)
    for series in found:
        assert all(cycle.first <= day <= cycle.last for day in days_of(series))
    singles = [days_of(one)[0] for one in found if one.kind != "check-in"]
    assert len(singles) == len(set(singles))
    checks = {day for one in found if one.kind == "check-in" for day in days_of(one)}
    assert not checks.intersection(singles)
    if length >= 60:
        kinds = ["check-in", "reflect", "reflect", "goals"]
        assert [one.kind for one in found] == kinds


def test_a_second_plan_adds_what_is_missing_and_no_more() -> None:
    made, id = planned()
    with pytest.raises(Refused, match="has its meetings already"):
        plan_cycle(made, 1, uids("more"))
    cancel_series(made, id)
    again = plan_cycle(made, 1, uids("more"))
    assert [one.kind for one in again] == ["check-in"]


def test_a_cycle_begins_without_meetings_where_no_calendar_is() -> None:
    made = draft(Board())
    short = made.add(Cycle(0, "two days", date(2026, 11, 23), date(2026, 11, 24)))
    old = made.add(Cycle(0, "old", date(1900, 1, 1), date(1900, 6, 1)))
    for cycle in (short, old):
        plan_if_none(made, cycle.id, uids(cycle.name))
    assert not made.board.series


def test_a_plan_of_a_cycle_that_begins_keeps_the_line_of_the_log() -> None:
    made = draft(unplanned())
    made.what = "cycle 2026-T3 starts"
    plan_if_none(made, 1, uids())
    plan_if_none(made, 1, uids("again"))
    assert made.what == "cycle 2026-T3 starts"
    assert len(made.board.series) == 4


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"summary": "  "}, "needs a name"),
        ({"weekday": 7}, "weekday"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"every": 0}, "every 1 to 53"),
        ({"every": 54}, "every 1 to 53"),
        ({"at": "25:00"}, "no time of day"),
        ({"at": "15:5"}, "no time of day"),
        ({"alarm_minutes": -1}, "an alarm"),
        ({"url": "javascript:alert(1)"}, "begins with https"),
        ({"first": date(2027, 1, 1)}, "no such weekday"),
        ({"last": date(2050, 1, 1)}, "longer than six years"),
        ({"first": date(1950, 1, 1)}, "between the years"),
        ({"uid": "mine"}, "not changed by hand"),
        ({"sequence": 9}, "not changed by hand"),
        ({"team": 99}, "team is not on the board"),
        ({"holidays": "never"}, "holidays"),
        ({"nonsense": 1}, "not a field"),
    ],
)
def test_what_cannot_be_held_is_refused(fields: dict[str, object], why: str) -> None:
    made, id = planned()
    before = made.board.series[id]
    with pytest.raises(Refused, match=why):
        edit_series(made, id, **fields)
    assert made.board.series[id] == before


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_a_name(text: str) -> None:
    made, id = planned()
    named = edit_series(made, id, summary=f"x {text}", location=text)
    assert named.summary.startswith("x")
    assert named.summary == clean(named.summary)
    assert len(named.summary) <= 200


def test_a_change_from_a_day_on_ends_the_one_and_begins_another() -> None:
    made, id = planned()
    skip_meeting(made, id, date(2026, 10, 2), "trip")
    skip_meeting(made, id, date(2026, 12, 11), "fair")
    new = change_from(made, id, FRIDAY, "new-uid", at="16:00")
    old = made.board.series[id]
    assert (new.uid, new.follows, new.at, new.sequence) == ("new-uid", id, "16:00", 0)
    assert (old.at, days_of(old)[-1]) == ("15:00", date(2026, 11, 20))
    assert (days_of(new)[0], days_of(new)[-1]) == (FRIDAY, date(2026, 12, 25))
    assert [skip.on for skip in old.skips] == [date(2026, 10, 2)]
    assert [skip.on for skip in new.skips] == [date(2026, 12, 11)]


def test_a_change_from_the_first_day_on_is_one_of_the_whole() -> None:
    made, id = planned()
    changed = change_from(made, id, date(2026, 9, 1), "new-uid", weekday=3)
    assert (changed.id, changed.uid != "new-uid") == (id, True)
    with pytest.raises(Refused, match="ends on"):
        change_from(made, id, date(2027, 6, 1), "new-uid", at="16:00")


def test_another_weekday_forgets_the_exceptions_of_the_old_one() -> None:
    made, id = planned()
    skip_meeting(made, id, FRIDAY, "fair")
    assert edit_series(made, id, weekday=3).skips == ()


def test_an_end_leaves_what_was_before_or_cancels_all() -> None:
    made, id = planned()
    assert days_of(end_series(made, id, FRIDAY))[-1] == date(2026, 11, 20)
    with pytest.raises(Refused, match="no meeting from"):
        end_series(made, id, FRIDAY)
    assert end_series(made, id, date(2026, 9, 1)).state == "cancelled"
    for edit in (cancel_series, lambda d, i: skip_meeting(d, i, FRIDAY)):
        with pytest.raises(Refused, match="is cancelled"):
            edit(made, id)


def test_a_skip_and_a_move_replace_each_other_and_are_undone() -> None:
    made, id = planned()
    start = datetime(2026, 11, 26, 9, tzinfo=UTC)
    skip_meeting(made, id, FRIDAY, "fair")
    with pytest.raises(Refused, match="skipped already"):
        skip_meeting(made, id, FRIDAY, "fair")
    moved = move_meeting(made, id, FRIDAY, start, "  a  trip ")
    assert (moved.skips, [(m.on, m.start, m.reason) for m in moved.moves]) == (
        (), [(FRIDAY, start, "a trip")],
    )  # fmt: skip
    skipped = skip_meeting(made, id, FRIDAY, "after all")
    assert (len(skipped.skips), skipped.moves) == (1, ())
    assert restore_meeting(made, id, FRIDAY).skips == ()
    with pytest.raises(Refused, match="neither skipped nor moved"):
        restore_meeting(made, id, FRIDAY)


def test_a_day_without_a_meeting_cannot_be_skipped_or_moved() -> None:
    made, id = planned()
    thursday, none = date(2026, 11, 26), "no meeting on 2026-11-26"
    with pytest.raises(Refused, match=none):
        skip_meeting(made, id, thursday)
    with pytest.raises(Refused, match=none):
        move_meeting(made, id, thursday, datetime(2026, 11, 26, tzinfo=UTC))
    with pytest.raises(Refused, match=none):
        restore_meeting(made, id, thursday)
    with pytest.raises(Refused, match="too far"):
        move_meeting(made, id, FRIDAY, datetime(2062, 11, 26, tzinfo=UTC))
    with pytest.raises(Refused, match="time zone"):
        move_meeting(made, id, FRIDAY, datetime(2026, 11, 26))


def test_a_uid_is_nobody_else_s() -> None:
    made, id = planned()
    series = made.board.series[id]
    for uid in ("", series.uid):
        with pytest.raises(Refused, match="UID of its own"):
            add_series(made, series._replace(id=0, uid=uid))


@pytest.mark.parametrize(
    ("text", "read"), [("15", "15:00"), ("9:30", "09:30"), ("09.30", "09:30"), (" 0:00 ", "00:00")]
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, read: str) -> None:
    assert clock(text) == read


@pytest.mark.parametrize("text", ["", "24:00", "1:2:3", "-1:00", "٣:٠٠", "noon", "12:60"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no time of day"):
        clock(text)


def test_a_rhythm_is_told_in_words() -> None:
    made, id = planned()
    series = made.board.series[id]
    assert rhythm(series) == "Fridays 15:00, 30 min, Europe/Berlin"
    assert rhythm(series._replace(every=2)).startswith("Fridays every 2 weeks 15:00")
    assert rhythm(series._replace(first=FRIDAY, last=FRIDAY)).startswith("Fri 27 Nov 15:00")


# Holidays.


def test_a_list_of_the_same_source_replaces_the_old_one() -> None:
    made = draft(unplanned())
    days = [Holiday(date(2026, 12, 25), "Christmas")]
    one = put_holidays(made, "Public", days, source="a.ics")
    two = put_holidays(made, "Public", [*days, *days], source="a.ics")
    mine = put_holidays(made, "Trip", days, source="a.ics", member=1)
    assert (two.id, len(two.days)) == (one.id, 1)
    assert mine.id != one.id
    assert find_holidays(made.board, "pub") == two
    assert find_holidays(made.board, str(mine.id)) == mine
    with pytest.raises(NotFound, match="by its number"):
        find_holidays(made.board, "a.ics")
    with pytest.raises(NotFound):
        find_holidays(made.board, "none")
    remove_holidays(made, one.id)
    assert list(made.board.holidays) == [mine.id]


def test_an_empty_list_and_a_stranger_s_are_refused() -> None:
    made = draft(unplanned())
    with pytest.raises(Refused, match="names no day"):
        put_holidays(made, "Public", [])
    with pytest.raises(Refused, match="member of the board"):
        put_holidays(made, "Trip", [Holiday(TODAY)], member=99)


# A new time.


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("thu 10:00", datetime(2026, 11, 26, 10)),
        ("thursday", datetime(2026, 11, 26, 15)),
        ("10:00", datetime(2026, 11, 27, 10)),
        ("2026-12-01 9:05", datetime(2026, 12, 1, 9, 5)),
        ("2026-12-01T09:05", datetime(2026, 12, 1, 9, 5)),
        ("1 Dec 08:00", datetime(2026, 12, 1, 8)),
        ("2026-12-01T09:05+00:00", datetime(2026, 12, 1, 9, 5, tzinfo=UTC)),
        ("Tue 1 DEC, 09:05", datetime(2026, 12, 1, 9, 5)),
        ("Tue 1 Dec 2026 at 09:05", datetime(2026, 12, 1, 9, 5)),
        ("thu 3:30 pm", datetime(2026, 11, 26, 15, 30)),
        ("12am", datetime(2026, 11, 27)),
        ("Do 16 Uhr", datetime(2026, 11, 26, 16)),
        ("next mon 10:00", datetime(2026, 11, 23, 10)),
    ],
)
def test_a_new_time_is_read_with_the_meeting_s_own_day_and_time(
    text: str, moment: datetime
) -> None:
    assert parse_moment(text, FRIDAY, time(15), TODAY) == moment


@pytest.mark.parametrize(
    "text", ["", "25:00", "thu 10:0", "soon", "2026-12-01Tx", ":", "3/4", "13 pm", "uhr"]
)
def test_what_is_no_time_is_told_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="write") as error:
        parse_moment(text, FRIDAY, time(15), TODAY)
    assert "\n" not in str(error.value)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_time_or_a_sentence(text: str) -> None:
    try:
        found = parse_moment(text, FRIDAY, time(15), TODAY)
    except (ValueError, OverflowError, OkrboardError) as error:
        said = str(error)
        assert said == clean(said)
    else:
        assert isinstance(found, datetime)


# As in the cycle before.


def in_two(*edits: Callable[[Draft], object]) -> Draft:
    """Return a board with a second cycle, whose first one's meetings were changed by hand."""
    made, _ = planned()
    for edit in edits:
        edit(made)
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    return made


def test_a_new_cycle_has_meetings_as_the_cycle_before_had() -> None:
    made = in_two(
        lambda draft: edit_series(
            draft, 1, weekday=1, at="9:15", zone="Asia/Kolkata", minutes=45, holidays="before",
            alarm_minutes=10, location="Room 2", url="https://meet.example.org/x", every=2,
        ),
        lambda draft: edit_series(draft, 3, weekday=0, minutes=60, alarm_minutes=5),
        lambda draft: edit_series(draft, 4, holidays="skip", at="10:00"),
    )  # fmt: skip
    check_in, middle, last, goals = plan_cycle(made, 2, uids("second"))
    assert made.what == "plan the meetings of 2027-T1, as in 2026-T3"
    old = made.board.series[1]
    for name in (
        "weekday", "at", "zone", "minutes", "holidays", "alarm_minutes", "location", "url", "every",
    ):  # fmt: skip
        assert getattr(check_in, name) == getattr(old, name), name
    assert (check_in.cycle, check_in.first, check_in.last) == (
        2, date(2027, 1, 1), date(2027, 4, 30),
    )  # fmt: skip
    assert check_in.uid != old.uid
    assert (middle.minutes, middle.weekday, middle.alarm_minutes) == (90, 3, 0)
    assert (last.minutes, last.weekday, last.alarm_minutes) == (60, 0, 5)
    assert (goals.holidays, goals.at) == ("skip", "10:00")
    assert days_of(last)[0].weekday() == 0
    assert days_of(goals)[0] - days_of(last)[0] == timedelta(days=10)


def test_it_is_as_the_meetings_were_at_the_end_for_its_own_team() -> None:
    made = in_two(
        lambda draft: change_from(draft, 1, FRIDAY, "later", at="16:00"),
        lambda draft: cancel_series(draft, 4),
        lambda draft: add_series(draft, draft.board.series[1]._replace(
            id=0, uid="team", team=1, at="08:00", first=FRIDAY, last=FRIDAY)),
    )  # fmt: skip
    check_in, *_, goals = usual_series(made.board, made.board.cycles[2])
    assert (check_in.at, goals.at) == ("16:00", "13:00")
    team = usual_series(made.board, made.board.cycles[2], team=1)
    assert (team[0].at, team[0].team) == ("08:00", 1)
    assert usual_series(made.board, made.board.cycles[1])[0].at == "15:00"


def test_a_name_that_tells_the_old_cycle_is_left_behind() -> None:
    made = in_two(
        lambda draft: edit_series(draft, 1, summary="Weekly"),
        lambda draft: edit_series(draft, 4, summary="Goals after 2026-T3"),
    )
    summaries = [one.summary for one in usual_series(made.board, made.board.cycles[2])]
    assert (summaries[0], summaries[-1]) == ("Weekly", "OKR goal setting")


def test_nothing_is_planned_before_a_day_or_in_a_closed_cycle() -> None:
    made = draft(unplanned())
    found = plan_cycle(made, 1, uids(), since=TODAY)
    assert [one.kind for one in found] == ["check-in", "reflect", "goals"]
    assert all(day >= TODAY for one in found for day in days_of(one))
    late = draft(unplanned())
    with pytest.raises(Refused, match="no day left for the usual meetings"):
        plan_cycle(late, 1, uids(), since=date(2026, 12, 30))
    close_cycle(late, 1)
    with pytest.raises(Refused, match="2026-T3 is closed; plan the meetings of a cycle that"):
        plan_cycle(late, 1, uids())
    assert not late.board.series
