"""Undo of what people say in a meeting: their own, never what was seen, never what is older."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.meetings import TERMINAL, Room

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.people import edit_member
from okrboard.domain.meeting.blind import cast, give_dots, reveal_dots, uncover
from okrboard.domain.meeting.cards import put_together, reveal_cards, write_card
from okrboard.domain.meeting.contributions import reveal_votes, say_decision, say_driver, say_win
from okrboard.domain.meeting.flow import close, expire, start
from okrboard.domain.records import Driver
from okrboard.domain.undo import put_back
from okrboard.errors import Refused, UndoBlocked, UndoOutside
from okrboard.service import Service

DROVE = "drove us"


@pytest.fixture
def room() -> Room:
    """A reflection of ana's, who planned an action before it."""
    room = Room()
    room.does("ana", lambda draft: add_action(draft, "Never on call two nights", key_result=1))
    room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
    return room


def at(room: Room, who: str) -> Service:
    return Service(room.store, who, lambda: room.now)


def decides(room: Room, who: str, text: str) -> None:
    room.does(who, lambda draft: say_decision(draft, 1, text))


def decisions(room: Room) -> list[str]:
    return [remark.text for remark in room.meeting().decisions]


def test_in_a_meeting_undo_reaches_back_to_its_start_only(room: Room) -> None:
    decides(room, "ana", "ask first")
    ana = at(room, "ana")
    assert ana.undo(meeting=1) == "decision: ask first"
    with pytest.raises(UndoOutside, match="add A1 Never on call two nig"):
        ana.undo(meeting=1)
    assert 1 in room.board.actions
    assert ana.undo().startswith("add A1")


def test_what_was_undone_before_a_meeting_is_not_redone_in_it() -> None:
    room = Room()
    room.does("ana", lambda draft: add_action(draft, "Review", key_result=1))
    ana = at(room, "ana")
    ana.undo()
    room.starts()
    with pytest.raises(Refused, match="nothing to redo"):
        ana.redo(meeting=1)
    assert ana.redo().startswith("add A1")


def test_the_start_of_a_meeting_is_no_step_of_undo(room: Room) -> None:
    assert at(room, "ana").undo().startswith("add A1")
    assert 1 in room.board.meetings
    with pytest.raises(Refused, match="nothing to undo"):
        at(room, "ana").undo()


def test_what_was_revealed_stays_revealed(room: Room) -> None:
    room.does("ana", lambda draft: write_card(draft, 1, DROVE, "Rota"))
    room.does("ana", lambda draft: cast(draft, 1, "KR1", 7))
    for show in (
        lambda draft: reveal_cards(draft, 1, DROVE),
        lambda draft: uncover(draft, 1, "scores"),
        lambda draft: reveal_votes(draft, 1, "KR1"),
        lambda draft: give_dots(draft, 1, "C1", 2),
        lambda draft: reveal_dots(draft, 1),
    ):
        room.does("ana", show)
    shown = room.meeting().revealed
    assert set(shown) >= {DROVE, "scores", "KR1", "dots"}
    assert at(room, "ana").undo().startswith("add A1")
    assert room.meeting().revealed == shown


def test_a_meeting_that_closed_by_itself_is_nobodys_to_take_back(room: Room) -> None:
    decides(room, "ana", "ask first")
    room.passes(5 * 3600)
    room.does("ana", lambda draft: expire(draft, lambda *_: "minutes"))
    assert room.meeting().state == "closed"
    assert at(room, "ana").undo() == "decision: ask first"
    assert room.meeting().state == "closed"


def test_a_meeting_that_was_closed_too_early_goes_on_after_undo(room: Room) -> None:
    room.does("ana", lambda draft: close(draft, 1, lambda *_: "minutes"))
    at(room, "ana").undo(meeting=1)
    assert (room.meeting().state, room.meeting().minutes_text) == ("running", "")


def test_everybody_takes_back_their_own_remark(room: Room) -> None:
    decides(room, "ana", "wrongg")
    room.does("ben", lambda draft: say_win(draft, 1, "nobody was woken"))
    decides(room, "ben", "right")
    at(room, "ana").undo()
    assert decisions(room) == ["right"]
    at(room, "ben").undo()
    at(room, "ana").redo()
    assert decisions(room) == ["wrongg"]
    at(room, "ben").redo()
    assert set(decisions(room)) == {"wrongg", "right"}


def test_everybody_takes_back_their_own_driver(room: Room) -> None:
    for who, text in (("ben", "load"), ("ana", "retries"), ("cleo", "rota")):
        driver = Driver(text, 1)
        room.does(who, lambda draft, driver=driver: say_driver(draft, 1, 1, driver))  # type: ignore[misc]
    at(room, "ana").undo()
    latest = room.board.latest(1)
    assert latest is not None
    assert [driver.text for driver in latest.drivers] == ["load", "rota"]


def test_what_cannot_be_taken_back_does_not_hide_what_is_older(room: Room) -> None:
    decides(room, "ana", "older")
    room.does("ana", lambda draft: edit_member(draft, 3, name="Cleo A."))
    room.does("ben", lambda draft: edit_member(draft, 3, name="Cleo B."))
    ana = at(room, "ana")
    with pytest.raises(UndoBlocked, match="cleo was changed since by ben"):
        ana.undo(meeting=1)
    assert ana.undo(meeting=1) == "decision: older"
    assert (room.board.members[3].name, decisions(room)) == ("Cleo B.", [])
    at(room, "ben").undo()
    assert ana.undo(meeting=1).startswith("edit")
    assert room.board.members[3].name == ""


def test_after_another_own_change_the_refusal_is_said_again(room: Room) -> None:
    room.does("ana", lambda draft: edit_member(draft, 3, name="Cleo A."))
    room.does("ben", lambda draft: edit_member(draft, 3, name="Cleo B."))
    ana = at(room, "ana")
    with pytest.raises(UndoBlocked):
        ana.undo()
    ana.change("", lambda draft: say_win(draft, 1, "quiet"))
    ana.undo()
    with pytest.raises(UndoBlocked):
        Service(room.store, "ana", lambda: room.now).undo()


def test_refusals_name_a_card_by_its_text(room: Room) -> None:
    for text in ("Rota", "Retries"):
        room.does("ana", lambda draft, text=text: write_card(draft, 1, DROVE, text))  # type: ignore[misc]
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    room.does("ana", lambda draft: put_together(draft, 1, 2))
    assert list(room.board.changes.values())[-1].what == "put “Rota” together with “Retries”"
    room.does("ben", lambda draft: put_together(draft, 1, 2))
    room.does("ben", lambda draft: draft.put(draft.board.cards[1]._replace(group=0)))
    with pytest.raises(UndoBlocked, match="the card “Rota” was changed since by ben"):
        at(room, "ana").undo()


parts = st.lists(st.sampled_from("abc"), max_size=4).map(tuple)


@given(parts, parts, parts)
def test_taking_a_part_back_and_again_loses_nothing_of_others(
    before: tuple[str, ...], then: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert put_back(then, then, before) == before
    now = (*then, *others)
    found = put_back(now, then, before)
    assert found is not None
    assert sorted(found) == sorted((*before, *others))
    again = put_back(found, before, then)
    assert again is not None
    assert sorted(again) == sorted(now)


def test_a_part_that_somebody_took_away_cannot_be_taken_back() -> None:
    assert put_back(("b",), ("a",), ()) is None
