"""A whole check-in by keys: what was typed is in the board and in the minutes."""

from __future__ import annotations

from datetime import timedelta
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
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import commit_objective, edit_objective, propose_objective
from okrboard.domain.edit.people import add_member, remove_member
from okrboard.domain.edit.series import plan_cycle, skip_meeting
from okrboard.domain.meeting.agendas import ranked
from okrboard.domain.meeting.contributions import absent
from okrboard.service import Service, new_uid
from okrboard.storage.store import MemoryStore
from okrboard.text import clean

if TYPE_CHECKING:
    pass

STEPS = {"arrive", "actions", "plan", "wins", "close"}
"""What every check-in comes through."""


def team_board() -> Board:
    """Return a board whose KR1 needs talk, with an action of last week."""
    made = three_people()
    check_in(made, 1, 24, on=NOW.date() - timedelta(days=7), confidence=7)
    check_in(made, 2, 99.95, on=NOW.date() - timedelta(days=1), confidence=8)
    check_in(made, 3, 3, on=NOW.date() - timedelta(days=1), confidence=8)
    action = add_action(made, "Alert review", key_result=1, owner=2)
    made.put(action._replace(created=NOW.date() - timedelta(days=7), due=NOW.date()))
    return made.board


async def test_a_whole_check_in_lands_as_data_and_minutes() -> None:
    async with seated(team_board(), start="meeting", size=(120, 40)) as seat:
        assert "Who is here?" in seat.text
        await seat.type("jh")
        await seat.type("jh")
        await seat.type("m30<enter>")
        await seat.type("<right>")
        assert "Alert review" in seat.text
        await seat.type("y")
        await walk_to(seat, "KR1")
        await seat.type("c26<enter>")
        await seat.type("d+4 Black Friday outside<enter><enter>")
        await seat.type("fFriday releases<enter>freeze on Thursday<enter>")
        await seat.type("aReview alerts<enter><enter>")
        await walk_to(seat, "confidence")
        await seat.type("<right>")
        assert "ana, how sure? 0 to 9, x for 10" in seat.text
        await seat.type("83x")
        assert "all have voted" in seat.text
        await seat.type("<right>")
        assert "median 8   spread 7" in seat.text
        assert "ben (3) and cleo (10) speak first" in seat.text
        await walk_to(seat, "wins")
        await seat.type("nNobody was woken<enter><enter>")
        await walk_to(seat, "close")
        assert "Nobody was woken" in seat.text
        await seat.type("<right>")
        board = seat.board
    held = board.meetings[1]
    assert held.state == "closed"
    assert {entry.member for entry in held.attendance} == {1, 2, 3}
    latest = board.latest(1)
    assert latest is not None
    assert (latest.value, latest.confidence, latest.meeting) == (26, 8, 1)
    assert [(d.text, d.share, d.kind) for d in latest.drivers] == [("Black Friday", 4, "outside")]
    assert (latest.blocker, latest.fix) == ("Friday releases", "freeze on Thursday")
    assert (board.actions[1].state, board.actions[1].moved) == ("kept", None)
    assert (board.actions[2].title, board.actions[2].meeting) == ("Review alerts", 1)
    assert [win.text for win in held.wins] == ["Nobody was woken"]
    for line in (
        "- 24 pages → 26 pages (+2 pages)",
        "- Quick fix: freeze on Thursday",
        "- Confidence: median 8, spread 7 (3 8 10)",
        "A1 Alert review — kept",
        "Review alerts, for KR1",
        "Nobody was woken — ana",
        "Next meeting: Fri 2026-11-27",
    ):
        assert line in held.minutes_text


async def test_before_the_reveal_the_screen_shows_dots_only() -> None:
    async with seated(team_board(), start="meeting", size=(120, 40)) as seat:
        await seat.type("jhjh")
        await walk_to(seat, "confidence")
        await seat.type("<right>7")
        rows = [row for row in seat.rows if "ana" in row and "ben" in row]
        assert len(rows) == 1
        assert "7" not in rows[0]
        assert "median" not in seat.text
        await seat.type("-")
        assert {(v.member, v.value) for v in seat.board.votes.values()} == {(1, 7), (2, None)}


