"""Silent writing, reveal, groups and dots."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.meetings import TERMINAL, Room

from okrboard.domain.meeting.blind import dots_given, dots_left, give_dots, my_dots, reveal_dots
from okrboard.domain.meeting.cards import (
    cards_seen_by,
    edit_card,
    groups,
    how_many_wrote,
    put_together,
    reveal_cards,
    take_apart,
    withdraw_card,
    write_card,
)
from okrboard.domain.meeting.flow import start
from okrboard.domain.schema import to_json
from okrboard.errors import Refused
from okrboard.service import Service

DROVE, PUZZLES = "drove us", "puzzles us"


def reflecting() -> Room:
    room = Room()
    room.does("ana", lambda draft: start(draft, "reflect", terminal=TERMINAL))
    return room


@pytest.fixture
def room() -> Room:
    room = reflecting()
    for who, text in (("ana", "Retry budget"), ("ben", "Retries"), ("ben", "Rota")):
        room.does(who, lambda draft, text=text: write_card(draft, 1, DROVE, text))  # type: ignore[misc]
    return room


def seen(room: Room, member: int) -> list[str]:
    return [card.text for card in cards_seen_by(room.board, room.meeting(), DROVE, member)]


def test_before_the_reveal_everybody_reads_their_own_only(room: Room) -> None:
    assert seen(room, 1) == ["Retry budget"]
    assert seen(room, 2) == ["Retries", "Rota"]
    assert how_many_wrote(room.board, room.meeting(), DROVE) == {1: 1, 2: 2}
    assert all("Retr" not in change.what for change in room.board.changes.values())


def test_the_reveal_of_a_round_shows_that_round(room: Room) -> None:
    room.does("ana", lambda draft: write_card(draft, 1, PUZZLES, "Why Tuesdays?"))
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    assert seen(room, 3) == ["Retry budget", "Retries", "Rota"]
    assert cards_seen_by(room.board, room.meeting(), PUZZLES, 3) == []


def test_covered_cards_cannot_be_grouped(room: Room) -> None:
    with pytest.raises(Refused, match="still covered"):
        room.does("ana", lambda draft: put_together(draft, 1, 2))


def test_a_card_is_taken_back_by_its_author_only(room: Room) -> None:
    with pytest.raises(Refused, match="somebody else's"):
        room.does("ana", lambda draft: withdraw_card(draft, 2))
    room.does("ben", lambda draft: withdraw_card(draft, 2))
    assert seen(room, 2) == ["Rota"]


def test_what_belongs_together_is_one_group_under_its_first(room: Room) -> None:
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    room.does("ana", lambda draft: put_together(draft, 2, 1))
    room.does("ana", lambda draft: put_together(draft, 3, 2))
    (group,) = groups(room.board, room.meeting())
    assert (group.head.id, [card.id for card in group.others]) == (1, [2, 3])
    room.does("ana", lambda draft: take_apart(draft, 1))
    assert [(g.head.id, [c.id for c in g.others]) for g in groups(room.board, room.meeting())] == [
        (1, []),
        (2, [3]),
    ]


def test_dots_are_counted_per_person_and_secret_until_shown(room: Room) -> None:
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    room.does("ana", lambda draft: give_dots(draft, 1, "C1", 2))
    room.does("ben", lambda draft: give_dots(draft, 1, "C3", 3))
    assert dots_left(room.board, 1, 1) == 1
    assert dots_given(room.board, room.meeting()) == {}
    with pytest.raises(Refused, match="you have 3 dots, 1 of them left"):
        room.does("ana", lambda draft: give_dots(draft, 1, "C2", 2))
    room.does("ana", lambda draft: give_dots(draft, 1, "C1", 0))
    assert my_dots(room.board, 1, 1) == {}
    room.does("ana", lambda draft: reveal_dots(draft, 1))
    assert [(g.head.id, g.dots) for g in groups(room.board, room.meeting())] == [
        (3, 3),
        (1, 0),
        (2, 0),
    ]
    with pytest.raises(Refused, match="revealed already"):
        room.does("ben", lambda draft: give_dots(draft, 1, "C1", 1))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6), st.integers(1, 6)), max_size=12))
def test_grouping_never_loses_or_doubles_a_card(moves: list[tuple[bool, int, int]]) -> None:
    room = reflecting()
    for number in range(6):
        room.does("ana", lambda draft, n=number: write_card(draft, 1, DROVE, f"card {n}"))  # type: ignore[misc]
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    for together, first, second in moves:
        if together:
            room.does("ana", lambda d, a=first, b=second: put_together(d, a, b))  # type: ignore[misc]
        else:
            room.does("ana", lambda d, a=first: take_apart(d, a))  # type: ignore[misc]
    found = [
        card.id
        for group in groups(room.board, room.meeting())
        for card in (group.head, *group.others)
    ]
    assert sorted(found) == [1, 2, 3, 4, 5, 6]


def test_a_card_is_reworded_before_and_after_the_reveal(room: Room) -> None:
    entries = len(room.board.changes)
    room.does("ben", lambda draft: edit_card(draft, 2, "Retries  everywhere"))
    assert (seen(room, 2), len(room.board.changes)) == (["Retries everywhere", "Rota"], entries)
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    room.does("ben", lambda draft: edit_card(draft, 2, "Retries"))
    assert "Retries" in seen(room, 1)
    with pytest.raises(Refused, match="somebody else's"):
        room.does("ana", lambda draft: edit_card(draft, 2, "mine"))
    room.does("ana", lambda draft: edit_card(draft, 2, "at ana's screen", author=2))
    with pytest.raises(Refused, match="write a line first"):
        room.does("ben", lambda draft: edit_card(draft, 2, " "))


def test_a_card_taken_back_before_the_reveal_leaves_no_log(room: Room) -> None:
    room.does("ben", lambda draft: withdraw_card(draft, 2))
    assert "Retries" not in str([to_json(change) for change in room.board.changes.values()])


def test_a_card_taken_back_after_the_reveal_comes_back_with_undo(room: Room) -> None:
    room.does("ana", lambda draft: reveal_cards(draft, 1, DROVE))
    for id in (1, 3):
        room.does("ben", lambda draft, id=id: put_together(draft, id, 2))  # type: ignore[misc]
    room.does("ben", lambda draft: withdraw_card(draft, 2))
    (group,) = groups(room.board, room.meeting())
    assert (group.head.text, [card.text for card in group.others]) == ("Retry budget", ["Rota"])
    ben = Service(room.store, "ben", lambda: room.now)
    assert ben.undo(meeting=1) == "take back the card “Retries”"
    (group,) = groups(room.board, room.meeting())
    assert (group.head.text, len(group.others)) == ("Retries", 2)
