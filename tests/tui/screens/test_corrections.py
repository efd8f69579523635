"""What was said in a meeting is said in other words: decisions, cards of one's own."""

from __future__ import annotations

import pytest
from support.meeting_screens import at, foot, meeting, skip_to, three_people, with_cards
from support.screens import Seat, seated

from okrboard.domain.meeting.cards import REFLECT_ROUNDS, reveal_cards, write_card
from okrboard.domain.meeting.contributions import say_decision
from okrboard.storage.store import MemoryStore


def texts(seat: Seat) -> list[str]:
    return [card.text for card in seat.board.cards.values()]


async def test_anybody_corrects_or_removes_a_decision_and_the_log_says() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        at(seat, "ben").change("", lambda d: say_decision(d, 1, "Ask the nigt shift"))
        await skip_to(seat, "discuss")
        await seat.type("D")
        assert "Ask the nigt shift" in seat.text
        await seat.type("1<backspace><backspace><backspace><backspace><backspace>shift!")
        await seat.save("<enter>")
        assert [(r.text, r.author) for r in seat.board.meetings[1].decisions] == [
            ("Ask the nigt shift!", 2)
        ]
        await seat.write("DnGo on")
        await seat.type("D1<ctrl+u>")
        await seat.save("<enter>")
        assert [r.text for r in seat.board.meetings[1].decisions] == ["Go on"]
        said = [(change.who, change.what) for change in seat.board.changes.values()]
        assert said[-1] == ("ana", "ben's decision removed: Ask the nigt shift!")
        await seat.type("u")
        assert [r.text for r in seat.board.meetings[1].decisions] == [
            "Ask the nigt shift!",
            "Go on",
        ]


async def test_a_decision_corrected_meanwhile_is_not_overwritten() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        await skip_to(seat, "discuss")
        await seat.write("Dwrongg")
        await seat.type("D1x")
        at(seat, "ana").undo()
        at(seat, "ben").change("", lambda d: say_decision(d, 1, "wrong"))
        await seat.save("<enter>")
        assert "changed or removed meanwhile" in seat.text
        assert "wronggx" in seat.text
        assert [r.text for r in seat.board.meetings[1].decisions] == ["wrong"]


async def test_what_was_decided_about_a_goal_is_no_line_to_correct() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        await skip_to(seat, "decide")
        await seat.type("y")
        assert len(seat.board.meetings[1].decisions) == 1
        await skip_to(seat, "close")
        await seat.type("D")
        assert "corrected" not in seat.text
        assert seat.form.title == "What did we decide?"


@pytest.mark.parametrize("item", ["writing", "grouping"])
async def test_ones_own_card_is_reworded_after_the_reveal(item: str) -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        await with_cards(seat)
        for name in REFLECT_ROUNDS:
            at(seat, "ana").change("", lambda d, n=name: reveal_cards(d, 1, n))  # type: ignore[misc]
        await seat.looks_again()
        await skip_to(seat, item)
        await seat.type("e<ctrl+u>Quiet puzzle")
        await seat.save("<enter>")
        assert texts(seat) == ["Quiet puzzle", "Rota"]
        await seat.type("je")
        assert "somebody else's" in foot(seat)
        await seat.type("u")
        assert texts(seat) == ["Quiet npuzzle", "Rota"]


async def test_ones_own_card_is_reworded_before_the_reveal() -> None:
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="reflect", size=(120, 30)) as seat:
        await skip_to(seat, "writing")
        await seat.type("e")
        assert "at one's own terminal" in foot(seat)
        at(seat, "ana").change("", lambda d: write_card(d, 1, "drove us", "npuzzle"))
        held = store.snapshot().meetings[1]
        at(seat, "ben").change("", lambda d: d.put(held._replace(terminal="elsewhere")))
        await seat.looks_again()
        entries = len(seat.board.changes)
        await seat.type("e<ctrl+u>puzzle")
        await seat.save("<enter>")
        assert (texts(seat), len(seat.board.changes)) == (["puzzle"], entries)
        await seat.type("x")
        assert texts(seat) == []


async def test_a_card_that_stands_alone_says_so() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        await with_cards(seat)
        await skip_to(seat, "grouping")
        await seat.type("x")
        assert "this card stands alone already" in foot(seat)
        await seat.type("<enter>j<enter>")
        assert meeting(seat).cursor == 1
        await seat.type("x")
        assert "alone" not in foot(seat)
        assert {card.group for card in seat.board.cards.values()} == {0}


async def test_the_form_of_an_action_names_the_field_that_tab_goes_to() -> None:
    async with seated(three_people().board, start="reflect", size=(120, 30)) as seat:
        await skip_to(seat, "discuss")
        await seat.type("aVisit the depot<enter>")
        assert seat.form.field.name == "owner"
        assert "tab due" in seat.text
        await seat.type("<tab>")
        assert seat.form.field.name == "due"


async def test_a_goal_that_is_made_a_proposal_again_says_so() -> None:
    async with seated(three_people().board, start="objective") as seat:
        await seat.type("sp")
        assert "O1 is a proposal again; u takes it back" in foot(seat)
