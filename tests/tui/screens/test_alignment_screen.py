"""The alignment screen: the tree as it is, one goal under the cursor, what it serves by a form."""

from __future__ import annotations

import pytest
from support.hostile import HOSTILE
from support.making import draft, furnished, objective_of
from support.screens import Seat, seated

from okrboard.domain.board import Board
from okrboard.domain.edit.check_ins import check_in
from okrboard.domain.edit.key_results import add_key_result
from okrboard.domain.edit.objectives import edit_objective
from okrboard.domain.edit.people import add_member
from okrboard.text import clean


def tree_board() -> Board:
    """Return O1 of the company with O2 below it and O3 below that; O4 stands without a word."""
    made = furnished()
    edit_objective(made, 1, level="company")
    for title, parent in (("Fewer alerts", 1), ("Quiet deploys", 2), ("Nobody knows why", 0)):
        objective = objective_of(made, title)
        edit_objective(made, objective.id, contributes_to=parent)
        added = add_key_result(made, objective.id, f"{title} a week", start=10, target=0)
        check_in(made, added.id, 5)
    return made.board


def row_of(seat: Seat, text: str) -> str:
    return next(row for row in seat.rows if text in row)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_the_tree_is_readable_at_any_width(size: tuple[int, int]) -> None:
    async with seated(tree_board(), start="alignment", size=size) as seat:
        company, team, below = (row_of(seat, f"O{id} ").index(f"O{id} ") for id in (1, 2, 3))
        assert company < team < below
        assert "50 %" in row_of(seat, "Quiet")
        assert "→" in row_of(seat, "Fewer")
        assert "2 of 3" in seat.text
        assert "serves no other goal" in seat.text
        assert max(len(row) for row in seat.rows) <= size[0]


async def test_the_cursor_goes_up_and_down_the_tree_and_opens_the_goal() -> None:
    async with seated(tree_board(), start="alignment", size=(100, 30)) as seat:
        await seat.type("jj")
        assert seat.screen.here == 3  # type: ignore[attr-defined]
        await seat.type("h")
        assert seat.screen.here == 2  # type: ignore[attr-defined]
        await seat.type("l<enter>")
        assert seat.screen.KEYS == "objective"
        assert "Quiet deploys" in seat.text
        await seat.type("<escape>")
        assert seat.screen.KEYS == "alignment"


async def test_one_says_what_an_orphan_serves() -> None:
    async with seated(tree_board(), start="alignment", size=(100, 30), objective=4) as seat:
        await seat.type("eReleases")
        await seat.save("<ctrl+s>")
        assert seat.board.objectives[4].contributes_to == 1
        assert "3 of 3" in seat.text
        assert "serves no other goal" not in seat.text
        await seat.type("e<tab><tab>on purpose")
        await seat.save("<ctrl+s>")
        assert "stands alone: on purpose" in seat.text


async def test_a_circle_is_refused_beside_its_field() -> None:
    async with seated(tree_board(), start="alignment", size=(100, 30)) as seat:
        await seat.type("eQuiet")
        await seat.save("<ctrl+s>")
        assert "a circle moves no number" in seat.text
        assert seat.board.objectives[1].contributes_to == 0


async def test_other_cycles_are_shown_and_an_empty_board_says_how() -> None:
    async with seated(tree_board(), start="alignment", size=(100, 30)) as seat:
        await seat.type("H")
        assert "no cycle before it" in seat.text
    made = draft()
    add_member(made, "ana")
    async with seated(made.board, start="alignment", size=(100, 30)) as seat:
        assert "There is no cycle yet" in seat.text
        await seat.type("je<enter>")
        assert "There is no cycle yet" in seat.text


async def test_hostile_titles_are_shown_as_text() -> None:
    made = furnished()
    for text in HOSTILE:
        objective = objective_of(made, (clean(text) or "x"))
        edit_objective(made, objective.id, stands_alone=text)
    async with seated(made.board, start="alignment", size=(100, 30)) as seat:
        for _ in range(len(HOSTILE)):
            for bad in ("\x1b", "\u202e", "\x07", "\u2028"):
                assert bad not in seat.text
            await seat.type("j")


async def test_the_board_opens_it_and_asks_which_meeting() -> None:
    async with seated(tree_board(), start="board", size=(100, 30)) as seat:
        await seat.type("a")
        assert seat.screen.KEYS == "alignment"
        await seat.type("<escape>m")
        assert "Which meeting?" in seat.text
        await seat.type("r")
        assert seat.board.meetings[1].kind == "reflect"
        await seat.type("<escape>m")
        assert [each.kind for each in seat.board.meetings.values()] == ["reflect"]
        assert seat.screen.KEYS == "meeting"
