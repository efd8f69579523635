"""Whole goal-settings on real terminals: alone, and by three at once until all see the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.table import NUMBER, Table, leave_when_closed, sit_down_with_ana, writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.pty_session import PtySession

    from okrboard.domain.board import Board
    from okrboard.domain.records import Objective

pytestmark = pytest.mark.slow

PROPOSED = {
    "ana": ("Drivers who stay", "Leavers a year from 9 to 3 people"),
    "ben": ("Calm nights", "Pages a night from 31 to 8 pages"),
    "cleo": ("Cheaper vans", "Cost of a van from 900 to 700 EUR"),
}
"""What each of three wants, with a key result."""


@pytest.fixture
def goals(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path, "goals") as table:
        yield table


def goal_named(board: Board, title: str) -> Objective:
    """Return the goal of the next cycle that has a title."""
    cycle = next(each for each in board.cycles.values() if each.name == "2027-T1")
    return next(each for each in board.objectives_in(cycle.id) if each.title == title)


def test_a_goal_setting_alone_until_the_next_cycle_has_its_goals(goals: Table) -> None:
    table = goals
    ana = table.sits_down("ana")
    ana.wait_for("Where is the company going")
    table.goes_on(ana, "right")
    writes(ana, "n", "ana: voices", "They call us at three in the morning")
    ana.wait_for("1 card")
    assert b"three in the morning" not in ana.raw
    ana.feed("right")
    ana.wait_for("three in the morning")
    table.goes_on(ana, "right")
    ana.feed("n")
    ana.wait_for("ana: What is worth")
    ana.feed("Calm nights", "tab", "Pages a night from 31 to 8 pages", "ctrl+s")
    ana.wait_for("kept; one more, or esc")
    ana.feed("Cheaper vans", "ctrl+s", "escape")
    ana.wait_until_gone("ana: What is worth")
    ana.wait_for("2 drafts")
    assert b"Calm nights" not in ana.raw
    assert b"Cheaper" not in ana.raw
    ana.feed("right")
    ana.wait_for("Calm nights", "31 → 8 pages", "Cheaper vans")
    table.goes_to(ana, "coins")
    ana.wait_for("ana: 3 of 3 coins left")
    ana.feed("3")
    ana.wait_for("all coins are given here")
    ana.feed("right")
    ana.wait_for("●●● 3")
    ana.feed("y", "x")
    ana.wait_for("on the shortlist", "not now")
    table.goes_on(ana, "right")
    ana.wait_for("How will we know?", "Calm nights")
    assert "Cheaper vans" not in ana.screen.text
    table.goes_on(ana, "s")
    ana.wait_for("What do I take")
    ana.feed("y")
    ana.wait_for("100 % of key results")
    table.goes_on(ana, "right")
    ana.wait_for("Is this what we go for?", "2027-T1", "planning")
    ana.feed("y")
    ana.wait_for("2027-T1 begins on", "and its meetings are planned")
    table.goes_on(ana, "right")
    told = leave_when_closed(table, ana)
    board = table.board
    cycle = next(each for each in board.cycles.values() if each.name == "2027-T1")
    goal = next(each for each in board.objectives_in(cycle.id) if each.title == "Calm nights")
    assert (cycle.state, goal.stage) == ("planning", "committed")
    assert goal.owner == board.member_named("ana").id  # type: ignore[union-attr]
    numbers = [(kr.title, kr.start, kr.target) for kr in board.key_results_of(goal.id)]
    assert numbers == [("Pages a night", 31, 8)]
    assert {s.kind for s in board.series.values() if s.cycle == cycle.id} == {
        "check-in",
        "reflect",
        "goals",
    }
    for line in ("# Setting goals together M6", "Calm nights", "Coins: 3", "Owner: ana"):
        assert line in told, line


def test_three_set_goals_at_their_terminals_on_one_board(goals: Table) -> None:
    table = goals
    seats = three_sit_down(table)
    three_propose_in_silence(table, seats)
    three_spread_coins(table, seats)
    three_vote_on_a_key_result(table, seats)
    three_take_goals(table, seats)
    ana = seats["ana"]
    table.goes_to(ana, "commit")
    for session in seats.values():
        session.wait_for("Is this what we go for?", "2027-T1", "planning")
    ana.feed("y")
    for session in seats.values():
        session.wait_for("2027-T1   4 Jan to 9 May 2027   planning")
    table.goes_to(ana, "close")
    ana.feed("right")
    for session in seats.values():
        session.wait_for("Setting goals together M6", "M6 is closed", "Coins: 6", "Owner: cleo")
        session.feed("escape")
    table.wait_until(
        lambda: len({picture(session) for session in seats.values()}) == 1, "one board for all"
    )
    assert "Ternhaven" in ana.screen.text
    the_file_holds_what_three_agreed_on(table)


def three_sit_down(table: Table) -> dict[str, PtySession]:
    ana, others = sit_down_with_ana(table, "ben", "cleo", size=(120, 40))
    return {"ana": ana, **others}


def three_propose_in_silence(table: Table, seats: dict[str, PtySession]) -> None:
    table.goes_to(seats["ana"], "proposals")
    for session in seats.values():
        session.wait_for("What is worth being proud of?")
        session.feed("n")
        session.wait_for("one a line: Pages from 31")
    for who, session in seats.items():
        title, key_result = PROPOSED[who]
        session.feed(title, "tab", key_result, "ctrl+s")
    for session in seats.values():
        session.wait_for("kept; one more, or esc")
        session.feed("escape")
    seats["ana"].wait_for(*(f"{who:20} 1 draft" for who in PROPOSED))
    for who, session in seats.items():
        for other, (title, _) in PROPOSED.items():
            # What is typed on the shared screen is covered there, too.
            assert (title.encode() in session.raw) is (who == other != "ana"), (who, title)
    seats["ana"].feed("right")
    for session in seats.values():
        session.wait_for(*(title for title, _ in PROPOSED.values()))


def three_spread_coins(table: Table, seats: dict[str, PtySession]) -> None:
    table.goes_to(seats["ana"], "coins")
    for session in seats.values():
        session.wait_for("3 of 3 coins left", "P10 ", "P11 ", "P12 ")
    for session in seats.values():
        session.feed("2", "j", "1")
    table.wait_until(lambda: sum(given(table)) == 9, "every coin is there")
    seats["ana"].wait_for("all coins are given here")
    assert "●" not in seats["ana"].screen.text
    seats["ana"].feed("right")
    for session in seats.values():
        session.wait_for("●●●●●● 6", "●●● 3")
    seats["ana"].feed("y", "y", "x")
    for session in seats.values():
        session.wait_until(partial(two_are_chosen, session), "two on the shortlist")
        session.wait_for("not now")


def two_are_chosen(session: PtySession) -> bool:
    return session.screen.text.count("on the shortlist") == 2


def given(table: Table) -> list[int]:
    """Return the coins and the confidence that the file holds for this meeting."""
    return [vote.value or 0 for vote in table.board.votes.values() if vote.meeting == NUMBER]


def three_vote_on_a_key_result(table: Table, seats: dict[str, PtySession]) -> None:
    table.goes_to(seats["ana"], "shaping")
    for session in seats.values():
        session.wait_for("How will we know?")
    seats["ana"].feed("j", "v")
    for who, vote in (("ana", "4"), ("ben", "7"), ("cleo", "9")):
        seats[who].wait_for("P10.1 ")
        if who != "ana":
            seats[who].feed("v")
        seats[who].wait_for(f"{who}, how sure? 0 to 9")
        seats[who].feed(vote)
    for session in seats.values():
        session.wait_for("● ana", "● ben", "● cleo")
        assert "median" not in session.screen.text
    seats["ana"].feed("right")
    for session in seats.values():
        session.wait_for("median 7   spread 5", "ana (4) and cleo (9) speak first")


def three_take_goals(table: Table, seats: dict[str, PtySession]) -> None:
    table.goes_to(seats["ana"], "alignment")
    for who, session in seats.items():
        session.wait_for("What do I take, and what for?", f"{who}: own it")
    seats["ben"].feed("y")
    seats["cleo"].feed("o", "y")
    seats["ana"].feed("x", "o")
    for session in seats.values():
        session.wait_for("ben owns it, cleo", "cleo owns it, ana", "100 % of key results")


def picture(session: PtySession) -> str:
    """Return the board on a screen, without the lines of one's own.

    The head names oneself before the others, the foot tells what was done there.
    """
    return "\n".join(session.screen.rows[1:-1])


def the_file_holds_what_three_agreed_on(table: Table) -> None:
    board = table.board
    handles = {member.id: member.handle for member in board.members.values()}
    made = board.proposals_in(NUMBER)
    chosen = made[:2]
    goals = [goal_named(board, proposal.title) for proposal in chosen]
    assert [(handles[goal.owner], goal.stage) for goal in goals] == [
        ("ben", "committed"),
        ("cleo", "committed"),
    ]
    assert [[handles[id] for id in goal.takers] for goal in goals] == [["cleo"], ["ana"]]
    for goal, proposal in zip(goals, chosen, strict=True):
        wanted = PROPOSED[handles[proposal.author]]
        assert goal.title == wanted[0]
        (key_result,) = board.key_results_of(goal.id)
        assert wanted[1].startswith(key_result.title)
    assert {proposal.title for proposal in made} == {title for title, _ in PROPOSED.values()}
    assert made[2].state == "declined"
    told = {table.says(who, "meetings", "minutes", "M6").stdout for who in PROPOSED}
    assert len(told) == 1
    for line in ("Coins: 6", "Coins: 3", "confidence 7, spread 5 (4 7 9)", "Owner: cleo"):
        assert line in next(iter(told)), line
