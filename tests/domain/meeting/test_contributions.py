"""What people say in a meeting lands as data, whoever says it first."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.meetings import TERMINAL, Room

from okrboard.domain.edit.actions import keep_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.meeting.agendas import (
    actions_to_review,
    ranked,
    to_talk_about,
    without_action,
)
from okrboard.domain.meeting.blind import cast
from okrboard.domain.meeting.contributions import (
    agree,
    attend,
    correct_decision,
    reveal_votes,
    say_action,
    say_decision,
    say_driver,
    say_fix,
    say_value,
    say_win,
)
from okrboard.domain.meeting.control import skip
from okrboard.domain.records import Driver
from okrboard.errors import Conflict, Refused
from okrboard.report.format import escaped
from okrboard.report.minutes import minutes_of


@pytest.fixture
def room() -> Room:
    room = Room()
    room.starts()
    return room


def test_a_driver_before_any_value_says_that_nothing_changed(room: Room) -> None:
    said = room.does("ben", lambda draft: say_driver(draft, 1, 1, Driver("load", 4, "outside")))
    assert (said.value, said.meeting, [d.author for d in said.drivers]) == (24, 1, [2])


def test_a_check_in_of_this_week_is_taken_into_the_meeting(room: Room) -> None:
    tuesday = room.does("ben", lambda draft: check_in(draft, 1, 26))
    said = room.does("ana", lambda draft: say_fix(draft, 1, 1, "Friday releases", "freeze"))
    assert (said.id, said.meeting, said.fix) == (tuesday.id, 1, "freeze")


def test_two_people_add_and_replace_nothing_of_each_other(room: Room) -> None:
    room.does("ben", lambda draft: say_driver(draft, 1, 1, Driver("load", 4)))
    room.does("cleo", lambda draft: say_driver(draft, 1, 1, Driver("retries", -3)))
    room.does("ben", lambda draft: say_fix(draft, 1, 1, fix="freeze"))
    room.does("cleo", lambda draft: say_fix(draft, 1, 1, fix="rota"))
    said = room.board.latest(1)
    assert said is not None
    assert [driver.text for driver in said.drivers] == ["load", "retries"]
    assert said.fix == "freeze\nrota"


def test_a_value_said_later_keeps_what_was_said_before(room: Room) -> None:
    room.does("ben", lambda draft: say_driver(draft, 1, 1, Driver("load", 4)))
    said = room.does("ana", lambda draft: say_value(draft, 1, 1, 26, 5))
    assert (said.value, said.confidence, said.drivers[0].text) == (26, 5, "load")


def test_a_key_result_off_track_without_an_action_is_known(room: Room) -> None:
    found = ranked(room.board, room.meeting(), date(2026, 11, 20))
    measures = {each.ref: each.measure for each in found}
    assert measures["KR1"].health == "off_track"
    assert without_action(room.board, measures["KR1"])
    room.does("ana", lambda draft: say_action(draft, 1, "Alert review", key_result=1))
    assert not without_action(room.board, measures["KR1"])


def test_the_most_urgent_comes_first_the_rest_is_waved_through(room: Room) -> None:
    found = ranked(room.board, room.meeting(), date(2026, 11, 20))
    assert [each.priority.total for each in found] == sorted(
        (each.priority.total for each in found), reverse=True
    )
    talk, waved = to_talk_about(found)
    assert len(talk) + len(waved) == 3


def test_actions_planned_here_are_not_last_weeks(room: Room) -> None:
    room.does("ana", lambda draft: say_action(draft, 1, "Alert review", key_result=1))
    assert actions_to_review(room.board, room.meeting()) == []


@pytest.mark.parametrize("say", [say_win, say_decision])
def test_an_empty_line_is_nothing_to_keep(room: Room, say: object) -> None:
    with pytest.raises(Refused, match="write a line first"):
        room.does("ana", lambda draft: say(draft, 1, "  "))  # type: ignore[operator]


def test_a_decision_is_corrected_in_place_and_emptied_away(room: Room) -> None:
    for text in ("first", "secnd", "third"):
        room.does("ben", lambda draft, text=text: say_decision(draft, 1, text))  # type: ignore[misc]
    said = room.meeting().decisions[1]
    room.does("ana", lambda draft: correct_decision(draft, 1, said, "second"))
    assert [r.text for r in room.meeting().decisions] == ["first", "second", "third"]
    assert list(room.board.changes.values())[-1].what == "ben's decision corrected: second"
    with pytest.raises(Conflict, match="meanwhile"):
        room.does("cleo", lambda draft: correct_decision(draft, 1, said, "2nd"))
    room.does(
        "ben", lambda draft: correct_decision(draft, 1, draft.board.meetings[1].decisions[1], "")
    )
    assert [r.text for r in room.meeting().decisions] == ["first", "third"]
    assert list(room.board.changes.values())[-1].what == "decision removed: second"


@pytest.mark.parametrize("say", [say_win, say_decision])
def test_the_log_has_a_long_line_cut_without_a_space_at_its_end(room: Room, say: object) -> None:
    text = f"{'x' * 59} {'y' * 59}"
    room.does("ana", lambda draft: say(draft, 1, text))  # type: ignore[operator]
    assert list(room.board.changes.values())[-1].what.endswith("x")


def test_a_skipped_item_is_remembered(room: Room) -> None:
    assert room.does("ana", lambda draft: skip(draft, 1, TERMINAL)).passed == ("arrive",)


def test_the_minutes_hold_everything_that_was_said(room: Room) -> None:
    action = room.does("ana", lambda draft: say_action(draft, 1, "Old one", key_result=1))
    room.does("ana", lambda draft: draft.put(action._replace(meeting=0)))
    room.does("ana", lambda draft: attend(draft, 1, 2, "curious"))
    room.does("ana", lambda draft: say_value(draft, 1, 1, 26))
    room.does("ben", lambda draft: say_driver(draft, 1, 1, Driver("Black Friday", 4, "outside")))
    room.does("ana", lambda draft: say_fix(draft, 1, 1, "Friday releases", "freeze on Thursday"))
    room.does("ana", lambda draft: keep_action(draft, action.id))
    room.does(
        "cleo", lambda draft: say_action(draft, 1, "Review alerts", key_result=1, expected=-4)
    )
    room.does("ana", lambda draft: cast(draft, 1, "KR1", 6))
    room.does("ana", lambda draft: cast(draft, 1, "KR2", 1))
    room.does("ana", lambda draft: reveal_votes(draft, 1, "KR1"))
    room.does("ben", lambda draft: say_win(draft, 1, "Nobody was woken on Tuesday"))
    room.does("ana", lambda draft: agree(draft, "Nobody releases on Friday", 1))
    text = minutes_of(room.board, room.meeting(), UTC)
    for line in (
        "# Friday check-in M1 · Fri 2026-11-20",
        "- Here: ana, ben (“curious”)",
        "- Nobody was woken on Tuesday — ben",
        "### KR1 Pages a week",
        "- 24 pages → 26 pages (+2 pages), off track",
        "- +4 pages Black Friday (outside, ben)",
        "- −2 pages unexplained",
        "- Did not work: Friday releases",
        "- Quick fix: freeze on Thursday",
        "- Confidence: median 6, spread 0 (6)",
        "A1 Old one — kept",
        "A2 Review alerts, for KR1 Pages a week, expects −4 pages, by Fri 2026-11-27",
        "- Nobody releases on Friday — ana",
    ):
        assert line in text
    assert "KR2 Uptime\n" in text.replace(", ", "\n"), "a secret vote is not told"
    assert "median 1" not in text


@given(st.text(max_size=40))
def test_no_title_draws_markdown_of_its_own(text: str) -> None:
    line = escaped(text)
    assert "\n" not in line
    assert not line.startswith(("#", "-", "+", "=", ">", "|", "`"))
    plain = line.replace("\\\\", "")
    for mark in "*_[<`|":
        assert plain.replace(f"\\{mark}", "").count(mark) == 0
