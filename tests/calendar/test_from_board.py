"""The board's schedule as calendars get it: plans, meetings, and what a history does to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile import HOSTILE
from support.schedules import Office, office, uids, unplanned

from okrboard.calendar.check import Report, check
from okrboard.calendar.description import plans
from okrboard.calendar.from_board import meetings, next_meeting, readable, retired
from okrboard.calendar.ical import calendar_file
from okrboard.calendar.plan import events, takes_place
from okrboard.domain.board import Board
from okrboard.domain.changes import Draft
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import edit_key_result
from okrboard.domain.edit.people import add_member
from okrboard.domain.edit.series import (
    add_series,
    cancel_series,
    change_from,
    edit_series,
    end_series,
    move_meeting,
    plan_cycle,
    put_holidays,
    remove_holidays,
    restore_meeting,
    skip_meeting,
)
from okrboard.domain.records import Holiday
from okrboard.domain.schedule import days_of
from okrboard.errors import OkrboardError, Refused

FRIDAY = date(2026, 11, 27)
CHRISTMAS = Holiday(date(2026, 12, 25), "Christmas")
TUESDAY = Holiday(date(2026, 12, 8), "Immaculate Conception")


def file_of(board: Board) -> bytes:
    return calendar_file(plans(board, board.series.values()), "Ours")


def sequences(board: Board) -> dict[str, int]:
    return {series.uid: series.sequence for series in board.series.values()}


def instants(report: Report) -> list[datetime]:
    return [one.start.astimezone(UTC) for one in report.instants if not one.cancelled]


def held(board: Board) -> list[datetime]:
    listed = meetings(board, board.series.values())
    return sorted(one.start.astimezone(UTC) for one in listed if takes_place(one.occurrence))


def skip(day: date = FRIDAY, reason: str = "fair") -> Any:
    return lambda draft: skip_meeting(draft, 1, day, reason)


def move(day: date, start: datetime, reason: str = "") -> Any:
    return lambda draft: move_meeting(draft, 1, day, start, reason)


def test_what_is_listed_is_what_is_exported() -> None:
    room = office()
    room.change(skip())
    room.change(move(date(2026, 12, 4), datetime(2026, 12, 3, 9, tzinfo=UTC)))
    room.change(move(date(2026, 12, 11), datetime(2027, 1, 20, 9, tzinfo=UTC)))
    room.change(lambda draft: put_holidays(draft, "Public", [CHRISTMAS]))
    board = room.board
    listed = meetings(board, board.series.values())
    report = check(file_of(board))
    assert report.breaches == ()
    there = {one.uid for one in listed if takes_place(one.occurrence)}
    assert held(board) == instants(report)
    assert there == {one.uid for one in report.instants if not one.cancelled}
    told = {one.day: (one.occurrence.state, one.occurrence.reason) for one in listed}
    assert told[FRIDAY] == ("skipped", "fair")
    assert told[date(2026, 12, 4)][0] == "moved"
    assert told[date(2026, 12, 25)] == ("holiday", "Christmas")


def test_the_same_board_gives_the_same_bytes_on_any_day() -> None:
    room = office()
    first = file_of(room.board)
    room.now += timedelta(days=40)
    assert file_of(room.board) == first
    room.change(lambda draft: add_member(draft, "zoe"))
    assert file_of(room.board) == first


STEPS: list[tuple[str, Any, int, bool]] = [
    ("a skip", skip(), 1, True),
    ("a move", move(FRIDAY, datetime(2026, 11, 26, 9, tzinfo=UTC)), 1, True),
    ("a move far away", move(FRIDAY, datetime(2027, 2, 2, 9, tzinfo=UTC)), 1, True),
    ("a move of the first", move(date(2026, 9, 4), datetime(2026, 9, 3, 9, tzinfo=UTC)), 1, True),
    ("another time", lambda draft: edit_series(draft, 1, at="16:00"), 1, True),
    ("another length", lambda draft: edit_series(draft, 1, minutes=45), 1, True),
    ("another weekday", lambda draft: edit_series(draft, 1, weekday=2), 1, True),
    ("another zone", lambda draft: edit_series(draft, 1, zone="Asia/Kolkata"), 1, True),
    ("another end", lambda draft: edit_series(draft, 1, last=date(2026, 12, 1)), 1, True),
    ("every other week", lambda draft: edit_series(draft, 1, every=2), 1, True),
    ("a cancellation", lambda draft: cancel_series(draft, 1), 1, True),
    ("an end", lambda draft: end_series(draft, 1, FRIDAY), 1, True),
    ("a change from a day on", lambda draft: change_from(draft, 1, FRIDAY, "u", at="9"), 1, True),
    ("a holiday", lambda draft: put_holidays(draft, "P", [CHRISTMAS]), 1, True),
    ("a holiday on no meeting", lambda draft: put_holidays(draft, "P", [TUESDAY]), 0, False),
    ("an absence", lambda draft: put_holidays(draft, "P", [CHRISTMAS], member=1), 0, False),
    ("another name", lambda draft: edit_series(draft, 1, summary="Weekly"), 0, True),
    ("another room", lambda draft: edit_series(draft, 1, location="Room 2"), 0, True),
    ("an alarm", lambda draft: edit_series(draft, 1, alarm_minutes=5), 0, True),
    ("the holiday rule", lambda draft: edit_series(draft, 1, holidays="before"), 0, False),
    ("nothing", lambda draft: edit_series(draft, 1, at="15:00"), 0, False),
]  # fmt: skip


@pytest.mark.parametrize(("step", "rises", "modified"), [row[1:] for row in STEPS],
                         ids=[row[0] for row in STEPS])  # fmt: skip
def test_sequence_rises_with_times_last_modified_with_anything(
    step: Any, rises: int, modified: bool
) -> None:
    room = office()
    before = room.board.series[1]
    room.change(step)
    after = room.board.series[1]
    assert after.sequence - before.sequence == rises
    assert (after.modified == room.now) == modified
    assert after.uid == before.uid
    others = [one for one in room.board.series.values() if one.id in (2, 3, 4)]
    assert {one.sequence for one in others} == {0}


def test_a_reason_alone_moves_last_modified_only_if_exported() -> None:
    room = office()
    room.change(skip(reason="fair"))
    before = room.board.series[1]
    room.change(skip(reason="another fair"))
    # A skip is an EXDATE: its reason is nowhere in the file.
    assert room.board.series[1]._replace(skips=()) == before._replace(skips=())
    start = datetime(2026, 12, 3, 9, tzinfo=UTC)
    room.change(move(date(2026, 12, 4), start, "trip"))
    moved = room.board.series[1]
    room.change(move(date(2026, 12, 4), start, "long trip"))
    again = room.board.series[1]
    assert (again.sequence, again.modified) == (moved.sequence, room.now)


def test_a_check_in_changes_the_description_and_no_sequence() -> None:
    room = office()
    before = plans(room.board, [room.board.series[1]])[0]
    room.change(lambda draft: check_in(draft, 1, 40, confidence=3))
    after = plans(room.board, [room.board.series[1]])[0]
    assert "Talk about first" in after.description
    assert "KR1 Pages a week (ana): 40 of 8 pages" in after.description
    assert after.description != before.description
    assert (after.series.sequence, after.modified) == (before.series.sequence, room.now)
    assert after.description.endswith("Join: okrboard meet check-in")
    assert "Agenda: arrive" in after.description


def test_undo_and_redo_tell_calendars_something_new() -> None:
    room = office()
    room.change(skip())
    room.change(move(date(2026, 12, 4), datetime(2026, 12, 3, 9, tzinfo=UTC)))
    room.change(lambda draft: edit_series(draft, 1, summary="Weekly"))
    series = room.board.series[1]
    assert series.sequence == 2
    for number, step in enumerate((room.undo, room.undo, room.undo, room.redo, room.redo)):
        step()
        # The first undo takes back a name: no SEQUENCE.
        assert room.board.series[1].sequence == 2 + number
        assert room.board.series[1].modified == room.now
    assert [one.on for one in room.board.series[1].skips] == [FRIDAY]
    assert check(file_of(room.board)).breaches == ()


def test_somebodys_change_of_the_same_series_hinders_no_undo() -> None:
    room = office()
    room.change(skip())
    other = Office(room.board, "ben")
    other.store, other.now = room.store, room.now
    other.service.store = room.store
    other.change(lambda draft: edit_series(draft, 1, location="Room 2"))
    room.now = other.now
    assert room.undo().startswith("skip")
    assert room.board.series[1].location == "Room 2"


def test_a_meeting_far_away_has_its_own_uid_until_it_is_back() -> None:
    room = office()
    room.change(move(FRIDAY, datetime(2027, 2, 2, 9, tzinfo=UTC)))
    (stored,) = room.board.series[1].moves
    assert stored.uid
    assert stored.uid in file_of(room.board).decode()
    room.change(move(FRIDAY, datetime(2027, 2, 3, 9, tzinfo=UTC)))
    assert room.board.series[1].moves[0].uid == stored.uid
    room.change(lambda draft: restore_meeting(draft, 1, FRIDAY))
    report = check(file_of(room.board))
    assert [one.cancelled for one in report.instants if one.uid == stored.uid] == [True]
    assert report.breaches == ()
    room.change(move(FRIDAY, datetime(2027, 2, 3, 9, tzinfo=UTC)))
    again = check(file_of(room.board))
    assert [one.cancelled for one in again.instants if one.uid == stored.uid] == [False]


def test_a_series_cancelled_or_ended_is_told_and_not_left_out() -> None:
    room = office()
    uid = room.board.series[1].uid
    room.change(lambda draft: cancel_series(draft, 1))
    found = [one for one in check(file_of(room.board)).instants if one.uid == uid]
    assert found
    assert all(one.cancelled for one in found)
    room.undo()
    assert not any(one.cancelled for one in check(file_of(room.board)).instants)


def test_a_cancelled_series_still_tells_earlier_withdrawals() -> None:
    room = office()
    room.change(move(FRIDAY, datetime(2027, 2, 2, 9, tzinfo=UTC)))
    uid = room.board.series[1].moves[0].uid
    room.undo()
    room.change(lambda draft: cancel_series(draft, 1))
    assert uid in {one.uid for one in check(file_of(room.board)).instants if one.cancelled}


def test_a_holiday_is_skipped_or_held_before_as_the_team_chose() -> None:
    room = office()
    room.change(lambda draft: put_holidays(draft, "Public", [CHRISTMAS]))
    room.change(lambda draft: edit_series(draft, 1, holidays="before"))
    one = next(one for one in meetings(room.board, [room.board.series[1]])
               if one.day == CHRISTMAS.on)  # fmt: skip
    assert (one.occurrence.state, one.start.date()) == ("moved", date(2026, 12, 24))
    room.change(lambda draft: remove_holidays(draft, 1))
    assert room.board.series[1].sequence == 3
    one = meetings(room.board, [room.board.series[1]])[-1]
    assert (one.occurrence.state, one.day) == ("planned", CHRISTMAS.on)


def test_a_meeting_on_a_holiday_can_be_held_all_the_same() -> None:
    room = office()
    room.change(lambda draft: put_holidays(draft, "Public", [CHRISTMAS]))
    one = meetings(room.board, [room.board.series[1]])[-1]
    assert one.occurrence.state == "holiday"
    room.change(move(CHRISTMAS.on, one.occurrence.original))
    assert meetings(room.board, [room.board.series[1]])[-1].occurrence.state == "planned"


def test_absences_are_told_beside_the_meeting_and_stay() -> None:
    room = office()
    room.change(lambda draft: put_holidays(draft, "Trip", [Holiday(FRIDAY, "Rome")], member=2))
    one = next(one for one in meetings(room.board, [room.board.series[1]]) if one.day == FRIDAY)
    assert (one.occurrence.state, one.away) == ("planned", ("ben (Rome)",))


def test_the_next_meeting_is_the_first_that_takes_place() -> None:
    room = office()
    room.change(skip())
    found = next_meeting(room.board, "check-in", datetime(2026, 11, 21, tzinfo=UTC))
    assert found is not None
    assert found.day == date(2026, 12, 4)
    assert next_meeting(room.board, "check-in", datetime(2028, 1, 1, tzinfo=UTC)) is None


def test_the_log_remembers_the_uid_of_a_series_that_was_undone() -> None:
    room = office()
    assert retired(room.board) == set()
    there = set(sequences(room.board))
    room.undo()
    assert retired(room.board) == there


def test_a_series_that_cannot_be_worked_out_hides_no_other() -> None:
    room = office()
    store = room.store.snapshot()
    broken = store.series[2]._replace(zone="Mars/Base")
    board = store.changed({"series": store.series.changed({2: broken}, ())}, {})
    found, wrong = readable(board, board.series.values())
    assert {one.series.id for one in found} == {1, 3, 4}
    assert len(wrong) == 1
    assert wrong[0].startswith("S2: ")


def test_a_change_that_would_leave_nothing_to_tell_is_refused() -> None:
    room = office()
    with pytest.raises(OkrboardError):
        room.change(lambda draft: edit_series(draft, 1, zone="Mars/Base"))
    assert room.board.series[1].zone == "Europe/Berlin"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_make_a_file_without_breaches(text: str) -> None:
    room = office()
    room.change(lambda draft: edit_series(draft, 1, summary=f"x{text}", location=text))
    room.change(skip(reason=text))
    room.change(move(date(2026, 12, 4), datetime(2026, 12, 3, 9, tzinfo=UTC), text))
    room.change(lambda draft: edit_key_result(draft, 1, title=f"k{text[:9000]}"))
    data = file_of(room.board)
    assert check(data).breaches == ()
    assert data.count(b"BEGIN:VEVENT") == 5


# Whole histories.

DAYS = st.dates(date(2026, 8, 25), date(2027, 1, 10))
STARTS = st.datetimes(datetime(2026, 8, 20), datetime(2027, 2, 1)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
EDITS = st.one_of(
    st.tuples(st.just("skip"), st.integers(1, 6), st.integers(0, 20)),
    st.tuples(st.just("move"), st.integers(1, 6), st.integers(0, 20), STARTS),
    st.tuples(st.just("restore"), st.integers(1, 6), st.integers(0, 20)),
    st.tuples(st.just("edit"), st.integers(1, 6), st.fixed_dictionaries({}, optional={
        "weekday": st.integers(0, 6),
        "at": st.sampled_from(["00:00", "02:30", "09:15", "15:00", "23:30"]),
        "minutes": st.sampled_from([15, 30, 120, 1440]),
        "every": st.integers(1, 3),
        "zone": st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC",
                                 "Africa/Casablanca", "Australia/Lord_Howe"]),
        "holidays": st.sampled_from(["skip", "before"]),
        "summary": st.sampled_from(["Weekly", "x; y, z\\"]),
    })),
    st.tuples(st.just("from"), st.integers(1, 6), DAYS, st.sampled_from(["10:00", "16:00"])),
    st.tuples(st.just("end"), st.integers(1, 6), DAYS),
    st.tuples(st.just("cancel"), st.integers(1, 6)),
    st.tuples(st.just("free"), st.lists(DAYS, min_size=1, max_size=12)),
    st.tuples(st.just("work"), st.integers(1, 3)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)  # fmt: skip


def act(room: Office, step: tuple[Any, ...], new_uid: Any) -> None:
    name, *rest = step
    board = room.board

    def day_of(id: int, number: int) -> date:
        days = days_of(board.series[id])
        return days[number % len(days)]

    def edit(draft: Draft) -> Any:
        if name in ("free", "work"):
            if name == "free":
                days = [Holiday(on, "free") for on in rest[0]]
                return put_holidays(draft, "P", days, source=f"{len(rest[0]) % 3}")
            if rest[0] not in board.holidays:
                raise Refused("no such list")
            return remove_holidays(draft, rest[0])
        if rest[0] not in board.series:
            raise Refused("no such series")
        id = rest[0]
        if name == "skip":
            return skip_meeting(draft, id, day_of(id, rest[1]), "why")
        if name == "move":
            return move_meeting(draft, id, day_of(id, rest[1]), rest[2], "why")
        if name == "restore":
            return restore_meeting(draft, id, day_of(id, rest[1]))
        if name == "edit":
            return edit_series(draft, id, **rest[1])
        if name == "from":
            return change_from(draft, id, rest[1], new_uid(), at=rest[2])
        if name == "end":
            return end_series(draft, id, rest[1])
        return cancel_series(draft, id)

    if name in ("undo", "redo"):
        getattr(room, name)()
    else:
        room.change(edit)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=14))
def test_any_history_gives_a_sound_file_and_no_lower_sequence(
    history: list[tuple[Any, ...]],
) -> None:
    room, new_uid = office(), uids("more")
    told: dict[str, tuple[int, bytes]] = {}
    for step in history:
        before = {series.id: series for series in room.board.series.values()}
        try:
            act(room, step, new_uid)
        except OkrboardError:
            continue
        board = room.board
        for id, series in board.series.items():
            if id in before:
                assert series.uid == before[id].uid
                assert series.sequence - before[id].sequence in (0, 1)
        if not board.series:
            continue
        data = file_of(board)
        report = check(data)
        assert report.breaches == ()
        held = [
            one for one in meetings(board, board.series.values()) if takes_place(one.occurrence)
        ]
        assert sorted(one.start.astimezone(UTC) for one in held) == sorted(instants(report))
        for series in board.series.values():
            plan = plans(board, [series])[0]._replace(description="", described=room.now)
            what = repr([event._replace(reason="") for event in events(plan)]).encode()
            known = told.get(series.uid)
            if known is not None:
                assert series.sequence >= known[0]
                assert series.sequence > known[0] or what == known[1]
            told[series.uid] = (series.sequence, what)


@settings(max_examples=40, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=10))
def test_no_event_ever_told_is_left_out_while_its_series_lives(
    history: list[tuple[Any, ...]],
) -> None:
    room, new_uid = office(), uids("more")
    told: dict[int, set[str]] = {}
    for step in history:
        try:
            act(room, step, new_uid)
        except OkrboardError:
            continue
        board = room.board
        for id, series in board.series.items():
            now = {event.uid for event in events(plans(board, [series])[0])}
            # A meeting of its own is told by the series that continues its own, too.
            every = {
                one.uid for plan in plans(board, board.series.values()) for one in events(plan)
            }
            assert told.get(id, set()) <= every
            told[id] = told.get(id, set()) | now


def told_by(board: Board) -> dict[tuple[int, date], tuple[datetime, str]]:
    """When each meeting takes place and under which UID calendars have it."""
    return {
        (one.series.id, one.day): (one.start.astimezone(UTC), one.uid)
        for one in meetings(board, board.series.values())
        if takes_place(one.occurrence)
    }


def begins(board: Board, id: int) -> date | None:
    """The first day of the rule that calendars have of a series."""
    plan = plans(board, [board.series[id]])[0]
    starts = [one for one in events(plan) if one.uid == plan.uid and one.every]
    return starts[0].start.date() if starts else None


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(EDITS, min_size=2, max_size=14))
def test_a_meeting_that_is_left_alone_keeps_its_uid(history: list[tuple[Any, ...]]) -> None:
    room, new_uid = office(), uids("more")
    for step in history:
        before, rule = told_by(room.board), {id: begins(room.board, id) for id in room.board.series}
        try:
            act(room, step, new_uid)
        except OkrboardError:
            continue
        board, after = room.board, told_by(room.board)
        for (id, day), (start, uid) in before.items():
            if after.get((id, day), (None, ""))[0] != start or after[id, day][1] == uid:
                continue
            # Only what the rule began with is gone, and nothing may come before its first day.
            assert uid == board.series[id].uid
            first = begins(board, id)
            assert first != rule[id]
            assert first is None or day < first


def test_a_lone_meeting_takes_over_no_uid_of_a_gone_series() -> None:
    room = office()
    days = days_of(room.board.series[1])
    room.change(lambda draft: end_series(draft, 1, days[2]))
    room.change(lambda draft: move_meeting(draft, 1, days[1], datetime(2026, 9, 1, 9, tzinfo=UTC)))
    own = told_by(room.board)[1, days[1]][1]
    assert own != room.board.series[1].uid
    room.change(lambda draft: skip_meeting(draft, 1, days[0]))
    assert told_by(room.board)[1, days[1]][1] == own
    report = check(file_of(room.board))
    assert report.breaches == ()
    assert [one.cancelled for one in report.instants if one.uid == own] == [False]
    room.change(lambda draft: restore_meeting(draft, 1, days[0]))
    assert told_by(room.board)[1, days[1]][1] == own


def test_of_two_clashing_meetings_the_moved_one_leaves_the_rule() -> None:
    room = office()
    third, fourth = days_of(room.board.series[1])[2:4]
    series = room.board.series[1].uid
    late = datetime(fourth.year, fourth.month, fourth.day, 9, tzinfo=UTC)
    room.change(lambda draft: move_meeting(draft, 1, fourth, late - timedelta(days=2)))
    assert told_by(room.board)[1, fourth][1] == series
    room.change(lambda draft: move_meeting(draft, 1, third, late - timedelta(days=1)))
    assert told_by(room.board)[1, fourth][1] == series
    assert told_by(room.board)[1, third][1] != series


@pytest.mark.parametrize("why", ["moved", "holiday"])
def test_a_change_from_a_day_on_keeps_a_lone_meetings_uid(why: str) -> None:
    room = office()
    days = days_of(room.board.series[1])
    begin, ninth = days[7], days[8]
    if why == "holiday":
        # Before the first day of the rule nothing can be its exception.
        room.change(lambda draft: edit_series(draft, 1, holidays="before", first=days[6]))
        free = [Holiday(on) for on in days[6:9]]
        room.change(lambda draft: put_holidays(draft, "Free", free))
    else:
        room.change(lambda draft: move_meeting(draft, 1, ninth, datetime(2026, 9, 1, tzinfo=UTC)))
    start, uid = told_by(room.board)[1, ninth]
    assert uid != room.board.series[1].uid
    new = room.change(lambda draft: change_from(draft, 1, begin, "new-uid", minutes=45))
    assert told_by(room.board)[new.id, ninth] == (start, uid)
    report = check(file_of(room.board))
    assert report.breaches == ()
    assert [one.cancelled for one in report.instants if one.uid == uid] == [False]
    room.undo()
    assert told_by(room.board)[1, ninth] == (start, uid)


def test_a_cancelled_series_planned_again_is_the_same_one() -> None:
    room = office()
    before = told_by(room.board)
    room.change(lambda draft: cancel_series(draft, 1))
    room.change(lambda draft: cancel_series(draft, 4))
    room.change(lambda draft: plan_cycle(draft, 1, uids("again")))
    assert {uid for _, uid in told_by(room.board).values()} == {uid for _, uid in before.values()}
    assert room.board.series[1].sequence == 2
    report = check(file_of(room.board))
    assert report.breaches == ()
    assert not any(one.cancelled for one in report.instants)
    room.undo()
    assert room.board.series[1].state == "cancelled"


def test_a_series_never_has_the_days_of_its_continuation() -> None:
    room = office()
    room.change(lambda draft: change_from(draft, 1, FRIDAY, "new-uid", at="16:00"))
    with pytest.raises(Refused, match="would have days of S5"):
        room.change(lambda draft: edit_series(draft, 1, last=FRIDAY))
    with pytest.raises(Refused, match="would have days of S1"):
        room.change(lambda draft: edit_series(draft, 5, first=FRIDAY - timedelta(days=7)))


def test_a_series_for_a_team_is_its_own() -> None:
    room = Office(unplanned())
    room.change(lambda draft: plan_cycle(draft, 1, uids("a")))
    room.change(lambda draft: plan_cycle(draft, 1, uids("b"), team=1))
    from okrboard.calendar.from_board import series_in

    board = room.board
    assert len(series_in(board, [1])) == 8
    assert len(series_in(board, [1], team=1)) == 8
    own = room.change(
        lambda draft: add_series(draft, board.series[1]._replace(uid="own", team=1, id=0))
    )
    assert own.id in [one.id for one in series_in(room.board, [1], team=1)]
