"""`u` and `U` in a meeting: what was said there by this person, and nothing older."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.making import NOW
from support.meeting_screens import at, foot, skip_to, three_people, with_cards
from support.screens import seated

from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.cycles import set_score
from okrboard.domain.meeting.contributions import say_decision
from okrboard.service import Service
from okrboard.storage.store import MemoryStore

if TYPE_CHECKING:
    from okrboard.domain.board import Board


def team_board() -> Board:
    """Return a board on which ana has planned an action already."""
    store = MemoryStore(three_people().board)
    ana = Service(store, "ana", lambda: NOW)
    ana.change("", lambda draft: add_action(draft, "Rota", key_result=1))
    return store.snapshot()


@pytest.mark.parametrize("width", [80, 120])
async def test_u_takes_back_nothing_from_before_the_meeting(width: int) -> None:
    async with seated(team_board(), start="reflect", size=(width, 30)) as seat:
        await with_cards(seat)
        await skip_to(seat, "dots")
        shown = seat.board.meetings[1].revealed
        await seat.type("u")
        assert "add A1 Rota" in foot(seat)
        assert "u on the board takes it back" in foot(seat)
        assert 1 in seat.board.actions
        assert seat.board.meetings[1].revealed == shown
        await seat.type("U")
        assert "nothing to redo" in foot(seat)
        await seat.type("<escape>u")
        assert "undone: add A1 Rota" in foot(seat)
        assert 1 in seat.board.meetings


async def test_u_takes_back_what_was_said_here_whatever_came_since() -> None:
    async with seated(team_board(), start="reflect", size=(120, 30)) as seat:
        await skip_to(seat, "discuss")
        await seat.write("Dwrongg")
        at(seat, "ben").change("", lambda d: say_decision(d, 1, "right"))
        await seat.looks_again()
        await seat.type("u")
        assert "undone: decision: wrongg" in foot(seat)
        assert [remark.text for remark in seat.board.meetings[1].decisions] == ["right"]


async def test_u_again_goes_on_to_the_one_before_the_unchangeable() -> None:
    async with seated(team_board(), start="reflect", size=(80, 30)) as seat:
        await skip_to(seat, "discuss")
        await seat.write("Dask first")
        for who, score in (("ana", 0.5), ("ben", 0.9)):
            at(seat, who).change("", lambda d, s=score: set_score(d, 1, s, "so"))  # type: ignore[misc]
        await seat.looks_again()
        await seat.type("u")
        assert "ben changed KR1 since" in foot(seat)
        assert "u again: the one before" in foot(seat)
        await seat.type("u")
        assert "undone: decision: ask first" in foot(seat)
        assert seat.board.key_results[1].score == 0.9
