"""Setting goals together by keys: silent proposals, coins, shaping, taking, commit, minutes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.hostile import HOSTILE
from support.making import furnished
from support.meeting_screens import SIZES, empty_board, meeting, skip_all, skip_to, three_people
from support.screens import Seat, seated

from okrboard.domain.board import Board
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.people import edit_settings
from okrboard.domain.meeting.blind import uncover
from okrboard.domain.meeting.proposals import propose, shortlist
from okrboard.domain.records import DraftKeyResult
from okrboard.storage.store import MemoryStore
from okrboard.text import clean

if TYPE_CHECKING:
    pass

STEPS = {"context", "voices", "proposals", "merging", "shaping", "commit"}
"""What every goal setting comes through."""


def team_board() -> Board:
    """Return a board with a direction and a cycle to set goals for."""
    made = three_people()
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    edit_settings(made, direction="In five years nobody is woken at night.")
    return made.board


def calm_nights(seat: Seat, *key_results: DraftKeyResult) -> None:
    """Let ana have proposed calm nights, in sight of all."""
    change = seat.app.session.service.change
    change("", lambda d: propose(d, 1, "Calm nights", key_results=key_results))
    change("", lambda d: uncover(d, 1, "proposals"))


async def test_a_whole_goal_setting_lands_as_goals_a_cycle_and_minutes() -> None:
    async with seated(team_board(), start="goals", size=(120, 45)) as seat:
        assert "nobody is woken" in seat.text
        await seat.type("h23")
        await seat.save("<enter>")
        await seat.type("<right>")
        await seat.write("jnThey call us at three in the morning")
        assert "three in the morning" not in seat.text
        await seat.type("<right>")
        assert "three in the morning" in seat.text
        title = next(at for at, row in enumerate(seat.rows) if "three in the morning" in row)
        assert "ben" in seat.rows[title + 1], "who heard it stands below what was said"
        await seat.type("<right>")
        await seat.type("nCalm nights<tab>Pages a week from 31 to 8 pages")
        assert "Calm nights" not in seat.text
        await seat.save()
        await seat.type("<escape>jnSleep for the on-call<tab>Write 3 runbooks")
        await seat.save()
        await seat.type("<escape>jnCheaper vans")
        await seat.save()
        await seat.type("<escape>")
        assert "Calm nights" not in seat.text
        await seat.type("<right>")
        assert "Calm nights" in seat.text
        assert "31 → 8 pages" in seat.text
        await seat.type("<right>")
        await seat.type("j<enter>k<enter>")
        assert "from P1, P2" in seat.text
        await seat.type("<right>")
        assert meeting(seat).item == "coins"
        await seat.type("j3")
        await seat.type("j2")
        await seat.type("k1")
        assert "●" not in "".join(row[28:] for row in seat.rows if "P4" in row)
        await seat.type("<right>")
        assert "●●●●● 5" in seat.text
        await seat.type("yx")
        await seat.type("<right>")
        assert meeting(seat).item == "shaping"
        assert "Cheaper vans" not in seat.text
        assert "a task?" in seat.text
        await seat.type("jjT")
        await seat.type("Nights without a call<tab><tab>nights<tab>2<tab>6")
        await seat.save()
        await seat.type("v")
        await seat.type("8x9")
        assert "all have voted" in seat.text
        await seat.type("<right>")
        assert "what would be worth being proud of?" in seat.text
        await seat.type("<right>")
        await seat.write("NNo new vans")
        assert "No new vans" in seat.text
        await seat.type("<right>")
        assert meeting(seat).item == "alignment"
        await seat.type("yvovx")
        await seat.type("e")
        await seat.type("fewer leavers<tab>I sleep<tab><tab><tab>alone for now")
        await seat.save()
        assert "100 % of key results" in seat.text
        await seat.type("<right>")
        assert "2027-T1" in seat.text
        await seat.type("<right>")
        assert "nothing is committed to yet" in seat.text
        await seat.type("y")
        await seat.type("<right>")
        assert meeting(seat).item == "close"
        await seat.type("<right>")
        board = seat.board
    held = board.meetings[1]
    assert held.state == "closed"
    goal = board.objectives[2]
    assert (goal.title, goal.cycle, goal.stage, goal.owner) == ("Calm nights", 2, "committed", 1)
    assert (goal.takers, goal.owner_gets, goal.stands_alone) == ((2,), "I sleep", "alone for now")
    key_results = board.key_results_of(2)
    assert [(kr.title, kr.start, kr.target, kr.unit) for kr in key_results] == [
        ("Pages a week", 31, 8, "pages"),
        ("Nights without a call", 2, 6, "nights"),
    ]
    task = board.actions[key_results[1].from_action]
    assert (task.title, task.key_result) == ("Write 3 runbooks", key_results[1].id)
    assert board.cycles[2].state == "planning"
    assert {series.kind for series in board.series.values() if series.cycle == 2} == {
        "check-in",
        "reflect",
        "goals",
    }
    for line in (
        "# Setting goals together M1 · Fri 2026-11-20",
        "- They call us at three in the morning (voices)",
        "### O2 (P4, 2027-T1) Calm nights",
        "- Proposed by: ana (P1), ben (P2)",
        "- Coins: 5",
        "- The company gets: fewer leavers",
        "- Owner: ana",
        "- Contribute: ben",
        "- Key result: Pages a week, 31 → 8 pages",
        "Nights without a call, 2 → 6 nights, confidence 9, spread 2 (8 9 10), out of A1",
        "## Not doing",
        "- No new vans",
        "Cheaper vans",
        "- From the team: 100 % of the key results",
    ):
        assert line in held.minutes_text, line


async def test_one_is_told_that_more_than_five_goals_are_a_lot() -> None:
    made = team_board()
    store = MemoryStore(made)
    async with seated(store=store, start="goals", size=(100, 60)) as seat:
        service = seat.app.session.service
        many = [DraftKeyResult(f"Number {n}", start=0, target=9) for n in range(6)]
        for number in range(6):
            service.change("", lambda d, n=number: propose(d, 1, f"Goal {n}", key_results=many))  # type: ignore[misc]
        service.change("", lambda d: uncover(d, 1, "proposals"))
        await skip_to(seat, "merging")
        assert "6 goals: more than 5 are a lot" in seat.text
        await skip_to(seat, "shaping")
        assert "6 key results are a lot" in seat.text
        await skip_to(seat, "commit")
        await seat.type("y")
        assert len(seat.board.objectives_in(2)) == 6


async def test_a_key_result_without_a_target_says_so_before_the_commit() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="goals", size=(100, 40)) as seat:
        calm_nights(seat, DraftKeyResult("Better sleep"))
        await skip_to(seat, "commit")
        assert "no target yet: Better sleep" in seat.text
        await seat.type("y")
        assert "needs a target" in seat.text
        assert not seat.board.objectives_in(2)


async def test_another_cycle_is_chosen_for_all() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="goals", size=(100, 40)) as seat:
        calm_nights(seat)
        seat.app.session.service.change("", lambda d: shortlist(d, 1))
        await skip_to(seat, "commit")
        await seat.type("C1")
        assert store.snapshot().meetings[1].focus == "cycle 1"
        await seat.type("y")
        assert [o.title for o in seat.board.objectives_in(1)][-1] == "Calm nights"
        assert seat.board.cycles[2].state == "planning"


async def test_the_direction_is_written_down_for_the_next_years() -> None:
    async with seated(furnished().board, start="goals", size=(100, 30)) as seat:
        assert "nobody has written down" in seat.text
        await seat.type("eWe let people sleep")
        await seat.save("<ctrl+s>")
        assert seat.board.settings.direction == "We let people sleep"
        assert "We let people sleep" in seat.text


async def test_votes_on_a_draft_stay_covered_until_the_reveal() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="goals", size=(100, 30)) as seat:
        calm_nights(seat, DraftKeyResult("Pages a week", start=31, target=8))
        await skip_to(seat, "shaping")
        await seat.type("jv2")
        assert "median" not in seat.text
        assert {vote.about for vote in seat.board.votes.values()} == {"P1.1"}
        await seat.type("<right>")
        assert "out of reach" in seat.text
        await seat.type("<left>")
        assert "2!" in seat.text


@pytest.mark.parametrize("size", SIZES)
async def test_every_step_can_be_reached_at_any_size(size: tuple[int, int]) -> None:
    async with seated(team_board(), start="goals", size=size) as seat:
        calm_nights(seat, DraftKeyResult("Pages a week", start=31, target=8))
        assert set(await skip_all(seat)) >= STEPS


async def test_with_nothing_on_the_board_and_no_word_it_ends_well() -> None:
    async with seated(empty_board(), start="goals", size=(100, 30)) as seat:
        seen = set()
        for _ in range(40):
            item = meeting(seat).item
            if not item or seat.board.meetings[1].state == "closed":
                break
            seen.add(item)
            await seat.type("yxoT3jv" if item not in ("voices", "proposals") else "xyv")
            if seat.panel.is_open:
                await seat.type("<escape>")
            await seat.type("<right>")
        assert seat.board.meetings[1].state == "closed"
        assert seat.board.meetings[1].minutes_text.startswith("# Setting goals together M1")
        assert seen >= STEPS


async def test_hostile_text_is_shown_as_text() -> None:
    lines = [(clean(text) or "x")[:200] for text in HOSTILE[:14]]
    store = MemoryStore(team_board())
    async with seated(store=store, start="goals", size=(100, 60)) as seat:
        service = seat.app.session.service
        for line in lines:
            some = [DraftKeyResult(line, start=0, target=1, unit=line[:20])]
            service.change(
                "",
                lambda d, t=line, kr=some: propose(d, 1, t, why=t, company_gets=t, key_results=kr),  # type: ignore[misc]
            )
        service.change("", lambda d: uncover(d, 1, "proposals"))
        for _ in range(10):
            for bad in ("\x1b", "\u202e", "\x07", "\u2028", "\ud800"):
                assert bad not in seat.text
            if meeting(seat).item == "commit":
                await seat.type("y")
            await seat.type("s")
            if not meeting(seat).item:
                break
        await seat.type("<right>")
    minutes = store.snapshot().meetings[1].minutes_text
    assert "\\[@click=app.quit\\]x\\[/\\]" in minutes
    assert len(store.snapshot().objectives_in(2)) == 14


@pytest.mark.parametrize(("kind", "item"), [("reflect", "grouping"), ("goals", "alignment")])
async def test_in_eighty_columns_the_foot_has_the_key_that_goes_on(kind: str, item: str) -> None:
    async with seated(start=kind, size=(80, 24)) as seat:
        await skip_to(seat, item)
        assert "→/← next, back" in seat.rows[-1]
