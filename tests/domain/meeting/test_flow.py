"""A meeting's way from start to minutes: clock, token, resume, forgotten ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.meetings import OTHER, TERMINAL, Room
from support.schedules import uids

from okrboard.domain.edit.people import edit_settings
from okrboard.domain.edit.series import plan_cycle, skip_meeting
from okrboard.domain.meeting import control
from okrboard.domain.meeting.agendas import STEPS, step_of
from okrboard.domain.meeting.blind import cast
from okrboard.domain.meeting.cards import write_card
from okrboard.domain.meeting.contributions import (
    absent,
    agree,
    attend,
    say_action,
    say_decision,
    say_value,
    say_win,
)
from okrboard.domain.meeting.flow import (
    FORGOTTEN_AFTER,
    JUST_CLOSED,
    close,
    closed_just_now,
    discard,
    expire,
    start,
)
from okrboard.errors import Refused
from okrboard.report.minutes import minutes_of
from okrboard.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrboard.domain.changes import Draft


@pytest.fixture
def room() -> Room:
    return Room()


def write(board: object, meeting: object) -> str:
    return minutes_of(board, meeting, UTC)  # type: ignore[arg-type]


def left(room: Room) -> int:
    return control.clock_of(room.meeting()).settle(room.now).left


def test_a_meeting_starts_at_its_first_item_with_all_its_time(room: Room) -> None:
    meeting = room.starts(minutes=30)
    assert (meeting.id, meeting.item, meeting.facilitator) == (1, "arrive", 1)
    assert left(room) == 30 * 60
    assert [entry.member for entry in meeting.attendance] == [1]


def test_who_starts_while_one_is_running_takes_part_in_it(room: Room) -> None:
    room.starts()
    joined = room.does("ben", lambda draft: start(draft, "check-in", terminal=OTHER))
    assert (joined.id, joined.facilitator) == (1, 1)
    assert [entry.member for entry in joined.attendance] == [1, 2]


def test_a_stranger_is_asked_to_join_first(room: Room) -> None:
    with pytest.raises(Refused, match="okrboard member add"):
        room.does("eve", lambda draft: start(draft, "check-in", terminal=OTHER))


def test_the_whole_agenda_is_walked_and_back(room: Room) -> None:
    room.starts()
    seen = [room.meeting().item]
    while room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL)).item:
        seen.append(room.meeting().item)
    assert seen[:2] == ["arrive", "actions"]
    assert seen[-4:] == ["confidence", "plan", "wins", "close"]
    assert set(seen) >= {"KR1", "KR2", "KR3"} or "rest" in seen
    room.does("ana", lambda draft: control.back(draft, 1, TERMINAL))
    assert room.meeting().item == "close"


def test_an_early_finish_gives_its_seconds_back(room: Room) -> None:
    room.starts(minutes=30)
    room.passes(10)
    room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL))
    assert left(room) == 30 * 60 - 10


def test_the_clock_runs_on_wall_time_on_every_terminal(room: Room) -> None:
    room.starts(minutes=30)
    room.passes(400)
    assert left(room) == 30 * 60 - 400


def test_a_pause_stops_the_clock_until_it_runs_on(room: Room) -> None:
    room.starts(minutes=30)
    room.passes(60)
    room.does("ana", lambda draft: control.pause(draft, 1, TERMINAL))
    room.passes(600)
    assert (room.meeting().state, left(room)) == ("paused", 29 * 60)
    room.does("ana", lambda draft: control.pause(draft, 1, TERMINAL))
    room.passes(30)
    assert (room.meeting().state, left(room)) == ("running", 29 * 60 - 30)


def test_one_that_was_cut_off_goes_on_at_the_second_it_stood(room: Room) -> None:
    room.starts(minutes=30)
    room.passes(100)
    room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL))
    room.passes(3000)
    again = room.does("ana", lambda draft: start(draft, "check-in", terminal=OTHER, alone=True))
    assert (again.id, again.item, left(room)) == (1, "actions", 30 * 60 - 100)


def test_two_more_minutes_are_paid_by_others_or_make_it_longer(room: Room) -> None:
    room.starts(minutes=30)
    before = room.meeting().boxes[0].seconds
    room.does("ana", lambda draft: control.more_time(draft, 1, TERMINAL))
    assert room.meeting().boxes[0].seconds == before + 120
    assert left(room) == 30 * 60


def test_a_new_length_ends_the_meeting_that_much_from_now(room: Room) -> None:
    room.starts(minutes=30)
    room.passes(120)
    room.does("ana", lambda draft: control.set_minutes(draft, 1, 10, TERMINAL))
    assert left(room) == 600


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_a_length_nobody_means_is_refused(room: Room, minutes: int) -> None:
    room.starts()
    with pytest.raises(Refused, match="1 to 600"):
        room.does("ana", lambda draft: control.set_minutes(draft, 1, minutes, TERMINAL))


def test_only_the_terminal_with_the_token_moves_the_meeting(room: Room) -> None:
    room.starts()
    with pytest.raises(Refused, match="ana leads this meeting"):
        room.does("ben", lambda draft: control.onward(draft, 1, OTHER))


def test_the_token_is_taken_only_when_its_terminal_is_gone(room: Room) -> None:
    room.starts()
    with pytest.raises(Refused, match="ana holds the token"):
        room.does("ben", lambda draft: control.take_token(draft, 1, OTHER, holder_alive=True))
    taken = room.does("ben", lambda draft: control.take_token(draft, 1, OTHER, holder_alive=False))
    assert (taken.facilitator, taken.terminal) == (2, OTHER)


def test_a_passed_token_waits_for_that_member_alone(room: Room) -> None:
    room.starts()
    room.does("ana", lambda draft: control.pass_token(draft, 1, 2, TERMINAL))
    with pytest.raises(Refused, match="ben holds the token"):
        room.does("cleo", lambda draft: control.take_token(draft, 1, OTHER, holder_alive=True))
    room.does("ben", lambda draft: control.take_token(draft, 1, OTHER, holder_alive=True))
    assert room.meeting().terminal == OTHER


def test_moving_along_leaves_no_trace_to_undo(room: Room) -> None:
    room.starts()
    logged = len(room.board.changes)
    room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL))
    room.does("ana", lambda draft: control.look_at(draft, 1, "KR1", TERMINAL))
    assert len(room.board.changes) == logged
    assert room.meeting().focus == "KR1"


def test_closing_keeps_the_minutes_for_ever(room: Room) -> None:
    room.starts()
    room.passes(1500)
    closed = room.does("ana", lambda draft: close(draft, 1, write))
    assert closed.state == "closed"
    assert closed.minutes_text.startswith("# Friday check-in M1")
    assert "14:00–14:25 (25 min)" in closed.minutes_text
    with pytest.raises(Refused, match="M1 is closed"):
        room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL))


def test_a_forgotten_meeting_closes_itself_where_it_was_left(room: Room) -> None:
    room.starts()
    room.passes(600)
    room.does("ana", lambda draft: control.onward(draft, 1, TERMINAL))
    touched = room.now
    room.passes(FORGOTTEN_AFTER.total_seconds() - 1)
    assert room.does("ben", lambda draft: expire(draft, write)) == []
    room.passes(1)
    assert room.does("ben", lambda draft: expire(draft, write)) == [1]
    assert (room.meeting().state, room.meeting().ended) == ("closed", touched)
    assert room.meeting().minutes_text


def test_a_forgotten_meeting_without_a_word_leaves_nothing(room: Room) -> None:
    room.starts()
    room.passes(FORGOTTEN_AFTER.total_seconds())
    assert room.does("ben", lambda draft: expire(draft, write)) == [1]
    assert not room.board.meetings


def test_a_meeting_begun_by_mistake_can_be_discarded_and_undone(room: Room) -> None:
    room.starts()
    room.does("ana", lambda draft: discard(draft, 1))
    assert not room.board.meetings
    Service(room.store, "ana", lambda: room.now).undo()
    assert room.meeting().state == "running"


def happens(name: str) -> Callable[[Draft], object]:
    """Return an edit that makes a meeting one in which something happened."""
    return {
        "win": lambda draft: say_win(draft, 1, "Nobody was woken"),
        "action": lambda draft: say_action(draft, 1, "Review alerts"),
        "value": lambda draft: say_value(draft, 1, 1, 20),
        "vote": lambda draft: cast(draft, 1, "KR1", 6),
        "card": lambda draft: write_card(draft, 1, "drove us", "Luck"),
        "agreement": lambda draft: agree(draft, "Numbers first", 1),
        "decision": lambda draft: say_decision(draft, 1, "Go on"),
        "somebody else": lambda draft: attend(draft, 1, 2),
        "a word": lambda draft: attend(draft, 1, 1, "curious"),
        "onward": lambda draft: control.onward(draft, 1, TERMINAL),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "win",
        "action",
        "value",
        "vote",
        "card",
        "agreement",
        "decision",
        "somebody else",
        "a word",
        "onward",
    ],
)
def test_a_meeting_in_which_anything_happened_is_not_discarded(room: Room, name: str) -> None:
    room.starts()
    room.does("ana", happens(name))
    with pytest.raises(Refused, match="something was said in M1"):
        room.does("ana", lambda draft: discard(draft, 1))
    room.passes(FORGOTTEN_AFTER.total_seconds())
    room.does("ben", lambda draft: expire(draft, write))
    assert room.meeting().state == "closed"


def test_whoever_comes_late_is_told_which_meeting_was_closed(room: Room) -> None:
    assert closed_just_now(room.board, "check-in", 0, room.now) is None
    room.starts()
    assert closed_just_now(room.board, "check-in", 0, room.now) is None
    room.does("ana", lambda draft: close(draft, 1, write))
    room.passes(JUST_CLOSED.total_seconds())
    found = closed_just_now(room.board, "check-in", 0, room.now)
    assert found is not None
    assert found.id == 1
    for kind, team in (("reflect", 0), ("check-in", 1)):
        assert closed_just_now(room.board, kind, team, room.now) is None  # type: ignore[arg-type]
    room.passes(1)
    assert closed_just_now(room.board, "check-in", 0, room.now) is None


def test_attendance_can_be_ticked_and_taken_back(room: Room) -> None:
    room.starts()
    room.does("ana", lambda draft: attend(draft, 1, 3, "curious"))
    room.does("ana", lambda draft: attend(draft, 1, 3))
    assert [(e.member, e.word) for e in room.meeting().attendance] == [(1, ""), (3, "curious")]
    room.does("ana", lambda draft: absent(draft, 1, 3))
    assert [e.member for e in room.meeting().attendance] == [1]


@pytest.mark.parametrize("kind", STEPS)
def test_every_item_of_an_agenda_belongs_to_a_step(room: Room, kind: str) -> None:
    meeting = room.does(
        "ana",
        lambda draft: start(draft, kind, terminal=TERMINAL),  # type: ignore[arg-type]
    )
    keys = [box.key for box in meeting.boxes]
    assert len(keys) == len(set(keys))
    for key in keys:
        assert step_of(meeting, key).title
    assert step_of(meeting, "KR9").key in ("key results", "close")


def test_the_next_date_is_the_schedules_from_the_day_held(room: Room) -> None:
    room.does("ana", lambda draft: edit_settings(draft, timezone="Australia/Sydney"))
    series = room.does("ana", lambda draft: plan_cycle(draft, 1, uids()))
    skipped = date(2026, 11, 27)
    room.does("ana", lambda draft: skip_meeting(draft, series[0].id, skipped, "fair"))
    # Friday morning there is Thursday evening in Greenwich.
    room.now = datetime(2026, 11, 19, 22, tzinfo=UTC)
    room.starts()
    room.does("ana", lambda draft: say_win(draft, 1, "New hire"))
    room.passes(60 * 86400)
    room.does("ben", lambda draft: expire(draft, write))
    assert room.meeting().next_on == date(2026, 12, 4)
    assert "Next meeting: Fri 2026-12-04" in room.meeting().minutes_text


def test_the_next_date_is_that_of_a_meeting_of_its_kind(room: Room) -> None:
    room.does("ana", lambda draft: plan_cycle(draft, 1, uids()))
    for number, expected in ((1, date(2026, 12, 17)), (2, date(2026, 12, 18))):
        room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
        made = room.does("ana", partial(close, id=number, write=write))
        assert made.next_on == expected
        room.now = datetime(2026, 12, 17, 15, tzinfo=UTC)