async def test_a_key_result_in_trouble_is_asked_about_once() -> None:
    made = furnished()
    check_in(made, 1, 30)
    async with seated(made.board, start="meeting", size=(120, 40)) as seat:
        await walk_to(seat, "KR1")
        await seat.type("<right>")
        assert meeting(seat).item == "KR1"
        assert "nobody acts on it" in seat.text
        await seat.type("<right>")
        assert meeting(seat).item != "KR1"


async def test_one_waved_through_can_be_talked_about() -> None:
    async with seated(team_board(), start="meeting", size=(120, 40)) as seat:
        await walk_to(seat, "rest")
        waved = [row for row in seat.rows if "KR2" in row or "KR3" in row]
        assert waved
        await seat.type("<enter>")
        assert meeting(seat).item in ("KR2", "KR3")
        await seat.type("<right>")
        assert meeting(seat).item == "rest"


async def test_only_the_item_is_left_and_comes_back() -> None:
    async with seated(team_board(), start="meeting", size=(120, 40)) as seat:
        assert "left for this" in seat.text
        await seat.type("z")
        assert "left for this" not in seat.text
        await seat.type("z")
        assert "left for this" in seat.text


async def test_back_on_the_board_the_meeting_goes_on() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="meeting", size=(120, 40)) as seat:
        await seat.type("<right><escape>")
        assert seat.screen.KEYS == "board"
        await seat.type("m")
        assert meeting(seat).item == "actions"
    assert len(store.snapshot().meetings) == 1


async def test_who_does_not_lead_looks_around_and_follows_again() -> None:
    store = MemoryStore(team_board())
    async with (
        seated(store=store, start="meeting", size=(120, 40)),
        seated(store=store, start="meeting", who="ben", size=(120, 40)) as ben,
    ):
        screen = meeting(ben)
        # Nobody announces themselves in memory, hence the token was free: give it back.
        held = store.snapshot().meetings[1]
        service = Service(store, "ana", lambda: NOW)
        service.change("", lambda d: d.put(held._replace(terminal="elsewhere", facilitator=1)))
        await ben.looks_again()
        assert not screen.connection.leads
        await ben.type("<right>")
        assert (screen.item, store.snapshot().meetings[1].item) == ("actions", "arrive")
        await ben.type("g")
        assert screen.item == "arrive"


@pytest.mark.parametrize("size", SIZES)
async def test_every_step_can_be_reached_at_any_size(size: tuple[int, int]) -> None:
    async with seated(team_board(), start="meeting", size=size) as seat:
        seen = await skip_all(seat)
        assert {"arrive", "actions", "KR1", "rest", "confidence", "plan", "wins", "close"} <= set(
            seen
        )


def crowded_board() -> Board:
    made = furnished()
    for number in range(30):
        add_member(made, f"member{number}")
    objective = propose_objective(made, "Many", 1)
    commit_objective(made, objective.id)
    for number in range(40):
        add_key_result(made, objective.id, f"Number {number}", start=0, target=10)
    return made.board


def ended_board() -> Board:
    made = furnished()
    made.put(made.board.cycles[1]._replace(last=NOW.date() - timedelta(days=1)))
    return made.board


def twice_running_board() -> Board:
    made = furnished()
    first = NOW.date().replace(month=11, day=1)
    add_cycle(made, "2026-N", first, NOW.date() + timedelta(days=60), running=True)
    objective = propose_objective(made, "Of the second", 2)
    commit_objective(made, objective.id)
    add_key_result(made, objective.id, "Of the second", start=0, target=10)
    return made.board


@pytest.mark.parametrize(
    "board", [empty_board(), crowded_board(), ended_board(), twice_running_board()]
)
async def test_odd_boards_make_sense(board: Board) -> None:
    async with seated(board, start="meeting", size=(100, 30)) as seat:
        seen = await skip_all(seat)
        await seat.type("<right>")
        assert seat.board.meetings[1].state == "closed"
        assert set(seen) >= STEPS


