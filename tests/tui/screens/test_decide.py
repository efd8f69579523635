"""Deciding about goals: what this time of the cycle offers, and at which terminal."""

from __future__ import annotations

from datetime import date

from support.making import NOW, objective_of
from support.meeting_screens import at, empty_board, skip_to, three_people
from support.screens import Seat, seated

from okrboard.domain.board import Board
from okrboard.domain.edit.actions import add_action
from okrboard.domain.edit.cycles import add_cycle
from okrboard.domain.edit.objectives import close_objective, propose_objective
from okrboard.tui.forms.form import Choices

END = NOW.replace(month=12, day=18)
"""A day in the cycle's last weeks."""


def board() -> Board:
    """Return two goals, one with two open actions, a proposal, and a cycle to carry into."""
    made = three_people()
    add_cycle(made, "2027-T1", date(2027, 1, 1), date(2027, 4, 30))
    objective_of(made, "Audits pass at once")
    propose_objective(made, "Somebody's idea", 1, takers=(2,))
    add_action(made, "Visit the depot", key_result=1)
    add_action(made, "Write it down", key_result=2)
    return made.board


def words(seat: Seat) -> dict[str, str]:
    """Return what stands at the end of each goal's row by its reference."""
    return {
        part: row.rstrip()
        for row in seat.rows[:-2]
        for part in row.split()
        if part[:1] == "O" and part[1:].isdigit()
    }


async def test_at_the_end_keeping_is_not_offered_and_enter_asks() -> None:
    async with seated(board(), start="reflect", now=END, size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        assert "keep" not in seat.rows[-1]
        await seat.type("y")
        assert "2026-T3 ends: carry O1 over, close it or drop it" in seat.text
        await seat.type("<enter>")
        question = seat.panel.content
        assert isinstance(question, Choices)
        assert [key for key, _, _ in question.options] == ["o", "E", "x"]
        await seat.type("<enter>")
        carried = [each for each in seat.board.objectives.values() if each.carried_from == 1]
        assert [each.cycle for each in carried] == [2]


async def test_in_the_middle_enter_asks_and_keeps_first() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        assert "O3" not in words(seat), "proposals are no matter of the middle"
        await seat.type("<enter><enter>")
        assert words(seat)["O1"].endswith("keep")


async def test_in_80_columns_the_foot_offers_what_ends_the_cycle() -> None:
    async with seated(board(), start="reflect", now=END, size=(80, 24)) as seat:
        await skip_to(seat, "decide")
        for said in ("o carry over", "E close", "x drop", "C close the cycle"):
            assert said in seat.rows[-1]


async def test_only_the_terminal_that_leads_decides() -> None:
    async with seated(board(), start="reflect", now=END, size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        held = seat.board.meetings[1]
        seat.app.session.service.change("", lambda d: d.put(held._replace(terminal="elsewhere")))
        await seat.looks_again()
        before = seat.board
        for key in ("y", "x", "o", "O", "E", "e", "C", "<enter>"):
            await seat.type(key)
            assert "the terminal that leads decides, for all of us" in seat.text, key
            assert not seat.panel.is_open
        assert seat.board.objectives == before.objectives
        assert "drop" not in seat.rows[-1]


async def test_closing_the_cycle_says_what_ends_and_what_became_of_it() -> None:
    async with seated(board(), start="reflect", now=END, size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        assert "Somebody's idea" in seat.text
        await seat.type("jx")
        await seat.type("C")
        assert "1 goal closed as scored, 1 proposal put off, 2 open actions dropped" in seat.text
        await seat.type("y")
        assert "2026-T3 is closed; 1 goal was closed as scored, undecided" in seat.text
        assert "; 1 proposal was put off" in seat.text
        assert "all decided" not in seat.text
        assert list(words(seat)) == ["O1", "O2", "O3"]
        assert "0.00 missed" in words(seat)["O1"]
        assert words(seat)["O2"].endswith("drop")
        assert words(seat)["O3"].split()[-3:] == ["put", "off", "closed"]
        assert "0." not in words(seat)["O3"]
        states = {action.state for action in seat.board.actions.values()}
        assert states == {"dropped"}
        await seat.type("j")
        assert "close the cycle" not in seat.rows[-1]
        assert "carry over" not in seat.rows[-1]


async def test_open_actions_go_on_where_the_question_is_answered_so() -> None:
    async with seated(board(), start="reflect", now=END, size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        await seat.type("Ck")
        assert seat.board.cycles[1].state == "closed"
        actions = seat.board.actions.values()
        assert {(each.state, each.key_result) for each in actions} == {("open", 0)}


async def test_a_form_that_changed_nothing_decides_nothing() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        await seat.type("e")
        await seat.save("<ctrl+s>")
        assert not seat.panel.is_open
        assert words(seat)["O1"].endswith("-")
        await seat.type("e!")
        await seat.save("<ctrl+s>")
        assert words(seat)["O1"].endswith("change")


async def test_the_cycle_to_carry_into_follows_this_one() -> None:
    made = three_people()
    async with seated(made.board, start="reflect", now=END, size=(120, 50)) as seat:
        await skip_to(seat, "decide")
        await seat.type("o")
        assert seat.form.named("name").text == "2027-T1"
        assert seat.form.named("first").text == "2027-01-01"
        await seat.save("<ctrl+s>")
        assert seat.board.cycles[2].state == "planning"
        carried = [each for each in seat.board.objectives.values() if each.carried_from == 1]
        assert [each.cycle for each in carried] == [2]


async def test_an_answer_is_about_the_goal_that_was_asked_about() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        await seat.type("j<enter>")
        assert isinstance(seat.panel.content, Choices)
        assert seat.panel.content.question.startswith("O2 ")
        at(seat, "ben").change("", lambda d: close_objective(d, 1, "dropped"))
        objective_3 = at(seat, "ben").change("", lambda d: objective_of(d, "A third goal"))
        await seat.looks_again()
        await seat.type("y")
        assert words(seat)["O2"].endswith("keep")
        assert not words(seat)[f"O{objective_3.id}"].endswith("keep")


async def test_a_goal_ended_meanwhile_is_not_decided_about() -> None:
    async with seated(board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        await seat.type("<enter>")
        at(seat, "ben").change("", lambda d: close_objective(d, 1, "dropped"))
        await seat.looks_again()
        await seat.type("y")
        assert "O1 is no longer among them" in seat.text
        assert not words(seat)["O2"].endswith("keep")


async def test_without_a_goal_no_key_for_goals_is_offered() -> None:
    async with seated(empty_board(), start="reflect", size=(120, 40)) as seat:
        await skip_to(seat, "decide")
        assert "C close the cycle" in seat.rows[-1]
        assert "keep" not in seat.rows[-1]
        assert "carry" not in seat.rows[-1]
