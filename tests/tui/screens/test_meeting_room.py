"""What a room full of people relies on: who leads, whose turn it is, which keys do something."""

from __future__ import annotations

from support.making import NOW
from support.meeting_screens import meeting, skip_to, three_people
from support.screens import Seat, seated

from okrboard.domain.meeting.blind import uncover
from okrboard.domain.meeting.cards import VOICES, reveal_cards, write_card
from okrboard.domain.meeting.proposals import propose
from okrboard.domain.records import Agreement
from okrboard.service import Service
from okrboard.storage.store import MemoryStore

LONG = "Nobody told the clinics that the dock was closed until the vans stood before the door"


def foot(seat: Seat) -> str:
    return "\n".join(seat.rows[-2:])


async def hand_the_token(store: MemoryStore, seat: Seat, to: int, terminal: str = "") -> None:
    held = store.snapshot().meetings[1]
    passed = held._replace(terminal=terminal, facilitator=to)
    Service(store, "ana", lambda: NOW).change("", lambda d: d.put(passed))
    await seat.looks_again()


async def test_who_is_passed_the_lead_has_it_and_looks_where_all_look() -> None:
    store = MemoryStore(three_people().board)
    async with (
        seated(store=store, start="meeting", size=(120, 40)),
        seated(store=store, start="meeting", who="ben", size=(120, 40)) as ben,
    ):
        await hand_the_token(store, ben, 1, "elsewhere")
        await ben.type("<right>")
        assert not meeting(ben).connection.leads
        assert meeting(ben).connection.looks_at
        await hand_the_token(store, ben, 2)
        assert meeting(ben).connection.leads
        assert meeting(ben).item == "arrive"
        assert "you lead the meeting now" in foot(ben)


async def test_that_nobody_leads_any_more_is_told_with_the_key() -> None:
    store = MemoryStore(three_people().board)
    async with seated(store=store, start="meeting", who="ben", size=(120, 40)) as ben:
        await hand_the_token(store, ben, 1, "elsewhere")
        meeting(ben).on_peers_changed([])
        await ben.still()
        assert "ana is gone; P leads on" in foot(ben)


async def test_a_line_in_the_foot_goes_with_the_item_it_was_about() -> None:
    async with seated(three_people().board, start="meeting", size=(120, 40)) as seat:
        await seat.type("Q")
        assert "no meaning" in foot(seat) or "next" in foot(seat)
        meeting(seat).tell("something of this item")
        await seat.type("<right>")
        assert "something" not in foot(seat)
        assert "next" in foot(seat)


async def test_the_way_back_to_a_meeting_is_the_boards_first_key() -> None:
    async with seated(three_people().board, start="meeting", size=(80, 24)) as seat:
        await seat.type("<escape><enter>")
        assert foot(seat).strip().startswith("m M1 goes on")


async def test_who_is_on_a_terminal_is_not_ticked_off() -> None:
    async with seated(three_people().board, start="meeting", size=(80, 24)) as seat:
        screen = meeting(seat)
        screen.connection.connected = lambda: frozenset({1})  # type: ignore[method-assign]
        await seat.type("h")
        assert [entry.member for entry in seat.board.meetings[1].attendance] == [1]
        assert "ana is here, on a terminal" in foot(seat)
        await seat.type("jhh")
        assert [entry.member for entry in seat.board.meetings[1].attendance] == [1]


async def test_a_working_agreement_ends_and_comes_back_with_undo() -> None:
    made = three_people()
    made.add(Agreement(0, LONG, 0, 1, created=NOW.date()))
    async with seated(made.board, start="meeting", size=(80, 24)) as seat:
        assert "before the door" in seat.text
        await seat.type("x")
        assert seat.board.agreements[1].ended is None
        await seat.type("jjj")
        assert "x no longer" in foot(seat)
        await seat.type("x")
        assert seat.board.agreements[1].ended == NOW.date()
        assert "before the door" not in seat.text
        await seat.type("u")
        assert seat.board.agreements[1].ended is None


async def test_voices_stand_beside_the_proposals() -> None:
    async with seated(three_people().board, start="goals", size=(80, 40)) as seat:
        change = seat.app.session.service.change
        change("", lambda d: write_card(d, 1, VOICES, LONG))
        await skip_to(seat, "proposals")
        assert "Nobody told the clinics" not in seat.text
        change("", lambda d: reveal_cards(d, 1, VOICES))
        await seat.looks_again()
        assert "Nobody told the clinics" in seat.text


async def coins(seat: Seat) -> None:
    change = seat.app.session.service.change
    change("", lambda d: propose(d, 1, LONG))
    change("", lambda d: propose(d, 1, "Calm nights"))
    change("", lambda d: uncover(d, 1, "proposals"))
    await skip_to(seat, "coins")


async def test_each_gives_their_coins_in_turn_and_is_told_so() -> None:
    async with seated(three_people().board, start="goals", size=(120, 40)) as seat:
        await seat.type("h2")
        await seat.save("<enter>")
        await coins(seat)
        assert "ana: 3 of 3 coins left" in seat.text
        await seat.type("3")
        assert "ana has given all coins; now ben" in foot(seat)
        await seat.type("2")
        assert "ben: 1 of 3 coins left" in seat.text
        await seat.type("j1")
        assert "all coins are given here" in seat.text
        await seat.type("1")
        assert "call somebody to change theirs" in foot(seat)
        assert sum(vote.value or 0 for vote in seat.board.votes.values()) == 6
        await seat.type("v0")
        assert "ana: 3 of 3 coins left" in seat.text


async def test_the_foot_promises_the_shortlist_when_the_coins_are_seen() -> None:
    async with seated(three_people().board, start="goals", size=(120, 40)) as seat:
        await coins(seat)
        assert "shortlist" not in foot(seat)
        assert "reveal" in foot(seat)
        await seat.type("3<right>")
        assert "shortlist" in foot(seat)
        assert "reveal" not in foot(seat)


async def test_a_narrow_room_reads_a_whole_title() -> None:
    async with seated(three_people().board, start="goals", size=(80, 24)) as seat:
        await coins(seat)
        shown = " ".join(" ".join(row[22:].strip(" ▌").split()) for row in seat.rows)
        assert LONG in shown