async def test_without_a_cycle_it_says_what_to_do() -> None:
    made = draft()
    add_member(made, "ana")
    async with seated(made.board, start="meeting", size=(100, 30)) as seat:
        assert "There is no meeting here." in seat.text
        assert "okrboard cycle add" in seat.text
        await seat.type("<right>yvd")
        assert "There is no meeting here." in seat.text


async def test_a_stranger_is_told_how_to_join() -> None:
    async with seated(team_board(), start="meeting", who="eve", size=(120, 30)) as seat:
        assert "okrboard member add" in seat.text


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE[:12])
async def test_hostile_text_is_shown_as_text(text: str) -> None:
    made = furnished()
    key_result = made.board.key_results[1]
    made.put(key_result._replace(title=clean(text) or "x"))
    edit_objective(made, 1, why=text)
    add_action(made, (clean(text) or "x")[:200], key_result=1)
    async with seated(made.board, start="meeting", size=(100, 30)) as seat:
        for _ in range(10):
            for row in seat.rows:
                assert (
                    row.isprintable() or "\u200d" in row or "\u200c" in row or "\u2028" not in row
                )
                assert "\x1b" not in row
            await seat.type("s")
            if not meeting(seat).item:
                break


async def test_eight_key_results_take_at_most_eight_keys_each() -> None:
    made = furnished()
    objective = propose_objective(made, "Eight", 1, owner=1)
    commit_objective(made, objective.id)
    for number in range(8):
        added = add_key_result(made, objective.id, f"Number {number}", start=0, target=10, owner=1)
        check_in(made, added.id, 1, on=NOW.date() - timedelta(days=7))
        add_action(made, f"Act {number}", key_result=added.id)
    wanted = {f"KR{number}" for number in range(4, 12)}
    async with seated(made.board, start="meeting", size=(120, 40)) as seat:
        screen = meeting(seat)
        assert wanted <= {
            each.ref for each in ranked(seat.board, seat.board.meetings[1], NOW.date())
        }
        pressed = done = 0
        for _ in range(40):
            if screen.item in wanted:
                before = seat.pressed
                # Value and driver are typed: two characters and eight of them are text.
                await seat.type("c2<enter>d+1 rota<enter><enter><right>")
                pressed += seat.pressed - before - len("2") - len("+1 rota")
                done += 1
            elif not screen.item or screen.item == "confidence":
                break
            else:
                await seat.type("<right>")
        assert done == 8
        assert pressed / done <= 8


async def test_a_member_who_leaves_in_the_middle_is_called_no_more() -> None:
    store = MemoryStore(team_board())
    async with seated(store=store, start="meeting", size=(120, 40)) as seat:
        await seat.type("jhjh")
        await walk_to(seat, "confidence")
        await seat.type("<right>8")
        assert "ben, how sure? 0 to 9" in seat.text
        service = Service(store, "ben", lambda: NOW)
        service.change("", lambda draft: remove_member(draft, 2))
        service.change("", lambda draft: absent(draft, 1, 2))
        seat.screen.okr.look_again()
        await seat.type("v")
        assert "cleo, how sure? 0 to 9" in seat.text
        await seat.type("7<right>")
        assert "median 7.5   spread 1" in seat.text


async def test_the_next_date_is_the_schedules_with_its_skips() -> None:
    store = MemoryStore(team_board())
    service = Service(store, "ana", lambda: NOW)
    service.change("plan", lambda draft: plan_cycle(draft, 1, new_uid))
    check_ins = next(one for one in service.board.series.values() if one.kind == "check-in")
    friday = NOW.date() + timedelta(days=7)
    service.change("skip", lambda draft: skip_meeting(draft, check_ins.id, friday, "fair"))
    async with seated(store=store, start="meeting", size=(100, 30)) as seat:
        await skip_to(seat, "close")
        assert "We meet again  Fri 4 Dec, 15:00  OKR check-in" in seat.text
        await seat.type("<right>")
        assert "M1 is closed; M on the board gives these minutes again" in seat.notice
        assert seat.board.meetings[1].next_on == friday + timedelta(days=7)
