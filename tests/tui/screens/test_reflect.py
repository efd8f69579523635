"""A whole rest and reflect by keys: what was typed is in the board and in the minutes."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE
from support.making import NOW, draft, furnished
from support.meeting_screens import (
    SIZES,
    empty_board,
    meeting,
    skip_all,
    skip_to,
    three_people,
    walk_to,
)
from support.screens import seated

from okrboard.domain.board import Board
from okrboard.domain.changes import Draft, Stamp
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, propose_objective
from okrboard.domain.edit.people import add_member
from okrboard.domain.meeting.cards import reveal_cards, write_card
from okrboard.domain.records import Driver
from okrboard.service import Service
from okrboard.storage.store import MemoryStore
from okrboard.text import clean
from okrboard.tui.private_notes import Growth

if TYPE_CHECKING:
    from pathlib import Path


STEPS = {"replay", "scores", "writing", "dots", "decide", "myself", "close"}
"""What every reflection comes through."""


def team_board() -> Board:
    """Return a board with two goals of both kinds, drivers, and a cycle to carry into."""
    made = three_people()
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    early = NOW.date() - timedelta(days=14)
    check_in(made, 1, 26, on=early, drivers=(Driver("Quiet Fridays", -5),))
    check_in(
        made, 1, 24, drivers=(Driver("Quiet Fridays", -4), Driver("Black Friday", 3, "outside"))
    )
    promise = propose_objective(made, "Answer at once", 1, commitment="committed", owner=2)
    commit_objective(made, promise.id)
    add_key_result(made, promise.id, "Answered in time", start=0, target=50, unit="%")
    check_in(made, 4, 94)
    return made.board


async def test_a_whole_reflection_lands_as_data_and_minutes(tmp_path: Path) -> None:
    async with seated(team_board(), start="reflect", size=(120, 40), state=tmp_path) as seat:
        await seat.type("h23")
        await seat.save("<enter>")
        await walk_to(seat, "scores")
        assert "covered" in seat.text
        assert "188 %" in seat.text
        assert "beyond its target!" in seat.text
        await seat.type("je0.2<enter>half was luck")
        await seat.save("<enter>")
        await seat.type("w2")
        await seat.type("<right>")
        assert "covered" not in seat.text
        assert "committed 1.00" in seat.text
        await seat.type("<right>")
        assert meeting(seat).item == "writing"
        await seat.type("1")
        await seat.type("Quiet Fridays")
        assert "Quiet Fridays" not in seat.text
        await seat.save("<enter>")
        await seat.save("<enter>")
        await seat.type("j2")
        await seat.type("Nobody asked us")
        await seat.save("<enter>")
        await seat.write("Too many goals")
        assert "Nobody asked us" not in seat.text
        await seat.type("<right>")
        assert "Nobody asked us" in seat.text
        await walk_to(seat, "grouping")
        await seat.type("jj<enter>k<enter>")
        assert [card.group for card in seat.board.cards.values()] == [0, 0, 2]
        await walk_to(seat, "dots")
        await seat.type("3")
        await seat.type("j2")
        await seat.type("k1")
        await seat.type("j3")
        assert "all dots are given here" in seat.text
        await seat.type("<right>")
        assert "●●●●● 5" in seat.text
        await walk_to(seat, "discuss")
        assert "Nobody asked us" in seat.rows[3]
        await seat.write("DAsk the night shift first")
        await seat.write("AWe start with the numbers")
        await seat.type("aVisit the depot")
        await seat.save("<ctrl+s>")
        await walk_to(seat, "diagnosis")
        assert "Too little to say" in seat.text
        await walk_to(seat, "decide")
        await seat.type("yo")
        assert "all decided" in seat.text
        await walk_to(seat, "myself")
        await seat.write("wI can say no now")
        assert "I can say no now" not in seat.text
        await walk_to(seat, "close")
        await seat.type("<right>")
        board = seat.board
        place = seat.app.session.store.place
    held = board.meetings[1]
    assert held.state == "closed"
    assert {entry.member for entry in held.attendance} == {1, 2, 3}
    by_hand = board.key_results[1]
    assert (by_hand.score, by_hand.score_reason) == (0.2, "half was luck")
    assert by_hand.cause == "wrong lever"
    assert [(c.text, c.author) for c in board.cards.values()] == [
        ("Quiet Fridays", 1),
        ("Nobody asked us", 2),
        ("Too many goals", 2),
    ]
    assert [a.text for a in board.agreements.values()] == ["We start with the numbers"]
    carried = [o for o in board.objectives.values() if o.carried_from]
    assert [(o.cycle, o.stage) for o in carried] == [(2, "proposed")]
    assert Growth(str(tmp_path), place).read() == ["I can say no now"]
    for line in (
        "# Rest and reflect M1 · Fri 2026-11-20",
        "scored by hand: half was luck",
        "beyond its target",
        "- Nobody asked us (held back us)".replace("held back us", "held us back") + ", 5 dots",
        "  - Too many goals",
        "- Quiet Fridays (drove us), 4 dots",
        "- Ask the night shift first — ana",
        "- We start with the numbers — ana",
        "A1 Visit the depot — ana",
        "O1 Releases stop waking people: ",
        ": carry over — ana",
    ):
        assert line in held.minutes_text, line
    assert "say no" not in held.minutes_text


@pytest.mark.slow
async def test_the_cycle_plays_week_by_week_for_all_and_back() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="reflect", size=(120, 40)) as seat:
        assert "week 1 of 18" in seat.text
        await seat.type("<right><right>")
        assert "week 3 of 18" in seat.text
        assert store.snapshot().meetings[1].focus == "week 3"
        await seat.type("<left>")
        assert "week 2 of 18" in seat.text
        await seat.type(" ")
        await seat.pilot.pause(1.3)
        assert "week 3 of 18" in seat.text
        await seat.type("<left>")
        await seat.pilot.pause(1.3)
        assert "week 2 of 18" in seat.text, "a key stops what plays"
        for _ in range(10):
            await seat.type("<right>")
        assert "week 12 of 18" in seat.text
        assert "Quiet Fridays" in seat.text
        await seat.type(" ")
        assert meeting(seat).item == "scores"
    assert len(store.snapshot().changes) == 1


async def test_the_replay_shows_each_week_as_it_was() -> None:
    made = Draft(Board(), Stamp("ana", NOW - timedelta(days=21), date(2026, 10, 30), 1))
    add_member(made, "ana")
    add_cycle(made, "2026-T3", date(2026, 9, 1), date(2026, 12, 31), running=True)
    store = MemoryStore(made.board)
    now = NOW - timedelta(days=14)
    service = Service(store, "ana", lambda: now)
    service.change("", lambda d: commit_objective(d, propose_objective(d, "Later named", 1).id))
    now = NOW - timedelta(days=2)
    service.change("", lambda d: d.put(d.board.objectives[1]._replace(title="Now named so")))
    async with seated(store=store, start="reflect", size=(120, 40)) as seat:
        await seat.type("<right>" * 8)
        assert "30 Oct" in seat.text
        assert "no goal was committed to yet" in seat.text
        await seat.type("<right>")
        assert "Later named" in seat.text
        await seat.type("<right><right>")
        assert "Now named so" in seat.text


async def test_the_bridge_names_what_led_there() -> None:
    async with seated(team_board(), start="reflect", size=(100, 30)) as seat:
        await seat.type("s")
        await seat.type("j<enter>")
        assert "What led KR1 there" in seat.text
        rows = {row.split()[0]: row for row in (r[28:] for r in seat.rows) if row.split()}
        assert "−9" in next(row for row in seat.rows if "Quiet Fridays" in row)
        assert "+3" in next(row for row in seat.rows if "Black Friday" in row)
        assert "−1" in next(row for row in seat.rows if "unexplained" in row)
        assert "31" in rows["from"]
        assert "24" in rows["to"]
        await seat.type("<left>")
        assert "What led KR1 there" not in seat.text


async def test_only_ones_own_terminal_shows_ones_own_cards(
    tmp_path: Path,
) -> None:
    store = MemoryStore(team_board())
    async with (
        seated(store=store, start="reflect", size=(120, 40)) as ana,
        seated(store=store, start="reflect", who="ben", size=(120, 40), state=tmp_path) as ben,
    ):
        await ana.type("ss")
        held = store.snapshot().meetings[1]
        service = Service(store, "ana", lambda: NOW)
        # Nobody announces themselves in memory, hence the token moved: give it back.
        terminal = ana.app.terminal
        service.change("", lambda d: d.put(held._replace(terminal=terminal, facilitator=1)))
        service.change("", lambda d: d.put(d.board.meetings[1]._replace(item="writing")))
        for seat in (ana, ben):
            await seat.looks_again()
        assert not meeting(ben).connection.leads
        await ben.write("3We learned to wait")
        assert "We learned to wait" in ben.text
        await ana.looks_again()
        assert "We learned to wait" not in ana.text
        assert "1 card" in ana.text
        service.change("", lambda d: reveal_cards(d, 1, "we learned"))


async def test_ones_own_notes_are_shown_at_ones_terminal_only(
    tmp_path: Path,
) -> None:
    async with seated(team_board(), start="reflect", size=(100, 30), state=tmp_path) as seat:
        await skip_to(seat, "myself")
        await seat.write("wI dare to ask")
        assert "I dare to ask" not in seat.text
        held = seat.board.meetings[1]
        seat.app.session.service.change("", lambda d: d.put(held._replace(terminal="elsewhere")))
        await seat.looks_again()
        assert "I dare to ask" in seat.text
        assert not seat.board.cards
        await seat.type("<enter>")
        assert "Share this with all?" in seat.text
        assert not seat.board.cards
        await seat.type("<enter>")
        assert [card.text for card in seat.board.cards.values()] == ["I dare to ask"]
        await seat.type("<escape>x")
        assert "Forget this note?" in seat.text
        await seat.type("<enter>")
        assert "I dare to ask" in seat.text
        await seat.type("xy")
        assert "notes it for you alone" in seat.text
    kept = list((tmp_path / "growth").iterdir())
    assert [os.stat(path).st_mode & 0o777 for path in kept] == [0o600]
    assert os.stat(tmp_path / "growth").st_mode & 0o777 == 0o700


async def test_the_cycle_is_closed_after_a_question_and_undo_reopens() -> None:
    async with seated(team_board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        await seat.type("C<enter>")
        states = [seat.board.cycles[1].state]
        await seat.type("Cy")
        states.append(seat.board.cycles[1].state)
        assert states == ["running", "closed"]
        assert seat.board.key_results[4].score == 1.0
        assert {o.stage for o in seat.board.objectives_in(1)} == {"closed"}
        await seat.type("u")
        assert seat.board.cycles[1].state == "running"


async def test_carrying_without_a_later_cycle_asks_for_one() -> None:
    made = furnished()
    async with seated(made.board, start="reflect", size=(120, 50)) as seat:
        await skip_to(seat, "decide")
        await seat.type("o")
        assert "New cycle" in seat.text
        await seat.type("<escape>")
        assert seat.board.objectives[1].stage == "committed"


@pytest.mark.parametrize("size", SIZES)
async def test_every_step_can_be_reached_at_any_size(size: tuple[int, int]) -> None:
    async with seated(team_board(), start="reflect", size=size) as seat:
        assert set(await skip_all(seat)) >= STEPS


def future_board() -> Board:
    made = draft()
    add_member(made, "ana")
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    return made.board


def proposed_board() -> Board:
    made = furnished()
    made.put(made.board.objectives[1]._replace(stage="proposed"))
    return made.board


@pytest.mark.parametrize("board", [empty_board(), future_board(), proposed_board()])
async def test_odd_boards_make_sense(board: Board) -> None:
    async with seated(board, start="reflect", size=(100, 30)) as seat:
        seen = set()
        for _ in range(60):
            item = meeting(seat).item
            seen.add(item)
            if not item:
                break
            # Every key that a stage might know: nothing crashes, nothing is stuck.
            quiet = item in ("replay", "writing", "myself")
            await seat.type("x" if quiet else "<enter>yxOE3")
            if seat.panel.is_open:
                await seat.type("<escape>")
            await seat.type("<right>")
            if seat.panel.is_open:
                await seat.type("<escape>")
            if seat.board.meetings[1].state == "closed":
                break
        assert seat.board.meetings[1].state == "closed"
        assert seat.board.meetings[1].minutes_text.startswith("# Rest and reflect M1")
        assert seen >= STEPS


async def test_hostile_text_is_shown_as_text() -> None:
    made = furnished()
    lines = [(clean(text) or "x")[:200] for text in HOSTILE[:14]]
    for number, line in enumerate(lines):
        added = add_key_result(made, 1, line, start=0, target=10)
        made.put(made.board.key_results[added.id]._replace(cause=line, score_reason=line))
        check_in(made, added.id, 3, drivers=(Driver(line, number + 1),))
    made.put(made.board.objectives[1]._replace(title=lines[1]))
    store = MemoryStore(made.board)
    async with seated(store=store, start="reflect", size=(100, 60)) as seat:
        service = seat.app.session.service
        for line in lines:
            service.change("", lambda d, text=line: write_card(d, 1, "drove us", text))  # type: ignore[misc]
        service.change("", lambda d: reveal_cards(d, 1, "drove us"))
        seen = ""
        for _ in range(12):
            seen += seat.text
            for bad in ("\x1b", "\u202e", "\x07", "\u2028", "\ud800"):
                assert bad not in seat.text
            if meeting(seat).item == "scores":
                await seat.type("jjjj<enter>")
                assert "What led KR5 there" in seat.text
            if not meeting(seat).item:
                break
            await seat.type("s")
        assert "[@click=app.quit]x[/]" in seen
        await seat.type("<right>")
    minutes = store.snapshot().meetings[1].minutes_text
    assert "\\[@click=app.quit\\]x\\[/\\]" in minutes
    assert minutes.isprintable() or "\n" in minutes
